#include "cli/scenario_command.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/figures.h"
#include "cli/message.h"
#include "cli/persona_table.h"
#include "cli/scenario_file.h"
#include "cli/text_table.h"
#include "engine/expectation.h"
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
  std::string file = "india_retail", out;
  std::vector<std::string> targets;
  bool json = false;
};

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

std::vector<std::string> uplift_row(const std::string& name, const std::optional<Uplift>& uplift) {
  if (!uplift) return {name, "none", "in this period"};
  return {name, formatted("%+.1f %%", uplift->mean * 100),
          formatted("± %.1f", uplift->deviation * 100)};
}

std::string expectation_text(const Scenario& scenario, const Expectation& expected) {
  const Style style = style_of(STDOUT_FILENO);
  const int columns = std::min(text_columns(STDOUT_FILENO), 100);
  const Locale& locale = scenario.locale;
  const Simulation& s = scenario.simulation;
  std::vector<PersonaFigures> figures;
  for (size_t p = 0; p < scenario.personas.size(); ++p) {
    const ExpectedTotals& totals = expected.personas[p];
    const auto customers = static_cast<double>(customer_count(scenario, scenario.personas[p]));
    figures.push_back({customers, totals.transactions, totals.lines, totals.revenue_paise});
  }
  const ExpectedTotals& all = expected.all;
  TextTable facts({{""}, {"", true}, {""}});
  facts.add({"Transactions", count_text(locale, all.transactions),
             "± " + count_text(locale, std::sqrt(all.transactions_variance))});
  facts.add({"Items", count_text(locale, all.lines), ""});
  facts.add({"Revenue", money_text(locale, all.revenue_paise),
             "± " + money_text(locale, std::sqrt(all.revenue_variance))});
  facts.add(uplift_row("Festival uplift", expected.festival));
  facts.add(uplift_row("Weekend uplift", expected.weekend));
  return "\n  " + style.bold + "Expected " + format_date(s.start_day) + " to " +
         format_date(s.start_day + s.days - 1) + style.plain + "  ·  " + std::to_string(s.days) +
         (s.days == 1 ? " day\n  " : " days\n  ") +
         wrapped("Festivals: " + festivals_text(scenario), static_cast<size_t>(columns) - 2, 2) +
         "\n\n" + persona_table(scenario, figures, columns, 2) + "\n" + facts.text(style) +
         "\n  ± is one standard deviation over seeds.\n\n";
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
  const std::string& program = program_name();
  return print("wrote " + flags.file + "\n  " + program + " scenario check " + flags.file + "\n  " +
               program + " scenario expect " + flags.file + "\n  " + program + " simulate " +
               flags.file + " --out shop\n");
}

int check_file(const ScenarioFlags& flags) {
  const auto loaded = find_scenario(flags.file);
  if (!loaded) return report(loaded.error());
  const Scenario& scenario = loaded->scenario;
  int64_t customers = 0;
  size_t categories = 0;
  for (const Persona& persona : scenario.personas) {
    customers += customer_count(scenario, persona);
    categories += persona.basket_profile.size();
  }
  return print("ok: " + flags.file + ": " + std::to_string(scenario.personas.size()) +
               " personas, " + std::to_string(categories) + " categories, " +
               std::to_string(customers) + " customers, " +
               std::to_string(scenario.simulation.days) + " days from " +
               format_date(scenario.simulation.start_day) + "\n");
}

int show(const ScenarioFlags& flags) {
  const auto loaded = find_scenario(flags.file);
  if (!loaded) return report(loaded.error());
  return print(resolved_scenario(loaded->scenario) + "\n");
}

