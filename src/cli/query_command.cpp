#include "cli/query_command.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "analytics/query.h"
#include "cli/allowed.h"
#include "cli/message.h"
#include "cli/stop_signal.h"
#include "cli/terminal.h"

namespace footfall {

namespace {

int query(QueryOptions options) {
  if (options.out == "-") options.columns = static_cast<size_t>(terminal_columns(STDOUT_FILENO));
  // What was written so far is removed then; what is printed to a closed pipe ends as ever.
  if (options.out != "-") {
    stop_at_next_batch();
    options.stops = [] { return stop_requested.load(); };
  }
  const auto text = run_query(options);
  return text ? print(*text) : report(text.error());
}

}  // namespace

void add_query(CLI::App& app, int& code) {
  auto options = std::make_shared<QueryOptions>();
  app.add_option("folder", options->folder, "Folder of the data set")->required();
  app.add_option("sql", options->sql, "One SELECT over customers, transactions and items")
      ->required();
  allow_one_of(app.add_option("--format", options->format, "How rows are printed"),
               {"table", "csv", "json", "parquet"})
      ->capture_default_str();
  app.add_option("--out,--output", options->out, "File to write, or - for standard output")
      ->type_name("FILE")
      ->capture_default_str();
  app.add_flag("--overwrite", options->overwrite, "Replace the file of --out if it exists");
  allow_one_of(app.add_option("--from", options->source,
                              "Files to read where the data set has several formats"),
               {"duckdb", "parquet", "csv", "jsonl"})
      ->default_str("the fastest");
  allow_whole(
      app.add_option("--max-width", options->max_width, "Widest column of a table, in characters"),
      4, 10'000)
      ->capture_default_str();
  app.footer(
      "footfall query data/output \"SELECT category, sum(amount) FROM items GROUP BY 1\"\n"
      "footfall query data/output \"SELECT * FROM customers\" --format parquet --out "
      "customers.parquet");
  app.final_callback([options, &code] { code = query(*options); });
}

}  // namespace footfall
