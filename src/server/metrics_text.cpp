#include "server/metrics_text.h"

#include <unistd.h>

#include <cstdio>

namespace footfall {

namespace {

// Returns the bytes of memory in use, 0 where the system does not tell.
uint64_t resident_bytes() {
  unsigned long long all = 0, resident = 0;
  if (FILE* file = std::fopen("/proc/self/statm", "r")) {
    if (std::fscanf(file, "%llu %llu", &all, &resident) != 2) resident = 0;
    std::fclose(file);
  }
  return resident * static_cast<uint64_t>(::sysconf(_SC_PAGESIZE));
}

void add(std::string& text, const char* type, const std::string& name, const char* help,
         uint64_t value) {
  text += "# HELP " + name + " " + help + "\n# TYPE " + name + " " + type + "\n" + name + " " +
          std::to_string(value) + "\n";
}

}  // namespace

std::string metrics_text(const ServerCounts& counts) {
  std::string text =
      "# HELP footfall_http_requests_total Requests answered, by class of the status.\n"
      "# TYPE footfall_http_requests_total counter\n";
  for (int c = 2; c < 6; ++c) {
    text += "footfall_http_requests_total{code=\"" + std::to_string(c) + "xx\"} " +
            std::to_string(counts.by_class[c]) + "\n";
  }
  const auto gauge = [](int value) { return static_cast<uint64_t>(value > 0 ? value : 0); };
  add(text, "counter", "footfall_http_connections_total", "Connections taken.", counts.connections);
  add(text, "counter", "footfall_http_connections_refused_total",
      "Connections refused because too many were open.", counts.connections_refused);
  add(text, "counter", "footfall_http_response_bytes_total", "Bytes of responses.",
      counts.bytes_out);
  add(text, "counter", "footfall_http_queue_refused_total",
      "Requests refused because too many waited.", counts.queue_refused);
  add(text, "counter", "footfall_http_streams_dropped_total",
      "Streams of events ended because their reader was too slow.", counts.streams_dropped);
  add(text, "gauge", "footfall_http_connections_open", "Connections open.",
      gauge(counts.connections_open));
  add(text, "gauge", "footfall_http_streams_open", "Streams of events open.",
      gauge(counts.streams_open));
  add(text, "gauge", "footfall_http_tasks_open", "Requests that wait for a worker or have one.",
      gauge(counts.tasks_open));
  add(text, "gauge", "process_resident_memory_bytes", "Memory in use.", resident_bytes());
  return text;
}

}  // namespace footfall
