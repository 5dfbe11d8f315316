#include "server/access.h"

#include <algorithm>

namespace footfall {

namespace {

// Returns the host of `host[:port]`, empty when it is not well formed.
std::string_view host_of(std::string_view authority) {
  const size_t end_of_literal = authority.substr(0, 1) == "[" ? authority.find(']') : 0;
  if (end_of_literal == std::string_view::npos) return {};
  const size_t colon = authority.find(':', end_of_literal);
  if (colon == std::string_view::npos) return authority;
  const std::string_view port = authority.substr(colon + 1);
  if (port.empty() || port.size() > 5 ||
      port.find_first_not_of("0123456789") != std::string_view::npos)
    return {};
  return authority.substr(0, colon);
}

// An address cannot be taken over by a name server.
bool is_address(std::string_view host) {
  if (host.empty()) return false;
  if (host[0] == '[')
    return host.back() == ']' && host.find_first_not_of("[]0123456789abcdef:.") == host.npos;
  return host.find_first_not_of("0123456789.") == std::string_view::npos;
}

bool allows_host(const AccessRules& rules, std::string_view authority) {
  const std::string_view host = host_of(authority);
  if (host == "localhost" || host == "127.0.0.1" || host == "[::1]") return true;
  if (rules.any_address && is_address(host)) return true;
  return std::find(rules.names.begin(), rules.names.end(), host) != rules.names.end();
}

}  // namespace

bool is_loopback(std::string_view address) {
  return address == "::1" || address == "localhost" ||
         (address.substr(0, 4) == "127." &&
          address.find_first_not_of("0123456789.") == std::string_view::npos);
}

bool same_secret(std::string_view given, std::string_view secret) {
  volatile unsigned difference = given.size() == secret.size() ? 0 : 1;
  for (size_t i = 0; i < given.size(); ++i) {
    const char known = secret.empty() ? '\0' : secret[i % secret.size()];
    difference =
        difference | (static_cast<unsigned char>(given[i]) ^ static_cast<unsigned char>(known));
  }
  return difference == 0;
}

std::optional<Refusal> check_access(const AccessRules& rules, const RequestHead& head) {
  if (!allows_host(rules, head.authority))
    return Refusal{403, "this server does not answer for host " + head.authority};
  const std::string_view origin = head.header("origin");
  const bool is_own = origin.empty() || origin == "http://" + head.authority ||
                      origin == "https://" + head.authority;
  if (!is_own) return Refusal{403, "requests from pages of other sites are refused"};
  const std::string_view site = head.header("sec-fetch-site");
  const bool is_navigation = head.header("sec-fetch-mode") == "navigate" && head.path == "/" &&
                             (head.method == "GET" || head.method == "HEAD");
  if (!site.empty() && site != "same-origin" && site != "none" && !is_navigation)
    return Refusal{403, "requests from pages of other sites are refused"};
  if (rules.token.empty() || head.path == "/healthz" || head.path == "/readyz") return std::nullopt;
  const std::string_view given = head.header("authorization");
  const std::string_view scheme = "Bearer ";
  if (given.substr(0, scheme.size()) == scheme &&
      same_secret(given.substr(scheme.size()), rules.token))
    return std::nullopt;
  return Refusal{401, "a token is needed: Authorization: Bearer TOKEN"};
}

}  // namespace footfall
