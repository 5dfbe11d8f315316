// Staging with others about: other runs, killed runs, people who change files during a run.
#include "run/staging_test_folder.h"

#include <unistd.h>

#include <functional>

namespace footfall {
namespace {

namespace fs = std::filesystem;

TEST_F(StagingTest, WhatAppearsDuringTheRun) {
  const auto during = [&](bool overwrite, const std::function<void()>& happens) {
    fs::remove_all(path("data"));
    if (overwrite) write_data_set("data", old_);
    auto staging = Staging::open(path("data"), overwrite);
    std::ofstream(staging->folder() + "/items.csv") << "new";
    happens();
    const auto done = staging->commit(manifest_of({{"items.csv", "new"}}));
    return done ? "" : done.error().message;
  };
  const auto mine = [&] { write("data/mine.txt", "dear"); };
  EXPECT_NE(during(false, mine).find("no manifest.json"), std::string::npos);
  EXPECT_EQ(everything(), (Files{{"data/", ""}, {"data/mine.txt", "dear"}}));
  EXPECT_NE(during(true, mine).find("(mine.txt)"), std::string::npos);
  EXPECT_EQ(below("data").at("items.csv"), "old");
  EXPECT_EQ(below("data").size(), 3u);
  EXPECT_NE(during(false, [&] { write_data_set("data", old_); }).find("exists already"),
            std::string::npos);
  EXPECT_EQ(below("data"), whole(old_));
  // The earlier data set goes away by itself: nothing is left to be replaced.
  EXPECT_EQ(during(true, [&] { fs::remove_all(path("data")); }), "");
  EXPECT_EQ(below("data").at("items.csv"), "new");
}

TEST_F(StagingTest, SomebodyRemovesWhatIsStaged) {
  write_data_set("data", old_);
  const struct {
    const char *removed, *why;
  } cases[] = {{"", "cannot create"}, {"/items.csv", "cannot find"}};
  for (const auto& each : cases) {
    auto staging = Staging::open(path("data"), true);
    ASSERT_TRUE(staging);
    std::ofstream(staging->folder() + "/items.csv") << "new";
    fs::remove_all(staging->folder() + each.removed);
    const auto done = staging->commit(manifest_of({{"items.csv", "new"}}));
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().category, ErrorCategory::kIo);
    EXPECT_EQ(done.error().message.rfind(each.why, 0), 0u) << done.error().message;
  }
  {
    auto staging = Staging::open(path("data"), true);
    std::ofstream(staging->folder() + "/items.csv") << "longer";
    EXPECT_NE(staging->commit(manifest_of({{"items.csv", "new"}})).error().message.find("changed"),
              std::string::npos);
  }
  EXPECT_EQ(everything().size(), 3u);
  EXPECT_EQ(below("data"), whole(old_));
}

TEST_F(StagingTest, TwoRunsToOneTarget) {
  {
    auto first = Staging::open(path("data"), true);
    ASSERT_TRUE(first);
    const auto second = Staging::open(path("data/"), true);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().category, ErrorCategory::kIo);
    EXPECT_EQ(second.error().message, "another run (process " + std::to_string(::getpid()) +
                                          ") is writing " + path("data") +
                                          "; wait for it, or choose another folder");
    EXPECT_TRUE(Staging::open(path("other"), true));
    std::ofstream(first->folder() + "/items.csv") << "old";
    EXPECT_TRUE(first->commit(manifest_of(old_)));
    // The first has let go, though it still is there.
    EXPECT_EQ(put(path("data"), new_, true), "");
  }
  EXPECT_EQ(below("data").at("items.csv"), "new");
}

TEST_F(StagingTest, OthersFilesWithTheNameOfTheLock) {
  write(".data.footfall-lock", "my diary\n");
  EXPECT_EQ(put(path("data"), new_), path(".data.footfall-lock") + " is in the way of writing " +
                                         path("data") + ": it is no lock of footfall");
  EXPECT_EQ(everything(), (Files{{".data.footfall-lock", "my diary\n"}}));
  fs::remove(path(".data.footfall-lock"));
  write("diary", "");
  fs::create_symlink("diary", path(".data.footfall-lock"));
  EXPECT_NE(put(path("data"), new_).find("cannot lock"), std::string::npos);
  EXPECT_EQ(everything().at("diary"), "");
}

// What a killed run leaves, by the state of its lock, and what the next run makes of it.
TEST_F(StagingTest, LeftoversOfAKilledRun) {
  const std::string id = "0123456789ab", lock = ".data.footfall-lock";
  const std::string record = "footfall run lock\nprocess 1\nstaging " + id + "\n";
  const std::string staged = "data.staging-" + id, aside = "data.earlier-" + id;
  const auto start = [&](const std::string& text) {
    fs::remove_all(root_);
    fs::create_directories(root_);
    write(lock, text);
  };

  for (const std::string& text : {std::string(), std::string("footfall run"), record}) {
    start(text);
    EXPECT_EQ(put(path("data"), old_), "") << text;
    EXPECT_EQ(everything().size(), 3u) << text;
  }

  start(record);  // killed while it wrote
  write(staged + "/items.csv", "half");
  write("data.staging-backup/mine.txt", "theirs");
  write("data.staging-ffffffffffff/mine.txt", "theirs");
  EXPECT_EQ(put(path("data"), old_), "");
  EXPECT_EQ(notes_,
            std::vector{"removed " + path(staged) + ", which a run that was killed had left"});
  EXPECT_EQ(below("data"), whole(old_));
  EXPECT_EQ(everything().size(), 7u);  // with the other folders

  start(record + "placing exchange\n");  // killed just after the exchange
  write_data_set("data", {{"items.csv", "newer"}});
  write_data_set(staged, old_);
  EXPECT_EQ(put(path("data"), new_, true), "");
  EXPECT_EQ(everything().size(), 6u);

  start(record + "placing exchange\n");  // … and somebody had put a file into the earlier one
  write_data_set(staged, old_);
  write(staged + "/mine.txt", "dear");
  EXPECT_EQ(put(path("data"), new_, true), "");
  EXPECT_EQ(below("data.kept-" + id).at("mine.txt"), "dear");
  EXPECT_EQ(below("data.kept-" + id).at("items.csv"), "old");

  start(record + "placing rename\n");  // killed between two renames
  write_data_set(aside, old_);
  write_data_set(staged, new_);
  EXPECT_EQ(put(path("data"), new_),
            path("data") + " exists already; --overwrite replaces a data set; put " + path("data") +
                " back, which a run that was killed had moved aside; removed " + path(staged) +
                ", which a run that was killed had left");
  EXPECT_EQ(below("data"), whole(old_));
  EXPECT_EQ(everything().size(), 3u);

  start(record + "placing rename\n");  // … and somebody has taken the name since
  write_data_set(aside, old_);
  write_data_set(staged, new_);
  write("data/mine.txt", "dear");
  const Files before = everything();
  EXPECT_NE(put(path("data"), new_, true), "");
  EXPECT_EQ(everything(), before);

  start(record + "placing rename\n");  // killed after both renames
  write_data_set("data", {{"items.csv", "newer"}});
  write_data_set(aside, old_);
  EXPECT_EQ(put(path("data"), old_, true), "");
  EXPECT_EQ(below("data"), whole(old_));
  EXPECT_EQ(everything().size(), 3u);
}

}  // namespace
}  // namespace footfall
