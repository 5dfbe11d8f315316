#include "server/page_policy.h"

#include <gtest/gtest.h>

namespace footfall {
namespace {

// `printf 'alert(1)' | openssl dgst -sha256 -binary | base64`
constexpr const char* kAlert = "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='";
// The same of nothing.
constexpr const char* kNothing = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

std::string directive(const std::string& policy, const std::string& name) {
  const size_t begin = policy.find(name + " ");
  return policy.substr(begin, policy.find(';', begin) - begin);
}

TEST(PagePolicy, NamesEveryScriptAndStyleByItsHash) {
  const std::string policy = page_policy(
      "<style>alert(1)</style><script type=\"module\">alert(1)</script><script></script>");
  EXPECT_EQ(directive(policy, "script-src"), std::string("script-src ") + kAlert + " " + kNothing);
  EXPECT_EQ(directive(policy, "style-src"), std::string("style-src ") + kAlert);
  EXPECT_EQ(policy.find("unsafe"), std::string::npos);
}

TEST(PagePolicy, DataAreNoScripts) {
  const std::string policy = page_policy(
      "<script type=\"application/octet-stream\" id=\"d\">alert(1)</script>"
      "<script type=application/json>alert(1)</script>");
  EXPECT_EQ(directive(policy, "script-src"), "script-src 'none'");
  EXPECT_EQ(directive(policy, "style-src"), "style-src 'none'");
  EXPECT_EQ(directive(policy, "default-src"), "default-src 'none'");
}

TEST(PagePolicy, OtherBytesHaveOtherHashes) {
  EXPECT_NE(page_policy("<script>alert(1)</script>"), page_policy("<script>alert(1) </script>"));
}

}  // namespace
}  // namespace footfall
