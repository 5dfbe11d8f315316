#include "cli/verify_command.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "run/verify.h"

namespace footfall {

namespace {

struct VerifyFlags {
  std::string folder;
  bool quiet = false;
};

int report(const Error& error) {
  std::fprintf(stderr, "footfall: %s\n", error.message.c_str());
  return exit_code(error.category);
}

int verify(const VerifyFlags& flags) {
  const auto data = read_data_set(flags.folder);
  if (!data) return report(data.error());
  const auto totals = verify_data_set(*data);
  if (!totals) return report(totals.error());
  for (const std::string& note : totals->notes) std::printf("%s\n", note.c_str());
  if (flags.quiet) return 0;
  std::printf("%s agrees with its manifest: %llu files, %llu bytes, %llu rows read back\n",
              flags.folder.c_str(), static_cast<unsigned long long>(totals->files),
              static_cast<unsigned long long>(totals->bytes),
              static_cast<unsigned long long>(totals->rows));
  return 0;
}

}  // namespace

void add_verify(CLI::App& app, int& code) {
  auto flags = std::make_shared<VerifyFlags>();
  app.add_option("folder", flags->folder, "Folder of the data set")->required();
  app.add_flag("-q,--quiet", flags->quiet, "Print only what was not looked at");
  app.final_callback([flags, &code] { code = verify(*flags); });
}

}  // namespace footfall
