// Shopping times: what is read lies within a day and ends after it begins.
#include "model/time_of_day.h"
#include "base/check.h"

using namespace footfall;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size_bytes) {
  const auto slot = parse_time_slot({reinterpret_cast<const char*>(data), size_bytes});
  if (!slot) return 0;
  check(slot->begin_second >= 0 && slot->begin_second < slot->end_second &&
            slot->end_second <= 24 * 60 * 60,
        "a slot lies within a day");
  check(slot->begin_second % 60 == 0 && slot->end_second % 60 == 0, "slots are whole minutes");
  return 0;
}
