// Holds how single values become characters of CSV and JSON. Digits come four at a time out of a
// table and are stored in whole machine words: what is stored too far, the next value overwrites.
// Every put() writes the value and a comma and returns the place behind; it may have touched up to
// kOvershoot bytes more.
#pragma once
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "base/date.h"

namespace footfall {

enum class Form : uint8_t { kCsv, kJsonl };

inline constexpr size_t kOvershoot = 64;

// The most bytes that a number, money, date, timestamp or flag takes, with quotes and comma.
inline constexpr size_t kMostValueBytes = 24;

inline constexpr uint32_t kTenThousand = 10'000, kHundredMillion = 100'000'000;

// A short text and its comma, stored in one go.
struct ShortText {
  char text[7];
  uint8_t size;
};
static_assert(sizeof(ShortText) == 8);

struct DigitTables {
  ShortText plain[kTenThousand];   // "7,"
  ShortText padded[kTenThousand];  // "0007,"
  char cents[100][4];              // ".07,"
  char minutes[24 * 60][8];        // "T00:07:"
  constexpr DigitTables();
};

constexpr DigitTables::DigitTables() : plain{}, padded{}, cents{}, minutes{} {
  const auto digit = [](uint32_t value) { return static_cast<char>('0' + value % 10); };
  for (uint32_t n = 0; n < kTenThousand; ++n) {
    padded[n] = {{digit(n / 1000), digit(n / 100), digit(n / 10), digit(n), ','}, 5};
    const int zeros = (n < 1000) + (n < 100) + (n < 10);
    for (int i = zeros; i < 5; ++i) plain[n].text[i - zeros] = padded[n].text[i];
    plain[n].size = static_cast<uint8_t>(5 - zeros);
  }
  for (uint32_t n = 0; n < 100; ++n) {
    const char text[] = {'.', digit(n / 10), digit(n), ','};
    for (int i = 0; i < 4; ++i) cents[n][i] = text[i];
  }
  for (uint32_t n = 0; n < 24 * 60; ++n) {
    const uint32_t hour = n / 60, minute = n % 60;
    const char text[] = {'T', digit(hour / 10), digit(hour), ':', digit(minute / 10), digit(minute),
                         ':'};
    for (int i = 0; i < 7; ++i) minutes[n][i] = text[i];
  }
}

// 172 KB, of which a world touches what its prices and counts reach.
inline constexpr DigitTables kDigits;

inline constexpr ShortText kFlags[] = {{{'f', 'a', 'l', 's', 'e', ','}, 6},
                                       {{'t', 'r', 'u', 'e', ','}, 5}};

inline char* put_short(char* out, const ShortText& text) {
  std::memcpy(out, &text, sizeof text);
  return out + text.size;
}

inline char* put_flag(char* out, bool flag) { return put_short(out, kFlags[flag]); }

// Writes a number without leading zeros. REQUIRES: value < 10^8.
inline char* put_eight(char* out, uint32_t value) {
  const uint32_t high = value / kTenThousand, low = value % kTenThousand;
  if (high == 0) return put_short(out, kDigits.plain[low]);
  out = put_short(out, kDigits.plain[high]) - 1;
  return put_short(out, kDigits.padded[low]);
}

// Write any number, and any money (in minor units): the slow way for what is rare.
char* put_any_number(char* out, int64_t value);
char* put_any_money(char* out, int64_t minor_units);

inline char* put_number(char* out, int64_t value) {
  const auto magnitude = static_cast<uint64_t>(value);  // huge when negative
  if (magnitude < kTenThousand) [[likely]]
    return put_short(out, kDigits.plain[magnitude]);
  if (magnitude < kHundredMillion) return put_eight(out, static_cast<uint32_t>(magnitude));
  return put_any_number(out, value);
}

inline char* put_large_money(char* out, int64_t minor_units) {
  const auto magnitude = static_cast<uint64_t>(minor_units);
  const uint64_t whole = magnitude / 100;
  if (whole >= kHundredMillion) return put_any_money(out, minor_units);
  out = put_eight(out, static_cast<uint32_t>(whole));
  std::memcpy(out - 1, kDigits.cents[magnitude - 100 * whole], 4);
  return out + 3;
}

inline char* put_money(char* out, int64_t minor_units) {
  constexpr uint64_t kLarge = 1'000'000;
  const auto magnitude = static_cast<uint64_t>(minor_units);  // huge when negative
  if (magnitude >= kLarge) [[unlikely]]
    return put_large_money(out, minor_units);
  const auto small = static_cast<uint32_t>(magnitude);  // for the shorter division
  out = put_short(out, kDigits.plain[small / 100]);
  std::memcpy(out - 1, kDigits.cents[small % 100], 4);
  return out + 3;
}

// Writes identifiers: what stands before the last eight digits is kept from value to value.
class IdentifierText {
 public:
  [[gnu::always_inline]] char* put(char* out, int64_t identifier) {
    const auto value = static_cast<uint64_t>(identifier);
    const uint64_t upper = value / kHundredMillion;
    if (upper != upper_) [[unlikely]] {
      if (upper == 0 || upper >= kHundredMillion) return put_number(out, identifier);
      upper_ = upper;
      digits_ = upper_digits(static_cast<uint32_t>(upper));
    }
    std::memcpy(out, &digits_.text, sizeof digits_.text);
    out += digits_.size;
    const auto lower = static_cast<uint32_t>(value - upper * kHundredMillion);
    std::memcpy(out, kDigits.padded[lower / kTenThousand].text, 4);
    std::memcpy(out + 4, &kDigits.padded[lower % kTenThousand], sizeof(ShortText));
    return out + 9;
  }

