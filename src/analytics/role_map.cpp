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
    columns[role_of(pair.substr(0, equals))] = pair.substr(equals + 1);
    begin = end + 1;
  }
  return Done{};
}

}  // namespace footfall
