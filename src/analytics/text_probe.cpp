#include "analytics/text_probe.h"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <map>
#include <set>

#include "analytics/column_words.h"
#include "base/ascii.h"

namespace footfall {

namespace {

constexpr size_t kHeadBytes = 1 << 16;

// Returns the number of fields in each whole line of `head`.
std::vector<size_t> field_counts(std::string_view head, char delimiter) {
  std::vector<size_t> counts;
  size_t fields = 1;
  bool is_quoted = false;
  for (const char c : head) {
    if (c == '"') is_quoted = !is_quoted;
    if (is_quoted) continue;
    if (c == delimiter) ++fields;
    if (c != '\n') continue;
    counts.push_back(fields);
    fields = 1;
  }
  if (counts.empty()) counts.push_back(fields);
  return counts;
}

bool is_name(const std::string& field) {
  const bool has_letter = std::any_of(field.begin(), field.end(), [](unsigned char c) {
    return std::isalpha(c) != 0 || c >= 0x80;
  });
  const bool begins_with_digit = std::isdigit(static_cast<unsigned char>(field[0])) != 0;
  return has_letter && !(begins_with_digit && field.size() > 3);
}

// A header holds names: no numbers, no dates, none twice, none empty but the first (of an index).
bool is_header(const std::vector<std::string>& fields) {
  std::set<std::string> seen;
  for (size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].empty() ? i > 0 : !is_name(fields[i])) return false;
    if (!seen.insert(fields[i]).second) return false;
  }
  return true;
}

// A header whatever else: two of its names are of different roles, and none is a value.
bool is_known_header(const std::vector<std::string>& fields) {
  std::set<std::string> found;
  for (const std::string& field : fields) {
    if (field.empty()) continue;
    if (!is_name(field)) return false;
    if (const std::string role = named_role(field); !role.empty()) found.insert(role);
  }
  return found.size() > 1;
}

// Returns how many lines stand above the header: a title, the name of a shop.
size_t lines_above_header(std::string_view head, char delimiter) {
  constexpr size_t kMostLines = 20;
  const std::vector<std::string> first = first_record(head, delimiter);
  for (size_t line = 0, at = 0; line < kMostLines && at < head.size(); ++line) {
    const std::vector<std::string> fields = first_record(head.substr(at), delimiter);
    if (is_known_header(fields))
      return is_header(first) && first.size() == fields.size() ? 0 : line;
    const size_t end = head.find('\n', at);
    // A quote may hold a line's end, which none of a title does.
    if (end == std::string_view::npos || head.substr(at, end - at).find('"') != std::string::npos)
      break;
    at = end + 1;
  }
  return 0;
}

Result<std::string> read_head(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream)
    return Error{ErrorCategory::kIo, "cannot read " + path + ": " + std::strerror(errno), path};
  std::string head(kHeadBytes, '\0');
  stream.read(head.data(), static_cast<std::streamsize>(head.size()));
  if (stream.bad()) return Error{ErrorCategory::kIo, "cannot read " + path, path};
  head.resize(static_cast<size_t>(stream.gcount()));
  return head;
}

Error input_error(const std::string& path, const std::string& what) {
  return {ErrorCategory::kInput, path + " " + what, path};
}

// Sets encoding and needs_copy. `asked` is auto, utf-8 or any other, which is Windows-1252: Latin-1
// has the same letters, and no signs where that has them.
Result<> choose_encoding(const std::string& path, std::string_view head, const std::string& asked,
                         TextShape& shape) {
  if (head.substr(0, 2) == "\xFF\xFE" || head.substr(0, 2) == "\xFE\xFF") {
    shape.encoding = head[0] == '\xFF' ? Encoding::kUtf16Le : Encoding::kUtf16Be;
    shape.needs_copy = true;
    return Done{};
  }
  const auto count = count_encoding(path);
  if (!count) return count.error();
  if (asked == "utf-8" && count->invalid > 0) {
    return input_error(path, "is not UTF-8: line " + std::to_string(count->first_invalid_line) +
                                 " has other bytes; leave --encoding out, or say --encoding "
                                 "windows-1252 to read all of it as Windows-1252");
  }
  const bool is_utf8 = asked == "utf-8" || (asked == "auto" && count->invalid == 0);
  if (asked == "auto" && count->wide * 20 > count->invalid && !is_utf8) {
    return input_error(path, "mixes encodings: line " + std::to_string(count->first_invalid_line) +
                                 " is not UTF-8, though other lines are; convert it, or say "
                                 "--encoding windows-1252 to read all of it as Windows-1252");
  }
  shape.encoding = is_utf8                ? Encoding::kUtf8
                   : count->controls == 0 ? Encoding::kLatin1
                                          : Encoding::kWindows1252;
  const uint64_t returned = count->line_feeds_after_return;
  shape.needs_copy =
      shape.encoding == Encoding::kWindows1252 || (returned > 0 && returned < count->line_feeds);
  return Done{};
}

