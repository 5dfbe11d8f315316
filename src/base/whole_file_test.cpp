#include "base/whole_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace footfall {
namespace {

namespace fs = std::filesystem;

class WholeFileTest : public ::testing::Test {
 protected:
  WholeFileTest() {
    folder_ = fs::temp_directory_path() /
              ("footfall_whole_file_" + std::to_string(::getpid()) + "_" +
               ::testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::create_directories(folder_);
    target_ = (folder_ / "rows.csv").string();
  }
  ~WholeFileTest() override { fs::remove_all(folder_); }

  static std::string text_of(const std::string& path) {
    std::stringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
  }
  size_t files() const {
    size_t count = 0;
    for ([[maybe_unused]] const auto& entry : fs::directory_iterator(folder_)) ++count;
    return count;
  }

  fs::path folder_;
  std::string target_;
};

TEST_F(WholeFileTest, ComesIntoPlaceAtItsEnd) {
  auto file = WholeFile::begin(target_, false);
  ASSERT_TRUE(file);
  ASSERT_TRUE(file->write("a,"));
  ASSERT_TRUE(file->write("b\n"));
  EXPECT_FALSE(fs::exists(target_));
  ASSERT_TRUE(file->commit());
  EXPECT_EQ(text_of(target_), "a,b\n");
  EXPECT_EQ(files(), 1u);
}

TEST_F(WholeFileTest, LeavesNothingWithoutItsEnd) {
  { ASSERT_TRUE(WholeFile::begin(target_, false)->write("half")); }
  EXPECT_EQ(files(), 0u);
}

TEST_F(WholeFileTest, ReplacesOnlyWhenAsked) {
  std::ofstream(target_) << "earlier";
  fs::permissions(target_, fs::perms(0640));
  const auto refused = WholeFile::begin(target_, false);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().category, ErrorCategory::kInput);
  auto file = WholeFile::begin(target_, true);
  ASSERT_TRUE(file);
  ASSERT_TRUE(file->write("new"));
  EXPECT_EQ(text_of(target_), "earlier");
  ASSERT_TRUE(file->commit());
  EXPECT_EQ(text_of(target_), "new");
  EXPECT_EQ(fs::status(target_).permissions(), fs::perms(0640));
}

TEST_F(WholeFileTest, DoesNotReplaceWhatCameMeanwhile) {
  auto file = WholeFile::begin(target_, false);
  ASSERT_TRUE(file);
  std::ofstream(target_) << "somebody else's";
  EXPECT_FALSE(file->commit());
  EXPECT_EQ(text_of(target_), "somebody else's");
}

TEST_F(WholeFileTest, FollowsALink) {
  const std::string real = (folder_ / "real.csv").string();
  std::ofstream(real) << "earlier";
  fs::create_symlink("real.csv", target_);
  auto file = WholeFile::begin(target_, true);
  ASSERT_TRUE(file);
  ASSERT_TRUE(file->write("new"));
  ASSERT_TRUE(file->commit());
  EXPECT_TRUE(fs::is_symlink(target_));
  EXPECT_EQ(text_of(real), "new");
}

TEST_F(WholeFileTest, WritesToADeviceAndRefusesAFolder) {
  auto device = WholeFile::begin("/dev/null", false);
  ASSERT_TRUE(device);
  EXPECT_TRUE(device->write("x"));
  EXPECT_TRUE(device->commit());
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
  EXPECT_FALSE(WholeFile::begin(folder_.string(), true));
}

TEST_F(WholeFileTest, TellsWhyItCannotWrite) {
  auto full = WholeFile::begin("/dev/full", false);
  ASSERT_TRUE(full);
  const auto written = full->write("x");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().category, ErrorCategory::kIo);
  EXPECT_EQ(written.error().message, "cannot write /dev/full: No space left on device");
}

}  // namespace
}  // namespace footfall
