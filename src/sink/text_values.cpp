#include "sink/text_values.h"

#include <algorithm>
#include <charconv>

#include "base/check.h"

namespace footfall {

namespace {

char* put_character(char* out, char c) {
  *out = c;
  return out + 1;
}

char* put_bytes(char* out, const char* bytes, size_t size) {
  std::memcpy(out, bytes, size);
  return out + size;
}

// Sixteen bytes in a vector register.
using Bytes = unsigned char __attribute__((vector_size(16)));

// Says for each byte whether a text that holds it cannot stand as it is.
template <Form form>
auto marks(Bytes bytes) {
  const auto is = [&](unsigned char c) { return bytes == c; };
  if constexpr (form == Form::kCsv) return is(',') | is('"') | is('\r') | is('\n');
  if constexpr (form == Form::kJsonl) return is('"') | is('\\') | (bytes < 0x20);
}

// Copies a text, and returns whether it holds no mark.
template <Form form>
bool copy_plain(char* out, std::string_view text) {
  if (text.empty()) return true;  // its address may be null
  std::memset(put_bytes(out, text.data(), text.size()), ' ', sizeof(Bytes));
  for (size_t i = 0; i < text.size(); i += sizeof(Bytes)) {
    Bytes bytes;
    std::memcpy(&bytes, out + i, sizeof bytes);
    const auto found = marks<form>(bytes);
    uint64_t halves[2];
    std::memcpy(halves, &found, sizeof halves);
    if ((halves[0] | halves[1]) != 0) return false;
  }
  return true;
}

char* put_escaped_csv(char* out, std::string_view text) {
  for (const char c : text) {
    if (c == '"') out = put_character(out, '"');
    out = put_character(out, c);
  }
  return out;
}

char* put_escaped_json(char* out, std::string_view text) {
  constexpr char kHexadecimal[] = "0123456789abcdef";
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20) {
      out = put_bytes(out, "\\u00", 4);
      out = put_character(out, kHexadecimal[c >> 4]);
      out = put_character(out, kHexadecimal[c & 15]);
      continue;
    }
    if (c == '"' || c == '\\') out = put_character(out, '\\');
    out = put_character(out, c);
  }
  return out;
}

}  // namespace

char* put_any_number(char* out, int64_t value) {
  return put_character(std::to_chars(out, out + 20, value).ptr, ',');
}

char* put_any_money(char* out, int64_t minor_units) {
  auto magnitude = static_cast<uint64_t>(minor_units);
  if (minor_units < 0) {
    out = put_character(out, '-');
    magnitude = 0 - magnitude;
  }
  out = std::to_chars(out, out + 20, magnitude / 100).ptr;
  return put_bytes(out, kDigits.cents[magnitude % 100], 4);
}

IdentifierText::Digits IdentifierText::upper_digits(uint32_t upper) {
  char text[2 * sizeof(ShortText)] = {};
  Digits digits{};
  digits.size = static_cast<uint64_t>(put_eight(text, upper) - text) - 1;
  std::memcpy(&digits.text, text, sizeof digits.text);
  return digits;
}

template <Form form>
typename DateText<form>::Text DateText<form>::date_text(int64_t day) {
  check(day >= kFirstDay && day <= kLastDay, "a day outside 1970-01-01 to 2215-12-31");
  const CivilDate date = civil_from_day(static_cast<Day>(day));
  char bytes[sizeof(Text)] = {};
  char* out = bytes;
  if (kQuoted) out = put_character(out, '"');
  out = put_bytes(out, kDigits.padded[date.year].text, 4);
  out = put_character(out, '-');
  out = put_bytes(out, kDigits.padded[date.month].text + 2, 2);
  out = put_character(out, '-');
  put_bytes(out, kDigits.padded[date.day].text + 2, 2);
  Text text;
  std::memcpy(&text, bytes, sizeof text);
  return text;
}
template class DateText<Form::kCsv>;
template class DateText<Form::kJsonl>;

template <>
char* put_text<Form::kCsv>(char* out, std::string_view text) {
  if (copy_plain<Form::kCsv>(out, text)) return put_character(out + text.size(), ',');
  out = put_escaped_csv(put_character(out, '"'), text);
  return put_bytes(out, "\",", 2);
}

template <>
char* put_text<Form::kJsonl>(char* out, std::string_view text) {
  out = put_character(out, '"');
  out = copy_plain<Form::kJsonl>(out, text) ? out + text.size() : put_escaped_json(out, text);
  return put_bytes(out, "\",", 2);
}

WordTexts::WordTexts(Form form, const std::vector<std::string>& words) {
  size_t size = 0;
  for (const std::string& word : words) {
    bytes_.resize(size + 6 * word.size() + kOvershoot);
    char* const begin = bytes_.data() + size;
    char* const end = form == Form::kCsv ? put_text<Form::kCsv>(begin, word)
                                         : put_text<Form::kJsonl>(begin, word);
    const auto word_size = static_cast<size_t>(end - begin);
    places_.push_back({static_cast<uint32_t>(size), static_cast<uint32_t>(word_size)});
    longest_ = std::max(longest_, word_size);
    size += word_size;
  }
  bytes_.resize(size + kOvershoot);
}

}  // namespace footfall
