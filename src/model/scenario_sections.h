// Turns a YAML document into a Scenario: first every part against its key, then the values, then
// the rules that span several keys.
#pragma once
#include "model/mistakes.h"
#include "model/scenario.h"

namespace footfall {

// Returns the world that a document describes; it is only to be used when there are no mistakes.
Scenario read_scenario(const YamlTree& root, Mistakes& mistakes);

}  // namespace footfall
