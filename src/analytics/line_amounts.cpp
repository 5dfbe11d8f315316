#include "analytics/line_amounts.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

#include "analytics/column_words.h"
#include "duckdb/sql_text.h"

namespace footfall {

namespace {

constexpr const char* kFirstRows = "20000";
constexpr double kMost = 0.9, kHalf = 0.5;
constexpr size_t kMostColumns = 60;  // that are looked at; a wide file holds other things
// What taxes and discounts make of a price at the outside.
constexpr double kLeastFactor = 0.5, kMostFactor = 1.5;

// Rounded down, so that 100 % are all.
std::string floored_percent(double share) {
  return std::to_string(static_cast<int>(std::floor(share * 100))) + " %";
}

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
    const bool is_taken = role_of(roles, column.name) != nullptr;
    const bool is_named = name_score("amount", column.name) > 0;
    if (!is_taken && column.numbers > kMost && (is_named || column.wholes < kHalf) &&
        columns.size() < kMostColumns)
      columns.push_back(column.name);
  }
  return columns;
}

struct LineValues {
  std::string product;               // SQL of quantity × unit price, of a row
  std::vector<std::string> columns;  // possible amounts
  std::vector<std::string> sql;      // of their numbers
};

// For each pair of numbers in SQL, the share of rows where they are the same but for rounding.
Result<std::vector<double>> shares_equal(
    Session& session, const SourceTable& source,
    const std::vector<std::pair<std::string, std::string>>& pairs) {
  std::string list = "SELECT 1::DOUBLE";
  for (const auto& [left, right] : pairs) {
    list += ", coalesce(avg((abs(" + left + " - " + right + ") <= 0.011 + 0.001 * abs(" + left +
            "))::INTEGER), 0)::DOUBLE";
  }
  const auto found = session.fetch(list + " FROM (SELECT * FROM " + sql_identifier(source.view) +
                                   " LIMIT " + kFirstRows + ")");
  if (!found) return found.error();
  std::vector<double> shares;
  for (size_t i = 1; i < found->columns.size(); ++i) shares.push_back(found->columns[i].reals[0]);
  return shares;
}

// For each possible amount, the share of rows where it is quantity × unit price.
Result<std::vector<double>> shares_of_products(Session& session, const SourceTable& source,
                                               const LineValues& values) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const std::string& amount : values.sql) pairs.emplace_back(amount, values.product);
  return shares_equal(session, source, pairs);
}

