#include "cli/scenario_command.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <memory>
#include <nlohmann/json.hpp>

#include "engine/expectation.h"
#include "model/scenario_yaml.h"
#include "run/manifest.h"

namespace footfall {

namespace {

using Json = nlohmann::ordered_json;

// The same text as scenarios/minimal.yaml; a test holds them together.
constexpr const char* kStarter = R"yaml(# A small world to start from. Change it, then:
#   footfall scenario check FILE     finds every mistake
#   footfall scenario expect FILE    tells what it gives on average, without simulating
#   footfall simulate FILE --out shop
# Only personas are needed; every other block has defaults (footfall scenario show FILE).

simulation:
  start_date: 2024-01-01
  days: 30
  customers_per_persona: 1000   # of each persona below, times its weight
  seed: 42                      # the same seed gives the same rows, on every machine

market:
  visit_multiplier:    {festival: 1.5, weekend: 1.2, cap: 0.95}   # on the chance of a visit
  item_multiplier:     {festival: 1.2, weekend: 1.1, cap: 0.95}   # on the chance of each category
  quantity_multiplier: {festival: 1.1}
  price_multiplier:    {festival: [1.05, 1.15]}                   # drawn anew for every line
  festival_window_days: 2       # a festival lasts from 2 days before its date to 2 days after

calendar:
  weekend: [saturday, sunday]
  festivals:
    - Diwali                    # one of the seven names that ship with dates for 2015-2035
    - {name: Shop Anniversary, dates: [2024-01-20, 2025-01-20]}

locale: {currency: INR, symbol: ₹, names: india}   # names: india, germany or western

personas:
  - name: Student
    frequency: alternate        # daily, alternate, weekly or monthly; or give visit_probability
    preferred_time: ["12:00-14:00", "6pm-9pm"]
    demographics: {age_range: [18, 26], income_range: [8000, 25000], location_type: urban}
    basket_profile:             # on a visit, each category is taken with its probability
      noodles: {probability: 0.60, quantity: [1, 4], price_range: [15, 60]}
      coffee:  {probability: 0.45, quantity: [1, 2], price_range: [80, 250]}
      fruit:   {probability: 0.30, quantity: [1, 3], price_range: [40, 160]}

