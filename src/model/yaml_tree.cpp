#include "model/yaml_tree.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <map>
#include <sstream>

namespace footfall {

namespace {

// Builds the tree from the parser's events; after a refusal it lets the rest pass.
class TreeBuilder : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    close(opened(mark, YamlTree::kNull, anchor));
  }
  void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                const std::string& value) override {
    Open scalar = opened(mark, YamlTree::kScalar, anchor);
    scalar.tree.scalar = value;
    close(std::move(scalar));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto known = anchors_.find(anchor);
    if (known == anchors_.end()) return refuse(mark, "an alias must not contain itself");
    if (!count_copies(mark, known->second.nodes)) return;
    Open copy = opened(mark, YamlTree::kNull, 0);
    copy.tree = known->second.tree;
    copy.nodes = known->second.nodes;
    close(std::move(copy));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, YamlTree::kList, anchor);
  }
  void OnSequenceEnd() override { close_innermost(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, YamlTree::kMap, anchor);
  }
  void OnMapEnd() override { close_innermost(); }

  YamlDocument document;

 private:
  // A node under construction; in a map, `key` waits for its value.
  struct Open {
    YamlTree tree, key;
    bool has_key = false;
    YAML::Mark mark;
    YAML::anchor_t anchor = 0;
    size_t nodes = 1;
  };
  struct Anchored {
    YamlTree tree;
    size_t nodes = 0;
  };

  void refuse(const YAML::Mark& mark, const char* rule) {
    if (!document.refusal.empty()) return;
    document.refusal = rule;
    document.line = mark.line + 1;
    open_.clear();
  }
  bool count_copies(const YAML::Mark& mark, size_t nodes) {
    copies_ += nodes;
    if (copies_ > kMaxYamlCopies)
      refuse(mark, "anchors and aliases must expand to at most 100000 values");
    return document.refusal.empty();
  }
  static Open opened(const YAML::Mark& mark, YamlTree::Kind kind, YAML::anchor_t anchor) {
    Open node;
    node.tree.kind = kind;
    node.tree.line = mark.line + 1;
    node.mark = mark;
    node.anchor = anchor;
    return node;
  }
  void open(const YAML::Mark& mark, YamlTree::Kind kind, YAML::anchor_t anchor) {
    if (!document.refusal.empty()) return;
    if (open_.size() >= kMaxYamlDepth) return refuse(mark, "nesting must be at most 32 deep");
    open_.push_back(opened(mark, kind, anchor));
  }
  void close_innermost() {
    if (!document.refusal.empty()) return;
    Open node = std::move(open_.back());
    open_.pop_back();
    close(std::move(node));
  }
  // Puts a finished node into its parent.
  void close(Open node) {
    if (!document.refusal.empty()) return;
    if (++nodes_ > kMaxYamlNodes) return refuse(node.mark, "the file holds too many values");
    if (node.anchor != 0) {
      if (!count_copies(node.mark, node.nodes)) return;
      anchors_[node.anchor] = {node.tree, node.nodes};
    }
    if (open_.empty()) {
      document.root = std::move(node.tree);
      return;
    }
    Open& parent = open_.back();
    parent.nodes += node.nodes;
    if (parent.tree.is_list()) {
      parent.tree.items.push_back(std::move(node.tree));
    } else if (parent.has_key) {
      // The parser marks a missing value at the token after it.
      if (node.tree.kind == YamlTree::kNull) node.tree.line = parent.key.line;
      parent.tree.entries.push_back({std::move(parent.key), std::move(node.tree)});
      parent.has_key = false;
    } else {
      parent.key = std::move(node.tree);
      parent.has_key = true;
    }
  }

  std::map<YAML::anchor_t, Anchored> anchors_;
  std::vector<Open> open_;
  size_t nodes_ = 0, copies_ = 0;
};

// Returns how many bytes the UTF-8 letter at `i` takes, 0 when there is none (RFC 3629).
size_t letter_bytes(const std::string& text, size_t i) {
  const auto byte = [&](size_t k) -> unsigned {
    return i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0;
  };
  const unsigned first = byte(0), second = byte(1);
  const auto follows = [&](size_t k) { return (byte(k) & 0xC0) == 0x80; };
  if (first < 0x80) return 1;
  if (first < 0xC2 || first > 0xF4 || !follows(1)) return 0;
  if (first < 0xE0) return 2;
  if (!follows(2) || (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F)) return 0;
  if (first < 0xF0) return 3;
  if (!follows(3) || (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F)) return 0;
  return 4;
}

// Returns the line of the first byte that is not text, 0 when there is none.
int binary_line(const std::string& text) {
  int line = 1;
  for (size_t i = 0; i < text.size();) {
    const char byte = text[i];
    if (byte == '\n') ++line;
    const bool control = static_cast<unsigned char>(byte) < 32 || byte == 127;
    if (control && byte != '\n' && byte != '\r' && byte != '\t') return line;
    const size_t bytes = letter_bytes(text, i);
    if (bytes == 0) return line;
    i += bytes;
  }
  return 0;
}

// Returns the line at which a text has begun more flow values than may be, 0 when it has not.
// The parser keeps the tokens of a whole flow collection in memory, so they are counted before.
int crowded_line(const std::string& text) {
  int line = 1;
  size_t count = 0;
  for (const char byte : text) {
    if (byte == '\n') ++line;
    count += byte == '[' || byte == '{' || byte == ',' || byte == ':';
    if (count > kMaxYamlNodes) return line;
  }
  return 0;
}

// Returns the first line up to `last` that a tab indents, 0 when there is none.
int tab_line(const std::string& text, int last) {
  size_t begin = 0;
  for (int line = 1; line <= last && begin < text.size(); ++line) {
    const size_t inside = text.find_first_not_of(' ', begin);
    if (inside != std::string::npos && text[inside] == '\t') return line;
    const size_t end = text.find('\n', begin);
    if (end == std::string::npos) break;
    begin = end + 1;
  }
  return 0;
}

YamlDocument refused(const std::string& rule, int line) { return {{}, rule, line}; }

}  // namespace

const YamlTree* YamlTree::find(const std::string& key) const {
  for (const auto& [name, value] : entries) {
    if (name.is_scalar() && name.scalar == key) return &value;
  }
  return nullptr;
}

YamlDocument parse_yaml(const std::string& text) {
  if (text.size() > kMaxYamlBytes) return refused("the file must be at most 8 MiB", 1);
  if (const int line = binary_line(text)) return refused("the file must be UTF-8 text", line);
  if (const int line = crowded_line(text)) return refused("the file holds too many values", line);
  try {
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    TreeBuilder builder;
    int documents = 0;
    while (documents < 2 && parser.HandleNextDocument(builder)) ++documents;
    if (builder.document.refusal.empty() && documents > 1)
      return refused("the file must hold one YAML document", 1);
    return std::move(builder.document);
  } catch (const YAML::Exception& failure) {
    const int line = std::max(0, failure.mark.line) + 1;
    if (const int tab = tab_line(text, line + 1))
      return refused("not valid YAML: a tab cannot indent; use spaces", tab);
    return refused("not valid YAML: " + failure.msg, line);
  } catch (const std::exception& failure) {
    return refused(std::string("cannot be read: ") + failure.what(), 1);
  }
}

}  // namespace footfall
