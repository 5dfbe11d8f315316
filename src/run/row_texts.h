// Holds how rows that were made anew are written: values by column of their table, as in CSV.
#pragma once
#include <string>
#include <vector>

#include "engine/explain.h"
#include "table/batch.h"

namespace footfall {

using RowTexts = std::vector<std::string>;

// Returns a value of a batch whose codes `words` has.
std::string value_text(const Batch& batch, size_t column, size_t row, const Words& words);

// Returns the row of a transaction. REQUIRES: it took place.
RowTexts transaction_texts(const World& world, const Explanation& why);

// Returns the rows of its items, in order; none where it did not take place.
std::vector<RowTexts> item_texts(const Explanation& why);

}  // namespace footfall
