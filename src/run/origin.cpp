#include "run/origin.h"

#include <algorithm>
#include <atomic>
#include <limits>

#include "base/in_parallel.h"
#include "run/run.h"

namespace footfall {

namespace {

using TableEntry = DataSet::TableEntry;

// A table that was not asked for has no rows, and so no hash either.
bool is_told(const TableEntry& entry) {
  return entry.rows > 0 || entry.content_hash != to_hex(Hash128{});
}

std::string rows_and_hash(uint64_t rows, const std::string& hash) {
  return std::to_string(rows) + " rows of content hash " + hash;
}

uint64_t customer_count(const World& world) {
  uint64_t count = 0;
  for (const auto& persona : world.personas) count += persona.customer_count;
  return count;
}

}  // namespace

Result<std::optional<OtherOrigin>> find_other_origin(
    const DataSet& data, const Scenario& scenario,
    const std::function<bool(double share)>& on_played) {
  RunOptions options;
  options.threads = all_threads();
  options.formats = {"null"};
  for (size_t t = 0; t < kTableCount; ++t) options.tables[t] = is_told(data.tables[t]);
  World world = compile_world(scenario);
  // A manifest may tell of a scenario that would play for years: its rows bound what is played.
  const uint64_t customers = customer_count(world);
  if (options.tables[0] && customers != data.tables[0].rows) {
    return std::optional(OtherOrigin{Table::kCustomers, std::to_string(data.tables[0].rows) +
                                                            " rows; its scenario makes " +
                                                            std::to_string(customers)});
  }
  const uint64_t most_items =
      options.tables[2] ? data.tables[2].rows : std::numeric_limits<uint64_t>::max();
  std::atomic<bool> stop = false;
  bool is_interrupted = false;
  options.stop = &stop;
  options.progress = [&](double done, uint64_t items) {
    is_interrupted = is_interrupted || (on_played && !on_played(done));
    stop = is_interrupted || items > most_items;
  };
  const auto totals = run_simulation(scenario, world, options);
  if (is_interrupted) return Error{ErrorCategory::kInterrupted, "interrupted", ""};
  if (!totals && stop) {
    return std::optional(
        OtherOrigin{Table::kItems, std::to_string(most_items) + " rows; its scenario makes more"});
  }
  if (!totals) return totals.error();
  for (size_t t = 0; t < kTableCount; ++t) {
    const TableEntry& told = data.tables[t];
    const TableTotals& made = totals->tables[t];
    const std::string hash = to_hex(made.content);
    if (!options.tables[t] || (made.rows == told.rows && hash == told.content_hash)) continue;
    return std::optional(OtherOrigin{static_cast<Table>(t),
                                     rows_and_hash(told.rows, told.content_hash) +
                                         "; its scenario makes " + rows_and_hash(made.rows, hash)});
  }
  return std::optional<OtherOrigin>();
}

}  // namespace footfall
