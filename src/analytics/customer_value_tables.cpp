#include "analytics/customer_value_tables.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>
#include <optional>
#include <tuple>

#include "analytics/customer_value.h"
#include "analytics/metric.h"
#include "analytics/metric_parameters.h"
#include "analytics/purchase_model.h"
#include "analytics/spend_model.h"
#include "base/in_parallel.h"

namespace footfall {

namespace {

constexpr double kPeriodDays = 30;  // purchases are discounted at the end of such a time
constexpr double kYearDays = 365;
constexpr double kDependence = 0.3;  // correlation beyond which spend is taken by persona
constexpr int64_t kFewestOfPersona = 50;
constexpr size_t kDistinctATask = 256;  // distinct histories whose future one task expects

// The customers as metric btyd_inputs gives them.
struct Customers {
  Frame frame;
  std::vector<PurchaseHistory> histories;
  std::vector<SpendHistory> spends;  // purchases 0 where there is no mean
};

Result<Customers> read_customers(Analysis& analysis) {
  auto frame = run_metric(analysis, "btyd_inputs");
  if (!frame) return frame.error();
  Customers customers{std::move(*frame), {}, {}};
  const Frame& rows = customers.frame;
  const FrameColumn &repeats = rows.at("frequency"), &last = rows.at("recency"),
                    &observed = rows.at("T"), &spend = rows.at("monetary");
  for (size_t row = 0; row < rows.rows; ++row) {
    customers.histories.push_back({repeats.number(row), last.number(row), observed.number(row)});
    const bool has_mean = !spend.missing(row) && spend.number(row) > 0;
    customers.spends.push_back(has_mean ? SpendHistory{repeats.number(row), spend.number(row)}
                                        : SpendHistory{});
  }
  return customers;
}

// Returns the name, or null.
const std::string* persona_of(const FrameColumn& personas, size_t row) {
  return personas.missing(row) ? nullptr : &personas.texts[row];
}

const char* name_of(DropoutModel model) {
  return model == DropoutModel::kAfterRepeat ? "BG/NBD" : "MBG/NBD";
}

constexpr double kFarLikelier = 20;  // of log-likelihoods: odds of 5 × 10⁸ to 1

// Both variants, and which of them is used: one that is far likelier, else the one that the data
// identify, else the likelier. What a parameter leaves open (customers who all buy at one rate, as
// subscribers do) does not excuse a model that does not describe the purchases.
struct PurchaseFits {
  PurchaseFit fits[2];
  size_t used = 0;
  const PurchaseFit& chosen() const { return fits[used]; }
};

PurchaseFits fits_of(PurchaseFit after_repeat, PurchaseFit after_purchase) {
  PurchaseFits result{{std::move(after_repeat), std::move(after_purchase)}};
  const PurchaseFit &first = result.fits[0], &second = result.fits[1];
  const double lead = second.log_likelihood - first.log_likelihood;
  if (first.fitted && second.fitted && std::abs(lead) > kFarLikelier) {
    result.used = lead > 0 ? 1 : 0;
  } else if (second.identified && (!first.identified || lead > 0)) {
    result.used = 1;
  }
  return result;
}

// One fit of all, and of each persona where spend depends on how often one buys.
struct SpendFits {
  SpendFit all;
  std::map<std::string, SpendFit> by_persona;

