// Holds Progress: how far a run is, told while it lasts, as a bar with rate and time left or as
// JSON lines.
#pragma once
#include <chrono>
#include <cstdint>
#include <string>

namespace footfall {

class Progress {
 public:
  // `mode` is auto (a bar where standard error is a terminal), none or json.
  explicit Progress(const std::string& mode);

  bool tells() const { return kind_ != Kind::kNothing; }
  // Tells the share done and the items so far; a bar first after a second. THREADS: one at a time.
  void tell(double done, uint64_t items);
  // Takes the bar away, so that other text may follow.
  void clear();

 private:
  enum class Kind { kNothing, kBar, kLines };
  void draw_bar(double done, uint64_t items, double seconds);

  const std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  Kind kind_ = Kind::kNothing;
  double last_ = 0;  // seconds at which something was told
  bool drawn_ = false;
};

}  // namespace footfall