 private:
  struct Digits {
    uint64_t text, size;  // as numbers, so that they stay in registers
  };
  static Digits upper_digits(uint32_t upper);

  uint64_t upper_ = 1;
  Digits digits_ = upper_digits(1);
};

// Holds a date in the form of a value, made anew when the day changes.
template <Form form>
class DateText {
 public:
  static constexpr bool kQuoted = form == Form::kJsonl;
  // Writes only the date, and the quote before it.
  [[gnu::always_inline]] char* put_open(char* out, int64_t day) {
    if (day != day_) [[unlikely]] {
      day_ = day;
      text_ = date_text(day);
    }
    std::memcpy(out, &text_, sizeof text_);
    return out + 10 + kQuoted;
  }
  [[gnu::always_inline]] char* put(char* out, int64_t day) { return close(put_open(out, day)); }
  static char* close(char* out) {
    std::memcpy(out, kQuoted ? "\"," : ",", 1 + kQuoted);
    return out + 1 + kQuoted;
  }

 private:
  struct Text {
    uint64_t words[2];
  };
  // REQUIRES: kFirstDay <= day <= kLastDay.
  static Text date_text(int64_t day);

  int64_t day_ = kFirstDay;
  Text text_ = date_text(kFirstDay);
};

template <Form form>
class TimestampText {
 public:
  [[gnu::always_inline]] char* put(char* out, int64_t seconds) {
    constexpr uint32_t kDaySeconds = 24 * 60 * 60;
    const auto value = static_cast<uint64_t>(seconds);  // a day beyond all when negative
    const uint64_t day = value / kDaySeconds;
    const auto second = static_cast<uint32_t>(value - day * kDaySeconds);
    out = date_.put_open(out, static_cast<int64_t>(day));
    std::memcpy(out, kDigits.minutes[second / 60], 8);
    std::memcpy(out + 7, kDigits.cents[second % 60] + 1, 2);
    return DateText<form>::close(out + 9);
  }

 private:
  DateText<form> date_;
};

// Writes a text quoted and escaped as its form wants it. Room: 6 bytes a byte and 3.
template <Form form>
char* put_text(char* out, std::string_view text);

// The words of one column as put_text writes them.
class WordTexts {
 public:
  WordTexts(Form form, const std::vector<std::string>& words);
  size_t longest() const { return longest_; }

  [[gnu::always_inline]] char* put(char* out, size_t code) const {
    constexpr size_t kStep = 32;
    const Place place = places_[code];
    const char* const from = bytes_.data() + place.begin;
    std::memcpy(out, from, kStep);
    for (size_t done = kStep; done < place.size; done += kStep)
      [[unlikely]] std::memcpy(out + done, from + done, kStep);
    return out + place.size;
  }

 private:
  struct Place {
    uint32_t begin, size;
  };
  std::vector<char> bytes_;  // and kOvershoot more
  std::vector<Place> places_;
  size_t longest_ = 0;
};

}  // namespace footfall
