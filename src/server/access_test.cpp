#include "server/access.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace footfall {
namespace {

constexpr int kAllowed = 0;

// The status with which a request is refused, or kAllowed.
int asked(const AccessRules& rules, const std::string& host, const HeaderList& headers = {},
          const std::string& path = "/api/v1/facts", const std::string& method = "GET") {
  RequestHead head;
  head.method = method;
  head.path = path;
  head.authority = host;
  head.headers = headers;
  const auto refusal = check_access(rules, head);
  return refusal ? refusal->status : kAllowed;
}

TEST(Access, OnlyNamesOfThisMachineAreAnswered) {
  const AccessRules rules;
  for (const char* host :
       {"localhost", "localhost:8123", "127.0.0.1", "127.0.0.1:1", "[::1]", "[::1]:65535"})
    EXPECT_EQ(asked(rules, host), kAllowed) << host;
  // A name server may let any of these lead here.
  for (const char* host :
       {"", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "evil.example:8123",
        "localhost@evil.example", "localhost:80.evil.example", "localhost:", "localhost:123456",
        "[::1", "[::1]evil", "192.168.0.1", "0.0.0.0", "[::2]"})
    EXPECT_EQ(asked(rules, host), 403) << host;
}

TEST(Access, OtherNamesAndAddressesAreForThoseWhoAllowThem) {
  AccessRules rules;
  rules.names = {"shop.example"};
  EXPECT_EQ(asked(rules, "shop.example:80"), kAllowed);
  EXPECT_EQ(asked(rules, "a.shop.example"), 403);
  EXPECT_EQ(asked(rules, "192.168.0.1"), 403);
  rules.any_address = true;
  for (const char* host : {"192.168.0.1", "10.1.2.3:80", "[fe80::1]", "[::ffff:1.2.3.4]:80"})
    EXPECT_EQ(asked(rules, host), kAllowed) << host;
  for (const char* host : {"10.1.2.3.evil.example", "a10", "", "[::1]x"})
    EXPECT_EQ(asked(rules, host), 403) << host;
}

TEST(Access, PagesOfOtherSitesAreRefused) {
  const AccessRules rules;
  const std::string host = "localhost:8123";
  EXPECT_EQ(asked(rules, host, {{"origin", "http://localhost:8123"}}), kAllowed);
  EXPECT_EQ(asked(rules, host, {{"origin", "https://localhost:8123"}}), kAllowed);
  for (const char* origin : {"null", "http://evil.example", "http://localhost", "localhost:8123",
                             "http://localhost:8124", "http://localhost:8123.evil.example"})
    EXPECT_EQ(asked(rules, host, {{"origin", origin}}), 403) << origin;
  for (const char* site : {"same-origin", "none"})
    EXPECT_EQ(asked(rules, host, {{"sec-fetch-site", site}}), kAllowed) << site;
  for (const char* site : {"cross-site", "same-site", "anything"})
    EXPECT_EQ(asked(rules, host, {{"sec-fetch-site", site}}), 403) << site;
}

TEST(Access, ALinkOfAnotherSiteMayLeadToThePageAlone) {
  const AccessRules rules;
  const HeaderList link = {{"sec-fetch-site", "cross-site"}, {"sec-fetch-mode", "navigate"}};
  EXPECT_EQ(asked(rules, "localhost", link, "/"), kAllowed);
  EXPECT_EQ(asked(rules, "localhost", link, "/", "HEAD"), kAllowed);
  EXPECT_EQ(asked(rules, "localhost", link, "/", "POST"), 403);
  EXPECT_EQ(asked(rules, "localhost", link, "/api/v1/facts"), 403);
  EXPECT_EQ(asked(rules, "localhost", {{"sec-fetch-site", "cross-site"}}, "/"), 403);
}

TEST(Access, ATokenIsAskedOfAllButProbes) {
  AccessRules rules;
  rules.token = "correct-horse-battery";
  EXPECT_EQ(asked(rules, "localhost"), 401);
  for (const char* given :
       {"Bearer correct-horse-batterx", "Bearer correct-horse-battery ", "Bearer ", "Bearer",
        "correct-horse-battery", "bearer correct-horse-battery", "Basic correct-horse-battery",
        "Bearer correct-horse-battery-correct-horse-battery"})
    EXPECT_EQ(asked(rules, "localhost", {{"authorization", given}}), 401) << given;
  const HeaderList right = {{"authorization", "Bearer correct-horse-battery"}};
  EXPECT_EQ(asked(rules, "localhost", right), kAllowed);
  EXPECT_EQ(asked(rules, "localhost", {}, "/healthz"), kAllowed);
  EXPECT_EQ(asked(rules, "localhost", {}, "/readyz"), kAllowed);
  EXPECT_EQ(asked(rules, "localhost", {}, "/healthz/"), 401);
  EXPECT_EQ(asked(rules, "localhost", {}, "/metrics"), 401);
  // Who has the token is still no other site.
  EXPECT_EQ(asked(rules, "evil.example", right), 403);
}

RC_GTEST_PROP(Access, SecretsAreTheSameWhenTheirBytesAre, (std::string given, std::string secret)) {
  RC_ASSERT(same_secret(given, secret) == (given == secret));
  RC_ASSERT(same_secret(secret, secret));
  RC_ASSERT(!same_secret(secret + secret, secret) || secret.empty());
}

TEST(Access, KnowsWhatOthersCannotReach) {
  for (const char* address : {"127.0.0.1", "127.8.8.8", "::1", "localhost"})
    EXPECT_TRUE(is_loopback(address)) << address;
  for (const char* address : {"0.0.0.0", "192.168.0.1", "::", "127.0.0.1.evil.example", "", "host"})
    EXPECT_FALSE(is_loopback(address)) << address;
}

}  // namespace
}  // namespace footfall
