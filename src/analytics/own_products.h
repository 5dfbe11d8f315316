// Holds what lines of the user's are called: the usual description of each product, and which codes
// are of no product at all.
#pragma once
#include <string>

#include "analytics/own_columns.h"

namespace footfall {

// Makes table product_names, (product, description), where lines have both and no category: the
// most frequent description of each product. A product with a crowd of descriptions is a group of
// them, which no one description names.
Result<> make_product_names(Session& session, RoleTable& table);

// Returns SQL for what a line is before products are named: its category, else its product, else
// its description; NULL where the file has none.
std::string category_of(const RoleTable& table);

// Returns the name of `rows`, a table of read_rows, or SQL for it with products called by their
// names in column category.
std::string named_rows(const RoleTable& table, const std::string& rows);

// Reports lines of fees and the like, where nearly all codes of products have three digits and
// more: they are kept, as they are revenue, though of no product.
Result<> report_no_products(Session& session, const RoleTable& table, const std::string& rows);

}  // namespace footfall
