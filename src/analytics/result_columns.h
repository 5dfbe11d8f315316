// Holds how a result of DuckDB becomes a Frame: chunk by chunk, each value in its own type, never
// through text. Only session.cpp calls this; DuckDB's types are opaque here, so that no header
// shows them.
#pragma once
#include "analytics/frame.h"
#include "base/result.h"

namespace footfall {

// Returns the kind that a duckdb_type is read as.
ValueKind value_kind(int type);

// Reads all rows of `result`, a duckdb_result. Error: kInput for nested types.
Result<Frame> read_columns(void* library, void* result);

}  // namespace footfall
