#include "analytics/own_baskets.h"

#include <algorithm>

#include "analytics/own_orders.h"
#include "analytics/own_products.h"
#include "analytics/own_rows.h"
#include "analytics/quality.h"
#include "duckdb/sql_text.h"

namespace footfall {

namespace {

// What is derived from the time; NULL hours where no row tells one.
std::string calendar_sql(bool has_time_of_day) {
  return std::string("bought_at AS timestamp, bought_at::DATE AS date, ") +
         (has_time_of_day ? "hour(bought_at)::INTEGER" : "NULL::INTEGER") +
         " AS hour, isodow(bought_at)::INTEGER AS weekday, isodow(bought_at) >= 6 AS is_weekend, ";
}

Result<bool> tells_time(Session& session) {
  const auto found = session.fetch(
      "SELECT coalesce(bool_or(bought_at <> date_trunc('day', bought_at)), false) "
      "FROM bought_rows WHERE reason IS NULL");
  if (!found) return found.error();
  return found->columns[0].integers[0] != 0;
}

Result<> report_torn(Session& session, const std::string& path) {
  const auto torn = session.fetch(
      "SELECT count(*) FILTER (is_torn), count(*), coalesce(array_to_string(min('transaction ' || "
      "transaction_id, 3) FILTER (is_torn), '; '), '') FROM own_transactions");
  if (!torn) return torn.error();
  return add_quality_fact(
      session, {"transactions whose lines name several customers", path,
                torn->columns[0].integers[0], torn->columns[1].integers[0], 0,
                "kept: the first customer in order is believed", true, torn->columns[2].texts[0]});
}

// Tells of transactions whose lines all come twice, as where exports overlap. Where units are
// counted, hardly any transaction is so by chance; where each piece is a line, those of few kinds
// may be.
Result<> report_repeated(Session& session, const RoleTable& bought) {
  const bool is_counted = bought.has("quantity");
  const std::string kinds = is_counted ? "2" : "4";
  const auto found = session.fetch(
      "WITH again AS (SELECT transaction_id, t.amount * (1 - 1 / times) AS extra, kinds FROM "
      "(SELECT transaction_id, count(*) AS kinds, sum(n) AS n, min(n) AS times FROM equal_lines "
      "GROUP BY transaction_id) JOIN own_transactions t USING (transaction_id) WHERE n = lines) "
      "SELECT count(*) FILTER (kinds >= " +
      kinds +
      "), count(*), coalesce(sum(extra), 0)::DOUBLE, coalesce(array_to_string(min('transaction ' "
      "|| transaction_id, 3), '; '), ''), (SELECT count(*) FROM own_transactions WHERE lines >= " +
      kinds + "), (SELECT count(*) FROM own_transactions) FROM again");
  if (!found) return found.error();
  const int64_t clear = found->columns[0].integers[0], again = found->columns[1].integers[0],
                large = found->columns[4].integers[0], all = found->columns[5].integers[0];
  constexpr int64_t kFewest = 3;
  constexpr double kShare = 0.005, kShareOfPieces = 0.02, kShareOfSingles = 0.05;
  const auto is_share = [](int64_t part, int64_t of, double least) {
    return part >= kFewest && static_cast<double>(part) > least * static_cast<double>(of);
  };
  const bool is_overlap = is_share(clear, large, is_counted ? kShare : kShareOfPieces) ||
                          (is_counted && is_share(again, all, kShareOfSingles));
  const std::string rule = is_overlap
                               ? "kept: two exports overlap; leave the lines of one of them out"
                               : "kept: few enough to be bought so";
  return add_quality_fact(
      session, {"transactions whose lines all come more than once", bought.source.path, again, all,
                found->columns[2].reals[0], rule, is_overlap, found->columns[3].texts[0]});
}

Result<> report_equal_lines(Session& session, const RoleTable& bought) {
  const auto lines = session.fetch("SELECT count(*) FROM bought_rows WHERE reason IS NULL");
  if (!lines) return lines.error();
  FOOTFALL_TRY(session.run(
      "CREATE TEMP TABLE equal_lines AS SELECT transaction_id, count(*) AS n, amount FROM " +
      named_rows(bought, "bought_rows") +
      " WHERE reason IS NULL GROUP BY transaction_id, customer_id, bought_at, category, quantity, "
      "amount HAVING count(*) > 1"));
  const auto twice = session.fetch(
      "SELECT coalesce(sum(n - 1), 0)::BIGINT, coalesce(sum((n - 1) * amount), 0)::DOUBLE FROM "
      "equal_lines");
  if (!twice) return twice.error();
  FOOTFALL_TRY(add_quality_fact(
      session, {"lines equal to another of their transaction", bought.source.path,
                twice->columns[0].integers[0], lines->columns[0].integers[0],
                twice->columns[1].reals[0], "kept: an item may be scanned twice", false, ""}));
  FOOTFALL_TRY(report_repeated(session, bought));
  return session.run("DROP TABLE equal_lines");
}

// Makes the table of transactions of lines: a transaction is what shares an identifier.
Result<> group_lines(Session& session, const RoleTable& bought, bool has_time) {
  FOOTFALL_TRY(session.run(
      "CREATE TEMP TABLE own_transactions AS SELECT transaction_id, customer_id, persona, " +
      calendar_sql(has_time) +
      "festival, lines, units, amount, is_torn FROM (SELECT transaction_id, min(customer_id) AS "
      "customer_id, min(persona) AS persona, min(bought_at) AS bought_at, "
      "coalesce(min(festival), '') AS festival, count(*)::INTEGER AS lines, "
      "sum(quantity)::BIGINT AS units, sum(amount)::money AS amount, coalesce(min(customer_id) < "
      "max(customer_id), false) AS is_torn FROM bought_rows WHERE reason IS NULL GROUP BY "
      "transaction_id)"));
  FOOTFALL_TRY(report_torn(session, bought.source.path));
  FOOTFALL_TRY(report_equal_lines(session, bought));
  return session.run("ALTER TABLE own_transactions DROP COLUMN is_torn");
}

Result<> take_transactions(Session& session, const RoleTable& bought, bool has_time) {
  return session.run("CREATE TEMP TABLE own_transactions AS SELECT " +
                     std::string(bought.has_transaction_id ? "transaction_id" : "rowid + 1") +
                     " AS transaction_id, customer_id, persona, " + calendar_sql(has_time) +
                     "coalesce(festival, '') AS festival, lines::INTEGER AS lines, "
                     "quantity::BIGINT AS units, amount FROM bought_rows WHERE reason IS NULL");
}

// Whether all identifiers are whole numbers without zeros before them, which are joined faster than
// texts and are written alike.
Result<bool> are_whole_numbers(Session& session) {
  const auto found = session.fetch(
      "SELECT coalesce(bool_and(regexp_full_match(transaction_id::VARCHAR, '[1-9][0-9]{0,17}')), "
      "false) FROM own_transactions");
  if (!found) return found.error();
  return found->columns[0].integers[0] != 0;
}

// Stores the items of `rows`, with few names of categories as an ENUM in the order of the texts.
Result<> store_items(Session& session, const RoleTable& table, const std::string& rows,
                     bool has_whole_numbers) {
  constexpr int64_t kMostNames = 65'000;
  const std::string named = named_rows(table, rows) + " WHERE reason IS NULL";
  FOOTFALL_TRY(session.run("CREATE TEMP TABLE category_names AS SELECT DISTINCT category FROM " +
                           named + " AND category IS NOT NULL"));
  const auto names = session.fetch("SELECT count(*) FROM category_names");
  if (!names) return names.error();
  const int64_t count = names->columns[0].integers[0];
  const bool is_enum = count > 0 && count <= kMostNames;
  if (is_enum) {
    FOOTFALL_TRY(session.run(
        "CREATE TYPE own_category AS ENUM (SELECT category FROM category_names ORDER BY 1)"));
  }
  return session.run(
      "DROP TABLE category_names; CREATE TEMP TABLE own_items AS SELECT "
      "transaction_id" +
      std::string(has_whole_numbers ? "::BIGINT" : "") +
      " AS transaction_id, NULL::INTEGER AS line, category" + (is_enum ? "::own_category" : "") +
      " AS category, quantity, unit_price, amount FROM " + named + "; DROP TABLE " +
      sql_identifier(rows));
}

// Items go with the orders that were left out.
Result<> drop_unsold_items(Session& session) {
  const auto known = session.fetch(
      "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'unsold_orders' AND temporary");
  if (!known) return known.error();
  if (known->columns[0].integers[0] == 0) return Done{};
  return session.run(
      "DELETE FROM own_items WHERE transaction_id::VARCHAR IN (SELECT key FROM unsold_orders)");
}

// Counts lines and units of transactions that do not tell theirs in the items beside them.
Result<> count_lines(Session& session, Capabilities& has) {
  std::string counted;
  if (!has.lines) counted = "lines = counted.lines";
  if (!has.units && has.quantity)
    counted += std::string(counted.empty() ? "" : ", ") + "units = counted.units";
  has.lines = true;
  has.units = has.units || has.quantity;
  if (counted.empty()) return Done{};
  return session.run(
      "UPDATE own_transactions SET " + counted +
      " FROM (SELECT t.transaction_id, count(i.id)::INTEGER AS lines, "
      "coalesce(sum(i.quantity), 0)::BIGINT AS units FROM own_transactions t LEFT JOIN (SELECT "
      "transaction_id::VARCHAR AS id, quantity FROM own_items) i ON i.id = "
      "t.transaction_id::VARCHAR GROUP BY 1) counted WHERE counted.transaction_id = "
      "own_transactions.transaction_id");
}

}  // namespace

Result<> make_transactions(Analysis& analysis, const RoleTable& bought) {
  const auto has_time = tells_time(analysis.session);
  if (!has_time) return has_time.error();
  analysis.capabilities.time_of_day = *has_time;
  FOOTFALL_TRY(bought.has_lines ? group_lines(analysis.session, bought, *has_time)
                                : take_transactions(analysis.session, bought, *has_time));
  return report_orders(analysis.session, bought);
}

Result<> make_items(Analysis& analysis, const RoleTable& bought, const OwnData& data) {
  Capabilities& has = analysis.capabilities;
  Session& session = analysis.session;
  const std::string view = "CREATE VIEW read_items AS SELECT * FROM own_items";
  if (bought.has_lines) {
    has.lines = true;
    has.quantity = has.units = bought.has("quantity");
    has.items = bought.has("category") || bought.has("product") || bought.has("description");
    analysis.shape.items_agree = true;
    const auto are_whole = are_whole_numbers(session);
    if (!are_whole) return are_whole.error();
    if (*are_whole) {
      FOOTFALL_TRY(
          session.run("ALTER TABLE own_transactions ALTER transaction_id SET DATA TYPE BIGINT"));
    }
    FOOTFALL_TRY(store_items(session, bought, "bought_rows", *are_whole));
    return session.run(view);
  }
  has.lines = bought.has("lines");
  has.units = bought.has("quantity");
  FOOTFALL_TRY(session.run("DROP TABLE bought_rows"));
  if (data.items.empty()) {
    return session.run(
        "CREATE VIEW read_items AS SELECT transaction_id, NULL::INTEGER AS line, NULL::VARCHAR AS "
        "category, NULL::DECIMAL(18, 3) AS quantity, NULL::money AS unit_price, amount FROM "
        "own_transactions WHERE false");
  }
  auto items = open_roles(session, data.items, "items_file", FileKind::kItems, data);
  if (!items) return items.error();
  // The time of a line is that of its transaction.
  std::erase_if(items->roles, [](const RoleGuess& guess) {
    return guess.role == "time" || guess.role == "clock";
  });
  FOOTFALL_TRY(read_rows(session, *items, "item_rows", ""));
  analysis.notes.insert(analysis.notes.end(), items->notes.begin(), items->notes.end());
  has.items = true;
  has.quantity = items->has("quantity");
  FOOTFALL_TRY(store_items(session, *items, "item_rows", false));
  FOOTFALL_TRY(drop_unsold_items(session));
  FOOTFALL_TRY(count_lines(session, has));
  return session.run(view);
}

}  // namespace footfall
