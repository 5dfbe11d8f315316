// Holds DatabaseFixture, for tests that need a database in memory; they are skipped, aloud, where
// this machine has no DuckDB.
#pragma once
#include <gtest/gtest.h>

#include <memory>

#include "duckdb/database.h"

namespace footfall {

class DatabaseFixture : public ::testing::Test {
 protected:
  void SetUp() override {
    auto opened = Database::open();
    if (!opened && opened.error().category == ErrorCategory::kUnavailable)
      GTEST_SKIP() << opened.error().message;
    ASSERT_TRUE(opened) << opened.error().message;
    database_ = std::make_unique<Database>(std::move(*opened));
  }

  std::unique_ptr<Database> database_;
};

}  // namespace footfall
