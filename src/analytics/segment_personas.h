// Holds how data without personas get them: customers are put into segments by what they do (see
// segments.h), which take the place of personas in every metric.
#pragma once
#include "analytics/analysis.h"
#include "base/result.h"

namespace footfall {

// Does so, and says in the notes how clear the segments are. Does nothing where there are personas
// or no customers, and no more than a note where customers are too few or too much alike.
Result<> assign_segments(Analysis& analysis);

}  // namespace footfall
