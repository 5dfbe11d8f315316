// Holds Section: one mapping of a scenario file with the keys that describe it. It hands out good
// values only; what is not good has been noted by check_key and leaves a default standing.
#pragma once
#include <string_view>
#include <vector>

#include "model/key_check.h"

namespace footfall {

class Section {
 public:
  // A section without a node is empty. REQUIRES: `key` is a mapping; the tree outlives the section.
  Section(const Key& key, Item item) : key_(&key), item_(std::move(item)) {}

  const Item& item() const { return item_; }
  bool has(std::string_view name) const { return find(name) != nullptr; }
  // Returns the value of a key. REQUIRES: has(name).
  Item at(std::string_view name) const;
  // Returns the mapping of a key; an empty section when it is absent or no mapping.
  Section section(std::string_view name) const;
  // Returns the items of a list.
  std::vector<Section> items(std::string_view name) const;
  // Returns value `index` of a mapping of names. REQUIRES: there is one.
  Section value(std::string_view name, size_t index) const;

  // Each sets `out` when the key has a good value, and returns whether it has.
  bool text(std::string_view name, std::string& out) const;
  bool currency(std::string_view name, std::string& out) const;
  bool number(std::string_view name, double& out) const;
  template <typename Integer>
  bool whole(std::string_view name, Integer& out) const;
  bool seed(std::string_view name, uint64_t& out) const;
  bool date(std::string_view name, Day& out) const;
  bool range(std::string_view name, double& low, double& high) const;
  bool months(std::string_view name, MonthMultipliers& out) const;
  bool mix(std::string_view name, Mix& out) const;
  // Sets `out` to the index of the key's word.
  template <typename Index>
  bool word(std::string_view name, Index& out) const;

 private:
  const YamlTree* find(std::string_view name) const;
  const Key& key(std::string_view name) const;

  const Key* key_;
  Item item_;
};

}  // namespace footfall
