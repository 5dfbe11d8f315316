// Holds the SQL of the metrics as text: what the build embeds of sql/.
#pragma once
#include <span>
#include <string_view>

namespace footfall {

struct MetricSource {
  std::string_view path;  // below sql/, without .sql: "kpi", "tables/day_hours"
  std::string_view text;
};

// Returns every file, by path. Written by cmake/EmbedSql.cmake.
std::span<const MetricSource> metric_sources();

// Returns the text of one file. REQUIRES: there is such a file.
std::string_view metric_source(std::string_view path);

}  // namespace footfall
