#include "run/staging_test_folder.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <functional>

namespace footfall {
namespace {

namespace fs = std::filesystem;

TEST_F(StagingTest, ANewDataSetNeedsNoFolderAbove) {
  EXPECT_EQ(put(path("made/on/the/way"), new_), "");
  EXPECT_EQ(below("made/on/the/way"), [&] {
    Files files = whole(new_);
    files["a/"] = files["a/b/"] = "";
    return files;
  }());
  EXPECT_EQ(everything().size(), 5 + below("made/on/the/way").size() - 1);
}

TEST_F(StagingTest, WithoutCommitNothingStays) {
  write("mine/letter.txt", "dear");
  const Files before = everything();
  {
    const auto staging = Staging::open(path("mine/made/on/the/way"), false);
    ASSERT_TRUE(staging);
    std::ofstream(staging->folder() + "/items.csv") << "half";
    EXPECT_NE(everything(), before);
  }
  EXPECT_EQ(everything(), before);
}

TEST_F(StagingTest, AFolderMadeOnTheWayStaysOnceSomebodyUsesIt) {
  {
    const auto staging = Staging::open(path("made/way/data"), false);
    ASSERT_TRUE(staging);
    write("made/theirs.txt", "x");
  }
  EXPECT_EQ(everything(), (Files{{"made/", ""}, {"made/theirs.txt", "x"}}));
}

TEST_F(StagingTest, TargetsThatAreLeftAlone) {
  write("file", "text");
  write("folder/letter.txt", "dear");
  write("page/manifest.json", R"({"name": "a web application", "footfall": "footfall_manifest"})");
  write("broken/manifest.json", R"({"footfall_manifest": 1, "files": [)");
  write("forged/manifest.json",
        R"({"footfall_manifest": 1, "files": [{"path": "../file", "bytes": 4}]})");
  write("rooted/manifest.json",
        R"({"footfall_manifest": 1, "files": [{"path": "/etc/x", "bytes": 4}]})");
  write("marked/manifest.json", R"({"footfall_manifest": "1", "files": []})");
  write("report/manifest.json", R"({"footfall_report": 1, "files": []})");
  write("listless/manifest.json", R"({"footfall_manifest": 1})");
  fs::create_directories(path("deep/manifest.json"));
  fs::create_symlink("nowhere", path("dangling"));
  fs::create_symlink("loop", path("loop"));
  fs::create_symlink("folder", path("link"));
  ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
  const struct {
    const char *target, *why;
    ErrorCategory category = ErrorCategory::kInput;
  } cases[] = {
      {"file", "is a file"},
      {"file/", "is a file"},
      {"pipe", "is not a folder"},
      {"folder", "no manifest.json"},
      {"folder/", "no manifest.json"},
      {"folder/.", "no manifest.json"},
      {"link", "folder is not a data set"},
      {"page", "none of footfall's: it has no number \"footfall_manifest\""},
      {"broken", "none of footfall's: parse error at line 1"},
      {"forged", "outside of its folder, ../file"},
      {"rooted", "outside of its folder, /etc/x"},
      {"marked", "none of footfall's"},
      {"report", "none of footfall's"},
      {"listless", "key 'files' not found"},
      {"deep", "no manifest.json"},
      {"dangling", "is a link that leads nowhere"},
      {"loop", "is a link that leads nowhere"},
      {"absent/..", "names no folder"},
      {"absent/.", "names no folder"},
      {"file/data", "Not a directory", ErrorCategory::kIo},
  };
  std::error_code ignored;
  for (const auto& each : cases) {
    for (const bool overwrite : {false, true}) {
      const auto staging = Staging::open(path(each.target), overwrite);
      ASSERT_FALSE(staging) << each.target;
      EXPECT_EQ(staging.error().category, each.category) << each.target;
      EXPECT_NE(staging.error().message.find(each.why), std::string::npos)
          << each.target << ": " << staging.error().message;
    }
  }
  fs::remove(path("pipe"));
  EXPECT_EQ(below("folder"), (Files{{"letter.txt", "dear"}}));
  EXPECT_EQ(std::count_if(fs::directory_iterator(root_), fs::directory_iterator(),
                          [](const auto&) { return true; }),
            13);
}

TEST_F(StagingTest, TheWorkingFolderAndThoseThatHoldIt) {
  write_data_set("data", old_);
  fs::create_directories(path("data/inner"));
  const fs::path before = fs::current_path();
  for (const char* working : {"data", "data/inner"}) {
    fs::current_path(path(working));
    for (const std::string& target : {path("data"), std::string("/"), path("data/inner/..")}) {
      EXPECT_NE(put(target, new_, true).find("is the working folder or holds it"),
                std::string::npos);
    }
  }
  for (const char* target : {".", "./", "..", "../..", "../inner"})
    EXPECT_NE(put(target, new_, true).find("is the working folder or holds it"), std::string::npos);
  EXPECT_NE(put("", new_, true).find("names no folder"), std::string::npos);
  fs::current_path(root_);
  EXPECT_EQ(put("./data", new_, true), "");
  EXPECT_EQ(put("other", new_), "");
  fs::current_path(before);
  EXPECT_EQ(below("data").at("items.csv"), "new");
  EXPECT_EQ(below("other").at("items.csv"), "new");
}

TEST_F(StagingTest, OnlyOverwriteReplacesADataSet) {
  write_data_set("data", old_);
  EXPECT_EQ(put(path("data"), new_),
            path("data") + " exists already; --overwrite replaces a data set");
  EXPECT_EQ(below("data"), whole(old_));
  EXPECT_EQ(put(path("data/"), new_, true), "");
  EXPECT_EQ(below("data").at("items.csv"), "new");
  EXPECT_EQ(put(path("data"), old_, true), "");
  EXPECT_EQ(below("data"), whole(old_));
  EXPECT_EQ(everything().size(), 3u);
}

TEST_F(StagingTest, AnEmptyFolderIsTakenAsItIs) {
  fs::create_directories(path("data"));
  ASSERT_EQ(::chmod(path("data").c_str(), 0710), 0);
  EXPECT_EQ(put(path("data"), old_), "");
  EXPECT_EQ(below("data"), whole(old_));
  ASSERT_EQ(put(path("data"), old_, true), "");
  struct stat info;
  ASSERT_EQ(::stat(path("data").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 07777, 0710u);
}

TEST_F(StagingTest, ALinkIsFollowedAndStays) {
  write_data_set("disk/shop", old_);
  fs::create_symlink("disk/shop", path("data"));
  fs::create_symlink("disk", path("drive"));
  EXPECT_EQ(put(path("data"), new_, true), "");
  EXPECT_EQ(everything().at("data"), "-> disk/shop");
  EXPECT_EQ(below("disk/shop").at("items.csv"), "new");
  EXPECT_EQ(put(path("drive/shop/"), old_, true), "");
  EXPECT_EQ(below("disk/shop"), whole(old_));
}

TEST_F(StagingTest, LongNames) {
  const std::string longest(255, 'x'), too_long(256, 'x');
  EXPECT_EQ(put(path(longest), new_), "");
  EXPECT_EQ(put(path(longest), old_, true), "");
  EXPECT_EQ(below(longest), whole(old_));
  EXPECT_NE(put(path(too_long), new_).find("File name too long"), std::string::npos);
  EXPECT_EQ(everything().size(), 3u);
}

// A file is ours when a manifest lists it; each of these makes the whole data set untouchable.
TEST_F(StagingTest, ForeignFilesInADataSet) {
  const struct {
    const char* name;
    std::function<void(const std::string&)> make;
  } cases[] = {
      {"notes.txt", [](const std::string& at) { std::ofstream(at) << "mine"; }},
      {"footfall.duckdb.wal", [](const std::string& at) { std::ofstream(at) << "mine"; }},
      {".hidden", [](const std::string& at) { std::ofstream(at) << ""; }},
      {"link", [](const std::string& at) { fs::create_symlink("items.csv", at); }},
      {"inner/deep.txt",
       [](const std::string& at) {
         fs::create_directories(fs::path(at).parent_path());
         std::ofstream(at) << "mine";
       }},
      {"items.csv",  // a link that stands where the manifest lists a file
       [](const std::string& at) {
         fs::remove(at);
         fs::create_symlink("/etc/hostname", at);
       }},
      {"year/manifest.json",  // another data set inside
       [this](const std::string&) { write_data_set("data/year", {}); }},
  };
  for (const auto& each : cases) {
    fs::remove_all(path("data"));
    write_data_set("data", old_);
    each.make(path(std::string("data/") + each.name));
    const Files before = everything();
    EXPECT_EQ(put(path("data"), new_, true), path("data") +
                                                 " holds files that footfall did not write (" +
                                                 each.name + "), so it is left alone");
    EXPECT_EQ(everything(), before) << each.name;
  }
  for (int i = 0; i < 9; ++i) write("data/zz" + std::to_string(i), "");
  EXPECT_NE(put(path("data"), new_, true).find("zz0, zz1, zz2, zz3 and 5 more)"),
            std::string::npos);
}

TEST_F(StagingTest, AReportInsideIsOursAsFarAsItsManifestSays) {
  write_data_set("data", old_);
  const Files report = {{"dashboard.html", "<html>"}, {"charts/sales.svg", "<svg>"}};
  for (const auto& [name, text] : report) write("data/report/" + name, text);
  write("data/report/manifest.json", manifest_of(report, kReportMark));
  write("data/report/remark.txt", "mine");
  EXPECT_NE(put(path("data"), new_, true).find("(report/remark.txt)"), std::string::npos);
  fs::remove(path("data/report/remark.txt"));
  fs::create_directories(path("data/report/empty/folders"));
  EXPECT_EQ(put(path("data"), new_, true), "");
  EXPECT_EQ(below("data").size(), 5u);  // items.csv, manifest.json, a/, a/b/, a/b/part.csv
  EXPECT_EQ(everything().size(), 6u);
}

TEST_F(StagingTest, AnUnwritableParentAndAPartOfThePathThatIsAFile) {
  write("file", "text");
  EXPECT_NE(put(path("file/deeper/data"), new_).find("Not a directory"), std::string::npos);
  EXPECT_NE(put("/proc/nowhere/data", new_).find("cannot create /proc/nowhere"), std::string::npos);
  EXPECT_NE(put("/proc/nowhere", new_).find("no file can be made in /proc;"), std::string::npos);
  EXPECT_EQ(everything().size(), 1u);
}

}  // namespace
}  // namespace footfall
