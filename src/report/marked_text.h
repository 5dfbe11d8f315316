// Holds the markup by which a text says which fact each of its numbers states: a Markdown link by
// reference, [₹29.57 crore][revenue]. After the identifier may stand what of the fact is meant:
// :interval or :low and :high its ends, :rise and :fall its size where the words tell the
// direction.
#pragma once
#include <string>
#include <string_view>

#include "report/facts.h"
#include "report/notation.h"

namespace footfall {

// Returns "[text][id]".
std::string marked(const std::string& text, const std::string& id);

// Returns text without marks and escapes, as a terminal shows it.
std::string plain_text(std::string_view marked);

// Returns a name of the data for Markdown: signs that mean something are escaped.
std::string escaped(std::string_view name);

// Writes facts as marked text. Unknown facts abort: ask `facts` before.
class FactWriter {
 public:
  FactWriter(const Facts& facts, const Notation& notation) : facts_(facts), notation_(notation) {}

  const Fact* find(std::string_view id) const { return facts_.find(id); }
  const Notation& notation() const { return notation_; }

  std::string value(const std::string& id) const;        // 36.6 %
  std::string with_sign(const std::string& id) const;    // +36.6 %
  std::string size(const std::string& id) const;         // 11.1 %, of a rise or a fall
  std::string interval(const std::string& id) const;     // 34.7 to 38.4 %; empty without one
  std::string in_brackets(const std::string& id) const;  // " (34.7 to 38.4 %)"; empty without one
  std::string short_date(const std::string& id) const;   // 13 January
  std::string name(const std::string& id) const;         // of a text fact

 private:
  const Fact& at(const std::string& id) const;
  const Facts& facts_;
  const Notation& notation_;
};

}  // namespace footfall
