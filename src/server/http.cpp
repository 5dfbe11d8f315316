#include "server/http.h"

#include <algorithm>
#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <set>

#include "server/response_text.h"

namespace footfall {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr seconds kRequestTime(5), kIdleTime(30), kHeartbeat(15), kStopTime(5);
constexpr milliseconds kStopLook(50);
constexpr int kMostRequests = 1000;  // of a connection
constexpr size_t kMostStreamBytes = 1u << 20;
constexpr size_t kSlowestBytesASecond = 100'000;

auto into(error_code& code) { return asio::redirect_error(asio::use_awaitable, code); }

class Server {
 public:
  Server(const ServerOptions& options, const std::vector<Route>& routes, EventLog& events,
         ServerCounts& counts, const std::atomic<bool>& stop)
      : options_(options),
        routes_(routes),
        events_(events),
        counts_(counts),
        stop_(stop),
        acceptor_(context_),
        workers_(static_cast<size_t>(options.workers)) {}

  Result<> run() {
    FOOTFALL_TRY(listen());
    events_.set_listener([this] { asio::post(context_, [this] { wake_streams(); }); });
    asio::co_spawn(context_, accept(), asio::detached);
    asio::co_spawn(context_, watch_stop(), asio::detached);
    context_.run();
    events_.set_listener(nullptr);
    workers_.join();
    return Done{};
  }

 private:
  // A connection; lives in its coroutine, and is known to the server for as long.
  struct Connection {
    Connection(Server& server, tcp::socket socket)
        : server(server), stream(std::move(socket)), wake(stream.get_executor()) {
      server.connections_.insert(this);
      server.counts_.connections_open = static_cast<int>(server.connections_.size());
    }
    ~Connection() {
      server.connections_.erase(this);
      server.counts_.connections_open = static_cast<int>(server.connections_.size());
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    Server& server;
    beast::tcp_stream stream;
    beast::flat_buffer buffer{kMostHeadBytes};
    asio::steady_timer wake;  // of a stream of events: rings when there are new ones
    bool is_idle = true, is_stream = false;
  };

  Result<> listen() {
    error_code code;
    const auto address =
        asio::ip::make_address(options_.host == "localhost" ? "127.0.0.1" : options_.host, code);
    if (code)
      return Error{ErrorCategory::kUsage, "--host must be an IP address, not " + options_.host, ""};
    uint16_t port = options_.port;
    for (bool again = true; again;) {
      again = false;
      const tcp::endpoint endpoint(address, port);
      acceptor_.open(endpoint.protocol(), code);
      if (!code) acceptor_.set_option(tcp::acceptor::reuse_address(true), code);
      if (!code) acceptor_.bind(endpoint, code);
      if (!code) acceptor_.listen(tcp::acceptor::max_listen_connections, code);
      if (code == asio::error::address_in_use && !options_.port_is_fixed && port != 0) {
        acceptor_.close();
        port = 0;
        again = true;
      }
    }
    if (code) {
      return Error{ErrorCategory::kIo,
                   "cannot listen on " + options_.host + " port " + std::to_string(port) + ": " +
                       code.message(),
                   ""};
    }
    const auto local = acceptor_.local_endpoint();
    const bool is_v6 = address.is_v6();
    const std::string host = address.is_unspecified() ? "localhost"
                             : is_v6                  ? "[" + address.to_string() + "]"
                                                      : address.to_string();
    if (options_.on_listening) {
      options_.on_listening("http://" + host + ":" + std::to_string(local.port()) + "/",
                            local.port() != options_.port && options_.port != 0);
    }
    return Done{};
  }

  asio::awaitable<void> accept() {
    while (!stopping_) {
      error_code code;
      tcp::socket socket = co_await acceptor_.async_accept(into(code));
      if (code == asio::error::operation_aborted) co_return;
      if (code) {  // no descriptor is free, perhaps: connections that end make room
        asio::steady_timer pause(context_, milliseconds(50));
        co_await pause.async_wait(into(code));
        continue;
      }
      ++counts_.connections;
      if (connections_.size() >= static_cast<size_t>(kMostConnections)) {
        ++counts_.connections_refused;
        refuse_connection(socket);
        continue;
      }
      asio::co_spawn(context_, converse(std::move(socket)), asio::detached);
    }
  }

  // Never waits: who is refused must not cost a connection.
  void refuse_connection(tcp::socket& socket) {
    const ResponseText text = response_text(problem(503, "too many connections"), {}, false, "");
    error_code ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(asio::buffer(text.head + text.body), ignored);
    socket.shutdown(tcp::socket::shutdown_both, ignored);
  }

