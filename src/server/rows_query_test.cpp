#include "server/rows_query.h"

#include <gtest/gtest.h>

namespace footfall {
namespace {

// Four transactions of three customers; what is asked of them can be counted by eye.
constexpr const char* kShop = R"(
CREATE TABLE customers AS SELECT * FROM (VALUES
  (1, 'Ann', 'Pune', DATE '2020-05-01'), (2, 'O''Neil', 'Goa', NULL), (3, 'Cy', 'Pune', NULL))
  AS t(customer_id, name, city, loyalty_since);
CREATE TABLE transactions AS SELECT * FROM (VALUES
  (10, 1, TIMESTAMP '2024-01-01 09:15:00', DATE '2024-01-01', 9, false, 30.50::DECIMAL(18, 2)),
  (11, 2, TIMESTAMP '2024-01-01 10:00:00', DATE '2024-01-01', 10, false, 12.00::DECIMAL(18, 2)),
  (12, 1, TIMESTAMP '2024-01-06 09:59:59', DATE '2024-01-06', 9, true, 7.25::DECIMAL(18, 2)),
  (13, 3, TIMESTAMP '2024-01-07 18:30:00', DATE '2024-01-07', 18, true, 100.00::DECIMAL(18, 2)))
  AS t(transaction_id, customer_id, "timestamp", date, hour, is_weekend, amount);
CREATE TABLE items AS SELECT * FROM (VALUES
  (10, 1, 'rice', 3), (10, 2, 'tea', 1), (11, 1, 'rice', 1), (12, 1, 'tea', 4),
  (13, 1, 'rice', 1), (13, 2, 'rice', 2), (13, 3, 'soap', 9))
  AS t(transaction_id, line, category, quantity))";

class RowsQueries : public testing::Test {
 protected:
  void SetUp() override {
    auto opened = Session::open();
    if (!opened && opened.error().category == ErrorCategory::kUnavailable)
      GTEST_SKIP() << "SKIPPED: no DuckDB";
    ASSERT_TRUE(opened) << opened.error().message;
    session_.emplace(std::move(*opened));
    const auto made = session_->run(kShop);
    ASSERT_TRUE(made) << made.error().message;
  }

  // The first column of the rows that are asked for, as text; and their number without limit.
  std::string ids(const std::string& words) {
    const auto asked = read_query(words);
    const auto query = read_rows_query(*asked);
    EXPECT_TRUE(query) << words << ": " << query.error().message;
    const auto rows = session_->fetch(query->rows_sql, query->parameters);
    EXPECT_TRUE(rows) << words << ": " << rows.error().message;
    const auto count = session_->fetch(query->count_sql, query->parameters);
    EXPECT_TRUE(count) << words << ": " << count.error().message;
    count_ = count->columns[0].integers[0];
    std::string text;
    for (const int64_t id : rows->columns[0].integers)
      text += (text.empty() ? "" : " ") + std::to_string(id);
    return text;
  }

