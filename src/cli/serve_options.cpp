#include "cli/serve_options.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>

#include "base/ascii.h"
#include "cli/allowed.h"
#include "cli/message.h"
#include "cli/stop_signal.h"
#include "log/log.h"

namespace footfall {

namespace {

constexpr size_t kLeastTokenBytes = 16, kMostTokenBytes = 512;

Result<std::string> read_token(const std::string& path) {
  std::ifstream file(path);
  std::string token;
  if (!file || !std::getline(file, token))
    return Error{ErrorCategory::kIo, "cannot read a token from " + path, path};
  while (!token.empty() && (token.back() == '\r' || token.back() == ' ')) token.pop_back();
  const bool is_plain =
      std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c <= '~'; });
  if (token.size() < kLeastTokenBytes || token.size() > kMostTokenBytes || !is_plain) {
    return Error{ErrorCategory::kInput,
                 "the first line of " + path +
                     " must be a token of 16 to 512 letters, digits and signs without blanks",
                 path};
  }
  return token;
}

// Runs xdg-open without waiting for it; whoever has no desktop sees the address anyway.
void open_browser(const std::string& url) {
  const pid_t child = ::fork();
  if (child != 0) return;
  ::execlp("xdg-open", "xdg-open", url.c_str(), nullptr);
  ::_exit(127);
}

}  // namespace

void add_serve_options(CLI::App& app, ServeOptions& options, const char* group) {
  app.add_option("--host", options.host,
                 "Address to listen on; one that others can reach needs --token-file")
      ->type_name("ADDRESS")
      ->capture_default_str()
      ->group(group);
  allow_whole(app.add_option_function<int>(
                  "--port",
                  [&options](int port) {
                    options.port = port;
                    options.port_is_given = true;
                  },
                  "Port; without it 8123, or a free one where that is taken"),
              0, 65'535)
      ->type_name("N")
      ->default_str("8123")
      ->group(group);
  app.add_option("--token-file", options.token_file,
                 "File whose first line every request must bring: Authorization: Bearer TOKEN")
      ->type_name("FILE")
      ->group(group);
  app.add_option("--allow-host", options.names,
                 "Name by which the server may be asked, beside localhost and addresses")
      ->type_name("NAME")
      ->take_all()
      ->group(group);
  app.add_flag("--open", options.open, "Open the page in a browser")->group(group);
}

Result<ServerOptions> server_options(const ServeOptions& options) {
  ServerOptions server;
  server.host = options.host;
  server.port = static_cast<uint16_t>(options.port);
  server.port_is_fixed = options.port_is_given;
  server.access.any_address = !is_loopback(options.host);
  for (const std::string& name : options.names) server.access.names.push_back(lowered(name));
  if (!is_loopback(options.host) && options.token_file.empty()) {
    return Error{ErrorCategory::kUsage,
                 "--host " + options.host +
                     " can be reached by others, so it needs --token-file FILE; from elsewhere "
                     "`ssh -L 8123:127.0.0.1:8123` reaches 127.0.0.1 as well",
                 ""};
  }
  if (!options.token_file.empty()) {
    const auto token = read_token(options.token_file);
    if (!token) return token.error();
    server.access.token = *token;
  }
  return server;
}

Result<> serve_site(const ServeOptions& options, ServerOptions server, Site& site) {
  server.page_policy = site_policy();
  server.on_listening = [&](const std::string& url, bool other_port) {
    if (other_port) note("port " + std::to_string(options.port) + " is taken; using another");
    note("serving until Ctrl-C");
    print(url + "\n");
    log(LogLevel::kInfo, "listening", {{"url", url}});
    if (options.open) open_browser(url);
  };
  auto served = serve(server, make_routes(site), site.events, site.counts, stop_requested);
  log(LogLevel::kInfo, "stopped",
      {{"requests", site.counts.requests.load()}, {"bytes", site.counts.bytes_out.load()}});
  return served;
}

}  // namespace footfall
