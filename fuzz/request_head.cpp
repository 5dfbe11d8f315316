// Heads of requests: what is accepted says one thing only, whoever reads it.
#include "server/request_head.h"
#include "base/check.h"
#include "server/access.h"

#include <algorithm>

using namespace footfall;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size_bytes) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size_bytes);
  RequestHead head;
  if (const auto refusal = read_request_head(bytes, head)) {
    check(refusal->status >= 400 && refusal->status < 600, "a refusal has a status of errors");
    return 0;
  }
  check(size_bytes <= kMostHeadBytes, "heads have a limit");
  check(!head.path.empty() && head.path[0] == '/', "a path begins at the root");
  check(head.path.find('\0') == std::string::npos, "a path holds no zero byte");
  const auto count = [&](std::string_view name) {
    return std::count_if(head.headers.begin(), head.headers.end(),
                         [&](const auto& header) { return header.first == name; });
  };
  check(count("host") == 1, "one host");
  check(count("content-length") + count("transfer-encoding") <= 1, "one length");
  for (const auto& [name, value] : head.headers) {
    check(!name.empty() && name.find_first_of(" \t\r\n:") == std::string::npos, "a name is a token");
    check(value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos,
          "a value is one line");
  }
  // Whoever may ask names this machine.
  if (!check_access({{}, false, ""}, head)) {
    const std::string& host = head.authority;
    check(host.rfind("localhost", 0) == 0 || host.rfind("127.0.0.1", 0) == 0 ||
              host.rfind("[::1]", 0) == 0,
          "a host of this machine");
  }
  takes_gzip(head.header("accept-encoding"));
  lists_tag(head.header("if-none-match"), "\"x\"");
  return 0;
}
