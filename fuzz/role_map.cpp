// --map: any text is refused with a reason, or tells columns of roles, which told again are the
// same.
#include "analytics/role_map.h"

#include "base/check.h"

using namespace footfall;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size_bytes) {
  const std::string text(reinterpret_cast<const char*>(data), size_bytes);
  std::map<std::string, std::string> columns;
  const auto read = read_role_map(text, columns);
  if (!read) {
    check(!read.error().message.empty(), "a refusal has a reason");
    return 0;
  }
  for (const auto& [role, column] : columns) {
    check(!role.empty() && column.size() < text.size(), "a role has what the text says");
    std::map<std::string, std::string> again;
    check(read_role_map(role + "=" + column, again) && again.size() == 1 && again[role] == column,
          "what was read is read again");
  }
  return 0;
}
