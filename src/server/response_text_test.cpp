#include "server/response_text.h"

#include <gtest/gtest.h>

#include "dashboard/container.h"

namespace footfall {
namespace {

const std::string kPolicy = "script-src 'none'";

RequestHead request(const std::string& method, const HeaderList& headers = {}) {
  RequestHead head;
  head.method = method;
  head.headers = headers;
  return head;
}

// The value of a header, nothing when there is none; a header comes once.
std::optional<std::string> header(const ResponseText& text, const std::string& name) {
  const std::string mark = "\r\n" + name + ": ";
  const size_t at = text.head.find(mark);
  if (at == std::string::npos) return std::nullopt;
  EXPECT_EQ(text.head.find(mark, at + 1), std::string::npos) << name;
  const size_t begin = at + mark.size();
  return text.head.substr(begin, text.head.find("\r\n", begin) - begin);
}

std::string status_line(const ResponseText& text) {
  return text.head.substr(0, text.head.find("\r\n"));
}

TEST(ResponseText, HasWhatEveryResponseHas) {
  const Response response{200, "application/json", "{}"};
  const ResponseText text = response_text(response, request("GET"), true, kPolicy);
  EXPECT_EQ(status_line(text), "HTTP/1.1 200 OK");
  EXPECT_EQ(text.body, "{}");
  EXPECT_EQ(header(text, "Content-Length"), "2");
  EXPECT_EQ(header(text, "X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(header(text, "Referrer-Policy"), "no-referrer");
  EXPECT_EQ(header(text, "Content-Security-Policy"), "default-src 'none'; frame-ancestors 'none'");
  EXPECT_EQ(header(text, "Connection"), std::nullopt);
  EXPECT_EQ(header(text, "Vary"), std::nullopt);
  EXPECT_EQ(text.head.substr(text.head.size() - 4), "\r\n\r\n");
  EXPECT_EQ(header(response_text(response, request("GET"), false, kPolicy), "Connection"), "close");
  const ResponseText page =
      response_text({200, "text/html; charset=utf-8", "<p>"}, request("GET"), true, kPolicy);
  EXPECT_EQ(header(page, "Content-Security-Policy"), kPolicy);
}

TEST(ResponseText, ATagSparesWhatIsKnown) {
  const Response response{200, "text/plain", "body"};
  const ResponseText first = response_text(response, request("GET"), true, kPolicy);
  const auto tag = header(first, "ETag");
  ASSERT_TRUE(tag);
  EXPECT_EQ(header(first, "Cache-Control"), "no-cache");
  const ResponseText again =
      response_text(response, request("GET", {{"if-none-match", *tag}}), true, kPolicy);
  EXPECT_EQ(status_line(again), "HTTP/1.1 304 Not Modified");
  EXPECT_EQ(again.body, "");
  EXPECT_EQ(header(again, "ETag"), tag);
  EXPECT_EQ(header(again, "Content-Length"), std::nullopt);
  const Response other{200, "text/plain", "Body"};
  EXPECT_NE(header(response_text(other, request("GET"), true, kPolicy), "ETag"), tag);
  // What was asked to be done, or went wrong, is not kept.
  for (const ResponseText& text :
       {response_text(response, request("POST", {{"if-none-match", *tag}}), true, kPolicy),
        response_text(problem(404, "nothing"), request("GET"), true, kPolicy)}) {
    EXPECT_EQ(header(text, "ETag"), std::nullopt);
    EXPECT_EQ(header(text, "Cache-Control"), "no-store");
  }
}

TEST(ResponseText, HeadTellsTheLengthAlone) {
  const ResponseText text =
      response_text({200, "text/plain", "body"}, request("HEAD"), true, kPolicy);
  EXPECT_EQ(header(text, "Content-Length"), "4");
  EXPECT_EQ(text.body, "");
}

TEST(ResponseText, PackedBodiesAreForThoseWhoTakeThem) {
  Response response{200, "text/plain", ""};
  response.gzip_body = gzip("a long text");
  const ResponseText plain = response_text(response, request("GET"), true, kPolicy);
  EXPECT_EQ(plain.body, "a long text");
  EXPECT_EQ(header(plain, "Content-Encoding"), std::nullopt);
  const ResponseText packed =
      response_text(response, request("GET", {{"accept-encoding", "gzip"}}), true, kPolicy);
  EXPECT_EQ(packed.body, response.gzip_body);
  EXPECT_EQ(header(packed, "Content-Encoding"), "gzip");
  for (const ResponseText& text : {plain, packed})
    EXPECT_EQ(header(text, "Vary"), "Accept-Encoding");
  EXPECT_NE(header(plain, "ETag"), header(packed, "ETag")) << "other bytes, another tag";
}

TEST(ResponseText, DatesAreThoseOfHttp) {
  EXPECT_EQ(http_date(784'111'777), "Sun, 06 Nov 1994 08:49:37 GMT");  // RFC 9110, 5.6.7
}

TEST(Routing, FindsWhatAnswers) {
  const auto nothing = [](const Request&) { return Response(); };
  const std::vector<Route> routes = {{"GET", "/", true, nothing},
                                     {"GET", "/api/v1/analyses/*", false, nothing},
                                     {"GET", "/api/v1/live", true, nothing},
                                     {"POST", "/api/v1/live", true, nothing}};
  std::string allowed;
  Request request{"GET", "/api/v1/analyses/kpi", "", {}, "", ""};
  EXPECT_EQ(find_route(routes, request, allowed), &routes[1]);
  EXPECT_EQ(request.rest, "kpi");
  request = {"HEAD", "/", "", {}, "", ""};
  EXPECT_EQ(find_route(routes, request, allowed), &routes[0]);
  request = {"GET", "/api/v1/analyses", "", {}, "", ""};
  EXPECT_EQ(find_route(routes, request, allowed), nullptr);
  EXPECT_EQ(allowed, "");
  EXPECT_EQ(nothing_there(request, allowed).status, 404);
  request = {"DELETE", "/api/v1/live", "", {}, "", ""};
  EXPECT_EQ(find_route(routes, request, allowed), nullptr);
  EXPECT_EQ(allowed, "GET, HEAD, POST");
  const Response refused = nothing_there(request, allowed);
  EXPECT_EQ(refused.status, 405);
  EXPECT_EQ(refused.headers, (HeaderList{{"Allow", "GET, HEAD, POST"}}));
}

TEST(Routing, ProblemsSayWhatToDo) {
  const Response busy = problem(Error{ErrorCategory::kUnavailable, "later", ""});
  EXPECT_EQ(busy.status, 503);
  EXPECT_EQ(busy.headers, (HeaderList{{"Retry-After", "1"}}));
  EXPECT_EQ(problem(Error{ErrorCategory::kInput, "x", ""}).status, 400);
  EXPECT_EQ(problem(Error{ErrorCategory::kUsage, "x", ""}).status, 400);
  EXPECT_EQ(problem(Error{ErrorCategory::kIo, "x", ""}).status, 500);
  EXPECT_EQ(problem(401, "x").headers, (HeaderList{{"WWW-Authenticate", "Bearer"}}));
  EXPECT_EQ(problem(404, "no \"x\"\xff").body,
            "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,\"detail\":\"no "
            "\\\"x\\\"\xEF\xBF\xBD\"}\n");
}

}  // namespace
}  // namespace footfall
