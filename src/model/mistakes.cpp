#include "model/mistakes.h"

#include <algorithm>

namespace footfall {

namespace {

constexpr size_t kMostShown = 80;

// Returns at most kMostShown bytes of a text, whole letters, without control characters.
std::string excerpt(const std::string& text) {
  size_t size = std::min(text.size(), kMostShown);
  while (size > 0 && size < text.size() && (text[size] & 0xC0) == 0x80) --size;
  std::string shown = text.substr(0, size) + (size < text.size() ? "…" : "");
  for (char& letter : shown) {
    if (static_cast<unsigned char>(letter) < 32 || letter == 127) letter = '?';
  }
  return shown;
}

std::string shown(const YamlTree& node) {
  if (node.kind == YamlTree::kNull) return "nothing";
  if (node.is_map()) return "a mapping";
  if (node.is_scalar()) return node.scalar.empty() ? "\"\"" : excerpt(node.scalar);
  std::string text;
  for (const YamlTree& item : node.items) {
    if (!item.is_scalar() || text.size() > kMostShown / 2)
      return "a list of " + std::to_string(node.items.size());
    text += (text.empty() ? "" : ", ") + excerpt(item.scalar);
  }
  return "[" + text + "]";
}

}  // namespace

std::string joined(const std::string& path, const std::string& key) {
  const bool plain = !key.empty() && std::all_of(key.begin(), key.end(), [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '_' || letter == '-';
  });
  std::string text = path.empty() ? "" : path + ".";
  if (plain) return text += key;
  const char quote = key.find('"') == std::string::npos ? '"' : '\'';
  return (text += quote).append(excerpt(key)) += quote;
}

std::string placed_text(const Mistake& mistake, const std::string& file, const std::string& kind) {
  std::string text = file + ":" + std::to_string(mistake.line) + ": " + kind + mistake.path;
  if (!mistake.value.empty() && !mistake.path.empty()) text += " = " + mistake.value;
  text += (mistake.path.empty() ? "" : "\n    ") + mistake.rule;
  if (!mistake.nearest.empty()) text += "; did you mean " + mistake.nearest + "?";
  return text;
}

void Mistakes::wrong(const Item& item, const std::string& rule, const std::string& nearest) {
  mistakes_.insert({item.node->line, item.path, shown(*item.node), rule, nearest});
}

void Mistakes::broken(const Item& item, const std::string& rule) {
  mistakes_.insert({item.node->line, item.path, "", rule, ""});
}

void Mistakes::warn(const Item& item, const std::string& what) {
  warnings_.insert({item.node->line, item.path, "", what, ""});
}

void Mistakes::note_period(const Item& item, const std::string& what) {
  period_notes_.insert({item.node->line, item.path, "", what, ""});
}

}  // namespace footfall
