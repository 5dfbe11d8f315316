// Holds the words by which people's files call their columns, in the languages that are known, and
// how well a column's name fits a role.
#pragma once
#include <string>
#include <string_view>

namespace footfall {

// Returns how well a name fits a role, 0 to 1: from .85 on it is such a word as a whole, from .6 on
// the word is what the name is about ("Total price EUR", "Kassenbondatum"), below it only stands in
// it. Case, accents, blanks, signs and a currency at the end do not matter. Names of other things
// (discount, tax, cost) are no amounts and prices, however they go on.
double name_score(std::string_view role, std::string_view name);

// Returns the role that a name as a whole is a word of, or an empty text.
std::string named_role(std::string_view name);

// Whether a name says that the column numbers or codes something, so that its values are no
// amounts: "Store no", "Filial-Nr", "PLZ".
bool names_number(std::string_view name);

}  // namespace footfall
