#include "cli/stop_signal.h"

#include <unistd.h>

#include <csignal>

namespace footfall {

std::atomic<bool> stop_requested = false;

namespace {

constexpr int kInterruptedCode = 130;

constexpr char kAtBatch[] = "footfall: stopping at the next batch; once more stops at once\n";
constexpr char kAfterAnswers[] = "footfall: stopping; once more stops at once\n";
std::atomic<bool> stops_a_server = false;

extern "C" void request_stop(int) {
  if (stop_requested.exchange(true)) ::_exit(kInterruptedCode);
  [[maybe_unused]] ssize_t ignored = 0;
  // A terminal has just shown ^C.
  if (::isatty(STDERR_FILENO)) ignored = ::write(STDERR_FILENO, "\n", 1);
  ignored = stops_a_server ? ::write(STDERR_FILENO, kAfterAnswers, sizeof kAfterAnswers - 1)
                           : ::write(STDERR_FILENO, kAtBatch, sizeof kAtBatch - 1);
}

}  // namespace

void stop_at_next_batch() {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction action {};
    // Whoever started the program in the background, or with nohup, meant it.
    if (::sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN) continue;
    action.sa_handler = request_stop;
    action.sa_flags = SA_RESTART;
    ::sigaction(signal, &action, nullptr);
  }
  std::signal(SIGPIPE, SIG_IGN);
}

void stop_after_answers() {
  stops_a_server = true;
  stop_at_next_batch();
}

void end_quietly_without_reader() { std::signal(SIGPIPE, SIG_DFL); }

}  // namespace footfall
