// A data set tells where it comes from: its resolved scenario gives the same data again, and verify
// accepts what a run wrote and nothing that was changed since.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "run/manifest.h"
#include "run/random_world_test.h"
#include "run/verify.h"

namespace footfall {
namespace {

void put(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

// Writes a data set of CSV and JSON Lines; returns its totals.
RunTotals write_data_set(const std::string& folder, const Scenario& scenario,
                         const std::string& checksum) {
  World world = compile_world(scenario);
  RunOptions options;
  options.formats = {"csv", "jsonl"};
  options.sink.folder = folder;
  options.sink.checksum = checksum;
  auto totals = run_simulation(scenario, world, options);
  check(static_cast<bool>(totals), "a small run succeeds");
  LoadedScenario loaded;
  loaded.scenario = scenario;
  loaded.path = "random.yaml";
  loaded.text = "random";
  put(folder + "/manifest.json", make_manifest(loaded, *totals));
  return *totals;
}

// Names that CSV and JSON have to quote.
Scenario drawn_odd_scenario() {
  Scenario scenario = drawn_scenario();
  const char* const odd[] = {"", ", ", "\"", "\\", " \"é\" ", "🛒", "'", "\\\"\\"};
  for (Persona& persona : scenario.personas) {
    persona.name += odd[drawn(0, 7)];
    persona.demographics.education = {{std::string("e") + odd[drawn(0, 7)]}};
    for (Category& category : persona.basket_profile) category.name += odd[drawn(0, 7)];
  }
  for (Festival& festival : scenario.calendar.festivals) festival.name += odd[drawn(0, 7)];
  return scenario;
}

RC_GTEST_PROP(ManifestProperty, TheResolvedScenarioGivesTheSameData, ()) {
  const Scenario scenario = drawn_odd_scenario();
  const auto again = parse_scenario(resolved_scenario(scenario), "resolved");
  if (!again) RC_FAIL(again.error().message);
  const Scenario& read = again->scenario;
  RC_ASSERT(resolved_scenario(read) == resolved_scenario(scenario));
  const auto content = [](const Scenario& one) {
    World world = compile_world(one);
    RunOptions options;
    options.formats = {"null"};
    const auto totals = run_simulation(one, world, options);
    std::string text;
    for (const TableTotals& table : totals->tables) text += to_hex(table.content) + " ";
    return text;
  };
  RC_ASSERT(content(read) == content(scenario));
}

RC_GTEST_PROP(VerifyProperty, AcceptsWhatARunWrote, ()) {
  const TestFolder folder;
  const Scenario scenario = drawn_odd_scenario();
  const RunTotals totals =
      write_data_set(folder.path(), scenario, *rc::gen::element<std::string>("xxh3", "sha256"));
  const auto data = read_data_set(folder.path());
  if (!data) RC_FAIL(data.error().message);
  RC_ASSERT(data->first_day == scenario.simulation.start_day);
  const auto verified = verify_data_set(*data);
  if (!verified) RC_FAIL(verified.error().message);
  RC_ASSERT(verified->files == totals.files.size());
  uint64_t rows = 0;
  for (const TableTotals& table : totals.tables) rows += 2 * table.rows;
  RC_ASSERT(verified->rows == rows);
}

RC_GTEST_PROP(VerifyProperty, FindsAnyChangedByte, ()) {
  const TestFolder folder;
  const RunTotals totals = write_data_set(folder.path(), drawn_odd_scenario(), "xxh3");
  const auto& files = totals.files;
  const WrittenFile& file = files[drawn<size_t>(0, static_cast<int64_t>(files.size()) - 1)];
  const std::string path = folder.path() + "/" + file.path;
  std::string text = text_of(path);
  RC_PRE(!text.empty());
  const auto at = drawn<size_t>(0, static_cast<int64_t>(text.size()) - 1);
  switch (drawn(0, 3)) {
    case 0:
      text[at] = static_cast<char>(text[at] ^ (1 << drawn(0, 7)));
      break;
    case 1:
      text.resize(at);
      break;
    case 2:
      text.insert(at, 1, static_cast<char>(drawn(0, 255)));
      break;
    default:
      text.erase(at, 1);
  }
  put(path, text);
  const auto data = read_data_set(folder.path());
  RC_ASSERT(static_cast<bool>(data));
  const auto verified = verify_data_set(*data);
  RC_ASSERT(!verified);
  RC_ASSERT(verified.error().category == ErrorCategory::kGate);
  // A transaction that is gone shows at its items, so another file of the format may be named.
  const std::string format = file.path.substr(file.path.rfind('.'));
  RC_ASSERT(verified.error().message.find(format + ": table ") != std::string::npos);
}

TEST(Verify, TellsHowFarItIsAndStopsWhenAsked) {
  const TestFolder folder;
  write_data_set(folder.path(), load_scenario("scenarios/india_retail.yaml")->scenario, "xxh3");
  const auto data = read_data_set(folder.path());
  std::vector<double> shares;
  ASSERT_TRUE(verify_data_set(*data, [&](double share) { return shares.push_back(share), true; }));
  ASSERT_GT(shares.size(), 10u);
  EXPECT_TRUE(std::is_sorted(shares.begin(), shares.end()));
  EXPECT_LT(shares.front(), 0.2);
  EXPECT_DOUBLE_EQ(shares.back(), 1);
  const auto stopped = verify_data_set(*data, [](double share) { return share < 0.3; });
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().category, ErrorCategory::kInterrupted);
}

TEST(Verify, NamesAFileThatIsMissingOrUnreadable) {
  const TestFolder folder;
  Scenario scenario = load_scenario("scenarios/minimal.yaml")->scenario;
  scenario.simulation.customers_per_persona = 20;
  write_data_set(folder.path(), scenario, "xxh3");
  const std::string path = folder.path() + "/items.csv";
  std::filesystem::remove(path);
  auto verified = verify_data_set(*read_data_set(folder.path()));
  ASSERT_FALSE(verified);
  EXPECT_EQ(verified.error().category, ErrorCategory::kGate);
  EXPECT_NE(verified.error().message.find("items.csv"), std::string::npos);
  std::filesystem::create_directory(path);
  verified = verify_data_set(*read_data_set(folder.path()));
  ASSERT_FALSE(verified);
  EXPECT_EQ(verified.error().category, ErrorCategory::kIo);
}

TEST(Verify, AFolderWithoutManifestIsNoDataSet) {
  const TestFolder folder;
  for (const char* text : {"", "{", "[]", "{}", R"({"footfall_manifest": 99})", "\xff"}) {
    if (*text != '\0') put(folder.path() + "/manifest.json", text);
    const auto data = read_data_set(folder.path());
    ASSERT_FALSE(data) << text;
    EXPECT_EQ(data.error().category, ErrorCategory::kInput);
  }
}

TEST(Manifest, KnowsItsScenarioByHash) {
  LoadedScenario loaded;
  loaded.scenario = load_scenario("scenarios/minimal.yaml")->scenario;
  loaded.path = "mine.yaml";
  loaded.text = "abc";
  RunTotals totals;
  totals.files = {{"items.csv", "items", 3, 100, "xxh3:00"}};
  const std::string text = make_manifest(loaded, totals);
  EXPECT_NE(text.find("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            std::string::npos);
  EXPECT_NE(text.find("\"mine.yaml\""), std::string::npos);
  EXPECT_NE(text.find("\"xxh3:00\""), std::string::npos);
  EXPECT_EQ(text.back(), '\n');
}

}  // namespace
}  // namespace footfall
