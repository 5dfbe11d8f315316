// Holds the scenario that `footfall scenario init` writes.
#pragma once

namespace footfall {

// The text of scenarios/minimal.yaml below its first line; a test holds them together.
extern const char* const kScenarioStarter;

}  // namespace footfall
