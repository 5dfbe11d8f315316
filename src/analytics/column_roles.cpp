#include "analytics/column_roles.h"

#include <algorithm>
#include <string_view>

#include "analytics/column_words.h"

namespace footfall {

namespace {

enum class Values : uint8_t { kAny, kNumber, kTime, kClock };

constexpr uint8_t kInTransactions = 1, kInItems = 2, kInCustomers = 4;

struct Role {
  std::string_view name;
  uint8_t kinds;
  Values values;
};

constexpr uint8_t kBought = kInTransactions | kInItems;
constexpr Role kRoles[] = {{"transaction", kBought, Values::kAny},
                           {"customer", kBought | kInCustomers, Values::kAny},
                           {"time", kBought, Values::kTime},
                           {"clock", kBought, Values::kClock},
                           {"amount", kBought, Values::kNumber},
                           {"quantity", kBought, Values::kNumber},
                           {"unit_price", kBought, Values::kNumber},
                           {"category", kBought, Values::kAny},
                           {"product", kBought, Values::kAny},
                           {"description", kBought, Values::kAny},
                           {"currency", kInTransactions, Values::kAny},
                           {"persona", kInTransactions | kInCustomers, Values::kAny},
                           {"lines", kInTransactions, Values::kNumber},
                           {"festival", kInTransactions, Values::kAny},
                           {"name", kInCustomers, Values::kAny},
                           {"email", kInCustomers, Values::kAny},
                           {"city", kInCustomers, Values::kAny}};

uint8_t bit_of(FileKind kind) {
  return kind == FileKind::kTransactions ? kInTransactions
         : kind == FileKind::kItems      ? kInItems
                                         : kInCustomers;
}

bool has_column(const std::vector<ColumnProfile>& columns, const std::string& name) {
  return std::any_of(columns.begin(), columns.end(),
                     [&](const ColumnProfile& column) { return column.name == name; });
}

constexpr double kNearlyAll = 0.9, kLeastTimes = 0.7;

bool has_fractions(const ColumnProfile& column) {
  return column.numbers > kNearlyAll && column.wholes < 0.5;
}

// Returns how well values fit a role, 0 to 1.
double value_score(const Role& role, const ColumnProfile& column) {
  // Nothing speaks against it; but a clock needs a day beside it.
  if (column.filled == 0) return role.values == Values::kClock ? 0 : 0.5;
  switch (role.values) {
    case Values::kNumber:
      return column.numbers;
    case Values::kTime:
      return std::max(column.times, column.day_numbers);
    case Values::kClock:
      return column.clocks;
    case Values::kAny:
      break;
  }
  return has_fractions(column) ? 0 : 1;  // identifiers and names are none
}

struct Candidate {
  const Role* role;
  const ColumnProfile* column;
  double score;
  const char* reason;
};

// Below this share of distinct values a row is a line of a transaction, see own_rows.cpp.
constexpr double kFewestDistinct = 0.8;

// A column called id may number customers or transactions: values decide.
double id_score(const Role& role, const ColumnProfile& column) {
  if (role.name == "transaction" && column.filled < kNearlyAll) return 0;  // of something else
  const bool fits = (role.name == "customer" && column.distinct < 0.95) ||
                    (role.name == "transaction" && column.distinct > 0.99);
  // With few repeats it names transactions that come twice, where others name the customers.
  const bool may_fit = role.name == "transaction" && column.distinct >= kFewestDistinct;
  return fits ? 0.5 : may_fit ? 0.4 : 0;
}

bool is_called_id(const ColumnProfile& column) {
  return column.name.size() == 2 && (column.name[0] | 0x20) == 'i' &&
         (column.name[1] | 0x20) == 'd';
}

Candidate candidate_of(const Role& role, const ColumnProfile& column) {
  if (is_called_id(column) && column.filled > 0)
    return {&role, &column, id_score(role, column), "by values alone"};
  return {&role, &column, name_score(role.name, column.name) * value_score(role, column),
          "by name and values"};
}

// Whether values alone could make a column the role, when nothing else is known of it; amounts
// without fractions are too many other things to be chosen, but may be meant.
bool may_be(const std::string& role, const ColumnProfile& column, bool is_chosen) {
  if (column.filled == 0) return false;
  if (role == "time") return column.times >= kLeastTimes && column.numbers <= kNearlyAll;
  if (role == "clock") return column.clocks > kNearlyAll && column.numbers <= kNearlyAll;
  if (role != "amount" || column.numbers <= kNearlyAll || names_number(column.name)) return false;
  constexpr double kFewValues = 0.02, kIdentifiers = 0.95;
  return has_fractions(column) ||
         (!is_chosen && column.distinct >= kFewValues && column.distinct < kIdentifiers);
}

constexpr double kLeastScore = 0.35;

// Roles given so far.
struct Given {
  std::vector<RoleGuess> guesses;
  std::vector<std::string> roles;  // taken, also those told to have no column

