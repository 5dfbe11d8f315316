// Holds the "did you mean" of messages: the known word with the least edit distance.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace footfall {

// Returns the number of insertions, deletions and replacements (Levenshtein) between two words.
int edit_distance(std::string_view left, std::string_view right);

// Returns the nearest of `known`, the first on ties; empty when none is near enough to suggest. A
// word that begins as another goes on counts as one edit away; case does not count. At most two
// edits, or two for five letters of a longer word, are near; an option's dashes are no letters.
std::string nearest_word(std::string_view word, const std::vector<std::string>& known);

}  // namespace footfall
