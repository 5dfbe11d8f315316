#include <filesystem>
#include <fstream>

#include "dashboard/container.h"
#include "dashboard/dashboard.h"
#include "dashboard/page_bytes.h"

namespace footfall {

namespace {

// The whole content of its element: the page's code may name it as well.
constexpr std::string_view kToken = ">__FOOTFALL_DATA__<";

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

std::string fill_page(std::string page, std::string_view document) {
  const size_t place = page.find(kToken);
  if (place != std::string::npos) page.replace(place + 1, kToken.size() - 2, base64(document));
  return page;
}

std::string dashboard_page(std::string_view document) {
  return has_dashboard_page() ? fill_page(gunzip(dashboard_page_gzip()), document) : "";
}

Result<> write_dashboard(std::string_view document, const std::string& path) {
  if (!has_dashboard_page()) {
    return Error{ErrorCategory::kUnavailable,
                 "this build has no dashboard page: ./dev web makes it (it needs npm's packages), "
                 "then ./dev build puts it into the program",
                 ""};
  }
  return write_file(dashboard_page(document), path);
}

Result<> write_document(std::string_view document, const std::string& path) {
  return write_file(document, path);
}

}  // namespace footfall
