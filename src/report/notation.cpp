#include "report/notation.h"

#include <cmath>
#include <cstdio>

#include "base/currency.h"
#include "base/date.h"

namespace footfall {

namespace {

constexpr const char* kNoBreak = "\u00a0";
constexpr const char* kMinus = "\u2212";

constexpr Scale kIndianScales[] = {{"crore", 1e7, 2}, {"lakh", 1e5, 1}};
constexpr Scale kWesternScales[] = {{"billion", 1e9, 2}, {"million", 1e6, 2}};

std::string fixed(double value, int decimals) {
  char text[400];
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  return text;
}

// A sign is no part of what rounds to 0.
bool rounds_to_zero(const std::string& digits) {
  return digits.find_first_of("123456789") == std::string::npos;
}

// Cents tell nothing beside amounts of a hundred and more.
int decimals_of_money(const Notation& notation, double value) {
  return std::fabs(value) < 99.995 ? notation.decimals : 0;
}

std::string scaled_text(const Notation& notation, double value, const Scale& scale) {
  const std::string digits =
      grouped_number(notation, std::fabs(value) / scale.value, scale.decimals);
  return (value < 0 && !rounds_to_zero(digits) ? kMinus : "") + notation.symbol + digits +
         kNoBreak + scale.word;
}

}  // namespace

Notation notation_of(const std::string& code, const std::string& symbol) {
  Notation notation;
  notation.symbol = money_prefix(code, symbol);
  notation.is_indian = groups_in_lakh(code);
  const Currency* currency = find_currency(code);
  if (currency != nullptr) notation.decimals = currency->decimals;
  return notation;
}

Notation notation_of(const Capabilities& capabilities) {
  return notation_of(capabilities.currency, capabilities.symbol);
}

const Scale* scales_of(const Notation& notation, size_t& count) {
  count = 2;
  return notation.is_indian ? kIndianScales : kWesternScales;
}

const Scale* scale_of(const Notation& notation, double value) {
  size_t count = 0;
  const Scale* scales = scales_of(notation, count);
  for (size_t i = 0; i < count; ++i) {
    // What would round up to the scale is written in it.
    if (std::fabs(value) >= scales[i].value * (1 - 5e-6)) return &scales[i];
  }
  return nullptr;
}

std::string grouped_number(const Notation& notation, double value, int decimals) {
  std::string text = fixed(std::fabs(value), decimals);
  const bool is_negative = value < 0 && !rounds_to_zero(text);
  const size_t point = text.find('.');
  size_t group = 3;
  for (size_t at = point == std::string::npos ? text.size() : point; at > group;
       group = notation.is_indian ? 2 : 3) {
    at -= group;
    text.insert(at, ",");
  }
  return (is_negative ? kMinus : "") + text;
}

std::string money_text(const Notation& notation, double value) {
  const double size = std::fabs(value);
  const Scale* scale = scale_of(notation, size);
  if (scale == nullptr) return amount_text(notation, value);
  return scaled_text(notation, value, *scale);
}

std::string amount_text(const Notation& notation, double value, bool is_exact) {
  const double size = std::fabs(value);
  const std::string digits = grouped_number(
      notation, size, is_exact ? notation.decimals : decimals_of_money(notation, size));
  return (value < 0 && !rounds_to_zero(digits) ? kMinus : "") + notation.symbol + digits;
}

std::string percent_text(double fraction, int decimals) {
  const std::string digits = fixed(std::fabs(fraction) * 100, decimals);
  return (fraction < 0 && !rounds_to_zero(digits) ? kMinus : "") + digits + kNoBreak + "%";
}

std::string weekday_name(int weekday) {
  constexpr const char* kNames[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                    "Friday", "Saturday", "Sunday"};
  return weekday >= 1 && weekday <= 7 ? kNames[weekday - 1] : "";
}

std::string month_name(int month) {
  constexpr const char* kNames[] = {"January",   "February", "March",    "April",
                                    "May",       "June",     "July",     "August",
                                    "September", "October",  "November", "December"};
  return month >= 1 && month <= 12 ? kNames[month - 1] : "";
}

std::string date_text(Day day) {
  const CivilDate date = civil_from_day(day);
  return std::to_string(date.day) + kNoBreak + month_name(date.month) + kNoBreak +
         std::to_string(date.year);
}

std::string short_date_text(Day day) {
  const CivilDate date = civil_from_day(day);
  return std::to_string(date.day) + " " + month_name(date.month).substr(0, 3);
}

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (size_t i = 0; i < words.size(); ++i)
    text += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + words[i];
  return text;
}

std::string fact_text(const Notation& notation, const Fact& fact) {
  if (fact.unit == "text") return display_name(fact.text);
  if (fact.unit == "date") return date_text(static_cast<Day>(fact.value));
  if (fact.unit == "currency") return money_text(notation, fact.value);
  if (fact.unit == "fraction") return percent_text(fact.value, fact.decimals);
  if (fact.unit == "weekday") return weekday_name(static_cast<int>(fact.value));
  if (fact.unit == "hour") {
    const int hour = static_cast<int>(fact.value);
    return std::to_string(hour) + " to " + std::to_string(hour + 1) + kNoBreak + "h";
  }
  std::string digits = grouped_number(notation, fact.value, fact.decimals);
  if (fact.unit != "days") return digits;
  return digits + kNoBreak + (digits == "1" ? "day" : "days");
}

std::string signed_fact_text(const Notation& notation, const Fact& fact) {
  const std::string text = fact_text(notation, fact);
  return fact.value > 0 && !rounds_to_zero(text) ? "+" + text : text;
}

std::string interval_text(const Notation& notation, const Fact& fact) {
  if (!fact.low || !fact.high) return "";
  Fact low = fact, high = fact;
  low.value = *fact.low;
  high.value = *fact.high;
  std::string first = fact_text(notation, low);
  // 576,829 to 1.10 million reads as if both were millions: 0.58 to 1.10 million.
  const Scale* scale = fact.unit == "currency" ? scale_of(notation, high.value) : nullptr;
  if (scale != nullptr && scale_of(notation, low.value) == nullptr)
    first = scaled_text(notation, low.value, *scale);
  const std::string second = fact_text(notation, high);
  // The unit stands once, after the second number.
  const auto strip = [](std::string& text, const std::string& unit) {
    if (text.size() > unit.size() && text.ends_with(unit)) text.resize(text.size() - unit.size());
  };
  const size_t unit = second.rfind(kNoBreak);
  if (unit != std::string::npos && first.ends_with(second.substr(unit)))
    strip(first, second.substr(unit));
  return first + " to " + second;
}

std::string display_name(std::string_view name) {
  std::string text(name);
  for (const char c : name) {
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) return text;
  }
  for (char& c : text) {
    if (c == '_') c = ' ';
  }
  return text;
}

}  // namespace footfall
