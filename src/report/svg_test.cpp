#include "report/svg.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "report/figures.h"

namespace footfall {
namespace {

RC_GTEST_PROP(SvgProperty, TicksSpanTheValues, (int16_t a, uint16_t b)) {
  const double low = a / 7.0, high = low + b / 3.0;
  const std::vector<double> ticks = round_ticks(low, high, 4);
  RC_ASSERT(ticks.size() >= 2u);
  RC_ASSERT(ticks.size() <= 8u);
  RC_ASSERT(ticks.front() <= low + 1e-6);
  RC_ASSERT(ticks.back() >= high - 1e-6);
}

TEST(Svg, RoundTicks) {
  EXPECT_EQ(round_ticks(0, 0.62, 3), (std::vector<double>{0, 0.25, 0.5, 0.75}));
  EXPECT_EQ(round_ticks(0, 4, 4), (std::vector<double>{0, 1, 2, 3, 4}));
}

TEST(Svg, TextsAreQuoted) {
  Svg svg(100, 50, "a < b & \"c\"", "d");
  svg.text({1.25, 2}, "x<y");
  const std::string text = svg.finish();
  EXPECT_NE(text.find("<title id=\"title\">a &lt; b &amp; &quot;c&quot;</title>"),
            std::string::npos);
  EXPECT_NE(text.find(">x&lt;y</text>"), std::string::npos);
}

TEST(Svg, AxisLabelsHaveOneUnit) {
  const Notation rupees{"₹", true}, dollars{"$", false};
  EXPECT_EQ(axis_text(rupees, 1.5e7, 2e7), "₹1.5 cr");
  EXPECT_EQ(axis_text(rupees, 5e6, 2e7), "₹0.5 cr");
  EXPECT_EQ(axis_text(rupees, 8e6, 9e6), "₹80 L");
  EXPECT_EQ(axis_text(dollars, 2500, 5000), "$2.5k");
  EXPECT_EQ(axis_text(dollars, 0, 5000), "$0");
}

}  // namespace
}  // namespace footfall
