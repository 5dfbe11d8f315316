#include "analytics/analysis.h"

#include <algorithm>
#include <filesystem>

#include "analytics/data_files.h"
#include "analytics/metric_sources.h"
#include "analytics/quality.h"
#include "duckdb/sql_text.h"
#include "table/sql_type.h"

namespace footfall {

namespace {

// A column may be NULL but must have a type, so that metrics over missing columns stay valid SQL.
const char* null_type(const Column& column) {
  return column.meaning == Meaning::kMoney ? "money" : sql_type(column);
}

const Schema* find_schema(const std::string& table) {
  for (int t = 0; t < kTableCount; ++t) {
    const Schema& schema = schema_of(static_cast<Table>(t));
    if (schema.name == table) return &schema;
  }
  return nullptr;
}

// Makes view `view` of table `table`, empty when no scan of it is given; returns its columns.
Result<Frame> make_read_view(Session& session, const std::string& table, const std::string& view,
                             const std::vector<TableScan>& scans) {
  const auto scan =
      std::find_if(scans.begin(), scans.end(), [&](const auto& s) { return s.table == table; });
  Frame columns;
  if (scan != scans.end()) {
    auto described = session.describe("SELECT * FROM " + scan->sql);
    if (!described) return described;
    columns = *described;
  }
  std::string sql =
      "CREATE VIEW " + sql_identifier(view) + " AS SELECT " + canonical_columns(table, columns);
  sql += scan != scans.end() ? " FROM " + scan->sql : " WHERE false";
  FOOTFALL_TRY(session.run(sql));
  return columns;
}

// Returns where the manifest's rows differ from what the files are.
std::vector<std::string> changed_files(const DataFiles& files) {
  std::vector<std::string> notes;
  for (const DataFile& file : files.files) {
    std::error_code code;
    const auto bytes = std::filesystem::file_size(file.path, code);
    if (code || bytes == file.bytes) continue;
    notes.push_back(std::filesystem::path(file.path).filename().string() +
                    " is not the file that the manifest describes (" + std::to_string(bytes) +
                    " bytes, not " + std::to_string(file.bytes) + "); see footfall verify");
  }
  return notes;
}

// Looks whether identifiers tell day, customer and persona, as ours do.
Result<> probe_identifiers(Analysis& analysis) {
  const auto probe = analysis.session.fetch(
      "SELECT coalesce(bool_and(transaction_id // 100000000000 = date - DATE '1970-01-01' "
      "AND transaction_id // 10 % 10000000000 = customer_id), true), "
      "coalesce(max(transaction_id % 10), 0) = 0 FROM read_transactions");
  if (!probe) return probe.error();
  analysis.shape.ids_tell_day = probe->columns[0].integers[0] != 0;
  analysis.shape.one_trip_a_day = analysis.shape.ids_tell_day && probe->columns[1].integers[0] != 0;
  FOOTFALL_TRY(analysis.session.run(
      "CREATE TEMP TABLE slot_personas AS SELECT DISTINCT customer_id // 100000000 AS slot, "
      "persona FROM " +
      std::string(analysis.capabilities.customers ? "customers" : "read_transactions")));
  const auto twice = analysis.session.fetch(
      "SELECT count(*) = count(DISTINCT slot) AND count(*) = count(persona) FROM slot_personas");
  if (!twice) return twice.error();
  if (twice->columns[0].integers[0] == 0) analysis.shape.ids_tell_day = false;
  return Done{};
}

std::string item_facts(const Analysis& analysis) {
  if (!analysis.shape.ids_tell_day) {
    return "SELECT i.transaction_id, t.date, t.customer_id, t.persona, i.category, i.quantity, "
           "i.amount FROM items i JOIN transactions t USING (transaction_id)";
  }
  const std::string customer = "(i.transaction_id // 10) % 10000000000";
  const std::string facts =
      "SELECT i.transaction_id, DATE '1970-01-01' + (i.transaction_id // "
      "100000000000)::INTEGER AS date, " +
      customer +
      " AS customer_id, p.persona, i.category, i.quantity, "
      "i.amount FROM items i ";
  if (analysis.shape.personas_assigned)
    return facts + "LEFT JOIN assigned_personas p ON p.customer_id = " + customer;
  return facts + "JOIN slot_personas p ON p.slot = i.transaction_id // 1000000000 % 100";
}

// SQL of view basket_personas, who buys the baskets that basket_of(transaction_id) numbers: where
// identifiers tell it, all baskets of a persona or customer are one.
std::string basket_personas(const Analysis& analysis) {
  const auto both = [](const char* number, const char* personas) {
    return std::string("CREATE OR REPLACE MACRO basket_of(id) AS ") + number +
           "; CREATE OR REPLACE VIEW basket_personas AS " + personas;
  };
  if (!analysis.shape.ids_tell_day) {
    return both("id",
                "SELECT transaction_id AS basket, any_value(persona) AS persona FROM transactions "
                "GROUP BY transaction_id");
  }
  if (analysis.shape.personas_assigned) {
    return both("(id // 10) % 10000000000",
                "SELECT customer_id AS basket, any_value(persona) AS persona FROM transactions "
                "GROUP BY customer_id");
  }
  return both("id // 1000000000 % 100", "SELECT slot AS basket, persona FROM slot_personas");
}

std::string customer_days(const Analysis& analysis) {
  if (analysis.shape.one_trip_a_day) {
    return "SELECT customer_id, persona, date, 1 AS transactions, lines, units, amount AS revenue, "
           "is_weekend, festival <> '' AS is_festival FROM transactions "
           "WHERE customer_id IS NOT NULL";
  }
  return "SELECT customer_id, max(persona) AS persona, date, count(*) AS transactions, "
         "sum(lines) AS lines, sum(units) AS units, sum(amount) AS revenue, "
         "bool_or(is_weekend) AS is_weekend, bool_or(festival <> '') AS is_festival "
         "FROM transactions WHERE customer_id IS NOT NULL GROUP BY customer_id, date";
}

// Makes a table of the days of the period on which the calendar closes the shop. REQUIRES: period.
Result<> make_closed_dates(Analysis& analysis) {
  const auto period = analysis.session.fetch("SELECT first_date, last_date FROM period");
  if (!period) return period.error();
  Frame closed;
  closed.columns = {make_column("date", ValueKind::kDate)};
  const FrameColumn &first = period->columns[0], &last = period->columns[1];
  if (period->rows == 1 && !first.missing(0) && !last.missing(0)) {
    for (int64_t day = first.integers[0]; day <= last.integers[0]; ++day) {
      if (analysis.calendar.is_closed(static_cast<Day>(day))) closed.add_row(day);
    }
  }
  return analysis.session.create_table("closed_dates", closed);
}

}  // namespace

std::string canonical_columns(const std::string& table, const Frame& columns) {
  std::string list;
  for (const Column& column : find_schema(table)->columns) {
    const std::string name = sql_identifier(column.name);
    list += list.empty() ? "" : ", ";
    if (columns.find(column.name) == nullptr) {
      list += std::string("NULL::") + null_type(column) + " AS " + name;
    } else if (column.meaning == Meaning::kMoney) {
      list += name + "::money AS " + name;
    } else {
      list += name;
    }
  }
  return list;
}

Result<> make_views(Analysis& analysis) {
  const std::string transactions =
      analysis.shape.personas_assigned
          ? "SELECT t.* REPLACE (p.persona AS persona) FROM read_transactions t "
            "LEFT JOIN assigned_personas p USING (customer_id)"
          : "SELECT * FROM read_transactions";
  FOOTFALL_TRY(analysis.session.run("CREATE OR REPLACE VIEW transactions AS " + transactions +
                                    "; CREATE OR REPLACE VIEW items AS SELECT * FROM read_items" +
                                    "; CREATE OR REPLACE VIEW item_facts AS " +
                                    item_facts(analysis) + "; " + basket_personas(analysis) +
                                    "; CREATE OR REPLACE VIEW customer_days AS " +
                                    customer_days(analysis)));
  return make_closed_dates(analysis);
}

std::string personas_in_order(const Analysis& analysis) {
  if (analysis.shape.ids_tell_day && !analysis.shape.personas_assigned)
    return "SELECT persona::VARCHAR AS persona FROM slot_personas ORDER BY slot";
  return "SELECT persona::VARCHAR AS persona FROM day_hours GROUP BY 1 ORDER BY sum(revenue) DESC, "
         "1";
}

Result<> assign_personas(Analysis& analysis, const Frame& personas) {
  FOOTFALL_TRY(analysis.session.create_table("assigned_personas", personas));
  analysis.shape.personas_assigned = true;
  analysis.capabilities.persona = true;
  FOOTFALL_TRY(forget_shared_tables(analysis));
  return make_views(analysis);
}

Result<> forget_shared_tables(Analysis& analysis) {
  for (const std::string& table : analysis.made)
    FOOTFALL_TRY(analysis.session.run("DROP TABLE IF EXISTS " + sql_identifier(table)));
  analysis.made.clear();
  analysis.models.clear();
  analysis.results.clear();
  return Done{};
}

Result<Analysis> open_data_set(const std::string& folder, const AnalysisOptions& options) {
  const auto files = find_data_files(folder, options.source);
  if (!files) return files.error();
  auto session = Session::open({options.threads, options.memory_bytes, options.on_progress});
  if (!session) return session.error();
  const auto scans = open_data_files(*session, *files);
  if (!scans) return scans.error();
  Analysis analysis{std::move(*session), {}, {}, changed_files(*files)};
  FOOTFALL_TRY(analysis.session.run("CREATE TYPE money AS DECIMAL(18, 2)"));
  FOOTFALL_TRY(analysis.session.run(metric_source("macros")));
  FOOTFALL_TRY(create_quality_facts(analysis.session));
  analysis.manifest_rows = files->rows;
  analysis.calendar = files->calendar;

  const auto bought = make_read_view(analysis.session, "transactions", "read_transactions", *scans);
  if (!bought) return bought.error();
  for (const char* needed : {"transaction_id", "customer_id", "date", "amount"}) {
    if (bought->find(needed) == nullptr) {
      return Error{ErrorCategory::kInput, folder + " has no transactions with column " + needed,
                   folder};
    }
  }
  const auto lines = make_read_view(analysis.session, "items", "read_items", *scans);
  if (!lines) return lines.error();
  const auto who = make_read_view(analysis.session, "customers", "customers", *scans);
  if (!who) return who.error();

  Capabilities& has = analysis.capabilities;
  const auto knows = [&](const char* column) { return bought->find(column) != nullptr; };
  has = {!who->columns.empty(),
         lines->find("category") != nullptr,
         true,
         knows("persona"),
         knows("festival"),
         knows("hour"),
         lines->find("quantity") != nullptr,
         knows("lines"),
         knows("units"),
         files->currency,
         files->symbol};
  FOOTFALL_TRY(probe_identifiers(analysis));
  FOOTFALL_TRY(analysis.session.run(
      files->first_date.empty()
          ? "CREATE TEMP TABLE period AS SELECT min(date) AS first_date, max(date) AS last_date, "
            "(max(date) - min(date) + 1)::INTEGER AS days FROM read_transactions"
          : "CREATE TEMP TABLE period AS SELECT $first::DATE AS first_date, $last::DATE AS "
            "last_date, ($last::DATE - $first::DATE + 1)::INTEGER AS days",
      {{"first", files->first_date}, {"last", files->last_date}}));
  FOOTFALL_TRY(make_views(analysis));
  std::vector<std::string> allowed = paths_of(*files);
  if (!options.out.empty()) allowed.push_back(options.out);
  FOOTFALL_TRY(analysis.session.shut_out_files(allowed));
  return analysis;
}

}  // namespace footfall
