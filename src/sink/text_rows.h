// Holds put_rows: the rows of a batch as CSV or JSON Lines. Every table and form has a function of
// its own, made by the compiler from the list of columns, so that no row asks what a column is.
// FORMAT: UTF-8, LF line ends; CSV as RFC 4180; money with two decimals; ISO 8601 dates and local
// timestamps, as strings in JSON; flags as true and false.
#pragma once
#include <array>
#include <tuple>
#include <utility>

#include "sink/text_values.h"
#include "table/batch.h"
#include "table/columns.h"

namespace footfall {

template <Storage storage>
using ValueOf = std::tuple_element_t<static_cast<size_t>(storage),
                                     std::tuple<uint8_t, uint16_t, int32_t, int64_t, std::string>>;

template <Table table>
inline constexpr auto& kColumnsOf = kSchemas[static_cast<size_t>(table)].columns;

// Returns the function (out, row) that writes a column's value of a row and a comma. A new kind of
// column needs a line here.
template <Form form, Table table, size_t c>
auto column_text(const Batch& batch, const WordTexts& words) {
  constexpr Meaning kMeaning = kColumnsOf<table>[c].meaning;
  constexpr Storage kStorage = kColumnsOf<table>[c].storage;
  if constexpr (kMeaning == Meaning::kText) {
    const Texts& texts = batch.texts(c);
    return [&texts](char* out, size_t row) { return put_text<form>(out, texts[row]); };
  } else {
    const auto* const values = batch.values<ValueOf<kStorage>>(c);
    if constexpr (kMeaning == Meaning::kWord) {
      return [=, &words](char* out, size_t row) { return words.put(out, values[row]); };
    } else if constexpr (kMeaning == Meaning::kNumber && kStorage == Storage::kInt64) {
      return [=, text = IdentifierText()](char* out, size_t row) mutable {
        return text.put(out, values[row]);
      };
    } else if constexpr (kMeaning == Meaning::kNumber) {
      return [=](char* out, size_t row) { return put_number(out, values[row]); };
    } else if constexpr (kMeaning == Meaning::kMoney) {
      return [=](char* out, size_t row) { return put_money(out, values[row]); };
    } else if constexpr (kMeaning == Meaning::kDate) {
      return [=, text = DateText<form>()](char* out, size_t row) mutable {
        return text.put(out, values[row]);
      };
    } else if constexpr (kMeaning == Meaning::kTimestamp) {
      return [=, text = TimestampText<form>()](char* out, size_t row) mutable {
        return text.put(out, values[row]);
      };
    } else {
      static_assert(kMeaning == Meaning::kFlag, "a kind of column that has no text yet");
      return [=](char* out, size_t row) { return put_flag(out, values[row] != 0); };
    }
  }
}

// What stands before a value in a JSON object: the column's name.
template <Table table, size_t c>
inline constexpr auto kJsonName = [] {
  constexpr std::string_view kName = kColumnsOf<table>[c].name;
  std::array<char, kName.size() + (c == 0 ? 4 : 3)> text{};
  auto out = text.begin();
  if (c == 0) *out++ = '{';
  *out++ = '"';
  for (const char letter : kName) *out++ = letter;
  *out++ = '"';
  *out++ = ':';
  return text;
}();

template <Form form, Table table, size_t... c>
char* put_rows(const Batch& batch, const std::vector<WordTexts>& words, char* out,
               std::index_sequence<c...>) {
  const size_t rows = batch.rows();
  std::tuple texts{column_text<form, table, c>(batch, words[c])...};
  const auto put = [&]<size_t column>(std::integral_constant<size_t, column>, size_t row) {
    if constexpr (form == Form::kJsonl) {
      constexpr auto& kName = kJsonName<table, column>;
      std::memcpy(out, kName.data(), kName.size());
      out += kName.size();
    }
    out = std::get<column>(texts)(out, row);
  };
  for (size_t row = 0; row < rows; ++row) {
    (put(std::integral_constant<size_t, c>(), row), ...);
    // The line ends in the place of the last comma.
    if constexpr (form == Form::kJsonl) *(out++ - 1) = '}';
    out[-1] = '\n';
  }
  return out;
}

// Writes all rows of a batch of `table` and returns the place behind. `words` is by column. Room:
// kOvershoot, and a row its names, words, texts (see put_text) and kMostValueBytes a value.
template <Form form, Table table>
char* put_rows(const Batch& batch, const std::vector<WordTexts>& words, char* out) {
  return put_rows<form, table>(batch, words, out,
                               std::make_index_sequence<kColumnsOf<table>.size()>());
}

}  // namespace footfall
