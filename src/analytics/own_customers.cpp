#include "analytics/own_customers.h"

#include "analytics/quality.h"
#include "duckdb/sql_text.h"

namespace footfall {

namespace {

// What tills of many lands call a buyer whom they do not know; letters without accents and signs.
const std::vector<std::string>& words_for_nobody() {
  static const std::vector<std::string> kWords = {"walkin",
                                                  "walkincustomer",
                                                  "walkincustomers",
                                                  "cash",
                                                  "cashcustomer",
                                                  "cashsale",
                                                  "cashsales",
                                                  "cashbill",
                                                  "countersale",
                                                  "countersales",
                                                  "guest",
                                                  "guestcustomer",
                                                  "anonymous",
                                                  "unknown",
                                                  "unknowncustomer",
                                                  "nocustomer",
                                                  "none",
                                                  "null",
                                                  "na",
                                                  "nan",
                                                  "laufkunde",
                                                  "laufkunden",
                                                  "laufkundschaft",
                                                  "barkunde",
                                                  "barverkauf",
                                                  "kassenkunde",
                                                  "gast",
                                                  "gastkunde",
                                                  "anonym",
                                                  "unbekannt",
                                                  "diverse",
                                                  "divers",
                                                  "clientcomptoir",
                                                  "comptoir",
                                                  "clientdepassage",
                                                  "passage",
                                                  "clientdivers",
                                                  "anonyme",
                                                  "inconnu",
                                                  "clientinconnu",
                                                  "mostrador",
                                                  "clientemostrador",
                                                  "publicogeneral",
                                                  "publicoengeneral",
                                                  "consumidorfinal",
                                                  "clientecontado",
                                                  "contado",
                                                  "clientevarios",
                                                  "clientesvarios",
                                                  "anonimo",
                                                  "desconocido",
                                                  "klientdetaliczny",
                                                  "klientanonimowy",
                                                  "anonimowy",
                                                  "nieznany",
                                                  "gotowka",
                                                  "brak",
                                                  "nakad",
                                                  "nakadgrahak",
                                                  "nagad"};
  return kWords;
}

// A customer buys implausibly often at this many times what nine of ten customers buy at most.
constexpr const char* kMuchOftener = "5";
constexpr const char* kLargeShare = "0.05";
constexpr const char* kFewestCustomers = "20";

Result<> make_receipts(Session& session) {
  FOOTFALL_TRY(session.run(
      "CREATE TEMP TABLE customer_receipts AS SELECT customer_id, count(*) AS n, sum(amount) AS "
      "amount, trim(customer_id::VARCHAR) AS called, regexp_replace(lower(strip_accents("
      "customer_id::VARCHAR)), '[^a-z0-9]', '', 'g') AS word FROM own_transactions "
      "WHERE customer_id IS NOT NULL GROUP BY customer_id"));
  // Numbers may be true customers, so they must also stand out.
  return session.run(
      "CREATE TEMP TABLE receipt_kinds AS WITH named AS (SELECT *, list_contains(" +
      sql_list(words_for_nobody()) +
      ", word) AS is_nobody FROM customer_receipts), usual AS (SELECT quantile_disc(n, 0.9) AS "
      "most, "
      "count(*) AS customers, sum(n) AS purchases FROM named WHERE NOT is_nobody) SELECT "
      "customer_id, called, n, amount, is_nobody OR (stands_out AND regexp_full_match(called, "
      "'-1|0+|9{4,}')) AS is_nobody, stands_out AND n >= " +
      std::string(kLargeShare) + " * purchases AND customers >= " + kFewestCustomers +
      " AS is_much FROM (SELECT *, n > " + kMuchOftener +
      " * most AS stands_out FROM named, usual)");
}

}  // namespace

Result<std::vector<std::string>> settle_unknown_customers(Session& session,
                                                          const std::string& file) {
  FOOTFALL_TRY(make_receipts(session));
  std::vector<std::string> warnings;
  const std::string examples =
      "coalesce(array_to_string(list(called || ' × ' || n ORDER BY n DESC)[:3], '; '), '')";
  const auto nobody = session.fetch(
      "SELECT coalesce(sum(n), 0)::BIGINT, coalesce(sum(amount), 0)::DOUBLE, " + examples +
      ", (SELECT count(*) FROM own_transactions) FROM receipt_kinds WHERE is_nobody");
  if (!nobody) return nobody.error();
  if (const int64_t rows = nobody->columns[0].integers[0]; rows > 0) {
    FOOTFALL_TRY(session.run(
        "UPDATE own_transactions SET customer_id = NULL WHERE customer_id IN (SELECT customer_id "
        "FROM receipt_kinds WHERE is_nobody)"));
    FOOTFALL_TRY(add_quality_fact(
        session, {"transactions under a name for unknown buyers", file, rows,
                  nobody->columns[3].integers[0], nobody->columns[1].reals[0],
                  "kept, without a customer", false, nobody->columns[2].texts[0]}));
  }
  const auto much =
      session.fetch("SELECT count(*), coalesce(sum(amount), 0)::DOUBLE, " + examples +
                    ", (SELECT count(*) FROM receipt_kinds WHERE NOT is_nobody) FROM receipt_kinds "
                    "WHERE is_much AND NOT is_nobody");
  if (!much) return much.error();
  if (const int64_t rows = much->columns[0].integers[0]; rows > 0) {
    const std::string called = much->columns[2].texts[0];
    FOOTFALL_TRY(add_quality_fact(
        session,
        {"customers with an implausible share of the transactions", file, rows,
         much->columns[3].integers[0], much->columns[1].reals[0],
         "kept; if one stands for unknown buyers, leave the field empty there", false, called}));
    warnings.push_back("warning: an implausible share of the transactions is of " + called +
                       "; if that stands for unknown buyers, leave the field empty there");
  }
  FOOTFALL_TRY(session.run("DROP TABLE customer_receipts; DROP TABLE receipt_kinds"));
  return warnings;
}

}  // namespace footfall
