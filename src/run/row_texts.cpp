#include "run/row_texts.h"

#include <cstdio>

#include "base/date.h"

namespace footfall {

namespace {

std::string money(int64_t paise) {
  const std::string cents = std::to_string(paise % 100);
  return std::to_string(paise / 100) + (cents.size() == 1 ? ".0" : ".") + cents;
}

std::string moment(Day day, int64_t second) {
  char time[48];
  std::snprintf(time, sizeof time, "T%02d:%02d:%02d", static_cast<int>(second / 3600),
                static_cast<int>(second / 60 % 60), static_cast<int>(second % 60));
  return format_date(day) + time;
}

}  // namespace

std::string value_text(const Batch& batch, size_t column, size_t row, const Words& words) {
  const Meaning meaning = batch.schema().columns[column].meaning;
  if (meaning == Meaning::kText) return std::string(batch.texts(column)[row]);
  const int64_t value = batch.value(column, row);
  switch (meaning) {
    case Meaning::kWord:
      return words[column][static_cast<size_t>(value)];
    case Meaning::kMoney:
      return money(value);
    case Meaning::kDate:
      return format_date(static_cast<Day>(value));
    case Meaning::kTimestamp:
      return moment(static_cast<Day>(value / 86400), value % 86400);
    case Meaning::kFlag:
      return value ? "true" : "false";
    default:
      return std::to_string(value);
  }
}

RowTexts transaction_texts(const World& world, const Explanation& why) {
  return {std::to_string(why.transaction_id),
          std::to_string(why.customer_id),
          world.words[1][2][why.at.customer.persona_index],
          moment(why.day.day, why.second_of_day),
          format_date(why.day.day),
          std::to_string(why.second_of_day / 3600),
          std::to_string(why.day.weekday),
          why.day.weekend ? "true" : "false",
          world.words[1][8][why.day.festival],
          std::to_string(why.lines),
          std::to_string(why.units),
          money(why.amount)};
}

std::vector<RowTexts> item_texts(const Explanation& why) {
  std::vector<RowTexts> rows;
  for (const CategoryDraw& draw : why.categories) {
    if (!why.visits || !draw.bought) continue;
    rows.push_back({std::to_string(why.transaction_id), std::to_string(rows.size() + 1),
                    std::string(draw.name), std::to_string(draw.quantity), money(draw.unit_price),
                    money(draw.amount)});
  }
  return rows;
}

}  // namespace footfall
