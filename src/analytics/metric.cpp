#include "analytics/metric.h"

#include <algorithm>

#include "analytics/association.h"
#include "analytics/metric_sources.h"
#include "analytics/model_tables.h"
#include "analytics/parquet_file.h"
#include "analytics/quality.h"
#include "duckdb/sql_text.h"

namespace footfall {

namespace {

std::string trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return "";
  return std::string(text.substr(first, text.find_last_not_of(" \t\r") - first + 1));
}

std::vector<std::string> split_list(const std::string& text) {
  std::vector<std::string> words;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find(',', begin), text.size());
    words.push_back(trimmed(std::string_view(text).substr(begin, end - begin)));
    begin = end + 1;
  }
  return words;
}

// One key of the leading comment with its lines.
struct Entry {
  std::string key;
  std::vector<std::string> lines;

  // All lines as one paragraph.
  std::string text() const {
    std::string text;
    for (const std::string& line : lines) {
      if (!text.empty()) text += ' ';
      text += trimmed(line);
    }
    return text;
  }
  // The lines with deeper ones joined to the one before.
  std::vector<std::string> items() const {
    std::vector<std::string> items;
    for (const std::string& line : lines) {
      if (trimmed(line).empty()) continue;
      if (line.rfind("    ", 0) == 0 && !items.empty()) {
        items.back().append(" ").append(trimmed(line));
      } else {
        items.push_back(trimmed(line));
      }
    }
    return items;
  }
};

std::vector<Entry> read_comment(std::string_view text) {
  std::vector<Entry> entries;
  for (size_t begin = 0; begin < text.size() && text.substr(begin, 2) == "--";) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    const std::string line(text.substr(begin + 2, end - begin - 2));
    begin = end + 1;
    const size_t colon = line.find(':');
    if (line.rfind("  ", 0) == 0 && !entries.empty()) {
      entries.back().lines.push_back(line);
    } else if (colon != std::string::npos) {
      entries.push_back({trimmed(line.substr(0, colon)), {line.substr(colon + 1)}});
    }
  }
  return entries;
}

MetricColumn read_column(const std::string& item) {
  const size_t open = item.find(" ("), close = item.find("): ");
  check(open != std::string::npos && close != std::string::npos && open < close,
        "a metric's column is not `name (unit): meaning`");
  return {item.substr(0, open), item.substr(open + 2, close - open - 2), item.substr(close + 3)};
}

Result<Parameters> values_of(const Metric& metric, const Parameters& given) {
  Parameters values;
  std::string known;
  for (const MetricParameter& parameter : metric.parameters) {
    const auto own = given.find(parameter.name);
    if (own != given.end()) FOOTFALL_TRY(check_parameter(parameter, own->second));
    values[parameter.name] = own != given.end() ? own->second : parameter.value;
    known += (known.empty() ? "" : ", ") + parameter.name;
  }
  for (const auto& [name, value] : given) {
    if (values.count(name) == 0) {
      return Error{
          ErrorCategory::kUsage,
          metric.name + " has no parameter " + name + (known.empty() ? "" : "; it has " + known),
          ""};
    }
  }
  return values;
}

struct PreparedMetric {
  const Metric* metric;
  Parameters values;
};

// Finds a metric and makes ready what it reads.
Result<PreparedMetric> prepare(Analysis& analysis, std::string_view name,
                               const Parameters& parameters) {
  const Metric* metric = find_metric(name);
  if (metric == nullptr) {
    return Error{ErrorCategory::kUsage,
                 "there is no metric " + std::string(name) + "; footfall analyze --list shows all",
                 ""};
  }
  if (metric->name == "data_quality") FOOTFALL_TRY(check_quality(analysis));
  const std::string missing = lacking(analysis, *metric);
  if (!missing.empty()) {
    return Error{ErrorCategory::kInput,
                 metric->name + " needs " + missing + ", which these data do not have", ""};
  }
  auto values = values_of(*metric, parameters);
  if (!values) return values.error();
  for (const std::string& table : metric->tables) FOOTFALL_TRY(make_shared_table(analysis, table));
  for (const std::string& model : metric->models)
    FOOTFALL_TRY(make_model_tables(analysis, model, *values));
  return PreparedMetric{metric, std::move(*values)};
}

// Columns that are added to the SQL's in C++, by metric.
struct Finish {
  std::string_view name;
  void (*add_columns)(Frame&);
};
constexpr size_t kMostRowsRemembered = 10'000;

constexpr Finish kFinishes[] = {{"affinity", add_significance}};

const Finish* finish_of(const Metric& metric) {
  for (const Finish& finish : kFinishes) {
    if (finish.name == metric.name) return &finish;
  }
  return nullptr;
}

}  // namespace

std::string_view metric_source(std::string_view path) {
  for (const MetricSource& source : metric_sources()) {
    if (source.path == path) return source.text;
  }
  check(false, "no such SQL file");
  return {};
}

