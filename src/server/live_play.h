// Holds LivePlay, a simulation that is played against a clock: its days are told as events when the
// clock has passed them, at most four a second, and whoever simulates waits for the clock.
#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "dashboard/day_cells.h"
#include "server/event_log.h"
#include "sink/sink.h"

namespace footfall {

// How a simulation is played. FORMAT of the events: docs/dashboard_data.md.
class LivePlay {
 public:
  // `speed` is seconds of the world a second, 0 as fast as it can; `meta` is what `hello` tells of
  // the data set, JSON. REQUIRES: `events` and `stop` outlive the play.
  LivePlay(EventLog& events, double speed, std::string meta, const std::atomic<bool>& stop);
  ~LivePlay();
  LivePlay(const LivePlay&) = delete;
  LivePlay& operator=(const LivePlay&) = delete;

  // Opens the sink that gathers the cells. REQUIRES: the simulation's windows are single days.
  OpenSink open_sink(LiveWorld world);

  // Steers; each tells the new state to all who listen. Nothing happens once it is done.
  void set_paused(bool is_paused);
  void set_speed(double speed);

  // Tells that the data set can be asked for, after all days were told.
  void finish();

  bool is_done() const;
  // Returns what is known of the data set before it is complete, JSON.
  const std::string& meta() const { return meta_; }
  // Returns {"state", "speed", "day"}, JSON.
  std::string state_json() const;

 private:
  class CellSink;
  using Clock = std::chrono::steady_clock;

  void begin(std::string dimensions);
  // Waits until the clock has passed the last day of `cells`, then hands them on. False: stopped.
  bool tell(LiveCells cells);
  double now_locked() const;  // seconds of the world that have passed
  void settle_locked();       // begins a stretch of the clock at which speed is constant
  void pace();
  void tell_next();
  std::string hello_locked() const;
  std::string beginning() const;

  EventLog& events_;
  const std::string meta_;
  const std::atomic<bool>& stop_;
  mutable std::mutex mutex_;  // never held while an event is added
  std::condition_variable changed_;
  double speed_, passed_ = 0;  // seconds of the world up to since_
  Clock::time_point since_ = Clock::now();
  bool paused_ = false, done_ = false, finishing_ = false, state_changed_ = false, ends_ = false;
  bool hello_due_ = false;  // for those who listened before the dimensions were known
  LiveCells pending_, told_;
  std::string dimensions_ = "null";
  std::thread pacer_;
};

// Returns the text of a `hello` where nothing is played.
std::string idle_hello();

// Returns seconds of the world a second of "1h/s", "30min/s", "2d/s", "3600" or "max" (0); nothing
// for other texts.
std::optional<double> parse_speed(std::string_view text);

}  // namespace footfall
