#include <nlohmann/json.hpp>

#include "cli/persona_table.h"
#include "cli/summary.h"
#include "run/manifest.h"

namespace footfall {

namespace {

using Json = nlohmann::ordered_json;

double currency(int64_t paise) { return static_cast<double>(paise) / 100; }

double ratio(double part, double whole) { return whole > 0 ? part / whole : 0; }

Json totals_json(const PersonaTotals& totals) {
  const auto trips = static_cast<double>(totals.transactions);
  return {{"customers", totals.customers},
          {"transactions", totals.transactions},
          {"items", totals.lines},
          {"revenue", currency(totals.revenue_paise)},
          {"average_transaction", ratio(currency(totals.revenue_paise), trips)},
          {"items_a_basket", ratio(static_cast<double>(totals.lines), trips)}};
}

Json festivals_json(const Scenario& scenario) {
  Json list = Json::array();
  for (const Festival& festival : scenario.calendar.festivals) {
    Json dates = Json::array();
    for (const Day day : festival_dates(scenario, festival)) dates.push_back(format_date(day));
    if (!dates.empty()) list.push_back({{"name", festival.name}, {"dates", dates}});
  }
  return list;
}

Json files_json(const std::vector<WrittenFile>& files) {
  Json list = Json::array();
  for (const WrittenFile& file : files) {
    list.push_back({{"path", file.path},
                    {"table", file.table},
                    {"rows", file.rows},
                    {"bytes", file.bytes},
                    {"checksum", file.checksum}});
  }
  return list;
}

}  // namespace

std::string summary_json(const Finished& run) {
  const Scenario& scenario = run.loaded.scenario;
  const Simulation& s = scenario.simulation;
  PersonaTotals all;
  for (const PersonaTotals& p : run.totals.personas) {
    all.customers += p.customers;
    all.transactions += p.transactions;
    all.lines += p.lines;
    all.revenue_paise += p.revenue_paise;
  }
  Json json = {{"footfall", kProgramVersion},
               {"data_version", kDataVersion},
               {"scenario", run.loaded.path},
               {"scenario_sha256", sha256_of(run.loaded.text)},
               {"seed", s.seed},
               {"start_date", format_date(s.start_day)},
               {"end_date", format_date(s.start_day + s.days - 1)},
               {"days", s.days},
               {"currency", scenario.locale.currency},
               {"festivals", festivals_json(scenario)}};
  json.update(totals_json(all));
  json["personas"] = Json::array();
  for (size_t i = 0; i < run.totals.personas.size(); ++i) {
    const PersonaTotals& totals = run.totals.personas[i];
    Json row = {{"persona", scenario.personas[i].name}};
    row.update(totals_json(totals));
    row["revenue_share"] = ratio(currency(totals.revenue_paise), currency(all.revenue_paise));
    json["personas"].push_back(row);
  }
  for (int t = 0; t < kTableCount; ++t) {
    const TableTotals& table = run.totals.tables[t];
    json["tables"][std::string(schema_of(static_cast<Table>(t)).name)] = {
        {"rows", table.rows}, {"content_hash", to_hex(table.content)}};
  }
  json["out"] = run.folder.empty() ? Json(nullptr) : Json(run.folder);
  json["files"] = files_json(run.totals.files);
  json["seconds"] = run.seconds;
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string estimate_json(const RunOptions& options, const Estimate& estimate) {
  Json json = {{"estimate", true}};
  for (int t = 0; t < kTableCount; ++t) {
    if (options.tables[t])
      json["rows"][std::string(schema_of(static_cast<Table>(t)).name)] = estimate.rows[t];
  }
  for (const FormatEstimate& format : estimate.formats) json["bytes"][format.format] = format.bytes;
  json["memory_bytes"] = estimate.memory_bytes;
  json["seconds"] = estimate.seconds;
  json["threads"] = options.threads;
  return json.dump(2) + "\n";
}

}  // namespace footfall
