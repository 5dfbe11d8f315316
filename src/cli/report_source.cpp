#include "cli/report_source.h"

#include <fcntl.h>

#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "base/checksum.h"
#include "base/descriptor.h"
#include "base/joined_words.h"
#include "run/manifest.h"
#include "server/built_in_effects.h"

namespace footfall {

Result<Provenance> provenance_of(const DataFlags& flags) {
  if (flags.own.transactions.empty()) return provenance_of_data_set(flags.folder);
  Provenance own;
  own.title = std::filesystem::path(flags.own.transactions).filename().string();
  own.program_version = kProgramVersion;
  return own;
}

namespace {

namespace fs = std::filesystem;

// Returns the checksum of a file, or of the database before the colon of FILE:TABLE; empty where it
// cannot be read.
std::string checksum_of(const std::string& place) {
  std::error_code code;
  const std::string path = fs::exists(place, code) ? place : place.substr(0, place.rfind(':'));
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  Checksum checksum;
  const auto read = read_blocks(
      file, path, [&](const char* data, size_t size_bytes) { checksum.update(data, size_bytes); });
  return read ? checksum.finish() : "";
}

// The options that say how files are read, by their names.
std::vector<std::pair<std::string, std::string*>> settings_of(DataFlags& flags) {
  return {{"encoding", &flags.own.encoding},
          {"delimiter", &flags.delimiter},
          {"time-format", &flags.own.time_format},
          {"currency", &flags.own.currency},
          {"segments", &flags.segments}};
}

std::vector<std::pair<std::string, std::string*>> files_of(DataFlags& flags) {
  return {{"transactions", &flags.own.transactions},
          {"items", &flags.own.items},
          {"customers", &flags.own.customers}};
}

constexpr const char* kUnknownCustomers = "unknown-customers=";

std::vector<std::string> roles_in(const std::vector<std::string>& notes) {
  std::vector<std::string> roles;
  for (const std::string& note : notes) {
    const size_t end = note.rfind("  (");
    if (note.starts_with("  ") && note.find(" ← ") != std::string::npos && end != std::string::npos)
      roles.push_back(note.substr(2, end - 2));
  }
  return roles;
}

}  // namespace

OwnSource own_source_of(const DataFlags& given, const std::vector<std::string>& notes,
                        const std::string& folder) {
  OwnSource own;
  if (given.own.transactions.empty()) return own;
  DataFlags flags = given;
  std::error_code code;
  for (const auto& [role, place] : files_of(flags)) {
    if (place->empty()) continue;
    own.files.push_back(
        {role, fs::relative(*place, fs::absolute(folder), code).string(), checksum_of(*place)});
  }
  own.maps = flags.maps;
  own.roles = roles_in(notes);
  for (const auto& [name, value] : settings_of(flags))
    if (!value->empty()) own.settings.push_back(name + "=" + *value);
  if (!flags.own.unknown_customers.empty())
    own.settings.push_back(kUnknownCustomers + joined_words(flags.own.unknown_customers, ","));
  return own;
}

void take_own_source(const OwnSource& own, const std::string& folder, DataFlags& flags) {
  for (const auto& [role, place] : files_of(flags)) {
    for (const OwnSource::File& file : own.files) {
      if (file.role != role) continue;
      *place = (fs::path(folder) / file.path).lexically_normal().string();
      const std::string now = checksum_of(*place);
      if (!now.empty() && now != file.checksum)
        std::fprintf(stderr, "%s is not as it was when the report was made\n", place->c_str());
    }
  }
  take_own_options(own, flags);
}

void take_own_options(const OwnSource& own, DataFlags& flags) {
  DataFlags usual;
  const auto usual_settings = settings_of(usual);
  if (flags.maps.empty()) flags.maps = own.maps;
  for (const std::string& setting : own.settings) {
    const auto settings = settings_of(flags);
    for (size_t i = 0; i < settings.size(); ++i) {
      const auto& [name, value] = settings[i];
      if (setting.starts_with(name + "=") && *value == *usual_settings[i].second)
        *value = setting.substr(name.size() + 1);
    }
    if (!setting.starts_with(kUnknownCustomers) || !flags.own.unknown_customers.empty()) continue;
    std::stringstream names(setting.substr(std::strlen(kUnknownCustomers)));
    for (std::string name; std::getline(names, name, ',');)
      flags.own.unknown_customers.push_back(name);
  }
}

Result<> compare_roles(const OwnSource& own, const std::vector<std::string>& notes) {
  const std::vector<std::string> now = roles_in(notes);
  if (own.files.empty() || now == own.roles) return Done{};
  return Error{ErrorCategory::kGate,
               "the report was made with other roles: " + joined_words(own.roles) +
                   "; say so with --map, or leave it out to take them from the report",
               ""};
}

}  // namespace footfall
