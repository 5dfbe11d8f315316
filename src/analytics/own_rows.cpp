#include "analytics/own_rows.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "analytics/quality.h"
#include "duckdb/sql_text.h"

namespace footfall {

namespace {

constexpr const char* kQuantityType = "DECIMAL(18, 3)";

constexpr const char* kCancelled = "lines of cancelled transactions";
constexpr const char* kReturns = "returns: negative quantity or amount";
constexpr const char* kAdjustments = "lines of adjustments: a letter before the number";
constexpr const char* kNoProducts = "lines of no product: fees, postage, corrections";

// Why a row is left out, the first that applies, and what --strict says of it.
struct Reason {
  const char* fact;
  bool is_problem;
};
constexpr Reason kReasons[] = {{"rows without a readable time", true},
                               {"rows with an impossible date", true},
                               {"rows without a readable amount", true},
                               {"rows without a transaction", true},
                               {kCancelled, false},
                               {kAdjustments, false},
                               {kReturns, false},
                               {"lines without value: amount 0", false},
                               {"transactions that come more than once", true}};

// The text of a role's column, NULL where there is none.
std::string text_of_role(const RoleTable& table, const std::string& role) {
  const std::string column = column_of(table.roles, role);
  return column.empty() ? "NULL::VARCHAR" : text_of_column(column);
}

Result<std::string> number_of_role(Session& session, const RoleTable& table,
                                   const std::string& role, const std::string& type) {
  const std::string column = column_of(table.roles, role);
  if (column.empty()) return std::string("NULL::") + type;
  return number_of_column(session, table.source, column, type);
}

// Whether lines are called by the usual description of their product.
bool names_products(const RoleTable& table) {
  return table.has_lines && !table.products_are_groups && !table.has("category") &&
         table.has("product") && table.has("description");
}

// What a line is called: its category, else its product, else its description.
std::string category_of(const RoleTable& table) {
  for (const char* role : {"category", "product", "description"}) {
    if (table.has(role)) return text_of_role(table, role);
  }
  return "NULL::VARCHAR";
}

// Makes table product_names: the most frequent description of each product. A product with a crowd
// of descriptions is a group of them, which no one description names.
Result<> make_product_names(Session& session, RoleTable& table) {
  if (!names_products(table)) return Done{};
  FOOTFALL_TRY(session.run(
      "CREATE OR REPLACE TEMP TABLE descriptions AS SELECT " + text_of_role(table, "product") +
      " AS product, " + text_of_role(table, "description") +
      " AS description, count(*) AS n FROM " + sql_identifier(table.source.view) +
      " GROUP BY ALL HAVING product IS NOT NULL AND description IS NOT NULL; "
      "CREATE OR REPLACE TEMP TABLE product_names AS SELECT product, description FROM descriptions "
      "QUALIFY row_number() OVER (PARTITION BY product ORDER BY n DESC, description) = 1"));
  const auto found = session.fetch(
      "SELECT count(*) FILTER (kinds > 1), count(*), coalesce(sum(most) / sum(lines), 1)::DOUBLE, "
      "coalesce(array_to_string(list(product || ': ' || names ORDER BY kinds DESC, product) FILTER "
      "(kinds > 1)[:3], '; '), '') FROM (SELECT product, count(*) AS kinds, max(n) AS most, sum(n) "
      "AS lines, array_to_string(list(description ORDER BY n DESC, description)[:2], ', ') AS "
      "names "
      "FROM descriptions GROUP BY product)");
  if (!found) return found.error();
  table.products_are_groups = found->columns[2].reals[0] < 0.5;
  return add_quality_fact(session,
                          {"products with several descriptions", table.source.path,
                           found->columns[0].integers[0], found->columns[1].integers[0], 0,
                           table.products_are_groups ? "kept by their own name: they are groups"
                                                     : "kept under the most frequent one",
                           false, found->columns[3].texts[0]});
}

// Whether most identifiers are digits, so that C and digits means a cancellation, and another
// letter an adjustment.
Result<bool> has_cancellations(Session& session, const RoleTable& table) {
  if (!table.has_transaction_id) return false;
  const std::string id = text_of_role(table, "transaction");
  const auto share = session.fetch("SELECT coalesce(avg(regexp_full_match(" + id +
                                   ", '[0-9]+(\\.0)?')::INTEGER), 0)::DOUBLE FROM " +
                                   sql_identifier(table.source.view));
  if (!share) return share.error();
  return share->columns[0].reals[0] > 0.5;
}

// Returns the condition that tells codes of no product (POST, M, C2) from those of products; false
// where not nearly all codes have three digits and more.
Result<std::string> no_product_sql(Session& session, const RoleTable& table) {
  if (!table.has_lines || !table.has("product")) return std::string("false");
  const std::string numbered =
      "regexp_matches(" + text_of_role(table, "product") + ", '[0-9].*[0-9].*[0-9]')";
  const auto share =
      session.fetch("SELECT coalesce(avg(" + numbered + "::INTEGER), 0)::DOUBLE FROM " +
                    sql_identifier(table.source.view));
  if (!share) return share.error();
  return share->columns[0].reals[0] > 0.9 ? "coalesce(NOT " + numbered + ", false)" : "false";
}

std::string transaction_sql(const RoleTable& table) {
  if (table.has_transaction_id) return "given_id";
  if (table.has_lines) return "coalesce(customer_id::VARCHAR, '?') || ' ' || bought_at::DATE";
  return "source_row";
}

std::string reason_sql(const RoleTable& table, bool cancels, bool is_items) {
  const auto reason = [](int i) { return " THEN " + sql_literal(kReasons[i].fact); };
  std::string sql = "CASE";
  if (!is_items) {
    sql += " WHEN bought_at IS NULL" + reason(0) +
           " WHEN bought_at < TIMESTAMP '1970-01-01' OR bought_at >= TIMESTAMP '2216-01-01'" +
           reason(1);
  }
  sql += " WHEN amount IS NULL" + reason(2) + " WHEN transaction_id IS NULL" + reason(3);
  if (cancels) {
    sql += " WHEN regexp_full_match(transaction_id::VARCHAR, '[Cc]-?[0-9]+')" + reason(4) +
           " WHEN regexp_full_match(transaction_id::VARCHAR, '[A-Za-z]-?[0-9]+')" + reason(5);
  }
  sql += " WHEN amount < 0 OR quantity < 0" + reason(6);
  if (table.has_lines) sql += " WHEN amount = 0" + reason(7);
  if (!table.has_lines && table.has_transaction_id) {
    sql +=
        " WHEN row_number() OVER (PARTITION BY transaction_id ORDER BY bought_at, amount, "
        "customer_id) > 1" +
        reason(8);
  }
  return sql + " END";
}

Result<> report_reasons(Session& session, const RoleTable& table, const std::string& name) {
  const auto rows = session.fetch("SELECT count(*) FROM " + sql_identifier(name));
  if (!rows) return rows.error();
  const int64_t checked = rows->columns[0].integers[0];
  if (table.source.is_csv) {
    const auto bad = session.fetch(
        "SELECT count(DISTINCT line), coalesce(array_to_string(min(DISTINCT 'line ' || line || "
        "': ' || csv_line[:60], 3), '; '), '') FROM reject_errors "
        "WHERE scan_id = (SELECT max(scan_id) FROM reject_errors)");
    if (!bad) return bad.error();
    FOOTFALL_TRY(add_quality_fact(session, {"lines of the file with too few or too many fields",
                                            table.source.path, bad->columns[0].integers[0], checked,
                                            0, "left out", true, bad->columns[1].texts[0]}));
  }
  const auto found = session.fetch(
      "SELECT reason, count(*), coalesce(sum(CASE WHEN reason = " + sql_literal(kReturns) +
      " THEN -abs(amount) ELSE amount END), 0)::DOUBLE, "
      "array_to_string(arg_min(example, source_row, 3), '; ') FROM " +
      sql_identifier(name) + " WHERE reason IS NOT NULL GROUP BY reason");
  if (!found) return found.error();
  for (const Reason& reason : kReasons) {
    QualityFact fact{reason.fact, table.source.path, 0, checked, 0,
                     "left out",  reason.is_problem, ""};
    for (size_t r = 0; r < found->rows; ++r) {
      if (found->columns[0].texts[r] != reason.fact) continue;
      fact.rows = found->columns[1].integers[r];
      fact.amount = found->columns[2].reals[r];
      fact.examples = found->columns[3].missing(r) ? "" : found->columns[3].texts[r];
    }
    FOOTFALL_TRY(add_quality_fact(session, fact));
  }
  return Done{};
}

// Tells what returns and cancellations are worth: revenue is of sales, which some call gross.
Result<> report_net_revenue(Session& session, const RoleTable& table, const std::string& name) {
  const auto found = session.fetch(
      "SELECT count(*) FILTER (returned), count(*), coalesce(sum(CASE WHEN negative THEN "
      "-abs(amount) ELSE amount END) FILTER (returned), 0)::DOUBLE, coalesce(sum(amount) FILTER "
      "(reason IS NULL), 0)::DOUBLE FROM (SELECT reason, amount, reason = " +
      sql_literal(kReturns) + " AS negative, reason IN (" + sql_literal(kCancelled) + ", " +
      sql_literal(kReturns) + ") AS returned FROM " + sql_identifier(name) + ")");
  if (!found) return found.error();
  const double returned = found->columns[2].reals[0], sold = found->columns[3].reals[0];
  char rule[128];
  std::snprintf(rule, sizeof rule,
                "left out: revenue is %.2f of sales alone, %.2f with them taken off", sold,
                sold + returned);
  return add_quality_fact(session,
                          {kReturnedMoney, table.source.path, found->columns[0].integers[0],
                           found->columns[1].integers[0], returned, rule, false, ""});
}

// Reports lines of fees and the like, which are kept: they are revenue, though of no product.
Result<> report_no_products(Session& session, const RoleTable& table, const std::string& name) {
  const auto found = session.fetch(
      "SELECT count(*) FILTER (no_product), coalesce(sum(amount) FILTER (no_product), 0)::DOUBLE, "
      "count(*), coalesce(array_to_string(list_sort(list(DISTINCT code) FILTER (no_product))[:6], "
      "', '), '') FROM " +
      sql_identifier(name) + " WHERE reason IS NULL");
  if (!found) return found.error();
  return add_quality_fact(
      session, {kNoProducts, table.source.path, found->columns[0].integers[0],
                found->columns[2].integers[0], found->columns[1].reals[0],
                "kept: they count as a category of their own", false, found->columns[3].texts[0]});
}

// Rows of one role are of use only if any of its values can be read.
Result<> check_readable(Session& session, const RoleTable& table, const std::string& name,
                        const std::string& role, const std::string& how) {
  const std::string column = column_of(table.roles, role);
  if (column.empty()) return Done{};
  const auto read =
      session.fetch("SELECT count(" + std::string(role == "time" ? "bought_at" : "amount") +
                    ") FROM " + sql_identifier(name));
  if (!read) return read.error();
  const auto given = session.fetch("SELECT coalesce(min(" + text_of_column(column) +
                                   "), '') FROM " + sql_identifier(table.source.view));
  if (!given) return given.error();
  const std::string example = given->columns[0].texts[0];
  if (read->columns[0].integers[0] > 0 || example.empty()) return Done{};
  return Error{ErrorCategory::kInput,
               table.source.path + ": no value of column " + column + " can be read as " + role +
                   how + "; one is " + example.substr(0, 60),
               table.source.path};
}

// A file of which every row is faulty has been misread, or is not of purchases.
Result<> check_any_good(Session& session, const RoleTable& table, const std::string& name) {
  std::vector<std::string> faults;
  for (const Reason& reason : kReasons) {
    if (reason.is_problem) faults.emplace_back(reason.fact);
  }
  const auto found = session.fetch(
      "SELECT reason, count(*), min_by(example, source_row), list_contains(" + sql_list(faults) +
      ", reason) AS is_fault FROM " + sql_identifier(name) + " GROUP BY reason ORDER BY 2 DESC, 1");
  if (!found) return found.error();
  std::string why;
  for (size_t r = 0; r < found->rows; ++r) {
    if (found->columns[3].missing(r) || found->columns[3].integers[r] == 0) return Done{};
    why += (why.empty() ? "" : "; ") + std::to_string(found->columns[1].integers[r]) + " " +
           found->columns[0].texts[r] + " (" + found->columns[2].texts[r] + ")";
  }
  if (why.empty()) return Done{};
  std::string message = table.source.path + ": no row can be read: " + why;
  for (const std::string& note : table.notes) message += "\n" + note;
  return Error{ErrorCategory::kInput, message, table.source.path};
}

// Without identifiers, a purchase that stands twice in the file cannot be told from two alike.
Result<> report_equal_rows(Session& session, const RoleTable& table) {
  if (table.has_transaction_id || table.has_lines) return Done{};
  const std::string view = sql_identifier(table.source.view);
  std::string columns;
  for (const ColumnProfile& column : table.source.columns)
    columns += (columns.empty() ? "" : ", ") + sql_identifier(column.name);
  const auto twice = session.fetch(
      "SELECT coalesce(sum(n - 1), 0)::BIGINT, coalesce(sum(n), 0)::BIGINT, "
      "coalesce(array_to_string(min(seen, 3) FILTER (n > 1), '; '), '') FROM (SELECT count(*) AS "
      "n, "
      "concat_ws(', ', " +
      columns + ") AS seen FROM " + view + " GROUP BY " + columns + ")");
  if (!twice) return twice.error();
  // Purchases of nobody known may well be equal; two of one customer at one time hardly.
  return add_quality_fact(
      session, {"rows equal to another in every column", table.source.path,
                twice->columns[0].integers[0], twice->columns[1].integers[0], 0,
                "kept: name a column that tells transactions apart with --map transaction=COLUMN",
                table.has("customer"), twice->columns[2].texts[0]});
}

// Returns the SQL of a row's time, NULL where the file has none, and notes how it is read.
Result<std::string> read_time(Session& session, RoleTable& table, const std::string& format) {
  const std::string day = column_of(table.roles, "time"), clock = column_of(table.roles, "clock");
  if (day.empty()) return std::string("NULL::TIMESTAMP");
  const auto time = clock.empty() ? time_of_column(session, table.source, day, format)
                                  : time_of_columns(session, table.source, day, clock, format);
  if (!time) return time.error();
  table.notes.push_back(
      "  times are read as " + time->description +
      (time->is_ambiguous ? "; day first is as possible: say --time-format" : ""));
  return time->sql;
}

// Rows with a day and no readable time of day count at midnight, which is told.
Result<> report_clocks(Session& session, const RoleTable& table) {
  const std::string clock = column_of(table.roles, "clock");
  if (clock.empty()) return Done{};
  const auto found = session.fetch(
      "SELECT count(*) FILTER (seen IS NULL), count(*), coalesce(array_to_string(min(DISTINCT "
      "coalesce(given, 'empty'), 3) FILTER (seen IS NULL), '; '), '') FROM (SELECT " +
      clock_of_column(clock) + " AS seen, " + text_of_column(clock) + " AS given FROM " +
      sql_identifier(table.source.view) + ")");
  if (!found) return found.error();
  return add_quality_fact(session, {"rows without a readable time of day", table.source.path,
                                    found->columns[0].integers[0], found->columns[1].integers[0], 0,
                                    "kept, at midnight", true, found->columns[2].texts[0]});
}

}  // namespace

Result<> read_rows(Session& session, RoleTable& table, const std::string& name,
                   const std::string& time_format) {
  const bool is_items = !table.has("time");
  const auto time = read_time(session, table, time_format);
  if (!time) return time.error();
  FOOTFALL_TRY(make_product_names(session, table));
  const auto quantity = number_of_role(session, table, "quantity", kQuantityType);
  if (!quantity) return quantity.error();
  const auto price = number_of_role(session, table, "unit_price", "money");
  if (!price) return price.error();
  const auto amount = number_of_role(session, table, "amount", "money");
  if (!amount) return amount.error();
  const auto lines = number_of_role(session, table, "lines", "INTEGER");
  if (!lines) return lines.error();
  const auto cancels = has_cancellations(session, table);
  if (!cancels) return cancels.error();
  const auto no_product = no_product_sql(session, table);
  if (!no_product) return no_product.error();
  const std::string value = table.has("amount")     ? *amount
                            : table.has("quantity") ? "(" + *quantity + " * " + *price + ")::money"
                                                    : *price;
  const auto identifier = [&](const std::string& role) {
    const std::string column = column_of(table.roles, role);
    return column.empty() ? "NULL::VARCHAR" : identifier_of_column(table.source, column);
  };
  const std::string read =
      "SELECT row_number() OVER () AS source_row, " + identifier("transaction") + " AS given_id, " +
      identifier("customer") + " AS customer_id, " + *time + " AS bought_at, " + *quantity +
      " AS quantity, " + *price + " AS unit_price, " + value + " AS amount, " +
      (table.has_lines ? category_of(table) : "NULL::VARCHAR") + " AS category, " +
      text_of_role(table, "persona") + " AS persona, " + text_of_role(table, "festival") +
      " AS festival, " + *lines + " AS lines, " + *no_product + " AS no_product, " +
      text_of_role(table, "product") + " AS code, concat_ws(', ', " +
      text_of_role(table, "transaction") + ", " + text_of_role(table, "time") + ", " +
      text_of_role(table, "quantity") + ", " +
      text_of_role(table, table.has("amount") ? "amount" : "unit_price") + ") AS seen FROM " +
      sql_identifier(table.source.view);
  const bool is_named = names_products(table);
  const std::string made =
      "SELECT source_row, " + transaction_sql(table) +
      " AS transaction_id, customer_id, bought_at, quantity, unit_price, amount, " +
      (is_named ? "coalesce(description, category)" : "category") +
      " AS category, persona, festival, lines, no_product, code, seen FROM (" + read + ")" +
      (is_named ? " LEFT JOIN product_names ON product = category" : "");
  FOOTFALL_TRY(session.run(
      "CREATE TEMP TABLE " + sql_identifier(name) + " AS SELECT * EXCLUDE (seen), CASE WHEN " +
      "reason IS NOT NULL THEN 'row ' || source_row || ': ' || seen END AS example FROM (SELECT "
      "*, " +
      reason_sql(table, *cancels, is_items) + " AS reason FROM (" + made + "))"));
  if (!is_items) {
    FOOTFALL_TRY(check_readable(session, table, name, "time",
                                time_format.empty() ? "" : " with --time-format " + time_format));
    FOOTFALL_TRY(report_equal_rows(session, table));
    FOOTFALL_TRY(report_clocks(session, table));
  }
  const std::string of_value = table.has("amount") ? "amount" : "unit_price";
  FOOTFALL_TRY(check_readable(session, table, name, of_value, ""));
  FOOTFALL_TRY(check_any_good(session, table, name));
  FOOTFALL_TRY(report_reasons(session, table, name));
  if (!is_items) FOOTFALL_TRY(report_net_revenue(session, table, name));
  FOOTFALL_TRY(report_unsure_guesses(session, table, name));
  if (*no_product != "false") FOOTFALL_TRY(report_no_products(session, table, name));
  return session.run("ALTER TABLE " + sql_identifier(name) +
                     " DROP COLUMN no_product; ALTER TABLE " + sql_identifier(name) +
                     " DROP COLUMN code");
}

}  // namespace footfall
