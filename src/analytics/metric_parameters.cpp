#include "analytics/metric_parameters.h"

#include <charconv>
#include <cmath>
#include <cstdio>
#include <optional>

#include "base/check.h"

namespace footfall {

namespace {

std::optional<double> as_number(const Value& value) {
  if (const auto* whole = std::get_if<int64_t>(&value)) return static_cast<double>(*whole);
  if (const auto* real = std::get_if<double>(&value)) return *real;
  return {};
}

// What a parameter takes: numbers of a range, one of some words, or what is like its default.
struct Allowed {
  explicit Allowed(std::string text) {
    constexpr std::string_view kWhole = "whole, ";
    if (text.starts_with(kWhole)) {
      is_whole = true;
      text.erase(0, kWhole.size());
    }
    const size_t to = text.find(" to ");
    is_range = to != std::string::npos;
    if (!is_range) return;
    const auto from = as_number(parse_value(text.substr(0, to)));
    const auto until = as_number(parse_value(text.substr(to + 4)));
    check(from && until, "a metric's parameter is not `whole, LOW to HIGH`");
    low = *from;
    high = *until;
    range = text;
  }
  bool is_whole = false, is_range = false;
  double low = 0, high = 0;
  std::string range;
};

bool is_one_of(const std::string& word, const std::string& words) {
  for (size_t begin = 0; begin < words.size();) {
    const size_t end = std::min(words.find(", ", begin), words.size());
    if (words.substr(begin, end - begin) == word) return true;
    begin = end + 2;
  }
  return false;
}

// Returns what the parameter takes, in words, or nothing when it takes the value.
std::string refusal(const MetricParameter& parameter, const Value& value) {
  const Allowed allowed(parameter.allowed);
  if (allowed.is_range) {
    const auto number = as_number(value);
    const bool fits = number && *number >= allowed.low && *number <= allowed.high &&
                      (!allowed.is_whole || *number == std::floor(*number));
    const char* kind = allowed.is_whole ? "a whole number from " : "a number from ";
    return fits ? "" : kind + allowed.range;
  }
  if (!parameter.allowed.empty())
    return is_one_of(written(value), parameter.allowed) ? "" : "one of " + parameter.allowed;
  if (std::holds_alternative<bool>(parameter.value) && !std::holds_alternative<bool>(value))
    return "true or false";
  return "";
}

const Value& value_of(const Parameters& parameters, const std::string& name) {
  const auto found = parameters.find(name);
  check(found != parameters.end(), "a model asks for a parameter that there is not");
  return found->second;
}

}  // namespace

MetricParameter read_parameter(const std::string& item) {
  const size_t equals = item.find(" = "), colon = item.find(": ");
  check(equals != std::string::npos && colon != std::string::npos && equals < colon,
        "a metric's parameter is not `name = default (allowed): meaning`");
  MetricParameter parameter;
  parameter.name = item.substr(0, equals);
  parameter.written = item.substr(equals + 3, colon - equals - 3);
  parameter.meaning = item.substr(colon + 2);
  if (const size_t open = parameter.written.find(" ("); open != std::string::npos) {
    parameter.allowed = parameter.written.substr(open + 2, parameter.written.size() - open - 3);
    parameter.written.resize(open);
  }
  parameter.value = parse_value(parameter.written);
  check(refusal(parameter, parameter.value).empty(), "a metric's parameter refuses its default");
  return parameter;
}

Value parse_value(const std::string& text) {
  if (text == "true" || text == "false") return text == "true";
  const char* end = text.data() + text.size();
  int64_t whole = 0;
  if (const auto [rest, code] = std::from_chars(text.data(), end, whole);
      code == std::errc() && rest == end)
    return whole;
  double real = 0;
  if (const auto [rest, code] = std::from_chars(text.data(), end, real);
      code == std::errc() && rest == end)
    return real;
  return text;
}

std::string written(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* whole = std::get_if<int64_t>(&value)) return std::to_string(*whole);
  if (const auto* real = std::get_if<double>(&value)) {
    char text[40];
    std::snprintf(text, sizeof text, "%.17g", *real);
    return text;
  }
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  return "nothing";
}

Result<> check_parameter(const MetricParameter& parameter, const Value& value) {
  const std::string takes = refusal(parameter, value);
  if (takes.empty()) return Done{};
  return Error{ErrorCategory::kUsage,
               "--set " + parameter.name + "=" + written(value) + ": " + takes + " is meant", ""};
}

double number_of(const Parameters& parameters, const std::string& name) {
  const auto number = as_number(value_of(parameters, name));
  check(number.has_value(), "a model asks for a number that is none");
  return *number;
}

int64_t whole_of(const Parameters& parameters, const std::string& name) {
  return static_cast<int64_t>(number_of(parameters, name));
}

}  // namespace footfall