  bool takes(const std::string& role) const {
    return std::find(roles.begin(), roles.end(), role) != roles.end();
  }
  const RoleGuess* of(const std::string& column) const { return role_of(guesses, column); }
  void add(RoleGuess guess) {
    roles.push_back(guess.role);
    guesses.push_back(std::move(guess));
  }
};

// Shopify calls the number of an order its name; beside its lines nothing else is called so.
void guess_by_form(const std::vector<ColumnProfile>& columns, FileKind kind, Given& given) {
  constexpr double kSure = 0.95;
  if (kind == FileKind::kCustomers || given.takes("transaction")) return;
  if (has_column(columns, "Name") && has_column(columns, "Lineitem name") &&
      given.of("Name") == nullptr)
    given.add({"transaction", "Name", kSure, "by name and values"});
}

void guess_by_name(const std::vector<ColumnProfile>& columns, FileKind kind, Given& given) {
  std::vector<Candidate> candidates;
  const bool has_dates = std::any_of(columns.begin(), columns.end(),
                                     [](const auto& one) { return one.times >= kLeastTimes; });
  for (const Role& role : kRoles) {
    if ((role.kinds & bit_of(kind)) == 0) continue;
    for (const ColumnProfile& column : columns) {
      // Beside days that are written as such, numbers are of something else.
      if (role.values == Values::kTime && has_dates && column.day_numbers > column.times) continue;
      const Candidate candidate = candidate_of(role, column);
      if (candidate.score >= kLeastScore) candidates.push_back(candidate);
    }
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const auto& a, const auto& b) { return a.score > b.score; });
  for (const Candidate& candidate : candidates) {
    const std::string role(candidate.role->name);
    if (given.takes(role) || given.of(candidate.column->name) != nullptr) continue;
    given.add({role, candidate.column->name, candidate.score, candidate.reason});
  }
}

// What names leave open: the time, the clock and the amount. A price that is known by its name
// is the amount, with or without a quantity.
void guess_by_values(const std::vector<ColumnProfile>& columns, Given& given) {
  const auto is_given = [&](const char* role) { return !column_of(given.guesses, role).empty(); };
  for (const auto& [role, share] : {std::pair("time", 0.5), {"clock", 0.5}, {"amount", 0.4}}) {
    if (given.takes(role) || (role == std::string("amount") && is_given("unit_price"))) continue;
    const ColumnProfile* best = nullptr;
    for (const ColumnProfile& column : columns) {
      if (given.of(column.name) != nullptr || !may_be(role, column, true)) continue;
      const auto score = [is_time = std::string_view(role) == "time"](const ColumnProfile& one) {
        return is_time ? one.times : one.numbers;
      };
      if (best == nullptr || score(column) > score(*best)) best = &column;
    }
    if (best == nullptr) continue;
    given.add({role, best->name,
               share * std::max(best->times, std::max(best->numbers, best->clocks)),
               "by values alone"});
  }
}

// A clock beside a time that tells one already is of something else.
void drop_second_clock(const std::vector<ColumnProfile>& columns, Given& given) {
  const std::string time = column_of(given.guesses, "time");
  const auto found = std::find_if(columns.begin(), columns.end(),
                                  [&](const ColumnProfile& one) { return one.name == time; });
  const bool tells_days =
      found != columns.end() && (found->days > kNearlyAll || found->filled == 0);
  std::erase_if(given.guesses, [&](const RoleGuess& guess) {
    return guess.role == "clock" && guess.reason != "as told" && !tells_days;
  });
}

void find_rivals(const std::vector<ColumnProfile>& columns, Given& given) {
  for (RoleGuess& guess : given.guesses) {
    if (guess.confidence >= kSureGuess || (guess.role != "time" && guess.role != "amount"))
      continue;
    for (const ColumnProfile& column : columns) {
      const RoleGuess* other = given.of(column.name);
      const bool is_free = other == nullptr || other->confidence < kSureGuess;
      if (column.name != guess.column && is_free && may_be(guess.role, column, false))
        guess.rivals.push_back(column.name);
    }
  }
}

}  // namespace

bool has_role(FileKind kind, const std::string& role) {
  return std::any_of(std::begin(kRoles), std::end(kRoles), [&](const Role& one) {
    return one.name == role && (one.kinds & bit_of(kind)) != 0;
  });
}

std::string role_names() {
  std::string names;
  for (const Role& role : kRoles) {
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

const RoleGuess* role_of(const std::vector<RoleGuess>& guesses, const std::string& column) {
  for (const RoleGuess& guess : guesses) {
    if (guess.column == column) return &guess;
  }
  return nullptr;
}

std::vector<std::pair<std::string, std::string>> told_parts(
    const std::vector<ColumnProfile>& columns, const std::string& role, const std::string& column) {
  const size_t plus = column.find('+');
  if (role != "time" || plus == std::string::npos || has_column(columns, column))
    return {{role, column}};
  return {{"time", column.substr(0, plus)}, {"clock", column.substr(plus + 1)}};
}

Result<std::vector<RoleGuess>> guess_roles(const std::vector<ColumnProfile>& columns, FileKind kind,
                                           const std::map<std::string, std::string>& told) {
  Given given;
  for (const auto& [told_role, told_column] : told) {
    for (const auto& [role, column] : told_parts(columns, told_role, told_column)) {
      const bool is_known =
          std::any_of(std::begin(kRoles), std::end(kRoles),
                      [&role = role](const Role& one) { return one.name == role; });
      if (!is_known) {
        return Error{ErrorCategory::kUsage,
                     "--map: there is no role " + role + "; roles are " + role_names(), ""};
      }
      if (!has_role(kind, role)) continue;
      if (column == "-") given.roles.push_back(role);
      if (has_column(columns, column)) given.add({role, column, 1, "as told"});
    }
  }
  guess_by_form(columns, kind, given);
  guess_by_name(columns, kind, given);
  if (kind != FileKind::kCustomers) guess_by_values(columns, given);
  drop_second_clock(columns, given);
  find_rivals(columns, given);
  const auto place = [](const RoleGuess& guess) {
    return std::find_if(std::begin(kRoles), std::end(kRoles),
                        [&](const Role& role) { return role.name == guess.role; });
  };
  std::stable_sort(given.guesses.begin(), given.guesses.end(),
                   [&](const auto& a, const auto& b) { return place(a) < place(b); });
  return given.guesses;
}

}  // namespace footfall
