#include "duckdb/database.h"

#include <dlfcn.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "duckdb/database_fixture.h"

namespace footfall {
namespace {

// Sets where DuckDB's library is looked for.
class LibraryPath {
 public:
  explicit LibraryPath(const std::string& path) {
    if (const char* before = std::getenv(kName)) before_ = before;
    ::setenv(kName, path.c_str(), 1);
  }
  ~LibraryPath() { before_.empty() ? ::unsetenv(kName) : ::setenv(kName, before_.c_str(), 1); }
  LibraryPath(const LibraryPath&) = delete;
  LibraryPath& operator=(const LibraryPath&) = delete;

 private:
  static constexpr const char* kName = "FOOTFALL_DUCKDB_LIBRARY";
  std::string before_;
};

// A path of this test alone, as tests run beside one another.
std::string own_path() {
  return ::testing::TempDir() + "footfall_" +
         ::testing::UnitTest::GetInstance()->current_test_info()->name() + ".duckdb";
}

class DatabaseTest : public DatabaseFixture {
 protected:
  // Returns the only value of `sql`, a BIGINT.
  int64_t number(const std::string& sql) {
    auto rows = database_->run(sql);
    if (!rows) {
      ADD_FAILURE() << rows.error().message;
      return -1;
    }
    const auto count = rows->fetch();
    EXPECT_TRUE(count && *count == 1u) << sql;
    return *static_cast<const int64_t*>(rows->values(0).values);
  }

