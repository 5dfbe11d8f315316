#include "model/demographic_words.h"

#include <algorithm>

#include "base/ascii.h"

namespace footfall {

namespace {

struct TellingWord {
  std::string_view word;
  AgeSpan ages;
};

constexpr TellingWord kTelling[] = {
    {"retired", {50, 255}},      {"pensioner", {50, 255}},    {"grandparent", {40, 255}},
    {"student", {15, 35}},       {"pupil", {6, 20}},          {"apprentice", {15, 35}},
    {"graduate", {20, 255}},     {"undergraduate", {17, 35}}, {"bachelor", {20, 255}},
    {"postgraduate", {22, 255}}, {"master", {22, 255}},       {"doctorate", {25, 255}},
    {"phd", {25, 255}},          {"secondary", {15, 255}},    {"vocational", {18, 255}},
    {"married", {18, 255}},      {"couple", {18, 255}},       {"widowed", {25, 255}},
    {"divorced", {20, 255}},     {"separated", {19, 255}},    {"children", {18, 255}},
    {"parent", {18, 255}},       {"parents", {18, 255}},
};

}  // namespace

AgeSpan plausible_ages(std::string_view text) {
  AgeSpan ages;
  std::string word;
  for (size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && is_letter(text[i])) {
      word += lower(text[i]);
      continue;
    }
    const auto known = std::find_if(std::begin(kTelling), std::end(kTelling),
                                    [&](const TellingWord& t) { return t.word == word; });
    if (known != std::end(kTelling)) {
      ages.low = std::max(ages.low, known->ages.low);
      ages.high = std::min(ages.high, known->ages.high);
    }
    word.clear();
  }
  return ages;
}

bool fits_any(const Mix& mix, int age) {
  return std::any_of(mix.begin(), mix.end(), [age](const MixedWord& mixed) {
    const AgeSpan ages = plausible_ages(mixed.word);
    return mixed.weight > 0 && age >= ages.low && age <= ages.high;
  });
}

}  // namespace footfall
