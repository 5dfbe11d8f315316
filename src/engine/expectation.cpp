#include "engine/expectation.h"

#include <algorithm>
#include <cmath>

namespace footfall {

namespace {

constexpr double kFixedOne = 65536, kWordRange = 4294967296.0;

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

std::optional<Uplift> uplift(const ExpectedTotals& some, const ExpectedTotals& others) {
  if (some.revenue_paise <= 0 || others.revenue_paise <= 0) return std::nullopt;
  const double ratio = some.average_paise() / others.average_paise();
  const auto relative_variance = [](const ExpectedTotals& t) {
    return t.average_variance() / (t.average_paise() * t.average_paise());
  };
  return Uplift{ratio - 1, ratio * std::sqrt(relative_variance(some) + relative_variance(others))};
}

// Totals split in two ways; index 1 holds the festival or weekend days.
struct ByKind {
  ExpectedTotals all, festival[2], weekend[2];
};

struct Mean {
  double sum = 0;
  int count = 0;
  void add(double value) {
    sum += value;
    ++count;
  }
  double value() const { return sum / count; }
};

// Adds what the days do to `visits`, the expected transactions of each day.
void add_visits(const std::vector<WorldDay>& days, const std::vector<double>& visits,
                Uplifts& uplifts) {
  Mean ordinary[8], weekend[2], festival;
  for (size_t d = 0; d < days.size(); ++d) {
    if (days[d].festival != 0 || days[d].closed) continue;
    ordinary[days[d].weekday].add(visits[d]);
    weekend[days[d].weekend].add(visits[d]);
  }
  for (size_t d = 0; d < days.size(); ++d) {
    const Mean& like = ordinary[days[d].weekday];
    if (days[d].festival != 0 && !days[d].closed && like.sum > 0)
      festival.add(visits[d] / like.value());
  }
  if (festival.count > 0) uplifts.festival_visits = festival.value() - 1;
  if (weekend[0].sum > 0 && weekend[1].count > 0)
    uplifts.weekend_visits = weekend[1].value() / weekend[0].value() - 1;
}

Uplifts uplifts(const ByKind& by, const std::vector<WorldDay>& days,
                const std::vector<double>& visits) {
  Uplifts found = {
      uplift(by.festival[1], by.festival[0]), uplift(by.weekend[1], by.weekend[0]), {}, {}};
  add_visits(days, visits, found);
  return found;
}

// Days of one kind and one chance of a visit.
struct AlikeDays {
  size_t kind;
  uint64_t visit_limit;
  double days;
};

std::vector<AlikeDays> alike_days(const WorldPersona& persona) {
  std::vector<AlikeDays> all;
  for (size_t d = 0; d < persona.kind_of_day.size(); ++d) {
    const size_t kind = persona.kind_of_day[d];
    const uint64_t limit = persona.visit_limit[d];
    const auto same = std::find_if(all.begin(), all.end(), [&](const AlikeDays& other) {
      return other.kind == kind && other.visit_limit == limit;
    });
    if (same == all.end()) {
      all.push_back({kind, limit, 1});
    } else {
      ++same->days;
    }
  }
  return all;
}

}  // namespace

double ExpectedTotals::average_variance() const {
  if (transactions <= 0) return 0;
  const double mean = average_paise();
  const double variance =
      revenue_variance - 2 * mean * covariance + mean * mean * transactions_variance;
  return std::max(0.0, variance) / (transactions * transactions);
}

Expectation expect(const World& world) {
  Expectation expected;
  ByKind all;
  std::vector<double> all_visits(world.days.size());
  for (const WorldPersona& persona : world.personas) {
    std::vector<double> visits(world.days.size());
    for (size_t d = 0; d < world.days.size(); ++d) {
      visits[d] =
          persona.customer_count * (static_cast<double>(persona.visit_limit[d]) / kWordRange);
      all_visits[d] += visits[d];
    }
    std::vector<Basket> baskets;
    for (const DayKind& kind : persona.kinds) baskets.push_back(basket(persona, kind));
    ByKind own;
    for (const AlikeDays& alike : alike_days(persona)) {
      const DayKind& kind = persona.kinds[alike.kind];
      const ExpectedTotals part =
          totals_of(alike.days * persona.customer_count,
                    static_cast<double>(alike.visit_limit) / kWordRange, baskets[alike.kind]);
      for (ByKind* by : {&own, &all}) {
        add(by->all, part);
        add(by->festival[kind.festival], part);
        add(by->weekend[kind.weekend], part);
      }
      add(expected.day_types[day_type(kind.festival, kind.weekend)].totals, part);
    }
    expected.personas.push_back(own.all);
    expected.persona_uplifts.push_back(uplifts(own, world.days, visits));
  }
  for (const WorldDay& day : world.days)
    ++expected.day_types[day.closed ? kClosedDay : day_type(day.festival != 0, day.weekend)].days;
  expected.all = all.all;
  expected.uplifts = uplifts(all, world.days, all_visits);
  return expected;
}

}  // namespace footfall
