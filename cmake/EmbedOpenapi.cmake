# Writes OUT, a C++ source with the text of IN. Called while building: cmake -DIN=… -DOUT=… -P
# EmbedOpenapi.cmake
file(READ "${IN}" text)
file(WRITE "${OUT}" "// Written by cmake/EmbedOpenapi.cmake.
#include \"server/site.h\"

namespace footfall {

std::string_view openapi_text() { return R\"json(${text})json\"; }

}  // namespace footfall
")
