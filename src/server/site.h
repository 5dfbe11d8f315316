// Holds Site, what the routes show, and the routes themselves, which have no logic of their own.
#pragma once
#include <atomic>
#include <string>
#include <vector>

#include "server/http.h"
#include "server/live_play.h"
#include "server/runs.h"
#include "server/what_if.h"

namespace footfall {

struct Site {
  ServerCounts counts;
  EventLog events{{}};
  Runs runs;
  LivePlay* live = nullptr;  // what is played, if anything
  WhatIfLimits what_if;
  std::atomic<bool> is_asking{false};  // a what-if is being computed: one at a time
  const std::atomic<bool>* stop = nullptr;
};

// Returns the routes of a site, which outlives them.
std::vector<Route> make_routes(Site& site);

// Returns the page, gzipped, or a page that says where it is missing.
std::string site_page();

// Returns the Content-Security-Policy of that page.
std::string site_policy();

// Returns the OpenAPI description of the routes, JSON.
std::string_view openapi_text();

}  // namespace footfall