// Returns the column that, taken off quantity × unit price, as money or in per cent, gives the
// guessed amount on nearly all rows; or an empty text.
Result<std::string> discount_column(Session& session, const SourceTable& source,
                                    const std::vector<RoleGuess>& roles, const LineValues& values) {
  std::vector<std::string> columns;
  std::vector<std::pair<std::string, std::string>> pairs = {{values.sql[0], values.product}};
  for (const ColumnProfile& column : source.columns) {
    const bool is_taken = role_of(roles, column.name) != nullptr;
    if (is_taken || column.numbers <= kMost || columns.size() == kMostColumns) continue;
    const auto number = number_of_column(session, source, column.name, "DECIMAL(18, 4)");
    if (!number) return number.error();
    const std::string off = "coalesce((" + *number + ")::DOUBLE, 0)";
    columns.push_back(column.name);
    pairs.emplace_back(values.sql[0], "(" + values.product + " - abs(" + off + "))");
    pairs.emplace_back(values.sql[0], "(" + values.product + " * (1 - " + off + " / 100))");
  }
  const auto shares = shares_equal(session, source, pairs);
  if (!shares) return shares.error();
  const auto best = std::max_element(shares->begin(), shares->end());
  constexpr double kAll = 0.99;
  if (*best < kAll || *best <= (*shares)[0]) return std::string();
  return columns[static_cast<size_t>(best - shares->begin() - 1) / 2];
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

// Returns how many times quantity × unit price the guessed amount is, if on nearly all rows the
// same, else 0.
Result<double> usual_factor(Session& session, const SourceTable& source, const LineValues& values) {
  const auto found = session.fetch(
      "SELECT coalesce(median(factor), 0)::DOUBLE, coalesce(quantile_cont(factor, 0.95) - "
      "quantile_cont(factor, 0.05), 0)::DOUBLE FROM (SELECT " +
      values.sql[0] + " / " + values.product + " AS factor FROM (SELECT * FROM " +
      sql_identifier(source.view) + " LIMIT " + kFirstRows + ") WHERE abs(" + values.product +
      ") > 1)");
  if (!found) return found.error();
  constexpr double kRounding = 0.01;
  return found->columns[1].reals[0] > kRounding ? 0 : found->columns[0].reals[0];
}

std::string share_note(const std::string& column, double share) {
  return "  " + column + " is quantity × unit price on " + floored_percent(share) + " of the lines";
}

std::string times_product(double factor) {
  char text[64] = "other than quantity × unit price";
  if (factor > 0) std::snprintf(text, sizeof text, "%.3g × quantity × unit price", factor);
  return text;
}

// A price before taxes or discounts is not what was paid.
std::string leave_price(std::vector<RoleGuess>& roles, const std::string& relation) {
  std::string note = "  " + column_of(roles, "amount") + " is " + relation + "; it counts, and " +
                     column_of(roles, "unit_price") + " is left aside";
  std::erase_if(roles, [](const RoleGuess& guess) {
    return guess.role == "unit_price" && guess.reason != "as told";
  });
  return note;
}

std::string drop_amount(std::vector<RoleGuess>& roles, const std::string& why) {
  std::string note = "  " + column_of(roles, "amount") + " " + why +
                     "; the amount of a line is quantity × unit price";
  std::erase_if(roles, [](const RoleGuess& guess) { return guess.role == "amount"; });
  return note;
}

double filled_share(const SourceTable& source, const std::string& column) {
  for (const ColumnProfile& one : source.columns) {
    if (one.name == column) return one.filled;
  }
  return 0;
}

Result<LineValues> line_values(Session& session, const SourceTable& source,
                               const std::vector<RoleGuess>& roles) {
  const auto units =
      number_of_column(session, source, column_of(roles, "quantity"), "DECIMAL(18, 3)");
  if (!units) return units.error();
  const auto each =
      number_of_column(session, source, column_of(roles, "unit_price"), "DECIMAL(18, 4)");
  if (!each) return each.error();
  LineValues values{
      "((" + *units + ")::DOUBLE * (" + *each + ")::DOUBLE)", possible_amounts(source, roles), {}};
  for (const std::string& column : values.columns) {
    const auto number = number_of_column(session, source, column, "DECIMAL(18, 4)");
    if (!number) return number.error();
    values.sql.push_back("(" + *number + ")::DOUBLE");
  }
  return values;
}

// Drops a guessed amount that repeats on all lines of nearly all receipts; with no price beside it,
// nothing else tells a line's amount from the total of its receipt.
Result<std::string> drop_total(Session& session, const SourceTable& source,
                               std::vector<RoleGuess>& roles) {
  const std::string receipt = column_of(roles, "transaction"), amount = column_of(roles, "amount");
  if (receipt.empty()) return std::string();
  const auto number = number_of_column(session, source, amount, "DECIMAL(18, 4)");
  if (!number) return number.error();
  const auto found = session.fetch(
      "SELECT count(*), coalesce(avg((least_value = most_value)::INTEGER), 0)::DOUBLE, "
      "count(DISTINCT most_value) FROM (SELECT min(" +
      *number + ") AS least_value, max(" + *number + ") AS most_value FROM " +
      sql_identifier(source.first_rows) + " GROUP BY " + text_of_column(receipt) +
      " HAVING count(*) > 1)");
  if (!found) return found.error();
  constexpr int64_t kFewestReceipts = 20, kFewestTotals = 10;
  if (found->columns[0].integers[0] < kFewestReceipts || found->columns[1].reals[0] < kMost ||
      found->columns[2].integers[0] < kFewestTotals)
    return std::string();
  std::string note = "  " + amount + " is the total of a receipt, on each of its lines";
  std::erase_if(roles, [](const RoleGuess& guess) { return guess.role == "amount"; });
  return note;
}

// A guessed price that does not lead to the amount that was told is left aside: one before a
// discount, or with the tax.
Result<std::string> settle_told_amount(Session& session, const SourceTable& source,
                                       std::vector<RoleGuess>& roles) {
  const RoleGuess* price = guess_of(roles, "unit_price");
  if (price == nullptr || price->reason == "as told" || !guess_of(roles, "quantity"))
    return std::string();
  if (filled_share(source, price->column) == 0) return std::string();
  const auto values = line_values(session, source, roles);
  if (!values) return values.error();
  const auto shares = shares_of_products(session, source, *values);
  if (!shares) return shares.error();
  const double own_share = (*shares)[0];
  if (own_share < 1) {
    const auto discount = discount_column(session, source, roles, *values);
    if (!discount) return discount.error();
    if (!discount->empty()) return leave_price(roles, "quantity × unit price less " + *discount);
  }
  if (own_share >= kHalf) return std::string();
  const auto factor = usual_factor(session, source, *values);
  if (!factor) return factor.error();
  return leave_price(roles, times_product(*factor));
}

}  // namespace

