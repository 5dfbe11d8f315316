#include "analytics/model_tables.h"

#include <algorithm>
#include <cmath>
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

std::string written(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* whole = std::get_if<int64_t>(&value)) return std::to_string(*whole);
  if (const auto* real = std::get_if<double>(&value)) {
    char text[40];
    std::snprintf(text, sizeof text, "%.17g", *real);
    return text;
  }
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  return "nothing";
}

std::string short_number(double value) {
  char text[40];
  std::snprintf(text, sizeof text, "%.10g", value);
  return text;
}

Error out_of_range(const Parameters& parameters, const std::string& name, const std::string& what,
                   double least, double most) {
  return {ErrorCategory::kUsage,
          "--set " + name + "=" + written(parameters.find(name)->second) + ": " + what + " from " +
              short_number(least) + " to " + short_number(most) + " is meant",
          ""};
}

}  // namespace

Result<double> number_of(const Parameters& parameters, const std::string& name, double least,
                         double most) {
  const auto found = parameters.find(name);
  check(found != parameters.end(), "a model asks for a parameter that there is not");
  double value = std::nan("");
  if (const auto* whole = std::get_if<int64_t>(&found->second)) value = static_cast<double>(*whole);
  if (const auto* real = std::get_if<double>(&found->second)) value = *real;
  if (value >= least && value <= most) return value;
  return out_of_range(parameters, name, "a number", least, most);
}

Result<int64_t> whole_of(const Parameters& parameters, const std::string& name, int64_t least,
                         int64_t most) {
  const auto low = static_cast<double>(least), high = static_cast<double>(most);
  const auto value = number_of(parameters, name, low, high);
  if (value && *value == std::floor(*value)) return static_cast<int64_t>(*value);
  return out_of_range(parameters, name, "a whole number", low, high);
}

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
