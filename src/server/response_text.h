// Holds how a response becomes bytes: status line, the headers that every response has, entity tags
// and encodings.
#pragma once
#include <ctime>
#include <string>

#include "server/http.h"
#include "server/request_head.h"

namespace footfall {

// Returns the words of a status, as Not Found.
const char* status_words(int status);

// Returns a time as HTTP writes it.
std::string http_date(std::time_t time);

struct ResponseText {
  std::string head, body;  // the body is empty where HEAD or 304 ask for none
};

// Writes a response to a request. `policy` is the Content-Security-Policy of pages.
ResponseText response_text(Response response, const RequestHead& head, bool keeps_alive,
                           const std::string& policy);

// Returns the head of a stream of events, with how long a client waits before it comes again.
std::string stream_head();

}  // namespace footfall
