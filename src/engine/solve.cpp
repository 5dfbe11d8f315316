#include "engine/solve.h"

#include <algorithm>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>
#include <cstdio>

#include "base/check.h"
#include "base/joined_words.h"
#include "base/nearest_word.h"

namespace footfall {

namespace {

using enum Target::Figure;

constexpr double kTolerance = 1e-3, kCloseEnough = 1e-5;
constexpr double kNearEnough = 1e-2;    // a target that is missed by so much is said, not refused
constexpr double kMostItemTrim = 0.02;  // what baskets may change for the sake of prices
constexpr int kMaxRounds = 40;
constexpr double kMostPriceScale = 1e6, kLeastMarkup = 0.01;

// Returns a product of six decimals, so that a solved scenario is pleasant to read.
double times(double value, double scale) {
  return scale == 1 ? value : std::round(value * scale * 1e6) / 1e6;
}

// Returns a price that is rounded at a point of its own among `count` prices; never down below the
// fraction of another that was as large, so low stays at most high.
int64_t scaled_price(int64_t paise, double scale, size_t index, size_t count) {
  const double point = (static_cast<double>(index) + 0.5) / static_cast<double>(count);
  return std::max<int64_t>(
      1, static_cast<int64_t>(std::floor(static_cast<double>(paise) * scale + point)));
}

// What one target moves: one kind of scale of some personas, or the festival price.
struct Knob {
  enum Kind { kVisits, kItemsTaken, kPrices, kFestivalPrice };  // in the order of turning
  Target target;
  Kind kind = kVisits;
  std::vector<size_t> personas;
};

struct Bracket {
  double low, high;
};

double figure(const Scenario& scenario, const Expectation& expected, const Target& target) {
  const ExpectedTotals* totals = &expected.all;
  for (size_t p = 0; p < scenario.personas.size(); ++p) {
    if (scenario.personas[p].name == target.persona) totals = &expected.personas[p];
  }
  switch (target.figure) {
    case kTransactions:
      return totals->transactions;
    case kItems:
      return totals->lines_a_basket();
    case kAverage:
      return totals->average_paise() / 100;
    case kRevenue:
      return totals->revenue_paise / 100;
    case kFestivalUplift:
      break;
  }
  return expected.uplifts.festival ? expected.uplifts.festival->mean : 0;
}

double distance(double value, const Target& target) {
  const double away = std::abs(value - target.value);
  return target.figure == kFestivalUplift ? away : away / target.value;
}

void turn(Scales& scales, const Knob& knob, double value) {
  if (knob.kind == Knob::kFestivalPrice) scales.festival_price = value;
  for (const size_t p : knob.personas) {
    PersonaScales& persona = scales.personas[p];
    (knob.kind == Knob::kVisits       ? persona.visit
     : knob.kind == Knob::kItemsTaken ? persona.item
                                      : persona.price) = value;
  }
}

// Returns how far prices of a persona may grow before a line's amount leaves its 31 bits.
double price_room(const Market& market, const Persona& persona) {
  double room = kMostPriceScale;
  for (const Category& category : persona.basket_profile) {
    const double units = std::ceil(category.quantity_high * market.quantity_festival);
    const double most = static_cast<double>(kMaxLinePaise) / units - 1;
    const double price = static_cast<double>(category.price_high_paise);
    room = std::min(room, (most - 1) / (price * std::max(1.0, market.price_festival_high)));
  }
  return room;
}

// Returns the scales between which a figure can be moved; beyond the upper one nothing changes.
Bracket bracket(const Scenario& scenario, const Scales& scales, const Knob& knob) {
  Scales others = scales;
  turn(others, knob, 1);
  const Scenario rest = scaled(scenario, others);
  double least = 1, room = kMostPriceScale;
  for (size_t p = 0; p < rest.personas.size(); ++p) {
    const bool moved = std::count(knob.personas.begin(), knob.personas.end(), p) > 0;
    if (moved || knob.kind == Knob::kFestivalPrice)
      room = std::min(room, price_room(rest.market, rest.personas[p]));
    if (!moved) continue;
    const double visit = base_visit_probability(rest, rest.personas[p]);
    if (knob.kind == Knob::kVisits && visit > 0) least = std::min(least, visit);
    if (knob.kind != Knob::kItemsTaken) continue;
    for (const Category& category : rest.personas[p].basket_profile) {
      if (category.probability > 0) least = std::min(least, category.probability);
    }
  }
  if (knob.kind == Knob::kVisits || knob.kind == Knob::kItemsTaken) return {1e-9, 1 / least};
  if (knob.kind == Knob::kPrices) return {1e-6, std::max(room, 1e-6)};
  const double low = kLeastMarkup / scenario.market.price_festival_low;
  return {low, std::max(low, std::min(room, kMaxMultiplier / scenario.market.price_festival_high))};
}

// Every figure grows with its own knob, so a bracket holds one root. Scales span decades, so the
// search is in their logarithms. Returns an end of the bracket when the figure is beyond it.
double root(const Scenario& scenario, Scales scales, const Knob& knob) {
  const auto [low, high] = bracket(scenario, scales, knob);
  const auto missing = [&](double logarithm) {
    turn(scales, knob, std::exp(logarithm));
    const Scenario tried = scaled(scenario, scales);
    const double away =
        figure(tried, expect(compile_world(tried)), knob.target) - knob.target.value;
    return std::abs(away) <= kCloseEnough * std::abs(knob.target.value) ? 0 : away;
  };
  const double first = std::log(low), last = std::log(high);
  const double at_first = missing(first), at_last = missing(last);
  if (at_first >= 0) return low;
  if (at_last <= 0) return high;
  std::uintmax_t most_steps = 60;
  const auto found =
      boost::math::tools::toms748_solve(missing, first, last, at_first, at_last,
                                        boost::math::tools::eps_tolerance<double>(40), most_steps);
  // Where the figure leaps, as prices are whole, the two ends lie on either side.
  const bool lower = std::abs(missing(found.first)) <= std::abs(missing(found.second));
  return std::exp(lower ? found.first : found.second);
}

Result<> check_persona(const Scenario& scenario, const std::string& name) {
  std::vector<std::string> names;
  for (const Persona& persona : scenario.personas) names.push_back(persona.name);
  if (std::find(names.begin(), names.end(), name) != names.end()) return Done{};
  const std::string nearest = nearest_word(name, names);
  return Error{ErrorCategory::kUsage,
               "no persona is named " + name +
                   (nearest.empty() ? "; there are " + joined_words(names)
                                    : "; did you mean " + nearest + "?"),
               ""};
}

Result<> check_targets(const Scenario& scenario, const std::vector<Target>& targets) {
  for (size_t i = 0; i < targets.size(); ++i) {
    const Target& target = targets[i];
    const std::string name = target_name(target);
    for (size_t k = 0; k < i; ++k) {
      if (target_name(targets[k]) == name)
        return Error{ErrorCategory::kUsage, "a target must not be given twice: " + name, ""};
    }
    if (!target.persona.empty()) FOOTFALL_TRY(check_persona(scenario, target.persona));
    if (target.figure == kFestivalUplift && !target.persona.empty())
      return Error{ErrorCategory::kUsage, "festival_uplift is of all personas together", ""};
  }
  return Done{};
}

// Gives each target its knob. A target of one persona comes before those of all, and revenue takes
// what the others leave; one that finds nothing free has no personas to turn.
std::vector<Knob> knobs_of(const Scenario& scenario, const std::vector<Target>& targets) {
  std::vector<Target> order = targets;
  std::stable_sort(order.begin(), order.end(), [](const Target& a, const Target& b) {
    const auto rank = [](const Target& t) {
      return 2 * (t.figure == kRevenue) + t.persona.empty();
    };
    return rank(a) < rank(b);
  });
  std::vector<std::vector<bool>> taken(3, std::vector<bool>(scenario.personas.size()));
  std::vector<Knob> knobs;
  for (const Target& target : order) {
    Knob& knob = knobs.emplace_back(Knob{target, Knob::kFestivalPrice, {}});
    if (target.figure == kFestivalUplift) continue;
    const auto take = [&](Knob::Kind kind) {
      knob.kind = kind;
      for (size_t p = 0; p < scenario.personas.size(); ++p) {
        if (!target.persona.empty() && scenario.personas[p].name != target.persona) continue;
        if (!taken[kind][p]) knob.personas.push_back(p);
        taken[kind][p] = true;
      }
    };
    take(target.figure == kTransactions ? Knob::kVisits
         : target.figure == kItems      ? Knob::kItemsTaken
                                        : Knob::kPrices);
    if (target.figure == kRevenue && knob.personas.empty()) take(Knob::kVisits);
  }
  // Visits and baskets do not depend on prices: in this order few rounds are needed.
  std::stable_sort(knobs.begin(), knobs.end(),
                   [](const Knob& a, const Knob& b) { return a.kind < b.kind; });
  return knobs;
}

std::string number_text(double value) {
  char text[400];
  std::snprintf(text, sizeof text, std::abs(value) >= 1000 ? "%.0f" : "%.4g", value);
  return text;
}

// Returns the targets that a solution misses by more than a tolerance, as text; empty when it
// reaches all.
std::string missed(const Solution& solution, const std::vector<Target>& targets,
                   double tolerance = kTolerance) {
  std::string text;
  for (const Target& target : targets) {
    const double value = figure(solution.scenario, solution.expected, target);
    if (distance(value, target) <= tolerance) continue;
    if (!text.empty()) text += ", ";
    text += target_name(target) + " = " + number_text(target.value) + " (the nearest is " +
            number_text(value) + ")";
  }
  return text;
}

void apply(const Scenario& scenario, Solution& solution) {
  solution.scenario = scaled(scenario, solution.scales);
  solution.expected = expect(compile_world(solution.scenario));
}

// Turns knob after knob until all targets are reached, or nothing moves any more.
void turn_all(const Scenario& scenario, const std::vector<Target>& targets,
              const std::vector<Knob>& knobs, Solution& solution) {
  for (int round = 0; round < kMaxRounds; ++round) {
    const Scales last = solution.scales;
    for (const Knob& knob : knobs) {
      if (knob.kind == Knob::kFestivalPrice || !knob.personas.empty())
        turn(solution.scales, knob, root(scenario, solution.scales, knob));
    }
    apply(scenario, solution);
    if (missed(solution, targets).empty() || last == solution.scales) return;
  }
}

// Lets the categories' probabilities make up for what prices in whole paise leave, where no target
// holds them and a little is enough.
void trim_baskets(const Scenario& scenario, const std::vector<Target>& targets,
                  const std::vector<Knob>& knobs, Solution& solution) {
  const bool holds_items = std::any_of(targets.begin(), targets.end(), [](const Target& target) {
    return target.figure == kItems || target.figure == kFestivalUplift;
  });
  if (holds_items) return;
  const auto is_reached = [&](const Target& target) {
    return distance(figure(solution.scenario, solution.expected, target), target) <= kTolerance;
  };
  for (const Knob& knob : knobs) {
    if (knob.kind != Knob::kPrices || knob.personas.empty() || is_reached(knob.target)) continue;
    const Scales before = solution.scales;
    Knob baskets = knob;
    baskets.kind = Knob::kItemsTaken;
    const double scale = root(scenario, solution.scales, baskets);
    if (std::abs(scale - 1) <= kMostItemTrim) turn(solution.scales, baskets, scale);
    apply(scenario, solution);
    if (is_reached(knob.target)) continue;
    solution.scales = before;
    apply(scenario, solution);
  }
}

void tell_applied(const Scenario& scenario, Solution& solution) {
  for (size_t p = 0; p < scenario.personas.size(); ++p) {
    const PersonaScales& scales = solution.scales.personas[p];
    const double base = base_visit_probability(scenario, scenario.personas[p]);
    const double now = base_visit_probability(solution.scenario, solution.scenario.personas[p]);
    AppliedScales& applied = solution.applied.emplace_back();
    applied.visit = base > 0 ? now / base : 1;
    applied.visit_is_1 = base * scales.visit > 1;
    for (const Category& category : scenario.personas[p].basket_profile)
      applied.items_at_1 += category.probability * scales.item > 1;
  }
}

}  // namespace

std::string target_name(const Target& target) {
  constexpr const char* kNames[] = {"transactions", "items", "average", "revenue",
                                    "festival_uplift"};
  const std::string name = kNames[static_cast<size_t>(target.figure)];
  return target.persona.empty() ? name : name + "." + target.persona;
}

Scenario scaled(const Scenario& scenario, const Scales& scales) {
  check(scales.personas.size() == scenario.personas.size(), "scales for each persona");
  Scenario out = scenario;
  for (double* markup : {&out.market.price_festival_low, &out.market.price_festival_high})
    *markup = times(*markup, scales.festival_price);
  for (size_t p = 0; p < out.personas.size(); ++p) {
    Persona& persona = out.personas[p];
    const auto [visit, item, price] = scales.personas[p];
    if (visit != 1) {
      persona.visit_probability = std::min(1.0, base_visit_probability(scenario, persona) * visit);
    }
    const size_t count = persona.basket_profile.size();
    for (size_t c = 0; c < count; ++c) {
      Category& category = persona.basket_profile[c];
      category.probability = std::min(1.0, times(category.probability, item));
      category.price_low_paise = scaled_price(category.price_low_paise, price, c, 2 * count);
      category.price_high_paise =
          scaled_price(category.price_high_paise, price, c + count, 2 * count);
    }
  }
  return out;
}

Result<Solution> solve(const Scenario& scenario, const std::vector<Target>& targets) {
  FOOTFALL_TRY(check_targets(scenario, targets));
  const Expectation before = expect(compile_world(scenario));
  for (const Target& target : targets) {
    if (target.figure == kFestivalUplift && !before.uplifts.festival) {
      return Error{ErrorCategory::kFailure,
                   "cannot be reached: festival_uplift needs visits on festival days and on others",
                   ""};
    }
  }
  const std::vector<Knob> knobs = knobs_of(scenario, targets);
  Solution solution;
  solution.scales.personas.resize(scenario.personas.size());
  turn_all(scenario, targets, knobs, solution);
  if (!missed(solution, targets).empty()) trim_baskets(scenario, targets, knobs, solution);
  if (const std::string far = missed(solution, targets, kNearEnough); !far.empty())
    return Error{ErrorCategory::kFailure, "cannot be reached: " + far, ""};
  solution.missed = missed(solution, targets);
  tell_applied(scenario, solution);
  return solution;
}

}  // namespace footfall
