#include "cli/completion_scripts.h"

#include <algorithm>

#include "base/joined_words.h"

namespace footfall {

namespace {

std::vector<std::string> dashed_names(const CompletedOption& option) {
  std::vector<std::string> names;
  for (const std::string& name : option.short_names) names.push_back("-" + name);
  for (const std::string& name : option.long_names) names.push_back("--" + name);
  return names;
}

std::string option_names(const CompletedCommand& command) {
  std::vector<std::string> names;
  for (const CompletedOption& option : command.options) {
    for (const std::string& name : dashed_names(option)) names.push_back(name);
  }
  return joined_words(names, " ");
}

const CompletedCommand* find(const std::vector<CompletedCommand>& commands,
                             const std::string& path) {
  const auto found = std::find_if(commands.begin(), commands.end(),
                                  [&](const CompletedCommand& c) { return c.path == path; });
  return found == commands.end() ? nullptr : &*found;
}

// Options of simulate complete without the command as well.
constexpr const char* kDefaultCommand = "simulate";

std::string below(const std::string& path, const std::string& name) {
  return path.empty() ? name : path + " " + name;
}

std::string quoted(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

// Returns the cases of bash that answer what may follow an option, by "path:option".
std::string bash_values(const std::vector<CompletedCommand>& commands) {
  std::string text;
  for (const CompletedCommand& command : commands) {
    for (const CompletedOption& option : command.options) {
      if (!option.takes_value) continue;
      std::vector<std::string> patterns;
      for (const std::string& name : dashed_names(option)) {
        // Those of the program follow any command; those of simulate follow none as well.
        patterns.push_back(command.path.empty() ? "*:" + name
                                                : "\"" + command.path + ":" + name + "\"");
        if (command.path == kDefaultCommand) patterns.push_back("\":" + name + "\"");
      }
      text += "    " + joined_words(patterns, " | ") + ") ";
      if (!option.words.empty() && option.takes_file) {
        text += "COMPREPLY=($(compgen -W \"" + joined_words(option.words, " ") +
                "\" -- \"$current\") $(compgen -f -- \"$current\")); return";
      } else if (!option.words.empty()) {
        text +=
            "words=\"" + joined_words(option.words, " ") + "\"" + (option.is_list ? " list=1" : "");
      } else if (option.takes_folder) {
        text += "COMPREPLY=($(compgen -d -- \"$current\")); return";
      } else if (option.takes_file) {
        text += "COMPREPLY=($(compgen -f -- \"$current\")); return";
      } else {
        text += "return";
      }
      text += " ;;\n";
    }
  }
  return text;
}

}  // namespace

std::string bash_completion(const std::vector<CompletedCommand>& commands) {
  std::string paths, words;
  const std::string common = option_names(commands.front());
  for (const CompletedCommand& command : commands) {
    std::vector<std::string> names = command.words;
    for (const auto& [name, about] : command.commands) {
      paths += "      \"" + command.path + ":" + name + "\") path=\"" + below(command.path, name) +
               "\" ;;\n";
      names.push_back(name);
    }
    const CompletedCommand* more = command.path.empty() ? find(commands, kDefaultCommand) : nullptr;
    words += "    \"" + command.path + "\") commands=\"" + joined_words(names, " ") +
             "\" options=\"" + (command.path.empty() ? "" : option_names(command)) +
             (more != nullptr ? option_names(*more) : "") + "\"" +
             (command.takes_file ? " files=1" : "") + " ;;\n";
  }
  return "# Completion of footfall for bash: source <(footfall completion bash)\n"
         "_footfall() {\n"
         "  local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}\n"
         "  local path= words= list= commands= options= files= i\n"
         "  COMPREPLY=()\n"
         "  # Bash takes the = of --option=value for a word of its own.\n"
         "  if [[ $current == = ]]; then\n"
         "    current=\n"
         "  elif [[ $before == = ]]; then\n"
         "    before=${COMP_WORDS[COMP_CWORD - 2]}\n"
         "  fi\n"
         "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
         "    case \"$path:${COMP_WORDS[i]}\" in\n" +
         paths +
         "    esac\n"
         "  done\n"
         "  case \"$path:$before\" in\n" +
         bash_values(commands) +
         "  esac\n"
         "  if [[ -n $words ]]; then\n"
         "    local done=\n"
         "    [[ -n $list && $current == *,* ]] && done=${current%,*},\n"
         "    COMPREPLY=($(compgen -P \"$done\" -W \"$words\" -- \"${current#\"$done\"}\"))\n"
         "    return\n"
         "  fi\n"
         "  case \"$path\" in\n" +
         words +
         "  esac\n"
         "  if [[ $current == -* ]]; then\n"
         "    COMPREPLY=($(compgen -W \"$options " +
         common +
         "\" -- \"$current\"))\n"
         "  elif [[ -n $commands ]]; then\n"
         "    COMPREPLY=($(compgen -W \"$commands\" -- \"$current\"))\n"
         "    if [[ -n $files && -n $COMPREPLY ]]; then\n"
         "      compopt -o filenames 2> /dev/null\n"
         "      COMPREPLY+=($(compgen -f -- \"$current\"))\n"
         "    fi\n"
         "  fi\n"
         "}\n"
         "# Where nothing is offered, files are.\n"
         "complete -o bashdefault -o default -F _footfall footfall\n";
}

namespace {

std::string zsh_escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string function_name(const std::string& path) {
  std::string name = "_footfall_" + path;
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
}

// Returns the action of _arguments that offers words, and files beside them. The space in front
// keeps zsh from putting options of its own before the words.
std::string zsh_words_and_files(const std::vector<std::string>& words) {
  return " _footfall_words_and_files " + joined_words(words, " ");
}

// Returns one line of _arguments a name of the option.
std::string zsh_option(const CompletedOption& option) {
  std::string value;
  if (!option.words.empty() && option.takes_file) {
    value = ":file:" + zsh_words_and_files(option.words);
  } else if (!option.words.empty()) {
    value = option.is_list ? ":value:_sequence compadd - " + joined_words(option.words, " ")
                           : ":value:(" + joined_words(option.words, " ") + ")";
  } else if (option.takes_folder) {
    value = ":folder:_files -/";
  } else if (option.takes_file) {
    value = ":file:_files";
  } else if (option.takes_value) {
    value = ":value:";
  }
  std::string text;
  for (const std::string& name : dashed_names(option)) {
    const bool is_long = name.rfind("--", 0) == 0;
    text += "    " +
            quoted(name + (option.takes_value && is_long ? "=" : "") + "[" +
                   zsh_escaped(option.about) + "]" + value) +
            "\n";
  }
  return text;
}

std::string zsh_options(const CompletedCommand& command) {
  std::string text;
  for (const CompletedOption& option : command.options) text += zsh_option(option);
  return text;
}

std::string zsh_function(const CompletedCommand& command) {
  std::string text = function_name(command.path) + "() {\n";
  if (command.commands.empty()) {
    return text + "  local -a own=(\n" + zsh_options(command) +
           "  )\n  _arguments -s $own $_footfall_common '*:" +
           (command.words.empty() ? "file:_files"
            : command.takes_file  ? "file:" + zsh_words_and_files(command.words)
                                  : "word:(" + joined_words(command.words, " ") + ")") +
           "'\n}\n";
  }
  std::string names, cases;
  for (const auto& [name, about] : command.commands) {
    names += "    " + quoted(name + ":" + zsh_escaped(about)) + "\n";
    cases += "        " + name + ") " + function_name(below(command.path, name)) + " ;;\n";
  }
  return text + "  local curcontext=\"$curcontext\" state line\n  local -a commands=(\n" + names +
         "  )\n  _arguments -C -s $_footfall_common" +
         (command.path.empty() ? " $_footfall_default" : "") +
         " '1:command:->command' '*::argument:->argument'\n"
         "  case $state in\n"
         "    command) _describe -t commands command commands ;;\n"
         "    argument)\n"
         "      case $line[1] in\n" +
         cases + "      esac ;;\n  esac\n}\n";
}

// Returns the condition that fish checks: the command meant so far is `path`.
std::string fish_condition(const std::string& path) {
  return " -n " + quoted("__footfall_at " + quoted(path));
}

std::string fish_option(const CompletedOption& option, const std::string& condition) {
  std::string text = "complete -c footfall" + condition;
  for (const std::string& name : option.short_names) text += " -s " + name;
  for (const std::string& name : option.long_names) text += " -l " + name;
  if (!option.words.empty() && option.takes_file) {
    text += " -r -F -a " + quoted(joined_words(option.words, " "));
  } else if (!option.words.empty()) {
    text += " -x -a " + quoted(option.is_list
                                   ? "(__footfall_list " + joined_words(option.words, " ") + ")"
                                   : joined_words(option.words, " "));
  } else if (option.takes_folder) {
    text += " -x -a '(__fish_complete_directories)'";
  } else if (option.takes_file) {
    text += " -r -F";
  } else if (option.takes_value) {
    text += " -x";
  }
  return text + " -d " + quoted(option.about) + "\n";
}

}  // namespace

std::string zsh_completion(const std::vector<CompletedCommand>& commands) {
  std::string functions;
  for (const CompletedCommand& command : commands)
    if (!command.path.empty()) functions += zsh_function(command);
  const CompletedCommand* usual = find(commands, kDefaultCommand);
  const CompletedCommand& root = commands.front();
  std::string main = zsh_function(root);
  main.replace(0, function_name("").size(), "_footfall");
  return "#compdef footfall\n"
         "# Completion of footfall for zsh: a file _footfall in a folder of fpath.\n"
         "typeset -ga _footfall_common=(\n" +
         zsh_options(root) + ")\ntypeset -ga _footfall_default=(\n" +
         (usual != nullptr ? zsh_options(*usual) : "") +
         ")\n_footfall_words_and_files() {\n"
         "  _alternative \"words:word:($*)\" files:file:_files\n}\n" +
         functions + main +
         "if [[ $funcstack[1] == _footfall ]]; then\n"
         "  _footfall \"$@\"\n"
         "else\n"
         "  compdef _footfall footfall\n"
         "fi\n";
}

std::string fish_completion(const std::vector<CompletedCommand>& commands) {
  std::string paths, lines;
  for (const CompletedCommand& command : commands) {
    for (const auto& [name, about] : command.commands) {
      paths += "      case " + quoted(command.path + ":" + name) + "\n        set path " +
               quoted(below(command.path, name)) + "\n";
      lines += "complete -c footfall" + fish_condition(command.path) + " -f -a " + name + " -d " +
               quoted(about) + "\n";
    }
    if (!command.words.empty()) {
      lines += "complete -c footfall" + fish_condition(command.path) +
               (command.takes_file ? " -F -a " : " -f -a ") +
               quoted(joined_words(command.words, " ")) + "\n";
    }
    const std::string condition = command.path.empty() ? "" : fish_condition(command.path);
    for (const CompletedOption& option : command.options) lines += fish_option(option, condition);
    if (command.path != kDefaultCommand) continue;
    for (const CompletedOption& option : command.options)
      lines += fish_option(option, fish_condition(""));
  }
  return "# Completion of footfall for fish: ~/.config/fish/completions/footfall.fish\n"
         "function __footfall_at\n"
         "  set -l path ''\n"
         "  for word in (commandline -opc)[2..-1]\n"
         "    switch \"$path:$word\"\n" +
         paths +
         "    end\n"
         "  end\n"
         "  test \"$path\" = \"$argv[1]\"\n"
         "end\n"
         "function __footfall_list\n"
         "  set -l done (string match -r '^.*,' -- (commandline -ct | string replace -r "
         "'^--[^=]*=' ''))\n"
         "  for word in $argv\n"
         "    echo \"$done$word\"\n"
         "  end\n"
         "end\n" +
         lines;
}

}  // namespace footfall
