#include "cli/report_source.h"

#include <filesystem>

#include "run/manifest.h"

namespace footfall {

Result<Provenance> provenance_of(const DataFlags& flags) {
  if (flags.own.transactions.empty()) return read_provenance(flags.folder);
  Provenance own;
  own.title = std::filesystem::path(flags.own.transactions).filename().string();
  own.program_version = kProgramVersion;
  own.locale = "en";
  return own;
}

}  // namespace footfall
