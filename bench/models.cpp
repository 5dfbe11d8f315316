// Prints what the models of src/analytics cost (CPU-seconds) and how often their intervals hold, on
// simulated data whose truth is known. usage: bench/models.sh [WORLDS]
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <numeric>
#include <string>
#include <vector>

#include "analytics/bootstrap.h"
#include "analytics/decomposition.h"
#include "analytics/forecast.h"
#include "analytics/purchase_model.h"
#include "analytics/segments.h"
#include "analytics/simulated_days_test.h"
#include "analytics/spend_model.h"

namespace footfall {
namespace {

constexpr int kCustomers = 100000;

double cpu_seconds() {
  timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// Runs `work` once to warm up and three times more; prints the least and the most.
template <typename Work>
void measure(const char* name, const Work& work) {
  double least = 1e9, most = 0;
  for (int run = 0; run < 4; ++run) {
    const double start = cpu_seconds();
    work();
    const double spent = cpu_seconds() - start;
    if (run == 0) continue;
    least = std::min(least, spent);
    most = std::max(most, spent);
  }
  std::printf("%-62s %.4f - %.4f s\n", name, least, most);
  std::fflush(stdout);
}

std::vector<PurchaseHistory> buyers(bool whole_days) {
  SimulatedDraws draws(1);
  std::vector<PurchaseHistory> customers;
  for (int i = 0; i < kCustomers; ++i) {
    const double rate = draws.gamma(0.5) / 10, leave = draws.gamma(0.8), stay = draws.gamma(2.5);
    PurchaseHistory customer{0, 0, 100 + 265 * draws.uniform()};
    if (whole_days) customer.observed = std::floor(customer.observed);
    for (double time = 0;;) {
      time -= std::log(draws.uniform()) / rate;
      if (time > customer.observed) break;
      const double at = whole_days ? std::ceil(time) : time;
      if (at > customer.observed) break;
      customer.repeats += at > customer.last;
      customer.last = at;
      if (draws.uniform() < leave / (leave + stay)) break;
    }
    customers.push_back(customer);
  }
  return customers;
}

void measure_customers() {
  const auto days = buyers(true), moments = buyers(false);
  PurchaseFit fit;
  measure("BG/NBD, 100,000 customers, whole days", [&] { fit = *fit_purchases(days); });
  measure("BG/NBD, 100,000 customers, continuous time", [&] { (void)fit_purchases(moments); });
  measure("MBG/NBD, 100,000 customers, whole days",
          [&] { (void)fit_purchases(days, DropoutModel::kAfterPurchase); });
  double total = 0;
  measure("expected purchases of 30 days, 100,000 customers", [&] {
    for (const PurchaseHistory& c : days) total += expected_purchases(fit.parameters, c, 30);
  });
  SimulatedDraws draws(2);
  std::vector<SpendHistory> spend;
  std::vector<CustomerActivity> activity;
  std::vector<double> amounts, visits;
  for (const PurchaseHistory& c : days) {
    const double count = 1 + c.repeats;
    const double mean = 50 * draws.gamma(3 * count) / draws.gamma(4) / count;
    spend.push_back({count, mean});
    activity.push_back({c.observed - c.last, count, mean * count});
    amounts.push_back(mean * count);
    visits.push_back(count);
  }
  measure("Gamma-Gamma, 100,000 customers", [&] { (void)fit_spend(spend); });
  measure("segments, 100,000 customers, 2 to 8 clusters",
          [&] { (void)segment_customers(activity); });
  const std::vector<std::span<const double>> columns = {amounts, visits};
  measure("bootstrap, 1,000 replicates, 100,000 customers, 2 sums",
          [&] { (void)resample(columns); });
}

void measure_series() {
  for (const int past : {30, 90, 365, 800}) {
    const SimulatedDays::Series series = SimulatedDays{.past = past}.draw(1);
    measure(("forecast of 30 days from " + std::to_string(past)).c_str(),
            [&] { (void)forecast_daily(series.past); });
    measure(("decomposition of " + std::to_string(past) + " days").c_str(),
            [&] { (void)decompose(series.past); });
  }
}

struct World {
  const char* name;
  SimulatedDays days;
};

void count_coverage(const World& world, int worlds) {
  double days = 0, totals = 0, mase = 0, naive = 0, beats = 0, tested = 0;
  int forecasts = 0;
  for (int seed = 1; seed <= worlds; ++seed) {
    const SimulatedDays::Series series = world.days.draw(static_cast<uint64_t>(seed));
    ForecastOptions options;
    options.festivals = series.future_festivals;
    const auto forecast = forecast_daily(series.past, options);
    if (!forecast) continue;
    ++forecasts;
    const double total = std::accumulate(series.future.begin(), series.future.end(), 0.0);
    for (size_t i = 0; i < series.future.size(); ++i) {
      const Interval& interval = forecast->days[i].interval;
      days += interval.low <= series.future[i] && series.future[i] <= interval.high;
    }
    totals += forecast->total_interval.low <= total && total <= forecast->total_interval.high;
    if (!forecast->backtest) continue;
    ++tested;
    mase += forecast->backtest->mase;
    naive += forecast->backtest->naive_mase;
    beats += forecast->backtest->beats_naive;
  }
  std::printf("%-24s %4d days  days inside %.3f  total inside %.3f", world.name, world.days.past,
              days / (30.0 * forecasts), totals / forecasts);
  if (tested > 0) {
    std::printf("  MASE %.2f naive %.2f  beats it %.2f", mase / tested, naive / tested,
                beats / tested);
  }
  std::printf("\n");
  std::fflush(stdout);
}

}  // namespace
}  // namespace footfall

int main(int argc, char** argv) {
  using namespace footfall;
  const int worlds = argc > 1 ? std::atoi(argv[1]) : 300;
  std::printf("CPU-seconds, least and most of 3 runs after one to warm up\n");
  measure_customers();
  measure_series();
  std::printf("\n95 %% intervals of 30 days ahead, %d simulated worlds each\n", worlds);
  for (const int past : {14, 30, 90, 365, 800}) {
    for (const World& world : {World{"steady", {.past = past}},
                               World{"growing 0.2 % a day", {.growth = 0.002, .past = past}},
                               World{"heavy tails (t5)", {.heavy_tails = 5, .past = past}},
                               World{"counts, mean 3", {.count = 3, .past = past}},
                               World{"counts, mean 0.5", {.count = 0.5, .past = past}},
                               World{"wandering 1 % a day", {.wander = 0.01, .past = past}},
                               World{"wandering 3 % a day", {.wander = 0.03, .past = past}},
                               World{"a yearly wave", {.wave = 0.3, .past = past}}}) {
      count_coverage(world, worlds);
    }
  }
}