  std::string message_of(const std::string& sql) {
    const auto rows = database_->run(sql);
    EXPECT_FALSE(rows) << sql;
    if (rows) return "";
    EXPECT_EQ(rows.error().category, ErrorCategory::kFailure);
    return rows.error().message;
  }
};

TEST_F(DatabaseTest, WithoutALibraryNothingOpens) {
  const LibraryPath nowhere("/nowhere/libduckdb.so");
  const auto database = Database::open();
  ASSERT_FALSE(database);
  EXPECT_EQ(database.error().category, ErrorCategory::kUnavailable);
  EXPECT_EQ(database.error().message,
            "cannot load DuckDB's library; set FOOTFALL_DUCKDB_LIBRARY to its path. Tried:\n"
            "  /nowhere/libduckdb.so: not there");
}

TEST_F(DatabaseTest, AnotherLibraryIsRefused) {
  Dl_info c_library;
  ASSERT_NE(::dladdr(reinterpret_cast<void*>(&std::getenv), &c_library), 0);
  const LibraryPath other(c_library.dli_fname);
  const auto database = Database::open();
  ASSERT_FALSE(database);
  EXPECT_EQ(database.error().category, ErrorCategory::kUnavailable);
  EXPECT_NE(database.error().message.find("it has no function duckdb_"), std::string::npos)
      << database.error().message;
}

TEST_F(DatabaseTest, SettingsAndFilesThatAreWrong) {
  const auto unknown = Database::open({"", {{"no_such_setting", "1"}}});
  ASSERT_FALSE(unknown);
  EXPECT_NE(unknown.error().message.find("no_such_setting"), std::string::npos);

  const std::string path = own_path();
  std::ofstream(path) << std::string(20000, 'x');
  const auto damaged = Database::open({path, {}});
  std::filesystem::remove(path);
  ASSERT_FALSE(damaged);
  EXPECT_EQ(damaged.error().category, ErrorCategory::kFailure);
  EXPECT_NE(damaged.error().message.find("not a valid DuckDB database"), std::string::npos)
      << damaged.error().message;
}

TEST_F(DatabaseTest, SettingsHoldFromTheFirst) {
  const std::string path = own_path();
  std::filesystem::remove(path);
  {
    auto made = Database::open({path, {}});
    ASSERT_TRUE(made) << made.error().message;
    ASSERT_TRUE(made->run("CREATE TABLE t (a INTEGER)"));
  }
  auto read_only = Database::open({path, {{"access_mode", "READ_ONLY"}}});
  ASSERT_TRUE(read_only) << read_only.error().message;
  EXPECT_TRUE(read_only->run("SELECT * FROM t"));
  EXPECT_FALSE(read_only->run("INSERT INTO t VALUES (1)"));
  std::filesystem::remove(path);
}

TEST_F(DatabaseTest, WrongSqlIsAnErrorAndTheDatabaseGoesOn) {
  EXPECT_EQ(message_of(""), "there is no SQL to run");
  EXPECT_EQ(message_of("-- nothing"), "there is no SQL to run");
  EXPECT_EQ(message_of("SELEKT 1").find("Parser Error: "), 0u);
  EXPECT_EQ(message_of("SELECT * FROM absent").find("Catalog Error: "), 0u);
  EXPECT_EQ(message_of("SELECT (i || 'x')::INTEGER FROM range(9) r(i)").find("Conversion Error: "),
            0u);
  EXPECT_EQ(message_of("SELECT $absent"), "no value for parameter $absent");
  EXPECT_NE(message_of("CREATE TABLE t AS SELECT 1 a; SELECT * FROM absent; DROP TABLE t"), "");
  EXPECT_EQ(number("SELECT count(*) FROM t"), 1);  // what came before the error is done
}

TEST_F(DatabaseTest, TypesAndValuesOfColumns) {
  auto rows = database_->run(
      "SELECT true a, -1::TINYINT b, 2::DECIMAL(4, 1) c, 'y'::ENUM('x', 'y') d, "
      "'twelve bytes' e, 'longer than twelve bytes' f, -3::HUGEINT g, DATE '1970-01-03' h, "
      "NULL::DOUBLE i");
  ASSERT_TRUE(rows) << rows.error().message;
  const std::vector<DatabaseColumn> columns = rows->columns();
  ASSERT_EQ(columns.size(), 9u);
  EXPECT_EQ(columns[2].name, "c");
  EXPECT_EQ(columns[2].type, DatabaseType::kDecimal);
  EXPECT_EQ(columns[2].stored, DatabaseType::kSmallint);
  EXPECT_EQ(columns[2].decimals, 1);
  EXPECT_EQ(columns[3].type, DatabaseType::kEnum);
  EXPECT_EQ(columns[3].members, (std::vector<std::string>{"x", "y"}));
  const auto count = rows->fetch();
  ASSERT_TRUE(count && *count == 1u);

  const double expected[] = {1, -1, 20, 1, 12, 24, -3, 2, 0};
  for (size_t c = 0; c < columns.size(); ++c) {
    double seen = 0;
    const auto see = [&](const auto* values) {
      using Stored = std::remove_cvref_t<decltype(*values)>;
      if constexpr (std::is_same_v<Stored, StoredText>) {
        seen = static_cast<double>(values->view().size());
      } else if constexpr (std::is_same_v<Stored, HugeInteger>) {
        EXPECT_EQ(values->upper, -1);
        seen = static_cast<double>(static_cast<int64_t>(values->lower));
      } else {
        seen = static_cast<double>(*values);
      }
    };
    const ColumnValues held = rows->values(c);
    EXPECT_EQ(held.missing(0), c == 8) << c;
    ASSERT_TRUE(visit_values(columns[c].stored, held.values, see)) << c;
    if (!held.missing(0)) {
      EXPECT_EQ(seen, expected[c]) << c;
    }
  }
  const auto text = [&](size_t c) {
    return static_cast<const StoredText*>(rows->values(c).values)->view();
  };
  EXPECT_EQ(text(4), "twelve bytes");
  EXPECT_EQ(text(5), "longer than twelve bytes");
  EXPECT_FALSE(visit_values(static_cast<DatabaseType>(24), nullptr, [](const auto*) {}));
}

TEST_F(DatabaseTest, RowsArriveInOrderToTheLast) {
  for (const bool is_streamed : {false, true}) {
    StatementOptions options;
    options.is_streamed = is_streamed;
    auto rows = database_->run("SELECT i FROM range(10000) r(i)", options);
    ASSERT_TRUE(rows) << rows.error().message;
    int64_t next = 0;
    for (auto count = rows->fetch(); count && *count > 0; count = rows->fetch()) {
      const auto* values = static_cast<const int64_t*>(rows->values(0).values);
      for (size_t i = 0; i < *count; ++i) ASSERT_EQ(values[i], next++);
    }
    EXPECT_EQ(next, 10000);
    for (int again = 0; again < 2; ++again) {
      const auto none = rows->fetch();
      EXPECT_TRUE(none && *none == 0u);
    }
  }
}

TEST_F(DatabaseTest, AStreamIsNotGathered) {
  StatementOptions streamed;
  streamed.is_streamed = true;
  {
    auto rows = database_->run("SELECT i FROM range(1000000000000000) r(i)", streamed);
    ASSERT_TRUE(rows) << rows.error().message;
    const auto count = rows->fetch();
    EXPECT_TRUE(count && *count > 0u);
  }  // left before its end
  EXPECT_EQ(number("SELECT 7::BIGINT"), 7);
}

TEST_F(DatabaseTest, AnErrorInTheMiddleOfAStream) {
  StatementOptions streamed;
  streamed.is_streamed = true;
  auto rows = database_->run(
      "SELECT CASE WHEN i < 99999 THEN i ELSE error('so far') END FROM range(100000) r(i)",
      streamed);
  Result<size_t> count = size_t{1};
  while (rows && count && *count > 0) count = rows->fetch();
  const Error& error = rows ? count.error() : rows.error();
  ASSERT_FALSE(rows && count);
  EXPECT_NE(error.message.find("so far"), std::string::npos) << error.message;
}

TEST_F(DatabaseTest, RowsOutliveTheirDatabase) {
  StatementOptions streamed;
  streamed.is_streamed = true;
  for (const StatementOptions& options : {StatementOptions{}, streamed}) {
    auto other = Database::open();
    ASSERT_TRUE(other);
    auto database = std::make_unique<Database>(std::move(*other));
    auto rows = database->run("SELECT i FROM range(10000) r(i)", options);
    ASSERT_TRUE(rows);
    database.reset();
    size_t seen = 0;
    auto count = rows->fetch();
    for (; count && *count > 0; count = rows->fetch()) seen += *count;
    ASSERT_TRUE(count) << count.error().message;
    EXPECT_EQ(seen, 10000u);
  }
}

TEST_F(DatabaseTest, OutlinesOfStatements) {
  const auto select = database_->describe("SELECT 1::DOUBLE AS x, 'a' AS y");
  ASSERT_TRUE(select);
  EXPECT_EQ(select->statements, 1u);
  EXPECT_TRUE(select->is_select);
  ASSERT_EQ(select->columns.size(), 2u);
  EXPECT_EQ(select->columns[0].name, "x");
  EXPECT_EQ(select->columns[0].type, DatabaseType::kDouble);
  const auto change = database_->describe("CREATE TABLE outlined (a INTEGER)");
  ASSERT_TRUE(change);
  EXPECT_FALSE(change->is_select);
  EXPECT_FALSE(database_->run("SELECT * FROM outlined"));  // nothing was run
  const auto two = database_->describe("SELECT 1; SELECT 2");
  ASSERT_TRUE(two);
  EXPECT_EQ(two->statements, 2u);
  EXPECT_FALSE(database_->describe("SELEKT"));
}

TEST_F(DatabaseTest, ProgressMayInterrupt) {
  StatementOptions options;
  options.on_progress = [](double) { return false; };
  const auto rows = database_->run(
      "SELECT sum(hash(a.i + b.i) % 7) FROM range(1000000) a(i), range(1000000) b(i)", options);
  ASSERT_FALSE(rows);
  EXPECT_EQ(rows.error().category, ErrorCategory::kInterrupted);
  EXPECT_EQ(number("SELECT 7::BIGINT"), 7);
}

}  // namespace
}  // namespace footfall
