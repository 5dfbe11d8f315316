#include "base/file_text.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <thread>

namespace footfall {
namespace {

namespace fs = std::filesystem;

// A folder that is gone after the test.
struct Folder {
  Folder() : path(fs::temp_directory_path() / ("footfall-file-text-" + std::to_string(getpid()))) {
    fs::create_directory(path);
  }
  ~Folder() { fs::remove_all(path); }
  const fs::path path;
};

TEST(ReadFile, ReturnsEveryByte) {
  const Folder folder;
  const std::string text = std::string(100'000, 'x') + '\0' + "\r\n end", path = folder.path / "a";
  std::ofstream(path, std::ios::binary) << text;
  EXPECT_EQ(*read_file(path, text.size()), text);
  EXPECT_FALSE(read_file(path, text.size() - 1));
  std::ofstream(folder.path / "empty") << "";
  EXPECT_EQ(*read_file(folder.path / "empty", 1), "");
  // No size beforehand.
  EXPECT_NE(read_file("/proc/self/status", 1 << 20)->find("Pid:"), std::string::npos);
}

TEST(ReadFile, RefusesWhatIsNoFile) {
  const Folder folder;
  ASSERT_EQ(::mkfifo((folder.path / "pipe").c_str(), 0600), 0);
  fs::create_symlink("loop", folder.path / "loop");
  std::ofstream(folder.path / "huge") << "";
  fs::resize_file(folder.path / "huge", 1u << 30);
  const struct {
    fs::path path;
    ErrorCategory category;
    const char* says;
  } kCases[] = {
      {folder.path / "absent", ErrorCategory::kIo, "absent: No such file"},
      {folder.path / "loop", ErrorCategory::kIo, "loop: Too many levels"},
      {folder.path, ErrorCategory::kIo, "it is a folder"},
      {folder.path / "pipe", ErrorCategory::kIo, "it is no regular file"},
      {"/dev/zero", ErrorCategory::kIo, "it is no regular file"},
      {folder.path / "huge", ErrorCategory::kInput, "it is larger than 8 MiB"},
  };
  for (const auto& c : kCases) {
    const auto text = read_file(c.path, 8 << 20);
    ASSERT_FALSE(text) << c.path;
    EXPECT_EQ(text.error().category, c.category) << c.path;
    EXPECT_EQ(text.error().message.rfind("cannot read " + c.path.string() + ": ", 0), 0u);
    EXPECT_NE(text.error().message.find(c.says), std::string::npos) << text.error().message;
  }
}

TEST(ReadInput, ReadsAPipeToItsEndAndNoFurtherThanAllowed) {
  const std::string text(300'000, 'y');
  for (const size_t most : {text.size(), text.size() - 1}) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    std::thread writer([&] {
      for (size_t done = 0; done < text.size();) {
        const ssize_t written = ::write(ends[1], text.data() + done, text.size() - done);
        if (written < 0) break;
        done += static_cast<size_t>(written);
      }
      ::close(ends[1]);
    });
    const auto read = read_input("/dev/fd/" + std::to_string(ends[0]), most);
    // What was not read must not hold up the writer.
    if (char rest[4096]; !read) {
      while (::read(ends[0], rest, sizeof rest) > 0) continue;
    }
    writer.join();
    ::close(ends[0]);
    EXPECT_EQ(static_cast<bool>(read), most == text.size());
    if (read) {
      EXPECT_EQ(*read, text);
    }
  }
}

TEST(ReadInput, DoesNotWaitForAFifoOfTheFileSystem) {
  const Folder folder;
  ASSERT_EQ(::mkfifo((folder.path / "pipe").c_str(), 0600), 0);
  EXPECT_FALSE(read_input(folder.path / "pipe", 10));
}

}  // namespace
}  // namespace footfall
