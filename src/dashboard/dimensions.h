// Holds the dimensions of the cubes: what their values are and how a cell is numbered by them.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.h"

namespace footfall {

enum class Dimension : uint8_t {
  kDay,
  kHour,
  kPersona,
  kCity,
  kSegment,
  kScore,
  kCohort,
  kCategory,
  kSpend,
  kLines
};

inline constexpr size_t kMostCities = 11;       // by name; all others are one value
inline constexpr int64_t kScores = 5;           // of recency, and of frequency
inline constexpr size_t kMostPersonas = 99;     // likewise
inline constexpr size_t kMostCategories = 250;  // likewise
inline constexpr int kMostLines = 20;           // baskets with more count as this many
inline constexpr const char* kOther = "Other";

// What the data do not know has no values, and cubes lack that dimension.
struct DashboardDimensions {
  Day first_day = 0;
  int days = 0;
  bool has_hours = true;
  std::vector<int> weekend;          // weekdays that are, 1 = Monday
  std::vector<int> festival_of_day;  // index into festivals, or -1
  std::vector<int> closed_days;      // days on which the shop is closed, ascending
  // Where there is a value for all others it is the last one, named kOther.
  std::vector<std::string> personas, cities, segments, categories, festivals;
  // Of customers: "recency-frequency", five by five, and the first day of the period of their first
  // purchase. Both have an "other" where segments have one.
  std::vector<std::string> scores, cohorts;
  bool has_other_persona = false, has_other_city = false, has_other_segment = false,
       has_other_category = false;
  std::vector<int64_t> spend_edges;  // of an amount, in minor units; bins are one fewer
  int most_lines = 0;                // values are 1 to this
  bool last_lines_is_more = false;

  // Returns the number of values; 0 when the data do not know the dimension.
  int64_t size(Dimension dimension) const;
};

// Cells of one cube. Keys ascend; they number the cells in the order of the dimensions, the last
// one fastest.
struct Cube {
  std::string name;
  std::vector<Dimension> dimensions;
  std::vector<int64_t> key;
  std::vector<std::pair<std::string, std::vector<int64_t>>> measures;  // by name
};

// Returns the name of a dimension in documents.
std::string_view name_of(Dimension dimension);

// Returns the dimensions that the data know of a cube: visits, items, spend or basket_lines, or
// segment_ and one of these, which has segment and scores and fewer others, or cohort_ and one of
// the first two, or spend_visits or lines_visits.
std::vector<Dimension> dimensions_of_cube(std::string_view cube,
                                          const DashboardDimensions& dimensions);

// Returns edges 1, 1.25, 1.6, 2, 2.5, 3.15, 4, 5, 6.3, 8, 10, … up to 10^9, times `unit`, which is
// a multiple of 100.
std::vector<int64_t> spend_edges(int64_t unit);

// Returns the bin of an amount: the first and the last are open.
int64_t spend_bin(const std::vector<int64_t>& edges, int64_t amount);

// Returns the member "dimensions" of a document, JSON.
std::string dimensions_json(const DashboardDimensions& dimensions);

}  // namespace footfall
