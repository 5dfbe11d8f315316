#include "server/rows_query.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

#include "base/date.h"
#include "duckdb/sql_text.h"

namespace footfall {

namespace {

constexpr int64_t kMostRows = 1000, kMostOffset = 1'000'000'000'000;
constexpr size_t kMostText = 200;

Error wrong(const std::string& text) { return {ErrorCategory::kInput, text, ""}; }

std::optional<int64_t> whole(std::string_view text) {
  int64_t value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

const Column* find_column(Table table, std::string_view name) {
  for (const Column& column : schema_of(table).columns) {
    if (column.name == name) return &column;
  }
  return nullptr;
}

// A column, and the table whose rows a filter by it looks at.
struct Place {
  Table table;
  const Column* column;
};

// Finds a column of `table`, or of one that tells about its rows.
std::optional<Place> find_place(Table table, std::string_view name) {
  using enum Table;
  std::vector<Table> tables = {table};
  if (table == kTransactions) tables = {kTransactions, kCustomers, kItems};
  if (table == kItems) tables = {kItems, kTransactions, kCustomers};
  for (const Table candidate : tables) {
    if (const Column* column = find_column(candidate, name)) return Place{candidate, column};
  }
  return std::nullopt;
}

// Returns the condition that a row of `table` satisfies when the row at `place` does.
std::string reached(Table table, Table place, const std::string& condition) {
  using enum Table;
  if (table == place) return condition;
  if (table == kTransactions && place == kCustomers)
    return "customer_id IN (SELECT customer_id FROM customers WHERE " + condition + ")";
  if (table == kTransactions && place == kItems)
    return "transaction_id IN (SELECT transaction_id FROM items WHERE " + condition + ")";
  return "transaction_id IN (SELECT transaction_id FROM transactions WHERE " +
         reached(kTransactions, place, condition) + ")";
}

// Reads a value as its column holds it.
Result<Value> read_value(const Column& column, const std::string& text) {
  const std::string name(column.name);
  switch (column.meaning) {
    case Meaning::kNumber:
      if (const auto number = whole(text)) return Value(*number);
      return wrong(name + " must be a whole number, not " + text);
    case Meaning::kFlag:
      if (text == "true" || text == "1") return Value(true);
      if (text == "false" || text == "0") return Value(false);
      return wrong(name + " must be true or false, not " + text);
    case Meaning::kDate:
      if (parse_date(text)) return Value(text);
      return wrong(name + " must be a date as 2024-01-31, not " + text);
    case Meaning::kMoney: {
      double value = 0;
      const auto [end, code] =
          std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
      if (code == std::errc() && end == text.data() + text.size() && value > -1e15 && value < 1e15)
        return Value(text);
      return wrong(name + " must be an amount as 12.50, not " + text);
    }
    case Meaning::kTimestamp: {
      std::string time = text;
      std::replace(time.begin(), time.end(), 'T', ' ');
      const bool is_form = time.size() == 19 && parse_date(time.substr(0, 10)) && time[10] == ' ' &&
                           time[13] == ':' && time[16] == ':' &&
                           whole(time.substr(11, 2)).value_or(24) < 24 && time[11] != '-' &&
                           whole(time.substr(14, 2)).value_or(60) < 60 && time[14] != '-' &&
                           whole(time.substr(17, 2)).value_or(60) < 60 && time[17] != '-';
      if (is_form) return Value(time);
      return wrong(name + " must be a time as 2024-01-31T12:00:00, not " + text);
    }
    case Meaning::kWord:
    case Meaning::kText:
      if (text.size() <= kMostText) return Value(text);
      return wrong(name + " has at most 200 bytes");
  }
  return wrong("unknown column");
}

const char* cast_of(const Column& column) {
  switch (column.meaning) {
    case Meaning::kDate:
      return "::DATE";
    case Meaning::kTimestamp:
      return "::TIMESTAMP";
    case Meaning::kMoney:
      return "::DECIMAL(18, 2)";
    default:
      return "";
  }
}

// Collects conditions: values of the same column and comparison are alternatives.
class Conditions {
 public:
  explicit Conditions(Table table) : table_(table) {}

  Result<> add(const std::string& word, const std::string& text) {
    const size_t dot = word.find('.');
    const std::string name = word.substr(0, dot);
    const std::string comparison = dot == std::string::npos ? "" : word.substr(dot + 1);
    const auto place = find_place(table_, name);
    if (!place || (!comparison.empty() && comparison != "min" && comparison != "max"))
      return wrong("there is no filter " + word + " of " + std::string(schema_of(table_).name));
    if (!comparison.empty() && place->column->meaning == Meaning::kFlag)
      return wrong(name + " is true or false and has no " + comparison);
    auto value = read_value(*place->column, text);
    if (!value) return value.error();
    const std::string parameter = "p" + std::to_string(parameters_.size());
    parameters_[parameter] = *value;
    const char* sign = comparison == "min" ? " >= " : comparison == "max" ? " <= " : " = ";
    auto& list = alternatives_[{place->table, word}];
    list += (list.empty() ? "" : " OR ") + sql_identifier(name) + sign + "$" + parameter +
            cast_of(*place->column);
    return Done{};
  }

  // Filters of one other table hold of the same row of it, as category and quantity of one line.
  std::string where() const {
    std::map<Table, std::string> by_table;
    for (const auto& [key, list] : alternatives_) {
      std::string& all = by_table[key.first];
      all += (all.empty() ? "(" : " AND (") + list + ")";
    }
    std::string text;
    for (const auto& [place, condition] : by_table)
      text += (text.empty() ? " WHERE " : " AND ") + reached(table_, place, condition);
    return text;
  }
  Parameters take_parameters() { return std::move(parameters_); }

 private:
  const Table table_;
  Parameters parameters_;
  std::map<std::pair<Table, std::string>, std::string> alternatives_;
};

Result<int64_t> read_number(const std::string& name, const std::string& text, int64_t low,
                            int64_t high) {
  const auto number = whole(text);
  if (number && *number >= low && *number <= high) return *number;
  return wrong(name + " must be " + std::to_string(low) + " to " + std::to_string(high) + ", not " +
               text);
}

// Returns the ORDER BY; identifiers come last, so that pages do not overlap.
Result<std::string> order_of(Table table, const std::string& order) {
  const char* ids = table == Table::kCustomers      ? "customer_id"
                    : table == Table::kTransactions ? "transaction_id"
                                                    : "transaction_id, line";
  if (order.empty()) return std::string(" ORDER BY ") + ids;
  const bool down = order[0] == '-';
  const std::string name = order.substr(down ? 1 : 0);
  if (find_column(table, name) == nullptr) {
    return wrong("order must be a column of " + std::string(schema_of(table).name) +
                 ", or that with a minus, not " + order);
  }
  return " ORDER BY " + sql_identifier(name) + (down ? " DESC, " : ", ") + ids;
}

}  // namespace

Result<RowsQuery> read_rows_query(const QueryWords& words) {
  RowsQuery query;
  std::string order;
  for (const auto& [name, value] : words) {
    if (name != "table") continue;
    int t = 0;
    while (t < kTableCount && schema_of(static_cast<Table>(t)).name != value) ++t;
    if (t == kTableCount)
      return wrong("table must be customers, transactions or items, not " + value);
    query.table = static_cast<Table>(t);
  }
  Conditions conditions(query.table);
  for (const auto& [name, value] : words) {
    if (name == "table" || name == "run") continue;
    if (name == "order") {
      order = value;
    } else if (name == "limit" || name == "offset") {
      const bool is_limit = name == "limit";
      const auto number =
          read_number(name, value, is_limit ? 1 : 0, is_limit ? kMostRows : kMostOffset);
      if (!number) return number.error();
      (is_limit ? query.limit : query.offset) = *number;
    } else {
      FOOTFALL_TRY(conditions.add(name, value));
    }
  }
  const auto sorted = order_of(query.table, order);
  if (!sorted) return sorted.error();
  const std::string from = " FROM " + std::string(schema_of(query.table).name) + conditions.where();
  query.rows_sql = "SELECT *" + from + *sorted + " LIMIT " + std::to_string(query.limit) +
                   " OFFSET " + std::to_string(query.offset);
  query.count_sql = "SELECT count(*) AS rows" + from;
  query.parameters = conditions.take_parameters();
  return query;
}

}  // namespace footfall
