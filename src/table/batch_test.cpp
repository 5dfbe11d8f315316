#include "table/batch.h"

#include <gtest/gtest.h>

namespace footfall {
namespace {

// Fills a batch of items with rows whose cells tell where they are.
Batch numbered_items(size_t rows) {
  Batch batch(Table::kItems, rows);
  for (size_t row = 0; row < rows; ++row) {
    batch.values<int64_t>(0)[row] = static_cast<int64_t>(row) + (int64_t{1} << 40);
    batch.values<uint16_t>(1)[row] = static_cast<uint16_t>(row);
    batch.values<uint16_t>(2)[row] = static_cast<uint16_t>(65'535 - row);
    batch.values<uint8_t>(3)[row] = static_cast<uint8_t>(row);
    batch.values<int32_t>(4)[row] = static_cast<int32_t>(2 * row);
    batch.values<int32_t>(5)[row] = 2'147'483'647 - static_cast<int32_t>(row);
  }
  batch.set_rows(rows);
  return batch;
}

TEST(Batch, WidensEveryStorage) {
  const Batch batch = numbered_items(300);
  EXPECT_EQ(batch.table(), Table::kItems);
  EXPECT_EQ(batch.schema().name, "items");
  EXPECT_EQ(batch.value(0, 299), 299 + (int64_t{1} << 40));
  EXPECT_EQ(batch.value(2, 299), 65'535 - 299);
  EXPECT_EQ(batch.value(3, 299), 299 - 256);
  EXPECT_EQ(batch.value(5, 0), 2'147'483'647);
}

TEST(Batch, AppendsRowsAndGrows) {
  const Batch source = numbered_items(100);
  Batch batch(Table::kItems, 10);
  for (int times = 0; times < 30; ++times) batch.append(source, 90, 10);
  ASSERT_EQ(batch.rows(), 300u);
  EXPECT_GE(batch.capacity(), 300u);
  for (size_t row = 0; row < batch.rows(); ++row) {
    for (size_t column = 0; column < 6; ++column)
      ASSERT_EQ(batch.value(column, row), source.value(column, 90 + row % 10)) << column;
  }
  batch.append(source, 0, 0);
  EXPECT_EQ(batch.rows(), 300u);
}

TEST(Batch, RoomIsMadeWithoutLosingRows) {
  Batch batch = numbered_items(50);
  batch.reserve(10);
  EXPECT_EQ(batch.capacity(), 50u);
  batch.reserve(100'000);
  EXPECT_EQ(batch.capacity(), 100'000u);
  EXPECT_EQ(batch.value(4, 49), 98);
  batch.clear();
  EXPECT_EQ(batch.rows(), 0u);
  EXPECT_EQ(batch.capacity(), 100'000u);
}

TEST(Batch, AViewIsRowsInPlace) {
  Batch source = numbered_items(100);
  const Batch view = Batch::view(source, 40, 20);
  ASSERT_EQ(view.rows(), 20u);
  EXPECT_EQ(view.value(1, 0), 40);
  source.values<uint16_t>(1)[40] = 7;
  EXPECT_EQ(view.value(1, 0), 7);
  EXPECT_EQ(Batch::view(source, 100, 0).rows(), 0u);
}

TEST(Batch, HoldsTexts) {
  Batch batch(Table::kCustomers, 3);
  Texts& names = batch.texts(2);
  for (const char* name : {"Zoë", "", "a, \"b\""}) names.push_back(name);
  batch.set_rows(3);
  EXPECT_EQ(names[0], "Zoë");
  EXPECT_EQ(names[1], "");
  EXPECT_EQ(names[2], "a, \"b\"");
  EXPECT_EQ(names.size(), 3u);
  EXPECT_EQ(batch.value(2, 0), 0) << "a text has no number";
  batch.clear();
  EXPECT_EQ(names.size(), 0u);
}

TEST(BatchDeathTest, RefusesWhatItCannotHold) {
  Batch batch = numbered_items(5);
  const Batch customers(Table::kCustomers, 5);
  EXPECT_DEATH(batch.set_rows(6), "overflow");
  EXPECT_DEATH((void)Batch::view(batch, 4, 2), "beyond the rows");
  EXPECT_DEATH((void)Batch::view(customers, 0, 0), "cannot hold texts");
  EXPECT_DEATH(batch.append(customers, 0, 0), "another batch");
}

}  // namespace
}  // namespace footfall