  - name: Parent
    weight: 0.5                 # half as many customers
    frequency: weekly
    visit_probability: 0.25     # a day; replaces the one of its frequency
    preferred_time: ["09:00-11:00", "17:00-19:00"]
    demographics: {age_range: [28, 50], income_range: [40000, 120000], location_type: suburban}
    basket_profile:
      vegetables: {probability: 0.85, quantity: [2, 6], price_range: [30, 120]}
      rice:       {probability: 0.70, quantity: [1, 2], price_range: [200, 900]}
      ice_cream:
        probability: 0.20
        quantity: [1, 3]
        price_range: [60, 300]
        season_multiplier: {apr: 2, may: 2.5, jun: 2, dec: 0.5, jan: 0.5}   # other months: 1
)yaml";

struct ScenarioFlags {
  std::string file = "scenarios/india_retail.yaml", out;
  std::vector<std::string> targets;
  bool json = false;
};

int report(const Error& error) {
  std::fprintf(stderr, "%s%s\n",
               error.message.rfind("scenario:", 0) == 0 ? "" : "footfall: ", error.message.c_str());
  return exit_code(error.category);
}

Result<LoadedScenario> load(const std::string& path) {
  auto loaded = load_scenario(path);
  if (loaded) {
    for (const std::string& warning : loaded->warnings)
      std::fprintf(stderr, "footfall: warning: %s\n", warning.c_str());
  }
  return loaded;
}

// Writes a file that does not exist yet.
Result<> write_new(const std::string& path, const std::string& text) {
  std::FILE* file = std::fopen(path.c_str(), "wx");
  if (file == nullptr) {
    const std::string why = errno == EEXIST
                                ? "exists already; it is left as it is"
                                : "cannot be written: " + std::string(std::strerror(errno));
    return Error{ErrorCategory::kIo, path + " " + why, path};
  }
  const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  if (const bool closed = std::fclose(file) == 0; written && closed) return Done{};
  std::remove(path.c_str());
  return Error{ErrorCategory::kIo, path + " cannot be written in full", path};
}

// Returns a whole number with groups: 12,34,567 in rupees, 1,234,567 elsewhere.
std::string grouped(double value, bool indian) {
  std::string text = std::to_string(std::llround(value));
  size_t group = 3;
  for (size_t at = text.size(); at > group; group = indian ? 2 : 3) {
    at -= group;
    text.insert(at, ",");
    if (at <= (indian ? 2u : 3u)) break;
  }
  return text;
}

std::string padded(const std::string& text, size_t width, bool right) {
  const auto used = static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
  const std::string space(used < width ? width - used : 0, ' ');
  return right ? space + text : text + space;
}

template <typename... Values>
std::string formatted(const char* format, Values... values) {
  char text[160];
  std::snprintf(text, sizeof text, format, values...);
  return text;
}

std::string uplift_text(const std::optional<Uplift>& uplift) {
  if (!uplift) return "none in this period";
  return formatted("%+.1f %% (± %.1f)", uplift->mean * 100, uplift->deviation * 100);
}

std::string expectation_table(const Scenario& scenario, const Expectation& expected) {
  const bool indian = scenario.locale.currency == "INR";
  const std::string& symbol = scenario.locale.symbol;
  const Simulation& s = scenario.simulation;
  size_t width = 9;
  for (const Persona& persona : scenario.personas) width = std::max(width, persona.name.size() + 1);
  std::string text = "\n  Expected, " + format_date(s.start_day) + " to " +
                     format_date(s.start_day + s.days - 1) + "  ·  " + std::to_string(s.days) +
                     " days  ·  ± is one standard deviation over seeds\n\n  " +
                     padded("Persona", width, false) + padded("Customers", 13, true) +
                     padded("Transactions", 16, true) + padded("Average", 12, true) +
                     padded("Items", 8, true) + padded("Share", 10, true) + "\n";
  for (size_t p = 0; p < scenario.personas.size(); ++p) {
    const ExpectedTotals& totals = expected.personas[p];
    const auto customers = static_cast<double>(customer_count(scenario, scenario.personas[p]));
    const double share =
        expected.all.revenue_paise > 0 ? totals.revenue_paise / expected.all.revenue_paise : 0;
    text += "  " + padded(scenario.personas[p].name, width, false) +
            padded(grouped(customers, indian), 13, true) +
            padded(grouped(totals.transactions, indian), 16, true) +
            padded(symbol + grouped(totals.average_paise() / 100, indian), 12, true) +
            padded(formatted("%.2f", totals.lines_a_basket()), 8, true) +
            padded(formatted("%.2f %%", share * 100), 10, true) + "\n";
  }
  const ExpectedTotals& all = expected.all;
  text += "\n  Transactions     " + grouped(all.transactions, indian) + " (± " +
          grouped(std::sqrt(all.transactions_variance), indian) + ")\n  Items            " +
          grouped(all.lines, indian) + "\n  Revenue          " + symbol +
          grouped(all.revenue_paise / 100, indian) + " (± " + symbol +
          grouped(std::sqrt(all.revenue_variance) / 100, indian) + ")\n  Festival uplift  " +
          uplift_text(expected.festival) + "\n  Weekend uplift   " + uplift_text(expected.weekend) +
          "\n\n";
  return text;
}

Json totals_json(const ExpectedTotals& totals) {
  return {{"transactions", totals.transactions},
          {"items", totals.lines},
          {"revenue", totals.revenue_paise / 100},
          {"average_transaction", totals.average_paise() / 100},
          {"items_a_basket", totals.lines_a_basket()},
          {"transactions_deviation", std::sqrt(totals.transactions_variance)},
          {"revenue_deviation", std::sqrt(totals.revenue_variance) / 100}};
}

Json uplift_json(const std::optional<Uplift>& uplift) {
  if (!uplift) return nullptr;
  return {{"mean", uplift->mean}, {"deviation", uplift->deviation}};
}

Json expectation_json(const Scenario& scenario, const Expectation& expected) {
  Json json = totals_json(expected.all);
  json["festival_uplift"] = uplift_json(expected.festival);
  json["weekend_uplift"] = uplift_json(expected.weekend);
  json["personas"] = Json::array();
  for (size_t p = 0; p < scenario.personas.size(); ++p) {
    const ExpectedTotals& totals = expected.personas[p];
    Json row = {
        {"persona", scenario.personas[p].name},
        {"customers", customer_count(scenario, scenario.personas[p])},
        {"revenue_share",
         expected.all.revenue_paise > 0 ? totals.revenue_paise / expected.all.revenue_paise : 0}};
    row.update(totals_json(totals));
    json["personas"].push_back(row);
  }
  return json;
}

int init(const ScenarioFlags& flags) {
  if (const auto done = write_new(flags.file, kStarter); !done) return report(done.error());
  std::printf("wrote %s\n  Try:  footfall scenario expect %s\n", flags.file.c_str(),
              flags.file.c_str());
  return 0;
}

int check_file(const ScenarioFlags& flags) {
  const auto loaded = load(flags.file);
  if (!loaded) return report(loaded.error());
  const Scenario& scenario = loaded->scenario;
  int64_t customers = 0;
  size_t categories = 0;
  for (const Persona& persona : scenario.personas) {
    customers += customer_count(scenario, persona);
    categories += persona.basket_profile.size();
  }
  std::printf("ok: %s: %zu personas, %zu categories, %lld customers, %d days from %s\n",
              flags.file.c_str(), scenario.personas.size(), categories,
              static_cast<long long>(customers), scenario.simulation.days,
              format_date(scenario.simulation.start_day).c_str());
  return 0;
}

int show(const ScenarioFlags& flags) {
  const auto loaded = load(flags.file);
  if (!loaded) return report(loaded.error());
  std::printf("%s\n", resolved_scenario(loaded->scenario).c_str());
  return 0;
}

int show_expectation(const ScenarioFlags& flags) {
  const auto loaded = load(flags.file);
  if (!loaded) return report(loaded.error());
  const Expectation expected = expect(compile_world(loaded->scenario));
  if (flags.json) {
    std::printf("%s\n", expectation_json(loaded->scenario, expected).dump(2).c_str());
  } else {
    std::fputs(expectation_table(loaded->scenario, expected).c_str(), stdout);
  }
  return 0;
}

Result<Target> parse_target(const std::string& text) {
  const size_t equals = text.rfind('=');
  const std::string key = text.substr(0, equals);
  Target target;
  if (key == "transactions") {
    target.figure = Target::Figure::kTransactions;
  } else if (key == "revenue") {
    target.figure = Target::Figure::kRevenue;
  } else if (key == "festival_uplift") {
    target.figure = Target::Figure::kFestivalUplift;
  } else if (key.rfind("average.", 0) == 0) {
    target.figure = Target::Figure::kAverage;
    target.persona = key.substr(8);
  } else {
    return Error{ErrorCategory::kUsage,
                 "--target must be transactions=, revenue=, festival_uplift= or average.PERSONA=, "
                 "not " +
                     text,
                 ""};
  }
  std::string value = equals == std::string::npos ? "" : text.substr(equals + 1);
  const bool percent = !value.empty() && value.back() == '%';
  if (percent) value.pop_back();
  const bool plain = CLI::detail::lexical_cast(value, target.value) && std::isfinite(target.value);
  const bool uplift = target.figure == Target::Figure::kFestivalUplift;
  if (!plain || (percent && !uplift) || target.value <= (uplift ? -100 : 0)) {
    return Error{ErrorCategory::kUsage,
                 "--target " + key +
                     " must be a number above 0 (festival_uplift: 0.39 or 39%), "
                     "not " +
                     text,
                 ""};
  }
  if (percent) target.value /= 100;
  return target;
}

void print_solution(const Scenario& scenario, const Solution& solution, bool json) {
  const Scales& scales = solution.scales;
  if (json) {
    Json out = {{"visit_scale", scales.visit}, {"festival_price_scale", scales.festival_price}};
    for (size_t p = 0; p < scenario.personas.size(); ++p)
      out["price_scale"][scenario.personas[p].name] = scales.price[p];
    out["expected"] = expectation_json(solution.scenario, solution.expected);
    std::printf("%s\n", out.dump(2).c_str());
    return;
  }
  std::printf("\n  visit probabilities       × %.6f\n", scales.visit);
  for (const Persona& persona : scenario.personas) {
    const double wanted = base_visit_probability(scenario, persona) * scales.visit;
    if (wanted > 1) std::printf("    %s stops at 1\n", persona.name.c_str());
  }
  std::printf("  festival price multiplier × %.6f\n", scales.festival_price);
  for (size_t p = 0; p < scenario.personas.size(); ++p) {
    std::printf("  prices of %s × %.6f\n", padded(scenario.personas[p].name, 15, false).c_str(),
                scales.price[p]);
  }
  std::fputs(expectation_table(solution.scenario, solution.expected).c_str(), stdout);
}

int solve_file(const ScenarioFlags& flags) {
  std::vector<Target> targets;
  for (const std::string& text : flags.targets) {
    const auto target = parse_target(text);
    if (!target) return report(target.error());
    targets.push_back(*target);
  }
  const auto loaded = load(flags.file);
  if (!loaded) return report(loaded.error());
  const auto solution = solve(loaded->scenario, targets);
  if (!solution) return report(solution.error());
  if (!flags.out.empty()) {
    const auto done = write_new(flags.out, resolved_scenario(solution->scenario) + "\n");
    if (!done) return report(done.error());
  }
  print_solution(loaded->scenario, *solution, flags.json);
  return 0;
}

}  // namespace

