#include "analytics/role_map.h"

#include <algorithm>

namespace footfall {

namespace {

// Other names by which people may call roles.
std::string role_of(const std::string& word) {
  if (word == "customer_id") return "customer";
  if (word == "transaction_id" || word == "invoice" || word == "order") return "transaction";
  if (word == "timestamp" || word == "date") return "time";
  if (word == "price") return "unit_price";
  return word;
}

bool starts_pair(const std::string& text, size_t at) {
  size_t end = at;
  while (end < text.size() && ((text[end] >= 'a' && text[end] <= 'z') || text[end] == '_')) ++end;
  return end > at && end < text.size() && text[end] == '=';
}

}  // namespace

Result<> read_role_map(const std::string& text, std::map<std::string, std::string>& columns) {
  for (size_t begin = 0; begin < text.size();) {
    if (!starts_pair(text, begin))
      return Error{ErrorCategory::kUsage, "--map takes ROLE=COLUMN, not " + text, ""};
    size_t end = begin;
    do {
      end = std::min(text.find(',', end + 1), text.size());
    } while (end < text.size() && !starts_pair(text, end + 1));
    const std::string pair = text.substr(begin, end - begin);
    const size_t equals = pair.find('=');
    const std::string role = role_of(pair.substr(0, equals)), column = pair.substr(equals + 1);
    if (column.empty()) {
      return Error{ErrorCategory::kUsage,
                   "--map " + pair + " names no column; it takes ROLE=COLUMN", ""};
    }
    const auto [told, is_new] = columns.emplace(role, column);
    if (!is_new) {
      return Error{ErrorCategory::kUsage,
                   "--map gives the role of " + role + " twice: to column " + told->second +
                       " and to column " + column,
                   ""};
    }
    begin = end + 1;
  }
  return Done{};
}

}  // namespace footfall
