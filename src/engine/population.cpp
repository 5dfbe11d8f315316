#include "engine/population.h"

#include <algorithm>
#include <map>

namespace footfall {

namespace {

// Gives the words of one column their codes, in the order in which they come.
class WordCodes {
 public:
  explicit WordCodes(std::vector<std::string>& words) : words_(words) {}
  size_t code(const std::string& word) {
    const auto [at, fresh] = codes_.emplace(word, words_.size());
    if (fresh) words_.push_back(word);
    return at->second;
  }
  std::vector<uint8_t> codes(const std::vector<std::string>& words) {
    std::vector<uint8_t> found;
    for (const std::string& word : words) found.push_back(static_cast<uint8_t>(code(word)));
    return found;
  }

 private:
  std::vector<std::string>& words_;
  std::map<std::string, size_t> codes_;
};

}  // namespace

// Column positions of schema.cpp.
struct CustomerColumns {
  explicit CustomerColumns(Batch& batch)
      : id(batch.values<int64_t>(0)),
        income(batch.values<int64_t>(7)),
        persona(batch.values<uint8_t>(1)),
        gender(batch.values<uint8_t>(3)),
        age(batch.values<uint8_t>(4)),
        location_type(batch.values<uint8_t>(8)),
        education(batch.values<uint8_t>(9)),
        family_status(batch.values<uint8_t>(10)),
        city(batch.values<uint16_t>(5)),
        state(batch.values<uint16_t>(6)),
        loyalty_since(batch.values<int32_t>(11)),
        name(batch.texts(2)),
        email(batch.texts(12)) {}

  int64_t *id, *income;
  uint8_t *persona, *gender, *age, *location_type, *education, *family_status;
  uint16_t *city, *state;
  int32_t* loyalty_since;
  Texts &name, &email;
};

CustomerPopulation::CustomerPopulation(const Scenario& scenario, World& world)
    : world_(world),
      start_day_(scenario.simulation.start_day),
      domain_(scenario.locale.names == "india" ? "@example.in" : "@example.com"),
      names_(name_locale(scenario.locale.names)) {
  Words& words = world.words[0];
  WordCodes cities(words[5]), states(words[6]);
  WordCodes location_types(words[8]), educations(words[9]), family_statuses(words[10]);
  for (const Persona& persona : scenario.personas) {
    Persons persons{
        make_person_model(name_locale(scenario.locale.names), persona), {}, {}, {}, {}, {}};
    const PersonModel& model = persons.model;
    for (const ModelCity& city : model.cities) {
      persons.city.push_back(static_cast<uint16_t>(cities.code(city.name)));
      persons.state.push_back(static_cast<uint16_t>(states.code(city.state)));
    }
    persons.location_type = location_types.codes(model.location_type.words());
    persons.education = educations.codes(model.education.words());
    persons.family_status = family_statuses.codes(model.family_status.words());
    personas_.push_back(std::move(persons));
  }
}

void CustomerPopulation::fill(const Kernels& kernels, Block block, Batch& batch) const {
  const size_t first_row = batch.rows();
  batch.set_rows(first_row + block.count);
  const CustomerColumns rows(batch);
  PeopleTile tile;
  for (uint32_t begin = 0; begin < block.count; begin += kTileVisitors) {
    const uint32_t first = block.first + begin;
    const uint32_t count = std::min(kTileVisitors, block.count - begin);
    kernels.draw_people(world_.personas[block.persona_index].key, first, count, tile);
    for (uint32_t i = 0; i < count; ++i) {
      add_person(block, first + i, tile.of(i), rows, first_row + begin + i);
    }
  }
}

void CustomerPopulation::add_person(Block block, uint32_t index, const PersonWords& words,
                                    const CustomerColumns& rows, size_t row) const {
  const Persons& persons = personas_[block.persona_index];
  const Person person = make_person(persons.model, names_, words, start_day_);
  const int64_t id = customer_id(world_.personas[block.persona_index].slot, index);
  rows.id[row] = id;
  rows.persona[row] = static_cast<uint8_t>(block.persona_index);
  rows.gender[row] = person.female ? 0 : 1;
  rows.age[row] = person.age;
  rows.city[row] = persons.city[person.city];
  rows.state[row] = persons.state[person.city];
  rows.income[row] = person.monthly_income_paise;
  rows.location_type[row] = persons.location_type[person.location_type];
  rows.education[row] = persons.education[person.education];
  rows.family_status[row] = persons.family_status[person.family_status];
  rows.loyalty_since[row] = person.loyalty_since;
  rows.name.push_written(write_full_name(person, rows.name.room(kMostPersonText)));
  rows.email.push_written(write_email(person, id, domain_, rows.email.room(kMostPersonText)));
}

}  // namespace footfall
