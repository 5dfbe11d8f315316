// Holds what GET /metrics says: the server's counts in Prometheus' text format 0.0.4.
#pragma once
#include <string>

#include "server/http.h"

namespace footfall {

std::string metrics_text(const ServerCounts& counts);

}  // namespace footfall
