#include "cli/query_command.h"

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <memory>

#include "analytics/query.h"

namespace footfall {

namespace {

int query(const QueryOptions& options) {
  // Nothing is left half done, so Ctrl-C may simply end the program.
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
  const auto text = run_query(options);
  if (!text) {
    std::fprintf(stderr, "footfall: %s\n", text.error().message.c_str());
    return exit_code(text.error().category);
  }
  if (std::fwrite(text->data(), 1, text->size(), stdout) != text->size() || std::fflush(stdout)) {
    std::fprintf(stderr, "footfall: cannot write to standard output\n");
    return exit_code(ErrorCategory::kIo);
  }
  return 0;
}

}  // namespace

void add_query(CLI::App& app, int& code) {
  auto options = std::make_shared<QueryOptions>();
  app.add_option("folder", options->folder, "Folder of the data set")->required();
  app.add_option("sql", options->sql, "One SELECT over customers, transactions and items")
      ->required();
  app.add_option("--format", options->format, "table, csv, json or parquet")
      ->check(CLI::IsMember({"table", "csv", "json", "parquet"}))
      ->capture_default_str();
  app.add_option("--out,--output", options->out, "File to write, or - for standard output")
      ->capture_default_str();
  app.add_option("--from", options->source, "Files to read where the data set has several formats")
      ->check(CLI::IsMember({"duckdb", "parquet", "csv", "jsonl"}));
  app.add_option("--max-width", options->max_width, "Widest column of a table, in characters")
      ->check(CLI::Range(4, 10'000))
      ->capture_default_str();
  app.footer(
      "Example: footfall query data/output \"SELECT category, sum(amount) FROM items GROUP BY 1\"");
  app.final_callback([options, &code] { code = query(*options); });
}

}  // namespace footfall
