#include "duckdb/table_appender.h"

#include <gtest/gtest.h>

#include "duckdb/database_fixture.h"

namespace footfall {
namespace {

class TableAppenderTest : public DatabaseFixture {
 protected:
  void SetUp() override {
    DatabaseFixture::SetUp();
    if (!database_) return;  // skipped
    ASSERT_TRUE(database_->run("CREATE TABLE t (n BIGINT NOT NULL, s VARCHAR)"));
  }

  TableAppender appender() {
    auto opened = TableAppender::open(*database_, "t");
    EXPECT_TRUE(opened) << opened.error().message;
    return std::move(*opened);
  }

  // Returns whether `sql` is true.
  bool holds(const std::string& sql) {
    auto rows = database_->run("SELECT " + sql);
    EXPECT_TRUE(rows) << rows.error().message;
    const auto count = rows->fetch();
    EXPECT_TRUE(count && *count == 1u);
    return *static_cast<const uint8_t*>(rows->values(0).values) == 1;
  }
};

TEST_F(TableAppenderTest, RowsArriveChunkByChunk) {
  TableAppender to = appender();
  const size_t rows = 2 * to.capacity() + 5;
  for (size_t begin = 0; begin < rows; begin += to.capacity()) {
    const size_t count = std::min(to.capacity(), rows - begin);
    auto* numbers = static_cast<int64_t*>(to.values(0));
    for (size_t i = 0; i < count; ++i) {
      const size_t row = begin + i;
      numbers[i] = static_cast<int64_t>(row);
      if (row % 3 == 0) to.set_missing(1, i);
      if (row % 3 != 0) to.set_text(1, i, "row " + std::to_string(row) + ", 'é'");
    }
    ASSERT_TRUE(to.append(count));
  }
  ASSERT_TRUE(to.close());
  const std::string all = std::to_string(rows);
  EXPECT_TRUE(
      holds("(SELECT count(*) = " + all + " AND min(n) = 0 AND max(n) = " + all + " - 1 FROM t)"));
  EXPECT_TRUE(
      holds("(SELECT bool_and(s IS NOT DISTINCT FROM CASE WHEN n % 3 > 0 THEN 'row ' || n "
            "|| ', ''é''' END) FROM t)"));
}

TEST_F(TableAppenderTest, NoSuchTable) {
  const auto none = TableAppender::open(*database_, "absent");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().category, ErrorCategory::kFailure);
  EXPECT_NE(none.error().message.find("absent"), std::string::npos);
}

TEST_F(TableAppenderTest, RowsThatTheTableRefuses) {
  {
    TableAppender to = appender();
    to.set_missing(0, 0);
    to.set_text(1, 0, "x");
    Result<> outcome = to.append(1);
    if (outcome) outcome = to.close();
    ASSERT_FALSE(outcome);
    EXPECT_NE(outcome.error().message.find("NOT NULL"), std::string::npos)
        << outcome.error().message;
  }
  EXPECT_TRUE(holds("(SELECT count(*) = 0 FROM t)"));
}

TEST_F(TableAppenderTest, ClosingTwiceAddsNothing) {
  TableAppender to = appender();
  static_cast<int64_t*>(to.values(0))[0] = 1;
  to.set_text(1, 0, "x");
  ASSERT_TRUE(to.append(1));
  ASSERT_TRUE(to.close());
  EXPECT_TRUE(to.close());  // has nothing left to add
  EXPECT_TRUE(holds("(SELECT count(*) = 1 FROM t)"));
}

TEST_F(TableAppenderTest, OfADatabaseThatIsGone) {
  TableAppender to = appender();
  database_.reset();
  static_cast<int64_t*>(to.values(0))[0] = 1;
  to.set_text(1, 0, "x");
  EXPECT_TRUE(to.append(1));  // is gathered
  const Result<> closed = to.close();
  ASSERT_FALSE(closed);
  EXPECT_EQ(closed.error().message, "Appender: Attempting to flush data to a closed connection");
}

}  // namespace
}  // namespace footfall
