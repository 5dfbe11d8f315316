#include "analytics/own_data.h"

#include <algorithm>
#include <set>

#include "analytics/metric_sources.h"
#include "analytics/own_customers.h"
#include "analytics/own_rows.h"
#include "analytics/quality.h"
#include "base/currency.h"
#include "duckdb/sql_text.h"
#include "table/schema.h"

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

// Makes the table of transactions of lines: a transaction is what shares an identifier.
Result<> group_lines(Analysis& analysis, const RoleTable& bought) {
  const auto torn = analysis.session.fetch(
      "SELECT count(*), coalesce(array_to_string(min('transaction ' || transaction_id, 3), '; '), "
      "'') FROM (SELECT transaction_id FROM bought_rows WHERE reason IS NULL "
      "GROUP BY transaction_id HAVING count(DISTINCT customer_id) > 1)");
  if (!torn) return torn.error();
  const auto rows = analysis.session.fetch(
      "SELECT count(DISTINCT transaction_id) FROM bought_rows WHERE reason IS NULL");
  if (!rows) return rows.error();
  FOOTFALL_TRY(add_quality_fact(
      analysis.session,
      {"transactions whose lines name several customers", bought.source.path,
       torn->columns[0].integers[0], rows->columns[0].integers[0], 0,
       "kept: the first customer in order is believed", true, torn->columns[1].texts[0]}));
  const auto lines =
      analysis.session.fetch("SELECT count(*) FROM bought_rows WHERE reason IS NULL");
  if (!lines) return lines.error();
  const auto twice = analysis.session.fetch(
      "SELECT coalesce(sum(n - 1), 0)::BIGINT, coalesce(sum((n - 1) * amount), 0)::DOUBLE FROM "
      "(SELECT count(*) AS n, amount FROM bought_rows WHERE reason IS NULL "
      "GROUP BY transaction_id, customer_id, bought_at, category, quantity, amount "
      "HAVING count(*) > 1)");
  if (!twice) return twice.error();
  FOOTFALL_TRY(add_quality_fact(
      analysis.session,
      {"lines equal to another of their transaction", bought.source.path,
       twice->columns[0].integers[0], lines->columns[0].integers[0], twice->columns[1].reals[0],
       "kept: an item may be scanned twice", false, ""}));
  const auto has_time = tells_time(analysis.session);
  if (!has_time) return has_time.error();
  analysis.capabilities.time_of_day = *has_time;
  return analysis.session.run(
      "CREATE TEMP TABLE own_transactions AS SELECT transaction_id, customer_id, persona, " +
      calendar_sql(*has_time) +
      "festival, lines, units, amount FROM (SELECT transaction_id, min(customer_id) AS "
      "customer_id, min(persona) AS persona, min(bought_at) AS bought_at, "
      "coalesce(min(festival), '') AS festival, count(*)::INTEGER AS lines, "
      "sum(quantity)::BIGINT AS units, sum(amount)::money AS amount FROM bought_rows "
      "WHERE reason IS NULL GROUP BY transaction_id)");
}

Result<> take_transactions(Analysis& analysis) {
  const auto has_time = tells_time(analysis.session);
  if (!has_time) return has_time.error();
  analysis.capabilities.time_of_day = *has_time;
  return analysis.session.run(
      "CREATE TEMP TABLE own_transactions AS SELECT transaction_id, customer_id, persona, " +
      calendar_sql(*has_time) +
      "coalesce(festival, '') AS festival, lines::INTEGER AS lines, quantity::BIGINT AS units, "
      "amount FROM bought_rows WHERE reason IS NULL");
}

constexpr const char* kItemsOfRows =
    "CREATE VIEW read_items AS SELECT transaction_id, NULL::INTEGER AS line, category, quantity, "
    "unit_price, amount FROM ";

// Makes read_items, of lines, of a file of their own, or empty.
Result<> make_items(Analysis& analysis, const RoleTable& bought, const OwnData& data) {
  Capabilities& has = analysis.capabilities;
  Session& session = analysis.session;
  if (bought.has_lines) {
    const bool has_category =
        bought.has("category") || bought.has("product") || bought.has("description");
    has.lines = true;
    has.quantity = has.units = bought.has("quantity");
    has.items = has_category;
    analysis.shape.items_agree = true;
    return session.run(kItemsOfRows + std::string("bought_rows WHERE reason IS NULL"));
  }
  has.lines = bought.has("lines");
  has.units = bought.has("quantity");
  if (data.items.empty()) return session.run(kItemsOfRows + std::string("bought_rows WHERE false"));
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
  return session.run(kItemsOfRows + std::string("item_rows WHERE reason IS NULL"));
}