  std::optional<Session> session_;
  int64_t count_ = 0;
};

TEST_F(RowsQueries, GiveWhatTheFiltersLetThrough) {
  EXPECT_EQ(ids(""), "10 11 12 13");
  EXPECT_EQ(ids("hour=9"), "10 12");
  EXPECT_EQ(ids("hour=9&hour=18"), "10 12 13") << "values of a column are alternatives";
  EXPECT_EQ(ids("hour=9&is_weekend=true"), "12") << "columns all hold";
  EXPECT_EQ(ids("is_weekend=0"), "10 11");
  EXPECT_EQ(ids("date.min=2024-01-02&date.max=2024-01-06"), "12");
  EXPECT_EQ(ids("amount.min=12&amount.max=30.50"), "10 11");
  EXPECT_EQ(ids("amount=7.25"), "12");
  EXPECT_EQ(ids("timestamp.min=2024-01-06T09:59:59"), "12 13");
  EXPECT_EQ(ids("hour=23"), "");
  EXPECT_EQ(count_, 0);
}

TEST_F(RowsQueries, FilterByWhatOtherTablesSay) {
  EXPECT_EQ(ids("city=Pune"), "10 12 13");
  EXPECT_EQ(ids("category=rice"), "10 11 13");
  EXPECT_EQ(ids("category=rice&quantity.min=3"), "10") << "both of one line";
  EXPECT_EQ(ids("city=Pune&category=tea&hour=9"), "10 12");
  EXPECT_EQ(ids("table=items&city=Goa"), "11");
  EXPECT_EQ(ids("table=items&is_weekend=true&category=rice"), "13 13");
  EXPECT_EQ(ids("table=customers&city=Pune"), "1 3");
  EXPECT_EQ(ids("table=customers&loyalty_since.max=2021-01-01"), "1");
}

TEST_F(RowsQueries, ComeInOrderAPageAtATime) {
  EXPECT_EQ(ids("order=-amount"), "13 10 11 12");
  EXPECT_EQ(ids("order=amount"), "12 11 10 13");
  EXPECT_EQ(ids("order=is_weekend"), "10 11 12 13") << "identifiers settle ties";
  EXPECT_EQ(ids("order=-hour&limit=2&offset=1"), "11 10");
  EXPECT_EQ(count_, 4) << "the number is that of all pages";
  EXPECT_EQ(ids("offset=9"), "");
  EXPECT_EQ(count_, 4);
}

TEST_F(RowsQueries, TakeValuesForValues) {
  EXPECT_EQ(ids("table=customers&name=O%27Neil"), "2");
  EXPECT_EQ(ids("table=customers&name=%27+OR+1%3D1+--"), "");
  EXPECT_EQ(ids("city=Pune%27%3B+DROP+TABLE+customers%3B--"), "");
  EXPECT_EQ(ids("table=customers"), "1 2 3");
}

// Returns why a question is refused; empty when it is not.
std::string refusal(const std::string& words) {
  const auto query = read_rows_query(*read_query(words));
  if (query) return "";
  EXPECT_EQ(query.error().category, ErrorCategory::kInput);
  return query.error().message;
}

TEST(RowsQuery, SaysWhatIsAllowed) {
  EXPECT_EQ(refusal("table=users"), "table must be customers, transactions or items, not users");
  EXPECT_EQ(refusal("hour=late"), "hour must be a whole number, not late");
  EXPECT_EQ(refusal("hour=9x"), "hour must be a whole number, not 9x");
  EXPECT_EQ(refusal("is_weekend=maybe"), "is_weekend must be true or false, not maybe");
  EXPECT_EQ(refusal("is_weekend.min=0"), "is_weekend is true or false and has no min");
  EXPECT_EQ(refusal("date=2024-02-30"), "date must be a date as 2024-01-31, not 2024-02-30");
  EXPECT_EQ(refusal("amount=1e9"), "amount must be an amount as 12.50, not 1e9");
  EXPECT_EQ(refusal("timestamp=2024-01-01T24:00:00"),
            "timestamp must be a time as 2024-01-31T12:00:00, not 2024-01-01T24:00:00");
  EXPECT_EQ(refusal("shoe_size=9"), "there is no filter shoe_size of transactions");
  EXPECT_EQ(refusal("hour.mean=9"), "there is no filter hour.mean of transactions");
  EXPECT_EQ(refusal("table=customers&category=rice"), "there is no filter category of customers");
  EXPECT_EQ(refusal("limit=0"), "limit must be 1 to 1000, not 0");
  EXPECT_EQ(refusal("limit=1001"), "limit must be 1 to 1000, not 1001");
  EXPECT_EQ(refusal("offset=-1"), "offset must be 0 to 1000000000000, not -1");
  EXPECT_EQ(refusal("order=city"),
            "order must be a column of transactions, or that with a minus, not city");
  EXPECT_EQ(refusal("city=" + std::string(201, 'a')), "city has at most 200 bytes");
  EXPECT_EQ(refusal("city=" + std::string(200, 'a')), "");
}

TEST(RowsQuery, HasLimitsOfItsOwn) {
  const auto query = read_rows_query({});
  ASSERT_TRUE(query);
  EXPECT_EQ(query->table, Table::kTransactions);
  EXPECT_EQ(query->limit, 100);
  EXPECT_EQ(query->offset, 0);
  const auto items = read_rows_query({{"limit", "1000"}, {"run", "1"}, {"table", "items"}});
  ASSERT_TRUE(items);
  EXPECT_EQ(items->table, Table::kItems);
  EXPECT_EQ(items->limit, 1000);
}

}  // namespace
}  // namespace footfall