  const SpendFit& of(const std::string* persona) const {
    if (persona == nullptr || by_persona.empty()) return all;
    const auto found = by_persona.find(*persona);
    return found != by_persona.end() ? found->second : all;
  }
};

Result<SpendFits> fit_spend_models(const Customers& customers) {
  std::vector<SpendHistory> all;
  std::map<std::string, std::vector<SpendHistory>> by_persona;
  const FrameColumn& personas = customers.frame.at("persona");
  for (size_t row = 0; row < customers.spends.size(); ++row) {
    if (customers.spends[row].purchases < 1) continue;
    all.push_back(customers.spends[row]);
    if (const std::string* persona = persona_of(personas, row))
      by_persona[*persona].push_back(customers.spends[row]);
  }
  auto fit = fit_spend(all);
  if (!fit) return fit.error();
  SpendFits fits{std::move(*fit), {}};
  if (std::abs(fits.all.correlation.value_or(0)) <= kDependence || by_persona.size() < 2)
    return fits;
  for (const auto& [persona, spends] : by_persona) {
    if (static_cast<int64_t>(spends.size()) < kFewestOfPersona) continue;
    auto own = fit_spend(spends);
    if (!own) return own.error();
    if (own->fitted) fits.by_persona[persona] = std::move(*own);
  }
  return fits;
}

// What the models expect of one purchase history.
struct Expectation {
  double alive = 0, purchases = 0;
  double discounted = 0;  // value where each purchase is worth 1
  double next = 0;        // purchases of the next kPeriodDays
};

// Equal histories, which days make frequent, are computed once.
std::vector<Expectation> expectations(const Customers& customers,
                                      const PurchaseParameters& parameters,
                                      const ValueHorizon& horizon, int threads) {
  const std::vector<PurchaseHistory>& histories = customers.histories;
  std::vector<size_t> order(histories.size());
  std::iota(order.begin(), order.end(), size_t{0});
  const auto key = [&](size_t i) {
    return std::tie(histories[i].repeats, histories[i].last, histories[i].observed);
  };
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return key(a) < key(b); });
  std::vector<size_t> begins;  // of equal ones
  for (size_t i = 0; i < order.size(); ++i) {
    if (i == 0 || key(order[i - 1]) != key(order[i])) begins.push_back(i);
  }
  std::vector<Expectation> result(histories.size());
  in_parallel((begins.size() + kDistinctATask - 1) / kDistinctATask, threads, [&](size_t task) {
    const size_t end = std::min(begins.size(), (task + 1) * kDistinctATask);
    for (size_t of = task * kDistinctATask; of < end; ++of) {
      const PurchaseHistory& history = histories[order[begins[of]]];
      const Expectation expected = {
          probability_alive(parameters, history),
          expected_purchases(parameters, history, horizon.period * horizon.periods),
          customer_value(parameters, history, 1, horizon),
          expected_purchases(parameters, history, kPeriodDays)};
      const size_t next = of + 1 < begins.size() ? begins[of + 1] : order.size();
      for (size_t i = begins[of]; i < next; ++i) result[order[i]] = expected;
    }
  });
  return result;
}

// How many times as many purchases customers of a persona made as the fit of all customers expects
// of them over the same time. Where purchases come more evenly than by chance, as of who shops at
// most once a day, the fit takes customers for more alike than they are, and with them their
// personas. Only where nearly all are active still: else the time in which they bought is not
// known.
std::map<std::string, double> purchases_of_personas(const Customers& customers,
                                                    const PurchaseFit& fit,
                                                    const std::vector<Expectation>& expected) {
  constexpr double kNearlyAll = 0.98;
  double alive = 0;
  for (const Expectation& one : expected) alive += one.alive;
  if (alive < kNearlyAll * static_cast<double>(expected.size())) return {};
  struct Sums {
    double made = 0, expected = 0;
    int64_t customers = 0;
  };
  std::map<std::string, Sums> sums;
  const FrameColumn& personas = customers.frame.at("persona");
  const auto& [r, alpha, a, b, model] = fit.parameters;
  for (size_t row = 0; row < customers.histories.size(); ++row) {
    const std::string* persona = persona_of(personas, row);
    if (persona == nullptr) continue;
    const PurchaseHistory& history = customers.histories[row];
    Sums& of = sums[*persona];
    of.made += history.repeats;
    of.expected += (r + history.repeats) / (alpha + history.observed) * history.observed;
    ++of.customers;
  }
  std::map<std::string, double> factors;
  for (const auto& [persona, of] : sums) {
    if (of.customers >= kFewestOfPersona && of.made > 0 && of.expected > 0)
      factors[persona] = of.made / of.expected;
  }
  return factors;
}

ValueHorizon horizon_of(const Parameters& parameters) {
  const double days = number_of(parameters, "horizon_days");
  const double periods = std::ceil(days / kPeriodDays), period = days / periods;
  return {period, static_cast<int>(periods),
          std::pow(1 + number_of(parameters, "discount_rate"), period / kYearDays) - 1,
          number_of(parameters, "margin")};
}

