// Holds the one sentence that says what a data set sold: of the terminal and of the page without
// scripts.
#pragma once
#include <string>

#include "report/facts.h"
#include "report/notation.h"

namespace footfall {

// Returns what single orders have off their lines: "discounts and refunds of single orders",
// "discounts of single orders" or "refunds of single orders"; empty where they have nothing off.
std::string deductions_of(const Facts& facts);

// Returns "India retail, 1 January 2024 to 30 January 2024: ₹2.9 crore from 21,345 transactions".
std::string headline_text(const std::string& title, const Facts& facts, const Notation& notation);

}  // namespace footfall
