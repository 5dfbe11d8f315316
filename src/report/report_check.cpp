#include "report/report_check.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <utility>

#include "report/insights_text.h"
#include "report/marked_text.h"

namespace footfall {

namespace {

// Plain spaces and signs: how a text is compared.
std::string normalized(std::string_view text) {
  constexpr std::pair<std::string_view, char> kForms[] = {
      {"\u00a0", ' '}, {"\u202f", ' '}, {"\u2212", '-'}};
  std::string plain;
  while (!text.empty()) {
    size_t length = 1;
    char sign = text[0];
    for (const auto& [form, written] : kForms) {
      if (text.starts_with(form)) length = form.size(), sign = written;
    }
    plain += sign;
    text.remove_prefix(length);
  }
  return plain;
}

// A printed number: its value, how far rounding may take it, and what stands around it.
struct Printed {
  double value = 0, tolerance = 0;
  bool has_sign = false;
  std::string symbol, word;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Reads [sign][symbol]digits[.digits][ word]; nothing where the text has another form.
std::optional<Printed> read_number(const std::string& text) {
  Printed printed;
  size_t at = 0;
  const bool is_negative = text.starts_with("-");
  if (is_negative || text.starts_with("+")) printed.has_sign = true, ++at;
  while (at < text.size() && !is_digit(text[at])) printed.symbol += text[at++];
  std::string digits;
  int decimals = -1;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    const bool has_next = at + 1 < text.size() && is_digit(text[at + 1]);
    if (c == ',' && has_next && decimals < 0 && !digits.empty()) continue;
    if (c == '.' && has_next && decimals < 0) {
      decimals = 0;
    } else if (!is_digit(c)) {
      break;
    } else if (decimals >= 0) {
      ++decimals;
    }
    digits += c;
  }
  if (digits.empty()) return {};
  printed.value = std::strtod(digits.c_str(), nullptr) * (is_negative ? -1 : 1);
  printed.tolerance = 0.5 * std::pow(10, -std::max(0, decimals)) * (1 + 1e-6);
  if (at < text.size() && text[at] != ' ' && text[at] != '%') return {};
  printed.word = text.substr(std::min(text.size(), text[at] == ' ' ? at + 1 : at));
  return printed;
}

// Returns how many of the printed unit make one of the fact's, 0 where the unit does not fit.
double scale_of_unit(const Printed& printed, const Fact& fact, const Notation& notation) {
  if (fact.unit == "currency") {
    if (printed.symbol != normalized(notation.symbol)) return 0;
    if (printed.word.empty()) return 1;
    size_t count = 0;
    const Scale* scales = scales_of(notation, count);
    for (size_t i = 0; i < count; ++i) {
      if (printed.word == scales[i].word) return 1 / scales[i].value;
    }
    return 0;
  }
  if (!printed.symbol.empty()) return 0;
  if (fact.unit == "fraction") return printed.word == "%" ? 100 : 0;
  if (fact.unit == "days")
    return printed.word.empty() || printed.word == "days" || printed.word == "day" ? 1 : 0;
  return printed.word.empty() ? 1 : 0;
}

bool agrees(const Printed& printed, const Fact& fact, double value, const Notation& notation) {
  const double scale = scale_of_unit(printed, fact, notation);
  if (scale == 0 || !std::isfinite(value)) return false;
  const double exact = value * scale;
  return std::fabs(printed.value - exact) <= printed.tolerance + 1e-9 * std::fabs(exact);
}

bool agrees(const std::string& text, const Fact& fact, double value, const Notation& notation) {
  const auto printed = read_number(text);
  return printed && agrees(*printed, fact, value, notation);
}

bool agrees_interval(const std::string& text, const Fact& fact, const Notation& notation) {
  const size_t middle = text.find(" to ");
  if (!fact.low || !fact.high || middle == std::string::npos) return false;
  const auto second = read_number(text.substr(middle + 4));
  auto first = read_number(text.substr(0, middle));
  if (!first || !second) return false;
  if (first->word.empty()) first->word = second->word;
  return agrees(*first, fact, *fact.low, notation) && agrees(*second, fact, *fact.high, notation);
}

bool is_one_of(const std::string& text, std::initializer_list<std::string> forms) {
  for (const std::string& form : forms) {
    if (text == normalized(form)) return true;
  }
  return false;
}

bool agrees_by_unit(const std::string& text, const Fact& fact, const Notation& notation) {
  if (fact.unit == "text") return is_one_of(text, {fact.text, display_name(fact.text)});
  if (fact.unit == "weekday") {
    const std::string name = weekday_name(static_cast<int>(fact.value));
    return is_one_of(text, {name, name + "s"});
  }
  if (fact.unit == "hour") return is_one_of(text, {fact_text(notation, fact)});
  if (fact.unit == "date") {
    const Day day = static_cast<Day>(fact.value);
    const std::string whole = normalized(date_text(day));
    return is_one_of(text,
                     {whole, whole.substr(0, whole.rfind(' ')), short_date_text(day), fact.text});
  }
  return agrees(text, fact, fact.value, notation);
}

// What the fact would be printed as, for a message.
std::string right_text(const Fact& fact, const std::string& part, const Notation& notation) {
  Fact shown = fact;
  if (part == "interval") {
    const std::string text = interval_text(notation, fact);
    return text.empty() ? "without an interval" : text;
  }
  if (part == "low") shown.value = fact.low.value_or(fact.value);
  if (part == "high") shown.value = fact.high.value_or(fact.value);
  return fact_text(notation, shown);
}

// Returns the length of the digit of any script that stands at `at`; 0 for none.
size_t digit_at(std::string_view text, size_t at) {
  if (is_digit(text[at])) return 1;
  const auto starts = [&](std::string_view lead) { return text.substr(at).starts_with(lead); };
  const auto last = [&](size_t index) {
    return at + index < text.size() ? static_cast<unsigned char>(text[at + index]) : 0;
  };
  // Arabic, Devanagari and full-width digits.
  if (starts("\xd9") && last(1) >= 0xa0 && last(1) <= 0xa9) return 2;
  if (starts("\xe0\xa5") && last(2) >= 0xa6 && last(2) <= 0xaf) return 3;
  if (starts("\xef\xbc") && last(2) >= 0x90 && last(2) <= 0x99) return 3;
  return 0;
}

// Checks one line, mark by mark; what lies between them may hold no number.
class LineCheck {
 public:
  LineCheck(const Facts& facts, const Notation& notation, TextCheck& out)
      : facts_(facts), notation_(notation), out_(out) {}

