// Holds how the head of an HTTP request is read: strictly, so that no proxy in front could read the
// same bytes as another request. Pure; the body and everything about sockets is in http.cpp.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace footfall {

using HeaderList = std::vector<std::pair<std::string, std::string>>;

// What the query of a request says, in its order; names may come more than once.
using QueryWords = std::vector<std::pair<std::string, std::string>>;

// Why a request is not answered: the HTTP status, and the reason for people.
struct Refusal {
  int status = 400;
  std::string detail;
};

inline constexpr size_t kMostHeadBytes = 8192;
inline constexpr size_t kMostBodyBytes = 1u << 20;

struct RequestHead {
  std::string method, path;  // the path is decoded
  QueryWords query;
  HeaderList headers;     // names in lower case
  std::string authority;  // host and port it is for, in lower case
  bool keeps_alive = true, has_body = false, awaits_continue = false;

  // Returns the value of a header by its lower-case name, empty when there is none.
  std::string_view header(std::string_view name) const;
};

// Reads the bytes of a head, its last empty line included. Returns why it is refused, if it is.
std::optional<Refusal> read_request_head(std::string_view bytes, RequestHead& head);

// Decodes %41 (and + as a blank where `plus_is_blank`). Nothing when an escape is damaged, or the
// text would hold a zero byte or no UTF-8.
std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_blank);

// Reads the words of a query: a=1&b=2. Nothing when one cannot be decoded, or there are more than
// 100.
std::optional<QueryWords> read_query(std::string_view text);

// Returns whether a client takes gzip, by its Accept-Encoding.
bool takes_gzip(std::string_view accept_encoding);

// Returns whether a list of entity tags (If-None-Match) holds `tag`, which stands in quotes.
bool lists_tag(std::string_view list, std::string_view tag);

}  // namespace footfall
