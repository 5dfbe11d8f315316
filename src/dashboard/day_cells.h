// Holds DayCells: cells of the cubes out of rows as they are simulated, for a view that grows day
// by day. All days' cells together are the cubes of the document of the same data set.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "dashboard/dimensions.h"
#include "table/batch.h"

namespace footfall {

// The calendar and the words of the world that is simulated; codes of a Batch are into `words`.
struct LiveWorld {
  Day first_day = 0;
  int days = 0;
  std::vector<int> weekend;        // weekdays that are, 1 = Monday
  std::vector<uint8_t> festivals;  // by day: code of the word of column festival, 0 none
  std::array<Words, kTableCount> words;
};

struct LiveCells {
  int last_day = -1;  // index of the last day that has come
  std::vector<Cube> cubes;
  // Purchases of every one_of-th customer, one entry a customer and day; `customer` numbers them.
  int one_of = 1;
  std::vector<int64_t> customer, persona, city, day;
};

// Memory: two bytes a customer, and the cells since the last take(). THREADS: one at a time.
class DayCells {
 public:
  explicit DayCells(const LiveWorld& world);
  ~DayCells();
  DayCells(DayCells&&) noexcept;
  DayCells& operator=(DayCells&&) noexcept;

  // Tells who the customers are. REQUIRES: all of them before the first add().
  void add_customers(const Batch& customers);

  // Adds rows of one or more whole days, or of some customers of them. REQUIRES: `items` are the
  // lines of `transactions`, both ascending by day and customer as simulated.
  void add(const Batch& transactions, const Batch& items);

  // Returns what was added since the last call, and forgets it. REQUIRES: only whole days.
  LiveCells take();

  // Returns the dimensions by which cells are numbered: cities are those with most customers.
  const DashboardDimensions& dimensions();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Returns the data of an event "cells", JSON.
std::string live_cells_json(const LiveCells& cells);

}  // namespace footfall
