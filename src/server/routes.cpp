#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

#include "dashboard/container.h"
#include "dashboard/dashboard.h"
#include "server/compare.h"
#include "server/metrics_text.h"
#include "server/page_policy.h"
#include "server/response_text.h"
#include "server/site.h"

namespace footfall {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kOwnData = "only simulated data can be simulated anew";
constexpr const char* kRunning = "the simulation is still running; its data set is not complete";

Response answer_of(Result<std::string> body) {
  if (!body) return problem(body.error());
  return {200, "application/json; charset=utf-8", std::move(*body)};
}

Response text_response(std::string text, const char* type) { return {200, type, std::move(text)}; }

// Calls `answer` with the data set that a request names by run=N, the first without.
template <typename Answer>
Response of_run(Site& site, const std::string& word, const Answer& answer) {
  size_t number = 0;
  const auto [end, code] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (code != std::errc() || end != word.data() + word.size())
    return problem(400, "run must be the number of a data set, not " + word);
  ServedData* data = site.runs.find(number);
  if (data != nullptr) return answer(*data);
  if (site.live != nullptr && number == 0) return problem(503, kRunning);
  return problem(404, "there is no run " + word + "; /api/v1/runs lists them");
}

template <typename Answer>
Response of_run(Site& site, const Request& request, const Answer& answer) {
  return of_run(site, request.word("run").value_or("0"), answer);
}

Response dashboard(Site& site, const Request& request) {
  return of_run(site, request, [](ServedData& data) {
    auto document = data.document();
    if (!document) return problem(document.error());
    return Response{200, "application/vnd.footfall.dashboard", "", std::move(*document)};
  });
}

Response analysis(Site& site, const Request& request) {
  return of_run(site, request, [&](ServedData& data) {
    auto body = data.metric(request.rest, request.query);
    if (!body && body.error().message.rfind("there is no analysis", 0) == 0)
      return problem(404, body.error().message);
    return answer_of(std::move(body));
  });
}

Response rows(Site& site, const Request& request) {
  const auto query = read_rows_query(request.query);
  if (!query) return problem(query.error());
  return of_run(site, request, [&](ServedData& data) { return answer_of(data.rows(*query)); });
}

Json run_json(size_t number, const ServedData& data) {
  const Provenance& from = data.provenance();
  Json rows = Json::object();
  for (const Provenance::Table& table : from.tables) rows[table.name] = table.rows;
  return {{"run", number},
          {"title", from.title},
          {"origin", from.origin},
          {"seed", from.seed ? Json(*from.seed) : Json(nullptr)},
          {"scenario", from.scenario.empty() ? Json(nullptr) : Json(from.scenario)},
          {"manifest", from.manifest_hash.empty() ? Json(nullptr) : Json(from.manifest_hash)},
          {"rows", rows}};
}

Response list_runs(Site& site) {
  Json runs = Json::array();
  for (size_t i = 0; i < site.runs.size(); ++i) runs.push_back(run_json(i, *site.runs.find(i)));
  return answer_of(Json({{"runs", runs}}).dump(-1, ' ', false, Json::error_handler_t::replace));
}

Response compare(Site& site, const Request& request) {
  const std::string first = request.word("first").value_or("0");
  const std::string second = request.word("second").value_or("1");
  return of_run(site, first, [&](ServedData& a) {
    return of_run(site, second, [&](ServedData& b) {
      const auto of_a = a.fact_list();
      if (!of_a) return problem(of_a.error());
      const auto of_b = b.fact_list();
      if (!of_b) return problem(of_b.error());
      return answer_of("{\"first\": " + first + ", \"second\": " + second +
                       ", \"facts\": " + compare_json(*of_a, *of_b) + "}\n");
    });
  });
}

// Answers a POST whose body must be a JSON object.
template <typename Answer>
Response with_json(const Request& request, const Answer& answer) {
  if (request.content_type.rfind("application/json", 0) != 0)
    return problem(415, "the body must be application/json");
  const Json body = Json::parse(request.body, nullptr, false);
  if (!body.is_object()) return problem(400, "the body must be a JSON object");
  return answer(body);
}

bool is_simulated(const ServedData& data) { return data.provenance().origin == "simulated"; }

Response levers(Site& site, const Request& request) {
  return of_run(site, request, [](ServedData& data) {
    if (!is_simulated(data)) return problem(409, kOwnData);
    return answer_of(what_if_levers(data.folder()));
  });
}

Response ask_what_if(Site& site, const Request& request) {
  return with_json(request, [&](const Json& body) {
    const Json run = body.contains("run") ? body["run"] : Json(0u);
    if (!run.is_number_unsigned()) return problem(400, "run must be the number of a data set");
    for (const auto& [name, value] : body.items()) {
      if (name != "run" && name != "changes") return problem(400, "allowed: run and changes");
    }
    const std::string changes = body.contains("changes") ? body["changes"].dump() : "[]";
    return of_run(site, run.dump(), [&](ServedData& data) {
      if (!is_simulated(data)) return problem(409, kOwnData);
      if (site.is_asking.exchange(true)) return problem(503, "another what-if is being computed");
      auto answer = what_if(data.folder(), changes, site.what_if, *site.stop);
      site.is_asking = false;
      return answer_of(std::move(answer));
    });
  });
}

Response steer(Site& site, const Request& request) {
  return with_json(request, [&](const Json& body) {
    if (site.live == nullptr || site.live->is_done())
      return problem(409, "no simulation is being played");
    for (const auto& [name, value] : body.items()) {
      const bool is_state = name == "state" && (value == "paused" || value == "running");
      const bool is_speed = name == "speed" && value.is_number() && value >= 0.0 && value <= 1e12;
      if (!is_state && !is_speed) {
        return problem(400,
                       R"(allowed: "state": "paused" or "running", "speed": 0 (all it can) or )"
                       "seconds of the world a second");
      }
    }
    if (body.contains("speed")) site.live->set_speed(body["speed"].get<double>());
    if (body.contains("state")) site.live->set_paused(body["state"] == "paused");
    return answer_of(site.live->state_json() + "\n");
  });
}

Response ready(Site& site) {
  if (site.runs.size() > 0 || site.live != nullptr) return text_response("ready\n", "text/plain");
  return problem(503, "no data set is open");
}

void add_data_routes(Site& site, std::vector<Route>& routes) {
  const auto get = [&](const char* path, auto answer) {
    routes.push_back({"GET", path, false, answer});
  };
  get("/api/v1/meta", [&site](const Request& request) {
    const bool is_first = request.word("run").value_or("0") == "0";
    if (is_first && site.live != nullptr && site.runs.size() == 0)
      return answer_of(meta_answer(site.live->meta()));
    return of_run(site, request, [](ServedData& data) { return answer_of(data.meta()); });
  });
  get("/api/v1/facts", [&site](const Request& request) {
    return of_run(site, request, [](ServedData& data) { return answer_of(data.facts()); });
  });
  get("/api/v1/dashboard", [&site](const Request& request) { return dashboard(site, request); });
  get("/api/v1/rows", [&site](const Request& request) { return rows(site, request); });
  get("/api/v1/analyses/*", [&site](const Request& request) { return analysis(site, request); });
  get("/api/v1/compare", [&site](const Request& request) { return compare(site, request); });
  get("/api/v1/what-if", [&site](const Request& request) { return levers(site, request); });
  routes.push_back({"POST", "/api/v1/what-if", false,
                    [&site](const Request& request) { return ask_what_if(site, request); }});
}

}  // namespace

