#include "base/checksum.h"

#include <gtest/gtest.h>

namespace footfall {
namespace {

TEST(Checksum, OfBytesInPieces) {
  Checksum sha256(true), xxh3;
  for (Checksum* sum : {&sha256, &xxh3}) {
    sum->update("a", 1);
    sum->update("bc", 2);
  }
  // As `printf abc | sha256sum` and `printf abc | xxh128sum` have it.
  EXPECT_EQ(sha256.finish(),
            "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(xxh3.finish(), "xxh3:06b05ab6733a618578af5f94892f3950");
}

}  // namespace
}  // namespace footfall
