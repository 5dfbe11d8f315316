#include "run/row_search.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/descriptor.h"
#include "base/io_error.h"

namespace footfall {

namespace {

constexpr size_t kReadBytes = 1 << 14;
constexpr uint64_t kMostLineBytes = 1 << 20;

class OrderedFile {
 public:
  explicit OrderedFile(const std::string& path)
      : path_(path), file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}

  Result<std::vector<std::string>> find(int64_t id) {
    struct stat status {};
    if (!file_.is_open() || ::fstat(file_.number(), &status) != 0) return io_error("read", path_);
    size_ = static_cast<uint64_t>(status.st_size);
    const auto heading = line_at(0);
    if (!heading) return heading.error();
    const bool has_heading = !heading->empty() && (*heading)[0] != '{';
    const auto first = first_from(id, has_heading ? heading->size() + 1 : 0);
    if (!first) return first.error();
    std::vector<std::string> lines;
    for (uint64_t at = *first; at < size_;) {
      auto line = line_at(at);
      if (!line) return line.error();
      const auto its_id = id_of(*line);
      if (!its_id) return its_id.error();
      if (*its_id != id) break;
      at += line->size() + 1;
      lines.push_back(std::move(*line));
    }
    return lines;
  }

 private:
  // Returns the line that begins at `at`, without its break.
  Result<std::string> line_at(uint64_t at) const {
    std::string line;
    char bytes[kReadBytes];
    while (line.size() < kMostLineBytes) {
      const ssize_t got =
          ::pread(file_.number(), bytes, sizeof bytes, static_cast<off_t>(at + line.size()));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return io_error("read", path_);
      const char* const end = std::find(bytes, bytes + got, '\n');
      line.append(bytes, static_cast<size_t>(end - bytes));
      if (end < bytes + got || got == 0) return line;
    }
    return Error{ErrorCategory::kGate, path_ + " has a line of more than 1 MiB", path_};
  }

  // Returns the number that follows the brace and the name in JSON, or begins the line in CSV.
  Result<int64_t> id_of(const std::string& line) const {
    const size_t colon = line.starts_with('{') ? line.find(':') : std::string::npos;
    const char* const begin = line.data() + (colon == std::string::npos ? 0 : colon + 1);
    int64_t id = 0;
    const auto [end, fault] = std::from_chars(begin, line.data() + line.size(), id);
    if (fault == std::errc() && end < line.data() + line.size() && *end == ',') return id;
    return Error{ErrorCategory::kGate, path_ + " has a line without an identifier", path_};
  }

  // Returns where the first line begins whose identifier is not below `id`; all lines that begin
  // before `low` are, none that begins at or after `high` is.
  Result<uint64_t> first_from(int64_t id, uint64_t low) const {
    uint64_t high = size_;
    while (low < high) {
      const uint64_t middle = low + (high - low) / 2;
      uint64_t begin = low;
      if (middle > low) {
        const auto rest = line_at(middle - 1);
        if (!rest) return rest.error();
        begin = middle + rest->size();  // behind the break of the line that reaches to `middle`
      }
      if (begin >= high) {
        high = middle;
        continue;
      }
      const auto line = line_at(begin);
      if (!line) return line.error();
      const auto its_id = id_of(*line);
      if (!its_id) return its_id.error();
      if (*its_id < id) {
        low = begin + line->size() + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  const std::string path_;
  const Descriptor file_;
  uint64_t size_ = 0;
};

}  // namespace

Result<std::vector<std::string>> find_lines(const std::string& path, int64_t id) {
  return OrderedFile(path).find(id);
}

}  // namespace footfall
