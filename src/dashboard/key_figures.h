// Holds what the page says to those whose browser runs no scripts: the headline and the key
// figures, as plain HTML.
#pragma once
#include <string>

#include "report/report.h"

namespace footfall {

// Returns a heading, a list of key figures with their intervals, and the insights' headlines; names
// of the data are escaped. `title` is that of the data set.
std::string key_figures_html(const Report& report, const std::string& title);

}  // namespace footfall
