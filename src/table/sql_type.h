// Holds sql_type: how SQL calls the type of a column's values, for whoever writes or reads them as
// tables of DuckDB.
#pragma once
#include "table/schema.h"

namespace footfall {

// Words are text; our own database files make them ENUMs.
const char* sql_type(const Column& column);

}  // namespace footfall
