// Holds Recomputation, which makes rows anew from their identifiers alone and compares; so a row
// that a hash cannot name is found, and a manifest that tells of another scenario than its rows.
#pragma once
#include <memory>

#include "run/data_set.h"
#include "table/batch.h"

namespace footfall {

class Recomputation {
 public:
  explicit Recomputation(Scenario scenario);
  ~Recomputation();

  // Says how a row differs from what the scenario makes of its identifier, or nothing. `words` are
  // those of the batch's codes.
  std::string difference(const Batch& batch, size_t row, const Words& words);

 private:
  class Player;
  std::unique_ptr<Player> player_;
};

// Returns the first row at which the files of a table leave their scenario, or `otherwise` when
// none can be named.
Error first_difference(const DataSet& data, Table table,
                       const std::vector<const WrittenFile*>& files, const Error& otherwise);

}  // namespace footfall
