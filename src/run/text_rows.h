// Holds open_text_rows: reads CSV and JSON Lines files of a data set back into values. Memory stays
// flat.
// FORMAT: exactly what sink/text_sink.cpp writes; any other form is a difference.
#pragma once
#include <string>

#include "run/file_bytes.h"
#include "sink/row_source.h"

namespace footfall {

// Opens a text file of one table; what is read passes `bytes`, which outlives the source. Error:
// kIo.
Result<RowSource> open_text_rows(const std::string& path, Table table, FileBytes& bytes);

}  // namespace footfall
