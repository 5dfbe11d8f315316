#include "analytics/own_customers.h"

#include "analytics/quality.h"
#include "base/joined_words.h"

namespace footfall {

namespace {

// What tills of many lands call a buyer whom they do not know; letters without accents and signs.
// Names that begin with one of the second list are of nobody too: "Walk-in customer 2".
constexpr const char* kNobody =
    "cash cashbill counter retail retailcustomer guest guestcustomer anonymous unknown "
    "unknowncustomer nocustomer none null na nan bar gast gastkunde anonym unbekannt "
    "unbekannterkunde diverse divers diversekunden kunde comptoir passage clientdivers "
    "clientsdivers anonyme inconnu clientinconnu particulier mostrador contado "
    "clientegenerico clientevarios clientesvarios anonimo desconocido clienteoccasionale privato "
    "banco contanti anonimowy nieznany detaliczny detal gotowka brak paragon nakad nakadgrahak "
    "nagad";
constexpr const char* kNobodyBegins =
    "walkin cashcustomer cashsale cashclient countersale laufkund barkund barverkauf kassenkund "
    "kassenverkauf clientcomptoir clientdepassage ventecomptoir clientemostrador ventamostrador "
    "publicogeneral publicoengeneral consumidorfinal clientecontado clientebanco klientdetaliczn "
    "klientanonim sprzedazdetaliczn";

// A customer buys implausibly often at this many times what nine of ten customers buy at most.
constexpr const char* kMuchOftener = "5";
constexpr const char* kLargeShare = "0.05";
constexpr const char* kFewestCustomers = "20";

constexpr const char* kExamples =
    "coalesce(array_to_string(list(called || ' × ' || n ORDER BY n DESC)[:3], '; '), '')";

std::string words_sql(const char* words) {
  return "string_split('" + std::string(words) + "', ' ')";
}

Result<> make_receipts(Session& session, const std::vector<std::string>& told) {
  FOOTFALL_TRY(session.run(
      "CREATE TEMP TABLE customer_receipts AS SELECT customer_id, count(*) AS n, sum(amount) AS "
      "amount, trim(customer_id::VARCHAR) AS called, regexp_replace(lower(strip_accents("
      "customer_id::VARCHAR)), '[^a-z0-9]', '', 'g') AS word FROM own_transactions "
      "WHERE customer_id IS NOT NULL GROUP BY customer_id"));
  // Names are bound as one text, between signs that none of them has.
  constexpr const char* kBetween = "\x1f";
  const std::string is_told =
      told.empty() ? "false" : "list_contains(string_split($told, chr(31)), called)";
  Parameters parameters;
  if (!told.empty()) parameters["told"] = joined_words(told, kBetween);
  // Numbers may be true customers, so they must also stand out.
  return session.run(
      "CREATE TEMP TABLE receipt_kinds AS WITH named AS (SELECT *, " + is_told +
          " OR list_contains(" + words_sql(kNobody) + ", word) OR len(list_filter(" +
          words_sql(kNobodyBegins) +
          ", lambda begin: starts_with(word, begin))) > 0 AS is_nobody FROM customer_receipts), "
          "usual "
          "AS (SELECT quantile_disc(n, 0.9) AS most, count(*) AS customers, sum(n) AS purchases "
          "FROM "
          "named WHERE NOT is_nobody) SELECT customer_id, called, n, amount, is_nobody OR "
          "(stands_out "
          "AND regexp_full_match(called, '-1|0+|9{4,}')) AS is_nobody, stands_out AND n >= " +
          std::string(kLargeShare) + " * purchases AND customers >= " + kFewestCustomers +
          " AS is_much FROM (SELECT *, n > " + kMuchOftener +
          " * most AS stands_out FROM named, usual)",
      parameters);
}

// Names that were told must be of customers.
Result<> check_told_names(Session& session, const std::vector<std::string>& told) {
  for (const std::string& name : told) {
    const auto found = session.fetch("SELECT count(*) FROM customer_receipts WHERE called = $name",
                                     {{"name", name}});
    if (!found) return found.error();
    if (found->columns[0].integers[0] == 0)
      return Error{ErrorCategory::kInput, "--unknown-customers: there is no customer " + name, ""};
  }
  return Done{};
}

Result<> forget_nobody(Session& session, const std::string& file, std::vector<std::string>& notes) {
  const auto nobody =
      session.fetch("SELECT coalesce(sum(n), 0)::BIGINT, coalesce(sum(amount), 0)::DOUBLE, " +
                    std::string(kExamples) +
                    ", (SELECT count(*) FROM own_transactions) FROM receipt_kinds WHERE is_nobody");
  if (!nobody) return nobody.error();
  const int64_t rows = nobody->columns[0].integers[0];
  if (rows == 0) return Done{};
  const std::string called = nobody->columns[2].texts[0];
  notes.push_back("unknown buyers, no customers: " + called +
                  " (--unknown-customers none takes them for customers)");
  FOOTFALL_TRY(session.run(
      "UPDATE own_transactions SET customer_id = NULL WHERE customer_id IN (SELECT customer_id "
      "FROM receipt_kinds WHERE is_nobody)"));
  return add_quality_fact(
      session, {"transactions under a name for unknown buyers", file, rows,
                nobody->columns[3].integers[0], nobody->columns[1].reals[0],
                "kept, among those without a customer; --unknown-customers none takes them for "
                "customers",
                false, called});
}

Result<> tell_of_many(Session& session, const std::string& file, std::vector<std::string>& notes) {
  const auto much =
      session.fetch("SELECT count(*), coalesce(sum(amount), 0)::DOUBLE, " + std::string(kExamples) +
                    ", (SELECT count(*) FROM receipt_kinds WHERE NOT is_nobody), "
                    "coalesce(first(called ORDER BY n DESC), '') FROM receipt_kinds "
                    "WHERE is_much AND NOT is_nobody");
  if (!much) return much.error();
  const int64_t rows = much->columns[0].integers[0];
  if (rows == 0) return Done{};
  notes.push_back("warning: an implausible share of the transactions is of " +
                  much->columns[2].texts[0] +
                  "; if that stands for unknown buyers, say --unknown-customers '" +
                  much->columns[4].texts[0] + "'");
  return add_quality_fact(
      session, {"customers with an implausible share of the transactions", file, rows,
                much->columns[3].integers[0], much->columns[1].reals[0],
                "kept; if one stands for unknown buyers, name it with --unknown-customers", false,
                much->columns[2].texts[0]});
}

}  // namespace

Result<std::vector<std::string>> settle_unknown_customers(Session& session, const std::string& file,
                                                          const std::vector<std::string>& told) {
  std::vector<std::string> notes;
  if (told.size() == 1 && told[0] == "none") return notes;
  FOOTFALL_TRY(make_receipts(session, told));
  FOOTFALL_TRY(check_told_names(session, told));
  FOOTFALL_TRY(forget_nobody(session, file, notes));
  FOOTFALL_TRY(tell_of_many(session, file, notes));
  FOOTFALL_TRY(session.run("DROP TABLE customer_receipts; DROP TABLE receipt_kinds"));
  return notes;
}

}  // namespace footfall
