// Holds find_other_origin, which plays the scenario of a data set anew: so a change is found that
// files and manifest agree on, and a manifest that tells of another scenario than its rows.
#pragma once
#include <functional>
#include <optional>
#include <string>

#include "run/data_set.h"

namespace footfall {

// A table that its scenario makes otherwise.
struct OtherOrigin {
  Table table = Table::kCustomers;
  std::string what;  // the manifest's rows and content hash beside the scenario's
};

// Makes every row of the manifest's tables again, on all threads of the machine, and compares
// number and content hash. Returns the first table that differs, or nothing. `on_played` is told
// what share of the period has been played, 0 to 1, by one thread at a time; false stops. Error:
// kInterrupted then.
Result<std::optional<OtherOrigin>> find_other_origin(
    const DataSet& data, const Scenario& scenario,
    const std::function<bool(double share)>& on_played);

}  // namespace footfall
