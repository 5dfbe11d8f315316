// Holds load_duckdb: DuckDB's library is large, so it is loaded when first asked for and never
// linked. Knows no DuckDB types; each user takes the functions it calls by name.
#pragma once
#include <dlfcn.h>

#include "base/check.h"
#include "base/result.h"

namespace footfall {

// Returns the handle of libduckdb.so, which stays loaded. Looked for in $FOOTFALL_DUCKDB_LIBRARY
// (and then nowhere else), ../.footfall/duckdb and ../lib/footfall beside the program, and where
// the build found it. Error: kUnavailable, with the places.
Result<void*> load_duckdb();

// Takes function `name` of a library into `function`.
template <typename Function>
void take_function(void* library, const char* name, Function*& function) {
  function = reinterpret_cast<Function*>(::dlsym(library, name));
  check(function != nullptr, name);
}

}  // namespace footfall
