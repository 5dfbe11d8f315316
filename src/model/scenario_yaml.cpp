#include "model/scenario_yaml.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "model/scenario_sections.h"
#include "model/yaml_tree.h"

namespace footfall {

namespace {

constexpr size_t kMaxMistakesShown = 1000;

// Closes a descriptor when it goes out of scope.
struct Descriptor {
  explicit Descriptor(int opened) : number(opened) {}
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  const int number;
};

Error refusal(ErrorCategory category, const std::string& path, const std::string& why) {
  return {category, "scenario: cannot read " + path + ": " + why, path};
}

// Reads a regular file of at most kMaxYamlBytes. Opening does not wait for a writer of a FIFO.
Result<std::string> read_file(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (file.number < 0) return refusal(ErrorCategory::kIo, path, std::strerror(errno));
  struct stat status {};
  if (::fstat(file.number, &status) != 0)
    return refusal(ErrorCategory::kIo, path, std::strerror(errno));
  if (S_ISDIR(status.st_mode)) return refusal(ErrorCategory::kInput, path, "it is a folder");
  if (!S_ISREG(status.st_mode))
    return refusal(ErrorCategory::kInput, path, "it is no regular file");
  const auto too_large = refusal(ErrorCategory::kInput, path, "it is larger than 8 MiB");
  if (status.st_size > static_cast<off_t>(kMaxYamlBytes)) return too_large;
  // The file may grow while it is read, and files of /proc have no size beforehand.
  std::string text(static_cast<size_t>(status.st_size) + 1, '\0');
  for (size_t size = 0;;) {
    const ssize_t got = ::read(file.number, text.data() + size, text.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return refusal(ErrorCategory::kIo, path, std::strerror(errno));
    size += static_cast<size_t>(got);
    if (size > kMaxYamlBytes) return too_large;
    if (size < text.size() && got > 0) continue;
    if (got == 0) {
      text.resize(size);
      return text;
    }
    text.resize(2 * size);
  }
}

CheckedScenario checked(std::string text, const std::string& path) {
  CheckedScenario out;
  out.loaded.path = path;
  auto document = parse_yaml(text);
  if (document.refusal.empty()) {
    Mistakes found;
    out.loaded.scenario = read_scenario(document.root, found);
    out.mistakes = found.mistakes();
    out.warnings = found.warnings();
  } else {
    out.mistakes = {{document.line, "", "", document.refusal, ""}};
  }
  for (const Mistake& warning : out.warnings)
    out.loaded.warnings.push_back(one_line(warning, path));
  out.loaded.text = std::move(text);
  return out;
}

Result<LoadedScenario> without_mistakes(CheckedScenario checked) {
  if (checked.mistakes.empty()) return std::move(checked.loaded);
  std::string all;
  const size_t shown = std::min(checked.mistakes.size(), kMaxMistakesShown);
  for (size_t i = 0; i < shown; ++i) {
    if (i > 0) all += '\n';
    all += one_line(checked.mistakes[i], checked.loaded.path);
  }
  if (shown < checked.mistakes.size()) {
    all += "\nscenario: " + std::to_string(checked.mistakes.size() - shown) +
           " more mistakes are not shown";
  }
  return Error{ErrorCategory::kInput, all, checked.loaded.path};
}

}  // namespace

Result<CheckedScenario> check_scenario(const std::string& path) {
  auto text = read_file(path);
  if (!text) return text.error();
  return checked(std::move(*text), path);
}

Result<LoadedScenario> load_scenario(const std::string& path) {
  auto found = check_scenario(path);
  if (!found) return found.error();
  return without_mistakes(std::move(*found));
}

Result<LoadedScenario> parse_scenario(std::string text, const std::string& path) {
  return without_mistakes(checked(std::move(text), path));
}

}  // namespace footfall
