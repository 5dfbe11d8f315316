#include "report/text_width.h"

#include <algorithm>
#include <cstdint>

namespace footfall {

namespace {

// Advance widths in thousandths of the size, of the characters from space to tilde.
constexpr int kRegular[] = {
    318, 401, 460, 838, 637, 951, 780, 275, 391, 391, 500, 838, 318, 361,  318, 337, 637, 637, 637,
    637, 637, 637, 637, 637, 637, 637, 337, 337, 838, 838, 838, 531, 1000, 685, 687, 699, 771, 632,
    576, 775, 752, 295, 295, 656, 558, 863, 749, 788, 604, 788, 695, 635,  611, 732, 685, 989, 686,
    611, 686, 391, 337, 391, 838, 500, 500, 613, 635, 550, 635, 616, 353,  635, 634, 278, 278, 580,
    278, 975, 634, 612, 635, 635, 412, 521, 393, 634, 592, 818, 592, 592,  525, 637, 337, 637, 838};
constexpr int kBold[] = {349, 457, 521, 838, 696,  1002, 873, 307,  458, 458, 523, 838, 380, 416,
                         380, 366, 696, 696, 696,  696,  696, 696,  696, 696, 696, 696, 400, 400,
                         838, 838, 838, 581, 1000, 774,  763, 734,  831, 684, 684, 821, 837, 373,
                         373, 775, 638, 996, 837,  851,  733, 851,  771, 721, 683, 813, 774, 1104,
                         771, 725, 726, 458, 366,  458,  838, 500,  500, 675, 716, 593, 716, 679,
                         436, 716, 712, 343, 343,  666,  343, 1042, 712, 688, 716, 716, 494, 596,
                         479, 712, 652, 924, 646,  652,  583, 712,  366, 712, 838};

// Characters, not bytes: UTF-8 continues with bytes of 10xxxxxx.
bool starts_character(char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }

// Returns the byte after the character that starts at `at`.
size_t end_of_character(std::string_view text, size_t at) {
  size_t end = at + 1;
  while (end < text.size() && !starts_character(text[end])) ++end;
  return end;
}

uint32_t code_of(std::string_view character) {
  const auto first = static_cast<unsigned char>(character[0]);
  uint32_t code = first < 0x80 ? first : first < 0xe0 ? first & 0x1f : first & 0x0f;
  for (size_t i = 1; i < character.size(); ++i)
    code = code << 6 | (static_cast<unsigned char>(character[i]) & 0x3f);
  return code;
}

// Beyond ASCII most of a script has about one width; what is not in the font comes from another,
// in a square.
double thousandths(uint32_t code, bool is_bold) {
  if (code < 32) code = 32;
  if (code < 127) return is_bold ? kBold[code - 32] : kRegular[code - 32];
  const double stretch = is_bold ? 1.12 : 1;
  if (code == 0xa0 || code == 0xb7) return 318 * stretch + 25;
  if (code >= 0xdf && code <= 0xff && code != 0xe6) return 640 * stretch;
  if (code < 0x500) return 800 * stretch;
  if (code == 0x2013) return 500;
  if (code >= 0x20a0 && code <= 0x20cf) return 640 * stretch;
  if (code == 0x2212) return 838;
  return code < 0x10000 ? 1050 : 1300;
}

}  // namespace

double text_width(std::string_view text, const Face& face) {
  double width = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t end = end_of_character(text, at);
    width += thousandths(code_of(text.substr(at, end - at)), face.is_bold);
    at = end;
  }
  return width * face.size / 1000;
}

std::string fitted(std::string_view text, double width, const Face& face) {
  if (text_width(text, face) <= width) return std::string(text);
  const double room = width - text_width("…", face);
  size_t kept = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t end = end_of_character(text, at);
    if (text_width(text.substr(0, end), face) > room) break;
    kept = at = end;
  }
  return std::string(text.substr(0, kept)) + "…";
}

namespace {

std::string fitted_at_both_ends(std::string_view text, double width, const Face& face) {
  const double room = width - text_width("…", face);
  size_t head = 0, tail = text.size();
  for (size_t at = 0; at < text.size(); head = at) {
    at = end_of_character(text, at);
    if (text_width(text.substr(0, at), face) > room / 2) break;
  }
  for (size_t at = tail; at > head; tail = at) {
    do --at;
    while (at > head && !starts_character(text[at]));
    if (text_width(text.substr(0, head), face) + text_width(text.substr(at), face) > room) break;
  }
  return std::string(text.substr(0, head)) + "…" + std::string(text.substr(tail));
}

}  // namespace

std::vector<std::string> fitted_apart(const std::vector<std::string>& texts, double width,
                                      const Face& face) {
  std::vector<std::string> all;
  for (const std::string& text : texts) all.push_back(fitted(text, width, face));
  const std::vector<std::string> ends = all;
  for (size_t i = 0; i < texts.size(); ++i) {
    for (size_t j = 0; j < texts.size(); ++j) {
      if (ends[i] == ends[j] && texts[i] != texts[j] && ends[i] != texts[i])
        all[i] = fitted_at_both_ends(texts[i], width, face);
    }
  }
  return all;
}

std::vector<std::string> in_two_lines(std::string_view text, double width, const Face& face) {
  if (text_width(text, face) <= width) return {std::string(text)};
  // Between parts if that does, else between words; both lines about as long.
  for (const std::string_view joint : {" · ", " "}) {
    size_t best = 0, after = 0;
    double least = width;
    for (size_t at = text.find(joint); at != std::string_view::npos;
         at = text.find(joint, at + joint.size())) {
      const double longer = std::max(text_width(text.substr(0, at), face),
                                     text_width(text.substr(at + joint.size()), face));
      if (longer > least) continue;
      least = longer;
      best = at;
      after = at + joint.size();
    }
    if (after > 0) return {std::string(text.substr(0, best)), std::string(text.substr(after))};
  }
  // The first takes what it can, the second ends in an ellipsis.
  size_t end = 0;
  for (size_t at = text.find(' '); at != std::string_view::npos; at = text.find(' ', at + 1)) {
    if (text_width(text.substr(0, at), face) <= width) end = at;
  }
  if (end == 0) return {fitted(text, width, face)};
  return {std::string(text.substr(0, end)), fitted(text.substr(end + 1), width, face)};
}

}  // namespace footfall
