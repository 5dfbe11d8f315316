#include "analytics/quality.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>

#include "analytics/metric.h"
#include "analytics/metric_sources.h"
#include "duckdb/sql_text.h"

namespace footfall {

namespace {

// Whether items and transactions can agree: sums over both, weighted by a hash of the identifier,
// are equal. They differ as soon as an item lacks its transaction, or any sum differs.
Result<bool> items_agree(Analysis& analysis) {
  const Capabilities& has = analysis.capabilities;
  if (!has.items || analysis.shape.items_agree) return true;
  const auto most =
      analysis.session.fetch("SELECT coalesce(max(abs(amount)), 0)::DOUBLE FROM transactions");
  if (!most) return most.error();
  // A weight has as many bits as let it be multiplied.
  const int amount_bits = std::ilogb(most->columns[0].reals[0] * 10'000 + 1) + 1;
  const std::string weight = "(hash(transaction_id) >> " +
                             std::to_string(64 - std::clamp(62 - amount_bits, 8, 30)) + ")::BIGINT";
  const auto sums = [&](const std::string& lines, const std::string& units) {
    return "SELECT sum(" + weight + " * (amount::DOUBLE * 10000)::BIGINT) AS a, sum(" + weight +
           " * " + (has.lines ? lines : "1") + ") AS l, sum(" + weight + " * " +
           (has.units && has.quantity ? units : "1") + ") AS u FROM ";
  };
  const bool is_line_count_known = has.lines;
  const auto same = analysis.session.fetch(
      "SELECT (i.a IS NOT DISTINCT FROM t.a" +
      std::string(is_line_count_known ? " AND i.l IS NOT DISTINCT FROM t.l" : "") +
      (has.units && has.quantity ? " AND i.u IS NOT DISTINCT FROM t.u" : "") + ") FROM (" +
      sums("1", "quantity") + "items) i, (" + sums("lines", "units") + "transactions) t");
  if (same) return same->columns[0].integers[0] != 0;
  // Sums too large to be compared so are compared one by one.
  if (same.error().category == ErrorCategory::kInterrupted) return same.error();
  return false;
}

// Reads key `key` of a check's comment.
std::string key_of(std::string_view text, const std::string& key) {
  const std::string start = "-- " + key + ": ";
  const size_t begin = text.find(start);
  if (begin == std::string_view::npos) return "";
  const size_t from = begin + start.size();
  return std::string(text.substr(from, text.find('\n', from) - from));
}

// Numbers of rows of the tables, counted once: without an index that is a pass over the table.
class RowCounts {
 public:
  explicit RowCounts(Session& session) : session_(session) {}

  Result<int64_t> of(const std::string& table) {
    const auto known = counts_.find(table);
    if (known != counts_.end()) return known->second;
    const auto found = session_.fetch("SELECT count(*) FROM " + sql_identifier(table));
    if (!found) return found.error();
    return counts_[table] = found->columns[0].integers[0];
  }
  void forget() { counts_.clear(); }

 private:
  Session& session_;
  std::map<std::string, int64_t> counts_;
};

Result<> run_check(Analysis& analysis, RowCounts& counts, std::string_view check_sql) {
  const Metric check = parse_metric(check_sql);
  if (!lacking(analysis, check).empty()) return Done{};
  for (const std::string& table : check.tables) FOOTFALL_TRY(make_shared_table(analysis, table));
  const auto found = analysis.session.fetch(
      "SELECT count(*), coalesce(sum(amount), 0)::DOUBLE, "
      "coalesce(array_to_string(min(example, 3), '; '), '') FROM (" +
      std::string(check_sql) + ")");
  if (!found) return found.error();
  const std::string table = key_of(check_sql, "table");
  const auto checked = counts.of(table);
  if (!checked) return checked.error();
  return add_quality_fact(analysis.session,
                          {check.title, table, found->columns[0].integers[0], *checked,
                           found->columns[1].reals[0], key_of(check_sql, "rule"),
                           key_of(check_sql, "kind") == "problem", found->columns[2].texts[0]});
}

// A data set of ours has as many rows as its manifest says.
Result<> compare_rows(Analysis& analysis, RowCounts& counts) {
  for (const auto& [table, rows] : analysis.manifest_rows) {
    if (table != "transactions" && table != "items" && table != "customers") continue;
    const auto found = counts.of(table);
    if (!found) return found.error();
    const int64_t count = *found, wanted = static_cast<int64_t>(rows);
    if (table == "items" && !analysis.capabilities.items) continue;
    if (table == "customers" && !analysis.capabilities.customers) continue;
    FOOTFALL_TRY(add_quality_fact(analysis.session,
                                  {"rows more or less than the manifest says", table,
                                   std::abs(count - wanted), wanted, 0, "kept", true, ""}));
  }
  return Done{};
}

}  // namespace

Result<> create_quality_facts(Session& session) {
  return session.run(
      "CREATE TEMP TABLE quality_facts (place INTEGER, fact VARCHAR, table_name VARCHAR, "
      "rows BIGINT, checked BIGINT, amount DOUBLE, rule VARCHAR, is_problem BOOLEAN, "
      "examples VARCHAR)");
}

Result<> add_quality_fact(Session& session, const QualityFact& fact) {
  return session.run(
      "INSERT INTO quality_facts SELECT count(*), $fact, $table, $rows, $checked, $amount, $rule, "
      "$problem, $examples FROM quality_facts",
      {{"fact", fact.fact},
       {"table", fact.table},
       {"rows", fact.rows},
       {"checked", fact.checked},
       {"amount", fact.amount},
       {"rule", fact.rule},
       {"problem", fact.is_problem},
       {"examples", fact.examples}});
}

std::string fact_of_rows(int64_t rows, std::string_view fact) {
  std::string text(fact);
  if (rows != 1) return text;
  const size_t noun = std::min(text.find_first_of(" :"), text.size());
  if (noun > 0 && text[noun - 1] == 's') text.erase(noun - 1, 1);
  const std::pair<std::string_view, std::string_view> kVerbs[] = {
      {" that come ", " that comes "}, {" who are ", " who is "}, {"though their ", "though its "}};
  for (const auto& [plural, singular] : kVerbs) {
    const size_t at = text.find(plural);
    if (at != std::string::npos) text.replace(at, plural.size(), singular);
  }
  return text;
}

Result<> check_quality(Analysis& analysis) {
  if (analysis.shape.quality_checked) return Done{};
  analysis.shape.quality_checked = true;
  RowCounts counts(analysis.session);
  FOOTFALL_TRY(compare_rows(analysis, counts));
  const auto agree = items_agree(analysis);
  if (!agree) return agree.error();
  if (!*agree && analysis.shape.ids_tell_day) {
    analysis.shape.ids_tell_day = false;
    FOOTFALL_TRY(forget_shared_tables(analysis));
    FOOTFALL_TRY(make_views(analysis));
    counts.forget();
  }
  for (const MetricSource& source : metric_sources()) {
    if (source.path.rfind("quality/", 0) != 0) continue;
    if (key_of(source.text, "when") == "items disagree" && *agree) continue;
    FOOTFALL_TRY(run_check(analysis, counts, source.text));
  }
  return Done{};
}

Result<std::string> quality_problems(Analysis& analysis) {
  const auto found = analysis.session.fetch(
      "SELECT rows, fact FROM quality_facts WHERE is_problem AND rows > 0 ORDER BY place");
  if (!found) return found.error();
  std::string problems;
  for (size_t i = 0; i < found->rows; ++i) {
    const int64_t rows = found->columns[0].integers[i];
    problems += problems.empty() ? "" : "; ";
    problems += std::to_string(rows) + " " + fact_of_rows(rows, found->columns[1].texts[i]);
  }
  return problems;
}

}  // namespace footfall
