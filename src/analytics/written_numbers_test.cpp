#include "analytics/written_numbers.h"

#include <gtest/gtest.h>

#include "analytics/session.h"
#include "duckdb/sql_text.h"

namespace footfall {
namespace {

// Reads texts as one column of a file would be; what is no number is -999.
std::vector<double> read(const std::vector<std::string>& texts) {
  auto session = Session::open({});
  EXPECT_TRUE(session);
  const std::string rows = " FROM (SELECT unnest(" + sql_list(texts) + ") AS t)";
  std::string shares = "SELECT avg(" + looks_like_number_sql("t") + "::INTEGER)";
  for (const std::string& sign : number_signs_sql("t"))
    shares += ", (count(" + sign + ") / count(t))::DOUBLE";
  const auto seen = session->fetch(shares + rows);
  EXPECT_TRUE(seen);
  EXPECT_EQ(seen->columns[0].reals[0], 1) << texts[0];
  const NumberSigns signs = {seen->columns[1].reals[0], seen->columns[2].reals[0],
                             seen->columns[3].reals[0]};
  const auto numbers =
      session->fetch("SELECT coalesce(" + number_sql("t", "DOUBLE", signs) + ", -999)" + rows);
  EXPECT_TRUE(numbers);
  return numbers->columns[0].reals;
}

using Numbers = std::vector<double>;

TEST(WrittenNumbers, WithAPoint) {
  EXPECT_EQ(read({"1.5", "-2", "1e3", "+4.25"}), (Numbers{1.5, -2, 1000, 4.25}));
  EXPECT_EQ(read({"1,249.00", "3.95", "12"}), (Numbers{1249, 3.95, 12}));
  EXPECT_EQ(read({"1,24,900", "549.50"}), (Numbers{124900, 549.5}));
  EXPECT_EQ(read({"Rs.549.00", "Rs. 1,00,000", "500/-"}), (Numbers{549, 100000, 500}));
  EXPECT_EQ(read({"$5.20", "5.20 USD", "£ 7"}), (Numbers{5.2, 5.2, 7}));
}

TEST(WrittenNumbers, WithAComma) {
  EXPECT_EQ(read({"1.249,00", "3,95", "12", "1.250"}), (Numbers{1249, 3.95, 12, 1250}));
  EXPECT_EQ(read({"0,345", "1,250", "2"}), (Numbers{0.345, 1.25, 2}));
  EXPECT_EQ(read({"37,00 €", "EUR 5,60", "1 249,00 zł"}), (Numbers{37, 5.6, 1249}));
  EXPECT_EQ(read({"1\u00a0249,50", "2\u202f000,10"}), (Numbers{1249.5, 2000.1}));
}

TEST(WrittenNumbers, NegativeInEveryWay) {
  EXPECT_EQ(read({"12,50-", "3,95"}), (Numbers{-12.5, 3.95}));
  EXPECT_EQ(read({"(12.50)", "(Rs. 1,200.00)", "7.25"}), (Numbers{-12.5, -1200, 7.25}));
  EXPECT_EQ(read({"−5,00", "-5,00", "5,00"}), (Numbers{-5, -5, 5}));
}

TEST(WrittenNumbers, ThousandsAloneAreNoFraction) {
  EXPECT_EQ(read({"71,250", "900"}), (Numbers{71250, 900}));
}

}  // namespace
}  // namespace footfall
