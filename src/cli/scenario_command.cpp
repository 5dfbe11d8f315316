#include "cli/scenario_command.h"

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <memory>

#include "cli/global_options.h"
#include "cli/message.h"
#include "cli/scenario_file.h"
#include "cli/scenario_report.h"
#include "cli/scenario_starter.h"
#include "cli/simulate_options.h"
#include "cli/terminal.h"
#include "model/scenario_schema.h"
#include "model/yaml_text.h"
#include "run/manifest.h"

namespace footfall {

namespace {

struct ScenarioFlags {
  std::string file = "india_retail", out, persona;
  std::vector<std::string> targets;
  SimulateOptions world;  // of which period and customers count
  bool json = false, markdown = false;
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

int init(const ScenarioFlags& flags) {
  if (const auto done = write_new(flags.file, kScenarioStarter); !done) return report(done.error());
  const std::string& program = program_name();
  return print("wrote " + flags.file + "; next\n  " + program + " scenario check " + flags.file +
               "\n  " + program + " scenario expect " + flags.file + "\n  " + program +
               " simulate " + flags.file + " --out shop\n");
}

int check_file(const ScenarioFlags& flags) {
  const auto place = scenario_place(flags.file);
  if (!place) return report(place.error());
  auto checked = check_scenario(place->path);
  if (!checked) return report(checked.error());
  checked->loaded.path = place->shown;
  const int code = checked->mistakes.empty() ? 0 : exit_code(ErrorCategory::kInput);
  if (flags.json) {
    const int printed = print(check_json(*checked));
    return printed != 0 ? printed : code;
  }
  if (!global_options().quiet) std::fputs(warnings_text(*checked).c_str(), stderr);
  if (code == 0) return print(summary_line(checked->loaded));
  std::fputs(mistakes_text(*checked).c_str(), stderr);
  return code;
}

int show(const ScenarioFlags& flags) {
  const auto loaded = find_scenario(flags.file);
  if (!loaded) return report(loaded.error());
  const std::string json = resolved_scenario(loaded->scenario);
  return print(flags.json ? json + "\n" : yaml_of_json(json));
}

int show_schema(const ScenarioFlags& flags) {
  return print(flags.markdown ? scenario_key_tables() : scenario_schema());
}

// Returns the scenario with the period and the customers that the flags ask for.
Result<LoadedScenario> changed_scenario(const ScenarioFlags& flags) {
  auto loaded = find_scenario(flags.file);
  if (!loaded) return loaded;
  FOOTFALL_TRY(apply_options(flags.world, loaded->scenario));
  return loaded;
}

int show_expectation(const ScenarioFlags& flags) {
  const auto loaded = changed_scenario(flags);
  if (!loaded) return report(loaded.error());
  const Expectation expected = expect(compile_world(loaded->scenario));
  return print(flags.json ? expectation_json(loaded->scenario, expected)
                          : expectation_text(loaded->scenario, expected));
}

// Reads FIGURE=NUMBER, or FIGURE.PERSONA=NUMBER; `persona` stands for one that is not given.
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
                 "=NUMBER, or such a figure of one persona as in average.Student=300, not " +
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
    const char* rule = uplift ? " must be a fraction above -1 or a percentage, as 0.39 or 39%, not "
                              : " must be a number above 0, not ";
    return Error{ErrorCategory::kUsage, "--target " + name + rule + text.substr(equals + 1), ""};
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
  const auto loaded = changed_scenario(flags);
  if (!loaded) return report(loaded.error());
  const auto solution = solve(loaded->scenario, targets);
  if (!solution) return report(solution.error());
  if (!solution->missed.empty()) note("not reached exactly: " + solution->missed);
  if (!flags.out.empty()) {
    std::string head = "# " + loaded->path + ", scaled to " + asked + "\n";
    if (!solution->missed.empty()) head += "# not reached exactly: " + solution->missed + "\n";
    const auto done =
        write_new(flags.out, head + yaml_of_json(resolved_scenario(solution->scenario)));
    if (!done) return report(done.error());
  }
  if (flags.json) return print(solution_json(*solution));
  const std::string kept = flags.out.empty()
                               ? "Nothing is written; --out FILE keeps the scaled scenario."
                               : "Written to " + flags.out + ".";
  return print(solution_text(*solution) + "  " + kept + "\n\n");
}

// Adds the commands one by one; all share the flags.
class ScenarioCommands {
 public:
  ScenarioCommands(CLI::App& app, int& code) : app_(app), code_(code) {}