int show_expectation(const ScenarioFlags& flags) {
  const auto loaded = find_scenario(flags.file);
  if (!loaded) return report(loaded.error());
  const Expectation expected = expect(compile_world(loaded->scenario));
  return print(flags.json ? expectation_json(loaded->scenario, expected).dump(2) + "\n"
                          : expectation_text(loaded->scenario, expected));
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

std::string solution_json(const Scenario& scenario, const Solution& solution) {
  Json json = {{"visit_scale", solution.scales.visit},
               {"festival_price_scale", solution.scales.festival_price}};
  for (size_t p = 0; p < scenario.personas.size(); ++p)
    json["price_scale"][scenario.personas[p].name] = solution.scales.price[p];
  json["expected"] = expectation_json(solution.scenario, solution.expected);
  return json.dump(2) + "\n";
}

std::string solution_text(const Scenario& scenario, const Solution& solution) {
  const Scales& scales = solution.scales;
  TextTable table({{"Scale of"}, {"Times", true}, {""}});
  std::string capped;
  for (const Persona& persona : scenario.personas) {
    const double wanted = base_visit_probability(scenario, persona) * scales.visit;
    if (wanted > 1) capped += (capped.empty() ? "" : ", ") + persona.name;
  }
  table.add({"visit probabilities", formatted("%.6f", scales.visit),
             capped.empty() ? "" : "stops at 1 for " + capped});
  table.add({"festival price multiplier", formatted("%.6f", scales.festival_price), ""});
  for (size_t p = 0; p < scenario.personas.size(); ++p) {
    table.add({"prices of " + scenario.personas[p].name, formatted("%.6f", scales.price[p]), ""});
  }
  return "\n" + table.text(style_of(STDOUT_FILENO)) +
         expectation_text(solution.scenario, solution.expected);
}

int solve_file(const ScenarioFlags& flags) {
  std::vector<Target> targets;
  for (const std::string& text : flags.targets) {
    const auto target = parse_target(text);
    if (!target) return report(target.error());
    targets.push_back(*target);
  }
  const auto loaded = find_scenario(flags.file);
  if (!loaded) return report(loaded.error());
  const auto solution = solve(loaded->scenario, targets);
  if (!solution) return report(solution.error());
  if (!flags.out.empty()) {
    const auto done = write_new(flags.out, resolved_scenario(solution->scenario) + "\n");
    if (!done) return report(done.error());
  }
  return print(flags.json ? solution_json(loaded->scenario, *solution)
                          : solution_text(loaded->scenario, *solution));
}

}  // namespace

void add_scenario(CLI::App& app, int& code) {
  auto flags = std::make_shared<ScenarioFlags>();
  app.require_subcommand(1);
  app.footer(
      "footfall scenario init my.yaml       # a commented one to start from\n"
      "footfall scenario check my.yaml      # every mistake, with its line\n"
      "footfall scenario expect my.yaml     # what it gives on average, without simulating");
  const auto add = [&](const char* name, const char* about, const char* examples,
                       int (*run)(const ScenarioFlags&)) {
    CLI::App* command = app.add_subcommand(name, about);
    command->footer(examples);
    command->final_callback([flags, run, &code] { code = run(*flags); });
    return command;
  };
  const auto file = [&](CLI::App* command) {
    return command->add_option("file", flags->file, "Scenario file, or the name of one that ships");
  };
  add("init", "Write a commented scenario to start from", "footfall scenario init my.yaml", init)
      ->add_option("file", flags->file, "File to write; it must not exist yet")
      ->required();
  file(add("check", "List every mistake of a scenario", "footfall scenario check my.yaml",
           check_file))
      ->required();
  file(add("show", "Print a scenario with all defaults filled in, as JSON (which is YAML)",
           "footfall scenario show minimal > mine.yaml", show))
      ->required();
  CLI::App* means =
      add("expect", "Tell what a scenario gives on average",
          "footfall scenario expect\nfootfall scenario expect my.yaml --json", show_expectation);
  file(means)->capture_default_str();
  means->add_flag("--json", flags->json, "Print an object")->configurable(false);
  CLI::App* search =
      add("solve", "Find scales of visits and prices that reach figures",
          "footfall scenario solve my.yaml --target transactions=50000\n"
          "footfall scenario solve my.yaml --target \"average.Parent=900\" --out new.yaml",
          solve_file);
  file(search)->required();
  search
      ->add_option("--target", flags->targets,
                   "transactions=N, revenue=N, festival_uplift=0.39 or average.PERSONA=N; several "
                   "with commas")
      ->type_name("LIST")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->required()
      ->configurable(false);
  search->add_option("--out", flags->out, "Write the scaled scenario to a new file")
      ->type_name("FILE")
      ->configurable(false);
  search->add_flag("--json", flags->json, "Print an object")->configurable(false);
}

}  // namespace footfall
