#include "cli/figures.h"

#include <cmath>

namespace footfall {

std::string grouped(uint64_t value, bool indian) {
  std::string text = std::to_string(value);
  size_t group = 3;
  for (size_t at = text.size(); at > group; group = indian ? 2 : 3) {
    at -= group;
    text.insert(at, ",");
  }
  return text;
}

std::string counted(uint64_t count, const char* one, const char* many) {
  return grouped(count) + " " + (count == 1 ? one : many);
}

std::string compact(double value) {
  if (std::fabs(value) >= 999.95e6) return formatted("%.1fbn", value / 1e9);
  if (std::fabs(value) >= 999.95e3) return formatted("%.1fM", value / 1e6);
  if (std::fabs(value) >= 999.5) return formatted("%.1fk", value / 1e3);
  return formatted("%.0f", value);
}

std::string bytes_text(double bytes) {
  constexpr const char* kUnits[] = {"bytes", "kB", "MB", "GB", "TB", "PB", "EB"};
  size_t unit = 0;
  while (bytes >= 999.95 && unit < 6) {
    bytes /= 1000;
    ++unit;
  }
  return formatted(unit == 0 ? "%.0f %s" : "%.1f %s", bytes, kUnits[unit]);
}

std::string duration_text(double seconds) {
  if (seconds < 0.9995) return formatted("%.0f ms", seconds * 1e3);
  if (seconds < 99.95) return formatted("%.1f s", seconds);
  const double minutes = std::floor(seconds / 60);
  if (minutes < 100)
    return formatted("%.0f min %.0f s", minutes, std::floor(seconds) - minutes * 60);
  const double hours = std::floor(minutes / 60);
  if (hours < 72) return formatted("%.0f h %.0f min", hours, minutes - hours * 60);
  return formatted("%.1f days", seconds / 86400);
}

std::string percent_text(double share, int decimals, bool with_plus) {
  const std::string text = formatted("%.*f %%", decimals, share * 100);
  const bool zero = text.find_first_of("123456789") == std::string::npos;
  if (zero && text[0] == '-') return text.substr(1);
  return (with_plus && !zero && share > 0 ? "+" : "") + text;
}

std::string bar_text(double share, int cells) {
  constexpr const char* kEighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const int eighths = static_cast<int>(std::lround(share * cells * 8));
  std::string text;
  for (int i = 0; i < eighths / 8; ++i) text += "█";
  return text + kEighths[eighths % 8];
}

}  // namespace footfall