Metric parse_metric(std::string_view text) {
  Metric metric;
  metric.sql = text;
  for (const Entry& entry : read_comment(text)) {
    if (entry.key == "name") metric.name = entry.text();
    if (entry.key == "title") metric.title = entry.text();
    if (entry.key == "definition") metric.definition = entry.text();
    if (entry.key == "source") metric.source = entry.text();
    if (entry.key == "needs") metric.needs = split_list(entry.text());
    if (entry.key == "shown") metric.shown = split_list(entry.text());
    if (entry.key == "tables") metric.tables = split_list(entry.text());
    if (entry.key == "models") metric.models = split_list(entry.text());
    if (entry.key == "columns") {
      for (const std::string& item : entry.items()) metric.columns.push_back(read_column(item));
    }
    if (entry.key == "parameters") {
      for (const std::string& item : entry.items())
        metric.parameters.push_back(read_parameter(item));
    }
  }
  return metric;
}

const std::vector<Metric>& metrics() {
  static const std::vector<Metric> kMetrics = [] {
    std::vector<Metric> list;
    for (const MetricSource& source : metric_sources()) {
      if (source.path.find('/') == std::string_view::npos && source.path != "macros")
        list.push_back(parse_metric(source.text));
    }
    return list;
  }();
  return kMetrics;
}

const Metric* find_metric(std::string_view name) {
  for (const Metric& metric : metrics()) {
    if (metric.name == name) return &metric;
  }
  return nullptr;
}

std::vector<std::string> units_of(const Frame& frame, const Metric& metric) {
  std::vector<std::string> units;
  for (const FrameColumn& column : frame.columns) {
    const auto known =
        std::find_if(metric.columns.begin(), metric.columns.end(),
                     [&](const MetricColumn& named) { return named.name == column.name; });
    units.push_back(known == metric.columns.end() ? "" : known->unit);
  }
  return units;
}

std::string lacking(const Analysis& analysis, const Metric& metric) {
  const Capabilities& has = analysis.capabilities;
  const struct {
    std::string_view name;
    bool is_there;
    const char* words;
  } kNeeds[] = {{"customers", has.customers, "a table of customers"},
                {"items", has.items, "items with their categories"},
                {"customer", has.customer, "customer identifiers"},
                {"persona", has.persona, "personas"},
                {"festival", has.festival, "festivals"},
                {"time_of_day", has.time_of_day, "times of day"},
                {"quantity", has.quantity, "quantities"},
                {"lines", has.lines, "the number of lines of a transaction"},
                {"units", has.units, "the number of units of a transaction"}};
  std::string missing;
  for (const std::string& need : metric.needs) {
    const auto* known = std::find_if(std::begin(kNeeds), std::end(kNeeds),
                                     [&](const auto& entry) { return entry.name == need; });
    check(known != std::end(kNeeds), "a metric needs what is no capability");
    if (known->is_there) continue;
    missing += (missing.empty() ? "" : " and ") + std::string(known->words);
  }
  return missing;
}

Result<> make_shared_table(Analysis& analysis, const std::string& name) {
  if (analysis.made.count(name) != 0) return Done{};
  const std::string_view sql = metric_source("tables/" + name);
  for (const std::string& table : parse_metric(sql).tables)
    FOOTFALL_TRY(make_shared_table(analysis, table));
  FOOTFALL_TRY(analysis.session.run("CREATE TEMP TABLE " + sql_identifier(name) + " AS\n" +
                                    std::string(sql)));
  analysis.made.insert(name);
  return Done{};
}

Result<> check_parameters(const Metric& metric, const Parameters& parameters) {
  const auto values = values_of(metric, parameters);
  if (!values) return values.error();
  return Done{};
}

Result<Frame> run_metric(Analysis& analysis, std::string_view name, const Parameters& parameters) {
  const auto ready = prepare(analysis, name, parameters);
  if (!ready) return ready.error();
  auto key = std::pair(ready->metric->name, ready->values);
  if (const auto known = analysis.results.find(key); known != analysis.results.end())
    return known->second;
  auto frame = analysis.session.fetch(ready->metric->sql, ready->values);
  if (!frame) return frame;
  if (const Finish* finish = finish_of(*ready->metric)) finish->add_columns(*frame);
  if (frame->rows <= kMostRowsRemembered) analysis.results.emplace(std::move(key), *frame);
  return frame;
}

Result<> write_metric(Analysis& analysis, std::string_view name, const Parameters& parameters,
                      const WholeFile& file) {
  const auto ready = prepare(analysis, name, parameters);
  if (!ready) return ready.error();
  std::string from = "(" + std::string(ready->metric->sql) + ")";
  if (finish_of(*ready->metric) != nullptr) {
    const auto frame = run_metric(analysis, name, parameters);
    if (!frame) return frame.error();
    FOOTFALL_TRY(analysis.session.create_table("finished_metric", *frame));
    from = "(FROM finished_metric)";
  }
  return write_parquet(analysis.session, from, ready->values, file);
}

}  // namespace footfall
