// Holds the tests of the schema's form; tests/test_scenario_schema.py holds it to a validator.
#include "model/scenario_schema.h"

#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "model/scenario_keys.h"

namespace footfall {
namespace {

using Json = nlohmann::ordered_json;

TEST(ScenarioSchema, DescribesEveryKey) {
  const Json schema = Json::parse(scenario_schema());
  EXPECT_EQ(schema["required"], Json({"personas"}));
  const Json& persona = schema["properties"]["personas"]["items"];
  EXPECT_EQ(persona["required"], Json({"name", "preferred_time", "basket_profile"}));
  EXPECT_EQ(persona["anyOf"].dump(),
            R"([{"required":["frequency"]},{"required":["visit_probability"]}])");
  EXPECT_EQ(persona["properties"]["frequency"]["enum"].size(), 4u);
  EXPECT_EQ(schema["properties"]["simulation"]["allOf"][0].dump(),
            R"({"not":{"required":["default_days","days"]}})");
  EXPECT_EQ(schema["not"].dump(), R"({"required":["market","market_config"]})");
  EXPECT_EQ(
      schema["properties"]["market"]["properties"]["visit_multiplier"]["properties"]["cap"].dump(),
      R"({"description":"No customer visits with a higher probability than this on any day.",)"
      R"("type":"number","minimum":0,"maximum":1,"default":0.95,"examples":[0.9]})");
}

TEST(ScenarioSchema, TablesHoldEveryKeyOnARow) {
  const std::string tables = scenario_key_tables();
  const std::function<void(const Key&)> expect_rows = [&](const Key& key) {
    for (const Key& child : key.keys) {
      if (key.kind == KeyKind::kMapping) {
        EXPECT_NE(tables.find("\n| `" + std::string(child.name) + "` | "), std::string::npos)
            << child.name;
      }
      expect_rows(child);
    }
  };
  expect_rows(scenario_key());
  for (const char* heading :
       {"### The file", "### `personas[]`", "### `personas[].basket_profile.NAME`",
        "### `calendar.festivals[]`", "### `market_config.price_variations`"})
    EXPECT_NE(tables.find(heading), std::string::npos) << heading;
  EXPECT_EQ(tables.back(), '\n');
}

}  // namespace
}  // namespace footfall
