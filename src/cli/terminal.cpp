#include "cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "cli/global_options.h"

namespace footfall {

namespace {

std::string& kept_program_name() {
  static std::string name = "footfall";
  return name;
}

bool is_dumb() {
  const char* terminal = std::getenv("TERM");
  return terminal != nullptr && std::strcmp(terminal, "dumb") == 0;
}

bool wants_color(int descriptor) {
  const char* none = std::getenv("NO_COLOR");
  if (global_options().no_color || (none != nullptr && *none != '\0')) return false;
  return ::isatty(descriptor) && !is_dumb();
}

}  // namespace

Style style_of(int descriptor) {
  if (!wants_color(descriptor)) return {};
  return {"\033[1m", "\033[2m", "\033[35m", "\033[0m"};
}

bool can_animate() { return ::isatty(STDERR_FILENO) && !is_dumb(); }

int terminal_columns(int descriptor) {
  winsize size{};
  return ::ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

int text_columns(int descriptor) {
  const int columns = terminal_columns(descriptor);
  return columns == 0 ? 100 : std::clamp(columns, 60, 120);
}

int page_columns() {
  int columns = terminal_columns(STDOUT_FILENO);
  if (const char* given = std::getenv("COLUMNS"); columns == 0 && given != nullptr)
    columns = std::atoi(given);
  return columns <= 0 ? 80 : std::clamp(columns, 50, 100);
}

void set_program_name(const char* word) {
  const std::string name = word == nullptr ? "" : word;
  if (!name.empty() && name.find_first_of(" \t\n'\"\\$`") == std::string::npos)
    kept_program_name() = name;
}

const std::string& program_name() { return kept_program_name(); }

}  // namespace footfall
