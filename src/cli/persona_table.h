// Holds the table that a run, its expectation and a search share: a row a persona, shares as bars.
#pragma once
#include <string>
#include <vector>

#include "model/scenario.h"

namespace footfall {

struct PersonaFigures {
  double customers = 0, transactions = 0, lines = 0, revenue_paise = 0;
};

// Returns the table with a total below, at most `columns` wide. REQUIRES: figures as many as the
// scenario has personas.
std::string persona_table(const Scenario& scenario, const std::vector<PersonaFigures>& figures,
                          int columns, int share_decimals);

// Returns ₹1,23,456 or €0.99: whole units from 100 on.
std::string money_text(const Locale& locale, double paise);

// Returns ₹29.57 crore, as reports write it.
std::string compact_money(const Locale& locale, double paise);

// Returns a whole number in the groups of the scenario's country.
std::string count_text(const Locale& locale, double value);

// Returns "Makar Sankranti 15 Jan, Holi 25 Mar": festivals whose window the period meets; those of
// several years by their number of dates. "none" when there are none.
std::string festivals_text(const Scenario& scenario);

// Returns the dates of a festival that the period of the scenario meets.
std::vector<Day> festival_dates(const Scenario& scenario, const Festival& festival);

}  // namespace footfall
