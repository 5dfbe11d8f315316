#include "base/shared_library.h"

#include <dlfcn.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace footfall {
namespace {

// The C library, wherever this machine has it.
std::string loaded_library() {
  Dl_info info;
  EXPECT_NE(::dladdr(reinterpret_cast<void*>(&std::getenv), &info), 0);
  return std::filesystem::canonical(info.dli_fname).string();
}

TEST(SharedLibrary, TheFirstThatLoadsIsTaken) {
  const auto library = load_library({"/nowhere/lib.so", loaded_library(), "/nor/here.so"}, "No.");
  ASSERT_TRUE(library);
  EXPECT_NE(::dlsym(*library, "getenv"), nullptr);
}

TEST(SharedLibrary, EachPlaceSaysWhyNot) {
  const std::string text = ::testing::TempDir() + "footfall_no_library.so";
  std::ofstream(text) << "no library";
  const auto library = load_library({"/nowhere/lib.so", text}, "No such thing.");
  std::filesystem::remove(text);
  ASSERT_FALSE(library);
  EXPECT_EQ(library.error().category, ErrorCategory::kUnavailable);
  const std::string& message = library.error().message;
  EXPECT_EQ(message.find("No such thing. Tried:\n  /nowhere/lib.so: not there\n  "), 0u) << message;
  EXPECT_NE(message.find(text + ": file too short"), std::string::npos) << message;
}

}  // namespace
}  // namespace footfall
