#include "server/request_head.h"

#include <algorithm>
#include <cstdlib>

#include "base/ascii.h"

namespace footfall {

namespace {

constexpr size_t kMostHeaders = 100, kMostQueryWords = 100;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_token_character(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_token_character);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Takes the text up to `mark` off the front of `text`; all of it where there is none.
std::string_view take_until(std::string_view& text, std::string_view mark) {
  const size_t at = text.find(mark);
  const std::string_view first = text.substr(0, at);
  text.remove_prefix(at == std::string_view::npos ? text.size() : at + mark.size());
  return first;
}

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Returns the bytes of the character at `at`, 0 when it is no UTF-8.
size_t utf8_length(std::string_view text, size_t at) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(at);
  if (first < 0x80) return 1;
  const size_t length = first >= 0xC2 && first < 0xE0   ? 2
                        : first >= 0xE0 && first < 0xF0 ? 3
                        : first >= 0xF0 && first < 0xF5 ? 4
                                                        : 0;
  if (length == 0 || at + length > text.size()) return 0;
  for (size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return 0;
  }
  const unsigned char second = byte(at + 1);
  if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ||
      (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F))
    return 0;
  return length;
}

bool is_utf8(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const size_t length = utf8_length(text, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

Refusal refuse(const char* detail) { return {400, detail}; }

// Reads an origin-form target, or an absolute one, whose authority then is the request's.
std::optional<Refusal> read_target(std::string_view target, RequestHead& head) {
  for (const char c : target) {
    if (c <= ' ' || c > '~') return refuse("the target holds characters that are not allowed");
  }
  const std::string scheme = lowered(target.substr(0, 7));
  if (scheme == "http://") {
    target.remove_prefix(7);
    const size_t end = std::min(target.find_first_of("/?#"), target.size());
    head.authority = lowered(target.substr(0, end));
    target.remove_prefix(end);
    if (head.authority.empty()) return refuse("the target names no host");
    if (target.empty() || target[0] != '/') return refuse("the target has no path");
  }
  if (target.empty() || target[0] != '/') return refuse("the target is no path");
  if (target.find('#') != std::string_view::npos) return refuse("the target holds a fragment");
  const auto path = percent_decoded(take_until(target, "?"), false);
  const auto query = read_query(target);
  if (!path || !query) return refuse("the target is not well encoded");
  head.path = *path;
  head.query = *query;
  return std::nullopt;
}

std::optional<Refusal> read_request_line(std::string_view line, RequestHead& head) {
  const std::string_view method = take_until(line, " ");
  const std::string_view target = take_until(line, " ");
  if (!is_token(method)) return refuse("the request line has no method");
  if (line != "HTTP/1.1" && line != "HTTP/1.0")
    return Refusal{line.substr(0, 5) == "HTTP/" ? 505 : 400, "the protocol is HTTP/1.1"};
  head.method = method;
  head.keeps_alive = line == "HTTP/1.1";
  return read_target(target, head);
}

std::optional<Refusal> read_header_line(std::string_view line, RequestHead& head) {
  if (line[0] == ' ' || line[0] == '\t') return refuse("a header is folded");
  const size_t colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon)))
    return refuse("a header has no name");
  for (const char c : line) {
    if ((c >= 0 && c < ' ' && c != '\t') || c == 127) return refuse("a header holds control bytes");
  }
  if (head.headers.size() == kMostHeaders) return Refusal{431, "at most 100 headers"};
  head.headers.emplace_back(lowered(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
  return std::nullopt;
}

// Holds what says how long the body is to one reading.
std::optional<Refusal> check_length(RequestHead& head) {
  const auto count = [&](std::string_view name) {
    return std::count_if(head.headers.begin(), head.headers.end(),
                         [&](const auto& header) { return header.first == name; });
  };
  const auto lengths = count("content-length"), encodings = count("transfer-encoding");
  if (lengths + encodings > 1) return refuse("the length of the body is said more than once");
  if (count("host") != 1) return refuse("one Host header is needed");
  if (encodings == 1) {
    if (lowered(head.header("transfer-encoding")) != "chunked")
      return Refusal{501, "the only transfer encoding is chunked"};
    if (!head.keeps_alive) return refuse("HTTP/1.0 knows no transfer encoding");
    head.has_body = true;
  }
  if (lengths == 1) {
    const std::string_view length = head.header("content-length");
    if (length.empty() || !std::all_of(length.begin(), length.end(), is_digit))
      return refuse("Content-Length is no number");
    const std::string digits(length);
    const bool is_huge =
        digits.size() > 12 || std::strtoull(digits.c_str(), nullptr, 10) > kMostBodyBytes;
    if (is_huge) return Refusal{413, "a body has at most 1 MiB"};
    head.has_body = std::strtoull(digits.c_str(), nullptr, 10) > 0;
  }
  return std::nullopt;
}

std::optional<Refusal> read_connection(RequestHead& head) {
  std::string_view words = head.header("connection");
  while (!words.empty()) {
    const std::string word = lowered(trimmed(take_until(words, ",")));
    if (word == "close") head.keeps_alive = false;
  }
  const std::string expected = lowered(head.header("expect"));
  if (expected.empty()) return std::nullopt;
  if (expected != "100-continue") return Refusal{417, "Expect may only be 100-continue"};
  head.awaits_continue = head.has_body;
  return std::nullopt;
}

}  // namespace