std::string site_page() {
  if (has_dashboard_page()) {
    const std::string_view figures =
        "The figures are at <a href=\"/api/v1/facts\">/api/v1/facts</a>.";
    return gzip(fill_page(gunzip(dashboard_page_gzip()), {}, figures));
  }
  return gzip(
      "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Footfall</title>"
      "<h1>The page is not part of this build</h1><p>It is made by Node: <code>./dev build</code> "
      "where Node is there. What it shows is at <a href=\"/api/v1/meta\">/api/v1/meta</a>, "
      "<a href=\"/api/v1/facts\">/api/v1/facts</a> and what "
      "<a href=\"/api/v1/openapi.json\">/api/v1/openapi.json</a> lists.</p></html>\n");
}

std::string site_policy() { return page_policy(gunzip(site_page())); }

std::vector<Route> make_routes(Site& site) {
  std::vector<Route> routes;
  const auto quick = [&](const char* path, auto answer) {
    routes.push_back({"GET", path, true, answer});
  };
  quick("/", [page = site_page()](const Request&) {
    return Response{200, "text/html; charset=utf-8", "", page};
  });
  quick("/healthz", [](const Request&) { return text_response("ok\n", "text/plain"); });
  quick("/readyz", [&site](const Request&) { return ready(site); });
  quick("/metrics", [&site](const Request&) {
    return text_response(metrics_text(site.counts), "text/plain; version=0.0.4; charset=utf-8");
  });
  quick("/api/v1/openapi.json", [packed_text = gzip(openapi_text())](const Request&) {
    return Response{200, "application/json; charset=utf-8", std::string(openapi_text()),
                    packed_text};
  });
  quick("/api/v1/runs", [&site](const Request&) { return list_runs(site); });
  routes.push_back({"POST", "/api/v1/live", true,
                    [&site](const Request& request) { return steer(site, request); }});
  add_data_routes(site, routes);
  return routes;
}

}  // namespace footfall