  asio::awaitable<void> watch_stop() {
    asio::steady_timer timer(context_);
    error_code ignored;
    while (!stop_.load()) {
      timer.expires_after(kStopLook);
      co_await timer.async_wait(into(ignored));
    }
    stopping_ = true;
    if (options_.on_stopping) options_.on_stopping();
    acceptor_.close(ignored);
    for (Connection* connection : connections_) {
      if (connection->is_idle) connection->stream.cancel();
      if (connection->is_stream) connection->wake.cancel();
    }
    const auto end = std::chrono::steady_clock::now() + kStopTime;
    while (!connections_.empty() && std::chrono::steady_clock::now() < end) {
      timer.expires_after(milliseconds(10));
      co_await timer.async_wait(into(ignored));
    }
    context_.stop();
  }

  void wake_streams() {
    for (Connection* connection : connections_) {
      if (connection->is_stream) connection->wake.cancel();
    }
  }

  asio::awaitable<void> converse(tcp::socket socket) {
    Connection connection(*this, std::move(socket));
    error_code ignored;
    connection.stream.socket().set_option(tcp::no_delay(true), ignored);
    for (int served = 0; served < kMostRequests && !stopping_; ++served) {
      const bool goes_on = co_await exchange(connection, served);
      if (!goes_on) break;
    }
    co_await close(connection);
  }

  // Says that nothing more comes, and takes for a moment what the other side still sends: closing
  // over unread bytes would take the answer away from it.
  asio::awaitable<void> close(Connection& connection) {
    error_code code;
    connection.stream.socket().shutdown(tcp::socket::shutdown_send, code);
    if (code) co_return;
    connection.stream.expires_after(seconds(1));
    std::array<char, 4096> ignored;
    for (size_t taken = 0; !code && taken < 2 * kMostBodyBytes;) {
      taken += co_await connection.stream.async_read_some(asio::buffer(ignored), into(code));
    }
    connection.stream.socket().close(code);
  }

  // Reads one request and answers it; false when the connection ends with it.
  asio::awaitable<bool> exchange(Connection& connection, int served) {
    error_code code;
    if (connection.buffer.size() == 0) {
      connection.is_idle = true;
      connection.stream.expires_after(served == 0 ? kRequestTime : kIdleTime);
      const size_t read =
          co_await connection.stream.async_read_some(connection.buffer.prepare(4096), into(code));
      if (code) co_return false;
      connection.buffer.commit(read);
    }
    connection.is_idle = false;
    connection.stream.expires_after(kRequestTime);  // of the whole request, however slow it drips
    const size_t head_bytes = co_await asio::async_read_until(
        connection.stream, connection.buffer, std::string_view("\r\n\r\n"), into(code));
    RequestHead head;
    if (code == asio::error::not_found) {
      const Refusal too_long{431, "the head has at most 8 KB"};
      co_return co_await refuse(connection, head, too_long);
    }
    if (code) co_return false;
    auto refusal = read_request_head(
        {static_cast<const char*>(connection.buffer.data().data()), head_bytes}, head);
    if (!refusal) refusal = check_access(options_.access, head);
    if (refusal) {
      co_return co_await refuse(connection, head, *refusal);
    }
    Request request{
        head.method, head.path, "", head.query, std::string(head.header("content-type")), ""};
    const auto body_refusal = co_await read_body(connection, head, request.body);
    if (body_refusal) {
      if (body_refusal->status == 0) co_return false;
      co_return co_await refuse(connection, head, *body_refusal);
    }
    const bool is_read = head.method == "GET" || head.method == "HEAD";
    if (head.path == "/events" && head.method == "GET") {
      co_await stream_events(connection, head);
      co_return false;
    }
    Response response = co_await answer(std::move(request));
    const bool keeps = head.keeps_alive && served + 1 < kMostRequests && !stopping_ &&
                       (is_read || response.status < 500);
    co_return co_await send(connection, head, std::move(response), keeps);
  }

  // Reads the body by Beast's parser, which reads the head a second time and has to agree. A status
  // of 0 means that the connection is gone.
  asio::awaitable<std::optional<Refusal>> read_body(Connection& connection, const RequestHead& head,
                                                    std::string& body) {
    beast::http::request_parser<beast::http::string_body> parser;
    parser.header_limit(kMostHeadBytes);
    parser.body_limit(kMostBodyBytes);
    error_code code;
    co_await beast::http::async_read_header(connection.stream, connection.buffer, parser,
                                            into(code));
    if (!code && head.awaits_continue && !parser.is_done()) {
      constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
      co_await asio::async_write(connection.stream, asio::buffer(kContinue), into(code));
    }
    if (!code && !parser.is_done()) {
      co_await beast::http::async_read(connection.stream, connection.buffer, parser, into(code));
    }
    if (code == beast::http::error::body_limit) co_return Refusal{413, "a body has at most 1 MiB"};
    const auto& malformed = make_error_code(beast::http::error::bad_value).category();
    if (code && code.category() == malformed && code != beast::http::error::partial_message &&
        code != beast::http::error::end_of_stream)
      co_return Refusal{400, "the request is not well formed: " + code.message()};
    if (code) co_return Refusal{0, ""};
    body = std::move(parser.get().body());
    co_return std::nullopt;
  }

