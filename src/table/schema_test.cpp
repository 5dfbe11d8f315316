#include "table/schema.h"

#include <gtest/gtest.h>

namespace footfall {
namespace {

// The columns of the data contract, in order.
TEST(Schema, IsTheDataContract) {
  const std::vector<std::vector<std::string>> expected = {
      {"customer_id", "persona", "name", "gender", "age", "city", "state", "monthly_income",
       "location_type", "education", "family_status", "loyalty_since", "email"},
      {"transaction_id", "customer_id", "persona", "timestamp", "date", "hour", "weekday",
       "is_weekend", "festival", "lines", "units", "amount"},
      {"transaction_id", "line", "category", "quantity", "unit_price", "amount"}};
  const char* const names[] = {"customers", "transactions", "items"};
  for (int t = 0; t < kTableCount; ++t) {
    const Schema& schema = schema_of(static_cast<Table>(t));
    EXPECT_EQ(schema.name, names[t]);
    std::vector<std::string> found;
    for (const Column& column : schema.columns) found.emplace_back(column.name);
    EXPECT_EQ(found, expected[static_cast<size_t>(t)]);
  }
}

TEST(Schema, StorageFitsTheMeaning) {
  for (int t = 0; t < kTableCount; ++t) {
    for (const Column& column : schema_of(static_cast<Table>(t)).columns) {
      EXPECT_FALSE(column.doc.empty()) << column.name;
      const size_t bytes = storage_bytes(column.storage);
      EXPECT_EQ(bytes == 0, column.meaning == Meaning::kText) << column.name;
      if (column.meaning == Meaning::kMoney) {
        EXPECT_GE(bytes, 4u) << column.name;
      }
      if (column.meaning == Meaning::kDate) {
        EXPECT_EQ(bytes, 4u) << column.name;
      }
      if (column.meaning == Meaning::kTimestamp) {
        EXPECT_EQ(bytes, 8u) << column.name;
      }
      if (column.meaning == Meaning::kFlag) {
        EXPECT_EQ(bytes, 1u) << column.name;
      }
    }
  }
}

}  // namespace
}  // namespace footfall
