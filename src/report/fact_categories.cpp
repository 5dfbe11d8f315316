#include "report/fact_sections.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace footfall {

namespace {

constexpr size_t kMostCategories = 40;  // further ones stand in the files only
constexpr size_t kMostPairs = 4;        // of a report

std::pair<std::string, std::string> pair_of(const Frame& pairs, size_t row) {
  return {text_at(pairs, "left_category", row), text_at(pairs, "right_category", row)};
}

void put_pair(const Frame& pairs, size_t row, const std::string& id, Facts& facts) {
  const std::string persona = text_at(pairs, "persona", row);
  const auto [left, right] = pair_of(pairs, row);
  std::vector<FactFilter> filter = {{"category", left}, {"category", right}};
  if (!persona.empty()) filter.push_back({"persona", persona});
  const std::string label = left + " and " + right + ": ";
  put_text(facts, {.id = id + ".left", .label = "Category", .filter = filter}, left);
  put_text(facts, {.id = id + ".right", .label = "Category", .filter = filter}, right);
  put_text(facts, {.id = id + ".persona", .label = "Persona", .filter = filter}, persona);
  put(facts,
      {.id = id + ".lift",
       .label = label + "lift",
       .unit = "ratio",
       .decimals = 2,
       .filter = filter,
       .formula = "P(both) / (P(left) P(right))",
       .metric = "affinity"},
      number_at(pairs, "lift", row), number_at(pairs, "lift_low", row),
      number_at(pairs, "lift_high", row));
  const auto of_base = [&](const char* column) -> std::optional<double> {
    const auto lift = number_at(pairs, column, row), base = number_at(pairs, "base_lift", row);
    if (!lift || !base || !(*base > 0)) return std::nullopt;
    return *lift / *base;
  };
  put(facts,
      {.id = id + ".beyond",
       .label = label + "lift beyond that of all pairs",
       .unit = "ratio",
       .decimals = 2,
       .filter = filter,
       .formula = "lift / lift of all pairs together, which the sizes of baskets give",
       .metric = "affinity"},
      of_base("lift"), of_base("lift_low"), of_base("lift_high"));
  const auto put_share = [&](const char* name, const char* what, std::optional<double> share) {
    put(facts,
        {.id = id + name,
         .label = label + what,
         .unit = "fraction",
         .decimals = 1,
         .filter = filter,
         .metric = "affinity"},
        share);
  };
  put_share(".support", "share of baskets with both", number_at(pairs, "support", row));
  put_share(".confidence", "share of baskets with the first that hold the second",
            number_at(pairs, "confidence", row));
  const auto right_baskets = number_at(pairs, "right_baskets", row),
             baskets = number_at(pairs, "baskets", row);
  if (right_baskets && baskets)
    put_share(".base_rate", "share of all baskets that hold the second", *right_baskets / *baskets);
  put(facts,
      {.id = id + ".q_value",
       .label = label + "false-discovery rate",
       .unit = "ratio",
       .decimals = 4,
       .filter = filter,
       .metric = "affinity"},
      number_at(pairs, "q_value", row));
}

void put_trend(const Frame& categories, size_t row, const std::string& name, Facts& facts) {
  const std::string id = "category." + fact_word(name) + ".";
  const std::vector<FactFilter> filter = {{"category", name}};
  put(facts,
      {.id = id + "trend",
       .label = name + ": change of daily revenue",
       .unit = "fraction",
       .decimals = 1,
       .filter = filter,
       .formula = "exp(days told × slope of a line through revenue a day / its mean) - 1, from "
                  "half a year on beside a wave of the year",
       .metric = "categories"},
      number_at(categories, "trend", row), number_at(categories, "trend_low", row),
      number_at(categories, "trend_high", row));
  put(facts,
      {.id = id + "beyond",
       .label = name + ": change of daily revenue against that of the other categories",
       .unit = "fraction",
       .decimals = 1,
       .filter = filter,
       .formula = "(1 + change) / (1 + change of all other categories together) - 1",
       .metric = "categories"},
      number_at(categories, "beyond", row), number_at(categories, "beyond_low", row),
      number_at(categories, "beyond_high", row));
  put(facts,
      {.id = id + "trend_turned",
       .label = name + ": whether the last weeks run against the change",
       .unit = "count",
       .filter = filter,
       .metric = "categories"},
      number_at(categories, "trend_turned", row));
}

// How the trends were fitted, which is alike for all categories.
void put_fit(const Frame& categories, Facts& facts) {
  put(facts,
      {.id = "category.trend_freedom",
       .label = "Degrees of freedom of the changes of categories",
       .unit = "count",
       .metric = "categories"},
      number_at(categories, "trend_degrees", 0));
  put(facts,
      {.id = "category.trend_stretch",
       .label = "Days of the stretches that the changes of categories are told by",
       .unit = "days",
       .metric = "categories"},
      number_at(categories, "trend_stretch", 0));
}

}  // namespace

