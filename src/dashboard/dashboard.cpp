#include "dashboard/dashboard.h"

#include <algorithm>
#include <map>
#include <utility>

#include "analytics/metric.h"
#include "analytics/quality.h"
#include "dashboard/analyses.h"
#include "dashboard/container.h"
#include "dashboard/cubes.h"
#include "dashboard/customer_days.h"
#include "dashboard/dimension_tables.h"
#include "dashboard/document_header.h"
#include "report/executive_summary.h"

namespace footfall {

namespace {

using enum Dimension;

// More cells than these go to no browser, whatever their bytes.
constexpr int64_t kMostCells = 2'000'000;
constexpr int64_t kMostPurchaseDays = 1'000'000;

struct Detail {
  std::vector<std::pair<std::string, Dimension>> dropped;  // cube, dimension
  int64_t most_purchase_days = kMostPurchaseDays;

  bool drops(std::string_view cube, Dimension dimension) const {
    return std::find(dropped.begin(), dropped.end(), std::pair(std::string(cube), dimension)) !=
           dropped.end();
  }
};

// What a document too large gives up next, the least missed first; each adds to those before it.
// What is left at the end is two numbers a day and value.
struct Step {
  const char* cube;
  Dimension dimension;         // of the cube
  int64_t most_purchase_days;  // 0: as before
};
constexpr Step kSteps[] = {
    {"items", kCity, 0},
    {"", kDay, 600'000},
    {"spend_visits", kDay, 0},
    {"segment_items", kDay, 0},
    {"cohort_items", kDay, 0},
    {"spend", kSegment, 0},
    {"segment_visits", kHour, 0},
    {"cohort_visits", kHour, 0},
    {"basket_lines", kSegment, 0},
    {"lines_visits", kDay, 0},
    {"", kDay, 300'000},
    {"items", kHour, 0},
    {"", kDay, 100'000},
    {"visits", kCity, 0},
    {"segment_items", kScore, 0},
    {"segment_visits", kScore, 0},
    {"cohort_items", kPersona, 0},
    {"segment_items", kPersona, 0},
    {"spend", kDay, 0},
    {"", kDay, 30'000},
    {"segment_visits", kPersona, 0},
    {"cohort_visits", kPersona, 0},
    {"items", kDay, 0},
    {"basket_lines", kDay, 0},
    {"visits", kHour, 0},
    {"", kDay, 3'000},
    {"items", kPersona, 0},
};

// Everything that the document holds; cubes and customers as they were last asked for.
struct Parts {
  CubeTables tables;
  CustomerDays customers;
  Analyses analyses;
  DataMeta meta;
  std::map<std::string, Cube> cubes = {};
  bool has_customers = false;
};

std::string quoted_list(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) {
    list += list.empty() ? "[\"" : ",\"";
    list += name;
    list += '"';
  }
  return list.empty() ? "[]" : list + ']';
}

// Returns whether measure `name` of `cube` is the sum of that of `parts`, whose cells have one
// dimension more, the last, of `last_size` values.
bool is_sum_of(const Cube& cube, const std::string& name, const std::vector<int64_t>& values,
               const Cube& parts, int64_t last_size) {
  const auto measure = std::find_if(parts.measures.begin(), parts.measures.end(),
                                    [&](const auto& one) { return one.first == name; });
  if (measure == parts.measures.end()) return false;
  size_t part = 0;
  for (size_t cell = 0; cell < cube.key.size(); ++cell) {
    int64_t sum = 0;
    for (; part < parts.key.size() && parts.key[part] / last_size == cube.key[cell]; ++part)
      sum += measure->second[part];
    if (sum != values[cell]) return false;
  }
  return part == parts.key.size();
}

// Adds a cube's columns, but for those that are sums of `parts`, if any; returns its JSON.
std::string add_cube(const Cube& cube, const Cube* parts, int64_t last_size, ColumnBytes& columns) {
  std::vector<std::string> dimensions, measures;
  for (const Dimension dimension : cube.dimensions) dimensions.emplace_back(name_of(dimension));
  std::string places = "\"key\":" + columns.add(cube.key);
  for (const auto& [name, values] : cube.measures) {
    measures.push_back(name);
    const bool is_sum = parts != nullptr && is_sum_of(cube, name, values, *parts, last_size);
    places += ",\"" + name + "\":";
    places += is_sum ? "{\"sum_of\":\"" + parts->name + "\"}" : columns.add_amounts(values);
  }
  return "{\"name\":\"" + cube.name + "\",\"dimensions\":" + quoted_list(dimensions) +
         ",\"measures\":" + quoted_list(measures) +
         ",\"cells\":" + std::to_string(cube.key.size()) + ",\"columns\":{" + places + "}}";
}

std::string add_customers(const CustomerDays& customers, ColumnBytes& columns) {
  return "{\"total\":" + std::to_string(customers.total) +
         ",\"active\":" + std::to_string(customers.active) +
         ",\"sampled\":" + std::to_string(customers.days.size()) +
         ",\"one_of\":" + std::to_string(customers.one_of) +
         ",\"columns\":{\"persona\":" + columns.add(customers.persona) +
         ",\"city\":" + columns.add(customers.city) +
         ",\"segment\":" + columns.add(customers.segment) +
         ",\"score\":" + columns.add(customers.score) +
         ",\"cohort\":" + columns.add(customers.cohort) +
         ",\"purchase_days\":" + columns.add(customers.days) +
         ",\"day\":" + columns.add(customers.day) + "}}";
}

std::vector<Dimension> kept_dimensions(const DashboardDimensions& dimensions,
                                       const std::string& cube, const Detail& detail) {
  auto kept = dimensions_of_cube(cube, dimensions);
  std::erase_if(kept, [&](Dimension dimension) { return detail.drops(cube, dimension); });
  return kept;
}

// Returns the cubes of this detail: those without the segment have one of segments beside them, the
// two of purchases one of cohorts, and visits those of amounts and sizes.
std::vector<std::string> names_of(const Analysis& analysis, const DashboardDimensions& dimensions,
                                  const Detail& detail) {
  auto names = cube_names(analysis);
  names.emplace_back("spend_visits");
  if (analysis.capabilities.lines) names.emplace_back("lines_visits");
  if (dimensions.size(kSegment) == 0) return names;
  if (dimensions.size(kCohort) > 0) {
    names.emplace_back("cohort_visits");
    if (analysis.capabilities.items) names.emplace_back("cohort_items");
  }
  for (const std::string& name : cube_names(analysis)) {
    const auto kept = kept_dimensions(dimensions, name, detail);
    if (std::find(kept.begin(), kept.end(), kSegment) == kept.end())
      names.push_back("segment_" + name);
  }
  return names;
}

void note_detail(const Detail& detail, const CustomerDays& customers,
                 std::vector<std::string>& notes) {
  std::string dropped;
  for (const auto& [cube, dimension] : detail.dropped)
    dropped += (dropped.empty() ? "" : ", ") + cube + " by " + std::string(name_of(dimension));
  if (!dropped.empty()) notes.push_back("Left out to keep the page small: " + dropped);
  if (customers.one_of > 1) {
    notes.push_back("Distinct customers are estimated from one of " +
                    std::to_string(customers.one_of) + " customers");
  }
}

// Fetches what this detail asks for and is not there yet.
Result<> fetch_parts(Analysis& analysis, const Detail& detail, Parts& parts) {
  for (const std::string& name : names_of(analysis, parts.tables.dimensions, detail)) {
    const auto kept = kept_dimensions(parts.tables.dimensions, name, detail);
    const auto found = parts.cubes.find(name);
    if (found != parts.cubes.end() && found->second.dimensions == kept) continue;
    auto cube = fetch_cube(analysis, parts.tables, name, kept);
    if (!cube) return cube.error();
    parts.cubes.insert_or_assign(name, std::move(*cube));
  }
  const int64_t most = detail.most_purchase_days;
  CustomerDays& customers = parts.customers;
  const int64_t one_of = std::max<int64_t>(1, (customers.purchase_days + most - 1) / most);
  if (parts.has_customers) {
    thin_out(customers, (one_of + customers.one_of - 1) / customers.one_of * customers.one_of);
    return Done{};
  }
  parts.has_customers = true;
  customers.one_of = one_of;
  return fetch_customer_days(analysis, parts.tables.dimensions, customers);
}

// Returns that of the named cubes which has the dimensions of `cube` and category after them; null
// when there is none.
const Cube* by_category(const Parts& parts, const std::vector<std::string>& names,
                        const Cube& cube) {
  auto dimensions = cube.dimensions;
  dimensions.push_back(kCategory);
  const auto found = std::find_if(names.begin(), names.end(), [&](const std::string& name) {
    return parts.cubes.at(name).dimensions == dimensions;
  });
  return found == names.end() ? nullptr : &parts.cubes.at(*found);
}

// Returns the document in this detail, before compression.
Result<std::string> document_bytes(Analysis& analysis, const DashboardInput& input, Parts& parts,
                                   const Detail& detail) {
  FOOTFALL_TRY(fetch_parts(analysis, detail, parts));
  ColumnBytes columns;
  std::string cubes;
  const auto names = names_of(analysis, parts.tables.dimensions, detail);
  for (const std::string& name : names) {
    const Cube& cube = parts.cubes.at(name);
    if (!cubes.empty()) cubes += ',';
    cubes += add_cube(cube, by_category(parts, names, cube),
                      parts.tables.dimensions.size(kCategory), columns);
  }
  DataMeta meta = parts.meta;
  note_detail(detail, parts.customers, meta.notes);
  const std::string customers =
      analysis.capabilities.customer ? add_customers(parts.customers, columns) : "null";
  const std::string header = "{\"schema_version\":1,\"meta\":" + meta_json(meta) +
                             ",\"dimensions\":" + dimensions_json(parts.tables.dimensions) +
                             ",\"cubes\":[" + cubes + "],\"customers\":" + customers +
                             ",\"facts\":" + facts_json(input.facts) +
                             ",\"insights\":" + insights_json(input.insights) +
                             ",\"analyses\":" + parts.analyses.json + "}";
  return container_bytes(header, columns.bytes());
}

// Returns how many cells items may have: a cell takes two bytes at least, whatever it holds.
int64_t most_cells(const DashboardOptions& options) {
  const auto room = static_cast<int64_t>(options.most_bytes / 2);
  return room == 0 ? kMostCells : std::min(kMostCells, room);
}

// Takes the next step that changes anything; returns false when there is none.
bool take_step(const Analysis& analysis, const Parts& parts, size_t& next, Detail& detail) {
  while (next < std::size(kSteps)) {
    const Step& step = kSteps[next++];
    if (step.most_purchase_days > 0) {
      detail.most_purchase_days = step.most_purchase_days;
      if (parts.customers.purchase_days > step.most_purchase_days) return true;
      continue;
    }
    const auto cubes = names_of(analysis, parts.tables.dimensions, detail);
    const bool is_there = std::find(cubes.begin(), cubes.end(), step.cube) != cubes.end();
    const auto kept = kept_dimensions(parts.tables.dimensions, step.cube, detail);
    if (!is_there || std::find(kept.begin(), kept.end(), step.dimension) == kept.end()) continue;
    detail.dropped.emplace_back(step.cube, step.dimension);
    return true;
  }
  return false;
}

// Takes steps until items ask for no more than what their table has.
void first_steps(const Analysis& analysis, const Parts& parts, size_t& next, Detail& detail) {
  const auto& known = parts.tables.item_dimensions;
  const auto asks_too_much = [&] {
    for (const Dimension dimension : kept_dimensions(parts.tables.dimensions, "items", detail)) {
      if (std::find(known.begin(), known.end(), dimension) == known.end()) return true;
    }
    return false;
  };
  while (analysis.capabilities.items && asks_too_much() &&
         take_step(analysis, parts, next, detail)) {
  }
}

Result<std::string> make_document(Analysis& analysis, const DashboardInput& input,
                                  const DashboardOptions& options) {
  FOOTFALL_TRY(check_quality(analysis));
  auto analyses = run_analyses(analysis);
  if (!analyses) return analyses.error();
  auto meta = read_meta(analysis, input.provenance);
  if (!meta) return meta.error();
  meta->notes.insert(meta->notes.end(), analyses->notes.begin(), analyses->notes.end());
  const int64_t unit = meta->minor_digits == 2 ? 100 : 10'000;
  const auto dimensions = read_dimensions(analysis, unit);
  if (!dimensions) return dimensions.error();
  const auto tables = make_cube_tables(analysis, *dimensions, unit, most_cells(options));
  if (!tables) return tables.error();
  auto customers = count_customer_days(analysis);
  if (!customers) return customers.error();
  Parts parts{*tables, std::move(*customers), std::move(*analyses), std::move(*meta)};
  Detail detail;
  size_t next = 0;
  first_steps(analysis, parts, next, detail);
  while (true) {
    auto bytes = document_bytes(analysis, input, parts, detail);
    if (!bytes) return bytes;
    const bool is_last = !take_step(analysis, parts, next, detail);
    // Quick compression gains a tenth less at most: what is larger by a fifth need not be tried.
    const size_t most = options.most_bytes;
    const bool is_hopeless =
        most > 0 && !is_last && gzip(*bytes, Effort::kQuick).size() > most / 5 * 6;
    if (is_hopeless) continue;
    std::string document = gzip(*bytes);
    if (most == 0 || is_last || document.size() <= most) return document;
  }
}

}  // namespace

Result<std::string> dashboard_document(Analysis& analysis, const DashboardInput& input,
                                       const DashboardOptions& options) {
  auto document = make_document(analysis, input, options);
  const auto dropped = drop_dashboard_tables(analysis);
  if (document && !dropped) return dropped.error();
  return document;
}

}  // namespace footfall
