#include "cli/allowed.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "base/date.h"
#include "base/nearest_word.h"
#include "cli/figures.h"

namespace footfall {

namespace {

std::string not_given(const std::string& value) {
  return ", not " + (value.empty() ? std::string("nothing") : value);
}

// Returns "a, b or c".
std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (size_t i = 0; i < words.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + words[i];
  }
  return text;
}

// Brings a whole number into plain decimal digits; empty when it is none or is above 2^64 - 1.
std::string plain_digits(const std::string& text) {
  const size_t first = text.find_first_not_of('0', text[0] == '+' ? 1 : 0);
  const std::string digits = first == std::string::npos ? "0" : text.substr(first);
  if (text.empty() || text == "+" || digits.find_first_not_of("0123456789") != std::string::npos)
    return {};
  const std::string most = std::to_string(UINT64_MAX);
  const bool fits = digits.size() < most.size() || (digits.size() == most.size() && digits <= most);
  return fits ? digits : std::string();
}

}  // namespace

CLI::Option* allow_one_of(CLI::Option* option, std::vector<std::string> words) {
  const std::string known = "{" + CLI::detail::join(words) + "}";
  return option->check(CLI::Validator(
      [words = std::move(words)](std::string& value) -> std::string {
        if (std::find(words.begin(), words.end(), value) != words.end()) return {};
        const std::string nearest = nearest_word(value, words);
        return "must be " + listed(words) + not_given(value) +
               (nearest.empty() ? "" : "; did you mean " + nearest + "?");
      },
      known));
}

CLI::Option* allow_whole(CLI::Option* option, uint64_t low, uint64_t high) {
  const std::string range = high == UINT64_MAX
                                ? "a whole number from " + grouped(low) + " to 2^64 - 1"
                                : "a whole number from " + grouped(low) + " to " + grouped(high);
  const std::string known = high == UINT64_MAX ? "" : grouped(low) + " to " + grouped(high);
  // The value is rewritten, as CLI11 would read 010 as octal.
  return option->transform(CLI::Validator(
      [low, high, range](std::string& value) -> std::string {
        const std::string digits = plain_digits(value);
        const bool number = !digits.empty();
        const uint64_t parsed = number ? std::stoull(digits) : 0;
        if (!number || parsed < low || parsed > high) return "must be " + range + not_given(value);
        value = digits;
        return {};
      },
      known));
}

CLI::Option* allow_date(CLI::Option* option) {
  return option->type_name("DATE")->check(CLI::Validator(
      [](std::string& value) -> std::string {
        if (parse_date(value)) return {};
        return "must be a date of the calendar as YYYY-MM-DD" + not_given(value);
      },
      ""));
}

CLI::Option* allow_identifier(CLI::Option* option) {
  return option->transform(CLI::Validator(
      [](std::string& value) -> std::string {
        const std::string digits = plain_digits(value);
        if (digits.empty() || std::stoull(digits) > INT64_MAX)
          return "must be a transaction_id or a customer_id, in digits" + not_given(value);
        value = digits;
        return {};
      },
      ""));
}

std::vector<std::string> allowed_words(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  const size_t open = type.find(":{"), close = type.rfind('}');
  if (open == std::string::npos || close == std::string::npos) return {};
  return CLI::detail::split(type.substr(open + 2, close - open - 2), ',');
}

std::string wrong_value(CLI::Option& option, std::string value) {
  for (int i = 0;; ++i) {
    CLI::Validator* validator = nullptr;
    try {
      validator = option.get_validator(i);
    } catch (const CLI::OptionNotFound&) {
      return {};
    }
    std::string wrong = (*validator)(value);
    if (!wrong.empty()) return wrong;
  }
}

}  // namespace footfall
