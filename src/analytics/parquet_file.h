// Holds write_parquet: what a SELECT gives, as a Parquet file that DuckDB writes.
#pragma once
#include <string>

#include "analytics/session.h"
#include "base/result.h"
#include "base/whole_file.h"

namespace footfall {

// Returns the path of `file` as a session has to know it that may write it.
std::string path_to_fill(const WholeFile& file);

// Fills `file` with the rows of `select`, a table expression; does not commit it. REQUIRES: a
// session that may write path_to_fill(file). Errors: kIo that names the target where the disk
// fails, else as Session::run.
Result<> write_parquet(Session& session, const std::string& select, const Parameters& values,
                       const WholeFile& file);

}  // namespace footfall
