#include "report/report_folder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace footfall {
namespace {

namespace fs = std::filesystem;

class ReportFolder : public ::testing::Test {
 protected:
  ReportFolder() {
    base_ = fs::temp_directory_path() /
            ("footfall_report_" +
             std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()) + "_" +
             std::to_string(::testing::UnitTest::GetInstance()->random_seed()));
    fs::remove_all(base_);
    fs::create_directories(base_);
    target_ = (base_ / "data" / "report").string();
  }
  ~ReportFolder() override { fs::remove_all(base_); }

  static std::string text_of(const fs::path& path) {
    std::stringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
  }
  static void write(const fs::path& path, const std::string& text) { std::ofstream(path) << text; }

  fs::path base_;
  std::string target_;
  const ReportManifest manifest_{"0.1.0", "abc", ".."};
};

TEST_F(ReportFolder, IsWrittenAndReadBack) {
  ASSERT_TRUE(write_report_folder(target_, {{"a.csv", "x\n"}, {"b.md", "y"}}, manifest_));
  EXPECT_EQ(text_of(target_ + "/a.csv"), "x\n");
  const auto read = read_report_manifest(target_);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->generated_from, "abc");
  EXPECT_EQ(read->data, "..");
  EXPECT_NE(text_of(target_ + "/manifest.json").find("\"bytes\": 2"), std::string::npos);
}

TEST_F(ReportFolder, ReplacesAReportWhole) {
  ASSERT_TRUE(write_report_folder(target_, {{"old.csv", "x"}}, manifest_));
  ASSERT_TRUE(write_report_folder(target_ + "/", {{"new.csv", "y"}}, manifest_));
  EXPECT_FALSE(fs::exists(target_ + "/old.csv"));
  EXPECT_EQ(text_of(target_ + "/new.csv"), "y");
  EXPECT_FALSE(fs::exists(target_ + ".staging"));
}

TEST_F(ReportFolder, LeavesWhatIsNotOurs) {
  fs::create_directories(target_);
  write(target_ + "/notes.txt", "mine");
  const auto written = write_report_folder(target_, {{"a.csv", "x"}}, manifest_);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().category, ErrorCategory::kInput);
  EXPECT_EQ(text_of(target_ + "/notes.txt"), "mine");
}

TEST_F(ReportFolder, NamesTheForeignFileInAReport) {
  ASSERT_TRUE(write_report_folder(target_, {{"a.csv", "x"}}, manifest_));
  write(target_ + "/notes.txt", "mine");
  const auto written = write_report_folder(target_, {{"a.csv", "z"}}, manifest_);
  ASSERT_FALSE(written);
  EXPECT_NE(written.error().message.find("notes.txt"), std::string::npos);
  EXPECT_EQ(text_of(target_ + "/a.csv"), "x");
}

TEST_F(ReportFolder, ClearsWhatAKilledRunLeft) {
  ASSERT_TRUE(write_report_folder(target_ + ".staging", {{"half.csv", "x"}}, manifest_));
  ASSERT_TRUE(write_report_folder(target_, {{"a.csv", "y"}}, manifest_));
  EXPECT_FALSE(fs::exists(target_ + ".staging"));
  EXPECT_EQ(text_of(target_ + "/a.csv"), "y");
}

TEST_F(ReportFolder, ClearsAManifestThatWasCutOff) {
  ASSERT_TRUE(write_report_folder(target_, {{"a.csv", "old"}}, manifest_));
  const std::string whole = text_of(target_ + "/manifest.json");
  for (size_t length = 0; length < whole.size(); length += 7) {
    fs::create_directories(target_ + ".staging");
    write(target_ + ".staging/manifest.json", whole.substr(0, length));
    ASSERT_TRUE(write_report_folder(target_, {{"a.csv", "y"}}, manifest_)) << length;
    EXPECT_FALSE(fs::exists(target_ + ".staging"));
  }
}

TEST_F(ReportFolder, LeavesAStagingFolderOfSomebodyElse) {
  const auto is_left = [&](const std::string& name, const std::string& text) {
    fs::create_directories(target_ + ".staging");
    write(target_ + ".staging/" + name, text);
    return !write_report_folder(target_, {{"a.csv", "y"}}, manifest_) &&
           text_of(target_ + ".staging/" + name) == text;
  };
  EXPECT_TRUE(is_left("manifest.json", "{\n  \"mine\": 1"));
  fs::remove_all(target_ + ".staging");
  fs::create_directories(target_ + ".staging");
  write(target_ + ".staging/manifest.json", "");
  EXPECT_TRUE(is_left("notes.txt", "mine"));
}

TEST_F(ReportFolder, IsNoReportWithoutItsManifest) {
  EXPECT_FALSE(read_report_manifest(base_.string()));
}

}  // namespace
}  // namespace footfall
