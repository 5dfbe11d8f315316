#include "run/row_search.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace footfall {
namespace {

// Every identifier in and between those of a file, with lines of many lengths and repeats.
TEST(FindLines, EveryRowAndNoOther) {
  const std::string path =
      (std::filesystem::temp_directory_path() / ("row_search_" + std::to_string(::getpid())))
          .string();
  for (const bool json : {false, true}) {
    for (const int count : {0, 1, 2, 300}) {
      std::ofstream stream(path, std::ios::trunc);
      if (!json) stream << "transaction_id,text\n";
      std::vector<std::vector<std::string>> lines(3 * static_cast<size_t>(count) + 3);
      for (int i = 1; i <= count; ++i) {
        for (int repeat = 0; repeat <= i % 3; ++repeat) {
          const std::string filling(static_cast<size_t>(i * 37 % 90 + (i == 7 ? 40'000 : 0)), 'x');
          std::string line = std::to_string(3 * i) + "," + filling + std::to_string(repeat);
          if (json) line = "{\"transaction_id\":" + line + "}";
          stream << line << "\n";
          lines[3 * static_cast<size_t>(i)].push_back(line);
        }
      }
      stream.close();
      for (size_t id = 0; id < lines.size(); ++id) {
        const auto found = find_lines(path, static_cast<int64_t>(id));
        ASSERT_TRUE(found) << found.error().message;
        EXPECT_EQ(*found, lines[id]) << id << " of " << count;
      }
    }
  }
  std::ofstream(path) << "transaction_id,text\nnonsense\n";
  const auto damaged = find_lines(path, 3);
  ASSERT_FALSE(damaged);
  EXPECT_EQ(damaged.error().category, ErrorCategory::kGate);
  std::filesystem::remove(path);
  EXPECT_EQ(find_lines(path, 3).error().category, ErrorCategory::kIo);
}

}  // namespace
}  // namespace footfall