  void check(size_t number, std::string_view line) {
    number_ = number;
    if (is_definition(line)) return;
    std::string rest;
    for (size_t at = 0; at < line.size();) {
      const size_t end = take_mark(line, at);
      if (end != 0) {
        rest += ' ';
        at = end;
        continue;
      }
      const size_t target = line[at] == ']' && line.substr(at).starts_with("](")
                                ? line.find(')', at)
                                : std::string_view::npos;
      // Where a link or picture leads is no statement about the data.
      if (target != std::string_view::npos) {
        at = target + 1;
        continue;
      }
      rest += line[at++];
    }
    check_rest(rest);
  }

 private:
  void say(const std::string& what) { out_.mismatches.push_back({number_, what}); }

  bool is_definition(std::string_view line) {
    const size_t end = line.find("]: ");
    if (!line.starts_with("[") || end == std::string_view::npos ||
        line.substr(0, end).find("][") != std::string_view::npos) {
      return false;
    }
    const std::string right = definition_of(facts_, std::string(line.substr(1, end - 1)));
    if (right.empty()) {
      say("there is no fact " + std::string(line.substr(1, end - 1)));
    } else if (line != right) {
      say("says " + std::string(line) + "; it should be " + right);
    }
    return true;
  }

  // Returns where the mark that begins at `at` ends; 0 where none begins.
  size_t take_mark(std::string_view line, size_t at) {
    if (line[at] != '[' || (at > 0 && line[at - 1] == '\\')) return 0;
    size_t middle = at + 1;
    while (middle < line.size() && (line[middle] != ']' || line[middle - 1] == '\\')) {
      if (line[middle] == '[' && line[middle - 1] != '\\') return 0;
      ++middle;
    }
    if (middle + 1 >= line.size() || line[middle + 1] != '[') return 0;
    const size_t end = line.find(']', middle + 2);
    if (end == std::string_view::npos) return 0;
    const std::string text(line.substr(at + 1, middle - at - 1));
    const std::string mark(line.substr(middle + 2, end - middle - 2));
    ++out_.checked;
    const std::string wrong = disagreement(text, mark, facts_, notation_);
    if (!wrong.empty()) say(wrong);
    return end + 1;
  }

  void check_rest(const std::string& rest) {
    for (size_t at = 0; at < rest.size(); ++at) {
      if (digit_at(rest, at) == 0) continue;
      size_t begin = at, end = at;
      while (begin > 0 && rest[begin - 1] != ' ') --begin;
      while (end < rest.size() && rest[end] != ' ') ++end;
      say("the number in \"" + rest.substr(begin, end - begin) + "\" has no fact");
      at = end;
    }
  }

