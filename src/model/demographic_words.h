// Holds what words of education and family status tell of a person's age, so that a persona's
// customers agree with themselves: nobody is retired at 22 or a student at 80.
#pragma once
#include <string_view>

#include "model/scenario.h"

namespace footfall {

struct AgeSpan {
  int low = 0, high = 255;
};

// Returns the ages that every telling word in a text ("retired couple", "postgraduate") allows; all
// ages when it holds none.
AgeSpan plausible_ages(std::string_view text);

// Returns whether a customer of this age may have one of the words. REQUIRES: mix is not empty.
bool fits_any(const Mix& mix, int age);

}  // namespace footfall
