// Holds who may ask: which hosts a request may name, from which pages it may come, and the token.
// A page of another site must not read or steer a server on the reader's own machine.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/request_head.h"

namespace footfall {

struct AccessRules {
  std::vector<std::string> names;  // hosts in lower case; loopback names are always allowed
  bool any_address = false;        // any IP address as host: where a token is needed anyway
  std::string token;               // empty: none is needed
};

// Returns whether an address can be reached from this machine only.
bool is_loopback(std::string_view address);

// Returns why a request may not be answered. Paths of probes (/healthz, /readyz) need no token.
std::optional<Refusal> check_access(const AccessRules& rules, const RequestHead& head);

// Compares in a time that tells nothing about where they differ.
bool same_secret(std::string_view given, std::string_view secret);

}  // namespace footfall
