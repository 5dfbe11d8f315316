// Holds ScenarioReader: takes typed values out of a YamlTree and collects every mistake on the way,
// so that a user sees all of them at once. Knows nothing of a scenario's sections.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/date.h"
#include "model/scenario.h"
#include "model/yaml_tree.h"

namespace footfall {

using WordList = std::vector<std::string>;

inline constexpr double kMaxMultiplier = 100;
// In the order of Frequency.
inline const WordList kFrequencies = {"daily", "alternate", "weekly", "monthly"};

// A node and the key path messages name it by. The tree outlives it.
struct Item {
  std::string path;
  const YamlTree* node;
};
using Fields = std::map<std::string, Item>;

// Returns the path of `key` below `path`; the key is quoted unless it is a plain word.
std::string joined(const std::string& path, const std::string& key);

// Each reading function notes a mistake and returns or leaves a default when the item is not what
// it asks for. Limits are inclusive. `name` stands in the message.
class ScenarioReader {
 public:
  explicit ScenarioReader(std::string path) : path_(std::move(path)) {}

  // Notes `text` at a line.
  void mistake(const std::string& text, int line);
  // Notes that an item's value breaks a rule; shows the value.
  void wrong(const Item& item, const std::string& rule);
  // Notes that an item breaks a rule that is not about one value.
  void missing(const Item& item, const std::string& rule);
  // Notes that an item is accepted but does nothing.
  void without_effect(const Item& item);
  // Returns the mistakes by line, one a line of text, at most 1000; empty when there is none.
  std::string mistakes() const;
  const std::vector<std::string>& warnings() const { return warnings_; }

  // Returns a mapping's values by key.
  Fields entries(const Item& item);
  // As entries; a key not in `known` is a mistake, but is returned.
  Fields fields(const Item& item, const WordList& known);
  std::vector<Item> list(const Item& item);
  std::optional<double> number(const Item& item, const char* name, double low, double high);
  // Sets `out` to the number at `key` when there is a good one.
  void multiplier(const Fields& from, const char* key, double low, double high, double& out);
  // Sets `out` and returns true for a whole number; Integer is int, int64_t or uint64_t.
  template <typename Integer>
  bool integer(const Item& item, const char* name, Integer low, Integer high, Integer& out);
  // Sets `out` and returns true for a list [low, high].
  bool range(const Item& item, const char* name, double low, double high, double (&out)[2]);
  // Sets `out` to text of 1 to 200 bytes.
  void text(const Item& item, std::string& out);
  // Returns the index of the item's text in `known`, -1 when it is not there.
  int word(const Item& item, const WordList& known);
  std::optional<Day> date(const Item& item);
  // Sets factors by month from a list of 12 or a mapping of jan to dec.
  void months(const Item& item, MonthMultipliers& out);

 private:
  std::string place(int line) const { return " (" + path_ + ":" + std::to_string(line) + ")"; }

  std::string path_;
  std::map<int, std::set<std::string>> mistakes_;
  std::vector<std::string> warnings_;
};

}  // namespace footfall
