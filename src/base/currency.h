// Holds the world's currencies: how the amounts of each are written, so that a scenario needs to
// name no more than its ISO 4217 code.
#pragma once
#include <span>
#include <string>
#include <string_view>

namespace footfall {

struct Currency {
  std::string_view code;    // ISO 4217, as in EUR
  std::string_view symbol;  // empty when people write the code
  int decimals = 2;         // usual in prices: 0 or 2; data have 2 always
  std::string_view name;    // in English
};

// Returns every currency by code. Generated from data/currencies.csv by
// scripts/generate_currencies.py.
std::span<const Currency> currency_table();

// Returns a currency by its code, nullptr when there is none.
const Currency* find_currency(std::string_view code);

// Returns the code that someone means who writes eur, Euro, rupees or €; empty when none is near.
// Of currencies of one name the most traded.
std::string nearest_currency(std::string_view text);

// Returns whether amounts are grouped as 12,34,567 and counted in lakh and crore.
bool groups_in_lakh(std::string_view code);

// Returns what stands before an amount: "€", or "CHF" and a no-break space. `symbol` is the world's
// own, or empty.
std::string money_prefix(std::string_view code, std::string_view symbol);

}  // namespace footfall
