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

// Words of a request, the identifiers of the rows that answer it, and why.
struct Asked {
  const char* words;
  const char* ids;
  const char* why = "";
};

TEST_F(RowsQueries, GiveWhatTheFiltersLetThrough) {
  const Asked kCases[] = {
      {"", "10 11 12 13"},
      {"hour=9", "10 12"},
      {"hour=9&hour=18", "10 12 13", "values of a column are alternatives"},
      {"hour=9&is_weekend=true", "12", "columns all hold"},
      {"is_weekend=0", "10 11"},
      {"date.min=2024-01-02&date.max=2024-01-06", "12"},
      {"amount.min=12&amount.max=30.50", "10 11"},
      {"amount=7.25", "12"},
      {"timestamp.min=2024-01-06T09:59:59", "12 13"},
      {"hour=23", ""},
      // What other tables say.
      {"city=Pune", "10 12 13"},
      {"category=rice", "10 11 13"},
      {"category=rice&quantity.min=3", "10", "both of one line"},
      {"city=Pune&category=tea&hour=9", "10 12"},
      {"table=items&city=Goa", "11"},
      {"table=items&is_weekend=true&category=rice", "13 13"},
      {"table=customers&city=Pune", "1 3"},
      {"table=customers&loyalty_since.max=2021-01-01", "1"},
      // Values are values, whatever they hold.
      {"table=customers&name=O%27Neil", "2"},
      {"table=customers&name=%27+OR+1%3D1+--", ""},
      {"city=Pune%27%3B+DROP+TABLE+customers%3B--", ""},
      {"table=customers", "1 2 3"},
  };
  for (const Asked& one : kCases)
    EXPECT_EQ(ids(one.words), one.ids) << one.words << ": " << one.why;
}

TEST_F(RowsQueries, ComeInOrderAPageAtATime) {
  const Asked kCases[] = {
      {"order=-amount", "13 10 11 12"},
      {"order=amount", "12 11 10 13"},
      {"order=is_weekend", "10 11 12 13", "identifiers settle ties"},
      {"order=-hour&limit=2&offset=1", "11 10"},
      {"offset=9", ""},
  };
  for (const Asked& one : kCases) {
    EXPECT_EQ(ids(one.words), one.ids) << one.words << ": " << one.why;
    EXPECT_EQ(count_, 4) << one.words << ": the number is that of all pages";
  }
  ids("hour=23");
  EXPECT_EQ(count_, 0);
}

// Returns why a question is refused; empty when it is not.
std::string refusal(const std::string& words) {
  const auto query = read_rows_query(*read_query(words));
  if (query) return "";
  EXPECT_EQ(query.error().category, ErrorCategory::kInput);
  return query.error().message;
}

TEST(RowsQuery, SaysWhatIsAllowed) {
  const std::pair<const char*, const char*> kCases[] = {
      {"table=users", "table must be customers, transactions or items, not users"},
      {"hour=late", "hour must be a whole number, not late"},
      {"hour=9x", "hour must be a whole number, not 9x"},
      {"is_weekend=maybe", "is_weekend must be true or false, not maybe"},
      {"is_weekend.min=0", "is_weekend is true or false and has no min"},
      {"date=2024-02-30", "date must be a date as 2024-01-31, not 2024-02-30"},
      {"amount=1e9", "amount must be an amount as 12.50, not 1e9"},
      {"timestamp=2024-01-01T24:00:00",
       "timestamp must be a time as 2024-01-31T12:00:00, not 2024-01-01T24:00:00"},
      {"shoe_size=9", "there is no filter shoe_size of transactions"},
      {"hour.mean=9", "there is no filter hour.mean of transactions"},
      {"table=customers&category=rice", "there is no filter category of customers"},
      {"limit=0", "limit must be 1 to 1000, not 0"},
      {"limit=1001", "limit must be 1 to 1000, not 1001"},
      {"offset=-1", "offset must be 0 to 1000000000000, not -1"},
      {"order=city", "order must be a column of transactions, or that with a minus, not city"},
  };
  for (const auto& [words, why] : kCases) EXPECT_EQ(refusal(words), why);
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
