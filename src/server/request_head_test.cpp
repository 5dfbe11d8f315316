#include "server/request_head.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace footfall {
namespace {

const std::string kGet = "GET / HTTP/1.1\r\nHost: localhost\r\n";

// The status with which a head is refused, 0 when it is taken.
int status_of(const std::string& bytes) {
  RequestHead head;
  const auto refusal = read_request_head(bytes, head);
  return refusal ? refusal->status : 0;
}

RequestHead taken(const std::string& bytes) {
  RequestHead head;
  const auto refusal = read_request_head(bytes, head);
  EXPECT_FALSE(refusal) << refusal->detail;
  return head;
}

TEST(RequestHead, TellsWhatIsAsked) {
  const RequestHead head = taken(
      "GET /api/v1/rows?city=Navi+Mumbai&city=%E0%A4%AA&limit=5& HTTP/1.1\r\nHOST: LocalHost:81\r\n"
      "X-Empty:\r\nAccept: \t a, b \t\r\n\r\n");
  EXPECT_EQ(head.method, "GET");
  EXPECT_EQ(head.path, "/api/v1/rows");
  const QueryWords words = {{"city", "Navi Mumbai"}, {"city", "\xE0\xA4\xAA"}, {"limit", "5"}};
  EXPECT_EQ(head.query, words);
  EXPECT_EQ(head.authority, "localhost:81");
  EXPECT_EQ(head.header("accept"), "a, b");
  EXPECT_EQ(head.header("x-empty"), "");
  EXPECT_TRUE(head.keeps_alive);
  EXPECT_FALSE(head.has_body);
}

TEST(RequestHead, AnAbsoluteTargetOutweighsTheHost) {
  EXPECT_EQ(taken("GET http://Evil.Example:1/x HTTP/1.1\r\nHost: localhost\r\n\r\n").authority,
            "evil.example:1");
  EXPECT_EQ(status_of("GET http:///x HTTP/1.1\r\nHost: localhost\r\n\r\n"), 400);
  EXPECT_EQ(status_of("GET http://localhost HTTP/1.1\r\nHost: localhost\r\n\r\n"), 400);
}

TEST(RequestHead, KeepsToItsLimits) {
  const auto filled = [](size_t bytes) {
    const std::string rest = "\r\n\r\n", name = "X: ";
    return kGet + name + std::string(bytes - kGet.size() - name.size() - rest.size(), 'a') + rest;
  };
  ASSERT_EQ(filled(kMostHeadBytes).size(), kMostHeadBytes);
  EXPECT_EQ(status_of(filled(kMostHeadBytes)), 0);
  EXPECT_EQ(status_of(filled(kMostHeadBytes + 1)), 431);
  const auto headers = [](int count) {
    std::string text = kGet;
    for (int i = 1; i < count; ++i) text += "A: b\r\n";
    return text + "\r\n";
  };
  EXPECT_EQ(status_of(headers(100)), 0);
  EXPECT_EQ(status_of(headers(101)), 431);
  const auto words = [](int count) {
    std::string query;
    for (int i = 0; i < count; ++i) query += "a&";
    return "GET /?" + query + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
  };
  EXPECT_EQ(taken(words(100)).query.size(), 100u);
  EXPECT_EQ(status_of(words(101)), 400);
  const auto body = [](const std::string& length) {
    return "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length + "\r\n\r\n";
  };
  EXPECT_TRUE(taken(body("1048576")).has_body);
  EXPECT_FALSE(taken(body("0")).has_body);
  EXPECT_EQ(status_of(body("1048577")), 413);
  EXPECT_EQ(status_of(body("18446744073709551617")), 413);
}

struct Refused {
  const char* what;
  std::string bytes;
  int status;
};

TEST(RequestHead, RefusesWhatTwoReadersCouldReadInTwoWays) {
  const std::string post = "POST / HTTP/1.1\r\nHost: localhost\r\n";
  const Refused cases[] = {
      {"nothing", "", 400},
      {"no end", kGet, 400},
      {"an empty head", "\r\n\r\n", 400},
      {"bare line feeds", "GET / HTTP/1.1\nHost: localhost\n\r\n\r\n", 400},
      {"a bare carriage return", kGet + "A: b\rC: d\r\n\r\n", 400},
      {"a zero byte", kGet + std::string("A: b\0c\r\n\r\n", 10), 400},
      {"a folded header", kGet + "A: b\r\n c\r\n\r\n", 400},
      {"a blank before the colon", kGet + "A : b\r\n\r\n", 400},
      {"a header without colon", kGet + "A\r\n\r\n", 400},
      {"control bytes", kGet + "A: \x01\r\n\r\n", 400},
      {"an empty line within", "GET / HTTP/1.1\r\n\r\nHost: localhost\r\n\r\n", 400},
      {"no host", "GET / HTTP/1.1\r\n\r\n", 400},
      {"two hosts", kGet + "Host: localhost\r\n\r\n", 400},
      {"no method", " / HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
      {"two blanks", "GET  / HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
      {"no protocol", "GET /\r\nHost: localhost\r\n\r\n", 400},
      {"another protocol", "GET / HTTP/2.0\r\nHost: localhost\r\n\r\n", 505},
      {"no path", "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
      {"a fragment", "GET /a#b HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
      {"a bad escape", "GET /%4 HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
      {"an escaped zero", "GET /%00 HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
      {"no UTF-8", "GET /?a=%FF HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
      {"two lengths", post + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n", 400},
      {"both lengths", post + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
      {"a length with sign", post + "Content-Length: +2\r\n\r\n", 400},
      {"an empty length", post + "Content-Length:\r\n\r\n", 400},
      {"another encoding", post + "Transfer-Encoding: gzip, chunked\r\n\r\n", 501},
      {"chunks in HTTP/1.0", "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
       400},
      {"another expectation", post + "Expect: 200-ok\r\n\r\n", 417},
  };
  for (const Refused& one : cases) EXPECT_EQ(status_of(one.bytes), one.status) << one.what;
}

TEST(RequestHead, TellsHowTheConnectionGoesOn) {
  EXPECT_FALSE(taken("GET / HTTP/1.0\r\nHost: localhost\r\n\r\n").keeps_alive);
  EXPECT_FALSE(taken(kGet + "Connection: TE, Close\r\n\r\n").keeps_alive);
  EXPECT_TRUE(taken(kGet + "Connection: keep-alive\r\n\r\n").keeps_alive);
  const RequestHead waits = taken(
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\nExpect: 100-Continue\r\n\r\n");
  EXPECT_TRUE(waits.has_body && waits.awaits_continue);
  EXPECT_FALSE(taken(kGet + "Expect: 100-continue\r\n\r\n").awaits_continue);
}

RC_GTEST_PROP(RequestHead, EncodedWordsComeBack,
              (std::vector<std::pair<std::string, std::string>> raw)) {
  // Any bytes that are UTF-8 without zero, escaped one by one.
  const auto plain = [](std::string text) {
    for (char& c : text) c = static_cast<char>(c & 0x7F) == 0 ? 'x' : static_cast<char>(c & 0x7F);
    return text;
  };
  const auto escaped = [](const std::string& text) {
    std::string out;
    char escape[8];
    for (const char c : text) {
      std::snprintf(escape, sizeof escape, "%%%02x", static_cast<unsigned>(c));
      out += escape;
    }
    return out;
  };
  QueryWords words;
  std::string query;
  for (size_t i = 0; i < std::min<size_t>(raw.size(), 100); ++i) {
    words.emplace_back(plain(raw[i].first) + "n", plain(raw[i].second));
    query += (i > 0 ? "&" : "") + escaped(words.back().first) + "=" + escaped(words.back().second);
  }
  RC_ASSERT(read_query(query) == std::optional(words));
}

RC_GTEST_PROP(RequestHead, AnyBytesAreReadOrRefused, (std::string bytes)) {
  RequestHead head;
  const auto refusal = read_request_head(kGet + bytes + "\r\n\r\n", head);
  // What is taken names one host, whatever followed.
  if (!refusal) RC_ASSERT(head.authority == "localhost");
  RC_ASSERT(!refusal || refusal->status >= 400);
}

TEST(RequestHead, KnowsWhichClientsTakeGzip) {
  for (const char* yes : {"gzip", "br, GZIP", "x-gzip;q=0.5", "*", "gzip; q=0.001", "*;q=0, gzip"})
    EXPECT_TRUE(takes_gzip(yes)) << yes;
  for (const char* no : {"", "br", "gzip;q=0", "gzip; q = 0.000", "gzip;q=0, *", "gzipped"})
    EXPECT_FALSE(takes_gzip(no)) << no;
}

TEST(RequestHead, FindsTagsInLists) {
  const std::string tag = "\"abc\"";
  for (const char* yes :
       {"\"abc\"", "*", "W/\"abc\"", "\"x\" ,\"abc\"", "\"x\", W/\"abc\" , \"y\""})
    EXPECT_TRUE(lists_tag(yes, tag)) << yes;
  for (const char* no : {"", "abc", "\"abcd\"", "\"x\"", "w/\"abc\""})
    EXPECT_FALSE(lists_tag(no, tag)) << no;
}

}  // namespace
}  // namespace footfall
