// Holds what-if: the scenario of a data set and a changed one, both simulated with the same draws,
// so that what differs is the change and not chance.
#pragma once
#include <atomic>
#include <string>

#include "base/result.h"

namespace footfall {

struct WhatIfLimits {
  double lines = 10e6;         // expected in each world; beyond, a share of the customers is played
  double customers = 500'000;  // likewise
  double seconds = 15;
};

// Returns what `what_if` may change of the data set in `folder` by one number, with its present
// value, JSON: {"levers": [{"path": …, "label": …, "value": …}]}. Errors: kInput, when the data
// cannot be played.
Result<std::string> what_if_levers(const std::string& folder);

// Plays the scenario of the data set in `folder` as it is and with `changes`, a JSON array of
// {"path": …, "value": …} with paths market.MULTIPLIER.KEY, personas.NAME.visit_probability and
// personas.NAME.customers; with the keys and limits of scenario files. Returns JSON: by measure
// baseline, variant, difference and its 95 % interval. Differences are sums over customers: those
// who are in both worlds are compared with themselves. Errors: kInput for changes or data that
// cannot be played; kInterrupted by `stop` or when it takes too long.
Result<std::string> what_if(const std::string& folder, const std::string& changes,
                            const WhatIfLimits& limits, const std::atomic<bool>& stop);

}  // namespace footfall
