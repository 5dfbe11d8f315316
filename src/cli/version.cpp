#include "cli/version.h"

#include <nlohmann/json.hpp>

#include "engine/kernels.h"
#include "run/manifest.h"

namespace footfall {

std::string version_text(bool json) {
  if (!json) return std::string("footfall ") + kProgramVersion + "\n";
  const nlohmann::ordered_json object = {
      {"program", "footfall"},        {"version", kProgramVersion},
      {"data_version", kDataVersion}, {"manifest_version", kManifestVersion},
      {"kernels", kernels()->name},   {"compiler", __VERSION__}};
  return object.dump(2) + "\n";
}

}  // namespace footfall
