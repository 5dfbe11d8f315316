#include "dashboard/document_header.h"

#include <cmath>

#include <nlohmann/json.hpp>

#include "base/date.h"
#include "report/marked_text.h"
#include "report/notation.h"

namespace footfall {

namespace {

using Json = nlohmann::ordered_json;

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// Returns the decimals that amounts need: two, unless the data have more.
Result<int> needed_digits(Analysis& analysis) {
  const auto type = analysis.session.fetch("SELECT typeof(NULL::money) = 'DECIMAL(18,2)'");
  if (!type) return type.error();
  if (type->columns[0].integers[0] != 0) return 2;
  const auto fine = analysis.session.fetch(
      "SELECT coalesce((SELECT bool_or(amount <> round(amount, 2)) FROM transactions), false) OR "
      "coalesce((SELECT bool_or(amount <> round(amount, 2)) FROM items), false)");
  if (!fine) return fine.error();
  return fine->columns[0].integers[0] != 0 ? 4 : 2;
}

Json built_in_json(const std::vector<BuiltInEffect>& effects) {
  const auto number = [](const std::optional<double>& value) {
    return value ? Json(std::round(*value * 1e9) / 1e9) : Json(nullptr);
  };
  Json list = Json::array();
  for (const BuiltInEffect& effect : effects) {
    list.push_back({{"days", effect.days},
                    {"persona", text_or_null(effect.persona)},
                    {"amount", number(effect.amount)},
                    {"visits", number(effect.visits)}});
  }
  return list;
}

}  // namespace

Result<DataMeta> read_meta(Analysis& analysis, const Provenance& provenance) {
  DataMeta meta{provenance,    analysis.capabilities, 0, 0, 2, analysis.shape.personas_assigned,
                analysis.notes};
  const auto period = analysis.session.fetch("SELECT first_date, days::BIGINT FROM period");
  if (!period) return period.error();
  if (period->rows > 0 && !period->columns[0].missing(0)) {
    meta.first_day = static_cast<Day>(period->columns[0].integers[0]);
    meta.days = static_cast<int>(period->columns[1].integers[0]);
  }
  const auto digits = needed_digits(analysis);
  if (!digits) return digits.error();
  meta.minor_digits = *digits;
  return meta;
}

std::string meta_json(const DataMeta& meta) {
  const Provenance& from = meta.provenance;
  Json tables = Json::array();
  for (const Provenance::Table& table : from.tables) {
    tables.push_back({{"table", table.name},
                      {"rows", table.rows},
                      {"content_hash", text_or_null(table.content_hash)}});
  }
  const bool empty = meta.days == 0;
  const Capabilities& has = meta.capabilities;
  const Notation money = notation_of(has);
  return dump({{"title", from.title},
               {"origin", from.origin},
               {"program_version", from.program_version},
               {"manifest", text_or_null(from.manifest_hash)},
               {"scenario", text_or_null(from.scenario)},
               {"scenario_hash", text_or_null(from.scenario_hash)},
               {"seed", from.seed ? Json(*from.seed) : Json(nullptr)},
               {"data_version", from.data_version ? Json(*from.data_version) : Json(nullptr)},
               {"tables", std::move(tables)},
               {"period",
                {{"start", empty ? Json(nullptr) : Json(format_date(meta.first_day))},
                 {"end", empty ? Json(nullptr) : Json(format_date(meta.first_day + meta.days - 1))},
                 {"days", meta.days}}},
               {"currency",
                {{"code", has.currency},
                 {"symbol", money.symbol},
                 {"decimals", money.decimals},
                 {"minor_digits", meta.minor_digits}}},
               {"locale", money.is_indian ? "en-IN" : "en"},
               {"capabilities",
                {{"customers", has.customers},
                 {"items", has.items},
                 {"customer", has.customer},
                 {"persona", has.persona},
                 {"festival", has.festival},
                 {"time_of_day", has.time_of_day}}},
               {"built_in", built_in_json(from.built_in)},
               {"persona_kind", meta.personas_assigned ? "segment" : "persona"},
               {"notes", meta.notes}});
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