void add_scenario(CLI::App& app, int& code) {
  auto flags = std::make_shared<ScenarioFlags>();
  app.require_subcommand(1);
  const auto add = [&](const char* name, const char* about, int (*run)(const ScenarioFlags&)) {
    CLI::App* command = app.add_subcommand(name, about);
    command->final_callback([flags, run, &code] { code = run(*flags); });
    return command;
  };
  const auto file = [&](CLI::App* command) {
    return command->add_option("file", flags->file, "Scenario file (YAML)");
  };
  file(add("init", "Write a commented scenario to start from", init))->required();
  file(add("check", "List every mistake of a scenario", check_file))->required();
  file(add("show", "Print a scenario with all defaults filled in, as JSON (which is YAML)", show))
      ->required();
  CLI::App* means = add("expect", "Tell what a scenario gives on average", show_expectation);
  file(means)->capture_default_str();
  means->add_flag("--json", flags->json, "Print JSON");
  CLI::App* search =
      add("solve", "Find scales of visits and prices that reach figures", solve_file);
  file(search)->required();
  search
      ->add_option("--target", flags->targets,
                   "transactions=N, revenue=N, festival_uplift=0.39, average.PERSONA=N; several "
                   "with commas")
      ->delimiter(',')
      ->required();
  search->add_option("--out", flags->out, "Write the scaled scenario to a new file");
  search->add_flag("--json", flags->json, "Print JSON");
}

}  // namespace footfall
