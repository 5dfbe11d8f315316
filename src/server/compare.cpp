#include "server/compare.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace footfall {

namespace {

using Json = nlohmann::ordered_json;

bool is_number(const Fact& fact) { return fact.unit != "text" && fact.unit != "date"; }

Json value_of(const Fact* fact) {
  if (fact == nullptr) return nullptr;
  return is_number(*fact) ? Json(fact->value) : Json(fact->text);
}

Json interval_of(const Fact* fact) {
  if (fact == nullptr || !fact->low || !fact->high) return nullptr;
  return Json::array({*fact->low, *fact->high});
}

double half_width(const Fact& fact) { return (*fact.high - *fact.low) / 2; }

Json entry(const Fact& fact, const Fact* first, const Fact* second) {
  Json json = {{"id", fact.id},
               {"label", fact.label},
               {"unit", fact.unit},
               {"decimals", fact.decimals},
               {"values", Json::array({value_of(first), value_of(second)})},
               {"intervals", Json::array({interval_of(first), interval_of(second)})},
               {"difference", nullptr},
               {"relative", nullptr},
               {"band", nullptr},
               {"beyond_chance", nullptr}};
  if (first == nullptr || second == nullptr || !is_number(fact)) return json;
  const double difference = second->value - first->value;
  json["difference"] = difference;
  if (first->value != 0) json["relative"] = difference / std::fabs(first->value);
  if (!first->low || !first->high || !second->low || !second->high) return json;
  const double band = std::hypot(half_width(*first), half_width(*second));
  json["band"] = band;
  json["beyond_chance"] = std::fabs(difference) > band;
  return json;
}

}  // namespace

std::string compare_json(const Facts& first, const Facts& second) {
  Json facts = Json::array();
  for (const Fact& fact : first.facts) facts.push_back(entry(fact, &fact, second.find(fact.id)));
  for (const Fact& fact : second.facts) {
    if (first.find(fact.id) == nullptr) facts.push_back(entry(fact, nullptr, &fact));
  }
  return facts.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace footfall
