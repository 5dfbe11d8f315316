// Holds the customers of a world: who they are, as rows of the customers table.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "engine/person.h"
#include "engine/simulate.h"

namespace footfall {

class CustomerPopulation {
 public:
  // Prepares a model a persona and adds the words of the customers table to `world`.
  CustomerPopulation(const Scenario& scenario, World& world);
  // Appends the customers of a block to `batch`, in order. THREADS: any number at a time.
  void fill(Block block, Batch& batch) const;

 private:
  struct Codes {
    uint8_t location_type, education, family_status;
  };
  const Scenario& scenario_;
  const World& world_;
  std::vector<PersonModel> models_;
  std::vector<Codes> codes_;
  std::map<std::string, uint16_t, std::less<>> cities_, states_;
};

}  // namespace footfall
