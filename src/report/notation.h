// Holds how figures are written for people: ₹29.57 crore, 36.6 %, 19 to 20 h. Texts are English,
// and so is their punctuation of numbers, as in the English locale of the currency's country:
// rupees and their neighbours are grouped in lakh and crore, other currencies in thousands, and yen
// have no decimals.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "analytics/analysis.h"
#include "base/date.h"
#include "report/facts.h"

namespace footfall {

struct Notation {
  std::string symbol;      // of the currency, with a no-break space where it is a code; or empty
  bool is_indian = false;  // 12,34,567 and lakh, crore
  int decimals = 2;        // of the currency's least unit
};

// Returns how amounts of a currency are written. `code` is that of ISO 4217, or empty; `symbol` is
// the data's own, or empty for the usual one.
Notation notation_of(const std::string& code, const std::string& symbol);
Notation notation_of(const Capabilities& capabilities);

// A unit of large amounts.
struct Scale {
  const char* word;  // " crore", after a no-break space
  double value;
  int decimals;
};

// Returns the scale in which an amount is written, nullptr below the least one.
const Scale* scale_of(const Notation& notation, double value);

// Returns every scale of the notation, largest first, and their number.
const Scale* scales_of(const Notation& notation, size_t& count);

// Returns digits in groups, with U+2212 before a negative number.
std::string grouped_number(const Notation& notation, double value, int decimals);

// Returns ₹29.57 crore, ₹77.2 lakh, ₹4,929 or ₹78.40; ¥78.
std::string money_text(const Notation& notation, double value);

// Returns the amount without words for large ones, for columns of tables: ₹4,929 or ₹78.40, and
// with `is_exact` all decimals of the currency, ₹29,56,84,384.95.
std::string amount_text(const Notation& notation, double value, bool is_exact = false);

// Returns 36.6 %, with a no-break space.
std::string percent_text(double fraction, int decimals);

// Returns "Saturday" for 6, "January" for 1, "1 January 2024" for a day.
std::string weekday_name(int weekday);
std::string month_name(int month);
std::string date_text(Day day);
std::string short_date_text(Day day);  // 13 Jan

// Returns "a, b and c".
std::string listed(const std::vector<std::string>& words);

// Returns a fact's value as a text shows it, without its interval.
std::string fact_text(const Notation& notation, const Fact& fact);

// The same with + before what is above 0.
std::string signed_fact_text(const Notation& notation, const Fact& fact);

// Returns the fact's interval, "34.7 to 38.4 %"; empty without one.
std::string interval_text(const Notation& notation, const Fact& fact);

// Returns a name of the data for people: words joined by _ apart.
std::string display_name(std::string_view name);

}  // namespace footfall
