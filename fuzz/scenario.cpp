// Scenario files: any text is refused with reasons or is a world, which written out in full, as
// JSON or as YAML, is the same world again.
#include "base/check.h"
#include "engine/expectation.h"
#include "model/scenario_yaml.h"
#include "model/yaml_text.h"
#include "run/manifest.h"

using namespace footfall;

namespace {

// Returns whether compiling the world is quick.
bool is_small(const Scenario& scenario) {
  size_t dates = 0;
  for (const Festival& festival : scenario.calendar.festivals) dates += festival.dates.size();
  return scenario.simulation.days <= 400 && dates <= 1000;
}

void check_world(const Scenario& scenario) {
  const Expectation expected = expect(compile_world(scenario));
  check(expected.all.transactions >= 0 && expected.all.revenue_paise >= 0 &&
            expected.all.revenue_variance >= 0,
        "an expectation is a number");
  check(expected.all.transactions == 0 || expected.all.lines_a_basket() > 0.999,
        "a basket holds a line");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size_bytes) {
  const auto loaded =
      parse_scenario(std::string(reinterpret_cast<const char*>(data), size_bytes), "fuzz.yaml");
  if (!loaded) {
    check(!loaded.error().message.empty(), "a refusal has a reason");
    return 0;
  }
  const std::string resolved = resolved_scenario(loaded->scenario);
  for (const std::string& text : {resolved, yaml_of_json(resolved)}) {
    const auto again = parse_scenario(text, "resolved.yaml");
    check(static_cast<bool>(again), "a resolved scenario is a scenario");
    check(resolved_scenario(again->scenario) == resolved, "and the same one");
  }
  if (is_small(loaded->scenario)) check_world(loaded->scenario);
  return 0;
}
