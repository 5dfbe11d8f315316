// Holds how words of a list are put into one text.
#pragma once
#include <string>
#include <string_view>

namespace footfall {

// Returns the words (of any range of std::string), with `between` between each two.
template <typename Words>
std::string joined_words(const Words& words, std::string_view between = ", ") {
  std::string text;
  bool is_first = true;
  for (const std::string& word : words) {
    if (!is_first) text += between;
    text += word;
    is_first = false;
  }
  return text;
}

}  // namespace footfall
