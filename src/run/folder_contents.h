// Holds FolderContents: what lies where a data set is to go, file by file, so that nothing is ever
// deleted that Footfall did not write. A file is ours when the manifest of the data set lists it,
// or that of a report inside it; a data set inside another is foreign.
#pragma once
#include <sys/types.h>

#include <string>
#include <vector>

#include "base/result.h"

namespace footfall {

struct FolderContents {
  enum class Kind { kMissing, kEmptyFolder, kDataSet, kOther };
  Kind kind = Kind::kMissing;
  std::string why;  // why it is kOther
  mode_t mode = 0;  // of a folder
  // Of a data set, relative to it: regular files that a manifest lists, each manifest after the
  // files that it lists; folders, inner ones first; everything else.
  std::vector<std::string> files, folders, foreign;
};

// Looks at a path; links are not followed. Error: kIo when it cannot be looked at.
Result<FolderContents> look_at(const std::string& path);

// Removes files and folders of a data set without foreign files, or an empty folder. What has come
// since look_at stays, and is an error. REQUIRES: `contents` is of `path`.
Result<> remove_contents(const std::string& path, const FolderContents& contents);

// Returns kIo unless each file that the manifest lists is there and as long as it says.
Result<> check_listed_files(const std::string& folder, const std::string& manifest);

// Makes the entries of a folder, and of all folders in it, last through a loss of power.
Result<> sync_folders(const std::string& path);

}  // namespace footfall
