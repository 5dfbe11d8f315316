#include "base/descriptor.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <filesystem>

namespace footfall {
namespace {

TEST(Descriptor, ClosesOnceWhateverItsWay) {
  int number = -1;
  {
    Descriptor first(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    ASSERT_TRUE(first.is_open());
    number = first.number();
    Descriptor second(std::move(first));
    Descriptor third(-1);
    third = std::move(second);
    EXPECT_EQ(third.number(), number);
    EXPECT_EQ(::fcntl(number, F_GETFD), FD_CLOEXEC);
  }
  EXPECT_EQ(::fcntl(number, F_GETFD), -1);
  EXPECT_EQ(errno, EBADF);
  EXPECT_FALSE(Descriptor(-1).is_open());
}

TEST(Descriptor, WritesAndReadsEveryByte) {
  const std::string path = ::testing::TempDir() + "footfall_descriptor_test";
  std::string text;
  for (int i = 0; text.size() < 3'000'000; ++i) text += std::to_string(i) + "\n";
  {
    const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    ASSERT_TRUE(write_all(file, text, path));
  }
  std::string found;
  size_t blocks = 0;
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  ASSERT_TRUE(read_blocks(file, path, [&](const char* data, size_t size_bytes) {
    found.append(data, size_bytes);
    ++blocks;
  }));
  std::filesystem::remove(path);
  EXPECT_EQ(found, text);
  EXPECT_GT(blocks, 1u);
}

TEST(Descriptor, TellsPathAndCause) {
  const Descriptor full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
  const auto written = write_all(full, "x", "rows.csv");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().message, "cannot write rows.csv: No space left on device");
  const Descriptor folder(::open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  const auto read = read_blocks(folder, "/", [](const char*, size_t) {});
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().message, "cannot read /: Is a directory");
}

TEST(SyncFolder, SyncsFoldersAlone) {
  EXPECT_TRUE(sync_folder(::testing::TempDir()));
  EXPECT_TRUE(sync_folder("/proc"));  // it has nothing to sync, and says EINVAL
  const auto absent = sync_folder("/no/such/folder");
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error().message, "cannot open /no/such/folder: No such file or directory");
  EXPECT_FALSE(sync_folder("/dev/null"));
}

}  // namespace
}  // namespace footfall
