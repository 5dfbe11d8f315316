#include "model/time_of_day.h"

namespace footfall {
namespace {

constexpr int32_t kDaySeconds = 86'400;

void trim(std::string_view& text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
}

// Takes one or two digits off the front.
std::optional<int> take_number(std::string_view& text) {
  int value = 0, digits = 0;
  while (digits < 2 && !text.empty() && text.front() >= '0' && text.front() <= '9') {
    value = value * 10 + (text.front() - '0');
    text.remove_prefix(1);
    ++digits;
  }
  if (digits == 0) return std::nullopt;
  return value;
}

char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

std::optional<int32_t> parse_time(std::string_view text) {
  trim(text);
  std::optional<int> hour = take_number(text);
  if (!hour) return std::nullopt;
  int minute = 0;
  bool has_minute = false;
  if (!text.empty() && text.front() == ':') {
    if (text.size() < 3) return std::nullopt;
    text.remove_prefix(1);
    const size_t before = text.size();
    const std::optional<int> parsed = take_number(text);
    if (!parsed || before - text.size() != 2 || *parsed > 59) return std::nullopt;
    minute = *parsed;
    has_minute = true;
  }
  trim(text);
  if (text.size() == 2 && lower(text[1]) == 'm' &&
      (lower(text[0]) == 'a' || lower(text[0]) == 'p')) {
    if (*hour < 1 || *hour > 12) return std::nullopt;
    hour = *hour % 12 + (lower(text[0]) == 'p' ? 12 : 0);
  } else if (!text.empty() || !has_minute) {
    return std::nullopt;
  }
  const int32_t seconds = *hour * 3600 + minute * 60;
  if (seconds > kDaySeconds) return std::nullopt;
  return seconds;
}

}  // namespace

std::optional<TimeSlot> parse_time_slot(std::string_view text) {
  constexpr std::string_view kEnDash = "\u2013";
  size_t dash = text.find(kEnDash), width = kEnDash.size();
  if (dash == std::string_view::npos) {
    dash = text.find('-');
    width = 1;
  }
  if (dash == std::string_view::npos) return std::nullopt;
  const std::optional<int32_t> begin = parse_time(text.substr(0, dash));
  std::optional<int32_t> end = parse_time(text.substr(dash + width));
  if (!begin || !end) return std::nullopt;
  if (*end == 0) end = kDaySeconds;
  if (*end <= *begin) return std::nullopt;
  return TimeSlot{*begin, *end};
}

}  // namespace footfall
