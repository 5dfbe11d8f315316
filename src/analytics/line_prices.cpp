#include "analytics/line_prices.h"

#include <algorithm>

#include "duckdb/sql_text.h"

namespace footfall {

namespace {

constexpr double kMost = 0.9, kHalf = 0.5;

RoleGuess* guessed(std::vector<RoleGuess>& roles, const std::string& role) {
  const auto found = std::find_if(roles.begin(), roles.end(), [&](const RoleGuess& guess) {
    return guess.role == role && guess.reason != "as told";
  });
  return found == roles.end() ? nullptr : &*found;
}

// SQL of two columns' numbers as `units` and `price`, and of the product, in the first rows.
Result<std::string> units_and_prices(Session& session, const SourceTable& source,
                                     const std::string& units, const std::string& price,
                                     const std::string& product) {
  const auto count = number_of_column(session, source, units, "DECIMAL(18, 3)");
  if (!count) return count.error();
  const auto each = number_of_column(session, source, price, "DECIMAL(18, 4)");
  if (!each) return each.error();
  return "(SELECT (" + *count + ")::DOUBLE AS units, (" + *each + ")::DOUBLE AS price, " +
         (product.empty() ? "''" : text_of_column(product)) + " AS product FROM " +
         sql_identifier(source.first_rows) + ")";
}

// Whether whole numbers stand below the price on most rows: pieces, as no amount of money does.
Result<bool> counts_pieces(Session& session, const SourceTable& source, const std::string& amount,
                           const std::string& price) {
  const ColumnProfile* known = profile_of(source, amount);
  if (known == nullptr || known->wholes < kMost) return false;
  const auto rows = units_and_prices(session, source, amount, price, "");
  if (!rows) return rows.error();
  const auto share =
      session.fetch("SELECT coalesce(avg((units < price)::INTEGER), 0)::DOUBLE FROM " + *rows +
                    " WHERE units IS NOT NULL AND price IS NOT NULL");
  if (!share) return share.error();
  return share->columns[0].reals[0] > kHalf;
}

// Whether lines of several pieces cost nearer to as many times what lines of one piece of the
// product cost than to as much as those.
Result<bool> grows_with_quantity(Session& session, const SourceTable& source,
                                 const std::string& quantity, const std::string& price,
                                 const std::string& product) {
  const auto rows = units_and_prices(session, source, quantity, price, product);
  if (!rows) return rows.error();
  const auto found = session.fetch(
      "WITH lines AS (SELECT * FROM " + *rows +
      " WHERE units >= 1 AND price > 0 AND product IS NOT NULL), singles AS (SELECT product, "
      "median(price) AS one FROM lines WHERE units = 1 GROUP BY product) SELECT count(*), "
      "coalesce(avg((abs(ln(price / (one * units))) < abs(ln(price / one)))::INTEGER), 0)::DOUBLE "
      "FROM lines JOIN singles USING (product) WHERE units > 1");
  if (!found) return found.error();
  constexpr int64_t kFewestLines = 20;
  constexpr double kClearly = 0.75;
  return found->columns[0].integers[0] >= kFewestLines && found->columns[1].reals[0] > kClearly;
}

}  // namespace

Result<std::vector<std::string>> settle_line_price(Session& session, const SourceTable& source,
                                                   std::vector<RoleGuess>& roles) {
  std::vector<std::string> notes;
  RoleGuess* price = guessed(roles, "unit_price");
  if (price == nullptr) return notes;
  RoleGuess* amount = guessed(roles, "amount");
  if (amount != nullptr && column_of(roles, "quantity").empty()) {
    const auto are_pieces = counts_pieces(session, source, amount->column, price->column);
    if (!are_pieces) return are_pieces.error();
    if (*are_pieces) {
      amount->role = "quantity";
      notes.push_back("  " + amount->column + " is whole and mostly below " + price->column +
                      ": it counts pieces");
    }
  }
  const std::string quantity = column_of(roles, "quantity");
  std::string product = column_of(roles, "product");
  if (product.empty()) product = column_of(roles, "description");
  if (quantity.empty() || product.empty() || !column_of(roles, "amount").empty()) return notes;
  const auto grows = grows_with_quantity(session, source, quantity, price->column, product);
  if (!grows) return grows.error();
  if (*grows) {
    price->role = "amount";
    notes.push_back("  " + price->column + " grows with " + quantity +
                    ": it is the amount of a line, not the price of a piece");
  }
  return notes;
}

}  // namespace footfall
