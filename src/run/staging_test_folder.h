// Holds StagingTest, the folder in which the tests of Staging put and look for data sets.
#pragma once
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "run/manifest.h"
#include "run/staging.h"

namespace footfall {

// Relative path to text; folders end in "/" and have none.
using Files = std::map<std::string, std::string>;

class StagingTest : public testing::Test {
 protected:
  StagingTest() {
    std::string name = (std::filesystem::temp_directory_path() / "staging_test-XXXXXX").string();
    EXPECT_NE(::mkdtemp(name.data()), nullptr);
    root_ = name;
  }
  ~StagingTest() override { std::filesystem::remove_all(root_); }

  std::string path(const std::string& relative) const { return root_ + "/" + relative; }

  void write(const std::string& relative, const std::string& text) const {
    std::filesystem::create_directories(std::filesystem::path(path(relative)).parent_path());
    std::ofstream(path(relative)) << text;
  }

  static std::string manifest_of(const Files& files, const char* mark = kDataSetMark) {
    std::string list;
    for (const auto& [name, text] : files) {
      list += std::string(list.empty() ? "" : ",") + R"({"path": ")" + name + R"(", "bytes": )" +
              std::to_string(text.size()) + "}";
    }
    return std::string("{\"") + mark + R"(": 1, "files": [)" + list + "]}";
  }

  void write_data_set(const std::string& folder, const Files& files) const {
    for (const auto& [name, text] : files) write(folder + "/" + name, text);
    write(folder + "/manifest.json", manifest_of(files));
  }

  // Everything below the root, links and folders included.
  Files everything() const {
    Files found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root_)) {
      std::string name = entry.path().lexically_relative(root_).string();
      if (entry.is_symlink()) {
        found[name] = "-> " + std::filesystem::read_symlink(entry.path()).string();
      } else if (entry.is_directory()) {
        found[name + "/"] = "";
      } else {
        std::ifstream file(entry.path());
        found[name] = {std::istreambuf_iterator<char>(file), {}};
      }
    }
    return found;
  }

  // What is below `folder`.
  Files below(const std::string& folder) const {
    Files found;
    for (const auto& [name, text] : everything()) {
      if (name.rfind(folder + "/", 0) == 0 && name.size() > folder.size() + 1)
        found[name.substr(folder.size() + 1)] = text;
    }
    return found;
  }

  static Files whole(Files files) {
    files["manifest.json"] = manifest_of(files);
    return files;
  }

  // Writes a data set through Staging; returns the error's message, or "".
  std::string put(const std::string& target, const Files& files, bool overwrite = false) {
    auto staging = Staging::open(target, overwrite);
    if (!staging) return staging.error().message;
    for (const auto& [name, text] : files) {
      std::filesystem::create_directories(
          std::filesystem::path(staging->folder() + "/" + name).parent_path());
      std::ofstream(staging->folder() + "/" + name) << text;
    }
    const auto done = staging->commit(manifest_of(files));
    notes_ = staging->take_notes();
    return done ? "" : done.error().message;
  }

  std::string root_;
  std::vector<std::string> notes_;
  const Files old_ = {{"items.csv", "old"}}, new_ = {{"items.csv", "new"}, {"a/b/part.csv", "x"}};
};

}  // namespace footfall
