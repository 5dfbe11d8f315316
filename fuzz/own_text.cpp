// A text file of the user's: encoding, delimiter, header and names of columns are guessed from any
// bytes; what becomes UTF-8 is the same however it was cut, and every column gets a role or none.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "analytics/column_roles.h"
#include "analytics/text_probe.h"
#include "base/ascii.h"
#include "base/check.h"

using namespace footfall;

namespace {

std::string converted(Encoding encoding, std::string_view bytes, size_t cut) {
  Utf8Converter converter(encoding);
  std::string text;
  converter.convert(bytes.substr(0, cut), text);
  converter.convert(bytes.substr(cut), text);
  converter.finish(text);
  return text;
}

void check_columns(const TextShape& shape, FileKind kind) {
  std::set<std::string> names;
  std::vector<ColumnProfile> columns;
  for (const std::string& name : shape.columns) {
    check(!name.empty() && names.insert(lowered(name)).second, "columns have names of their own");
    const double share = static_cast<double>(name.size() % 5) / 4;
    columns.push_back({name, "VARCHAR", share, share, 1 - share, share, share, 0, share});
  }
  const auto roles = guess_roles(columns, kind, {});
  check(static_cast<bool>(roles), "roles are guessed");
  std::set<std::string> given;
  for (const RoleGuess& guess : *roles) {
    check(given.insert(guess.column).second, "a column has one role");
    check(guess.confidence > 0 && guess.confidence <= 1, "a guess is as sure as a share");
  }
}

// A file in memory, where the system allows, that goes with the process.
class File {
 public:
  File() : path_("/dev/shm/footfall-fuzz-" + std::to_string(::getpid()) + ".csv") {
    if (!std::filesystem::is_directory("/dev/shm"))
      path_ = std::filesystem::temp_directory_path() / std::filesystem::path(path_).filename();
  }
  ~File() { std::filesystem::remove(path_); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  const std::string& write(std::string_view bytes) const {
    std::ofstream(path_, std::ios::binary).write(bytes.data(), static_cast<long>(bytes.size()));
    return path_;
  }

 private:
  std::string path_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size_bytes) {
  if (size_bytes == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size_bytes - 1);
  static const File file;
  const std::string& path = file.write(bytes);
  for (const Encoding encoding : {Encoding::kUtf8, Encoding::kLatin1, Encoding::kWindows1252,
                                  Encoding::kUtf16Le, Encoding::kUtf16Be}) {
    const std::string whole = converted(encoding, bytes, 0);
    check(whole == converted(encoding, bytes, data[0] * bytes.size() / 256), "cuts do not matter");
    if (encoding == Encoding::kUtf8) continue;
    file.write(whole);
    const auto count = count_encoding(path);
    check(count && count->invalid == 0, "what was converted is UTF-8");
  }
  file.write(bytes);
  constexpr const char* kEncodings[] = {"auto", "utf-8", "latin-1"};
  const auto shape = probe_text(path, kEncodings[data[0] / 4 % 3], data[0] % 4 == 0 ? ';' : 0);
  if (shape) check_columns(*shape, static_cast<FileKind>(data[0] / 12 % 3));
  check(shape || !shape.error().message.empty(), "a refusal has a reason");
  return 0;
}
