#include "cli/scenario_command.h"

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <memory>

#include "cli/message.h"
#include "cli/scenario_file.h"
#include "cli/scenario_report.h"
#include "cli/scenario_starter.h"
#include "cli/terminal.h"
#include "model/scenario_schema.h"
#include "model/yaml_text.h"
#include "run/manifest.h"

namespace footfall {

namespace {

struct ScenarioFlags {
  std::string file = "india_retail", out, persona;
  std::vector<std::string> targets;
  bool json = false, markdown = false;
};

Result<CheckedScenario> check(const std::string& name) {
  const auto place = scenario_place(name);
  if (!place) return place.error();
  auto checked = check_scenario(place->path);
  if (checked) checked->loaded.path = place->shown;
  return checked;
}

// Loads a scenario and says its mistakes or warnings as `check` does.
Result<LoadedScenario> load(const std::string& name, int& code) {
  auto checked = check(name);
  if (!checked) {
    code = report(checked.error());
    return checked.error();
  }
  std::fputs(warnings_text(*checked).c_str(), stderr);
  if (checked->mistakes.empty()) return std::move(checked->loaded);
  std::fputs(mistakes_text(*checked).c_str(), stderr);
  code = exit_code(ErrorCategory::kInput);
  return Error{ErrorCategory::kInput, "", name};
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

int init(const ScenarioFlags& flags) {
  if (const auto done = write_new(flags.file, kScenarioStarter); !done) return report(done.error());
  const std::string& program = program_name();
  return print("wrote " + flags.file + "\n  " + program + " scenario check " + flags.file + "\n  " +
               program + " scenario expect " + flags.file + "\n  " + program + " simulate " +
               flags.file + " --out shop\n");
}

int check_file(const ScenarioFlags& flags) {
  int code = 0;
  if (!flags.json) {
    const auto loaded = load(flags.file, code);
    return loaded ? print(summary_line(*loaded)) : code;
  }
  const auto checked = check(flags.file);
  if (!checked) return report(checked.error());
  print(check_json(*checked));
  return checked->mistakes.empty() ? 0 : exit_code(ErrorCategory::kInput);
}

int show(const ScenarioFlags& flags) {
  int code = 0;
  const auto loaded = load(flags.file, code);
  if (!loaded) return code;
  const std::string json = resolved_scenario(loaded->scenario);
  return print(flags.json ? json + "\n" : yaml_of_json(json));
}

int show_schema(const ScenarioFlags& flags) {
  return print(flags.markdown ? scenario_key_tables() : scenario_schema());
}

int show_expectation(const ScenarioFlags& flags) {
  int code = 0;
  const auto loaded = load(flags.file, code);
  if (!loaded) return code;
  const Expectation expected = expect(compile_world(loaded->scenario));
  return print(flags.json ? expectation_json(loaded->scenario, expected)
                          : expectation_text(loaded->scenario, expected));
}

// Reads FIGURE=NUMBER, or FIGURE.PERSONA=NUMBER; --persona stands for a persona not given.
Result<Target> parse_target(const std::string& text, const std::string& persona) {
  using enum Target::Figure;
  const size_t equals = text.rfind('='), dot = text.find('.');
  const bool has_persona = dot < equals;
  const std::string name = text.substr(0, has_persona ? dot : equals);
  Target target;
  bool known = false;
  for (const auto figure : {kTransactions, kItems, kAverage, kRevenue, kFestivalUplift}) {
    target.figure = figure;
    if ((known = target_name(target) == name)) break;
  }
  if (!known || equals == std::string::npos) {
    return Error{ErrorCategory::kUsage,
                 "--target must be transactions, items, average, revenue or festival_uplift with "
                 "=NUMBER, or such a figure of one persona as in average.Student=300; not " +
                     text,
                 ""};
  }
  const bool uplift = target.figure == kFestivalUplift;
  if (has_persona) target.persona = text.substr(dot + 1, equals - dot - 1);
  if (!has_persona && !uplift) target.persona = persona;
  std::string value = text.substr(equals + 1);
  const bool percent = !value.empty() && value.back() == '%';
  if (percent) value.pop_back();
  const bool plain = CLI::detail::lexical_cast(value, target.value) && std::isfinite(target.value);
  if (percent) target.value /= 100;
  if (!plain || (percent && !uplift) || target.value <= (uplift ? -1 : 0)) {
    return Error{ErrorCategory::kUsage,
                 "--target " + name +
                     " must be a number above 0 (festival_uplift: 0.39 or 39%), not " + text,
                 ""};
  }
  return target;
}

int solve_file(const ScenarioFlags& flags) {
  std::vector<Target> targets;
  std::string asked;
  for (const std::string& text : flags.targets) {
    const auto target = parse_target(text, flags.persona);
    if (!target) return report(target.error());
    targets.push_back(*target);
    asked += (asked.empty() ? "" : ", ") + target_name(*target) + text.substr(text.rfind('='));
  }
  int code = 0;
  const auto loaded = load(flags.file, code);
  if (!loaded) return code;
  const auto solution = solve(loaded->scenario, targets);
  if (!solution) return report(solution.error());
  if (!flags.out.empty()) {
    const std::string head = "# " + flags.file + ", scaled to " + asked + "\n";
    const auto done =
        write_new(flags.out, head + yaml_of_json(resolved_scenario(solution->scenario)));
    if (!done) return report(done.error());
  }
  return print(flags.json ? solution_json(*solution) : solution_text(*solution));
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
  const auto json = [&](CLI::App* command) {
    command->add_flag("--json", flags->json, "Print JSON")->configurable(false);
  };
  add("init", "Write a commented scenario to start from", "footfall scenario init my.yaml", init)
      ->add_option("file", flags->file, "File to write; it must not exist yet")
      ->required();
  CLI::App* checks = add("check", "List every mistake of a scenario",
                         "footfall scenario check my.yaml", check_file);
  file(checks)->required();
  json(checks);
  CLI::App* resolved = add("show", "Print a scenario with all defaults filled in",
                           "footfall scenario show minimal > mine.yaml", show);
  file(resolved)->capture_default_str();
  json(resolved);
  CLI::App* means =
      add("expect", "Tell what a scenario gives on average",
          "footfall scenario expect\nfootfall scenario expect my.yaml --json", show_expectation);
  file(means)->capture_default_str();
  json(means);
  CLI::App* schema = add("schema", "Print the JSON Schema of scenario files, for editors",
                         "footfall scenario schema > scenario.schema.json", show_schema);
  schema->add_flag("--markdown", flags->markdown, "Print the tables of the guide instead")
      ->configurable(false);
  CLI::App* search =
      add("solve", "Find scales of visits, baskets and prices that reach figures",
          "footfall scenario solve my.yaml --target transactions=50000\n"
          "footfall scenario solve my.yaml --target \"average.Parent=900\" --out new.yaml",
          solve_file);
  file(search)->required();
  json(search);
  search
      ->add_option("--target", flags->targets,
                   "transactions=N, items=N (lines a basket), average=N, revenue=N, "
                   "festival_uplift=39%; of one persona: average.PERSONA=N; several with commas")
      ->type_name("LIST")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->required()
      ->configurable(false);
  search->add_option("--persona", flags->persona, "Whose figures the targets are")
      ->type_name("NAME")
      ->configurable(false);
  search->add_option("--out", flags->out, "Write the scaled scenario to a new file")
      ->type_name("FILE")
      ->configurable(false);
}

}  // namespace footfall
