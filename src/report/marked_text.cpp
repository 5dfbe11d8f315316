#include "report/marked_text.h"

#include <cmath>

#include "base/check.h"

namespace footfall {

namespace {

constexpr std::string_view kSpecial = "\\`*_[]<>|#&~";

}  // namespace

std::string marked(const std::string& text, const std::string& id) {
  return "[" + text + "][" + id + "]";
}

std::string plain_text(std::string_view text) {
  std::string plain;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) {
      plain += text[++i];
    } else if (text[i] == ']' && i + 1 < text.size() && text[i + 1] == '[') {
      const size_t end = text.find(']', i + 2);
      i = end == std::string_view::npos ? text.size() : end;
    } else if (text[i] != '[' && text[i] != ']' && text[i] != '*') {
      plain += text[i];
    }
  }
  return plain;
}

std::string escaped(std::string_view name) {
  std::string text;
  for (const char c : name) {
    if (c == '\n' || c == '\r') {
      text += ' ';
      continue;
    }
    if (kSpecial.find(c) != std::string_view::npos) text += '\\';
    text += c;
  }
  return text;
}

const Fact& FactWriter::at(const std::string& id) const {
  const Fact* fact = facts_.find(id);
  check(fact != nullptr, ("no fact " + id).c_str());
  return *fact;
}

std::string FactWriter::value(const std::string& id) const {
  const Fact& fact = at(id);
  const std::string text = fact_text(notation_, fact);
  return marked(fact.unit == "text" ? escaped(text) : text, id);
}

std::string FactWriter::with_sign(const std::string& id) const {
  return marked(signed_fact_text(notation_, at(id)), id);
}

std::string FactWriter::size(const std::string& id) const {
  Fact fact = at(id);
  const char* direction = fact.value < 0 ? ":fall" : ":rise";
  fact.value = std::fabs(fact.value);
  return marked(fact_text(notation_, fact), id + direction);
}

std::string FactWriter::interval(const std::string& id) const {
  const std::string text = interval_text(notation_, at(id));
  return text.empty() ? "" : marked(text, id + ":interval");
}

std::string FactWriter::in_brackets(const std::string& id) const {
  const std::string text = interval(id);
  return text.empty() ? "" : " (" + text + ")";
}

std::string FactWriter::short_date(const std::string& id) const {
  std::string text = date_text(static_cast<Day>(at(id).value));
  return marked(text.substr(0, text.rfind("\u00a0")), id);
}

std::string FactWriter::name(const std::string& id) const {
  const std::string text = escaped(fact_text(notation_, at(id)));
  return text.find_first_of("0123456789") == std::string::npos ? text : marked(text, id);
}

}  // namespace footfall
