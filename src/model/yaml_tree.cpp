#include "model/yaml_tree.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <sstream>

namespace footfall {
namespace {

constexpr int kMaxDepth = 32;
constexpr int64_t kMaxAliasNodes = 1000;

// Measures nesting and what aliases expand to, before any tree is built.
class SizeGuard : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { leaf(mark, anchor); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto known = anchor_size_.find(anchor);
    if (known == anchor_size_.end()) return refuse(mark, "an alias must not contain itself");
    size_ = std::min(size_ + known->second, kMaxAliasNodes * 1000);
    alias_nodes_ += known->second;
    if (alias_nodes_ > kMaxAliasNodes) refuse(mark, "aliases must expand to at most 1000 nodes");
  }
  void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                const std::string&) override {
    leaf(mark, anchor);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, anchor);
  }
  void OnMapEnd() override { close(); }

  std::string refusal;
  int line = 0;

 private:
  struct Open {
    YAML::anchor_t anchor;
    int64_t size_before;
  };
  void refuse(const YAML::Mark& mark, const char* rule) {
    if (!refusal.empty()) return;
    refusal = rule;
    line = mark.line + 1;
  }
  void leaf(const YAML::Mark&, YAML::anchor_t anchor) {
    ++size_;
    if (anchor) anchor_size_[anchor] = 1;
  }
  void open(const YAML::Mark& mark, YAML::anchor_t anchor) {
    open_.push_back({anchor, size_++});
    if (open_.size() > kMaxDepth) refuse(mark, "nesting must be at most 32 deep");
  }
  void close() {
    if (open_.back().anchor) anchor_size_[open_.back().anchor] = size_ - open_.back().size_before;
    open_.pop_back();
  }
  std::map<YAML::anchor_t, int64_t> anchor_size_;
  std::vector<Open> open_;
  int64_t size_ = 0, alias_nodes_ = 0;
};

// Returns the line of the first byte that is not text, 0 when there is none.
int binary_line(const std::string& text) {
  int line = 1;
  for (size_t i = 0; i < text.size(); ++i) {
    const unsigned char byte = static_cast<unsigned char>(text[i]);
    if (byte == '\n') ++line;
    if (byte < 32 && byte != '\n' && byte != '\r' && byte != '\t') return line;
    if (byte == 127) return line;
    if (byte < 128) continue;
    const int more = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : 1;
    if (byte < 0xC2 || byte > 0xF4) return line;
    for (int k = 0; k < more; ++k) {
      if (++i == text.size() || (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) return line;
    }
  }
  return 0;
}

// REQUIRES: SizeGuard has passed the document, which bounds the recursion and forbids cycles.
YamlTree converted(const YAML::Node& node) {
  YamlTree tree;
  tree.line = node.Mark().line + 1;
  if (node.IsScalar()) {
    tree.kind = YamlTree::kScalar;
    tree.scalar = node.Scalar();
  } else if (node.IsSequence()) {
    tree.kind = YamlTree::kList;
    tree.items.reserve(node.size());
    for (const auto& item : node) tree.items.push_back(converted(item));
  } else if (node.IsMap()) {
    tree.kind = YamlTree::kMap;
    tree.entries.reserve(node.size());
    for (const auto& entry : node) {
      tree.entries.push_back({converted(entry.first), converted(entry.second)});
    }
  }
  return tree;
}

}  // namespace

const YamlTree* YamlTree::find(const std::string& key) const {
  for (const auto& [name, value] : entries) {
    if (name.is_scalar() && name.scalar == key) return &value;
  }
  return nullptr;
}

Result<YamlTree> parse_yaml(const std::string& text, const std::string& path) {
  const auto refused = [&](const std::string& rule, int line) {
    return Error{ErrorCategory::kInput, rule, path + ":" + std::to_string(line)};
  };
  if (text.size() > kMaxYamlBytes) return refused("the file must be at most 8 MiB", 1);
  if (const int line = binary_line(text)) return refused("the file must be UTF-8 text", line);
  try {
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    SizeGuard guard;
    int documents = 0;
    while (documents < 2 && parser.HandleNextDocument(guard)) ++documents;
    if (!guard.refusal.empty()) return refused(guard.refusal, guard.line);
    if (documents != 1) return refused("must hold exactly one YAML document", 1);
    return converted(YAML::Load(text));
  } catch (const YAML::Exception& failure) {
    return refused("not valid YAML: " + failure.msg, std::max(0, failure.mark.line) + 1);
  } catch (const std::exception& failure) {
    return refused(std::string("cannot be read: ") + failure.what(), 1);
  }
}

}  // namespace footfall