// The table of customers; takes their identifiers and personas out of `customers`.
Frame value_frame(Customers& customers, const PurchaseFits& purchases, const SpendFits& spends,
                  const ValueHorizon& horizon, const Analysis& analysis) {
  Frame frame;
  frame.columns = {make_column("customer_id", ValueKind::kInteger),
                   make_column("persona", ValueKind::kText),
                   make_column("probability_alive", ValueKind::kReal),
                   make_column("expected_purchases", ValueKind::kReal),
                   make_column("expected_value", ValueKind::kReal),
                   make_column("clv", ValueKind::kReal),
                   make_column("next_30_days", ValueKind::kReal)};
  frame.columns[0].kind = customers.frame.at("customer_id").kind;
  if (!purchases.chosen().fitted) return frame;
  const std::vector<Expectation> expected =
      expectations(customers, purchases.chosen().parameters, horizon, analysis.session.threads());
  // Segments were cut by how often their customers happened to buy, of which the fit thinks right.
  std::map<std::string, double> factors;
  if (!analysis.shape.personas_assigned)
    factors = purchases_of_personas(customers, purchases.chosen(), expected);
  const FrameColumn& personas = customers.frame.at("persona");
  for (size_t row = 0; row < expected.size(); ++row) {
    const std::string* persona = persona_of(personas, row);
    const SpendFit& fit = spends.of(persona);
    const auto found = persona != nullptr ? factors.find(*persona) : factors.end();
    const double factor = found != factors.end() ? found->second : 1;
    std::optional<double> spend;
    if (fit.fitted) spend = expected_spend(fit.parameters, customers.spends[row]);
    frame.columns[2].add(expected[row].alive);
    frame.columns[3].add(factor * expected[row].purchases);
    frame.columns[4].add(spend);
    std::optional<double> value, next;
    if (spend) {
      value = *spend * factor * expected[row].discounted;
      next = *spend * factor * expected[row].next;
    }
    frame.columns[5].add(value);
    frame.columns[6].add(next);
  }
  frame.rows = expected.size();
  for (FrameColumn& column : customers.frame.columns) {
    if (column.name == "customer_id") {
      frame.columns[0] = std::move(column);
    } else if (column.name == "persona") {
      frame.columns[1] = std::move(column);
    }
  }
  return frame;
}

// Writes the rows of one fit to clv_models.
class FitRows {
 public:
  FitRows(Frame& frame, std::string model, std::optional<std::string> persona, bool is_used)
      : frame_(frame), model_(std::move(model)), persona_(std::move(persona)), is_used_(is_used) {}

  void add(const char* quantity, std::optional<double> value,
           std::optional<double> standard_error = {}, std::optional<std::string> note = {}) {
    frame_.add_row(model_, persona_, is_used_, quantity, value, standard_error, note);
  }
  // What every fit has.
  void add_quality(double log_likelihood, bool fitted, bool identified, const std::string& reason,
                   int64_t customers) {
    add("log_likelihood", fitted ? std::optional(log_likelihood) : std::nullopt);
    add("identified", identified ? 1 : 0, {},
        reason.empty() ? std::nullopt : std::optional(reason));
    add("customers", static_cast<double>(customers));
  }

 private:
  Frame& frame_;
  const std::string model_;
  const std::optional<std::string> persona_;
  const bool is_used_;
};

template <size_t kCount>
std::optional<double> error_at(const std::optional<std::array<double, kCount>>& errors, size_t i) {
  if (!errors) return std::nullopt;
  return (*errors)[i];
}

void add_fit(Frame& frame, const PurchaseFit& fit, bool is_used) {
  FitRows rows(frame, name_of(fit.parameters.model), std::nullopt, is_used);
  const auto& [r, alpha, a, b, model] = fit.parameters;
  const std::pair<const char*, double> kParameters[] = {
      {"r", r}, {"alpha", alpha}, {"a", a}, {"b", b}};
  for (size_t i = 0; i < 4 && fit.fitted; ++i)
    rows.add(kParameters[i].first, kParameters[i].second, error_at(fit.standard_error, i));
  rows.add_quality(fit.log_likelihood, fit.fitted, fit.identified, fit.reason, fit.customers);
  rows.add("repeat_customers", static_cast<double>(fit.repeat_customers));
}

