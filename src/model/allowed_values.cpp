#include "model/allowed_values.h"

#include <cstdio>

#include "model/yaml_text.h"

namespace footfall {

namespace {

using enum KeyKind;

std::string plain(double value) {
  char text[40];
  std::snprintf(text, sizeof text, "%.10g", value);
  return text;
}

// Returns "personas" of "persona".
std::string plural(std::string_view name) {
  if (name.ends_with('y') && !name.ends_with("ay"))
    return std::string(name.substr(0, name.size() - 1)) + "ies";
  return std::string(name) + "s";
}

std::string listed(std::span<const std::string_view> words) {
  std::string text;
  for (const std::string_view word : words) text += (text.empty() ? "" : ", ") + std::string(word);
  return text;
}

}  // namespace

std::string allowed(const Key& key) {
  const std::string low = plain(key.low), high = plain(key.high);
  const std::string limits = "in [" + low + ", " + high + "]";
  const std::string counted = key.low > 0 ? low + " to " + high : "at most " + high;
  switch (key.kind) {
    case kText:
      return "text of 1 to 200 bytes without control characters";
    case kWord:
      return "one of " + listed(key.words);
    case kCurrency:
      return "the ISO 4217 code of a currency, such as INR, EUR or USD";
    case kNumber:
      return "a number " + limits;
    case kWhole:
      return "a whole number " + limits;
    case kSeed:
      return "a whole number in [0, 18446744073709551615]";
    case kDate:
      return "a date that exists, YYYY-MM-DD, from 1970-01-01 to 2215-12-31";
    case kDays:
      return "a date that exists, YYYY-MM-DD, or FIRST..LAST of at most " + high +
             " days, from 1970-01-01 to 2215-12-31";
    case kTime:
      return "a time like 14:00-16:00 or 2pm-4pm";
    case kRange:
      return "[low, high] with low <= high, both numbers " + limits;
    case kWholeRange:
      return "[low, high] with low <= high, both whole numbers " + limits;
    case kMonths:
      return "12 numbers " + limits + ", or a mapping of jan to dec to such numbers";
    case kMix:
      return "a text, a list of texts, or a mapping of texts to weights";
    case kMapping:
      if (!key.by_name) return "a mapping";
      if (key.words.empty()) return "a name or a mapping";
      return "one of " + listed(key.words) + ", or a mapping such as " +
             yaml_line_of_json(key.example);
    case kList:
      return "a list of " + counted + " " + plural(key.keys[0].name);
    case kNamed:
      return "a mapping of " + counted + " names";
  }
  return {};
}

std::string allowed_with_example(const Key& key) {
  const std::string_view example = key.example.empty() ? key.fallback : key.example;
  if (key.kind != kList || example.empty()) return allowed(key);
  return allowed(key) + ", such as " + yaml_line_of_json(example);
}

}  // namespace footfall
