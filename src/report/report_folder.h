// Holds how the files of a report become a folder: written beside it, put in place in one step, so
// that there is the earlier report or the new one, never half of either. Nothing is removed that
// the manifest of an earlier report does not list.
#pragma once
#include <string>
#include <vector>

#include "base/result.h"

namespace footfall {

// A file of a report, in memory: reports hold aggregates only.
struct ReportFile {
  std::string name, text;
};

// How the user's own files were read, so that they can be read so again.
struct OwnSource {
  struct File {
    std::string role;      // transactions, items or customers
    std::string path;      // relative to the report's folder; of a database with its table
    std::string checksum;  // of the file's bytes
  };
  std::vector<File> files;            // none where the report is about a data set
  std::vector<std::string> maps;      // as told with --map
  std::vector<std::string> roles;     // as understood, "customer ← CustomerID"
  std::vector<std::string> settings;  // "currency=EUR", by the name of the option
};

struct ReportManifest {
  std::string program_version;
  std::string generated_from;  // hash of the data set's manifest, or empty
  std::string data;  // folder of the data set, relative to the report's; empty for own data
  OwnSource own = {};
};

// Writes the files and manifest.json as folder `target`. Errors: kInput when something lies there
// that is no report of ours, or one with foreign files; kIo, also when other reports are being
// written beside it for over five seconds.
Result<> write_report_folder(const std::string& target, const std::vector<ReportFile>& files,
                             const ReportManifest& manifest);

// Reads the manifest of a report. Errors: kInput when the folder holds none.
Result<ReportManifest> read_report_manifest(const std::string& folder);

}  // namespace footfall
