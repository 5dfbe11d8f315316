#include "dashboard/cubes.h"

#include <algorithm>
#include <cmath>

#include "analytics/metric.h"
#include "base/date.h"

namespace footfall {

namespace {

// Bins of spend that there may be; a unit only scales them.
int64_t all_bins() { return static_cast<int64_t>(spend_edges(100).size()) - 1; }

// Returns the number of values of a dimension in the cells of the tables.
int64_t size_in_tables(const DashboardDimensions& dimensions, Dimension dimension) {
  if (dimension == Dimension::kSpend) return all_bins();
  return dimension == Dimension::kLines ? kMostLines : dimensions.size(dimension);
}

// SQL of the number of a cell: (a × size of b + b) × size of c + c …
std::string key_sql(const std::vector<std::pair<std::string, int64_t>>& parts) {
  std::string sql = "0::BIGINT";
  for (const auto& [part, size] : parts)
    sql = "(" + sql + ") * " + std::to_string(size) + " + " + part;
  return sql;
}

// SQL of the bin of `amount`, in minor units, by bisection.
std::string bin_sql(const std::vector<int64_t>& edges, size_t low, size_t high,
                    const std::string& amount) {
  if (low + 1 >= high) return std::to_string(low);
  const size_t middle = (low + high) / 2;
  return "CASE WHEN " + amount + " < " + std::to_string(edges[middle]) + " THEN " +
         bin_sql(edges, low, middle, amount) + " ELSE " + bin_sql(edges, middle, high, amount) +
         " END";
}

std::string date_sql(Day day) { return "DATE '" + format_date(day) + "'"; }

// SQL of transactions of the period with the numbers of their dimensions. The period stands there
// as dates: joined as a table it would make DuckDB expect few rows and join the other way round.
std::string numbered_transactions(const Analysis& analysis, const DashboardDimensions& dimensions,
                                  int64_t unit) {
  const auto last = [&](Dimension d) {
    return std::to_string(std::max<int64_t>(0, dimensions.size(d) - 1));
  };
  // Where identifiers tell all, a customer has one persona, whose number needs no name.
  const bool by_customer = analysis.shape.ids_tell_day && analysis.capabilities.customer;
  const bool personas = dimensions.size(Dimension::kPersona) > 0;
  const bool customers = by_customer || dimensions.size(Dimension::kCity) > 0 ||
                         dimensions.size(Dimension::kSegment) > 0;
  std::string sql = "SELECT t.transaction_id, (t.date - " + date_sql(dimensions.first_day) +
                    ")::BIGINT AS day, coalesce(t.hour, 0)::BIGINT AS hour, ";
  sql += (personas ? (by_customer ? "coalesce(c.persona, " : "coalesce(p.code, ") +
                         last(Dimension::kPersona) + ")"
                   : std::string("0")) +
         "::BIGINT AS persona, ";
  for (const Dimension dimension :
       {Dimension::kCity, Dimension::kSegment, Dimension::kScore, Dimension::kCohort}) {
    const std::string name(name_of(dimension));
    sql += (customers ? "coalesce(c." + name + ", " + last(dimension) + ")" : std::string("0")) +
           "::BIGINT AS " + name + ", ";
  }
  sql += "t.amount, (t.amount * " + std::to_string(unit) +
         ")::BIGINT AS minor, t.lines::BIGINT AS lines, t.units::BIGINT AS units "
         "FROM transactions t";
  if (personas && !by_customer)
    sql += " LEFT JOIN dashboard_personas p ON p.persona = t.persona::VARCHAR";
  if (customers) sql += " LEFT JOIN dashboard_customers c ON c.customer_id = t.customer_id";
  if (dimensions.days == 0) return sql + " WHERE false";
  sql += " WHERE t.date BETWEEN " + date_sql(dimensions.first_day) + " AND " +
         date_sql(dimensions.first_day + dimensions.days - 1);
  return sql;
}

// SQL of the number of a cell of these dimensions in the tables.
std::string cell_sql(const DashboardDimensions& dimensions, const std::vector<Dimension>& of) {
  std::vector<std::pair<std::string, int64_t>> parts;
  for (const Dimension dimension : of)
    parts.emplace_back(name_of(dimension), size_in_tables(dimensions, dimension));
  return key_sql(parts);
}

std::string cell_sql(const DashboardDimensions& dimensions, std::string_view cube) {
  return cell_sql(dimensions, dimensions_of_cube(cube, dimensions));
}

// SQL of the number of a cell of items but for its category, the last dimension, in as few bytes as
// it fits into with it.
std::string place_sql(const DashboardDimensions& dimensions, std::vector<Dimension> of) {
  int64_t cells = 1;
  for (const Dimension dimension : of)
    cells *= std::max<int64_t>(1, size_in_tables(dimensions, dimension));
  of.pop_back();
  return "(" + cell_sql(dimensions, of) + ")::" + (cells <= INT32_MAX ? "INTEGER" : "BIGINT");
}

// SQL of the number of a cell of fewer dimensions, `kept`, from `cell`, that of `all`.
std::string kept_sql(const CubeTables& tables, const std::string& cell,
                     const std::vector<Dimension>& all, const std::vector<Dimension>& kept) {
  std::vector<std::pair<std::string, int64_t>> parts;
  for (const Dimension dimension : kept) {
    int64_t stride = 1;
    for (auto inner = all.rbegin(); *inner != dimension; ++inner)
      stride *= size_in_tables(tables.dimensions, *inner);
    std::string part =
        "(" + cell + " // " + std::to_string(stride) + ") % " +
        std::to_string(std::max<int64_t>(1, size_in_tables(tables.dimensions, dimension)));
    if (dimension == Dimension::kSpend)
      part = "(" + part + " - " + std::to_string(tables.first_bin) + ")";
    parts.emplace_back(part, tables.dimensions.size(dimension));
  }
  return key_sql(parts);
}

// Whether no basket has two lines of one value of category, so that lines are baskets. What
// affinity counts tells it, where it counts all.
Result<bool> lines_are_baskets(Analysis& analysis, const DashboardDimensions& dimensions) {
  if (dimensions.has_other_category || dimensions.categories.size() > 62) return false;
  FOOTFALL_TRY(make_shared_table(analysis, "category_pairs"));
  const auto counted = analysis.session.fetch(
      "SELECT coalesce((SELECT sum(baskets) FROM category_pairs WHERE left_category = "
      "right_category AND left_category <> ''), 0) = coalesce((SELECT sum(lines) FROM "
      "category_days), 0)");
  if (!counted) return counted.error();
  return counted->columns[0].integers[0] != 0;
}

// Where a cube's cells lie: a column of a table that numbers them, NULL in the rows of other cubes.
struct Source {
  std::string table, cell;
  std::vector<Dimension> dimensions;
};

Source source_of(const CubeTables& tables, std::string_view cube) {
  // These are sums of cubes that have the segment in the tables.
  if (cube == "segment_spend") cube = "spend";
  if (cube == "segment_basket_lines") cube = "basket_lines";
  const bool is_items = cube.ends_with("items");
  return {is_items ? "dashboard_items" : "dashboard_visits", std::string(cube),
          cube == "items" ? tables.item_dimensions : dimensions_of_cube(cube, tables.dimensions)};
}

Result<> make_visits(Analysis& analysis, const DashboardDimensions& dimensions, int64_t unit) {
  const auto edges = spend_edges(unit);
  std::string names, cells, sets;
  const std::pair<const char*, bool> cubes[] = {
      {"visits", true},
      {"segment_visits", dimensions.size(Dimension::kSegment) > 0},
      {"cohort_visits", dimensions.size(Dimension::kCohort) > 0},
      {"spend", true},
      {"spend_visits", true},
      {"lines_visits", analysis.capabilities.lines},
      {"basket_lines", analysis.capabilities.lines}};
  for (const auto& [cube, is_there] : cubes) {
    names += std::string(is_there ? "" : "NULL::BIGINT AS ") + cube + ", ";
    if (!is_there) continue;
    cells += cell_sql(dimensions, cube) + " AS " + cube + ", ";
    sets += std::string(sets.empty() ? "(" : ", (") + cube + ")";
  }
  return analysis.session.run(
      "CREATE OR REPLACE TEMP TABLE dashboard_visits AS SELECT " + names +
      "count(*) AS transactions, sum(minor)::BIGINT AS revenue, sum(line_count)::BIGINT AS lines, "
      "sum(units)::BIGINT AS units FROM (SELECT " +
      cells +
      "minor, line_count, units FROM (SELECT * RENAME (lines AS line_count), greatest(1, least(" +
      std::to_string(kMostLines) + ", coalesce(lines, 1))) - 1 AS lines, " +
      bin_sql(edges, 0, edges.size() - 1, "minor") + " AS spend FROM (" +
      numbered_transactions(analysis, dimensions, unit) + "))) GROUP BY GROUPING SETS (" + sets +
      ")");
}

// Sets the dimensions of items to those with at most about `most_cells` cells. REQUIRES:
// dashboard_visits.
Result<> choose_item_dimensions(Analysis& analysis, CubeTables& tables, int64_t most_cells) {
  const auto all = dimensions_of_cube("visits", tables.dimensions);
  std::vector<Dimension> kept = all;
  const auto lines = analysis.session.fetch("SELECT sum(lines)::DOUBLE FROM category_days");
  if (!lines) return lines.error();
  const double all_lines = lines->columns[0].missing(0) ? 0 : lines->columns[0].reals[0];
  const auto categories = static_cast<double>(tables.dimensions.size(Dimension::kCategory));
  for (const Dimension dropped : {Dimension::kCity, Dimension::kHour}) {
    const auto visited =
        analysis.session.fetch("SELECT count(DISTINCT " + kept_sql(tables, "visits", all, kept) +
                               ")::DOUBLE FROM dashboard_visits WHERE visits IS NOT NULL");
    if (!visited) return visited.error();
    // So many places are taken by lines that fall on them evenly.
    const double places = visited->columns[0].reals[0] * categories;
    if (places == 0 || places * -std::expm1(-all_lines / places) <= static_cast<double>(most_cells))
      break;
    std::erase(kept, dropped);
  }
  kept.push_back(Dimension::kCategory);
  tables.item_dimensions = std::move(kept);
  return Done{};
}

Result<> make_items(Analysis& analysis, const CubeTables& tables, int64_t unit) {
  const DashboardDimensions& dimensions = tables.dimensions;
  const auto simple = lines_are_baskets(analysis, dimensions);
  if (!simple) return simple.error();
  const int64_t size = dimensions.size(Dimension::kCategory);
  const std::string category =
      " * " + std::to_string(size) + " + coalesce(k.code, " + std::to_string(size - 1) + ") AS ";
  // Transactions are what items are looked up in: the less a row of them holds, the faster.
  std::string places, numbers, cells, sums_of, sets;
  const std::pair<const char*, bool> cubes[] = {
      {"items", true},
      {"segment_items", dimensions.size(Dimension::kSegment) > 0},
      {"cohort_items", dimensions.size(Dimension::kCohort) > 0}};
  for (const auto& [cube, is_there] : cubes) {
    const std::string name = cube;
    const auto of = name == "items" ? tables.item_dimensions : dimensions_of_cube(name, dimensions);
    places +=
        ", " + (is_there ? place_sql(dimensions, of) : "NULL::INTEGER") + " AS " + name + "_place";
    numbers += ", v." + name + "_place" + category + name;
    cells += name + ", ";
    sums_of += (is_there ? "" : "NULL::BIGINT AS ") + name + ", ";
    if (is_there) sets += (sets.empty() ? "(" : ", (") + name + ")";
  }
  std::string lines =
      "(SELECT i.transaction_id, i.quantity, i.amount AS paid" + numbers +
      " FROM items i JOIN (SELECT transaction_id" + places + " FROM (" +
      numbered_transactions(analysis, dimensions, unit) +
      ")) v USING (transaction_id) LEFT JOIN dashboard_categories k ON k.category = "
      "i.category::VARCHAR)";
  std::string sums = "count(*) AS baskets, count(*) AS lines, sum(quantity)::BIGINT AS units";
  if (!*simple) {
    lines = "(SELECT " + cells +
            "count(*) AS lines, sum(quantity)::BIGINT AS units, sum(paid) AS paid FROM " + lines +
            " GROUP BY " + cells + "transaction_id)";
    sums = "count(*) AS baskets, sum(lines)::BIGINT AS lines, sum(units)::BIGINT AS units";
  }
  return analysis.session.run("CREATE OR REPLACE TEMP TABLE dashboard_items AS SELECT " + sums_of +
                              sums + ", (sum(paid) * " + std::to_string(unit) +
                              ")::BIGINT AS revenue FROM " + lines + " GROUP BY GROUPING SETS (" +
                              sets + ")");
}

// Sets what the rows alone tell: how many lines there are, and which bins of spend are needed.
Result<> narrow(Analysis& analysis, CubeTables& tables) {
  const std::string bins = std::to_string(all_bins());
  const auto seen = analysis.session.fetch(
      "SELECT coalesce(min(spend % " + bins + "), 0)::BIGINT, coalesce(max(spend % " + bins +
      "), 0)::BIGINT, coalesce(max(basket_lines % " + std::to_string(kMostLines) +
      "), -1)::BIGINT FROM dashboard_visits");
  if (!seen) return seen.error();
  const int64_t first = seen->columns[0].integers[0], last = seen->columns[1].integers[0];
  auto& edges = tables.dimensions.spend_edges;
  tables.first_bin = first;
  edges = std::vector<int64_t>(edges.begin() + first, edges.begin() + last + 2);
  tables.dimensions.most_lines = static_cast<int>(seen->columns[2].integers[0]) + 1;
  tables.dimensions.last_lines_is_more = tables.dimensions.most_lines == kMostLines;
  return Done{};
}

std::vector<std::string> measures_of(const Capabilities& has, std::string_view cube) {
  if (cube.ends_with("items")) {
    if (has.quantity) return {"baskets", "lines", "units", "revenue"};
    return {"baskets", "lines", "revenue"};
  }
  std::vector<std::string> measures = {"transactions"};
  if (!cube.ends_with("visits")) return measures;
  measures.emplace_back("revenue");
  if (has.lines) measures.emplace_back("lines");
  if (has.units) measures.emplace_back("units");
  return measures;
}

}  // namespace

std::vector<std::string> cube_names(const Analysis& analysis) {
  std::vector<std::string> names = {"visits"};
  if (analysis.capabilities.items) names.emplace_back("items");
  names.emplace_back("spend");
  if (analysis.capabilities.lines) names.emplace_back("basket_lines");
  return names;
}

Result<CubeTables> make_cube_tables(Analysis& analysis, const DashboardDimensions& dimensions,
                                    int64_t unit, int64_t most_cells) {
  CubeTables tables;
  tables.dimensions = dimensions;
  // Until the rows have told it.
  tables.dimensions.most_lines = kMostLines;
  FOOTFALL_TRY(make_visits(analysis, tables.dimensions, unit));
  if (analysis.capabilities.items) {
    FOOTFALL_TRY(choose_item_dimensions(analysis, tables, most_cells));
    FOOTFALL_TRY(make_items(analysis, tables, unit));
  }
  FOOTFALL_TRY(narrow(analysis, tables));
  return tables;
}

Result<Cube> fetch_cube(Analysis& analysis, const CubeTables& tables, std::string_view name,
                        const std::vector<Dimension>& kept) {
  Cube cube{std::string(name), kept, {}, {}};
  const Source source = source_of(tables, name);
  std::string sql = "SELECT " + kept_sql(tables, source.cell, source.dimensions, kept) + " AS cell";
  for (const std::string& measure : measures_of(analysis.capabilities, name)) {
    sql += ", coalesce(sum(" + measure + "), 0)::BIGINT";
    cube.measures.emplace_back(measure, std::vector<int64_t>());
  }
  sql += " FROM " + source.table + " WHERE " + source.cell + " IS NOT NULL GROUP BY 1 ORDER BY 1";
  auto frame = analysis.session.fetch(sql);
  if (!frame) return frame.error();
  cube.key = std::move(frame->columns[0].integers);
  for (size_t m = 0; m < cube.measures.size(); ++m)
    cube.measures[m].second = std::move(frame->columns[m + 1].integers);
  return cube;
}

}  // namespace footfall
