// Holds the Content-Security-Policy of the served page: exactly the scripts and styles that stand
// in it may run, told by their hashes, and it may ask nobody but this server.
#pragma once
#include <string>
#include <string_view>

namespace footfall {

// Returns the policy of a page of HTML.
std::string page_policy(std::string_view html);

}  // namespace footfall
