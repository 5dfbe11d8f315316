#include "log/log.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <thread>
#include <vector>

namespace footfall {
namespace {

std::vector<std::string> lines_of(const std::string& path) {
  std::ifstream stream(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

class LogTest : public testing::Test {
 protected:
  void SetUp() override {
    path_ = testing::TempDir() + "log_test_" + std::to_string(::getpid()) + ".log";
    std::remove(path_.c_str());
  }
  void TearDown() override { std::remove(path_.c_str()); }

  void start(LogLevel level, bool json) { ASSERT_TRUE(start_log({level, json, false, path_})); }
  std::string path_;
};

TEST_F(LogTest, TextLinesHoldTimeLevelRunMessageAndFields) {
  start(LogLevel::kInfo, false);
  log(LogLevel::kDebug, "too little to tell");
  log(LogLevel::kInfo, "run started",
      {{"seed", 42}, {"path", "a b"}, {"share", 0.25}, {"on", true}});
  const auto lines = lines_of(path_);
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_TRUE(testing::internal::RE::FullMatch(
      lines[0],
      testing::internal::RE("[0-9]+-[0-9]+-[0-9]+T[0-9]+:[0-9]+:[0-9]+\\.[0-9]+Z INFO    [0-9a-f]+ "
                            "run started seed=42 path=\"a b\" share=0.25 on=true")))
      << lines[0];
}

TEST_F(LogTest, JsonLinesAreObjectsWhateverTheText) {
  start(LogLevel::kDebug, true);
  log(LogLevel::kError, "line\nbreak \"quoted\" \xff",
      {{"rows", uint64_t{18446744073709551615u}},
       {"rate", std::numeric_limits<double>::infinity()},
       {"text", "7"}});
  const auto lines = lines_of(path_);
  ASSERT_EQ(lines.size(), 1u);
  const auto json = nlohmann::json::parse(lines[0]);
  EXPECT_EQ(json["level"], "ERROR");
  EXPECT_EQ(json["message"], "line\nbreak \"quoted\" \uFFFD");
  EXPECT_EQ(json["rows"], 18446744073709551615u);
  EXPECT_EQ(json["rate"], "inf");
  EXPECT_EQ(json["text"], "7");
  EXPECT_EQ(json["run"].get<std::string>().size(), 12u);
}

TEST_F(LogTest, LinesOfThreadsStayWhole) {
  start(LogLevel::kInfo, true);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([] {
      for (int i = 0; i < 200; ++i) log(LogLevel::kInfo, std::string(100, 'x'), {{"i", i}});
    });
  }
  for (std::thread& thread : threads) thread.join();
  const auto lines = lines_of(path_);
  ASSERT_EQ(lines.size(), 800u);
  for (const std::string& line : lines) EXPECT_TRUE(nlohmann::json::accept(line)) << line;
}

TEST_F(LogTest, AFileThatCannotBeOpenedIsAnError) {
  const auto started = start_log({LogLevel::kInfo, false, false, "/nowhere/at/all.log"});
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().category, ErrorCategory::kIo);
  EXPECT_NE(started.error().message.find("/nowhere/at/all.log"), std::string::npos);
}

}  // namespace
}  // namespace footfall
