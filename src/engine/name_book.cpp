#include "engine/name_book.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "base/ascii.h"
#include "base/check.h"
#include "base/random.h"

namespace footfall {

namespace {

constexpr int kYoungest = 20, kOldest = 80;  // the ages at the ends of a table of given names
constexpr size_t kCommonSurnames = 20;       // adds to a rank, so that frequencies fall gently

NameCell cell_of(std::string_view name) {
  NameCell cell;
  const std::string address = address_letters(name);
  check(name.size() <= NameCell::kBytes && address.size() <= NameCell::kBytes,
        "a name is too long");
  std::memcpy(cell.text_bytes, name.data(), name.size());
  std::memcpy(cell.address_bytes, address.data(), address.size());
  cell.text_size = static_cast<uint8_t>(name.size());
  cell.address_size = static_cast<uint8_t>(address.size());
  return cell;
}

std::vector<NameCell> cells_of(std::span<const std::string_view> names) {
  std::vector<NameCell> cells;
  cells.reserve(names.size());
  for (const std::string_view name : names) cells.push_back(cell_of(name));
  return cells;
}

}  // namespace

NameBook::NameBook(const NameLocale& locale) {
  for (size_t r = 0; r < regions_.size(); ++r) {
    const NameTable& table = locale.regions[r];
    Tables& to = regions_[r];
    to.female = cells_of(table.female);
    to.male = cells_of(table.male);
    to.surnames = cells_of(table.surnames);
    // Weight 1 / (rank + kCommonSurnames), in whole parts of 2^32 so that every machine agrees.
    uint64_t total = 0, sum = 0;
    const auto weight = [](size_t rank) { return (uint64_t{1} << 32) / (rank + kCommonSurnames); };
    for (size_t i = 0; i < to.surnames.size(); ++i) total += weight(i);
    size_t step = 0;
    for (size_t i = 0; i < to.surnames.size(); ++i) {
      sum += weight(i);
      while (step < kSurnameSteps && step * total < sum * kSurnameSteps)
        to.surname_of_step[step++] = static_cast<uint8_t>(i);
    }
  }
}

const NameCell& NameBook::given(Region region, bool female, int age, uint32_t word) const {
  const Tables& tables = regions_[static_cast<size_t>(region)];
  const std::vector<NameCell>& names = female ? tables.female : tables.male;
  const auto size = static_cast<uint32_t>(names.size());
  const uint32_t window = (2 * size + 4) / 5;
  const auto youth = static_cast<uint32_t>(kOldest - std::clamp(age, kYoungest, kOldest));
  const uint32_t first = (size - window) * youth / (kOldest - kYoungest);
  // The mean of two uniforms: the middle of the window is the likeliest.
  const uint32_t a = scale(word << 16, window), b = scale(word & 0xFFFF0000u, window);
  return names[first + (a + b + (word & 1)) / 2];
}

const NameCell& NameBook::surname(Region region, uint32_t word) const {
  const Tables& tables = regions_[static_cast<size_t>(region)];
  return tables.surnames[tables.surname_of_step[scale(word, kSurnameSteps)]];
}

std::string address_letters(std::string_view text) {
  constexpr struct {
    std::string_view letter, ascii;
  } kOthers[] = {{"ä", "ae"}, {"ö", "oe"}, {"ü", "ue"}, {"Ä", "ae"}, {"Ö", "oe"}, {"Ü", "ue"},
                 {"ß", "ss"}, {"é", "e"},  {"è", "e"},  {"ê", "e"},  {"ë", "e"},  {"É", "e"},
                 {"ç", "c"},  {"ï", "i"},  {"î", "i"},  {"ô", "o"}};
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (is_letter(c)) out += lower(c);
    for (const auto& other : kOthers) {
      if (text.substr(i).starts_with(other.letter)) out += other.ascii;
    }
  }
  return out;
}

}  // namespace footfall
