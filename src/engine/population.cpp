#include "engine/population.h"

#include <algorithm>

namespace footfall {

namespace {

uint8_t add_word(std::vector<std::string>& words, const std::string& word) {
  const auto found = std::find(words.begin(), words.end(), word);
  if (found != words.end()) return static_cast<uint8_t>(found - words.begin());
  words.push_back(word);
  return static_cast<uint8_t>(words.size() - 1);
}

std::string first_word(const Mix& mix) { return mix.empty() ? "" : mix[0].word; }

void add_place(std::map<std::string, uint16_t, std::less<>>& codes, std::vector<std::string>& words,
               std::string_view word) {
  const auto [at, added] = codes.emplace(word, static_cast<uint16_t>(words.size()));
  if (added) words.emplace_back(word);
}

}  // namespace

CustomerPopulation::CustomerPopulation(const Scenario& scenario, World& world)
    : scenario_(scenario), world_(world) {
  Words& words = world.words[0];
  for (const Persona& persona : scenario.personas) {
    models_.push_back(make_person_model(scenario, persona));
    const Demographics& who = persona.demographics;
    codes_.push_back({add_word(words[8], first_word(who.location_type)),
                      add_word(words[9], first_word(who.education)),
                      add_word(words[10], first_word(who.family_status))});
    for (const ModelCity& city : models_.back().cities) {
      add_place(cities_, words[5], city.name);
      add_place(states_, words[6], city.state);
    }
  }
}

void CustomerPopulation::fill(Block block, Batch& batch) const {
  const WorldPersona& persona = world_.personas[block.persona_index];
  const Codes codes = codes_[block.persona_index];
  const bool india = scenario_.locale.names == "india";
  for (uint32_t i = 0; i < block.count; ++i) {
    const uint32_t index = block.first + i;
    const Person person = make_person(models_[block.persona_index], persona.key, index,
                                      scenario_.simulation.start_day);
    const size_t row = batch.rows();
    const int64_t id = customer_id(persona.slot, index);
    batch.values<int64_t>(0)[row] = id;
    batch.values<uint8_t>(1)[row] = static_cast<uint8_t>(block.persona_index);
    batch.texts(2).push_back(full_name(person));
    batch.values<uint8_t>(3)[row] = person.gender == 'F' ? 0 : 1;
    batch.values<uint8_t>(4)[row] = person.age;
    batch.values<uint16_t>(5)[row] = cities_.find(person.city)->second;
    batch.values<uint16_t>(6)[row] = states_.find(person.state)->second;
    batch.values<int64_t>(7)[row] = person.monthly_income_paise;
    batch.values<uint8_t>(8)[row] = codes.location_type;
    batch.values<uint8_t>(9)[row] = codes.education;
    batch.values<uint8_t>(10)[row] = codes.family_status;
    batch.values<int32_t>(11)[row] = person.loyalty_since;
    batch.texts(12).push_back(email_of(person, id, india));
    batch.set_rows(row + 1);
  }
}

}  // namespace footfall
