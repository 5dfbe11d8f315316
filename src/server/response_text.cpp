#include "server/response_text.h"

#include "base/hash.h"
#include "dashboard/container.h"

namespace footfall {

namespace {

std::string tag_of(std::string_view body, bool is_packed) {
  Hasher128 hasher;
  hasher.update(body.data(), body.size());
  return std::string("\"").append(to_hex(hasher.digest())).append(is_packed ? "-gzip\"" : "\"");
}

bool is_page(const Response& response) { return response.content_type.rfind("text/html", 0) == 0; }

void add(std::string& head, std::string_view name, std::string_view value) {
  head.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

const char* status_words(int status) {
  constexpr std::pair<int, const char*> kWords[] = {
      {200, "OK"},
      {202, "Accepted"},
      {304, "Not Modified"},
      {400, "Bad Request"},
      {401, "Unauthorized"},
      {403, "Forbidden"},
      {404, "Not Found"},
      {405, "Method Not Allowed"},
      {408, "Request Timeout"},
      {409, "Conflict"},
      {413, "Content Too Large"},
      {415, "Unsupported Media Type"},
      {417, "Expectation Failed"},
      {422, "Unprocessable Content"},
      {431, "Request Header Fields Too Large"},
      {500, "Internal Server Error"},
      {501, "Not Implemented"},
      {503, "Service Unavailable"},
      {505, "HTTP Version Not Supported"},
  };
  for (const auto& [known, words] : kWords) {
    if (known == status) return words;
  }
  return "Unknown";
}

std::string http_date(std::time_t time) {
  constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::tm utc{};
  ::gmtime_r(&time, &utc);
  char text[64];
  std::snprintf(text, sizeof text, "%s, %02d %s %04d %02d:%02d:%02d GMT", kDays[utc.tm_wday],
                utc.tm_mday, kMonths[utc.tm_mon], utc.tm_year + 1900, utc.tm_hour, utc.tm_min,
                utc.tm_sec);
  return text;
}

std::string stream_head() {
  return "HTTP/1.1 200 OK\r\nDate: " + http_date(std::time(nullptr)) +
         "\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n"
         "X-Accel-Buffering: no\r\nX-Content-Type-Options: nosniff\r\n"
         "Referrer-Policy: no-referrer\r\nCross-Origin-Resource-Policy: same-origin\r\n"
         "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"
         "Connection: close\r\n\r\nretry: 1000\n\n";
}

ResponseText response_text(Response response, const RequestHead& head, bool keeps_alive,
                           const std::string& policy) {
  const bool has_two = !response.gzip_body.empty();
  const bool is_packed = has_two && takes_gzip(head.header("accept-encoding"));
  if (is_packed) {
    response.body = std::move(response.gzip_body);
  } else if (has_two && response.body.empty()) {
    response.body = gunzip(response.gzip_body);
  }
  const bool is_get = head.method == "GET" || head.method == "HEAD";
  std::string tag;
  if (response.status == 200 && is_get) {
    tag = tag_of(response.body, is_packed);
    if (lists_tag(head.header("if-none-match"), tag)) response.status = 304;
  }
  ResponseText text;
  text.head =
      "HTTP/1.1 " + std::to_string(response.status) + " " + status_words(response.status) + "\r\n";
  add(text.head, "Date", http_date(std::time(nullptr)));
  if (response.status != 304) {
    add(text.head, "Content-Type", response.content_type);
    add(text.head, "Content-Length", std::to_string(response.body.size()));
    if (is_packed) add(text.head, "Content-Encoding", "gzip");
  }
  if (has_two) add(text.head, "Vary", "Accept-Encoding");
  if (!tag.empty()) add(text.head, "ETag", tag);
  add(text.head, "Cache-Control", tag.empty() ? "no-store" : "no-cache");
  const char* const kClosed = "default-src 'none'; frame-ancestors 'none'";
  add(text.head, "Content-Security-Policy", is_page(response) ? policy : kClosed);
  add(text.head, "X-Content-Type-Options", "nosniff");
  add(text.head, "Referrer-Policy", "no-referrer");
  add(text.head, "Cross-Origin-Resource-Policy", "same-origin");
  for (const auto& [name, value] : response.headers) add(text.head, name, value);
  if (!keeps_alive) add(text.head, "Connection", "close");
  text.head += "\r\n";
  if (head.method != "HEAD" && response.status != 304) text.body = std::move(response.body);
  return text;
}

}  // namespace footfall
