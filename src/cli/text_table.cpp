#include "cli/text_table.h"

#include <algorithm>
#include <map>
#include <set>

namespace footfall {

namespace {

constexpr size_t kIndent = 2, kGap = 2;

bool starts_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

}  // namespace

size_t width_of(const std::string& text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), starts_character));
}

std::string padded(const std::string& text, size_t width, bool right) {
  const size_t used = width_of(text);
  const std::string space(used < width ? width - used : 0, ' ');
  return right ? space + text : text + space;
}

std::string shortened(const std::string& text, size_t width) {
  if (width_of(text) <= width) return text;
  size_t end = 0;
  for (size_t characters = 0; end < text.size(); ++end) {
    if (starts_character(text[end]) && ++characters == width) break;
  }
  return text.substr(0, end) + "…";
}

namespace {

std::vector<std::string> characters_of(const std::string& text) {
  std::vector<std::string> characters;
  for (const char c : text) {
    if (characters.empty() || starts_character(c)) characters.emplace_back();
    characters.back() += c;
  }
  return characters;
}

// Returns the first `head` characters, an ellipsis, and `tail` characters from `at` on.
std::string with_gap(const std::vector<std::string>& text, size_t head, size_t at, size_t tail) {
  std::string cut;
  for (size_t i = 0; i < std::min(head, text.size()); ++i) cut += text[i];
  cut += "…";
  for (size_t i = at; i < std::min(at + tail, text.size()); ++i) cut += text[i];
  return cut;
}

// Returns how many characters all of the texts begin with.
size_t common_beginning(const std::vector<std::vector<std::string>>& texts) {
  size_t common = 0;
  for (; common < texts[0].size(); ++common) {
    for (const auto& text : texts) {
      if (common >= text.size() || text[common] != texts[0][common]) return common;
    }
  }
  return common;
}

// Cuts texts that would look alike if cut at their end, so that the words or letters at their end
// stay where these differ, else what follows where they begin to differ.
std::map<std::string, std::string> cut_in_middle(const std::set<std::string>& texts, size_t width) {
  std::vector<std::vector<std::string>> characters;
  for (const std::string& text : texts) characters.push_back(characters_of(text));
  const size_t tail = (width - 1) / 2;
  std::map<std::string, std::string> cuts;
  for (const bool by_words : {true, false}) {
    cuts.clear();
    std::set<std::string> seen;
    auto whole = texts.begin();
    for (const auto& text : characters) {
      size_t at = text.size() - std::min(tail, text.size());
      while (by_words && at > 0 && at + 1 < text.size() && text[at - 1] != " ") ++at;
      const size_t kept = text.size() - at;
      cuts[*whole] = text.size() <= width ? *whole : with_gap(text, width - 1 - kept, at, kept);
      seen.insert(cuts[*whole++]);
    }
    if (seen.size() == texts.size()) return cuts;
  }
  const size_t common = common_beginning(characters);
  auto text = characters.begin();
  for (const std::string& whole : texts) {
    if (text->size() > width) cuts[whole] = with_gap(*text, width - 1 - tail, common, tail);
    ++text;
  }
  return cuts;
}

}  // namespace

std::vector<std::string> shortened_apart(const std::vector<std::string>& texts, size_t width) {
  std::map<std::string, std::set<std::string>> alike;  // texts by what they are cut to
  std::vector<std::string> cut;
  for (const std::string& text : texts) {
    cut.push_back(shortened(text, width));
    if (cut.back() != text) alike[cut.back()].insert(text);
  }
  constexpr size_t kLeast = 9;  // four characters on both sides
  if (width < kLeast) return cut;
  for (const auto& [end, group] : alike) {
    if (group.size() == 1) continue;
    const auto cuts = cut_in_middle(group, width);
    for (size_t i = 0; i < texts.size(); ++i) {
      if (const auto found = cuts.find(texts[i]); found != cuts.end()) cut[i] = found->second;
    }
  }
  return cut;
}

