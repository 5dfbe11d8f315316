#include "analytics/database_message.h"

#include <string_view>

namespace footfall {

namespace {

// Returns what stands between `start` and the end of its line, or nothing.
std::string rest_of_line(const std::string& text, std::string_view start) {
  const size_t begin = text.find(start);
  if (begin == std::string::npos) return "";
  const size_t from = begin + start.size();
  return text.substr(from, text.find('\n', from) - from);
}

}  // namespace

std::string plain_message(std::string message) {
  constexpr std::string_view kCsv = "CSV Error on Line: ", kLine = "Original Line: ";
  const size_t csv = message.find(kCsv);
  if (csv == std::string::npos) return message;
  size_t reason = message.find('\n', csv);
  if (const size_t line = message.find(kLine, csv); line != std::string::npos)
    reason = message.find('\n', line);
  if (reason == std::string::npos) return message;
  return rest_of_line(message, "  file = ") + ", line " + rest_of_line(message, kCsv) + ": " +
         message.substr(reason + 1, message.find('\n', reason + 1) - reason - 1);
}

}  // namespace footfall
