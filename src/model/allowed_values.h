// Holds which values a key of a scenario file allows, in words: for messages and the schema.
#pragma once
#include <string>

#include "model/scenario_keys.h"

namespace footfall {

// Returns what values a key allows, as words that follow "must be".
std::string allowed(const Key& key);

// Returns the same, and for a list also its example: what to tell someone who wrote another thing.
std::string allowed_with_example(const Key& key);

}  // namespace footfall
