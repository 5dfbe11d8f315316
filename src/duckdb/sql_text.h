// Holds how names and texts from outside get into SQL where they cannot be bound as values:
// quoted here and nowhere else.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace footfall {

// Returns the text as an SQL literal.
std::string sql_literal(std::string_view text);

// Returns the text as the name of a column or table.
std::string sql_identifier(std::string_view name);

// Returns the texts as an SQL list of literals.
std::string sql_list(const std::vector<std::string>& texts);

}  // namespace footfall
