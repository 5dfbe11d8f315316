// Holds the customers of a world: who they are, as rows of the customers table.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "engine/person.h"
#include "engine/simulate.h"

namespace footfall {

struct CustomerColumns;

class CustomerPopulation {
 public:
  // Prepares a model a persona and adds the words of the customers table to `world`, which must
  // outlive the population.
  CustomerPopulation(const Scenario& scenario, World& world);
  // Appends the customers of a block to `batch`, in order. THREADS: any number at a time.
  void fill(const Kernels& kernels, Block block, Batch& batch) const;

 private:
  // A persona's model and the codes that its cities and words have in the table.
  struct Persons {
    PersonModel model;
    std::vector<uint16_t> city, state;                             // by city
    std::vector<uint8_t> location_type, education, family_status;  // by word
  };
  void add_person(Block block, uint32_t index, const PersonWords& words,
                  const CustomerColumns& rows, size_t row) const;

  const World& world_;
  const Day start_day_;
  const std::string_view domain_;
  const NameBook names_;
  std::vector<Persons> personas_;
};

}  // namespace footfall