// Makes customers, and gives transactions the personas that it tells.
Result<> make_customers(Analysis& analysis, const RoleTable& bought, const OwnData& data) {
  Session& session = analysis.session;
  analysis.capabilities.persona = bought.has("persona");
  if (data.customers.empty()) {
    FOOTFALL_TRY(session.run("CREATE VIEW customers AS SELECT " +
                             canonical_columns("customers", {}) + " WHERE false"));
    return session.run("CREATE VIEW read_transactions AS SELECT * FROM own_transactions");
  }
  const auto people =
      open_roles(session, data.customers, "customers_file", FileKind::kCustomers, data);
  if (!people) return people.error();
  analysis.notes.insert(analysis.notes.end(), people->notes.begin(), people->notes.end());
  analysis.capabilities.customers = true;
  std::string columns = identifier_of_column(people->source, column_of(people->roles, "customer")) +
                        " AS customer_id";
  for (const Column& column : schema_of(Table::kCustomers).columns) {
    if (column.name == "customer_id") continue;
    const std::string found = column_of(people->roles, std::string(column.name));
    columns += ", " + (found.empty() ? "NULL::VARCHAR" : text_of_column(found)) + " AS " +
               sql_identifier(column.name);
  }
  FOOTFALL_TRY(session.run("CREATE TEMP TABLE people AS SELECT " + columns + " FROM " +
                           sql_identifier(people->source.view)));
  FOOTFALL_TRY(session.run("CREATE VIEW customers AS SELECT * FROM people"));
  if (!people->has("persona") || !analysis.capabilities.customer)
    return session.run("CREATE VIEW read_transactions AS SELECT * FROM own_transactions");
  analysis.capabilities.persona = true;
  return session.run(
      "CREATE TEMP TABLE customer_personas AS SELECT customer_id, min(persona) AS persona "
      "FROM people GROUP BY customer_id; "
      "CREATE VIEW read_transactions AS SELECT t.* REPLACE (coalesce(p.persona, t.persona) AS "
      "persona) FROM own_transactions t LEFT JOIN customer_personas p USING (customer_id)");
}

// Every role that was told must have been of use.
Result<> check_told(const Analysis& analysis, const OwnData& data) {
  for (const auto& [role, column] : data.columns) {
    if (column == "-") continue;
    const auto is_noted = [&](const std::string& one, const std::string& name) {
      return std::any_of(analysis.notes.begin(), analysis.notes.end(), [&](const auto& note) {
        return note.rfind("  " + one + " ← " + name + "  ", 0) == 0;
      });
    };
    const size_t plus = role == "time" ? column.find('+') : std::string::npos;
    const bool are_both_used = plus != std::string::npos &&
                               is_noted("time", column.substr(0, plus)) &&
                               is_noted("clock", column.substr(plus + 1));
    if (!is_noted(role, column) && !are_both_used) {
      return Error{ErrorCategory::kInput,
                   "--map " + role + "=" + column + ": no file has such a column for this role",
                   ""};
    }
  }
  return Done{};
}

// Says that no customer was found, and which columns might name one.
void note_missing_customer(const RoleTable& bought, const OwnData& data, Analysis& analysis) {
  if (bought.has("customer") || data.columns.contains("customer")) return;
  std::string left;
  for (const ColumnProfile& column : bought.source.columns) {
    const bool is_taken = role_of(bought.roles, column.name) != nullptr;
    if (!is_taken) left += (left.empty() ? "" : ", ") + column.name;
  }
  analysis.notes.push_back("warning: no column for customer" +
                           (left.empty() ? "" : "; --map customer=COLUMN; columns left: " + left));
}

std::string path_of_place(const std::string& place) {
  const size_t colon = place.rfind(':');
  return colon == std::string::npos ? place : place.substr(0, colon);
}

}  // namespace

Result<Analysis> open_own_data(const OwnData& data, const AnalysisOptions& options) {
  auto opened = Session::open({options.threads, options.memory_bytes, options.on_progress});
  if (!opened) return opened.error();
  Analysis analysis{std::move(*opened), {}, {}, {}};
  Session& session = analysis.session;
  FOOTFALL_TRY(session.run("CREATE TYPE money AS DECIMAL(18, 4)"));
  FOOTFALL_TRY(session.run(metric_source("macros")));
  FOOTFALL_TRY(create_quality_facts(session));
  auto bought =
      open_roles(session, data.transactions, "transactions_file", FileKind::kTransactions, data);
  if (!bought) return bought.error();
  // With items apart, a transaction has its row here.
  if (!data.items.empty()) bought->has_lines = false;
  FOOTFALL_TRY(read_rows(session, *bought, "bought_rows", data.time_format));
  analysis.notes = bought->notes;
  note_missing_customer(*bought, data, analysis);
  Capabilities& has = analysis.capabilities;
  has.customer = bought->has("customer");
  has.festival = bought->has("festival");
  has.currency = data.currency;
  has.symbol = data.symbol;
  if (const Currency* known = find_currency(data.currency); has.symbol.empty() && known != nullptr)
    has.symbol = known->symbol;
  FOOTFALL_TRY(bought->has_lines ? group_lines(analysis, *bought) : take_transactions(analysis));
  if (has.customer) {
    const auto notes =
        settle_unknown_customers(session, bought->source.path, data.unknown_customers);
    if (!notes) return notes.error();
    analysis.notes.insert(analysis.notes.end(), notes->begin(), notes->end());
  }
  FOOTFALL_TRY(make_items(analysis, *bought, data));
  FOOTFALL_TRY(make_customers(analysis, *bought, data));
  FOOTFALL_TRY(check_told(analysis, data));
  FOOTFALL_TRY(session.run(
      "CREATE TEMP TABLE period AS SELECT min(date) AS first_date, max(date) AS last_date, "
      "(max(date) - min(date) + 1)::INTEGER AS days FROM read_transactions"));
  FOOTFALL_TRY(make_views(analysis));
  std::vector<std::string> allowed;
  for (const std::string& place : {data.transactions, data.items, data.customers}) {
    if (place.empty()) continue;
    allowed.push_back(place);
    allowed.push_back(path_of_place(place));
  }
  if (!options.out.empty()) allowed.push_back(options.out);
  FOOTFALL_TRY(session.shut_out_files(allowed));
  FOOTFALL_TRY(check_quality(analysis));
  return analysis;
}

}  // namespace footfall
