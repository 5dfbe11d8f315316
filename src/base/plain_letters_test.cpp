#include "base/plain_letters.h"

#include <gtest/gtest.h>

namespace footfall {
namespace {

TEST(PlainLetters, OfEurope) {
  EXPECT_EQ(plain_letters("Stückpreis größer Maß"), "Stuckpreis grosser Mass");
  EXPECT_EQ(plain_letters("Désignation Quantité Œuf"), "Designation Quantite OEuf");
  EXPECT_EQ(plain_letters("Artículo Año Descripción"), "Articulo Ano Descripcion");
  EXPECT_EQ(plain_letters("Ilość wartość zł Łódź żółć"), "Ilosc wartosc zl Lodz zolc");
  EXPECT_EQ(plain_letters("ÀÿĀſŽž"), "AyAsZz");  // the ends of the table
}

TEST(PlainLetters, MarksGoAndAllElseStays) {
  EXPECT_EQ(plain_letters("Menge"), "Menge");
  EXPECT_EQ(plain_letters("a\xCC\x88o\xCD\xAFx"), "aox");  // letters with combining marks
  EXPECT_EQ(plain_letters("राशि € 5"), "राशि € 5");
  EXPECT_EQ(plain_letters(""), "");
  EXPECT_EQ(plain_letters("a\xC3"), "a\xC3");  // cut in the middle of a letter
}

}  // namespace
}  // namespace footfall
