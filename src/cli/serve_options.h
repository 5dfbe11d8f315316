// Holds the flags that say where and for whom a server listens, shared by serve and simulate.
#pragma once
#include <string>
#include <vector>

#include "base/result.h"
#include "server/site.h"

namespace CLI {
class App;
}

namespace footfall {

struct ServeOptions {
  std::string host = "127.0.0.1", token_file;
  std::vector<std::string> names;
  int port = 8123;
  bool port_is_given = false, open = false;
};

// Adds the flags, in group `group` of the help.
void add_serve_options(CLI::App& app, ServeOptions& options, const char* group);

// Returns what the server is to do. Errors: kUsage for an address that others can reach without a
// token, kInput for a token that is too short, kIo when its file cannot be read.
Result<ServerOptions> server_options(const ServeOptions& options);

// Serves the site until a signal asks to stop; tells the address, and opens it in a browser if that
// is wanted. Errors: as serve.
Result<> serve_site(const ServeOptions& options, ServerOptions server, Site& site);

}  // namespace footfall
