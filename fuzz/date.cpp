// Dates: what is read as a day is written as the same text again, and is a day of its month.
#include "base/date.h"
#include "base/check.h"

using namespace footfall;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size_bytes) {
  const std::string_view text(reinterpret_cast<const char*>(data), size_bytes);
  const auto day = parse_date(text);
  if (!day) return 0;
  check(format_date(*day) == text, "a date is written as it was read");
  const CivilDate date = civil_from_day(*day);
  check(day_from_civil(date) == *day && date.month >= 1 && date.month <= 12 && date.day >= 1 &&
            date.day <= 31,
        "a day has a date");
  check(civil_from_day(*day + 1).day == 1 || civil_from_day(*day + 1).day == date.day + 1,
        "days follow each other");
  return 0;
}
