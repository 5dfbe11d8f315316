#include "dashboard/document_header.h"

#include <cmath>

#include <nlohmann/json.hpp>

#include "report/marked_text.h"

namespace footfall {

namespace {

using Json = nlohmann::ordered_json;

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string meta_json(const Analysis& analysis, const Provenance& provenance,
                      const DashboardDimensions& dimensions, int minor_digits,
                      const std::vector<std::string>& notes) {
  Json tables = Json::array();
  for (const Provenance::Table& table : provenance.tables) {
    tables.push_back({{"table", table.name},
                      {"rows", table.rows},
                      {"content_hash", text_or_null(table.content_hash)}});
  }
  const Day last = dimensions.first_day + dimensions.days - 1;
  const bool empty = dimensions.days == 0;
  const Capabilities& has = analysis.capabilities;
  return dump(
      {{"title", provenance.title},
       {"origin", provenance.origin},
       {"program_version", provenance.program_version},
       {"manifest", text_or_null(provenance.manifest_hash)},
       {"scenario", text_or_null(provenance.scenario)},
       {"scenario_hash", text_or_null(provenance.scenario_hash)},
       {"seed", provenance.seed ? Json(*provenance.seed) : Json(nullptr)},
       {"data_version", provenance.data_version ? Json(*provenance.data_version) : Json(nullptr)},
       {"tables", std::move(tables)},
       {"period",
        {{"start", empty ? Json(nullptr) : Json(format_date(dimensions.first_day))},
         {"end", empty ? Json(nullptr) : Json(format_date(last))},
         {"days", dimensions.days}}},
       {"currency",
        {{"code", has.currency}, {"symbol", has.symbol}, {"minor_digits", minor_digits}}},
       {"locale", provenance.locale},
       {"capabilities",
        {{"customers", has.customers},
         {"items", has.items},
         {"customer", has.customer},
         {"persona", has.persona},
         {"festival", has.festival},
         {"time_of_day", has.time_of_day}}},
       {"persona_kind", analysis.shape.personas_assigned ? "segment" : "persona"},
       {"notes", notes}});
}

std::string insights_json(const std::vector<Insight>& insights) {
  Json list = Json::array();
  for (const Insight& insight : insights) {
    list.push_back({{"facts", insight.facts},
                    {"headline", plain_text(insight.headline)},
                    {"comparison", plain_text(insight.comparison)},
                    {"why", plain_text(insight.why)},
                    {"action", plain_text(insight.action)},
                    {"score", std::round(insight.score * 1e9) / 1e9},
                    {"view", insight.view}});
  }
  return dump(list);
}

}  // namespace footfall
