// Holds Svg, the drawing of a figure: shapes with the classes of one style sheet, which has the
// colours of the light and the dark theme, so that a figure fits where it is shown.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "report/text_width.h"

namespace footfall {

struct Point {
  double x = 0, y = 0;
};

// Where a text begins, or ends, or has its middle.
enum class Anchor { kStart, kMiddle, kEnd };

class Svg {
 public:
  // `title` and `description` are what a reader who does not see the figure gets.
  Svg(double width, double height, std::string_view title, std::string_view description);

  void rect(Point corner, Point size, std::string_view style);
  void line(Point from, Point to, std::string_view style);
  void path(const std::vector<Point>& points, std::string_view style, bool is_closed = false);
  void circle(Point center, double radius, std::string_view style);
  void text(Point at, std::string_view text, std::string_view style = "",
            Anchor anchor = Anchor::kStart);
  // The finding as a heading, and below it what is drawn, each in two lines if it must be: then
  // what follows lies lower.
  void heading(std::string_view finding, std::string_view measure);
  // Makes the figure higher: what follows lies lower by as much.
  void lower(double height);

  // Returns the file.
  std::string finish() const;

 private:
  double width_, height_;
  std::string title_, description_, body_;
  size_t open_groups_ = 0;
};

// Returns about `count` round values from at or below `low` to at or above `high`.
std::vector<double> round_ticks(double low, double high, int count);

}  // namespace footfall
