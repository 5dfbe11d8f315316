// Holds EventLog, what streams of events read: a ring of the latest, numbered one by one. A reader
// that falls behind the ring is let go, so no reader costs memory, however slow it is.
#pragma once
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace footfall {

// THREADS: any.
class EventLog {
 public:
  struct Limits {
    size_t events = 256, bytes = 4u << 20;
  };
  // What readers without a place in the ring begin with: events that have no number of their own.
  using Beginning = std::function<std::string()>;

  explicit EventLog(Limits limits) : limits_(limits) {}

  // Adds an event; its data is one line. Returns its number, the first is 1. `then` is called
  // before anybody can read on.
  uint64_t publish(std::string_view event, std::string_view data,
                   const std::function<void()>& then = nullptr);

  // The text of the events after `after`, and the number of the last of them. Nothing when the ring
  // no longer holds them all, or never did.
  struct Part {
    std::string text;
    uint64_t last = 0;
  };
  std::optional<Part> after(uint64_t after, size_t most_bytes) const;

  // Returns what a reader begins with that names no event, or one that is gone.
  Part begin() const;

  // Sets what makes the beginning; called while no event is added, so that it fits the last one.
  void set_beginning(Beginning beginning);
  // Sets what is called after an event was added; nothing with an empty function.
  void set_listener(std::function<void()> listener);

 private:
  struct Event {
    uint64_t id;
    std::string text;
  };
  const Limits limits_;
  mutable std::mutex mutex_;
  std::deque<Event> events_;
  size_t bytes_ = 0;
  uint64_t last_ = 0;
  Beginning beginning_;
  std::function<void()> listener_;
};

// FORMAT of an event: "id: 7\nevent: cells\ndata: {…}\n\n"; without id where it is 0.
std::string event_text(uint64_t id, std::string_view event, std::string_view data);

}  // namespace footfall
