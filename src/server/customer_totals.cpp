#include "server/customer_totals.h"

namespace footfall {

namespace {

constexpr size_t kCustomer = 1, kFestival = 8, kLines = 9, kAmount = 11;  // columns

class TotalsSink : public Sink {
 public:
  TotalsSink(const World& world, CustomerTotals& totals) : totals_(totals), by_slot_(100) {
    totals_.clear();
    for (const WorldPersona& persona : world.personas) {
      by_slot_[static_cast<size_t>(persona.slot)] = totals_.size();
      totals_.emplace_back(persona.customer_count);
    }
  }

  Result<> write(const Batch& batch, const Encoded&) override {
    const int64_t* customers = batch.values<int64_t>(kCustomer);
    const uint8_t* festivals = batch.values<uint8_t>(kFestival);
    const uint16_t* lines = batch.values<uint16_t>(kLines);
    const int64_t* amounts = batch.values<int64_t>(kAmount);
    for (size_t row = 0; row < batch.rows(); ++row) {
      const auto slot = static_cast<size_t>(customers[row] / 100'000'000);
      const auto index = static_cast<size_t>(customers[row] % 100'000'000 - 1);
      CustomerTotal& total = totals_[by_slot_[slot]][index];
      ++total.transactions;
      total.lines += lines[row];
      total.revenue_paise += amounts[row];
      if (festivals[row] != 0) total.festival_paise += amounts[row];
    }
    return Done{};
  }

  Result<std::vector<WrittenFile>> finish() override { return std::vector<WrittenFile>(); }

 private:
  CustomerTotals& totals_;
  std::vector<size_t> by_slot_;  // the persona of a slot
};

}  // namespace

OpenSink open_totals_sink(const World& world, CustomerTotals& totals) {
  OpenSink open;
  open.tables[static_cast<size_t>(Table::kTransactions)] = true;
  open.sink = std::make_unique<TotalsSink>(world, totals);
  return open;
}

}  // namespace footfall
