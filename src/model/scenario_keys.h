// Holds the one description of a scenario file: every key with its type, limits, default, meaning
// and an example. The checks, the JSON Schema and the tables of the guide all come from it.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "model/scenario.h"

namespace footfall {

enum class KeyKind : uint8_t {
  kText,
  kWord,        // one of `words`
  kCurrency,    // an ISO 4217 code
  kNumber,      // low..high
  kWhole,       // low..high, within 53 bits
  kSeed,        // 64 bits without a sign
  kDate,        // YYYY-MM-DD
  kDays,        // a date, or FIRST..LAST, high days at most
  kTime,        // "14:00-16:00"
  kRange,       // [number, number], both low..high
  kWholeRange,  // [whole, whole], both low..high
  kMonths,      // 12 numbers low..high, or a mapping of jan to dec
  kMix,         // a text, texts, or texts with weights
  kMapping,     // of `keys`
  kList,        // low..high items, each as the one key in `keys` says
  kNamed        // a mapping of low..high names to what the one key in `keys` says
};

struct Key {
  std::string_view name = {};  // of an item of a list or a named value: what messages call it
  KeyKind kind = KeyKind::kText;
  std::string_view doc = {};       // what it means and does
  std::string_view fallback = {};  // the default as JSON; empty when there is none
  std::string_view example = {};   // as JSON
  double low = 0, high = 0;        // inclusive
  std::span<const std::string_view> words = {};
  std::span<const Key> keys = {};
  bool required = false;
  std::string_view instead = {};  // the sibling that may stand in for a required key
  std::string_view same_as = {};  // the sibling that means the same; only one may be given
  bool by_name = false;           // a mapping that may be its name alone
};

inline constexpr std::string_view kFrequencies[] = {"daily", "alternate", "weekly", "monthly"};
inline constexpr std::string_view kWeekdays[] = {"monday", "tuesday",  "wednesday", "thursday",
                                                 "friday", "saturday", "sunday"};
inline constexpr std::string_view kMonthNames[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                                   "jul", "aug", "sep", "oct", "nov", "dec"};
inline constexpr std::string_view kNameLocales[] = {"india", "germany", "western", "france"};
inline constexpr int kMaxTextBytes = 200;

// Returns the whole file: a mapping of its top-level keys.
const Key& scenario_key();

}  // namespace footfall
