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
// metric gives them. Errors: kUsage for parameters out of range, and those of SQL.
Result<> make_model_tables(Analysis& analysis, const std::string& model,
                           const Parameters& parameters);

// Reads a number from parameters. Errors: kUsage when it is none or lies outside [least, most].
Result<double> number_of(const Parameters& parameters, const std::string& name, double least,
                         double most);

// The same of a whole number.
Result<int64_t> whole_of(const Parameters& parameters, const std::string& name, int64_t least,
                         int64_t most);

}  // namespace footfall
