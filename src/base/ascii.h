// Holds what is done with the letters of ASCII, the same in every locale; other bytes stay.
#pragma once
#include <string>
#include <string_view>

namespace footfall {

constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr char lower(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }
constexpr bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }

// Returns the text with its capital letters made small.
inline std::string lowered(std::string_view text) {
  std::string small(text);
  for (char& c : small) c = lower(c);
  return small;
}

}  // namespace footfall
