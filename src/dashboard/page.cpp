#include <filesystem>
#include <fstream>

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

// Writes beside `path`, then puts it in place, so that there is never half a file.
Result<> write_file(std::string_view bytes, const std::string& path) {
  const std::string staged = path + ".new";
  std::ofstream stream(staged, std::ios::binary | std::ios::trunc);
  stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  stream.close();
  std::error_code code;
  if (stream) std::filesystem::rename(staged, path, code);
  if (stream && !code) return Done{};
  std::filesystem::remove(staged, code);
  return Error{ErrorCategory::kIo, "cannot write " + path, path};
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

Result<> write_dashboard(std::string_view document, std::string_view figures,
                         const std::string& path) {
  if (!has_dashboard_page()) {
    return Error{ErrorCategory::kUnavailable,
                 "this build has no dashboard page: ./dev web makes it (it needs npm's packages), "
                 "then ./dev build puts it into the program",
                 ""};
  }
  return write_file(dashboard_page(document, figures), path);
}

Result<> write_document(std::string_view document, const std::string& path) {
  return write_file(document, path);
}

}  // namespace footfall
