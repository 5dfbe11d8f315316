// Holds how wide a text of a figure is, and how it is cut or broken to fit. The widths are those of
// DejaVu Sans, wider than most of the fonts in which a figure is shown.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace footfall {

struct Face {
  double size = 12;  // pixels
  bool is_bold = false;
};

// Returns about how wide `text` is, in pixels.
double text_width(std::string_view text, const Face& face = {});

// Returns text of at most `width` pixels, with an ellipsis where it was cut.
std::string fitted(std::string_view text, double width, const Face& face = {});

// Returns texts fitted to `width`; those that would look alike are cut in their middle.
std::vector<std::string> fitted_apart(const std::vector<std::string>& texts, double width,
                                      const Face& face = {});

// Returns text in one line, or in two of at most `width` pixels that are about equally long; what
// has no room in two is cut.
std::vector<std::string> in_two_lines(std::string_view text, double width, const Face& face);

}  // namespace footfall
