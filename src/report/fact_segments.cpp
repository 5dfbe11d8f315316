// Segments by recency, frequency and value: what each holds, whether its customers seem to leave,
// and by which name a text may call it.
#include <map>

#include "report/fact_sections.h"

namespace footfall {

namespace {

// Where amounts vary by far more than their mean: how many exceed ten times the median, and what
// these bring.
Result<> put_large_sales(const Frame& spend, size_t row, Measurements& measured, Facts& facts) {
  constexpr double kHeavy = 3;  // standard deviations over the mean; a usual shop has about one
  const double mean = number_at(spend, "mean", row).value_or(0);
  const double median = number_at(spend, "median", row).value_or(0);
  if (number_at(spend, "standard_deviation", row).value_or(0) < kHeavy * mean || median <= 0)
    return Done{};
  const auto large = measured.session().fetch(
      "SELECT count(*) AS n, fsum(amount::DOUBLE) AS revenue FROM transactions "
      "WHERE amount::DOUBLE > 10 * $median::DOUBLE",
      {{"median", median}});
  if (!large) return large.error();
  const double total = mean * number_at(spend, "transactions", row).value_or(0);
  const double revenue = number_at(*large, "revenue", 0).value_or(0);
  if (total <= 0 || revenue <= 0) return Done{};
  put(facts,
      {.id = "spend.large.transactions",
       .label = "Transactions of more than ten times the median",
       .unit = "count",
       .metric = "spend_distribution"},
      number_at(*large, "n", 0));
  put(facts,
      {.id = "spend.large.revenue_share",
       .label = "Share of revenue of transactions of more than ten times the median",
       .unit = "fraction",
       .decimals = 1,
       .metric = "spend_distribution"},
      revenue / total);
  return Done{};
}

}  // namespace

namespace {

// What the model of purchases and the first days of its customers tell of a segment.
constexpr const char* kEvidence =
    "SELECT segment, avg(probability_alive) AS active_share, count(*) FILTER "
    "(days_between(f.first_date, p.last_date) <= p.days / 3) / count(*) AS new_share "
    "FROM rfm_scores s JOIN customer_facts f USING (customer_id) "
    "JOIN clv_customers c USING (customer_id), period p GROUP BY segment";

constexpr double kMostlyActive = 0.8, kMostlyNew = 0.5;

// What a segment is by rank alone, where its usual name says more than that: that customers leave,
// or that they are new. Empty for names that say no more.
const char* rank_name(std::string_view segment) {
  const struct {
    std::string_view segment;
    const char* name;
  } kNames[] = {{"New", "Latest, few purchases"},
                {"About to sleep", "Middling, few purchases"},
                {"At risk", "Less recent, more purchases"},
                {"Cannot lose them", "Least recent, most purchases"},
                {"Hibernating", "Less recent, few purchases"},
                {"Lost", "Least recent, fewest purchases"}};
  for (const auto& known : kNames) {
    if (known.segment == segment) return known.name;
  }
  return "";
}

struct Evidence {
  std::optional<double> active_share;  // where the data show how customers leave
  double new_share = 0;

  bool bears_out(std::string_view segment) const {
    if (segment == "New") return new_share > kMostlyNew;
    return active_share && *active_share < kMostlyActive;
  }
};

// By segment; without an active share where the data do not show that anyone leaves.
Result<std::map<std::string, Evidence>> gather_evidence(Measurements& measured) {
  std::map<std::string, Evidence> evidence;
  const auto models = measured.metric("clv_model");
  if (!models) return models.error();
  if (*models == nullptr || (*models)->rows == 0) return evidence;
  const auto rows = measured.session().fetch(kEvidence);
  if (!rows) return rows.error();
  for (size_t r = 0; r < rows->rows; ++r) {
    Evidence& one = evidence[text_at(*rows, "segment", r)];
    if (is_settled(**models) == 1.0) one.active_share = number_at(*rows, "active_share", r);
    one.new_share = number_at(*rows, "new_share", r).value_or(0);
  }
  return evidence;
}

void put_evidence(const std::string& name, const std::string& id, const Evidence& evidence,
                  Facts& facts) {
  const std::vector<FactFilter> filter = {{"segment", name}};
  put(facts,
      {.id = id + "active_share",
       .label = name + ": share expected to be active still",
       .unit = "fraction",
       .decimals = 0,
       .filter = filter,
       .formula = "mean of the probabilities to be active",
       .metric = "clv"},
      evidence.active_share);
  if (evidence.bears_out(name)) return;
  put_text(facts,
           {.id = id + "rank_name",
            .label = name + ": what it is by rank alone",
            .filter = filter,
            .formula = "the data do not bear out what the usual name says"},
           rank_name(name));
}

}  // namespace

Result<> add_segments(Measurements& measured, Facts& facts) {
  const auto frame = measured.metric("rfm");
  if (!frame) return frame.error();
  std::map<std::string, Evidence> evidence;
  if (*frame != nullptr && (*frame)->rows > 0) {
    auto gathered = gather_evidence(measured);
    if (!gathered) return gathered.error();
    evidence = std::move(*gathered);
  }
  for (size_t r = 0; *frame != nullptr && r < (*frame)->rows; ++r) {
    const std::string name = text_at(**frame, "segment", r);
    const std::string id = "segment." + fact_word(name) + ".";
    const std::vector<FactFilter> filter = {{"segment", name}};
    put_text(facts, {.id = id + "name", .label = "Segment", .filter = filter}, name);
    put_evidence(name, id, evidence[name], facts);
    const struct {
      const char* column;
      const char* label;
      const char* unit;
      int decimals;
    } kColumns[] = {{"customers", "customers", "count", 0},
                    {"customer_share", "share of customers", "fraction", 1},
                    {"revenue", "revenue", "currency", 2},
                    {"revenue_share", "share of revenue", "fraction", 1},
                    {"recency_days", "mean days since the last purchase", "days", 1},
                    {"frequency", "mean days with a purchase", "ratio", 1},
                    {"monetary", "mean revenue of a customer", "currency", 2}};
    for (const auto& column : kColumns) {
      put(facts,
          {.id = id + column.column,
           .label = name + ": " +
                    (std::string_view(column.column) == "revenue_share"
                         ? "share of " + customer_revenue(facts)
                         : column.label),
           .unit = column.unit,
           .decimals = column.decimals,
           .filter = filter,
           .metric = "rfm"},
          number_at(**frame, column.column, r));
    }
  }
  const auto spend = measured.metric("spend_distribution");
  if (!spend) return spend.error();
  for (size_t r = 0; *spend != nullptr && r < (*spend)->rows; ++r) {
    if (!text_at(**spend, "persona", r).empty()) continue;
    put(facts,
        {.id = "spend.median",
         .label = "Median transaction",
         .unit = "currency",
         .decimals = 2,
         .metric = "spend_distribution"},
        number_at(**spend, "median", r));
    put(facts,
        {.id = "spend.p90",
         .label = "Amount that a tenth of the transactions exceed",
         .unit = "currency",
         .decimals = 2,
         .metric = "spend_distribution"},
        number_at(**spend, "p90", r));
    put(facts,
        {.id = "spend.deviation",
         .label = "Standard deviation of the transactions",
         .unit = "currency",
         .decimals = 2,
         .metric = "spend_distribution"},
        number_at(**spend, "standard_deviation", r));
    FOOTFALL_TRY(put_large_sales(**spend, r, measured, facts));
  }
  return Done{};
}

}  // namespace footfall
