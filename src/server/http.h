// Holds the HTTP server: limits, deadlines and safety around routes, which are plain functions from
// a request to a response. http.cpp is the one file that knows sockets.
#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "server/access.h"
#include "server/event_log.h"
#include "server/request_head.h"

namespace footfall {

struct Request {
  std::string method, path;
  std::string rest;  // of the path, where a route ends with *
  QueryWords query;
  std::string content_type, body;

  // Returns the first word of that name, or nothing.
  std::optional<std::string> word(std::string_view name) const;
};

struct Response {
  int status = 200;
  std::string content_type = "application/json; charset=utf-8";
  std::string body;
  std::string gzip_body =
      {};  // the same compressed; where only this is given, `body` is made of it
  HeaderList headers = {};
};

// Returns a response of application/problem+json (RFC 9457).
Response problem(int status, const std::string& detail);

// Returns the problem that an error is: kUsage and kInput 400, kUnavailable 503, others 500.
Response problem(const Error& error);

// One way to ask. REQUIRES: `answer` may be called by several threads at a time; where `is_quick`
// it neither waits nor computes for long.
struct Route {
  std::string method, path;  // GET answers HEAD as well; a path that ends with /* takes a rest
  bool is_quick = false;
  std::function<Response(const Request&)> answer;
};

// Returns the route of a request, whose `rest` it sets; else nothing, and in `allowed` the methods
// that there are at this path.
const Route* find_route(const std::vector<Route>& routes, Request& request, std::string& allowed);

// Returns what is said where there is no route: 404, or 405 with the methods that there are.
Response nothing_there(const Request& request, std::string allowed);

// What the server counts; read by /metrics.
struct ServerCounts {
  std::atomic<uint64_t> connections{0}, connections_refused{0}, requests{0}, bytes_out{0},
      streams_dropped{0}, queue_refused{0};
  std::atomic<int> connections_open{0}, streams_open{0}, tasks_open{0};
  std::atomic<uint64_t> by_class[6] = {};  // of the status, by its first digit
};

struct ServerOptions {
  std::string host = "127.0.0.1";
  uint16_t port = 8123;
  bool port_is_fixed = false;  // else a free one is taken where the port is not
  AccessRules access;
  std::string page_policy;  // Content-Security-Policy of text/html
  int workers = 2;
  // Called once, with what browsers open, and whether the port had to be another.
  std::function<void(const std::string& url, bool other_port)> on_listening;
  std::function<void()> on_stopping;  // called once, before the server waits for its last answers
};

inline constexpr int kMostConnections = 256, kMostStreams = 32, kMostQueuedTasks = 32;

// Answers until `stop`, then lets answers under way finish. `events` is what GET /events streams.
// Errors: kIo when it cannot listen.
Result<> serve(const ServerOptions& options, const std::vector<Route>& routes, EventLog& events,
               ServerCounts& counts, const std::atomic<bool>& stop);

}  // namespace footfall