// Says what a file is that is none of text, by its first bytes.
std::string other_kind(std::string_view head) {
  if (head.substr(0, 2) == "\x1F\x8B" || head.substr(0, 4) == "\x28\xB5\x2F\xFD")
    return "is compressed; unpack it first";
  if (head.substr(0, 2) == "PK") return "is not a text file (it is a ZIP, as spreadsheets are)";
  return head.find('\0') != std::string_view::npos ? "is not a text file (it holds zero bytes)"
                                                   : "";
}

}  // namespace

char guess_delimiter(std::string_view head) {
  char best = ',';
  double best_score = 0;
  for (const char delimiter : {',', ';', '\t', '|'}) {
    const std::vector<size_t> counts = field_counts(head, delimiter);
    std::map<size_t, size_t> lines;  // by number of fields
    for (const size_t count : counts) ++lines[count];
    for (const auto& [fields, alike] : lines) {
      if (fields < 2) continue;
      const double score = static_cast<double>(alike) / static_cast<double>(counts.size()) +
                           0.001 * static_cast<double>(fields);
      if (score > best_score) {
        best = delimiter;
        best_score = score;
      }
    }
  }
  return best;
}

std::vector<std::string> first_record(std::string_view head, char delimiter) {
  std::vector<std::string> fields(1);
  bool is_quoted = false;
  for (size_t i = 0; i < head.size(); ++i) {
    const char c = head[i];
    if (c == '"') {
      if (is_quoted && i + 1 < head.size() && head[i + 1] == '"') {
        fields.back() += '"';
        ++i;
      } else {
        is_quoted = !is_quoted;
      }
    } else if (c == delimiter && !is_quoted) {
      fields.emplace_back();
    } else if ((c == '\n' || c == '\r') && !is_quoted) {
      break;
    } else {
      fields.back() += c;
    }
  }
  return fields;
}

Result<TextShape> probe_text(const std::string& path, const std::string& encoding, char delimiter) {
  const auto read = read_head(path);
  if (!read) return read.error();
  if (read->empty()) return input_error(path, "is empty");
  TextShape shape;
  const bool is_utf16 = read->substr(0, 2) == "\xFF\xFE" || read->substr(0, 2) == "\xFE\xFF";
  if (const std::string kind = is_utf16 ? "" : other_kind(*read); !kind.empty())
    return input_error(path, kind);
  FOOTFALL_TRY(choose_encoding(path, *read, encoding, shape));
  std::string text;
  Utf8Converter converter(shape.encoding);
  converter.convert(*read, text);
  std::string_view head = text;
  if (head.find('\0') != std::string_view::npos) return input_error(path, other_kind(head));
  if (head.substr(0, 3) == "\xEF\xBB\xBF") head.remove_prefix(3);
  shape.delimiter = delimiter != 0 ? delimiter : guess_delimiter(head);
  shape.skipped_lines = lines_above_header(head, shape.delimiter);
  for (size_t line = 0; line < shape.skipped_lines; ++line) head.remove_prefix(head.find('\n') + 1);
  const std::vector<std::string> fields = first_record(head, shape.delimiter);
  shape.has_header = is_header(fields) || is_known_header(fields);
  std::set<std::string> taken;
  for (size_t i = 0; i < fields.size(); ++i) {
    std::string name = fields[i];
    name.erase(0, name.find_first_not_of(' '));
    name.erase(name.find_last_not_of(' ') + 1);
    if (!shape.has_header || name.empty()) name = "column" + std::to_string(i + 1);
    while (!taken.insert(lowered(name)).second) name += "_2";  // as SQL compares names
    shape.columns.push_back(name);
  }
  return shape;
}

}  // namespace footfall
