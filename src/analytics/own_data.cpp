#include "analytics/own_data.h"

#include <algorithm>
#include <filesystem>

#include "analytics/metric_sources.h"
#include "analytics/own_baskets.h"
#include "analytics/own_currency.h"
#include "analytics/own_customers.h"
#include "analytics/own_rows.h"
#include "analytics/quality.h"
#include "analytics/written_times.h"
#include "base/currency.h"
#include "duckdb/sql_text.h"
#include "table/schema.h"

namespace footfall {

namespace {

namespace fs = std::filesystem;

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
  constexpr size_t kMostNames = 40;
  size_t names = 0;
  for (const ColumnProfile& column : bought.source.columns) {
    const bool is_taken = role_of(bought.roles, column.name) != nullptr;
    if (!is_taken && names++ < kMostNames) left += (left.empty() ? "" : ", ") + column.name;
  }
  if (names > kMostNames) left += " and " + std::to_string(names - kMostNames) + " more";
  analysis.notes.push_back("warning: no column for customer" +
                           (left.empty() ? "" : "; --map customer=COLUMN; columns left: " + left));
}

std::string path_of_place(const std::string& place) {
  const size_t colon = place.rfind(':');
  return colon == std::string::npos ? place : place.substr(0, colon);
}

// What tells that a file is no longer what it was.
struct FileState {
  std::string path;
  uintmax_t bytes = 0;
  fs::file_time_type written;

  bool operator==(const FileState&) const = default;
};

// Returns the state of those of the user's files that are there.
std::vector<FileState> file_states(const OwnData& data) {
  std::vector<FileState> states;
  for (const std::string& place : {data.transactions, data.items, data.customers}) {
    std::error_code absent, none;
    const std::string path = fs::exists(place, none) ? place : path_of_place(place);
    const FileState state{path, fs::file_size(path, absent), fs::last_write_time(path, none)};
    if (!absent) states.push_back(state);
  }
  return states;
}

Result<Analysis> read_own_data(const OwnData& data, const AnalysisOptions& options) {
  auto opened = Session::open({options.threads, options.memory_bytes, options.on_progress});
  if (!opened) return opened.error();
  Analysis analysis{std::move(*opened), {}, {}, {}};
  Session& session = analysis.session;
  FOOTFALL_TRY(session.run("CREATE TYPE money AS DECIMAL(18, 4)"));
  FOOTFALL_TRY(session.run(metric_source("macros")));
  FOOTFALL_TRY(create_quality_facts(session));
  FOOTFALL_TRY(check_time_format(session, data.time_format));
  auto bought =
      open_roles(session, data.transactions, "transactions_file", FileKind::kTransactions, data);
  if (!bought) return bought.error();
  // With items apart, a transaction has its row here.
  if (!data.items.empty()) bought->has_lines = false;
  FOOTFALL_TRY(read_rows(session, *bought, "bought_rows", data.time_format));
  std::string currency = data.currency;
  if (currency.empty()) {
    auto said = currency_of_rows(session, *bought);
    if (!said) return said.error();
    currency = std::move(*said);
  }
  analysis.notes = bought->notes;
  note_missing_customer(*bought, data, analysis);
  Capabilities& has = analysis.capabilities;
  has.customer = bought->has("customer");
  has.festival = bought->has("festival");
  has.currency = currency;
  has.symbol = data.symbol;
  if (const Currency* known = find_currency(has.currency); has.symbol.empty() && known != nullptr)
    has.symbol = known->symbol;
  FOOTFALL_TRY(make_transactions(analysis, *bought));
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

}  // namespace

Result<Analysis> open_own_data(const OwnData& data, const AnalysisOptions& options) {
  const std::vector<FileState> before = file_states(data);
  auto analysis = read_own_data(data, options);
  if (!analysis && analysis.error().category == ErrorCategory::kInterrupted) return analysis;
  const std::vector<FileState> after = file_states(data);
  for (const FileState& state : before) {
    if (std::find(after.begin(), after.end(), state) != after.end()) continue;
    return Error{ErrorCategory::kIo,
                 state.path + " changed while it was read; run the command again, or on a copy",
                 state.path};
  }
  return analysis;
}

}  // namespace footfall
