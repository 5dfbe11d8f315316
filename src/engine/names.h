// Holds the name and city tables that a locale offers; a person is a random combination of them.
// FORMAT: order and content decide output bytes, so an edit here bumps kDataVersion.
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace footfall {

// kAny is a state no table knows: the region of such a person's names is drawn.
enum class Region : uint8_t { kNorth, kSouth, kWest, kEast, kAny };
inline constexpr int kRegionCount = 4;

// Given names run from those common among older people to those common among younger ones, surnames
// from the more frequent to the rarer.
struct NameTable {
  std::span<const std::string_view> female, male, surnames;
};

struct StateRegion {
  std::string_view state;
  Region region;
};

struct CityRow {
  std::string_view name, state;
  uint32_t thousands;  // inhabitants
};

struct NameLocale {
  std::array<NameTable, kRegionCount> regions;  // by Region
  std::span<const StateRegion> states;
  std::span<const CityRow> cities;
};

const NameLocale& india_names();
const NameLocale& germany_names();
const NameLocale& western_names();
const NameLocale& france_names();

// Returns the tables of Locale::names: "germany", "western", "france", else India's.
const NameLocale& name_locale(std::string_view names);

}  // namespace footfall
