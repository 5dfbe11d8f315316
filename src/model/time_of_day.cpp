#include "model/time_of_day.h"

#include <cstdio>
#include <utility>

#include "base/ascii.h"

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

// A time as written: any hour of two digits, so that a wrong one can be told from no time.
struct Clock {
  int hour = 0, minute = 0;
  bool has_minute = false, has_half = false;  // 14:05, 2pm
  int32_t seconds() const { return hour * 3600 + minute * 60; }
};

// Returns a time as written; nothing when it is none at all. "2" is one that lacks the rest.
std::optional<Clock> read_clock(std::string_view text) {
  trim(text);
  const std::optional<int> hour = take_number(text);
  if (!hour) return std::nullopt;
  Clock clock{*hour, 0, false, false};
  if (!text.empty() && text.front() == ':') {
    if (text.size() < 3) return std::nullopt;
    text.remove_prefix(1);
    const size_t before = text.size();
    const std::optional<int> minute = take_number(text);
    if (!minute || before - text.size() != 2 || *minute > 59) return std::nullopt;
    clock.minute = *minute;
    clock.has_minute = true;
  }
  trim(text);
  if (text.empty()) return clock;
  if (text.size() != 2 || lower(text[1]) != 'm') return std::nullopt;
  const bool after_noon = lower(text[0]) == 'p';
  if ((!after_noon && lower(text[0]) != 'a') || clock.hour < 1 || clock.hour > 12)
    return std::nullopt;
  clock.hour = clock.hour % 12 + (after_noon ? 12 : 0);
  clock.has_half = true;
  return clock;
}

std::optional<std::pair<Clock, Clock>> read_clocks(std::string_view text) {
  constexpr std::string_view kEnDash = "\u2013";
  size_t dash = text.find(kEnDash), width = kEnDash.size();
  if (dash == std::string_view::npos) {
    dash = text.find('-');
    width = 1;
  }
  if (dash == std::string_view::npos) return std::nullopt;
  const auto begin = read_clock(text.substr(0, dash)), end = read_clock(text.substr(dash + width));
  if (!begin || !end) return std::nullopt;
  return std::pair(*begin, *end);
}

bool is_whole(const Clock& clock) { return clock.has_minute || clock.has_half; }

std::string written(int32_t seconds) {
  char text[16];
  std::snprintf(text, sizeof text, "%02d:%02d", seconds / 3600, seconds / 60 % 60);
  return text;
}

}  // namespace

std::optional<TimeSlot> parse_time_slot(std::string_view text) {
  const auto clocks = read_clocks(text);
  if (!clocks || !is_whole(clocks->first) || !is_whole(clocks->second)) return std::nullopt;
  const int32_t begin = clocks->first.seconds();
  int32_t end = clocks->second.seconds();
  if (end == 0) end = kDaySeconds;
  if (end <= begin || end > kDaySeconds) return std::nullopt;
  return TimeSlot{begin, end};
}

TimeFault time_fault(std::string_view text) {
  const auto clocks = read_clocks(text);
  if (!clocks) return {};
  const int32_t begin = clocks->first.seconds(), end = clocks->second.seconds();
  if (begin > kDaySeconds || end > kDaySeconds)
    return {"must be in a day of 24 hours, 00:00 to 24:00", ""};
  const std::string both = written(begin) + "-" + written(end);
  if (!is_whole(clocks->first) || !is_whole(clocks->second)) {
    const bool can_be = parse_time_slot(both).has_value();
    return {"must have minutes, or am and pm", can_be ? both : ""};
  }
  if (begin == end || begin == kDaySeconds) return {"must end after it begins", ""};
  return {"must not pass midnight; give it as two times",
          "\"" + written(begin) + "-24:00\", \"00:00-" + written(end) + "\""};
}

}  // namespace footfall
