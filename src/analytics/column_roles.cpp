#include "analytics/column_roles.h"

#include <algorithm>
#include <string_view>

#include "base/ascii.h"

namespace footfall {

namespace {

enum class Values : uint8_t { kAny, kNumber, kTime };

constexpr uint8_t kInTransactions = 1, kInItems = 2, kInCustomers = 4;

// A role with the names that columns of it have, in letters and digits only, surest first.
struct Role {
  std::string_view name;
  uint8_t kinds;
  Values values;
  std::vector<std::string_view> words;
};

const std::vector<Role>& roles() {
  constexpr uint8_t kBought = kInTransactions | kInItems;
  static const std::vector<Role> kRoles = {
      {"transaction",
       kBought,
       Values::kAny,
       {"transactionid", "invoiceno",   "invoice",  "invoiceid", "invoicenumber", "orderid",
        "orderno",       "ordernumber", "order",    "basketid",  "basket",        "receiptid",
        "receiptno",     "receipt",     "ticketid", "ticket",    "billno",        "billid",
        "transaction",   "saleid",      "tripid"}},
      {"customer",
       kBought | kInCustomers,
       Values::kAny,
       {"customerid",  "customer",  "customerno",   "custid",    "clientid",
        "client",      "userid",    "user",         "memberid",  "member",
        "householdid", "household", "householdkey", "shopperid", "shopper",
        "buyerid",     "buyer",     "cardid",       "accountid", "cid"}},
      {"time",
       kBought,
       Values::kTime,
       {"timestamp", "transactiontimestamp", "invoicedate", "orderdate", "transactiondate",
        "purchasedate", "datetime", "date", "saledate", "transactiontime", "transactiondt",
        "createdat", "time", "day"}},
      {"amount",
       kBought,
       Values::kNumber,
       {"amount", "totalamount", "salesvalue", "totalprice", "total", "linetotal", "revenue",
        "sales", "spend", "netamount", "grossamount", "ordervalue", "value", "payment", "dollars",
        "net", "gross"}},
      {"quantity",
       kBought,
       Values::kNumber,
       {"quantity", "qty", "units", "unitsbought", "numberofitems", "numitems", "count", "number",
        "pieces"}},
      {"unit_price",
       kInItems | kInTransactions,
       Values::kNumber,
       {"unitprice", "price", "itemprice", "sellingprice", "priceperunit", "salesprice"}},
      {"category",
       kBought,
       Values::kAny,
       {"category", "productcategory", "itemcategory", "categoryname", "department", "productgroup",
        "commodity", "productsubclass", "class"}},
      {"product",
       kBought,
       Values::kAny,
       {"productid", "stockcode", "sku", "itemid", "product", "item", "productcode", "itemcode",
        "upc", "ean"}},
      {"description",
       kBought,
       Values::kAny,
       {"description", "productname", "itemname", "productdescription", "itemdescription"}},
      {"persona",
       kInTransactions | kInCustomers,
       Values::kAny,
       {"persona", "segment", "customersegment", "customergroup", "cluster"}},
      {"lines", kInTransactions, Values::kNumber, {"lines", "numberoflines", "linecount"}},
      {"festival", kInTransactions, Values::kAny, {"festival", "holiday", "event"}},
      {"name", kInCustomers, Values::kAny, {"name", "fullname", "customername"}},
      {"email", kInCustomers, Values::kAny, {"email", "emailaddress", "mail"}},
      {"city", kInCustomers, Values::kAny, {"city", "town"}}};
  return kRoles;
}

uint8_t bit_of(FileKind kind) {
  return kind == FileKind::kTransactions ? kInTransactions
         : kind == FileKind::kItems      ? kInItems
                                         : kInCustomers;
}

std::string letters_of(std::string_view name) {
  std::string letters;
  for (const char c : name) {
    if (is_letter(c) || (c >= '0' && c <= '9')) letters += lower(c);
  }
  return letters;
}

// Returns how well a name fits a role, 0 to 1.
double name_score(const Role& role, const std::string& letters) {
  for (size_t i = 0; i < role.words.size(); ++i) {
    if (letters == role.words[i]) return 1.0 - 0.01 * static_cast<double>(i);
  }
  for (const std::string_view word : role.words) {
    if (word.size() >= 4 && letters.find(word) != std::string::npos) return 0.6;
  }
  return 0;
}

// Returns how well values fit a role, 0 to 1.
double value_score(const Role& role, const ColumnProfile& column) {
  if (column.filled == 0) return 0.5;  // nothing speaks against it
  switch (role.values) {
    case Values::kNumber:
      return column.numbers;
    case Values::kTime:
      return column.times;
    case Values::kAny:
      break;
  }
  return 1;
}

struct Candidate {
  const Role* role;
  const ColumnProfile* column;
  double score;
  const char* reason;
};

// Below this share of distinct values a row is a line of a transaction, see own_rows.cpp.
constexpr double kFewestDistinct = 0.8;

// Values alone make a column a time or an amount when nothing else is known of it.
Candidate candidate_of(const Role& role, const ColumnProfile& column) {
  const double by_name = name_score(role, letters_of(column.name));
  const double by_value = value_score(role, column);
  if (letters_of(column.name) == "id" && column.filled > 0) {
    const bool fits = (role.name == "customer" && column.distinct < 0.95) ||
                      (role.name == "transaction" && column.distinct > 0.99);
    // With few repeats it names transactions that come twice, where others name the customers.
    const bool may_fit = role.name == "transaction" && column.distinct >= kFewestDistinct;
    return {&role, &column, fits ? 0.5 : may_fit ? 0.4 : 0, "by values alone"};
  }
  if (by_name > 0) return {&role, &column, by_name * by_value, "by name and values"};
  if (column.filled == 0) return {&role, &column, 0, ""};
  if (role.name == "time") {
    const bool is_plain_number = column.numbers > 0.9;
    return {&role, &column, is_plain_number ? 0 : 0.5 * by_value, "by values alone"};
  }
  if (role.name == "amount" && column.numbers > 0.9 && column.wholes < 0.5)
    return {&role, &column, 0.4 * by_value, "by values alone"};
  return {&role, &column, 0, ""};
}

constexpr double kLeastScore = 0.35;

}  // namespace

std::string role_names() {
  std::string names;
  for (const Role& role : roles()) {
    if (!names.empty()) names += ", ";
    names += role.name;
  }
  return names;
}

std::string column_of(const std::vector<RoleGuess>& guesses, const std::string& role) {
  for (const RoleGuess& guess : guesses) {
    if (guess.role == role) return guess.column;
  }
  return "";
}

Result<std::vector<RoleGuess>> guess_roles(const std::vector<ColumnProfile>& columns, FileKind kind,
                                           const std::map<std::string, std::string>& told) {
  std::vector<RoleGuess> guesses;
  std::vector<std::string> taken_roles;
  for (const auto& [role, column] : told) {
    const auto known = std::find_if(roles().begin(), roles().end(),
                                    [&role = role](const Role& one) { return one.name == role; });
    if (known == roles().end()) {
      return Error{ErrorCategory::kUsage,
                   "--map: there is no role " + role + "; roles are " + role_names(), ""};
    }
    const bool is_here =
        std::any_of(columns.begin(), columns.end(),
                    [&column = column](const auto& one) { return one.name == column; });
    if ((known->kinds & bit_of(kind)) == 0 || (!is_here && column != "-")) continue;
    taken_roles.push_back(role);
    if (is_here) guesses.push_back({role, column, 1, "as told"});
  }
  std::vector<Candidate> candidates;
  for (const Role& role : roles()) {
    if ((role.kinds & bit_of(kind)) == 0) continue;
    for (const ColumnProfile& column : columns) {
      const Candidate candidate = candidate_of(role, column);
      if (candidate.score >= kLeastScore) candidates.push_back(candidate);
    }
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const auto& a, const auto& b) { return a.score > b.score; });
  for (const Candidate& candidate : candidates) {
    const std::string role(candidate.role->name);
    const bool is_taken =
        std::find(taken_roles.begin(), taken_roles.end(), role) != taken_roles.end() ||
        std::any_of(guesses.begin(), guesses.end(),
                    [&](const auto& guess) { return guess.column == candidate.column->name; });
    if (is_taken) continue;
    taken_roles.push_back(role);
    guesses.push_back({role, candidate.column->name, candidate.score, candidate.reason});
  }
  return guesses;
}

}  // namespace footfall
