#include "analytics/line_amounts.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "analytics/column_words.h"
#include "duckdb/sql_text.h"

namespace footfall {

namespace {

constexpr const char* kFirstRows = "20000";
constexpr double kMost = 0.9, kHalf = 0.5;

RoleGuess* guess_of(std::vector<RoleGuess>& roles, const std::string& role) {
  const auto found = std::find_if(roles.begin(), roles.end(),
                                  [&](const RoleGuess& guess) { return guess.role == role; });
  return found == roles.end() ? nullptr : &*found;
}

// The guessed amount, then all other columns that no role has and that may be amounts.
std::vector<std::string> possible_amounts(const SourceTable& source,
                                          const std::vector<RoleGuess>& roles) {
  std::vector<std::string> columns = {column_of(roles, "amount")};
  for (const ColumnProfile& column : source.columns) {
    const bool is_taken = std::any_of(roles.begin(), roles.end(), [&](const RoleGuess& guess) {
      return guess.column == column.name;
    });
    const bool is_named = name_score("amount", column.name) > 0;
    if (!is_taken && column.numbers > kMost && (is_named || column.wholes < kHalf))
      columns.push_back(column.name);
  }
  return columns;
}

struct LineValues {
  std::string product;               // SQL of quantity × unit price, of a row
  std::vector<std::string> columns;  // possible amounts
  std::vector<std::string> sql;      // of their numbers
};

// For each possible amount, the share of rows where it is quantity × unit price.
Result<std::vector<double>> shares_of_products(Session& session, const SourceTable& source,
                                               const LineValues& values) {
  std::string list = "SELECT 1::DOUBLE";
  for (const std::string& amount : values.sql) {
    list += ", coalesce(avg((abs(" + amount + " - " + values.product + ") <= 0.011 + 0.001 * abs(" +
            amount + "))::INTEGER), 0)::DOUBLE";
  }
  const auto found = session.fetch(list + " FROM (SELECT * FROM " + sql_identifier(source.view) +
                                   " LIMIT " + kFirstRows + ")");
  if (!found) return found.error();
  std::vector<double> shares;
  for (size_t i = 1; i < found->columns.size(); ++i) shares.push_back(found->columns[i].reals[0]);
  return shares;
}

// Of the receipts with lines that differ, the share where the amount is the same on all of them.
Result<double> share_of_totals(Session& session, const SourceTable& source,
                               const std::string& receipt, const std::string& amount,
                               const std::string& product) {
  const auto found = session.fetch(
      "SELECT coalesce(avg((least_value = most_value)::INTEGER), 0)::DOUBLE FROM (SELECT min(" +
      amount + ") AS least_value, max(" + amount + ") AS most_value FROM (SELECT * FROM " +
      sql_identifier(source.view) + " LIMIT " + kFirstRows + ") GROUP BY " +
      text_of_column(receipt) + " HAVING min(" + product + ") < max(" + product + "))");
  if (!found) return found.error();
  return found->columns[0].reals[0];
}

// Returns "1.05 × " where the guessed amount is so many times quantity × unit price on nearly all
// rows, else "other than ".
Result<std::string> usual_factor(Session& session, const SourceTable& source,
                                 const LineValues& values) {
  const auto found = session.fetch(
      "SELECT coalesce(median(factor), 0)::DOUBLE, coalesce(quantile_cont(factor, 0.05), "
      "0)::DOUBLE, "
      "coalesce(quantile_cont(factor, 0.95), 0)::DOUBLE FROM (SELECT " +
      values.sql[0] + " / " + values.product + " AS factor FROM (SELECT * FROM " +
      sql_identifier(source.view) + " LIMIT " + kFirstRows + ") WHERE abs(" + values.product +
      ") > 1)");
  if (!found) return found.error();
  const double factor = found->columns[0].reals[0];
  constexpr double kRounding = 0.01;
  if (factor <= 0 || found->columns[2].reals[0] - found->columns[1].reals[0] > kRounding)
    return std::string("other than ");
  char text[32];
  std::snprintf(text, sizeof text, "%.3g × ", factor);
  return std::string(text);
}

std::string share_note(const std::string& column, double share) {
  return "  " + column + " is quantity × unit price on " +
         std::to_string(static_cast<int>(std::floor(share * 100))) + " % of the lines";
}

}  // namespace

Result<std::vector<std::string>> settle_line_amount(Session& session, const SourceTable& source,
                                                    std::vector<RoleGuess>& roles) {
  std::vector<std::string> notes;
  const std::string quantity = column_of(roles, "quantity"), price = column_of(roles, "unit_price");
  RoleGuess* amount = guess_of(roles, "amount");
  if (quantity.empty() || price.empty() || amount == nullptr || amount->reason == "as told")
    return notes;
  const auto units = number_of_column(session, source, quantity, "DECIMAL(18, 3)");
  if (!units) return units.error();
  const auto each = number_of_column(session, source, price, "DECIMAL(18, 4)");
  if (!each) return each.error();
  LineValues values{
      "((" + *units + ")::DOUBLE * (" + *each + ")::DOUBLE)", possible_amounts(source, roles), {}};
  for (const std::string& column : values.columns) {
    const auto number = number_of_column(session, source, column, "DECIMAL(18, 4)");
    if (!number) return number.error();
    values.sql.push_back("(" + *number + ")::DOUBLE");
  }
  const auto shares = shares_of_products(session, source, values);
  if (!shares) return shares.error();
  const auto best = std::max_element(shares->begin(), shares->end()) - shares->begin();
  const std::string& column = values.columns[static_cast<size_t>(best)];
  if ((*shares)[static_cast<size_t>(best)] >= kMost) {
    const bool is_new = amount->column != column;
    if (!is_new || (*shares)[0] < kHalf) {
      *amount = {"amount", column, std::max(is_new ? 0 : amount->confidence, kMost),
                 is_new ? "is quantity × unit price" : amount->reason};
      if (!is_new) notes.push_back(share_note(column, (*shares)[0]));
      return notes;
    }
  }
  const std::string receipt = column_of(roles, "transaction");
  if (!receipt.empty()) {
    const auto totals = share_of_totals(session, source, receipt, values.sql[0], values.product);
    if (!totals) return totals.error();
    if (*totals >= kMost) {
      notes.push_back("  " + amount->column +
                      " is the total of a receipt, on each of its lines; the amount of a line is "
                      "quantity × unit price");
      std::erase_if(roles, [](const RoleGuess& guess) { return guess.role == "amount"; });
      return notes;
    }
  }
  if ((*shares)[0] >= kHalf) {
    notes.push_back(share_note(amount->column, (*shares)[0]) + ", and believed where it is not");
    return notes;
  }
  // A price before taxes or discounts is not what was paid.
  const auto factor = usual_factor(session, source, values);
  if (!factor) return factor.error();
  notes.push_back("  " + amount->column + " is " + *factor +
                  "quantity × unit price; it counts, and " + price + " is left aside");
  std::erase_if(roles, [](const RoleGuess& guess) {
    return guess.role == "unit_price" && guess.reason != "as told";
  });
  return notes;
}

}  // namespace footfall
