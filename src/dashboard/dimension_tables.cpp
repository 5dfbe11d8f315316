#include "dashboard/dimension_tables.h"

#include <map>

#include "analytics/metric.h"

namespace footfall {

namespace {

// Values by rank, and whether others remain.
struct RankedValues {
  std::vector<std::string> values;
  bool has_other = false;
};

// `ranked` gives names (NULL for none), best first. The first `most` have their own number, but
// for those that are called as the others are.
Result<RankedValues> take_best(Session& session, const std::string& ranked, size_t most) {
  const auto frame = session.fetch(ranked);
  if (!frame) return frame.error();
  RankedValues result;
  const FrameColumn& names = frame->columns[0];
  for (size_t row = 0; row < frame->rows; ++row) {
    const bool own = !names.missing(row) && !names.texts[row].empty() &&
                     names.texts[row] != kOther && result.values.size() < most;
    if (own) {
      result.values.push_back(names.texts[row]);
    } else {
      result.has_other = true;
    }
  }
  // A single one that would be the only other has a name as well.
  if (result.has_other) result.values.emplace_back(kOther);
  return result;
}

// Makes a table of names and their numbers.
Result<> make_codes(Session& session, const std::string& table, const std::string& column,
                    const RankedValues& ranked) {
  Frame frame;
  frame.rows = ranked.values.size() - (ranked.has_other ? 1 : 0);
  frame.columns.resize(2);
  frame.columns[0].name = column;
  frame.columns[0].texts.assign(ranked.values.begin(),
                                ranked.values.begin() + static_cast<ptrdiff_t>(frame.rows));
  frame.columns[1].name = "code";
  frame.columns[1].kind = ValueKind::kInteger;
  for (size_t row = 0; row < frame.rows; ++row)
    frame.columns[1].integers.push_back(static_cast<int64_t>(row));
  return session.create_table(table, frame);
}

Result<> read_personas(Analysis& analysis, DashboardDimensions& dimensions) {
  RankedValues ranked;
  if (analysis.capabilities.persona) {
    const auto best = take_best(analysis.session, personas_in_order(analysis), kMostPersonas);
    if (!best) return best.error();
    ranked = *best;
  }
  FOOTFALL_TRY(make_codes(analysis.session, "dashboard_personas", "persona", ranked));
  dimensions.personas = ranked.values;
  dimensions.has_other_persona = ranked.has_other;
  return Done{};
}

Result<> read_cities(Analysis& analysis, DashboardDimensions& dimensions) {
  Session& session = analysis.session;
  RankedValues ranked;
  if (analysis.capabilities.customers && analysis.capabilities.customer) {
    FOOTFALL_TRY(make_shared_table(analysis, "customer_facts"));
    FOOTFALL_TRY(
        session.run("CREATE OR REPLACE TEMP TABLE dashboard_homes AS SELECT customer_id, "
                    "min(city)::VARCHAR AS city FROM customers GROUP BY customer_id"));
    auto best =
        take_best(session,
                  "SELECT city FROM customer_facts f LEFT JOIN dashboard_homes USING (customer_id) "
                  "GROUP BY city ORDER BY sum(f.transactions) DESC, city",
                  kMostCities);
    if (!best) return best.error();
    const auto known = session.fetch("SELECT count(city) FROM dashboard_homes");
    if (!known) return known.error();
    if (known->columns[0].integers[0] > 0) ranked = *best;
    FOOTFALL_TRY(make_codes(session, "dashboard_cities", "city", ranked));
  }
  dimensions.cities = ranked.values;
  dimensions.has_other_city = ranked.has_other;
  return Done{};
}

// Segments stand in the order of metric rfm; who is not known is in none.
Result<> read_segments(Analysis& analysis, DashboardDimensions& dimensions) {
  if (!analysis.capabilities.customer) return Done{};
  const auto rfm = run_metric(analysis, "rfm");
  if (!rfm) return rfm.error();
  RankedValues ranked{rfm->at("segment").texts, false};
  const auto strangers = analysis.session.fetch(
      "SELECT coalesce((SELECT sum(transactions) FROM day_hours), 0) > coalesce((SELECT "
      "sum(transactions) FROM customer_facts), 0)");
  if (!strangers) return strangers.error();
  ranked.has_other = strangers->columns[0].integers[0] != 0 && !ranked.values.empty();
  if (ranked.has_other) ranked.values.emplace_back(kOther);
  FOOTFALL_TRY(make_codes(analysis.session, "dashboard_segments", "segment", ranked));
  dimensions.segments = ranked.values;
  dimensions.has_other_segment = ranked.has_other;
  if (ranked.values.empty()) return Done{};
  for (int64_t score = 0; score < kScores * kScores; ++score) {
    dimensions.scores.push_back(std::to_string(score / kScores + 1) + "-" +
                                std::to_string(score % kScores + 1));
  }
  if (ranked.has_other) dimensions.scores.emplace_back(kOther);
  return Done{};
}

// Cohorts are those of metric cohorts. A single one is none. REQUIRES: segments are read.
Result<> read_cohorts(Analysis& analysis, DashboardDimensions& dimensions) {
  if (!analysis.capabilities.customer) return Done{};
  const auto cohorts = run_metric(analysis, "cohorts");
  if (!cohorts) return cohorts.error();
  RankedValues ranked;
  for (const int64_t start : cohorts->at("cohort").integers) {
    const std::string date = format_date(static_cast<Day>(start));
    if (ranked.values.empty() || ranked.values.back() != date) ranked.values.push_back(date);
  }
  FOOTFALL_TRY(make_codes(analysis.session, "dashboard_cohorts", "start", ranked));
  if (ranked.values.size() < 2) return Done{};
  dimensions.cohorts = std::move(ranked.values);
  if (dimensions.has_other_segment) dimensions.cohorts.emplace_back(kOther);
  return Done{};
}

// Makes the table of customers. REQUIRES: the other dimensions are read.
Result<> make_customers(Analysis& analysis, const DashboardDimensions& dimensions) {
  if (!analysis.capabilities.customer) return Done{};
  FOOTFALL_TRY(make_shared_table(analysis, "customer_facts"));
  const auto code = [&](Dimension dimension) {
    const std::string name(name_of(dimension));
    const int64_t size = dimensions.size(dimension);
    if (size == 0) return "0::SMALLINT AS " + name;
    return "coalesce(" + name + ".code, " + std::to_string(size - 1) + ")::SMALLINT AS " + name;
  };
  // A hash that every version of DuckDB gives alike, below 2^63.
  std::string sql =
      "CREATE OR REPLACE TEMP TABLE dashboard_customers AS SELECT f.customer_id, f.active_days, "
      "(md5_number_lower(f.customer_id::VARCHAR) >> 1)::BIGINT AS hash, " +
      code(Dimension::kPersona) + ", " + code(Dimension::kCity) + ", " + code(Dimension::kSegment) +
      ", " + code(Dimension::kScore) + ", " + code(Dimension::kCohort) + " FROM customer_facts f";
  if (dimensions.size(Dimension::kPersona) > 0)
    sql += " LEFT JOIN dashboard_personas persona ON persona.persona = f.persona";
  if (dimensions.size(Dimension::kCity) > 0) {
    sql +=
        " LEFT JOIN dashboard_homes home ON home.customer_id = f.customer_id LEFT JOIN "
        "dashboard_cities city ON city.city = home.city";
  }
  if (dimensions.size(Dimension::kSegment) > 0) {
    sql += " LEFT JOIN (SELECT customer_id, segment, (r - 1) * " + std::to_string(kScores) +
           " + f - 1 AS code FROM rfm_scores) score ON score.customer_id = f.customer_id LEFT JOIN "
           "dashboard_segments segment ON segment.segment = score.segment";
  }
  if (dimensions.size(Dimension::kCohort) > 0)
    sql += " ASOF LEFT JOIN dashboard_cohorts cohort ON f.first_date >= cohort.start::DATE";
  return analysis.session.run(sql);
}

Result<> read_categories(Analysis& analysis, DashboardDimensions& dimensions) {
  RankedValues ranked;
  if (analysis.capabilities.items) {
    FOOTFALL_TRY(make_shared_table(analysis, "category_days"));
    const auto best = take_best(analysis.session,
                                "SELECT category::VARCHAR AS category FROM category_days "
                                "GROUP BY 1 ORDER BY sum(revenue) DESC, 1",
                                kMostCategories);
    if (!best) return best.error();
    ranked = *best;
  }
  FOOTFALL_TRY(make_codes(analysis.session, "dashboard_categories", "category", ranked));
  dimensions.categories = ranked.values;
  dimensions.has_other_category = ranked.has_other;
  return Done{};
}

// Reads the period, and which of its days are weekend or festival.
Result<> read_days(Analysis& analysis, DashboardDimensions& dimensions) {
  Session& session = analysis.session;
  const auto period = session.fetch("SELECT first_date, days::BIGINT FROM period");
  if (!period) return period.error();
  if (period->rows == 0 || period->columns[0].missing(0)) return Done{};
  dimensions.first_day = static_cast<Day>(period->columns[0].integers[0]);
  dimensions.days = static_cast<int>(period->columns[1].integers[0]);
  FOOTFALL_TRY(make_shared_table(analysis, "day_hours"));
  FOOTFALL_TRY(make_shared_table(analysis, "daily_totals"));
  const auto weekend = session.fetch(
      "SELECT weekday::BIGINT FROM daily_totals GROUP BY weekday HAVING bool_or(is_weekend) "
      "ORDER BY weekday");
  if (!weekend) return weekend.error();
  for (const int64_t weekday : weekend->columns[0].integers)
    dimensions.weekend.push_back(static_cast<int>(weekday));
  const auto closed = session.fetch(
      "SELECT (date - first_date)::BIGINT FROM daily_totals, period WHERE is_closed ORDER BY date");
  if (!closed) return closed.error();
  for (const int64_t day : closed->columns[0].integers)
    dimensions.closed_days.push_back(static_cast<int>(day));
  // Where the rows of a day disagree, the festival of most of them.
  const auto festivals = session.fetch(
      "SELECT day, name FROM (SELECT (date - first_date)::BIGINT AS day, "
      "coalesce(festival::VARCHAR, '') AS name, sum(transactions) AS sold FROM day_hours, period "
      "WHERE date BETWEEN first_date AND last_date GROUP BY ALL) "
      "QUALIFY row_number() OVER (PARTITION BY day ORDER BY sold DESC, name) = 1 ORDER BY day");
  if (!festivals) return festivals.error();
  dimensions.festival_of_day.assign(static_cast<size_t>(dimensions.days), -1);
  std::map<std::string, int> codes;
  for (size_t row = 0; row < festivals->rows; ++row) {
    const std::string& name = festivals->columns[1].texts[row];
    if (name.empty()) continue;
    const auto [found, is_new] = codes.emplace(name, static_cast<int>(codes.size()));
    if (is_new) dimensions.festivals.push_back(name);
    dimensions.festival_of_day[static_cast<size_t>(festivals->columns[0].integers[row])] =
        found->second;
  }
  return Done{};
}

}  // namespace

Result<DashboardDimensions> read_dimensions(Analysis& analysis, int64_t unit) {
  DashboardDimensions dimensions;
  dimensions.has_hours = analysis.capabilities.time_of_day;
  dimensions.spend_edges = spend_edges(unit);
  FOOTFALL_TRY(read_days(analysis, dimensions));
  FOOTFALL_TRY(make_shared_table(analysis, "day_hours"));
  FOOTFALL_TRY(read_personas(analysis, dimensions));
  FOOTFALL_TRY(read_cities(analysis, dimensions));
  FOOTFALL_TRY(read_segments(analysis, dimensions));
  FOOTFALL_TRY(read_cohorts(analysis, dimensions));
  FOOTFALL_TRY(read_categories(analysis, dimensions));
  FOOTFALL_TRY(make_customers(analysis, dimensions));
  return dimensions;
}

Result<> drop_dashboard_tables(Analysis& analysis) {
  for (const char* table : {"visits", "items", "personas", "homes", "cities", "segments", "cohorts",
                            "categories", "customers"})
    FOOTFALL_TRY(analysis.session.run(std::string("DROP TABLE IF EXISTS dashboard_") + table));
  return Done{};
}

}  // namespace footfall
