#include "cli/progress.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "cli/figures.h"
#include "cli/global_options.h"
#include "cli/terminal.h"
#include "cli/text_table.h"
#include "log/log.h"

namespace footfall {

namespace {

constexpr int kMostCells = 30,
              kWidestFigures = 44;  // "100 %  999.9M items  99.9M/s  59 min 59 s left"
constexpr double kQuietSeconds = 1, kBarSeconds = 0.1, kLineSeconds = 0.5;

}  // namespace

Progress::Progress(const std::string& mode) {
  if (mode == "json") {
    kind_ = Kind::kLines;
  } else if (mode == "auto" && can_animate() && !global_options().quiet && !logs_json_to_stderr()) {
    kind_ = Kind::kBar;
  }
}

void Progress::tell(double done, uint64_t items) {
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
  if (kind_ == Kind::kBar) {
    if (seconds < kQuietSeconds || seconds - last_ < kBarSeconds) return;
    draw_bar(done, items, seconds);
  } else if (kind_ == Kind::kLines) {
    if (done < 1 && seconds - last_ < kLineSeconds) return;
    std::fprintf(stderr,
                 "{\"event\":\"progress\",\"done\":%.4f,\"items\":%llu,\"seconds\":%.3f,"
                 "\"items_per_second\":%.0f,\"seconds_left\":%.3f}\n",
                 done, static_cast<unsigned long long>(items), seconds,
                 static_cast<double>(items) / seconds, seconds / done - seconds);
  }
  last_ = seconds;
}

void Progress::draw_bar(double done, uint64_t items, double seconds) {
  const Style style = style_of(STDERR_FILENO);
  const std::string figures = formatted("%3.0f %%  %s items  %s/s  %s left", done * 100,
                                        compact(static_cast<double>(items)).c_str(),
                                        compact(static_cast<double>(items) / seconds).c_str(),
                                        duration_text(seconds / done - seconds).c_str());
  // A line that is too long would wrap, and the next one be drawn below it.
  const int room = text_columns(STDERR_FILENO) - 5;
  const int cells = std::clamp(room - kWidestFigures, 0, kMostCells);
  const int empty = cells - static_cast<int>(std::ceil(done * cells));
  std::fprintf(stderr, "\r  %s%s%s%*s  %s\033[K", style.accent.c_str(),
               bar_text(done, cells).c_str(), style.plain.c_str(), empty, "",
               shortened(figures, static_cast<size_t>(std::max(room - cells, 1))).c_str());
  drawn_ = true;
}

void Progress::clear() {
  if (drawn_) std::fputs("\r\033[K", stderr);
  drawn_ = false;
}

}  // namespace footfall