void add_fit(Frame& frame, const SpendFit& fit, const std::optional<std::string>& persona,
             bool is_used) {
  FitRows rows(frame, "Gamma-Gamma", persona, is_used);
  const auto& [p, q, v] = fit.parameters;
  const std::pair<const char*, double> kParameters[] = {{"p", p}, {"q", q}, {"v", v}};
  for (size_t i = 0; i < 3 && fit.fitted; ++i)
    rows.add(kParameters[i].first, kParameters[i].second, error_at(fit.standard_error, i));
  rows.add_quality(fit.log_likelihood, fit.fitted, fit.identified, fit.reason, fit.customers);
  rows.add("correlation", fit.correlation);
}

Frame fit_frame(const PurchaseFits& purchases, const SpendFits& spends) {
  Frame frame;
  frame.columns = {
      make_column("model", ValueKind::kText),   make_column("persona", ValueKind::kText),
      make_column("is_used", ValueKind::kFlag), make_column("quantity", ValueKind::kText),
      make_column("value", ValueKind::kReal),   make_column("standard_error", ValueKind::kReal),
      make_column("note", ValueKind::kText)};
  for (size_t i = 0; i < 2; ++i)
    add_fit(frame, purchases.fits[i], purchases.used == i && purchases.fits[i].fitted);
  add_fit(frame, spends.all, std::nullopt, spends.by_persona.empty() && spends.all.fitted);
  for (const auto& [persona, fit] : spends.by_persona) add_fit(frame, fit, persona, true);
  return frame;
}

std::vector<std::string> limits_of(const PurchaseFits& purchases, const SpendFits& spends,
                                   const ValueHorizon& horizon, const Customers& customers) {
  std::vector<std::string> notes;
  const PurchaseFit& chosen = purchases.chosen();
  if (!chosen.fitted) {
    notes.push_back("no model of purchases: " + chosen.reason);
    return notes;
  }
  if (!chosen.identified) {
    notes.push_back(std::string(name_of(chosen.parameters.model)) + " is not identified: " +
                    chosen.reason + "; expected purchases may be used, its parameters and the " +
                    "probability to be alive tell customers apart only by assumption");
  }
  if (!spends.all.fitted) {
    notes.emplace_back("no customer bought again with an amount above 0: no value is expected");
  } else if (!spends.by_persona.empty()) {
    notes.emplace_back("spend goes with frequency, so it is modelled within each persona");
  } else if (std::abs(spends.all.correlation.value_or(0)) > kDependence) {
    notes.emplace_back(
        "spend goes with frequency, against the model's assumption: values of "
        "frequent customers are biased");
  }
  double observed = 0;
  for (const PurchaseHistory& history : customers.histories)
    observed = std::max(observed, history.observed);
  if (horizon.period * horizon.periods > 2 * observed) {
    notes.emplace_back(
        "the value looks ahead more than twice the time observed: it is the present "
        "continued, without seasons");
  }
  return notes;
}

}  // namespace

Result<std::vector<std::string>> make_customer_value_tables(Analysis& analysis,
                                                            const Parameters& parameters) {
  const ValueHorizon horizon = horizon_of(parameters);
  auto customers = read_customers(analysis);
  if (!customers) return customers.error();
  std::optional<Result<PurchaseFit>> after_repeat, after_purchase;
  std::optional<Result<SpendFits>> spends;
  const std::function<void()> fits[] = {
      [&] { after_repeat = fit_purchases(customers->histories, DropoutModel::kAfterRepeat); },
      [&] { after_purchase = fit_purchases(customers->histories, DropoutModel::kAfterPurchase); },
      [&] { spends = fit_spend_models(*customers); }};
  in_parallel(std::size(fits), analysis.session.threads(), [&](size_t i) { fits[i](); });
  if (!*after_repeat) return after_repeat->error();
  if (!*after_purchase) return after_purchase->error();
  if (!*spends) return spends->error();
  const PurchaseFits purchases = fits_of(std::move(**after_repeat), std::move(**after_purchase));
  auto notes = limits_of(purchases, **spends, horizon, *customers);
  FOOTFALL_TRY(analysis.session.create_table("clv_models", fit_frame(purchases, **spends)));
  FOOTFALL_TRY(analysis.session.create_table(
      "clv_customers", value_frame(*customers, purchases, **spends, horizon, analysis)));
  return notes;
}

}  // namespace footfall
