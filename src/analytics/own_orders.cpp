#include "analytics/own_orders.h"

#include <algorithm>
#include <cstdio>

#include "analytics/quality.h"
#include "base/ascii.h"
#include "duckdb/sql_text.h"

namespace footfall {

namespace {

// Names in exports of Shopify, WooCommerce and Squarespace; letters alone.
constexpr const char* kDiscounts[] = {"discountamount", "cartdiscountamount", "orderdiscountamount",
                                      "orderdiscount"};
constexpr const char* kRefunds[] = {"refundedamount", "orderrefundamount", "refundamount",
                                    "amountrefunded"};
constexpr const char* kStates[] = {"financialstatus", "orderstatus", "paymentstatus"};
constexpr const char* kNotSold =
    "['voided', 'void', 'cancelled', 'canceled', 'failed', 'storniert', 'annulé', 'cancelado', "
    "'annullato', 'expired']";

constexpr const char* kUnsold = "orders that were not sold";  // the reason of a row

template <size_t kCount>
std::string column_called(const RoleTable& table, const char* const (&names)[kCount]) {
  for (const ColumnProfile& column : table.source.columns) {
    std::string name = lowered(column.name);
    std::erase_if(name, [](char c) { return c < 'a' || c > 'z'; });
    const bool is_free = role_of(table.roles, column.name) == nullptr && column.filled > 0;
    if (is_free && std::find(std::begin(names), std::end(names), name) != std::end(names))
      return column.name;
  }
  return "";
}

// SQL of each transaction's amount, and what `value` is at most on its lines.
std::string orders_sql(const RoleTable& bought, const std::string& value) {
  return "(SELECT transaction_id, t.amount, said FROM own_transactions t JOIN (SELECT (" +
         identifier_of_column(bought.source, column_of(bought.roles, "transaction")) +
         ")::VARCHAR AS receipt, max(" + value + ") AS said FROM " +
         sql_identifier(bought.source.view) + " GROUP BY 1) ON receipt = transaction_id::VARCHAR)";
}

// Reports transactions with a sum of their own that revenue leaves aside.
Result<> report_sum(Session& session, const RoleTable& bought, const std::string& column,
                    const std::string& fact, const std::string& what) {
  const auto number = number_of_column(session, bought.source, column, "DECIMAL(18, 4)");
  if (!number) return number.error();
  const auto found = session.fetch(
      "SELECT count(*) FILTER (said > 0), count(*), -coalesce(sum(said), 0)::DOUBLE, "
      "coalesce(sum(amount), 0)::DOUBLE, coalesce(array_to_string(min('transaction ' || "
      "transaction_id || ': ' || said::DECIMAL(18, 2), 3) FILTER (said > 0), '; '), '') FROM " +
      orders_sql(bought, "abs(" + *number + ")"));
  if (!found) return found.error();
  const double off = found->columns[2].reals[0], sold = found->columns[3].reals[0];
  char rule[160];
  std::snprintf(rule, sizeof rule, "kept: revenue is %.2f before %s, %.2f after them", sold,
                what.c_str(), sold + off);
  return add_quality_fact(
      session, {fact, bought.source.path, found->columns[0].integers[0],
                found->columns[1].integers[0], off, rule, false, found->columns[4].texts[0]});
}

}  // namespace

Result<> report_orders(Session& session, const RoleTable& bought) {
  if (!bought.has_transaction_id) return Done{};
  const std::string discount = column_called(bought, kDiscounts),
                    refund = column_called(bought, kRefunds);
  // A discount is off the amount of a whole order already; on lines it may be of the line.
  constexpr double kFewEmpty = 0.9;
  const ColumnProfile* known = profile_of(bought.source, discount);
  if (known != nullptr && bought.has_lines && known->filled < kFewEmpty && !bought.has("amount")) {
    FOOTFALL_TRY(report_sum(session, bought, discount, kHiddenDiscounts, "discounts"));
  }
  if (refund.empty()) return Done{};
  return report_sum(session, bought, refund, kPaidBack, "repayments");
}

std::string unsold_state_sql(const RoleTable& bought) {
  const std::string state = column_called(bought, kStates);
  if (state.empty() || !bought.has("time")) return "";  // lines beside their orders have no time
  const std::string text = text_of_column(state);
  return "CASE WHEN list_contains(" + std::string(kNotSold) + ", lower(" + text + ")) THEN " +
         text + " END";
}

Result<> leave_out_unsold(Session& session, const RoleTable& bought, const std::string& rows) {
  const std::string name = sql_identifier(rows);
  const bool has_orders = bought.has_transaction_id || bought.has_lines;
  const std::string key = has_orders ? "transaction_id::VARCHAR" : "rowid::VARCHAR";
  FOOTFALL_TRY(session.run("CREATE OR REPLACE TEMP TABLE unsold_orders AS SELECT " + key +
                           " AS key, max(unsold) AS state FROM " + name +
                           " WHERE unsold IS NOT NULL AND transaction_id IS NOT NULL GROUP BY 1"));
  const auto found = session.fetch(
      "SELECT count(*) FILTER (state IS NOT NULL), count(*), coalesce(sum(amount) FILTER (state IS "
      "NOT NULL), 0)::DOUBLE, coalesce(array_to_string(min('" +
      std::string(has_orders ? "transaction ' || key" : "row ' || key::BIGINT + 1") +
      " || ': ' || state, 3) FILTER (state IS NOT NULL), '; '), '') FROM (SELECT " + key +
      " AS key, sum(amount) AS amount FROM " + name +
      " WHERE reason IS NULL GROUP BY 1) LEFT JOIN unsold_orders USING (key)");
  if (!found) return found.error();
  FOOTFALL_TRY(session.run("UPDATE " + name + " SET reason = " + sql_literal(kUnsold) + " WHERE " +
                           key + " IN (SELECT key FROM unsold_orders) AND reason IS NULL"));
  return add_quality_fact(
      session,
      {kCancelledOrders + column_called(bought, kStates) + " says", bought.source.path,
       found->columns[0].integers[0], found->columns[1].integers[0], found->columns[2].reals[0],
       "left out: nothing was sold", false, found->columns[3].texts[0]});
}

}  // namespace footfall
