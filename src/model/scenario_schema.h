// Writes the description of scenario files for others: a JSON Schema, with which editors complete
// and check them, and the tables of keys of the guide.
#pragma once
#include <string>

namespace footfall {

// Returns a JSON Schema (draft 7) of scenario files. It refuses only what the program refuses;
// rules that span several keys are the program's alone.
std::string scenario_schema();

// Returns a section a mapping of the file, in Markdown, each with a table of its keys.
std::string scenario_key_tables();

}  // namespace footfall
