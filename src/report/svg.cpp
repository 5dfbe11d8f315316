#include "report/svg.h"

#include <cmath>
#include <cstdio>

namespace footfall {

namespace {

// The tokens of the dashboard: ground, ink, lines, accent, personas and a sequence of seven steps.
constexpr const char* kStyle = R"css(<style>
text{
font:12px -apple-system,"Segoe UI",Roboto,Inter,"Noto Sans","DejaVu Sans",system-ui,sans-serif;
font-variant-numeric:tabular-nums;fill:#454c57}
.ground{fill:#fff}.title{font-size:16px;font-weight:600;fill:#14171c}.value,.ink{fill:#14171c}
.note{fill:#656d79}.small{font-size:11px;fill:#656d79}
.hair{stroke:#e3e6eb;stroke-width:1}.rule{stroke:#c9ced6;stroke-width:1}
.axis{stroke:#878e99;stroke-width:1}.mark{stroke:#14171c;stroke-width:2}
.interval{stroke:#14171c;stroke-width:1.5}
.wash{fill:#ebedf1}.neutral{fill:#878e99}.bar{fill:#2b5cad}.band{fill:#e8eefa}
.area{fill:#2b5cad;fill-opacity:.16}
.now{fill:none;stroke:#2b5cad;stroke-width:2;stroke-linejoin:round}
.past{fill:none;stroke:#14171c;stroke-width:2;stroke-linejoin:round}
.ring{fill:none;stroke:#14171c;stroke-width:1.5}.dot{fill:#2b5cad}
.p1{fill:#904884}.p2{fill:#3c6c54}.p3{fill:#e46c18}.p4{fill:#6c9c78}.p5{fill:#a878fc}
.p6{fill:#b43c00}.p7{fill:#c078a8}.p8{fill:#9024e4}.p9{fill:#878e99}
.s1{fill:#e3e8f1}.s2{fill:#c3d0e6}.s3{fill:#9fb7da}.s4{fill:#7a9ccb}.s5{fill:#4d76b2}
.s6{fill:#35609f}.s7{fill:#173c78}.on1,.on2,.on3,.on4{font-size:11px;fill:#14171c}
.on5,.on6,.on7{font-size:11px;fill:#fff}
@media (prefers-color-scheme:dark){
text{fill:#b6bdc9}.ground{fill:#0f1115}.title,.value,.ink{fill:#eceff4}
.note,.small{fill:#8d95a2}
.hair{stroke:#252a32}.rule{stroke:#3a414c}.axis{stroke:#6b7380}
.mark,.interval,.past,.ring{stroke:#eceff4}
.wash{fill:#1f242c}.neutral,.p9{fill:#6b7380}.bar,.dot{fill:#8fb4ee}.band{fill:#18243a}
.area{fill:#8fb4ee}.now{stroke:#8fb4ee}
.s1{fill:#1e2838}.s2{fill:#233b5d}.s3{fill:#2c5187}.s4{fill:#3f6cae}.s5{fill:#628dcd}
.s6{fill:#92b3e2}.s7{fill:#cbdcf5}.on1,.on2,.on3,.on4{fill:#eceff4}.on5,.on6,.on7{fill:#0f1115}
}
</style>
)css";

std::string number(double value) {
  char text[40];
  std::snprintf(text, sizeof text, "%.1f", value);
  std::string digits = text;
  if (digits.ends_with(".0")) digits.resize(digits.size() - 2);
  return digits == "-0" ? "0" : digits;
}

std::string quoted(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    if (c == '&') {
      safe += "&amp;";
    } else if (c == '<') {
      safe += "&lt;";
    } else if (c == '>') {
      safe += "&gt;";
    } else if (c == '"') {
      safe += "&quot;";
    } else {
      safe += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return safe;
}

}  // namespace

Svg::Svg(double width, double height, std::string_view title, std::string_view description)
    : width_(width), height_(height), title_(title), description_(description) {}

std::string Svg::finish() const {
  const std::string w = number(width_), h = number(height_);
  std::string text = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + w + "\" height=\"" + h +
                     "\" viewBox=\"0 0 " + w + " " + h +
                     "\" role=\"img\" aria-labelledby=\"title desc\">\n<title id=\"title\">" +
                     quoted(title_) + "</title>\n<desc id=\"desc\">" + quoted(description_) +
                     "</desc>\n" + kStyle + "<rect x=\"0\" y=\"0\" width=\"" + w + "\" height=\"" +
                     h + "\" class=\"ground\"/>\n" + body_;
  for (size_t i = 0; i < open_groups_; ++i) text += "</g>\n";
  return text + "</svg>\n";
}

void Svg::lower(double height) {
  if (height <= 0) return;
  height_ += height;
  body_ += "<g transform=\"translate(0 " + number(height) + ")\">\n";
  ++open_groups_;
}

void Svg::rect(Point corner, Point size, std::string_view style) {
  body_ += "<rect x=\"" + number(corner.x) + "\" y=\"" + number(corner.y) + "\" width=\"" +
           number(size.x) + "\" height=\"" + number(size.y) + "\" class=\"" + std::string(style) +
           "\"/>\n";
}

void Svg::line(Point from, Point to, std::string_view style) {
  body_ += "<line x1=\"" + number(from.x) + "\" y1=\"" + number(from.y) + "\" x2=\"" +
           number(to.x) + "\" y2=\"" + number(to.y) + "\" class=\"" + std::string(style) + "\"/>\n";
}

void Svg::path(const std::vector<Point>& points, std::string_view style, bool is_closed) {
  if (points.empty()) return;
  body_ += "<path d=\"";
  for (size_t i = 0; i < points.size(); ++i)
    body_.append(i == 0 ? "M" : "L").append(number(points[i].x) + " " + number(points[i].y));
  body_ += std::string(is_closed ? "Z" : "") + "\" class=\"" + std::string(style) + "\"/>\n";
}

void Svg::circle(Point center, double radius, std::string_view style) {
  body_ += "<circle cx=\"" + number(center.x) + "\" cy=\"" + number(center.y) + "\" r=\"" +
           number(radius) + "\" class=\"" + std::string(style) + "\"/>\n";
}

void Svg::text(Point at, std::string_view text, std::string_view style, Anchor anchor) {
  body_ += "<text x=\"" + number(at.x) + "\" y=\"" + number(at.y) + "\"";
  if (!style.empty()) body_ += " class=\"" + std::string(style) + "\"";
  if (anchor != Anchor::kStart)
    body_ += anchor == Anchor::kEnd ? " text-anchor=\"end\"" : " text-anchor=\"middle\"";
  body_.append(">").append(quoted(text)).append("</text>\n");
}

void Svg::heading(std::string_view finding, std::string_view measure) {
  std::string sentence(finding);
  if (!sentence.empty() && sentence[0] >= 'a' && sentence[0] <= 'z')
    sentence[0] = static_cast<char>(sentence[0] - 'a' + 'A');
  constexpr double kMargin = 24, kTitleLine = 20, kNoteLine = 16;
  const double room = width_ - 2 * kMargin;
  double y = 28;
  for (const std::string& line : in_two_lines(sentence, room, {16, true})) {
    text({kMargin, y}, line, "title");
    y += kTitleLine;
  }
  for (const std::string& line : in_two_lines(measure, room, {12})) {
    text({kMargin, y}, line, "note");
    y += kNoteLine;
  }
  lower(y - 28 - kTitleLine - kNoteLine);
}

std::vector<double> round_ticks(double low, double high, int count) {
  if (!(high > low)) high = low + std::max(1.0, std::fabs(low));
  const double rough = (high - low) / std::max(1, count);
  const double power = std::pow(10, std::floor(std::log10(rough)));
  double step = 10 * power;
  for (const double factor : {5.0, 2.5, 2.0, 1.0}) {
    if (factor * power >= rough * 0.999) step = factor * power;
  }
  std::vector<double> ticks;
  const double first = std::floor(low / step + 1e-9);
  for (int i = 0; i < 3 * count + 3; ++i) {
    ticks.push_back((first + i) * step);
    if (ticks.back() >= high - 1e-9 * step) break;
  }
  return ticks;
}

}  // namespace footfall
