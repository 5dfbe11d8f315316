#include "server/page_policy.h"

#include "base/hash.h"

namespace footfall {

namespace {

std::string base64_of_hex(const std::string& hex) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  unsigned bits = 0;
  int count = 0;
  for (size_t i = 0; i + 1 < hex.size(); i += 2) {
    bits = bits << 8 | static_cast<unsigned>(std::stoi(hex.substr(i, 2), nullptr, 16));
    for (count += 8; count >= 6; count -= 6) out += kDigits[bits >> (count - 6) & 63];
  }
  if (count > 0) out += kDigits[bits << (6 - count) & 63];
  while (out.size() % 4 != 0) out += '=';
  return out;
}

// Returns the sources ` 'sha256-…'` of every element <name> with a body.
std::string hashes_of(std::string_view html, std::string_view name) {
  const std::string open = std::string("<").append(name), close = std::string("</").append(name);
  std::string sources;
  for (size_t at = html.find(open); at != html.npos; at = html.find(open, at)) {
    const size_t begin = html.find('>', at);
    const size_t end = html.find(close, at);
    if (begin == html.npos || end == html.npos || end < begin) break;
    const std::string_view tag = html.substr(at, begin - at);
    // Data blocks are no scripts.
    const bool runs =
        tag.find("type=\"application/") == tag.npos && tag.find("type=application/") == tag.npos;
    if (runs) {
      Sha256 hash;
      hash.update(html.data() + begin + 1, end - begin - 1);
      sources += " 'sha256-" + base64_of_hex(hash.finish()) + "'";
    }
    at = end;
  }
  return sources.empty() ? " 'none'" : sources;
}

}  // namespace

std::string page_policy(std::string_view html) {
  return "default-src 'none'; script-src" + hashes_of(html, "script") + "; style-src" +
         hashes_of(html, "style") +
         "; img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
         "frame-ancestors 'none'";
}

}  // namespace footfall
