#include "base/nearest_word.h"

#include <algorithm>
#include <numeric>

#include "base/ascii.h"

namespace footfall {

int edit_distance(std::string_view left, std::string_view right) {
  std::vector<int> row(right.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (size_t i = 0; i < left.size(); ++i) {
    int diagonal = row[0];
    row[0] = static_cast<int>(i) + 1;
    for (size_t j = 0; j < right.size(); ++j) {
      const int replaced = diagonal + (left[i] != right[j]);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

std::string nearest_word(std::string_view word, const std::vector<std::string>& known) {
  constexpr size_t kLongestWord = 100, kShortestStart = 3;
  if (word.size() > kLongestWord) return {};
  const std::string asked = lowered(word);  // Sat is near saturday
  const size_t letters = word.size() - std::min(word.find_first_not_of('-'), word.size());
  int least = static_cast<int>(std::max<size_t>(2, letters * 2 / 5)) + 1;
  std::string nearest;
  for (const std::string& candidate : known) {
    const std::string same = lowered(candidate);
    const bool begins = asked.size() >= kShortestStart && same.size() >= kShortestStart &&
                        asked != same && (asked.starts_with(same) || same.starts_with(asked));
    const int distance = begins ? 1 : edit_distance(asked, same);
    if (distance < least) {
      least = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

}  // namespace footfall
