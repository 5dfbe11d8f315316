// Holds how people's files write numbers: with a comma or a point, thousands apart, a currency, a
// minus behind or brackets around; and the SQL that reads them.
#pragma once
#include <string>
#include <vector>

namespace footfall {

// Shares of a column's values that show a sign: a comma before the fraction, a point before it, a
// negative number other than by a minus before it, points before three digits alone (1.234).
struct NumberSigns {
  double comma = 0, point = 0, negative = 0, thousands = 0;
};

// Returns SQL for whether a text is a number in any of the ways.
std::string looks_like_number_sql(const std::string& text);

// Returns SQL that is NULL where a text does not show a sign, in the order of NumberSigns.
std::vector<std::string> number_signs_sql(const std::string& text);

// Returns SQL for the number of a text, NULL where it is none, as SQL type `type`. Commas part the
// fraction where more values say so than say it of points.
std::string number_sql(const std::string& text, const std::string& type, const NumberSigns& signs);

}  // namespace footfall
