#include "model/slip.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <utility>
#include <vector>

namespace footfall {

namespace {

constexpr size_t kLongestNumber = 12;

bool is_digits(std::string_view text) {
  return !text.empty() && text.size() <= kLongestNumber &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_number(std::string_view text) {
  const size_t point = text.find('.');
  return is_digits(text.substr(0, point)) &&
         (point == std::string_view::npos || is_digits(text.substr(point + 1)));
}

std::string two_digits(const std::string& number) {
  return number.size() == 1 ? "0" + number : number;
}

std::string hundredth(std::string_view text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  char out[40];
  std::snprintf(out, sizeof out, "%.10g", value / 100);
  return out;
}

}  // namespace

std::string number_meant(const std::string& text, double high) {
  std::string number = text;
  std::replace(number.begin(), number.end(), ',', '.');
  const bool percent = number.ends_with('%');
  if (percent) number.pop_back();
  while (percent && number.ends_with(' ')) number.pop_back();
  if (!is_number(number)) return "";
  if (percent) return hundredth(number);
  // A lone digit, as 7, is more likely another slip.
  if (high == 1 && is_digits(number) && number.size() >= 2 && number[0] != '0')
    return hundredth(number);
  return number == text ? "" : number;
}

std::string dates_meant(const std::string& text) {
  constexpr size_t kYearDigits = 4;
  std::vector<std::string> numbers(1);
  for (const char letter : text) {
    if (is_digits({&letter, 1})) {
      numbers.back() += letter;
    } else if (!numbers.back().empty()) {
      numbers.emplace_back();
    }
  }
  if (numbers.back().empty()) numbers.pop_back();
  if (numbers.size() != 3 && numbers.size() != 6) return "";
  std::vector<std::string> dates;
  for (size_t i = 0; i < numbers.size(); i += 3) {
    std::string year = numbers[i], month = numbers[i + 1], day = numbers[i + 2];
    if (day.size() == kYearDigits) std::swap(year, day);
    if (year.size() != kYearDigits || month.size() > 2 || day.size() > 2) return "";
    const std::string first = two_digits(month), last = two_digits(day);
    dates.push_back(year + (first > "12" ? "-" + last + "-" + first : "-" + first + "-" + last));
  }
  std::sort(dates.begin(), dates.end());
  return dates.size() == 1 ? dates[0] : dates[0] + ".." + dates[1];
}

std::string thousands_meant(const std::string& text) {
  constexpr size_t kGroup = 3;
  std::string number;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find(',', begin), text.size());
    const std::string group = text.substr(begin, end - begin);
    const bool fits = begin == 0 ? group.size() <= kGroup : group.size() == kGroup;
    if (!is_digits(group) || !fits) return "";
    number += group;
    begin = end + 1;
  }
  return number == text || number[0] == '0' ? "" : number;
}

std::string split_number(const YamlTree& mapping, std::string_view name, bool is_whole) {
  const auto& entries = mapping.entries;
  for (size_t i = 1; i < entries.size(); ++i) {
    const YamlTree &key = entries[i].first, &before = entries[i - 1].second;
    if (key.scalar != name || !is_digits(name) || entries[i].second.kind != YamlTree::kNull)
      continue;
    if (!is_digits(before.scalar)) continue;
    const std::string rest(name);
    const std::string whole = is_whole ? thousands_meant(before.scalar + "," + rest) : "";
    return entries[i - 1].first.scalar + ": " +
           (whole.empty() ? before.scalar + "." + rest : whole);
  }
  return "";
}

std::string range_meant(const YamlTree& node) {
  if (node.is_scalar() && is_number(node.scalar))
    return "[" + node.scalar + ", " + node.scalar + "]";
  const auto& items = node.items;
  const bool digits = std::all_of(items.begin(), items.end(),
                                  [](const YamlTree& item) { return is_digits(item.scalar); });
  if (!digits || items.size() != 4) return "";
  return "[" + items[0].scalar + "." + items[1].scalar + ", " + items[2].scalar + "." +
         items[3].scalar + "]";
}

}  // namespace footfall
