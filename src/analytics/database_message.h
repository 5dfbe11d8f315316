// Holds how an error of DuckDB is told: what is wrong and where, without advice for who writes SQL.
#pragma once
#include <string>

namespace footfall {

// Leaves out that a statement failed, which is known; of a CSV error keeps file, line and reason.
std::string plain_message(std::string message);

}  // namespace footfall
