#include "log/log.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <mutex>
#include <nlohmann/json.hpp>

#include "base/hash.h"

namespace footfall {

namespace {

struct Log {
  LogOptions options;
  int file = -1;
  bool started = false;
  std::string run;
  std::mutex mutex;
};

Log& the_log() {
  static Log log;
  return log;
}

std::string time_text(std::chrono::system_clock::time_point time) {
  const auto since = time.time_since_epoch();
  const std::time_t seconds = std::chrono::duration_cast<std::chrono::seconds>(since).count();
  const auto thousandths =
      std::chrono::duration_cast<std::chrono::milliseconds>(since).count() % 1000;
  std::tm utc{};
  ::gmtime_r(&seconds, &utc);
  char text[48];
  const size_t size = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &utc);
  std::snprintf(text + size, sizeof text - size, ".%03dZ", static_cast<int>(thousandths));
  return text;
}

// Returns text on one line, in quotes when a reader could not tell where it ends.
std::string quoted_if_needed(const std::string& text) {
  if (!text.empty() && text.find_first_of(" \t\r\n\"=") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
  }
  return quoted + "\"";
}

std::string text_line(const std::string& time, const char* level, const std::string& run,
                      std::string_view message, std::initializer_list<LogField> fields) {
  char head[64];
  std::snprintf(head, sizeof head, "%s %-7s ", time.c_str(), level);
  std::string line = head + run + " ";
  for (const char c : message) line += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
  for (const LogField& field : fields) {
    line += " " + std::string(field.name) + "=" + quoted_if_needed(field.text);
  }
  return line + "\n";
}

std::string json_line(const std::string& time, const char* level, const std::string& run,
                      std::string_view message, std::initializer_list<LogField> fields) {
  using Json = nlohmann::ordered_json;
  Json json = {{"time", time}, {"level", level}, {"run", run}, {"message", message}};
  for (const LogField& field : fields) {
    json[std::string(field.name)] =
        field.quoted ? Json(field.text) : Json::parse(field.text, nullptr, false);
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

// What cannot be written is lost: a log must not end the work that it tells about.
void write_line(int descriptor, const std::string& line) {
  size_t done = 0;
  while (done < line.size()) {
    const ssize_t written = ::write(descriptor, line.data() + done, line.size() - done);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    done += static_cast<size_t>(written);
  }
}

}  // namespace

LogField::LogField(std::string_view name, double value) : name(name) {
  char digits[32];
  std::snprintf(digits, sizeof digits, "%.6g", value);
  text = digits;
  quoted = text.find_first_of("ni") != std::string::npos;  // nan, inf: no numbers of JSON
}

const char* log_level_name(LogLevel level) {
  constexpr const char* kNames[] = {"DEBUG", "INFO", "WARNING", "ERROR"};
  return kNames[static_cast<size_t>(level)];
}

Result<> start_log(const LogOptions& options) {
  Log& log = the_log();
  if (!options.file.empty()) {
    log.file = ::open(options.file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (log.file < 0) {
      return Error{ErrorCategory::kIo,
                   "cannot open the log file " + options.file + ": " + std::strerror(errno),
                   options.file};
    }
  }
  const auto now = std::chrono::system_clock::now().time_since_epoch().count();
  char run[24];
  std::snprintf(run, sizeof run, "%016llx",
                static_cast<unsigned long long>(
                    hash64(std::to_string(now) + "/" + std::to_string(::getpid()))));
  log.run = std::string(run).substr(0, 12);
  log.options = options;
  log.started = true;
  return Done{};
}

bool logs(LogLevel level) {
  const Log& log = the_log();
  return log.started && level >= log.options.level && (log.options.to_stderr || log.file >= 0);
}

bool logs_json_to_stderr() {
  const Log& log = the_log();
  return log.started && log.options.json && log.options.to_stderr;
}

void log(LogLevel level, std::string_view message, std::initializer_list<LogField> fields) {
  if (!logs(level)) return;
  Log& log = the_log();
  const std::string time = time_text(std::chrono::system_clock::now());
  const std::string line = (log.options.json ? json_line : text_line)(time, log_level_name(level),
                                                                      log.run, message, fields);
  const std::lock_guard lock(log.mutex);
  if (log.options.to_stderr) write_line(STDERR_FILENO, line);
  if (log.file >= 0) write_line(log.file, line);
}

}  // namespace footfall
