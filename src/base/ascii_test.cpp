#include "base/ascii.h"

#include <gtest/gtest.h>

#include <cctype>

namespace footfall {
namespace {

TEST(Ascii, IsAsInTheCLocale) {
  for (int byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    EXPECT_EQ(is_upper(c), std::isupper(byte) != 0) << byte;
    EXPECT_EQ(is_letter(c), std::isalpha(byte) != 0) << byte;
    EXPECT_EQ(static_cast<unsigned char>(lower(c)), std::tolower(byte)) << byte;
  }
  EXPECT_EQ(lowered("ÄRGER, Anna_9"), "Ärger, anna_9");
  EXPECT_EQ(lowered(""), "");
}

}  // namespace
}  // namespace footfall
