#include "base/currency.h"

#include <algorithm>

#include "base/ascii.h"

namespace footfall {

namespace {

// The first that bears a name is meant by it: dollar is USD, rupee INR, franc CHF.
constexpr std::string_view kMostTraded[] = {"USD", "EUR", "JPY", "GBP", "CNY", "CHF",
                                            "INR", "SEK", "NOK", "KRW", "MXN"};

bool is_meant(const Currency& currency, const std::string& text) {
  const std::string code = lowered(currency.code), name = lowered(currency.name);
  if (text == code || text == currency.symbol || text == name) return true;
  const std::string last = name.substr(name.rfind(' ') + 1);
  return text == last || text == last + "s";
}

}  // namespace

const Currency* find_currency(std::string_view code) {
  const auto all = currency_table();
  const auto found = std::lower_bound(all.begin(), all.end(), code,
                                      [](const Currency& c, auto other) { return c.code < other; });
  return found != all.end() && found->code == code ? &*found : nullptr;
}

std::string nearest_currency(std::string_view text) {
  const std::string word = lowered(text);
  if (word.empty()) return "";
  for (const std::string_view code : kMostTraded) {
    const Currency* currency = find_currency(code);
    if (currency != nullptr && is_meant(*currency, word)) return std::string(code);
  }
  for (const Currency& currency : currency_table()) {
    if (is_meant(currency, word)) return std::string(currency.code);
  }
  // A letter too many or a wrong one: EURO, EUT, USD$.
  if (word.size() < 3 || word.size() > 4) return "";
  for (const std::string_view code : kMostTraded) {
    const std::string known = lowered(code);
    const int same = (word[0] == known[0]) + (word[1] == known[1]) + (word[2] == known[2]);
    if (same == 3 || (same == 2 && word.size() == 3)) return std::string(code);
  }
  return "";
}

bool groups_in_lakh(std::string_view code) {
  constexpr std::string_view kCodes[] = {"INR", "PKR", "BDT", "NPR", "LKR"};
  return std::find(std::begin(kCodes), std::end(kCodes), code) != std::end(kCodes);
}

std::string money_prefix(std::string_view code, std::string_view symbol) {
  const Currency* known = symbol.empty() ? find_currency(code) : nullptr;
  std::string prefix(!symbol.empty() ? symbol : known ? known->symbol : "");
  if (prefix.empty()) prefix = code;
  return std::any_of(prefix.begin(), prefix.end(), is_letter) ? prefix + "\u00a0" : prefix;
}

}  // namespace footfall
