// Holds how an error of DuckDB is told: what is wrong and where, without advice for who writes SQL.
#pragma once
#include <string>

namespace footfall {

// Of a CSV error keeps file, line and reason; others stay as they are.
std::string plain_message(std::string message);

}  // namespace footfall
