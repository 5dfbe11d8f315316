#include "dashboard/container.h"

#include <gtest/gtest.h>

#include "dashboard/dashboard.h"

namespace footfall {
namespace {

TEST(Container, ColumnsAreZigzagDifferences) {
  ColumnBytes columns;
  // Differences 0, 1, -1, 300, -600: zigzag 0, 2, 1, 600, 1199.
  const std::vector<int64_t> values = {0, 1, 0, 300, -300};
  EXPECT_EQ(columns.add(values), R"({"offset":0,"bytes":7,"count":5})");
  EXPECT_EQ(columns.bytes(), std::string("\x00\x02\x01\xd8\x04\xaf\x09", 7));
  EXPECT_EQ(columns.add({}), R"({"offset":7,"bytes":0,"count":0})");
  EXPECT_EQ(columns.add(values), R"({"offset":0,"bytes":7,"count":5})") << "stored once";
}

TEST(Container, AmountsAreBytesOfEqualPlace) {
  ColumnBytes columns;
  const std::vector<int64_t> values = {1, 0x203, 0x40005};
  EXPECT_EQ(columns.add_amounts(values), R"({"offset":0,"bytes":9,"count":3,"width":3})");
  EXPECT_EQ(columns.bytes(), std::string("\1\3\5\0\2\0\0\0\4", 9));
  const std::vector<int64_t> none = {0, 0};
  EXPECT_EQ(columns.add_amounts(none), R"({"offset":9,"bytes":0,"count":2,"width":0})");
  const std::vector<int64_t> negative = {3, -1};
  EXPECT_EQ(columns.add_amounts(negative), R"({"offset":9,"bytes":2,"count":2})");
}

TEST(Container, GzipRoundsTripAndNamesNoTime) {
  for (const size_t size : {0UL, 1UL, 65'535UL, 65'536UL, 200'000UL}) {
    std::string text;
    for (size_t i = 0; i < size; ++i) text.push_back(static_cast<char>(i * i / 7));
    for (const Effort effort : {Effort::kQuick, Effort::kBest}) {
      const std::string packed = gzip(text, effort);
      EXPECT_EQ(gunzip(packed), text) << size;
      EXPECT_EQ(packed.substr(4, 4), std::string(4, '\0'));
    }
  }
  EXPECT_EQ(gunzip("no gzip"), "");
  EXPECT_EQ(gunzip(gzip("cut off").substr(0, 20)), "");
}

TEST(Container, Base64IsThatOfTheStandard) {
  // RFC 4648, section 10.
  const std::pair<const char*, const char*> known[] = {
      {"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foobar", "Zm9vYmFy"}};
  for (const auto& [text, expected] : known) EXPECT_EQ(base64(text), expected);
  EXPECT_EQ(base64("\xff\xfe\xfd"), "//79");
}

TEST(Page, DataTakeTheirPlaceAndNoOther) {
  const std::string page =
      "<script>const token = '__FOOTFALL_DATA__';</script><script "
      "type=\"application/octet-stream\" id=\"footfall-data\">__FOOTFALL_DATA__</script>";
  EXPECT_EQ(fill_page(page, "foo", "figures"),
            "<script>const token = '__FOOTFALL_DATA__';</script><script "
            "type=\"application/octet-stream\" id=\"footfall-data\">Zm9v</script>");
  EXPECT_EQ(fill_page("no place", "foo", "figures"), "no place");
  EXPECT_EQ(fill_page("<div>__FOOTFALL_FIGURES__</div>" + page, "", "<p>1</p>"),
            "<div><p>1</p></div>" + page)
      << "without data their place stays, which tells the page to ask for them";
}

TEST(Page, HoldsADocumentOrItsLackIsSaid) {
  const std::string page = dashboard_page(gzip("data"), "");
  if (has_dashboard_page()) {
    EXPECT_NE(gunzip(dashboard_page_gzip()).find(">__FOOTFALL_DATA__<"), std::string::npos);
    EXPECT_EQ(page.find(">__FOOTFALL_DATA__<"), std::string::npos);
  } else {
    EXPECT_EQ(page, "");
  }
  EXPECT_EQ(no_dashboard_page().category, ErrorCategory::kUnavailable);
  EXPECT_NE(no_dashboard_page().message.find("./dev web"), std::string::npos);
}

}  // namespace
}  // namespace footfall
