#include "analytics/frame_text.h"

#include <gtest/gtest.h>

namespace footfall {
namespace {

Frame sample() {
  Frame frame;
  frame.columns = {
      make_column("who \"said\"", ValueKind::kText), make_column("count", ValueKind::kInteger),
      make_column("mean", ValueKind::kReal),         make_column("amount", ValueKind::kReal),
      make_column("is_open", ValueKind::kFlag),      make_column("date", ValueKind::kDate),
      make_column("moment", ValueKind::kTimestamp)};
  frame.columns[3].decimals = 2;
  frame.add_row("a\\b\n€", int64_t{3}, 1.0 / 3, 12.5, true, int64_t{19'723}, int64_t{-1});
  frame.add_row("", int64_t{-9'007'199'254'740'991}, 2e20, 100.0, false, int64_t{-1},
                int64_t{1'704'067'199});
  ++frame.rows;
  for (FrameColumn& column : frame.columns) column.add_missing();
  return frame;
}

TEST(FrameText, OneValueIsOneTextInEveryFormOfJson) {
  const std::string values[] = {
      R"("a\\b\u000a€",3,0.333333333333,12.50,true,"2024-01-01","1969-12-31T23:59:59")",
      R"("",-9007199254740991,2e+20,100.00,false,"1969-12-31","2023-12-31T23:59:59")",
      "null,null,null,null,null,null,null"};
  EXPECT_EQ(frame_members_json(sample(), {{"text", "count"}}),
            R"("columns": [{"name":"who \"said\"","kind":"text","unit":"text"},)"
            R"({"name":"count","kind":"integer","unit":"count"},)"
            R"({"name":"mean","kind":"real","unit":""},{"name":"amount","kind":"real","unit":""},)"
            R"({"name":"is_open","kind":"flag","unit":""},{"name":"date","kind":"date","unit":""},)"
            R"({"name":"moment","kind":"timestamp","unit":""}], "rows": [[)" +
                values[0] + "],[" + values[1] + "],[" + values[2] + "]]");
  // The same values under their names.
  std::string named = frame_json(sample());
  for (const char* name : {R"("who \"said\"":)", R"("count":)", R"("mean":)", R"("amount":)",
                           R"("is_open":)", R"("date":)", R"("moment":)"}) {
    for (size_t at = named.find(name); at != std::string::npos; at = named.find(name))
      named.erase(at, std::string(name).size());
  }
  EXPECT_EQ(named, "[\n {" + values[0] + "},\n {" + values[1] + "},\n {" + values[2] + "}\n]\n");
}

TEST(FrameText, RowsAndDigitsHaveLimits) {
  const std::string json = frame_members_json(sample(), {{}, 1, 9});
  EXPECT_NE(json.find("0.333333333,"), std::string::npos);
  EXPECT_EQ(json.find("],["), std::string::npos);
  const std::string last = frame_members_json(sample(), {{}, 1, 9, 2});
  EXPECT_TRUE(last.ends_with("\"rows\": [[null,null,null,null,null,null,null]]")) << last;
  EXPECT_TRUE(frame_members_json(sample(), {{}, 1, 9, 7}).ends_with("\"rows\": []"));
  EXPECT_EQ(frame_members_json(Frame()), R"("columns": [], "rows": [])");
}

}  // namespace
}  // namespace footfall
