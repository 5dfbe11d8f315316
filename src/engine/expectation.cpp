#include "engine/expectation.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "base/check.h"

namespace footfall {

namespace {

constexpr double kFixedOne = 65536, kWordRange = 4294967296.0;
constexpr double kTolerance = 1e-3;
constexpr int kMaxRounds = 60, kBisections = 60;

struct Moments {
  double mean = 0, square = 0;  // E[X], E[X^2]
};

// Moments of a whole number uniform over `count` values from `low`.
Moments uniform(double low, double count) {
  const double mean = low + (count - 1) / 2;
  return {mean, mean * mean + (count * count - 1) / 12};
}

// Moments of low..low+count-1 x multiplier, rounded up with the probability of its fraction.
Moments scaled_quantity(uint32_t low, uint32_t count, double multiplier) {
  Moments moments;
  for (uint32_t q = low; q < low + count; ++q) {
    const double exact = q * multiplier, fraction = exact - std::floor(exact);
    moments.mean += exact / count;
    moments.square += (exact * exact + fraction * (1 - fraction)) / count;
  }
  return moments;
}

// Moments of the amount of a line of one category on one kind of day.
Moments line_amount(const WorldPersona& persona, const DayKind& kind, size_t c) {
  const Moments quantity = scaled_quantity(persona.quantity_low[c], persona.quantity_range[c],
                                           kind.quantity_multiplier / kFixedOne);
  const Moments price = uniform(persona.price_low[c], persona.price_range[c]);
  const Moments markup = uniform(kind.markup_low, double{1} + kind.markup_range);
  return {quantity.mean * price.mean * (markup.mean / kFixedOne),
          quantity.square * price.square * (markup.square / kFixedOne / kFixedOne)};
}

struct Basket {
  double lines = 0;
  Moments amount;  // paise
};

// The empty draw, of probability prod(1 - p), takes one category in proportion to p.
Basket basket(const WorldPersona& persona, const DayKind& kind) {
  double empty = 1, total = 0, sum = 0, variance = 0;
  Moments weighted;
  for (size_t c = 0; c < persona.category_count; ++c) {
    const double p = kind.probability[c];
    const Moments amount = line_amount(persona, kind, c);
    empty *= 1 - p;
    total += p;
    sum += p * amount.mean;
    variance += p * amount.square - p * p * amount.mean * amount.mean;
    weighted.mean += p * amount.mean;
    weighted.square += p * amount.square;
  }
  if (total <= 0) {  // every category is out of season: the engine takes each alike
    for (size_t c = 0; c < persona.category_count; ++c) {
      const Moments amount = line_amount(persona, kind, c);
      weighted.mean += amount.mean;
      weighted.square += amount.square;
    }
    total = persona.category_count;
    return {1, {weighted.mean / total, weighted.square / total}};
  }
  return {total + empty,
          {sum + empty * weighted.mean / total,
           variance + sum * sum + empty * weighted.square / total}};
}

void add(ExpectedTotals& to, const ExpectedTotals& more) {
  to.transactions += more.transactions;
  to.lines += more.lines;
  to.revenue_paise += more.revenue_paise;
  to.transactions_variance += more.transactions_variance;
  to.revenue_variance += more.revenue_variance;
  to.covariance += more.covariance;
}

// Totals of `customer_days` independent chances of a visit, each with probability `visit`.
ExpectedTotals totals_of(double customer_days, double visit, const Basket& basket) {
  const double mean = basket.amount.mean;
  ExpectedTotals totals;
  totals.transactions = customer_days * visit;
  totals.lines = totals.transactions * basket.lines;
  totals.revenue_paise = totals.transactions * mean;
  totals.transactions_variance = totals.transactions * (1 - visit);
  totals.revenue_variance =
      totals.transactions * std::max(0.0, basket.amount.square - visit * mean * mean);
  totals.covariance = totals.transactions_variance * mean;
  return totals;
}

// Returns the variance of the average relative to its square.
double relative_variance(const ExpectedTotals& t) {
  const double mean = t.average_paise();
  const double variance =
      t.revenue_variance - 2 * mean * t.covariance + mean * mean * t.transactions_variance;
  return variance / (t.revenue_paise * t.revenue_paise);
}

std::optional<Uplift> uplift(const ExpectedTotals& some, const ExpectedTotals& others) {
  if (some.revenue_paise <= 0 || others.revenue_paise <= 0) return std::nullopt;
  const double ratio = some.average_paise() / others.average_paise();
  return Uplift{ratio - 1, ratio * std::sqrt(relative_variance(some) + relative_variance(others))};
}

}  // namespace

Expectation expect(const World& world) {
  Expectation expected;
  ExpectedTotals by_festival[2], by_weekend[2];
  for (const WorldPersona& persona : world.personas) {
    std::vector<double> days(persona.kinds.size()), visit(persona.kinds.size());
    for (size_t d = 0; d < world.days.size(); ++d) {
      days[persona.kind_of_day[d]] += 1;
      visit[persona.kind_of_day[d]] = static_cast<double>(persona.visit_limit[d]) / kWordRange;
    }
    ExpectedTotals& totals = expected.personas.emplace_back();
    for (size_t k = 0; k < persona.kinds.size(); ++k) {
      const DayKind& kind = persona.kinds[k];
      const ExpectedTotals part =
          totals_of(days[k] * persona.customer_count, visit[k], basket(persona, kind));
      add(totals, part);
      add(by_festival[kind.festival], part);
      add(by_weekend[kind.weekend], part);
    }
    add(expected.all, totals);
  }
  expected.festival = uplift(by_festival[1], by_festival[0]);
  expected.weekend = uplift(by_weekend[1], by_weekend[0]);
  return expected;
}

Scenario scaled(const Scenario& scenario, const Scales& scales) {
  check(scales.price.size() == scenario.personas.size(), "one price scale a persona");
  Scenario out = scenario;
  out.market.price_festival_low *= scales.festival_price;
  out.market.price_festival_high *= scales.festival_price;
  for (size_t p = 0; p < out.personas.size(); ++p) {
    Persona& persona = out.personas[p];
    if (scales.visit != 1) {
      persona.visit_probability =
          std::min(1.0, base_visit_probability(scenario, persona) * scales.visit);
    }
    for (Category& category : persona.basket_profile) {
      for (int64_t* price : {&category.price_low_paise, &category.price_high_paise}) {
        *price = std::max<int64_t>(1, std::llround(static_cast<double>(*price) * scales.price[p]));
      }
    }
  }
  return out;
}

namespace {

// What one target moves: the visit scale, the festival price, or prices of some personas.
struct Knob {
  Target target;
  bool visit = false, festival = false;
  std::vector<size_t> personas;
};

struct Bracket {
  double low, high;
};

double figure(const Scenario& scenario, const Expectation& expected, const Target& target) {
  switch (target.figure) {
    case Target::Figure::kTransactions:
      return expected.all.transactions;
    case Target::Figure::kRevenue:
      return expected.all.revenue_paise / 100;
    case Target::Figure::kFestivalUplift:
      return expected.festival ? expected.festival->mean : 0;
    case Target::Figure::kAverage:
      break;
  }
  for (size_t p = 0; p < scenario.personas.size(); ++p) {
    if (scenario.personas[p].name == target.persona)
      return expected.personas[p].average_paise() / 100;
  }
  return 0;
}

double distance(double value, const Target& target) {
  const double away = std::abs(value - target.value);
  return target.figure == Target::Figure::kFestivalUplift ? away
                                                          : away / std::max(target.value, 1e-9);
}

void turn(Scales& scales, const Knob& knob, double value) {
  if (knob.visit) scales.visit = value;
  if (knob.festival) scales.festival_price = value;
  for (const size_t p : knob.personas) scales.price[p] = value;
}

// Returns how far prices of a persona may grow before a line's amount leaves its 31 bits.
double price_room(const Scenario& scenario, const Persona& persona) {
  const Market& market = scenario.market;
  double room = 1e6;
  for (const Category& category : persona.basket_profile) {
    const double units = std::ceil(category.quantity_high * market.quantity_festival);
    const double most = static_cast<double>(kMaxLinePaise) / units - 1;
    const double price = static_cast<double>(category.price_high_paise);
    room = std::min(room, (most - 1) / (price * std::max(1.0, market.price_festival_high)));
  }
  return room;
}

Bracket bracket(const Scenario& scenario, const Scales& scales, const Knob& knob) {
  Scales others = scales;
  turn(others, knob, 1);
  const Scenario rest = scaled(scenario, others);
  if (knob.visit) {
    double least = 1;
    for (const Persona& persona : scenario.personas) {
      const double base = base_visit_probability(scenario, persona);
      if (base > 0) least = std::min(least, base);
    }
    return {0, 1 / least};
  }
  double room = 1e6;
  for (size_t p = 0; p < rest.personas.size(); ++p) {
    const bool moved =
        std::find(knob.personas.begin(), knob.personas.end(), p) != knob.personas.end();
    if (knob.festival || moved) room = std::min(room, price_room(rest, rest.personas[p]));
  }
  if (!knob.festival) return {1e-6, std::max(room, 1e-6)};
  const double low = 0.01 / scenario.market.price_festival_low;
  return {low, std::max(low, std::min(room, 100 / scenario.market.price_festival_high))};
}

// Every figure grows with its own knob, so that halving a bracket finds it.
double root(const Scenario& scenario, Scales scales, const Knob& knob) {
  auto [low, high] = bracket(scenario, scales, knob);
  for (int i = 0; i < kBisections && high - low > 1e-12 * high; ++i) {
    // Prices span decades, so their bracket is halved in logarithms.
    const double middle = knob.visit ? (low + high) / 2 : std::sqrt(low * high);
    turn(scales, knob, middle);
    const Scenario tried = scaled(scenario, scales);
    const double value = figure(tried, expect(compile_world(tried)), knob.target);
    (value < knob.target.value ? low : high) = middle;
  }
  return high;
}

std::string described(const Target& target) {
  switch (target.figure) {
    case Target::Figure::kTransactions:
      return "transactions";
    case Target::Figure::kRevenue:
      return "revenue";
    case Target::Figure::kFestivalUplift:
      return "festival_uplift";
    case Target::Figure::kAverage:
      break;
  }
  return "average." + target.persona;
}

Result<std::vector<Knob>> knobs_of(const Scenario& scenario, const std::vector<Target>& targets) {
  std::vector<Knob> knobs;
  std::vector<bool> priced(scenario.personas.size());
  bool visits_fixed = false;
  for (size_t i = 0; i < targets.size(); ++i) {
    const Target& target = targets[i];
    for (size_t k = 0; k < i; ++k) {
      if (described(targets[k]) == described(target))
        return Error{ErrorCategory::kUsage,
                     "a target must not be given twice: " + described(target), ""};
    }
    visits_fixed = visits_fixed || target.figure == Target::Figure::kTransactions;
    if (target.figure != Target::Figure::kAverage) continue;
    size_t p = 0;
    while (p < priced.size() && scenario.personas[p].name != target.persona) ++p;
    if (p == priced.size())
      return Error{ErrorCategory::kUsage, "no persona is named " + target.persona, ""};
    priced[p] = true;
  }
  for (const Target& target : targets) {
    Knob& knob = knobs.emplace_back(Knob{target, false, false, {}});
    knob.visit = target.figure == Target::Figure::kTransactions;
    knob.festival = target.figure == Target::Figure::kFestivalUplift;
    for (size_t p = 0; p < priced.size(); ++p) {
      const bool own =
          target.figure == Target::Figure::kAverage && scenario.personas[p].name == target.persona;
      if (own || (target.figure == Target::Figure::kRevenue && !priced[p]))
        knob.personas.push_back(p);
    }
    if (target.figure == Target::Figure::kRevenue && knob.personas.empty())
      knob.visit = !visits_fixed;
  }
  return knobs;
}

}  // namespace

Result<Solution> solve(const Scenario& scenario, const std::vector<Target>& targets) {
  auto knobs = knobs_of(scenario, targets);
  if (!knobs) return knobs.error();
  // Visits do not depend on prices, and uplift and averages not on a common price: in this order
  // few rounds are needed.
  std::stable_sort(knobs->begin(), knobs->end(),
                   [](const Knob& a, const Knob& b) { return a.visit > b.visit; });
  Solution solution;
  solution.scales.price.assign(scenario.personas.size(), 1.0);
  for (const Target& target : targets) {
    if (target.figure == Target::Figure::kFestivalUplift &&
        !expect(compile_world(scenario)).festival) {
      return Error{ErrorCategory::kFailure,
                   "cannot be reached: festival_uplift needs visits on festival days and on others",
                   ""};
    }
  }
  std::string missed;
  for (int round = 0; round < kMaxRounds; ++round) {
    const Scales before = solution.scales;
    for (const Knob& knob : *knobs) {
      if (knob.visit || knob.festival || !knob.personas.empty())
        turn(solution.scales, knob, root(scenario, solution.scales, knob));
    }
    solution.scenario = scaled(scenario, solution.scales);
    solution.expected = expect(compile_world(solution.scenario));
    missed.clear();
    for (const Knob& knob : *knobs) {
      const double value = figure(solution.scenario, solution.expected, knob.target);
      if (distance(value, knob.target) <= kTolerance) continue;
      char text[200];
      std::snprintf(text, sizeof text, " = %.6g (nearest found: %.6g)", knob.target.value, value);
      missed += (missed.empty() ? "" : ", ") + described(knob.target) + text;
    }
    if (missed.empty()) return solution;
    if (before == solution.scales) break;
  }
  return Error{ErrorCategory::kFailure, "cannot be reached: " + missed, ""};
}

}  // namespace footfall
