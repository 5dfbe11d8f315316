// Writes JSON as YAML that people like to read: blocks for what is large, one line for what is
// small.
#pragma once
#include <string>
#include <string_view>

namespace footfall {

// Returns JSON as a YAML document of at most 100 columns where words allow; the order of keys
// stays. Texts that some reader would take for something else (dates, numbers, yes) are quoted.
// REQUIRES: `json` is valid.
std::string yaml_of_json(std::string_view json);

// Returns JSON on one line, in YAML's flow style.
std::string yaml_line_of_json(std::string_view json);

}  // namespace footfall
