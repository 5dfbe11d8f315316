#include "analytics/session.h"

#include <gtest/gtest.h>

#include "duckdb/sql_text.h"

namespace footfall {
namespace {

class SessionTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto opened = Session::open();
    if (!opened) GTEST_SKIP() << opened.error().message;
    session_ = std::make_unique<Session>(std::move(*opened));
  }
  Frame fetch(const std::string& sql, const Parameters& parameters = {}) {
    const auto frame = session_->fetch(sql, parameters);
    EXPECT_TRUE(frame) << frame.error().message;
    return frame ? *frame : Frame{};
  }
  std::unique_ptr<Session> session_;
};

TEST_F(SessionTest, EveryTypeArrivesAsItself) {
  const Frame f = fetch(
      "SELECT 1::TINYINT a, -2::SMALLINT b, 3::INTEGER c, 4::BIGINT d, 200::UTINYINT e, "
      "-5::HUGEINT f, 1.25::DECIMAL(4, 2) g, -1.5::DECIMAL(18, 2) h, 7.125::DECIMAL(38, 3) i, "
      "0.5::FLOAT j, 2.5::DOUBLE k, true l, 'é' m, DATE '1969-12-31' n, "
      "TIMESTAMP '1969-12-31 23:59:59.5' o, 'b'::ENUM('a', 'b') p");
  ASSERT_EQ(f.rows, 1u);
  const int64_t integers[] = {1, -2, 3, 4, 200, -5};
  for (size_t c = 0; c < 6; ++c) EXPECT_EQ(f.columns[c].integers[0], integers[c]) << c;
  const double reals[] = {1.25, -1.5, 7.125, 0.5, 2.5};
  for (size_t c = 0; c < 5; ++c) EXPECT_EQ(f.columns[6 + c].reals[0], reals[c]) << c;
  EXPECT_EQ(f.at("g").decimals, 2);
  EXPECT_EQ(f.at("i").decimals, 3);
  EXPECT_EQ(f.at("l").kind, ValueKind::kFlag);
  EXPECT_EQ(f.at("m").texts[0], "é");
  EXPECT_EQ(f.at("n").integers[0], -1);
  EXPECT_EQ(f.at("o").integers[0], -1);
  EXPECT_EQ(f.at("p").texts[0], "b");
}

TEST_F(SessionTest, MissingValuesAndNumbersThatAreNone) {
  const Frame f = fetch(
      "SELECT * FROM (VALUES (1, 'x', 1.0::DOUBLE), (NULL, NULL, 'nan'::DOUBLE), "
      "(3, 'z', 'inf'::DOUBLE)) t(a, b, c)");
  for (const FrameColumn& column : f.columns) {
    EXPECT_FALSE(column.missing(0));
    EXPECT_TRUE(column.missing(1));
  }
  EXPECT_FALSE(f.at("a").missing(2));
  EXPECT_TRUE(f.at("c").missing(2));
  EXPECT_TRUE(fetch("SELECT 1.0 / 0 AS a").at("a").missing(0));
  EXPECT_TRUE(fetch("SELECT NULL AS a").at("a").missing(0));
}

TEST_F(SessionTest, ManyChunks) {
  const Frame f =
      fetch("SELECT i, CASE WHEN i % 3 > 0 THEN i::VARCHAR END t FROM range(10000) r(i)");
  ASSERT_EQ(f.rows, 10000u);
  for (size_t r = 0; r < f.rows; ++r) {
    ASSERT_EQ(f.columns[0].integers[r], static_cast<int64_t>(r));
    ASSERT_EQ(f.columns[1].missing(r), r % 3 == 0);
    ASSERT_EQ(f.columns[1].texts[r], r % 3 == 0 ? "" : std::to_string(r));
  }
}

TEST_F(SessionTest, Parameters) {
  const std::string tricky = "'; DROP TABLE x; --\"";
  const Frame f = fetch("SELECT $n + 1 AS n, $t AS t, $d * 2 AS d, $b AS b, $none IS NULL AS m",
                        {{"n", int64_t{41}},
                         {"t", tricky},
                         {"d", 1.5},
                         {"b", true},
                         {"none", std::monostate{}},
                         {"unused", int64_t{1}}});
  EXPECT_EQ(f.at("n").integers[0], 42);
  EXPECT_EQ(f.at("t").texts[0], tricky);
  EXPECT_EQ(f.at("d").reals[0], 3.0);
  EXPECT_EQ(f.at("m").integers[0], 1);
  EXPECT_FALSE(session_->fetch("SELECT $absent"));
}

TEST_F(SessionTest, ErrorsAreValues) {
  for (const char* sql :
       {"SELEKT 1", "SELECT * FROM absent", "SELECT 'x'::INTEGER", "", "SELECT [1]"}) {
    const auto frame = session_->fetch(sql);
    ASSERT_FALSE(frame) << sql;
    EXPECT_EQ(frame.error().category, ErrorCategory::kInput);
    EXPECT_FALSE(frame.error().message.empty());
  }
  EXPECT_EQ(fetch("SELECT 1 AS a").rows, 1u);  // still usable
}

TEST_F(SessionTest, TablesOfFrames) {
  const Frame f = fetch(
      "SELECT * FROM (VALUES (1, 2.5::DOUBLE, 'a', true, DATE '2024-01-31', "
      "TIMESTAMP '2024-01-31 10:11:12'), (NULL, NULL, NULL, NULL, NULL, NULL)) t(a, b, c, d, e, "
      "f)");
  ASSERT_TRUE(session_->create_table("odd \"name\"", f));
  const Frame back = fetch("SELECT * FROM " + sql_identifier("odd \"name\""));
  for (size_t c = 0; c < f.columns.size(); ++c) {
    EXPECT_EQ(back.columns[c].kind, f.columns[c].kind);
    EXPECT_EQ(back.columns[c].integers, f.columns[c].integers);
    EXPECT_EQ(back.columns[c].reals, f.columns[c].reals);
    EXPECT_EQ(back.columns[c].texts, f.columns[c].texts);
    EXPECT_TRUE(back.columns[c].missing(1));
  }
}

TEST_F(SessionTest, FilesAreShutOut) {
  ASSERT_TRUE(session_->shut_out_files({}));
  EXPECT_FALSE(session_->fetch("SELECT * FROM read_csv('/etc/passwd')"));
  EXPECT_FALSE(session_->run("SET enable_external_access = true"));
  EXPECT_FALSE(session_->run("COPY (SELECT 1) TO '/tmp/footfall_must_not_be.csv'"));
}

TEST(Session, Interruption) {
  int calls = 0;
  SessionOptions options;
  options.on_progress = [&](double) { return ++calls < 2; };
  auto session = Session::open(options);
  if (!session) GTEST_SKIP() << session.error().message;
  const auto frame = session->fetch(
      "SELECT sum(hash(a.i + b.i) % 7) FROM range(1000000) a(i), range(1000000) b(i)");
  ASSERT_FALSE(frame);
  EXPECT_EQ(frame.error().category, ErrorCategory::kInterrupted);
  const auto after = session->fetch("SELECT 1");
  EXPECT_TRUE(after);
}

}  // namespace
}  // namespace footfall
