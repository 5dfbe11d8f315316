// Holds the parsing of shopping hours, "2:00pm–4:00pm", "2pm-4pm" or "14:00-16:00".
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "model/scenario.h"

namespace footfall {

// Parses a slot with a hyphen or an en dash; nothing when it is malformed or does not end after it
// begins. 24:00, 0:00 and 12am as an end mean midnight.
std::optional<TimeSlot> parse_time_slot(std::string_view text);

// What is wrong with a slot, and what was meant.
struct TimeFault {
  std::string rule;     // what it must be; empty when the text is no time at all
  std::string nearest;  // another text that is right, or empty
};

// Explains a text that parse_time_slot refuses.
TimeFault time_fault(std::string_view text);

}  // namespace footfall
