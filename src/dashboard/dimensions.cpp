#include "dashboard/dimensions.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/check.h"

namespace footfall {

int64_t DashboardDimensions::size(Dimension dimension) const {
  switch (dimension) {
    case Dimension::kDay:
      return days;
    case Dimension::kHour:
      return has_hours ? 24 : 0;
    case Dimension::kPersona:
      return static_cast<int64_t>(personas.size());
    case Dimension::kCity:
      return static_cast<int64_t>(cities.size());
    case Dimension::kSegment:
      return static_cast<int64_t>(segments.size());
    case Dimension::kScore:
      return static_cast<int64_t>(scores.size());
    case Dimension::kCohort:
      return static_cast<int64_t>(cohorts.size());
    case Dimension::kCategory:
      return static_cast<int64_t>(categories.size());
    case Dimension::kSpend:
      return std::max<int64_t>(1, static_cast<int64_t>(spend_edges.size()) - 1);
    case Dimension::kLines:
      return most_lines;
  }
  return 0;
}

std::string_view name_of(Dimension dimension) {
  constexpr std::string_view kNames[] = {"day",   "hour",   "persona",  "city",  "segment",
                                         "score", "cohort", "category", "spend", "lines"};
  return kNames[static_cast<size_t>(dimension)];
}

std::vector<Dimension> dimensions_of_cube(std::string_view cube,
                                          const DashboardDimensions& dimensions) {
  using enum Dimension;
  std::vector<Dimension> all = {kDay, kHour, kPersona, kCity};
  if (cube == "items") all.push_back(kCategory);
  if (cube == "spend") all = {kDay, kPersona, kSegment, kSpend};
  if (cube == "basket_lines") all = {kDay, kPersona, kSegment, kLines};
  if (cube == "spend_visits") all = {kDay, kPersona, kSpend};
  if (cube == "lines_visits") all = {kDay, kPersona, kLines};
  if (cube == "segment_visits") all = {kDay, kHour, kPersona, kSegment, kScore};
  if (cube == "segment_items") all = {kDay, kPersona, kSegment, kScore, kCategory};
  if (cube == "cohort_visits") all = {kDay, kHour, kPersona, kCohort};
  if (cube == "cohort_items") all = {kDay, kPersona, kCohort, kCategory};
  if (cube == "segment_spend") all = {kPersona, kSegment, kSpend};
  if (cube == "segment_basket_lines") all = {kPersona, kSegment, kLines};
  std::erase_if(all, [&](Dimension dimension) {
    return dimension != kDay && dimensions.size(dimension) == 0;
  });
  return all;
}

std::vector<int64_t> spend_edges(int64_t unit) {
  check(unit % 100 == 0, "edges of amounts would not be whole");
  std::vector<int64_t> edges;
  for (int64_t decade = unit / 100; decade <= unit * 10'000'000; decade *= 10) {
    for (const int64_t edge : {100, 125, 160, 200, 250, 315, 400, 500, 630, 800})
      edges.push_back(edge * decade);
  }
  return edges;
}

int64_t spend_bin(const std::vector<int64_t>& edges, int64_t amount) {
  const auto above = std::upper_bound(edges.begin(), edges.end(), amount) - edges.begin();
  return std::clamp<int64_t>(above - 1, 0, static_cast<int64_t>(edges.size()) - 2);
}

std::string dimensions_json(const DashboardDimensions& dimensions) {
  using Json = nlohmann::ordered_json;
  std::vector<int> lines;
  for (int n = 1; n <= dimensions.most_lines; ++n) lines.push_back(n);
  const auto other = [](bool has_other, const std::vector<std::string>& values) {
    return has_other ? static_cast<int>(values.size()) - 1 : -1;
  };
  const Json json = {
      {"day",
       {{"count", dimensions.days},
        {"first", format_date(dimensions.first_day)},
        {"weekend", dimensions.weekend},
        {"festival", dimensions.festival_of_day},
        {"closed", dimensions.closed_days}}},
      {"hour", {{"count", 24}}},
      {"persona",
       {{"values", dimensions.personas},
        {"other", other(dimensions.has_other_persona, dimensions.personas)}}},
      {"city",
       {{"values", dimensions.cities},
        {"other", other(dimensions.has_other_city, dimensions.cities)}}},
      {"segment",
       {{"values", dimensions.segments},
        {"other", other(dimensions.has_other_segment, dimensions.segments)}}},
      {"score",
       {{"values", dimensions.scores},
        {"other", other(dimensions.has_other_segment, dimensions.scores)}}},
      {"cohort",
       {{"values", dimensions.cohorts},
        {"other", other(dimensions.has_other_segment, dimensions.cohorts)}}},
      {"category",
       {{"values", dimensions.categories},
        {"other", other(dimensions.has_other_category, dimensions.categories)}}},
      {"festival", {{"values", dimensions.festivals}}},
      {"spend", {{"edges", dimensions.spend_edges}}},
      {"lines", {{"values", lines}, {"last_is_more", dimensions.last_lines_is_more}}}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace footfall
