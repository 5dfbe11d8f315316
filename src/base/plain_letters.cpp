#include "base/plain_letters.h"

#include <array>

namespace footfall {

namespace {

// For U+00C0 to U+017F in order, a word each (Unicode's decompositions without their marks; ß, ł
// and others that have none by their usual spelling).
constexpr std::string_view kPlain =
    "A A A A A A AE C E E E E I I I I "
    "D N O O O O O * O U U U U Y TH ss "
    "a a a a a a ae c e e e e i i i i "
    "d n o o o o o / o u u u u y th y "
    "A a A a A a C c C c C c C c D d "
    "D d E e E e E e E e E e G g G g "
    "G g G g H h H h I i I i I i I i "
    "I i IJ ij J j K k k L l L l L l L "
    "l L l N n N n N n n N n O o O o "
    "O o OE oe R r R r R r S s S s S s "
    "S s T t T t T t U u U u U u U u "
    "U u U u W w Y y Y Z z Z z Z z s ";
constexpr unsigned kFirst = 0xC0, kLast = 0x17F;

std::array<std::string_view, kLast - kFirst + 1> plain_words() {
  std::array<std::string_view, kLast - kFirst + 1> words;
  size_t begin = 0;
  for (std::string_view& word : words) {
    const size_t end = kPlain.find(' ', begin);
    word = kPlain.substr(begin, end - begin);
    begin = end + 1;
  }
  return words;
}

}  // namespace

std::string plain_letters(std::string_view text) {
  static const auto kWords = plain_words();
  std::string plain;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const unsigned next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0;
    const unsigned code = ((lead & 0x1Fu) << 6) | (next & 0x3Fu);
    const bool is_pair = lead >= 0xC3 && lead <= 0xCD && (next & 0xC0) == 0x80;
    const bool is_mark = is_pair && code >= 0x300 && code <= 0x36F;
    if (is_pair && code <= kLast) plain += kWords[code - kFirst];
    if (is_mark || (is_pair && code <= kLast)) {
      ++i;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

}  // namespace footfall
