// Holds YamlTree, a YAML document as a plain value, and the parser that makes one. Nothing outside
// the .cpp sees yaml-cpp, its exceptions or its shared nodes.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "base/result.h"

namespace footfall {

inline constexpr size_t kMaxYamlBytes = 8u << 20;

struct YamlEntry;

struct YamlTree {
  enum Kind { kNull, kScalar, kList, kMap };
  bool is_scalar() const { return kind == kScalar; }
  bool is_list() const { return kind == kList; }
  bool is_map() const { return kind == kMap; }
  // Returns the value of the first entry whose key is the text `key`, null when there is none.
  const YamlTree* find(const std::string& key) const;

  Kind kind = kNull;
  std::string scalar;              // empty unless kScalar
  int line = 0;                    // 1-based; an alias has its anchor's
  std::vector<YamlEntry> entries;  // of a map, in the file's order
  std::vector<YamlTree> items;     // of a list
};

// Key and value. A pair of YamlTrees would have to be complete within YamlTree (clang says so).
struct YamlEntry {
  YamlTree first, second;
};

// Returns the one document in `text`, aliases expanded. It is at most 32 deep and its aliases add
// at most 1000 nodes, so that recursion over it is safe for any text. The error (kInput) has the
// rule as message and path:line as place.
Result<YamlTree> parse_yaml(const std::string& text, const std::string& path);

}  // namespace footfall