Result<> add_categories(Measurements& measured, Facts& facts) {
  const auto frame = measured.metric("categories");
  if (!frame) return frame.error();
  if (*frame == nullptr || (*frame)->rows == 0) return Done{};
  put(facts, {.id = "categories", .label = "Categories", .unit = "count", .metric = "categories"},
      (*frame)->rows);
  double top_share = 0;
  for (size_t r = 0; r < (*frame)->rows && r < kMostCategories; ++r) {
    const std::string name = text_at(**frame, "category", r);
    const std::string id = "category." + fact_word(name) + ".";
    const std::vector<FactFilter> filter = {{"category", name}};
    put_text(facts, {.id = id + "name", .label = "Category", .filter = filter}, name);
    const struct {
      const char* column;
      const char* label;
      const char* unit;
      int decimals;
    } kColumns[] = {{"revenue", "revenue", "currency", 2},
                    {"revenue_share", "share of revenue", "fraction", 1},
                    {"lines", "lines", "count", 0},
                    {"units", "units", "count", 0},
                    {"average_unit_price", "revenue a unit", "currency", 2}};
    for (const auto& column : kColumns) {
      put(facts,
          {.id = id + column.column,
           .label = name + ": " + column.label,
           .unit = column.unit,
           .decimals = column.decimals,
           .filter = filter,
           .metric = "categories"},
          number_at(**frame, column.column, r));
    }
    put_trend(**frame, r, name, facts);
    if (r < 5) top_share += number_at(**frame, "revenue_share", r).value_or(0);
  }
  put_fit(**frame, facts);
  put_text(facts, {.id = "category.first", .label = "Category with the most revenue"},
           text_at(**frame, "category", 0));
  if ((*frame)->rows > 5) {
    put(facts,
        {.id = "category.top5_share",
         .label = "Share of the five largest categories",
         .unit = "fraction",
         .decimals = 1,
         .metric = "categories"},
        top_share);
    put(facts,
        {.id = "category.top5_even",
         .label = "Share of five categories if all brought the same",
         .unit = "fraction",
         .decimals = 1,
         .formula = "5 / categories"},
        5 / static_cast<double>((*frame)->rows));
  }
  return Done{};
}

Result<> add_affinity(Measurements& measured, Facts& facts) {
  const auto pairs = measured.metric("affinity");
  if (!pairs) return pairs.error();
  if (*pairs == nullptr || (*pairs)->rows == 0) return Done{};
  // Of all baskets or within personas, where a pair of several counts once; a pair of which one is
  // always bought alone leaves nothing to test.
  std::set<std::pair<std::string, std::string>> tested[2], significant[2];
  std::vector<size_t> found[2];
  for (size_t r = 0; r < (*pairs)->rows; ++r) {
    if (!(number_at(**pairs, "base_lift", r).value_or(0) > 0)) continue;
    const bool is_within = !text_at(**pairs, "persona", r).empty();
    const bool is_found = number_at(**pairs, "is_significant", r).value_or(0) != 0;
    const auto pair = pair_of(**pairs, r);
    tested[is_within].insert(pair);
    if (is_found) significant[is_within].insert(pair);
    if (is_found) found[is_within].push_back(r);
  }
  for (const bool is_within : {false, true}) {
    const std::string id = is_within ? "affinity.within" : "affinity.pooled";
    const std::string of = is_within ? ", within personas" : ", all baskets";
    if (tested[is_within].empty()) continue;
    put(facts,
        {.id = id + ".tested",
         .label = "Pairs of categories looked at" + of,
         .unit = "count",
         .metric = "affinity"},
        tested[is_within].size());
    put(facts,
        {.id = id + ".significant",
         .label = "Pairs bought together more or less than by chance" + of,
         .unit = "count",
         .metric = "affinity"},
        significant[is_within].size());
  }
  // Within personas where there are any, else over all baskets.
  std::vector<size_t>& told = found[!tested[1].empty()];
  std::stable_sort(told.begin(), told.end(), [&](size_t a, size_t b) {
    const auto gain = [&](size_t r) { return number_at(**pairs, "leverage", r).value_or(0); };
    return gain(a) > gain(b);
  });
  // A pair of several personas is told once, of the one where it is most.
  std::set<std::pair<std::string, std::string>> known;
  for (const size_t row : told) {
    if (known.size() == kMostPairs) break;
    if (!known.insert(pair_of(**pairs, row)).second) continue;
    put_pair(**pairs, row,
             "affinity.pair_" + std::string(1, static_cast<char>('a' + known.size() - 1)), facts);
  }
  return Done{};
}

}  // namespace footfall