  const Facts& facts_;
  const Notation& notation_;
  TextCheck& out_;
  size_t number_ = 0;
};

}  // namespace

namespace {

bool is_of_number(char c) { return is_digit(c) || c == '.' || c == 'e' || c == '+' || c == '-'; }

// Returns the length of the number that a text begins with, 0 without a digit in it.
size_t number_length(std::string_view text) {
  size_t length = 0;
  while (length < text.size() && is_of_number(text[length])) ++length;
  const std::string_view number = text.substr(0, length);
  return number.find_first_of("0123456789") == std::string_view::npos ? 0 : length;
}

// Whether two numbers are equal, or differ by one in the 12th digit.
bool are_close(std::string_view a, std::string_view b) {
  if (a == b) return true;
  // Whole numbers and money, of two decimals, are exact.
  const auto is_exact = [](std::string_view number) {
    const size_t point = number.find_first_of(".e");
    return point == std::string_view::npos || (number[point] == '.' && number.size() - point == 3);
  };
  if (is_exact(a) || is_exact(b)) return false;
  double left = 0, right = 0;
  const auto [left_end, left_error] = std::from_chars(a.data(), a.data() + a.size(), left);
  const auto [right_end, right_error] = std::from_chars(b.data(), b.data() + b.size(), right);
  if (left_error != std::errc() || left_end != a.data() + a.size()) return false;
  if (right_error != std::errc() || right_end != b.data() + b.size()) return false;
  constexpr double kLastDigit = 1.0001e-11;  // of a number that begins with 1
  return std::fabs(left - right) <= kLastDigit * std::max(std::fabs(left), std::fabs(right));
}

bool are_close_lines(std::string_view a, std::string_view b) {
  while (!a.empty() && !b.empty()) {
    const size_t left = number_length(a), right = number_length(b);
    if (left > 0 && right > 0 ? !are_close(a.substr(0, left), b.substr(0, right)) : a[0] != b[0])
      return false;
    const bool both = left > 0 && right > 0;
    a.remove_prefix(both ? left : 1);
    b.remove_prefix(both ? right : 1);
  }
  return a.empty() && b.empty();
}

// Takes the first line from a text; nothing at its end.
std::optional<std::string_view> take_line(std::string_view& text) {
  if (text.empty()) return {};
  const size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

}  // namespace

std::optional<Mismatch> first_difference(std::string_view written, std::string_view recomputed) {
  if (written == recomputed) return {};
  for (size_t number = 1;; ++number) {
    const auto left = take_line(written), right = take_line(recomputed);
    if (!left && !right) return {};
    if (left && right && are_close_lines(*left, *right)) continue;
    const auto shown = [](const auto& line) { return line ? std::string(*line) : "nothing"; };
    return Mismatch{number, "says " + shown(left) + "; recomputed it is " + shown(right)};
  }
}

std::string disagreement(const std::string& marked, const std::string& mark, const Facts& facts,
                         const Notation& notation) {
  const size_t colon = mark.find(':');
  const std::string id = mark.substr(0, colon);
  const std::string part = colon == std::string::npos ? "" : mark.substr(colon + 1);
  const Fact* fact = facts.find(id);
  const std::string text = plain_text(marked);
  if (fact == nullptr) return "says " + text + "; there is no fact " + id;
  const std::string shown = normalized(text);
  bool is_right = false;
  if (part.empty()) {
    is_right = agrees_by_unit(shown, *fact, notation);
  } else if (part == "interval") {
    is_right = agrees_interval(shown, *fact, notation);
  } else if (part == "low" || part == "high") {
    const auto& end = part == "low" ? fact->low : fact->high;
    is_right = end && agrees(shown, *fact, *end, notation);
  } else if (part == "rise" || part == "fall") {
    const auto printed = read_number(shown);
    is_right = (part == "rise" ? fact->value >= 0 : fact->value <= 0) && printed &&
               !printed->has_sign && agrees(*printed, *fact, std::fabs(fact->value), notation);
  }
  if (is_right) return "";
  return "says " + text + (part.empty() ? "" : " (" + part + ")") + "; " + id + " is " +
         right_text(*fact, part, notation);
}

TextCheck check_text(std::string_view text, const Facts& facts, const Notation& notation) {
  TextCheck check;
  LineCheck lines(facts, notation, check);
  size_t number = 0;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.check(++number, line);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return check;
}

}  // namespace footfall
