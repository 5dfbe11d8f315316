// Holds the parameters of metrics: how a line of a SQL header declares one, what it takes, and what
// is said of a value that it does not take.
#pragma once
#include <string>

#include "base/result.h"
#include "duckdb/database.h"

namespace footfall {

struct MetricParameter {
  std::string name;
  Value value;          // by default
  std::string written;  // the default as it is written
  std::string allowed;  // "0 to 1", "whole, 1 to 730", "auto, day"; empty: what is like the default
  std::string meaning;
};

// Reads `name = default (allowed): meaning`; the part in brackets may be missing.
MetricParameter read_parameter(const std::string& item);

// Reads the value of a parameter: a whole number, a number, true or false, else a text.
Value parse_value(const std::string& text);

// Returns a value as parse_value reads it.
std::string written(const Value& value);

// Returns whether a parameter takes a value. Error: kUsage that says what it takes.
Result<> check_parameter(const MetricParameter& parameter, const Value& value);

// Return a number, and a whole number. REQUIRES: the parameter is there and was checked.
double number_of(const Parameters& parameters, const std::string& name);
int64_t whole_of(const Parameters& parameters, const std::string& name);

}  // namespace footfall
