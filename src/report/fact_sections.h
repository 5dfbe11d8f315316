// Holds the sections of collect_facts, a file each, and what they share: how a fact is put into the
// list, and how names become words of identifiers.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "report/facts.h"
#include "report/measurements.h"
#include "report/notation.h"
#include "report/provenance.h"

namespace footfall {

// Appends the fact with `value`, and its interval where both ends are given. Does nothing where the
// value is missing or not finite.
void put(Facts& facts, Fact fact, std::optional<double> value, std::optional<double> low = {},
         std::optional<double> high = {});

// Appends a fact of unit text; does nothing where it is empty.
void put_text(Facts& facts, Fact fact, const std::string& text);

// Appends a fact of unit date.
void put_date(Facts& facts, Fact fact, std::optional<Day> day);

// Returns a name as a word of an identifier: "Premium Shopper" is premium_shopper. Names that lose
// letters get a hash, so that different names stay different.
std::string fact_word(std::string_view name);

// Takes the hashes out of identifiers whose name is the only one of its dimension with its letters.
void shorten_ids(Facts& facts);

// Days of a festival that lie so close belong to one window, which closed days may interrupt.
inline constexpr int kDaysOfWindowGap = 7;

// Returns, of rows of metric clv_model, 1 where the data alone settle the model of purchases, so
// that it shows how customers leave, 0 where a prior had to help; nothing without a model.
std::optional<double> is_settled(const Frame& models);

// Each adds what the data allow. Errors: as run_metric.
Result<> add_totals(Measurements& measured, Facts& facts);
Result<> add_changes(Measurements& measured, Facts& facts);
Result<> add_trend(Measurements& measured, Facts& facts);
Result<> add_personas(Measurements& measured, Facts& facts);
Result<> add_times(Measurements& measured, Facts& facts);
Result<> add_seasons(Measurements& measured, Facts& facts);
Result<> add_effects(Measurements& measured, Facts& facts);
Result<> add_festivals(Measurements& measured, Facts& facts);
Result<> add_categories(Measurements& measured, Facts& facts);
Result<> add_affinity(Measurements& measured, Facts& facts);
Result<> add_customers(Measurements& measured, Facts& facts);
Result<> add_segments(Measurements& measured, Facts& facts);
Result<> add_anomalies(Measurements& measured, Facts& facts);
Result<> add_models(Measurements& measured, Facts& facts);
Result<> add_quality(Measurements& measured, Facts& facts);

// Computes every fact out of metrics that others may share. REQUIRES: measured.prepare().
Result<Facts> collect_facts(Measurements& measured);

// Adds what a report says of itself: its source, and how many tests its insights rest on.
void add_source(const Provenance& provenance, const Notation& notation, Facts& facts);

}  // namespace footfall
