#include "dashboard/container.h"
#include "dashboard/dashboard.h"
#include "dashboard/page_bytes.h"

namespace footfall {

namespace {

// The whole content of their elements: the page's code may name them as well.
constexpr std::string_view kDataPlace = ">__FOOTFALL_DATA__<",
                           kFiguresPlace = ">__FOOTFALL_FIGURES__<";

void put_into(std::string& page, std::string_view place, std::string_view text) {
  const size_t at = page.find(place);
  if (at != std::string::npos) page.replace(at + 1, place.size() - 2, text);
}

}  // namespace

std::string_view dashboard_page_gzip() {
  return {reinterpret_cast<const char*>(kPageBytes), kPageSizeBytes};
}

bool has_dashboard_page() { return !dashboard_page_gzip().empty(); }

std::string fill_page(std::string page, std::string_view document, std::string_view figures) {
  put_into(page, kFiguresPlace, figures);
  if (!document.empty()) put_into(page, kDataPlace, base64(document));
  return page;
}

std::string dashboard_page(std::string_view document, std::string_view figures) {
  return has_dashboard_page() ? fill_page(gunzip(dashboard_page_gzip()), document, figures) : "";
}

Error no_dashboard_page() {
  return {ErrorCategory::kUnavailable,
          "this build has no dashboard page: ./dev web makes it (it needs npm's packages), then "
          "./dev build puts it into the program",
          ""};
}

}  // namespace footfall
