// Holds how the rows of a statement become a Frame: each value in its own type, never through text.
// Only session.cpp calls this.
#pragma once
#include "analytics/frame.h"
#include "base/result.h"
#include "duckdb/database.h"

namespace footfall {

// Returns the kind that values of a type are read as.
ValueKind value_kind(DatabaseType type);

// Reads all `rows`. Error: kInput for nested types.
Result<Frame> read_columns(DatabaseRows& rows);

}  // namespace footfall
