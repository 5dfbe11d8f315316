// Holds NameBook, a locale's names made ready to be written: each in UTF-8 and as it stands in an
// e-mail address, in fixed cells, so that a row copies a few words instead of building strings.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/names.h"

namespace footfall {

// A name and its lower-case ASCII letters.
struct NameCell {
  static constexpr size_t kBytes = 24;
  std::string_view text() const { return {text_bytes, text_size}; }
  std::string_view address() const { return {address_bytes, address_size}; }

  char text_bytes[kBytes] = {}, address_bytes[kBytes] = {};
  uint8_t text_size = 0, address_size = 0;
};

class NameBook {
 public:
  explicit NameBook(const NameLocale& locale);

  // Returns a given name for an age: names follow generations, so those common at that age are the
  // likeliest, and those of another generation do not occur. `word` is uniform.
  const NameCell& given(Region region, bool female, int age, uint32_t word) const;
  // Returns a surname; the first of the table is about five times as frequent as the last.
  const NameCell& surname(Region region, uint32_t word) const;

 private:
  static constexpr int kSurnameSteps = 1024;
  struct Tables {
    std::vector<NameCell> female, male, surnames;
    std::array<uint8_t, kSurnameSteps> surname_of_step = {};
  };
  std::array<Tables, kRegionCount> regions_;
};

// Returns `text` as it stands in an e-mail address: lower-case ASCII letters; umlauts as in German
// passports, the rest falls out.
std::string address_letters(std::string_view text);

}  // namespace footfall
