#include "server/page_policy.h"

#include "base/hash.h"
#include "dashboard/container.h"

namespace footfall {

namespace {

// Returns the bytes that hexadecimal digits, two a byte, stand for.
std::string bytes_of_hex(const std::string& hex) {
  std::string bytes;
  for (size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  return bytes;
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
      sources += " 'sha256-" + base64(bytes_of_hex(hash.finish())) + "'";
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
