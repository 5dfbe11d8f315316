#include "analytics/own_columns.h"

#include <algorithm>
#include <cmath>

#include "analytics/column_words.h"
#include "analytics/line_amounts.h"
#include "analytics/line_prices.h"
#include "analytics/quality.h"
#include "base/joined_words.h"
#include "base/nearest_word.h"
#include "duckdb/sql_text.h"

namespace footfall {

namespace {

std::string percent(double share) {
  return std::to_string(static_cast<int>(std::lround(share * 100))) + " %";
}

// The names as a list that stays readable.
std::string listed(std::vector<std::string> names) {
  constexpr size_t kMostNames = 40;
  const size_t more = names.size() > kMostNames ? names.size() - kMostNames : 0;
  names.resize(names.size() - more);
  return joined_words(names) + (more > 0 ? " and " + std::to_string(more) + " more" : "");
}

std::vector<std::string> names_of(const SourceTable& source) {
  std::vector<std::string> names;
  for (const ColumnProfile& column : source.columns) names.push_back(column.name);
  return names;
}

// With one file, what was told must be in it; with several, a role may be of another.
Result<> check_told_columns(const SourceTable& source, FileKind kind, const OwnData& data) {
  const std::vector<std::string> names = names_of(source);
  for (const auto& [told_role, told_column] : data.columns) {
    for (const auto& [role, column] : told_parts(source.columns, told_role, told_column)) {
      const bool is_here = std::find(names.begin(), names.end(), column) != names.end();
      const bool is_elsewhere =
          kind != FileKind::kTransactions ||
          (!data.items.empty() && has_role(FileKind::kItems, role) && role != "time") ||
          (!data.customers.empty() && has_role(FileKind::kCustomers, role));
      if (!is_here && column != "-" && has_role(kind, role) && !is_elsewhere)
        return no_such_column(source, column);
    }
  }
  return Done{};
}

Result<> check_needed(const RoleTable& table, FileKind kind, const OwnData& data) {
  std::string missing;
  const auto need = [&](bool is_there, const char* what) {
    if (is_there) return;
    missing += missing.empty() ? "" : ", ";
    missing += what;
  };
  const bool has_amount = table.has("amount") || table.has("unit_price");
  if (kind == FileKind::kTransactions) {
    need(table.has("time"), "time");
    need(has_amount, "amount (or quantity and unit_price)");
  } else if (kind == FileKind::kItems) {
    need(table.has("transaction"), "transaction");
    need(has_amount, "amount (or quantity and unit_price)");
    need(table.has("category") || table.has("product") || table.has("description"), "category");
  } else {
    need(table.has("customer"), "customer");
  }
  if (missing.empty()) return Done{};
  std::string message = table.source.path + ": no column was recognised as " + missing +
                        "; say which with --map ROLE=COLUMN. Its columns are " +
                        listed(names_of(table.source));
  for (const auto& [role, column] : data.columns) {
    if (has_role(kind, role) && column != "-" && !table.has(role))
      message += "\n" + no_such_column(table.source, column).message;
  }
  for (const std::string& note : table.notes) message += "\n" + note;
  return Error{ErrorCategory::kInput, message, table.source.path};
}

// Returns a column's first values, as people would look at it to tell what it is.
Result<std::string> first_values(Session& session, const SourceTable& source,
                                 const std::string& column) {
  const std::string text = text_of_column(column);
  const auto seen = session.fetch(
      "SELECT coalesce(array_to_string(list(seen), ', '), 'empty') FROM (SELECT left(" + text +
      ", 30) AS seen FROM " + sql_identifier(source.view) + " WHERE " + text +
      " IS NOT NULL LIMIT 3)");
  if (!seen) return seen.error();
  return seen->columns[0].texts[0];
}

// Money and time are not left to luck: several columns that may be them, none by its name.
Result<> check_rivals(Session& session, const RoleTable& table) {
  for (const RoleGuess& guess : table.roles) {
    if (guess.rivals.empty()) continue;
    std::vector<std::string> columns = {guess.column};
    columns.insert(columns.end(), guess.rivals.begin(), guess.rivals.end());
    std::string message = table.source.path + ": several columns could be the " + guess.role +
                          ": " + listed(columns) + "; say which:";
    constexpr size_t kMostShown = 12;
    columns.resize(std::min(columns.size(), kMostShown));
    for (const std::string& column : columns) {
      const auto values = first_values(session, table.source, column);
      if (!values) return values.error();
      const bool is_word = column.find_first_of(" \"'$`\\!*?&;|<>()") == std::string::npos;
      message += "\n  --map " +
                 (is_word ? guess.role + "=" + column : "'" + guess.role + "=" + column + "'");
      message += "   for " + *values;
    }
    return Error{ErrorCategory::kUsage, message, table.source.path};
  }
  return Done{};
}

// Says which other columns are called as amounts are: net beside gross, say.
void note_other_amounts(RoleTable& table) {
  std::string others;
  for (const ColumnProfile& column : table.source.columns) {
    const bool is_taken = role_of(table.roles, column.name) != nullptr;
    const bool is_number = column.filled > 0 && column.numbers > 0.9;
    if (is_taken || !is_number || name_score("amount", column.name) < kSureGuess) continue;
    others += (others.empty() ? "" : ", ") + column.name;
  }
  for (const RoleGuess& guess : table.roles) {
    if (guess.role == "amount" && guess.reason != "as told" && !others.empty()) {
      table.notes.push_back("  not taken for the amount: " + others +
                            " (else --map amount=COLUMN)");
    }
  }
}

// Says where the amount comes from when no column holds it.
void note_amount(RoleTable& table) {
  if (table.has("amount") || !table.has("unit_price")) return;
  table.notes.push_back(table.has("quantity") ? "  amount is quantity × unit price"
                                              : "  amount is the unit price: there is no quantity");
}

// Says where 1.234 is read as more than a thousand.
Result<> note_thousands(Session& session, RoleTable& table) {
  for (const char* role : {"amount", "unit_price", "quantity"}) {
    const std::string column = column_of(table.roles, role);
    if (column.empty()) continue;
    const auto found = has_points_of_thousands(session, table.source, column);
    if (!found) return found.error();
    if (*found) {
      table.notes.push_back("  points in " + column +
                            " part thousands: all stand before three digits");
    }
  }
  return Done{};
}

double filled_share(const RoleTable& table, const std::string& role) {
  const ColumnProfile* known = profile_of(table.source, column_of(table.roles, role));
  return known == nullptr ? 0 : known->filled;
}

// Exports write time and customer on the first line of a transaction alone; they are of all lines.
Result<> fill_transactions(Session& session, RoleTable& table) {
  constexpr double kNearlyAll = 0.95, kFewEmpty = 0.9;
  const double times = filled_share(table, "time");
  if (!table.has_lines || filled_share(table, "transaction") < kNearlyAll || times == 0 ||
      times > kFewEmpty)
    return Done{};
  const std::string receipt = text_of_role(table, "transaction"),
                    view = sql_identifier(table.source.view),
                    filled = table.source.view + "_filled";
  std::string replaced, first;
  for (const char* role : {"time", "clock", "customer"}) {
    if (!table.has(role)) continue;
    const std::string column = sql_identifier(column_of(table.roles, role));
    replaced += (replaced.empty() ? "" : ", ") +
                ("coalesce(v." + column + ", f." + role + ") AS " + column);
    first += ", min(" + column + ") AS " + role;
  }
  FOOTFALL_TRY(session.run("CREATE VIEW " + sql_identifier(filled) + " AS SELECT v.* REPLACE (" +
                           replaced + ") FROM (SELECT *, " + receipt + " AS receipt_of_line FROM " +
                           view + ") v LEFT JOIN (SELECT " + receipt + " AS receipt_of_line" +
                           first + " FROM " + view + " GROUP BY 1) f USING (receipt_of_line)"));
  table.source.view = filled;
  table.notes.push_back("  " + column_of(table.roles, "time") +
                        " stands on the first line of a transaction, and counts for all of it");
  return Done{};
}

}  // namespace

std::string text_of_role(const RoleTable& table, const std::string& role) {
  const std::string column = column_of(table.roles, role);
  return column.empty() ? "NULL::VARCHAR" : text_of_column(column);
}

Error no_such_column(const SourceTable& source, const std::string& column) {
  const std::vector<std::string> names = names_of(source);
  const std::string nearest = nearest_word(column, names);
  return {ErrorCategory::kInput,
          "there is no column " + column + " in " + source.path +
              (nearest.empty() ? "; its columns are " + listed(names)
                               : "; did you mean " + nearest + "?"),
          source.path};
}

Result<RoleTable> open_roles(Session& session, const std::string& place, const std::string& view,
                             FileKind kind, const OwnData& data) {
  RoleTable table;
  auto source = open_source(session, place, view, {data.encoding, data.delimiter});
  if (!source) return source.error();
  table.source = std::move(*source);
  auto roles = guess_roles(table.source.columns, kind, data.columns);
  if (!roles) return roles.error();
  FOOTFALL_TRY(check_told_columns(table.source, kind, data));
  table.roles = std::move(*roles);
  table.has_transaction_id = table.has("transaction");
  table.has_lines = kind == FileKind::kItems || table.has("category") || table.has("product") ||
                    table.has("description");
  for (const ColumnProfile& column : table.source.columns) {
    // Transactions that come again and again are lines, even if nothing says of what.
    if (column.name == column_of(table.roles, "transaction") && column.filled > 0 &&
        column.distinct < 0.8)
      table.has_lines = true;
  }
  std::string amount_note;
  std::vector<std::string> price_notes;
  if (table.has_lines) {
    auto prices = settle_line_price(session, table.source, table.roles);
    if (!prices) return prices.error();
    price_notes = std::move(*prices);
    auto settled = settle_line_amount(session, table.source, table.roles);
    if (!settled) return settled.error();
    amount_note = std::move(*settled);
  }
  FOOTFALL_TRY(check_rivals(session, table));
  table.notes.push_back(place + ": " + table.source.description +
                        (kind == FileKind::kCustomers ? ", a row a customer"
                         : table.has_lines            ? ", a row a line of a basket"
                                                      : ", a row a transaction"));
  for (const RoleGuess& guess : table.roles) {
    table.notes.push_back("  " + guess.role + " ← " + guess.column + "  (" +
                          percent(guess.confidence) + ", " + guess.reason + ")");
  }
  table.notes.insert(table.notes.end(), price_notes.begin(), price_notes.end());
  if (!amount_note.empty()) table.notes.push_back(amount_note);
  if (amount_note.empty() || !table.has("quantity")) note_amount(table);
  note_other_amounts(table);
  FOOTFALL_TRY(note_thousands(session, table));
  FOOTFALL_TRY(check_needed(table, kind, data));
  FOOTFALL_TRY(fill_transactions(session, table));
  return table;
}

Result<> report_unsure_guesses(Session& session, const RoleTable& table, const std::string& rows) {
  const auto counted = session.fetch("SELECT count(*) FROM " + sql_identifier(rows));
  if (!counted) return counted.error();
  const int64_t count = counted->columns[0].integers[0];
  for (const RoleGuess& guess : table.roles) {
    const bool counts = guess.role == "time" || guess.role == "amount" ||
                        guess.role == "unit_price" || guess.role == "quantity" ||
                        guess.role == "transaction" || guess.role == "customer";
    if (guess.confidence >= kSureGuess || !counts) continue;
    FOOTFALL_TRY(add_quality_fact(
        session, {"rows whose " + guess.role + " stands in a column that is only guessed",
                  table.source.path, count, count, 0,
                  "kept: column " + guess.column + "; if it is right, say so with --map " +
                      guess.role + "=COLUMN",
                  false, ""}));
  }
  return Done{};
}

}  // namespace footfall
