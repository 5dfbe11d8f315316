// Holds the log: one line an event, as text or JSON, to standard error and to a file. The layers
// below know no clock and do not log; whoever calls them does.
#pragma once
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "base/result.h"

namespace footfall {

enum class LogLevel : uint8_t { kDebug, kInfo, kWarning, kError };

// Returns DEBUG, INFO, WARNING or ERROR.
const char* log_level_name(LogLevel level);

// One value of a line, by name. Never a secret: what is logged ends in files that people share.
class LogField {
 public:
  LogField(std::string_view name, std::string_view text) : name(name), text(text), quoted(true) {}
  LogField(std::string_view name, const char* text) : LogField(name, std::string_view(text)) {}
  LogField(std::string_view name, bool value) : name(name), text(value ? "true" : "false") {}
  template <std::integral Number>
  LogField(std::string_view name, Number value) : name(name), text(std::to_string(value)) {}
  LogField(std::string_view name, double value);

  std::string_view name;
  std::string text;
  bool quoted = false;  // in JSON
};

struct LogOptions {
  LogLevel level = LogLevel::kInfo;
  bool json = false;
  bool to_stderr = false;
  std::string file;  // appended to; empty for none
};

// Begins the log and gives the run its identifier. Error: kIo when the file cannot be opened.
// Called once; before that nothing is logged.
Result<> start_log(const LogOptions& options);

// Returns whether a line of `level` goes anywhere: ask before work that only a line needs.
bool logs(LogLevel level);

// Returns whether lines go to standard error as JSON, so that nothing else should.
bool logs_json_to_stderr();

// Writes a line.
// FORMAT: text is `time level run message name=value …`; JSON is an object with time, level, run,
// message and the fields. Times are UTC, ISO 8601, to the millisecond.
// THREADS: any; a line is written whole.
void log(LogLevel level, std::string_view message, std::initializer_list<LogField> fields = {});

}  // namespace footfall