  // Temporaries that a coroutine awaits with are named: GCC 12 destroys some of them twice.
  asio::awaitable<bool> refuse(Connection& connection, const RequestHead& head,
                               const Refusal& refusal) {
    Response response = problem(refusal.status, refusal.detail);
    co_return co_await send(connection, head, std::move(response), false);
  }

  // Answers here, or on a worker; never with more work waiting than kMostQueuedTasks.
  asio::awaitable<Response> answer(Request request) {
    std::string allowed;
    const Route* route = find_route(routes_, request, allowed);
    if (route == nullptr) co_return nothing_there(request, allowed);
    if (route->is_quick) co_return route->answer(request);
    if (counts_.tasks_open >= kMostQueuedTasks) {
      ++counts_.queue_refused;
      co_return problem(503, "too many requests wait for their turn");
    }
    ++counts_.tasks_open;
    const auto work = [](const Route* route, Request asked) -> asio::awaitable<Response> {
      try {
        co_return route->answer(asked);
      } catch (const std::exception& error) {
        co_return problem(500, error.what());
      }
    };
    Response response =
        co_await asio::co_spawn(workers_, work(route, std::move(request)), asio::use_awaitable);
    --counts_.tasks_open;
    co_return response;
  }

  asio::awaitable<bool> send(Connection& connection, const RequestHead& head, Response response,
                             bool keeps) {
    const ResponseText text = response_text(std::move(response), head, keeps, options_.page_policy);
    const int status_class = text.head[9] - '0';
    ++counts_.requests;
    ++counts_.by_class[std::clamp(status_class, 0, 5)];
    counts_.bytes_out += text.head.size() + text.body.size();
    const auto extra = static_cast<int64_t>(text.body.size() / kSlowestBytesASecond);
    connection.stream.expires_after(kRequestTime + seconds(extra));
    const std::array<asio::const_buffer, 2> buffers = {asio::buffer(text.head),
                                                       asio::buffer(text.body)};
    error_code code;
    co_await asio::async_write(connection.stream, buffers, into(code));
    co_return !code && keeps;
  }

  EventLog::Part first_part(std::string_view known) const {
    const bool names_event = !known.empty() && known.size() < 18 &&
                             known.find_first_not_of("0123456789") == std::string::npos;
    if (names_event) {
      if (auto part = events_.after(std::stoull(std::string(known)), kMostStreamBytes))
        return std::move(*part);
    }
    return events_.begin();
  }

  // Streams events until either side has enough. A reader that does not take what it is sent within
  // the deadline is dropped; one that fell out of the ring begins anew.
  asio::awaitable<void> stream_events(Connection& connection, const RequestHead& head) {
    if (counts_.streams_open >= kMostStreams) {
      const Refusal too_many{503, "too many streams are open"};
      co_await refuse(connection, head, too_many);
      co_return;
    }
    ++counts_.streams_open;
    ++counts_.requests;
    ++counts_.by_class[2];
    error_code code;
    connection.stream.socket().set_option(asio::socket_base::send_buffer_size(64 * 1024), code);
    connection.is_stream = true;
    EventLog::Part part = first_part(head.header("last-event-id"));
    std::string text = stream_head() + part.text;
    while (!code && !stopping_) {
      if (!text.empty()) {
        connection.stream.expires_after(kRequestTime);
        counts_.bytes_out += text.size();
        co_await asio::async_write(connection.stream, asio::buffer(text), into(code));
        if (code == beast::error::timeout) ++counts_.streams_dropped;
        if (code) break;
      }
      auto more = events_.after(part.last, kMostStreamBytes);
      part = more ? std::move(*more) : events_.begin();
      text = std::move(part.text);
      if (!text.empty()) continue;
      connection.wake.expires_after(kHeartbeat);
      error_code woken;
      co_await connection.wake.async_wait(into(woken));
      if (!woken) text = ": still here\n\n";
    }
    connection.is_stream = false;
    --counts_.streams_open;
  }

  const ServerOptions& options_;
  const std::vector<Route>& routes_;
  EventLog& events_;
  ServerCounts& counts_;
  const std::atomic<bool>& stop_;
  asio::io_context context_{1};
  tcp::acceptor acceptor_;
  asio::thread_pool workers_;
  std::set<Connection*> connections_;
  bool stopping_ = false;
};

}  // namespace

Result<> serve(const ServerOptions& options, const std::vector<Route>& routes, EventLog& events,
               ServerCounts& counts, const std::atomic<bool>& stop) {
  try {
    return Server(options, routes, events, counts, stop).run();
  } catch (const std::exception& error) {
    return Error{ErrorCategory::kFailure, std::string("the server failed: ") + error.what(), ""};
  }
}

}  // namespace footfall
