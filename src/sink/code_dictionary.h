// Holds CodeDictionary: gives the codes that occur in a column small indices, for dictionary pages.
#pragma once
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "base/check.h"

namespace footfall {

// Values in order: numbers stand for themselves, words for their place among the sorted words, so
// that codes of equal words are one value.
struct ValueLimits {
  int64_t min = INT64_MAX, max = INT64_MIN;

  void add(int64_t value) {
    min = std::min(min, value);
    max = std::max(max, value);
  }
};

class CodeDictionary {
 public:
  // Makes a dictionary of numbers below `code_count`.
  explicit CodeDictionary(size_t code_count)
      : is_used_(code_count), index_by_code_(code_count), index_by_value_(code_count, kNone) {}

  // Makes a dictionary of words, each code a place in `words`. REQUIRES: no more words than codes.
  CodeDictionary(size_t code_count, const std::vector<std::string>& words)
      : CodeDictionary(code_count) {
    check(words.size() <= code_count, "more words than codes");
    sorted_words_ = words;
    std::sort(sorted_words_.begin(), sorted_words_.end());
    sorted_words_.erase(std::unique(sorted_words_.begin(), sorted_words_.end()),
                        sorted_words_.end());
    for (const std::string& word : words) {
      const auto found = std::lower_bound(sorted_words_.begin(), sorted_words_.end(), word);
      value_by_code_.push_back(static_cast<uint16_t>(found - sorted_words_.begin()));
    }
    has_words_ = true;
  }

  // Gives every code an index and returns the limits of their values.
  template <typename Code>
  ValueLimits add(const Code* codes, size_t count) {
    uint8_t* const used = is_used_.data();
    for (size_t i = 0; i < count; ++i) used[codes[i]] = 1;
    ValueLimits limits;
    for (size_t first = 0; first < is_used_.size(); first += sizeof(uint64_t)) {
      uint64_t eight;
      std::memcpy(&eight, used + first, sizeof eight);
      if (eight == 0) continue;
      for (size_t code = first; code < first + sizeof eight; ++code) {
        if (used[code] == 0) continue;
        used[code] = 0;
        limits.add(index(code));
      }
    }
    return limits;
  }

  const uint16_t* index_by_code() const { return index_by_code_.data(); }
  // Returns the values that have an index, by index.
  const std::vector<int64_t>& values() const { return values_; }
  const std::string& word(int64_t value) const { return sorted_words_[static_cast<size_t>(value)]; }
  void clear() {
    for (const int64_t value : values_) index_by_value_[static_cast<size_t>(value)] = kNone;
    values_.clear();
  }

 private:
  // Sees to it that a code has an index; returns its value.
  int64_t index(size_t code) {
    check(!has_words_ || code < value_by_code_.size(), "word code without a word");
    const size_t value = has_words_ ? value_by_code_[code] : code;
    if (index_by_value_[value] == kNone) {
      index_by_value_[value] = static_cast<int32_t>(values_.size());
      values_.push_back(static_cast<int64_t>(value));
    }
    index_by_code_[code] = static_cast<uint16_t>(index_by_value_[value]);
    return static_cast<int64_t>(value);
  }

  static constexpr int32_t kNone = -1;

  bool has_words_ = false;
  std::vector<std::string> sorted_words_;
  std::vector<uint16_t> value_by_code_;  // of words
  std::vector<uint8_t> is_used_;
  std::vector<uint16_t> index_by_code_;
  std::vector<int32_t> index_by_value_;
  std::vector<int64_t> values_;
};

}  // namespace footfall
