#include "cli/summary.h"

#include <unistd.h>

#include <algorithm>

#include "cli/figures.h"
#include "cli/persona_table.h"
#include "cli/text_table.h"
#include "engine/explain.h"
#include "run/data_set.h"

namespace footfall {

namespace {

// What one file, or one folder of files of one format, of the data set holds.
struct Part {
  std::string name;
  uint64_t files = 0, rows = 0, bytes = 0;
};

std::vector<Part> parts_of(const std::vector<WrittenFile>& files) {
  std::vector<Part> parts;
  for (const WrittenFile& file : files) {
    const size_t file_name = file.path.rfind('/') + 1;  // 0 where it lies in no folder
    const std::string name =
        file_name == 0 ? file.path
                       : file.path.substr(0, std::min(file.path.find("month="), file_name));
    auto part = std::find_if(parts.begin(), parts.end(), [&](Part& p) { return p.name == name; });
    if (part == parts.end()) part = parts.insert(part, {name});
    part->files += 1;
    part->rows += file.rows;
    part->bytes += file.bytes;
  }
  return parts;
}

std::string heading(const Scenario& scenario, const Style& style, size_t columns) {
  const Simulation& s = scenario.simulation;
  const std::string days = counted(static_cast<uint64_t>(s.days), "day", "days");
  return "\n  " + style.bold + format_date(s.start_day) + " to " +
         format_date(s.start_day + s.days - 1) + style.plain + "  ·  " + days + "  ·  seed " +
         std::to_string(s.seed) + "\n  " +
         wrapped("Festivals: " + festivals_text(scenario), columns - 2, 2) + "\n\n";
}

std::string files_text(const Finished& run, const Style& style) {
  const Locale& locale = run.loaded.scenario.locale;
  TextTable table({{""}, {"", true}, {"", true}, {""}});
  for (const Part& part : parts_of(run.totals.files)) {
    table.add(
        {"  " + part.name,
         count_text(locale, static_cast<double>(part.rows)) + (part.rows == 1 ? " row" : " rows"),
         bytes_text(static_cast<double>(part.bytes)),
         part.files == 1 ? "" : counted(part.files, "file", "files")});
  }
  return table.text(style);
}

// Returns a transaction that the data set holds, 0 when none of the first customers came.
int64_t some_transaction(const World& world) {
  constexpr uint32_t kDays = 31, kCustomers = 200;
  for (uint32_t day = 0; day < std::min<size_t>(world.days.size(), kDays); ++day) {
    for (uint32_t p = 0; p < world.personas.size(); ++p) {
      const WorldPersona& persona = world.personas[p];
      for (uint32_t c = 0; c < std::min(persona.customer_count, kCustomers); ++c) {
        if (visits(world, {{p, c}, day}))
          return transaction_id(world.days[day].day, customer_id(persona.slot, c), 0);
      }
    }
  }
  return 0;
}

bool has_table(const RunTotals& totals, const char* table) {
  return std::any_of(totals.files.begin(), totals.files.end(), [&](const WrittenFile& file) {
    return file.table == table || file.table == kEveryTable;
  });
}

std::string sample_query(const RunTotals& totals) {
  if (has_table(totals, "items")) return "SELECT category, count(*) FROM items GROUP BY 1";
  if (has_table(totals, "transactions"))
    return "SELECT persona, sum(amount) FROM transactions GROUP BY 1";
  return "SELECT persona, count(*) FROM customers GROUP BY 1";
}

std::string next_steps(const Finished& run, const Style& style) {
  const std::string& program = program_name();
  const std::string& folder = run.folder;
  std::string text = "\n  " + style.bold + "Next" + style.plain + "\n";
  if (has_table(run.totals, "transactions")) text += "    " + program + " report " + folder + "\n";
  text += "    " + program + " query " + folder + " \"" + sample_query(run.totals) + "\"\n";
  text += "    " + program + " verify " + folder + "\n";
  if (const int64_t id = some_transaction(run.world); id != 0)
    text += "    " + program + " explain " + folder + " " + std::to_string(id) + "\n";
  return text;
}

}  // namespace

std::string summary_text(const Finished& run) {
  const Scenario& scenario = run.loaded.scenario;
  const Style style = style_of(STDOUT_FILENO);
  const int columns = std::min(text_columns(STDOUT_FILENO), 100);
  std::vector<PersonaFigures> figures;
  double revenue = 0, transactions = 0, lines = 0;
  for (const PersonaTotals& p : run.totals.personas) {
    figures.push_back({static_cast<double>(p.customers), static_cast<double>(p.transactions),
                       static_cast<double>(p.lines), static_cast<double>(p.revenue_paise)});
    revenue += figures.back().revenue_paise;
    transactions += figures.back().transactions;
    lines += figures.back().lines;
  }
  std::string text = heading(scenario, style, static_cast<size_t>(columns));
  text += persona_table(scenario, figures, columns, 1);
  const std::string amount = compact_money(scenario.locale, revenue) + " revenue";
  const std::string origin = " from " + count_text(scenario.locale, transactions) +
                             " transactions of " + count_text(scenario.locale, lines) + " items";
  text += "\n  " + style.bold + amount + style.plain +
          wrapped(amount + origin, static_cast<size_t>(columns) - 2, 2).substr(amount.size()) +
          "\n\n  ";
  const std::string speed =
      duration_text(run.seconds) + "  ·  " + compact(lines / run.seconds) + " items/s\n";
  if (run.folder.empty()) return text + "No files  ·  " + speed + "\n";
  double bytes = 0;
  for (const WrittenFile& file : run.totals.files) bytes += static_cast<double>(file.bytes);
  text += style.bold + run.folder + style.plain + "  ·  " + bytes_text(bytes) + "  ·  " + speed;
  return text + files_text(run, style) + next_steps(run, style) + "\n";
}

std::string estimate_text(const Scenario& scenario, const RunOptions& options,
                          const Estimate& estimate, const std::string& folder) {
  const Style style = style_of(STDOUT_FILENO);
  const int columns = std::min(text_columns(STDOUT_FILENO), 100);
  std::vector<TextTable::Column> headings = {{"Table"}, {"Rows", true}};
  for (const FormatEstimate& format : estimate.formats) headings.push_back({format.format, true});
  TextTable table(headings);
  double rows = 0;
  for (int t = 0; t < kTableCount; ++t) {
    if (!options.tables[t]) continue;
    std::vector<std::string> cells = {std::string(schema_of(static_cast<Table>(t)).name),
                                      count_text(scenario.locale, estimate.rows[t])};
    for (const FormatEstimate& format : estimate.formats)
      cells.push_back(format.table_bytes[t] > 0 ? bytes_text(format.table_bytes[t]) : "");
    table.add(std::move(cells));
    rows += estimate.rows[t];
  }
  std::vector<std::string> total = {"All", count_text(scenario.locale, rows)};
  for (const FormatEstimate& format : estimate.formats) total.push_back(bytes_text(format.bytes));
  table.add_total(std::move(total));
  std::string text = heading(scenario, style, static_cast<size_t>(columns)) + table.text(style);
  text += "\n  Time    about " + about_duration(estimate.seconds) + " with " +
          counted(static_cast<uint64_t>(options.threads), "thread", "threads") +
          "\n  Memory  about " + bytes_text(estimate.memory_bytes) + "\n";
  if (!folder.empty())
    text += "  Disk    " + bytes_text(free_bytes(folder)) + " free where " + folder + " is\n";
  return text + "\n  " +
         wrapped(
             "An estimate: rows are expected means, bytes and time are drawn out from a sample "
             "of this scenario. Nothing was written.",
             static_cast<size_t>(columns) - 2, 2) +
         "\n\n";
}

}  // namespace footfall