std::string wrapped(const std::string& text, size_t columns, size_t indent) {
  std::string lines;
  size_t used = 0, at = 0;
  while (at < text.size()) {
    const size_t end = std::min(text.find(' ', at), text.size());
    const std::string word = text.substr(at, end - at);
    const size_t width = width_of(word);
    if (used > 0 && used + 1 + width > columns) {
      lines += "\n" + std::string(indent, ' ');
      used = 0;
    }
    lines += (used > 0 ? " " : "") + word;
    used += width + (used > 0 ? 1 : 0);
    at = end + 1;
  }
  return lines;
}

std::string wrapped_command(const std::string& command, size_t columns, size_t indent) {
  std::vector<std::string> words(1);
  char quote = 0;
  for (const char c : command) {
    if (quote == 0 && c == ' ') {
      words.emplace_back();
      continue;
    }
    if (quote == 0 && (c == '"' || c == '\'')) {
      quote = c;
    } else if (c == quote) {
      quote = 0;
    }
    words.back() += c;
  }
  std::string lines;
  size_t used = 0;
  for (size_t i = 0; i < words.size(); ++i) {
    // The last word of a line leaves room for the backslash, unless it is the last of all.
    const size_t width = width_of(words[i]) + (i + 1 < words.size() ? 2 : 0);
    if (used > 0 && used + 1 + width > columns) {
      lines += " \\\n" + std::string(indent, ' ');
      used = indent;
      lines += words[i];
      used += width_of(words[i]);
      continue;
    }
    lines += (used > 0 ? " " : "") + words[i];
    used += width_of(words[i]) + (used > 0 ? 1 : 0);
  }
  return lines;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (size_t at = 0; at <= text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

std::vector<size_t> TextTable::widths() const {
  std::vector<size_t> widths;
  for (size_t c = 0; c < columns_.size(); ++c) {
    size_t width = 0;
    for (const std::string& line : lines_of(columns_[c].heading))
      width = std::max(width, width_of(line));
    for (const Row& row : rows_) {
      if (c < row.cells.size()) width = std::max(width, width_of(row.cells[c]));
    }
    widths.push_back(width);
  }
  return widths;
}

void TextTable::drop(size_t column) {
  const auto place = static_cast<std::ptrdiff_t>(column);
  columns_.erase(columns_.begin() + place);
  for (Row& row : rows_) {
    if (column < row.cells.size()) row.cells.erase(row.cells.begin() + place);
  }
}

size_t TextTable::width() const {
  size_t width = kIndent;
  for (const size_t one : widths()) width += one + kGap;
  return width - kGap;
}

std::string TextTable::text(const Style& style) const {
  const std::vector<size_t> widths = this->widths();
  const auto line = [&](const std::vector<std::string>& cells, bool bold) {
    std::string text(kIndent, ' '), spaces;
    if (bold) text += style.bold;
    for (size_t c = 0; c < std::min(cells.size(), widths.size()); ++c) {
      const std::string fill(widths[c] - width_of(cells[c]), ' ');
      // Spaces wait for what follows them, so that no line ends in one.
      if (columns_[c].right) spaces += fill;
      if (!cells[c].empty()) {
        const bool accent = columns_[c].accent && !bold;
        text += spaces + (accent ? style.accent : "") + cells[c] + (accent ? style.plain : "");
        spaces.clear();
      }
      if (!columns_[c].right) spaces += fill;
      spaces += std::string(kGap, ' ');
    }
    return text + (bold ? style.plain : "") + "\n";
  };
  std::string text;
  size_t heading_lines = 0;
  std::vector<std::vector<std::string>> headings;
  for (const Column& column : columns_) {
    headings.push_back(lines_of(column.heading));
    if (!column.heading.empty()) heading_lines = std::max(heading_lines, headings.back().size());
  }
  for (size_t l = 0; l < heading_lines; ++l) {  // they stand on the rows, not below the top
    std::vector<std::string> cells;
    for (const auto& lines : headings) {
      const size_t above = heading_lines - std::min(heading_lines, lines.size());
      cells.push_back(l < above ? "" : lines[l - above]);
    }
    text += line(cells, true);
  }
  for (const Row& row : rows_) text += line(row.cells, row.total);
  return text;
}

}  // namespace footfall
