#include "cli/message.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "cli/global_options.h"
#include "cli/terminal.h"
#include "cli/text_table.h"
#include "log/log.h"

namespace footfall {

namespace {

// Returns whether a message starts with the place of a mistake in a file, as compilers write it, or
// tells of scenario files.
bool is_placed(const std::string& message) {
  if (message.rfind("scenario:", 0) == 0) return true;
  const size_t colon = message.find(':');
  const size_t end = message.find_first_not_of("0123456789", colon + 1);
  return colon != std::string::npos && end != std::string::npos && end > colon + 1 &&
         message[end] == ':';
}

void say(const std::string& text) {
  if (!logs_json_to_stderr()) std::fprintf(stderr, "%s\n", text.c_str());
}

}  // namespace

int report(const Error& error) {
  say((is_placed(error.message) ? "" : "footfall: ") + error.message);
  log(LogLevel::kError, error.message, {{"exit_code", exit_code(error.category)}});
  return exit_code(error.category);
}

void warn(const std::string& text) {
  const bool is_told = global_options().quiet || global_options().log_to_stderr;
  if (!is_told) say((is_placed(text) ? "" : "footfall: warning: ") + text);
  log(LogLevel::kWarning, text);
}

void note(const std::string& text) {
  if (!global_options().quiet) say("footfall: " + text);
}

void tell(const std::string& line) {
  const size_t indent = std::min(line.find_first_not_of(' '), line.size());
  const bool is_terminal = terminal_columns(STDERR_FILENO) > 0;
  const size_t columns =
      is_terminal ? static_cast<size_t>(text_columns(STDERR_FILENO)) - indent - 2 : SIZE_MAX;
  std::fprintf(stderr, "%s%s\n", line.substr(0, indent).c_str(),
               wrapped(line.substr(indent), columns, indent + 2).c_str());
}

int print(const std::string& text) {
  const bool written =
      std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  if (written) return 0;
  if (errno == EPIPE) return std::clearerr(stdout), 0;
  return report({ErrorCategory::kIo,
                 "cannot write to standard output: " + std::string(std::strerror(errno)), ""});
}

}  // namespace footfall
