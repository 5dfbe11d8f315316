// Finds routes, and makes the responses that need none.
#include <nlohmann/json.hpp>

#include "server/http.h"
#include "server/response_text.h"

namespace footfall {

std::optional<std::string> Request::word(std::string_view name) const {
  for (const auto& [known, value] : query) {
    if (known == name) return value;
  }
  return std::nullopt;
}

const Route* find_route(const std::vector<Route>& routes, Request& request, std::string& allowed) {
  const std::string method = request.method == "HEAD" ? "GET" : request.method;
  for (const Route& route : routes) {
    const bool takes_rest = route.path.size() > 1 && route.path.back() == '*';
    const std::string_view stem(route.path.data(), route.path.size() - (takes_rest ? 1 : 0));
    if (takes_rest ? request.path.rfind(stem, 0) != 0 : request.path != stem) continue;
    if (route.method == method) {
      if (takes_rest) request.rest = request.path.substr(stem.size());
      return &route;
    }
    allowed += (allowed.empty() ? "" : ", ") + route.method;
    if (route.method == "GET") allowed += ", HEAD";
  }
  return nullptr;
}

Response nothing_there(const Request& request, std::string allowed) {
  if (request.path == "/events") allowed = "GET";
  if (allowed.empty()) return problem(404, "there is nothing at " + request.path);
  Response response = problem(405, "allowed here: " + allowed);
  response.headers.emplace_back("Allow", allowed);
  return response;
}

Response problem(int status, const std::string& detail) {
  const nlohmann::ordered_json body = {{"type", "about:blank"},
                                       {"title", status_words(status)},
                                       {"status", status},
                                       {"detail", detail}};
  Response response{status, "application/problem+json",
                    body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n"};
  if (status == 503) response.headers.emplace_back("Retry-After", "1");
  if (status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer");
  return response;
}

Response problem(const Error& error) {
  switch (error.category) {
    case ErrorCategory::kUsage:
    case ErrorCategory::kInput:
      return problem(400, error.message);
    case ErrorCategory::kUnavailable:
    case ErrorCategory::kInterrupted:
      return problem(503, error.message);
    default:
      return problem(500, error.message);
  }
}

}  // namespace footfall