std::string_view RequestHead::header(std::string_view name) const {
  for (const auto& [known, value] : headers) {
    if (known == name) return value;
  }
  return {};
}

std::optional<Refusal> read_request_head(std::string_view bytes, RequestHead& head) {
  if (bytes.size() > kMostHeadBytes) return Refusal{431, "the head has at most 8 KB"};
  if (bytes.size() < 4 || bytes.substr(bytes.size() - 4) != "\r\n\r\n")
    return refuse("the head has no end");
  bytes.remove_suffix(2);
  bool is_first = true;
  while (!bytes.empty()) {
    const std::string_view line = take_until(bytes, "\r\n");
    if (line.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos)
      return refuse("a line ends otherwise than with CR LF");
    if (line.empty()) return refuse("the head holds an empty line");
    auto refusal = is_first ? read_request_line(line, head) : read_header_line(line, head);
    if (refusal) return refusal;
    is_first = false;
  }
  if (is_first) return refuse("there is no request line");
  if (auto refusal = check_length(head)) return refusal;
  // RFC 9112, 3.2.2: an absolute target outweighs the header.
  if (head.authority.empty()) head.authority = lowered(head.header("host"));
  return read_connection(head);
}

std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_blank) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '+' && plus_is_blank) c = ' ';
    if (text[i] == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_value(text[i + 1]), low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    }
    if (c == '\0') return std::nullopt;
    out += c;
  }
  if (!is_utf8(out)) return std::nullopt;
  return out;
}

std::optional<QueryWords> read_query(std::string_view text) {
  QueryWords words;
  while (!text.empty()) {
    std::string_view value = take_until(text, "&");
    if (value.empty()) continue;
    const auto name = percent_decoded(take_until(value, "="), true);
    const auto decoded = percent_decoded(value, true);
    if (!name || !decoded || words.size() == kMostQueryWords) return std::nullopt;
    words.emplace_back(*name, *decoded);
  }
  return words;
}

bool takes_gzip(std::string_view accept_encoding) {
  bool any = false;
  while (!accept_encoding.empty()) {
    std::string_view word = take_until(accept_encoding, ",");
    const std::string name = lowered(trimmed(take_until(word, ";")));
    std::string weight = lowered(trimmed(word));
    weight.erase(std::remove(weight.begin(), weight.end(), ' '), weight.end());
    const bool is_wanted =
        weight.rfind("q=0", 0) != 0 || weight.find_first_of("123456789") != std::string::npos;
    if (name == "gzip" || name == "x-gzip") return is_wanted;
    if (name == "*") any = is_wanted;
  }
  return any;
}

bool lists_tag(std::string_view list, std::string_view tag) {
  while (!list.empty()) {
    std::string_view word = trimmed(take_until(list, ","));
    if (word == "*") return true;
    if (word.substr(0, 2) == "W/") word.remove_prefix(2);
    if (word == tag) return true;
  }
  return false;
}

}  // namespace footfall
