#include "analytics/model_tables.h"

#include <algorithm>
#include <vector>

#include "analytics/customer_value_tables.h"
#include "analytics/demand_tables.h"
#include "analytics/metric.h"

namespace footfall {

namespace {

struct Model {
  std::string_view name;
  std::vector<std::string_view> metrics;  // whose parameters are the model's
  Result<std::vector<std::string>> (*make_tables)(Analysis&, const Parameters&);  // returns notes
};

const Model& model_of(const std::string& name) {
  static const std::vector<Model> kModels = {
      {"customer_value", {"clv"}, make_customer_value_tables},
      {"demand", {"forecast", "reorder"}, make_demand_tables}};
  const auto found = std::find_if(kModels.begin(), kModels.end(),
                                  [&](const Model& model) { return model.name == name; });
  check(found != kModels.end(), "a metric names a model that there is not");
  return *found;
}

}  // namespace

Result<> make_model_tables(Analysis& analysis, const std::string& model,
                           const Parameters& parameters) {
  const Model& known = model_of(model);
  Parameters values;
  std::string key;
  for (const std::string_view owner : known.metrics) {
    for (const MetricParameter& parameter : find_metric(owner)->parameters) {
      const auto given = parameters.find(parameter.name);
      values[parameter.name] = given != parameters.end() ? given->second : parameter.value;
    }
  }
  for (const auto& [name, value] : values) key += name + "=" + written(value) + "\n";
  const auto fitted = analysis.models.find(model);
  if (fitted != analysis.models.end() && fitted->second.parameters == key) return Done{};
  auto notes = known.make_tables(analysis, values);
  if (!notes) return notes.error();
  analysis.models[model] = {key, std::move(*notes)};
  return Done{};
}

}  // namespace footfall
