#include "server/built_in_effects.h"

#include "engine/expectation.h"
#include "run/data_set.h"

namespace footfall {

namespace {

void add_effects(const std::string& persona, const Uplifts& uplifts,
                 std::vector<BuiltInEffect>& effects) {
  const auto mean = [](const std::optional<Uplift>& uplift) {
    return uplift ? std::optional(uplift->mean) : std::nullopt;
  };
  const BuiltInEffect found[] = {
      {"festival", persona, mean(uplifts.festival), uplifts.festival_visits},
      {"weekend", persona, mean(uplifts.weekend), uplifts.weekend_visits}};
  for (const BuiltInEffect& effect : found) {
    if (effect.amount || effect.visits) effects.push_back(effect);
  }
}

}  // namespace

std::vector<BuiltInEffect> built_in_effects(const Scenario& scenario) {
  const Expectation expected = expect(compile_world(scenario));
  std::vector<BuiltInEffect> effects;
  add_effects("", expected.uplifts, effects);
  for (size_t p = 0; p < scenario.personas.size(); ++p) {
    add_effects(scenario.personas[p].name, expected.persona_uplifts[p], effects);
  }
  return effects;
}

Result<Provenance> provenance_of_data_set(const std::string& folder) {
  auto provenance = read_provenance(folder);
  if (!provenance) return provenance;
  const auto data = read_data_set(folder);
  if (!data) return provenance;
  const auto loaded = scenario_of(*data);
  if (loaded) provenance->built_in = built_in_effects(loaded->scenario);
  return provenance;
}

}  // namespace footfall
