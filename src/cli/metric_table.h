// Holds the table in which `footfall analyze` prints a metric: figures with their units, grouped as
// in the data's country, and as many columns as the terminal has room for, the most telling first.
#pragma once
#include <string>

#include "analytics/frame.h"
#include "analytics/metric.h"
#include "report/notation.h"

namespace footfall {

struct TableRoom {
  size_t columns = 80;      // of the terminal; 0 for as many as the table takes
  size_t widest_cell = 60;  // characters of a text
};

// Returns the table's lines. Lower and upper ends of an interval stand in one column. What has no
// room is left out and named below; a single row that has none stands as a list.
std::string metric_table(const Frame& frame, const Metric& metric, const Notation& notation,
                         const TableRoom& room);

}  // namespace footfall