Result<std::string> settle_line_amount(Session& session, const SourceTable& source,
                                       std::vector<RoleGuess>& roles) {
  const std::string price = column_of(roles, "unit_price");
  RoleGuess* amount = guess_of(roles, "amount");
  if (amount == nullptr) return std::string();
  if (amount->reason == "as told") return settle_told_amount(session, source, roles);
  if (!guess_of(roles, "quantity") || price.empty()) return drop_total(session, source, roles);
  const double filled = filled_share(source, amount->column);
  if (filled_share(source, price) == 0) return std::string();
  if (filled < kMost * filled_share(source, price))
    return drop_amount(roles, "is filled in on only " + floored_percent(filled) + " of the lines");
  const auto values = line_values(session, source, roles);
  if (!values) return values.error();
  const auto shares = shares_of_products(session, source, *values);
  if (!shares) return shares.error();
  const double own_share = (*shares)[0];
  if (own_share > 0 && own_share < 1) {
    const auto discount = discount_column(session, source, roles, *values);
    if (!discount) return discount.error();
    if (!discount->empty()) return leave_price(roles, "quantity × unit price less " + *discount);
  }
  if (own_share >= kMost) {
    amount->confidence = std::max(amount->confidence, kMost);
    return share_note(amount->column, own_share);
  }
  const auto factor = usual_factor(session, source, *values);
  if (!factor) return factor.error();
  const bool is_with_tax = *factor > kLeastFactor && *factor < kMostFactor;
  if (is_with_tax && amount->confidence >= kSureGuess)
    return leave_price(roles, times_product(*factor));
  const auto best = std::max_element(shares->begin(), shares->end()) - shares->begin();
  if ((*shares)[static_cast<size_t>(best)] >= kMost && own_share < kHalf) {
    *amount = {"amount", values->columns[static_cast<size_t>(best)], kMost,
               "is quantity × unit price"};
    return std::string();
  }
  if (const std::string receipt = column_of(roles, "transaction"); !receipt.empty()) {
    const auto totals = share_of_totals(session, source, receipt, values->sql[0], values->product);
    if (!totals) return totals.error();
    if (*totals >= kMost)
      return drop_amount(roles, "is the total of a receipt, on each of its lines");
  }
  if (own_share >= kHalf)
    return share_note(amount->column, own_share) + ", and believed where it is not";
  return leave_price(roles, times_product(*factor));
}

}  // namespace footfall
