// Holds Mistakes: everything that is wrong with a scenario file, collected so that a user sees all
// of it at once, each with its line, key path, value and what is allowed.
#pragma once
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "model/yaml_tree.h"

namespace footfall {

// A node and the key path that messages name it by. The tree outlives it.
struct Item {
  std::string path;
  const YamlTree* node;
};

struct Mistake {
  int line = 1;
  std::string path, value, rule, nearest;  // each empty when it has no part in the message
  auto operator<=>(const Mistake&) const = default;
};

// Returns "FILE:LINE: PATH = VALUE" and below it, indented, "RULE; did you mean NEAREST?", without
// a newline at the end. `kind` stands before the path: "warning: ", or nothing for a mistake.
std::string placed_text(const Mistake& mistake, const std::string& file,
                        const std::string& kind = "");

class Mistakes {
 public:
  // Notes that an item's value breaks a rule; shows the value, and the nearest word that is
  // allowed.
  void wrong(const Item& item, const std::string& rule, const std::string& nearest = {});
  // Notes that an item breaks a rule that is not about one value.
  void broken(const Item& item, const std::string& rule);
  // Notes that an item is accepted, with what the user should know about it.
  void warn(const Item& item, const std::string& what);
  // Notes the same of what is only so in the file's own period, which flags may change.
  void note_period(const Item& item, const std::string& what);

  // Return what was noted, by line, each once.
  std::vector<Mistake> mistakes() const { return {mistakes_.begin(), mistakes_.end()}; }
  std::vector<Mistake> warnings() const { return {warnings_.begin(), warnings_.end()}; }
  std::vector<Mistake> period_notes() const { return {period_notes_.begin(), period_notes_.end()}; }

 private:
  std::set<Mistake> mistakes_, warnings_, period_notes_;
};

// Returns the path of `key` below `path`; the key is quoted unless it is a plain word.
std::string joined(const std::string& path, const std::string& key);

}  // namespace footfall
