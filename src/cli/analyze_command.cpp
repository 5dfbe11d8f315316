#include "cli/analyze_command.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <memory>
#include <optional>

#include "analytics/analysis.h"
#include "analytics/frame_text.h"
#include "analytics/metric.h"
#include "analytics/parquet_file.h"
#include "base/joined_words.h"
#include "base/nearest_word.h"
#include "base/whole_file.h"
#include "cli/allowed.h"
#include "cli/data_flags.h"
#include "cli/global_options.h"
#include "cli/message.h"
#include "cli/metric_table.h"
#include "cli/quality_text.h"
#include "cli/terminal.h"
#include "log/log.h"

namespace footfall {

namespace {

struct AnalyzeFlags {
  std::string metric;
  DataFlags data;
  bool list = false;
  std::string format = "table", out = "-";
  std::vector<std::string> settings;  // name=value
  bool overwrite = false;
  int max_width = 60, width = -1;
};

int list_metrics(const std::string& format) {
  if (format == "table") {
    std::string text;
    for (const Metric& metric : metrics()) {
      char line[400];
      std::snprintf(line, sizeof line, "%-22s %s\n", metric.name.c_str(), metric.title.c_str());
      text += line;
    }
    return print(text + "\nfootfall analyze NAME --list shows one with its columns\n");
  }
  Frame frame;
  for (const char* name : {"name", "title", "definition", "needs", "source"}) {
    frame.columns.emplace_back();
    frame.columns.back().name = name;
  }
  for (const Metric& metric : metrics()) {
    const std::string needs = joined_words(metric.needs);
    const std::string* texts[] = {&metric.name, &metric.title, &metric.definition, &needs,
                                  &metric.source};
    for (size_t c = 0; c < frame.columns.size(); ++c) frame.columns[c].texts.push_back(*texts[c]);
    ++frame.rows;
  }
  return print(format == "csv" ? frame_csv(frame) : frame_json(frame));
}

Error no_metric(const std::string& name) {
  const std::string list = "footfall analyze --list shows all";
  if (name.empty()) return {ErrorCategory::kUsage, "METRIC is missing; " + list, ""};
  std::vector<std::string> names;
  for (const Metric& metric : metrics()) names.push_back(metric.name);
  const std::string nearest = nearest_word(name, names);
  return {ErrorCategory::kUsage,
          "there is no metric " + name + "; " +
              (nearest.empty() ? list : "did you mean " + nearest + "?"),
          ""};
}

int describe_metric(const std::string& name) {
  const Metric* metric = find_metric(name);
  if (metric == nullptr) return report(no_metric(name));
  std::string text = metric->name + ": " + metric->title + "\n\n" + metric->definition + "\n\n";
  char line[200];
  for (const MetricColumn& column : metric->columns) {
    std::snprintf(line, sizeof line, "  %-26s %-10s ", column.name.c_str(), column.unit.c_str());
    text += line + column.meaning + "\n";
  }
  for (const MetricParameter& parameter : metric->parameters) {
    const std::string setting = parameter.name + "=" + parameter.written;
    std::snprintf(line, sizeof line, "  --set %-31s ", setting.c_str());
    text += line + parameter.meaning;
    text += parameter.allowed.empty() ? "\n" : " (" + parameter.allowed + ")\n";
  }
  if (!metric->source.empty()) text += "\nSource: " + metric->source + "\n";
  return print(text);
}

Result<Parameters> parameters_of(const std::vector<std::string>& settings) {
  Parameters parameters;
  for (const std::string& setting : settings) {
    const size_t equals = setting.find('=');
    if (equals == std::string::npos || equals == 0)
      return Error{ErrorCategory::kUsage, "--set takes NAME=VALUE, not " + setting, ""};
    parameters[setting.substr(0, equals)] = parse_value(setting.substr(equals + 1));
  }
  return parameters;
}

std::string text_of(const Frame& frame, const Metric& metric, const Analysis& analysis,
                    const AnalyzeFlags& flags) {
  if (flags.format == "csv") return frame_csv(frame);
  if (flags.format == "json") return frame_json(frame);
  // A file, and a program that reads on, have room for everything.
  const int terminal = terminal_columns(STDOUT_FILENO);
  const int columns = flags.width >= 0 ? flags.width : terminal == 0 ? 0 : std::max(terminal, 60);
  const auto room = static_cast<size_t>(flags.out == "-" ? columns : std::max(flags.width, 0));
  const Notation notation = notation_of(analysis.capabilities);
  if (metric.name == "data_quality") return quality_text(frame, notation, room);
  return metric_table(frame, metric, notation, {room, static_cast<size_t>(flags.max_width)});
}

Result<> put(WholeFile& file, const std::string& text) {
  FOOTFALL_TRY(file.write(text));
  return file.commit();
}

// Tells how far the models that were fitted can be trusted.
void tell_limits(const Analysis& analysis) {
  if (global_options().quiet) return;
  for (const auto& [name, model] : analysis.models) {
    for (const std::string& note : model.notes) tell("note: " + note);
  }
}

// Reads `all` or NAME,NAME,…
Result<std::vector<const Metric*>> metrics_of(const std::string& list) {
  std::vector<const Metric*> named;
  if (list == "all") {
    for (const Metric& metric : metrics()) named.push_back(&metric);
    return named;
  }
  for (size_t begin = 0; begin <= list.size();) {
    const size_t end = std::min(list.find(',', begin), list.size());
    const std::string name = list.substr(begin, end - begin);
    begin = end + 1;
    const Metric* metric = find_metric(name);
    if (metric == nullptr) {
      return Error{ErrorCategory::kUsage,
                   "there is no metric '" + name + "'; footfall analyze --list shows all", ""};
    }
    named.push_back(metric);
  }
  return named;
}

// Writes the metrics that the data allow into folder `out`; says which they do not.
int analyze_several(const AnalyzeFlags& flags) {
  const auto named = metrics_of(flags.metric);
  if (!named) return report(named.error());
  if (flags.out == "-" || (flags.format != "csv" && flags.format != "json")) {
    return report(
        {ErrorCategory::kUsage, "several metrics need --out FOLDER and --format csv or json", ""});
  }
  if (!flags.settings.empty())
    return report({ErrorCategory::kUsage, "--set is of one metric; name it alone", ""});
  std::error_code code;
  std::filesystem::create_directories(flags.out, code);
  if (code) return report({ErrorCategory::kIo, "cannot make folder " + flags.out, flags.out});
  ReadingProgress progress(!global_options().quiet);
  auto analysis = open_data(flags.data, progress, "");
  if (!analysis) return report(analysis.error());
  for (const Metric* metric : *named) {
    const std::string missing = lacking(*analysis, *metric);
    if (!missing.empty()) {
      progress.clear();
      if (!global_options().quiet)
        std::fprintf(stderr, "%s: left out, needs %s\n", metric->name.c_str(), missing.c_str());
      continue;
    }
    const std::string path = flags.out + "/" + metric->name + "." + flags.format;
    auto file = begin_output(flags.data, path, flags.overwrite);
    if (!file) return report(file.error());
    const auto begin = std::chrono::steady_clock::now();
    const std::clock_t cpu_begin = std::clock();
    const auto frame = run_metric(*analysis, metric->name);
    if (!frame) return report(frame.error());
    const Result<> written = put(*file, text_of(*frame, *metric, *analysis, flags));
    if (!written) return report(written.error());
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    const double cpu = static_cast<double>(std::clock() - cpu_begin) / CLOCKS_PER_SEC;
    log(LogLevel::kDebug, "metric",
        {{"name", metric->name},
         {"rows", frame->rows},
         {"seconds", took.count()},
         {"cpu_seconds", cpu}});
  }
  progress.clear();
  tell_limits(*analysis);
  return 0;
}

int analyze(const AnalyzeFlags& flags) {
  if (flags.list && !flags.metric.empty()) return describe_metric(flags.metric);
  if (flags.list) return list_metrics(flags.format);
  if (flags.metric == "all" || flags.metric.find(',') != std::string::npos)
    return analyze_several(flags);
  const Metric* metric = find_metric(flags.metric);
  if (metric == nullptr) return report(no_metric(flags.metric));
  const auto parameters = parameters_of(flags.settings);
  if (!parameters) return report(parameters.error());
  if (const auto checked = check_parameters(*metric, *parameters); !checked)
    return report(checked.error());
  const bool parquet = flags.format == "parquet", printed = flags.out == "-";
  if (parquet && printed)
    return report({ErrorCategory::kUsage, "--format parquet needs --out FILE", ""});

  ReadingProgress progress(!global_options().quiet);
  std::optional<WholeFile> file;
  if (!printed) {
    auto made = begin_output(flags.data, flags.out, flags.overwrite);
    if (!made) return report(made.error());
    file.emplace(std::move(*made));
  }
  auto analysis = open_data(flags.data, progress, parquet ? path_to_fill(*file) : "");
  if (!analysis) return report(analysis.error());
  if (parquet) {
    auto written = write_metric(*analysis, metric->name, *parameters, *file);
    progress.clear();
    if (written) written = file->commit();
    if (!written) return report(written.error());
    tell_limits(*analysis);
    return 0;
  }
  const auto frame = run_metric(*analysis, metric->name, *parameters);
  progress.clear();
  if (!frame) return report(frame.error());
  tell_limits(*analysis);
  const std::string text = text_of(*frame, *metric, *analysis, flags);
  if (printed) return print(text);
  const Result<> written = put(*file, text);
  return written ? 0 : report(written.error());
}

}  // namespace

void add_analyze(CLI::App& app, int& code) {
  auto flags = std::make_shared<AnalyzeFlags>();
  app.add_option("metric", flags->metric,
                 "Name of the metric, see --list; several with commas between, or all")
      ->type_name("METRIC");
  add_data_flags(app, flags->data);
  app.add_flag("--list", flags->list, "List the metrics, or describe the one that is named");
  allow_one_of(app.add_option("--format", flags->format, "How to print it"),
               {"table", "csv", "json", "parquet"})
      ->capture_default_str();
  app.add_option("--out,--output", flags->out,
                 "File to write (of several metrics: folder), or - for standard output")
      ->type_name("FILE")
      ->capture_default_str();
  app.add_flag("--overwrite", flags->overwrite, "Replace the file of --out if it exists");
  app.add_option("--set", flags->settings, "Parameter of the metric")
      ->type_name("NAME=VALUE")
      ->take_all();
  allow_whole(
      app.add_option("--max-width", flags->max_width, "Widest column of a table, in characters"), 4,
      10'000)
      ->type_name("N")
      ->capture_default_str();
  allow_whole(app.add_option("--width", flags->width,
                             "Columns of a table in characters, 0 for all; those of the terminal"),
              0, 10'000)
      ->type_name("N");
  app.footer(
      "footfall analyze --list                          # what there is\n"
      "footfall analyze kpi data/output --format json\n"
      "footfall analyze rfm --transactions sales.csv --map customer=CustomerID");
  app.final_callback([flags, &code] { code = analyze(*flags); });
}

}  // namespace footfall
