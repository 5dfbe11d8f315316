// Holds how fitted models become tables that metrics read: what SQL cannot compute. A metric names
// its models in its comment; they are fitted when a metric first needs them, and again only for
// other parameters.
#pragma once
#include <cstdint>
#include <string>

#include "analytics/analysis.h"
#include "analytics/session.h"
#include "base/result.h"

namespace footfall {

// Makes the tables of `model`: customer_value (see customer_value_tables.h) or demand (see
// demand_tables.h). Parameters of the model that `parameters` lacks have the default that their
// metric gives them. Errors: those of SQL.
Result<> make_model_tables(Analysis& analysis, const std::string& model,
                           const Parameters& parameters);

}  // namespace footfall
