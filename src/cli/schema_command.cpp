#include "cli/schema_command.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/message.h"
#include "table/sql_type.h"

namespace footfall {

namespace {

using Json = nlohmann::ordered_json;

// How the values of a meaning stand in files. CSV and JSON Lines hold text, the others types.
struct Written {
  const char *text, *parquet;
};

Written written(const Column& column) {
  switch (column.meaning) {
    case Meaning::kMoney:
      return {"1234.50", "DECIMAL(18, 2)"};
    case Meaning::kDate:
      return {"2024-01-31", "DATE"};
    case Meaning::kTimestamp:
      return {"2024-01-31T18:05:09", "TIMESTAMP(ms)"};
    case Meaning::kFlag:
      return {"true", "BOOLEAN"};
    case Meaning::kWord:
      return {"a word", "STRING, dictionary"};
    case Meaning::kText:
      return {"text", "STRING"};
    case Meaning::kNumber:
      break;
  }
  if (column.storage == Storage::kInt64) return {"123", "INT64"};
  return {"123", "INT32"};
}

const char* database_type(const Column& column) {
  return column.meaning == Meaning::kWord ? "ENUM" : sql_type(column);
}

constexpr const char* kAbout[kTableCount] = {
    "One row a customer, ordered by `customer_id`. `transactions.customer_id` refers to it.",
    "One row a trip to the shop, ordered by `transaction_id`, which is by date, then by customer.",
    "One row a category of a basket, ordered by `transaction_id` and `line`, which identify it."};

std::string markdown() {
  std::string text =
      "# Data dictionary\n\n"
      "<!-- Written by `footfall schema`; a test holds it to the program. -->\n\n"
      "A data set has three tables, each in the formats that were asked for. Text files are UTF-8: "
      "CSV as in RFC 4180\nwith a header, JSON Lines with one object a row. Money has two "
      "decimals; "
      "with `--money double` Parquet and DuckDB hold\nit as DOUBLE. No value is missing; where a "
      "scenario says nothing, texts are empty. A transaction's `lines`,\n`units` and `amount` are "
      "the number and the sums of its items, exact.\n";
  for (int t = 0; t < kTableCount; ++t) {
    const Schema& schema = schema_of(static_cast<Table>(t));
    text +=
        "\n## " + std::string(schema.name) + "\n\n" + kAbout[t] +
        "\n\n| column | meaning | unit | in CSV | Parquet | DuckDB |\n|---|---|---|---|---|---|\n";
    for (const Column& column : schema.columns) {
      const Written as = written(column);
      text += "| `" + std::string(column.name) + "` | " + std::string(column.doc) + " | " +
              std::string(column.unit) + " | " + as.text + " | " + as.parquet + " | " +
              database_type(column) + " |\n";
    }
  }
  return text;
}

std::string json() {
  Json tables = Json::array();
  for (int t = 0; t < kTableCount; ++t) {
    const Schema& schema = schema_of(static_cast<Table>(t));
    Json table = {{"table", schema.name}, {"columns", Json::array()}};
    for (const Column& column : schema.columns) {
      const Written as = written(column);
      table["columns"].push_back({{"column", column.name},
                                  {"meaning", column.doc},
                                  {"unit", column.unit},
                                  {"parquet", as.parquet},
                                  {"duckdb", database_type(column)}});
    }
    tables.push_back(std::move(table));
  }
  return Json({{"tables", std::move(tables)}}).dump(2) + "\n";
}

}  // namespace

void add_schema(CLI::App& app, int& code) {
  auto as_json = std::make_shared<bool>(false);
  app.add_flag("--json", *as_json, "Print one JSON object instead of text")->configurable(false);
  app.footer("footfall schema");
  app.final_callback([as_json, &code] { code = print(*as_json ? json() : markdown()); });
}

}  // namespace footfall
