// Holds how letters with accents become plain ones, so that names compare however they are typed.
#pragma once
#include <string>
#include <string_view>

namespace footfall {

// Returns a UTF-8 text with the Latin letters of Europe without accents: Stückpreis, ilość and
// Straße become Stuckpreis, ilosc and Strasse. Combining marks go, all else stays.
std::string plain_letters(std::string_view text);

}  // namespace footfall
