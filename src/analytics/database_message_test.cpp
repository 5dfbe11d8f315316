#include "analytics/database_message.h"

#include <gtest/gtest.h>

namespace footfall {
namespace {

TEST(DatabaseMessage, CsvErrorSaysWhereAndWhat) {
  EXPECT_EQ(plain_message("Invalid Input Error: CSV Error on Line: 2\n"
                          "Original Line: 1,2\nExpected Number of Columns: 3 Found: 2\n"
                          "Possible fixes:\n* Disable\n\n  file = /d/t.csv\n  delimiter = ,\n"),
            "/d/t.csv, line 2: Expected Number of Columns: 3 Found: 2");
}

TEST(DatabaseMessage, OthersStay) {
  EXPECT_EQ(plain_message("Parser Error: syntax error\n\nLINE 1: SELEC"),
            "Parser Error: syntax error\n\nLINE 1: SELEC");
  EXPECT_EQ(plain_message("CSV Error on Line: 2"), "CSV Error on Line: 2");
  EXPECT_EQ(plain_message(""), "");
}

}  // namespace
}  // namespace footfall
