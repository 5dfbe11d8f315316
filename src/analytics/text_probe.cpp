#include "analytics/text_probe.h"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <set>

namespace footfall {

namespace {

constexpr size_t kHeadBytes = 1 << 16, kReadBytes = 1 << 20;

// Follows UTF-8 byte by byte over any number of pieces (Unicode 15, table 3-7).
class Utf8Reader {
 public:
  void read(const char* data, size_t size) {
    for (size_t i = 0; i < size;) {
      uint64_t eight = 0;
      if (pending_ == 0 && i + 8 <= size) {
        std::memcpy(&eight, data + i, 8);
        // Eight ASCII bytes without a line break need no closer look.
        if ((eight & 0x8080808080808080) == 0 && std::memchr(data + i, '\n', 8) == nullptr) {
          i += 8;
          continue;
        }
      }
      step(static_cast<unsigned char>(data[i++]));
    }
  }
  void finish() {
    if (pending_ > 0) note_invalid();
  }
  const EncodingCount& count() const { return count_; }

 private:
  void step(unsigned char byte) {
    if (pending_ > 0) {
      if (byte >= low_ && byte <= high_) {
        low_ = 0x80;
        high_ = 0xBF;
        if (--pending_ == 0) ++count_.wide;
        return;
      }
      pending_ = 0;
      note_invalid();
    }
    if (byte == '\n') ++line_;
    if (byte < 0x80) return;
    low_ = byte == 0xE0 ? 0xA0 : byte == 0xF0 ? 0x90 : 0x80;
    high_ = byte == 0xED ? 0x9F : byte == 0xF4 ? 0x8F : 0xBF;
    pending_ = byte >= 0xC2 && byte <= 0xDF   ? 1
               : byte >= 0xE0 && byte <= 0xEF ? 2
               : byte >= 0xF0 && byte <= 0xF4 ? 3
                                              : 0;
    if (pending_ == 0) note_invalid();
  }
  void note_invalid() {
    if (count_.invalid++ == 0) count_.first_invalid_line = line_;
  }

  EncodingCount count_;
  uint64_t line_ = 1;
  int pending_ = 0;
  unsigned char low_ = 0x80, high_ = 0xBF;
};

std::string utf8_of_latin1(const std::string& text) {
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      result += c;
    } else {
      result += static_cast<char>(0xC0 | byte >> 6);
      result += static_cast<char>(0x80 | (byte & 0x3F));
    }
  }
  return result;
}

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

// A header holds names: no numbers, no dates, none twice, none empty but the first (of an index).
bool is_header(const std::vector<std::string>& fields) {
  std::set<std::string> seen;
  for (size_t i = 0; i < fields.size(); ++i) {
    const std::string& field = fields[i];
    if (field.empty() && i > 0) return false;
    if (!seen.insert(field).second) return false;
    const bool has_letter = std::any_of(field.begin(), field.end(), [](unsigned char c) {
      return std::isalpha(c) != 0 || c >= 0x80;
    });
    if (!has_letter && !field.empty()) return false;
    if (std::isdigit(static_cast<unsigned char>(field[0])) != 0 && field.size() > 3) return false;
  }
  return true;
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

Result<std::string> choose_encoding(const std::string& path) {
  const auto count = count_encoding(path);
  if (!count) return count.error();
  if (count->invalid == 0) return std::string("utf-8");
  if (count->wide * 20 <= count->invalid) return std::string("latin-1");
  return input_error(path, "mixes encodings: line " + std::to_string(count->first_invalid_line) +
                               " is not UTF-8, though other lines are; convert it, or say "
                               "--encoding latin-1 to read all of it as Latin-1");
}

}  // namespace

Result<EncodingCount> count_encoding(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream)
    return Error{ErrorCategory::kIo, "cannot read " + path + ": " + std::strerror(errno), path};
  Utf8Reader reader;
  std::vector<char> piece(kReadBytes);
  while (stream) {
    stream.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    reader.read(piece.data(), static_cast<size_t>(stream.gcount()));
  }
  reader.finish();
  return reader.count();
}

char guess_delimiter(std::string_view head) {
  char best = ',';
  double best_score = 0;
  for (const char delimiter : {',', ';', '\t', '|'}) {
    const std::vector<size_t> counts = field_counts(head, delimiter);
    if (counts[0] < 2) continue;
    const auto alike = std::count(counts.begin(), counts.end(), counts[0]);
    const double score = static_cast<double>(alike) / static_cast<double>(counts.size()) +
                         0.001 * static_cast<double>(counts[0]);
    if (score > best_score) {
      best = delimiter;
      best_score = score;
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
  std::string_view head = *read;
  if (head.empty()) return input_error(path, "is empty");
  if (head.substr(0, 2) == "\xFF\xFE" || head.substr(0, 2) == "\xFE\xFF")
    return input_error(path, "is UTF-16; convert it to UTF-8");
  if (head.find('\0') != std::string_view::npos)
    return input_error(path, "is not a text file (it holds zero bytes)");
  if (head.substr(0, 3) == "\xEF\xBB\xBF") head.remove_prefix(3);
  TextShape shape;
  shape.encoding = encoding;
  if (encoding == "auto") {
    const auto chosen = choose_encoding(path);
    if (!chosen) return chosen.error();
    shape.encoding = *chosen;
  }
  shape.delimiter = delimiter != 0 ? delimiter : guess_delimiter(head);
  std::vector<std::string> fields = first_record(head, shape.delimiter);
  shape.has_header = is_header(fields);
  std::set<std::string> taken;
  for (size_t i = 0; i < fields.size(); ++i) {
    std::string name = shape.encoding == "latin-1" ? utf8_of_latin1(fields[i]) : fields[i];
    if (!shape.has_header || name.empty()) name = "column" + std::to_string(i + 1);
    while (!taken.insert(name).second) name += "_2";
    shape.columns.push_back(name);
  }
  return shape;
}

}  // namespace footfall
