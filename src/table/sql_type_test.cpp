#include "table/sql_type.h"

#include <gtest/gtest.h>

namespace footfall {
namespace {

TEST(SqlType, NamesEveryMeaning) {
  const auto type = [](Storage storage, Meaning meaning) {
    return std::string(sql_type({"", storage, meaning, "", ""}));
  };
  EXPECT_EQ(type(Storage::kInt64, Meaning::kMoney), "DECIMAL(18, 2)");
  EXPECT_EQ(type(Storage::kInt32, Meaning::kDate), "DATE");
  EXPECT_EQ(type(Storage::kInt64, Meaning::kTimestamp), "TIMESTAMP");
  EXPECT_EQ(type(Storage::kUint8, Meaning::kFlag), "BOOLEAN");
  EXPECT_EQ(type(Storage::kUint16, Meaning::kWord), "VARCHAR");
  EXPECT_EQ(type(Storage::kText, Meaning::kText), "VARCHAR");
  EXPECT_EQ(type(Storage::kInt64, Meaning::kNumber), "BIGINT");
  EXPECT_EQ(type(Storage::kUint8, Meaning::kNumber), "INTEGER");
}

}  // namespace
}  // namespace footfall
