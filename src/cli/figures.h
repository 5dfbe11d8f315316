// Holds how figures become text for people: digits in groups, bytes, durations, bars.
#pragma once
#include <cstdint>
#include <cstdio>
#include <string>

namespace footfall {

// Returns "12.3 %" of 0.123, with a + before gains if asked; what rounds to zero has no sign.
std::string percent_text(double share, int decimals = 1, bool with_plus = false);

// Returns 1,234,567, or 12,34,567 as rupees are written.
std::string grouped(uint64_t value, bool indian = false);

// Returns "1 day" or "1,234 days".
std::string counted(uint64_t count, const char* one, const char* many);

// Returns 1.2M, 950k or 3.4bn.
std::string compact(double value);

// Returns 16.8 MB: powers of 1,000, as disks are sold.
std::string bytes_text(double bytes);

// Returns 41 ms, 2.4 s, 3 min 20 s or 5 h 12 min.
std::string duration_text(double seconds);

// Returns text by a printf format.
template <typename... Values>
std::string formatted(const char* format, Values... values) {
  const int size = std::snprintf(nullptr, 0, format, values...);
  std::string text(static_cast<size_t>(size), '\0');
  std::snprintf(text.data(), text.size() + 1, format, values...);
  return text;
}

// Returns a bar of `share` in [0, 1] of `cells` character cells, in eighths of a cell.
std::string bar_text(double share, int cells);

}  // namespace footfall
