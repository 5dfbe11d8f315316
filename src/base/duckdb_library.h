// Holds load_duckdb: DuckDB's library is large, so it is loaded when first asked for and never
// linked. Knows no DuckDB types; each user has a struct of the functions that it calls.
#pragma once
#include <dlfcn.h>

#include "base/check.h"
#include "base/result.h"

namespace footfall {

// Returns the handle of libduckdb.so, which stays loaded. Looked for in $FOOTFALL_DUCKDB_LIBRARY
// (and then nowhere else), ../.footfall/duckdb and ../lib/footfall beside the program, and where
// the build found it. Error: kUnavailable, with the places.
Result<void*> load_duckdb();

// A name of a library, which becomes the function that it is assigned to. REQUIRES: it is there.
struct LibrarySymbol {
  template <typename Function>
  operator Function*() const {
    void* function = ::dlsym(library, name);
    check(function != nullptr, name);
    return reinterpret_cast<Function*>(function);
  }
  void* library;
  const char* name;
};

// Finds the functions of a library: `decltype(&duckdb_close) close = symbol("duckdb_close");`.
struct LibrarySymbols {
  LibrarySymbol operator()(const char* name) const { return {library, name}; }
  void* library;
};

}  // namespace footfall
