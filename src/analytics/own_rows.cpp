#include "analytics/own_rows.h"

#include "analytics/own_orders.h"
#include "analytics/own_products.h"
#include "analytics/own_row_faults.h"
#include "analytics/written_times.h"
#include "duckdb/sql_text.h"

namespace footfall {

namespace {

constexpr const char* kQuantityType = "DECIMAL(18, 3)";

Result<std::string> number_of_role(Session& session, const RoleTable& table,
                                   const std::string& role, const std::string& type) {
  const std::string column = column_of(table.roles, role);
  if (column.empty()) return std::string("NULL::") + type;
  return number_of_column(session, table.source, column, type);
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

// What numbers the transaction of a row; without any number or lines, it is the row itself.
std::string transaction_sql(const RoleTable& table) {
  if (table.has_transaction_id) return "given_id";
  if (table.has_lines) return "coalesce(customer_id::VARCHAR, '?') || ' ' || bought_at::DATE";
  return "0::BIGINT";
}

// Returns the SQL of a row's time, NULL where the file has none, and notes how it is read.
Result<std::string> read_time(Session& session, RoleTable& table, const std::string& format) {
  const std::string day = column_of(table.roles, "time"), clock = column_of(table.roles, "clock");
  if (day.empty()) return std::string("NULL::TIMESTAMP");
  const auto time = clock.empty() ? time_of_column(session, table.source, day, format)
                                  : time_of_columns(session, table.source, day, clock, format);
  if (!time) return time.error();
  std::string note = "  times are read as " + time->description;
  if (time->is_ambiguous) note += "; day first is as possible: say --time-format";
  if (time->is_mixed) {
    note +=
        "; other rows fit the other order alone, so that days up to the 12th may be misread: mend "
        "the file, or say --time-format";
  }
  table.notes.push_back(note);
  return time->sql;
}

// Returns the values of each row, as SQL of columns given_id, customer_id, bought_at, quantity,
// unit_price, paid, category, persona, festival, lines, code and the texts that an example shows.
Result<std::string> values_sql(Session& session, const RoleTable& table, const std::string& time) {
  const auto quantity = number_of_role(session, table, "quantity", kQuantityType);
  if (!quantity) return quantity.error();
  const auto price = number_of_role(session, table, "unit_price", "money");
  if (!price) return price.error();
  const auto amount = number_of_role(session, table, "amount", "money");
  if (!amount) return amount.error();
  const auto lines = number_of_role(session, table, "lines", "INTEGER");
  if (!lines) return lines.error();
  const auto identifier = [&](const std::string& role) {
    const std::string column = column_of(table.roles, role);
    return column.empty() ? "NULL::VARCHAR" : identifier_of_column(table.source, column);
  };
  const bool has_code = table.has_lines && table.has("product");
  const std::string unsold = unsold_state_sql(table);
  return "SELECT " + identifier("transaction") + " AS given_id, " + identifier("customer") +
         " AS customer_id, " + time + " AS bought_at, " + *quantity + " AS quantity, " + *price +
         " AS unit_price, " + *amount + " AS paid, " + category_of(table) + " AS category, " +
         text_of_role(table, "persona") + " AS persona, " + text_of_role(table, "festival") +
         " AS festival, " + *lines + " AS lines, " +
         (has_code ? text_of_role(table, "product") : "NULL::VARCHAR") + " AS code, " +
         text_of_role(table, "transaction") + " AS id_text, " + text_of_role(table, "time") +
         " AS time_text, " + text_of_role(table, "quantity") + " AS quantity_text, " +
         text_of_role(table, table.has("amount") ? "amount" : "unit_price") + " AS amount_text, " +
         (unsold.empty() ? "NULL::VARCHAR" : unsold) + " AS unsold FROM " +
         sql_identifier(table.source.view);
}

}  // namespace

Result<> read_rows(Session& session, RoleTable& table, const std::string& name,
                   const std::string& time_format) {
  const auto time = read_time(session, table, time_format);
  if (!time) return time.error();
  FOOTFALL_TRY(make_product_names(session, table));
  const auto cancels = has_cancellations(session, table);
  if (!cancels) return cancels.error();
  const auto values = values_sql(session, table, *time);
  if (!values) return values.error();
  const std::string amount = table.has("amount")     ? "paid"
                             : table.has("quantity") ? "TRY(CAST(quantity * unit_price AS money))"
                                                     : "unit_price";
  // What shows a row that is left out; that one comes again is known later.
  const std::string seen = "concat_ws(', ', id_text, time_text, quantity_text, amount_text)";
  const bool has_unsold = !unsold_state_sql(table).empty();
  const bool may_repeat = !table.has_lines && table.has_transaction_id;
  // No window and no join, so that rows are read by all threads and keep the order of the file.
  FOOTFALL_TRY(session.run(
      "CREATE TEMP TABLE " + sql_identifier(name) +
      " AS SELECT transaction_id, customer_id, bought_at, quantity, unit_price, amount, category, "
      "persona, festival, lines, code, reason, " +
      (has_unsold ? "unsold, " : "") +
      (may_repeat ? seen : "CASE WHEN reason IS NOT NULL THEN " + seen + " END") +
      " AS seen FROM (SELECT *, " + reason_sql(table, *cancels) + " AS reason FROM (SELECT *, " +
      transaction_sql(table) + " AS transaction_id, " + amount + " AS amount FROM (" + *values +
      ")))"));
  if (has_unsold) FOOTFALL_TRY(leave_out_unsold(session, table, name));
  FOOTFALL_TRY(mark_repeated(session, table, name));
  FOOTFALL_TRY(check_rows(session, table, name, time_format));
  FOOTFALL_TRY(report_rows(session, table, name));
  return report_no_products(session, table, name);
}

}  // namespace footfall