  CLI::App* add(const char* name, const char* about, const char* examples,
                int (*run)(const ScenarioFlags&)) {
    CLI::App* command = app_.add_subcommand(name, about);
    command->footer(examples);
    command->final_callback([flags = flags_, run, &code = code_] { code = run(*flags); });
    return command;
  }
  // Adds the scenario to read; without a file it is the default one.
  void reads(CLI::App* command, bool required) {
    CLI::Option* option =
        command
            ->add_option("file", flags_->file,
                         "Scenario file, - for standard input, or the name of one that ships")
            ->type_name("SCENARIO");
    required ? option->required() : option->capture_default_str();
  }
  void changes_world(CLI::App* command) {
    add_period_options(*command, flags_->world, "What is expected");
  }
  void prints_json(CLI::App* command) {
    command->add_flag("--json", flags_->json, "Print one JSON object instead of text")
        ->configurable(false);
  }
  void writes(CLI::App* command) {
    command->add_option("file", flags_->file, "File to write; it must not exist yet")->required();
  }
  void solves(CLI::App* command);
  void prints_markdown(CLI::App* command) {
    command->add_flag("--markdown", flags_->markdown, "Print the tables of keys of the guide")
        ->configurable(false);
  }

 private:
  CLI::App& app_;
  int& code_;
  std::shared_ptr<ScenarioFlags> flags_ = std::make_shared<ScenarioFlags>();
};

void ScenarioCommands::solves(CLI::App* command) {
  command
      ->add_option("--target", flags_->targets,
                   "transactions=N, items=N (lines a basket), average=N, revenue=N or "
                   "festival_uplift=39%; of one persona average.PERSONA=N; several with commas")
      ->type_name("LIST")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->required()
      ->configurable(false);
  command->add_option("--persona", flags_->persona, "Whose figures the targets are")
      ->type_name("NAME")
      ->configurable(false);
  command->add_option("--out", flags_->out, "Write the scaled scenario to a new file")
      ->type_name("FILE")
      ->configurable(false);
}

}  // namespace

void add_scenario(CLI::App& app, int& code) {
  app.require_subcommand(1);
  app.footer(
      "footfall scenario init my.yaml       # a commented one to start from\n"
      "footfall scenario check my.yaml      # every mistake, with its line\n"
      "footfall scenario expect my.yaml     # what it gives on average, without simulating");
  ScenarioCommands commands(app, code);
  commands.writes(commands.add("init", "Write a commented scenario to start from",
                               "footfall scenario init my.yaml", init));
  CLI::App* check = commands.add("check", "List every mistake of a scenario",
                                 "footfall scenario check my.yaml", check_file);
  commands.reads(check, true);
  commands.prints_json(check);
  CLI::App* resolved = commands.add("show", "Print a scenario with all defaults filled in",
                                    "footfall scenario show minimal > mine.yaml", show);
  commands.reads(resolved, true);
  commands.prints_json(resolved);
  CLI::App* means = commands.add(
      "expect", "Tell what a scenario gives on average",
      "footfall scenario expect\nfootfall scenario expect my.yaml --json", show_expectation);
  commands.reads(means, false);
  commands.changes_world(means);
  commands.prints_json(means);
  CLI::App* search =
      commands.add("solve", "Find scales of visits, baskets and prices that reach figures",
                   "footfall scenario solve my.yaml --target transactions=25000,items=1.8\n"
                   "footfall scenario solve my.yaml --target average=900 --persona Parent --out "
                   "new.yaml",
                   solve_file);
  commands.reads(search, true);
  commands.solves(search);
  commands.changes_world(search);
  commands.prints_json(search);
  commands.prints_markdown(
      commands.add("schema", "Print the JSON Schema of scenario files, for editors",
                   "footfall scenario schema > scenario.schema.json", show_schema));
}

}  // namespace footfall
