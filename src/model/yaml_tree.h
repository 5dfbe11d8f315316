// Holds YamlTree, a YAML document as a plain value, and the parser that makes one. Nothing outside
// the .cpp sees yaml-cpp, its exceptions or its shared nodes.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

namespace footfall {

// What a document may hold, so that no text takes long or much memory.
inline constexpr size_t kMaxYamlBytes = 8u << 20, kMaxYamlNodes = 1'500'000;
// Nodes that anchors and aliases may copy, together.
inline constexpr size_t kMaxYamlCopies = 100'000;
inline constexpr int kMaxYamlDepth = 32;

struct YamlEntry;

struct YamlTree {
  enum Kind { kNull, kScalar, kList, kMap };
  bool is_scalar() const { return kind == kScalar; }
  bool is_list() const { return kind == kList; }
  bool is_map() const { return kind == kMap; }
  // Returns the value of the first entry whose key is the text `key`, null when there is none.
  const YamlTree* find(const std::string& key) const;

  Kind kind = kNull;
  int line = 1;                    // 1-based; an alias has its anchor's
  std::string scalar;              // empty unless kScalar
  std::vector<YamlEntry> entries;  // of a map, in the file's order
  std::vector<YamlTree> items;     // of a list
};

// Key and value. A pair of YamlTrees would have to be complete within YamlTree (clang says so).
struct YamlEntry {
  YamlTree first, second;
};

// Either the one document of a text, aliases expanded, or why it was refused and at which line.
struct YamlDocument {
  YamlTree root;
  std::string refusal;
  int line = 1;
};

// Parses any text. A document within the limits above makes recursion over it safe.
YamlDocument parse_yaml(const std::string& text);

}  // namespace footfall
