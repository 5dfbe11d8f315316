#include "cli/summary.h"

#include <algorithm>
#include <cstdio>
#include <set>

namespace footfall {

namespace {

// Returns a whole number with groups: 12,34,567 in rupees, 1,234,567 elsewhere.
std::string grouped(int64_t value, bool indian) {
  std::string digits = std::to_string(value), text;
  int since = 0;
  for (size_t i = digits.size(); i-- > 0;) {
    const int group = indian && text.size() > 3 ? 2 : 3;
    if (since == group) {
      text.insert(0, ",");
      since = 0;
    }
    text.insert(0, 1, digits[i]);
    ++since;
  }
  return text;
}

std::string compact_money(const Scenario& scenario, double units) {
  char text[64];
  const std::string& symbol = scenario.locale.symbol;
  const double magnitude = units >= 1e9 ? 1e9 : units >= 1e6 ? 1e6 : 1e3;
  const char* suffix = units >= 1e9 ? "bn" : units >= 1e6 ? "M" : "k";
  std::snprintf(text, sizeof text, "%s%.1f%s", symbol.c_str(), units / magnitude, suffix);
  return text;
}

// Returns a bar of `share` in [0, 1], in eighths of a cell of `cells`.
std::string bar(double share, int cells) {
  constexpr const char* kEighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const int eighths = static_cast<int>(share * cells * 8 + 0.5);
  std::string text;
  for (int i = 0; i < eighths / 8; ++i) text += "█";
  return text + kEighths[eighths % 8];
}

size_t columns_of(const std::string& text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string padded(std::string text, size_t width, bool right) {
  const size_t used = columns_of(text);
  const std::string space(used < width ? width - used : 0, ' ');
  return right ? space + text : text + space;
}

std::string persona_rows(const Scenario& scenario, const RunTotals& totals,
                         const SummaryOptions& options) {
  const bool indian = scenario.locale.currency == "INR";
  int64_t revenue = 0;
  for (const PersonaTotals& p : totals.personas) revenue += p.revenue_paise;
  std::string text;
  for (size_t i = 0; i < scenario.personas.size(); ++i) {
    const PersonaTotals& p = totals.personas[i];
    const double trips = std::max<double>(1, static_cast<double>(p.transactions));
    const double share =
        revenue ? static_cast<double>(p.revenue_paise) / static_cast<double>(revenue) : 0;
    char items[16], percent[16];
    std::snprintf(items, sizeof items, "%.2f", static_cast<double>(p.lines) / trips);
    std::snprintf(percent, sizeof percent, "%.1f %%", share * 100);
    const int64_t average =
        static_cast<int64_t>(static_cast<double>(p.revenue_paise) / 100 / trips + 0.5);
    text += "  " + padded(scenario.personas[i].name, 22, false) +
            padded(grouped(static_cast<int64_t>(p.customers), indian), 11, true) +
            padded(grouped(static_cast<int64_t>(p.transactions), indian), 14, true) +
            padded(scenario.locale.symbol + grouped(average, indian), 12, true) +
            padded(items, 8, true) + padded(percent, 10, true) + "  " +
            (options.color ? "\033[36m" : "") + bar(share, 24) + (options.color ? "\033[0m" : "") +
            "\n";
  }
  return text;
}

}  // namespace

std::string summary_table(const Scenario& scenario, const World& world, const RunTotals& totals,
                          const SummaryOptions& options) {
  const bool indian = scenario.locale.currency == "INR";
  const std::string bold = options.color ? "\033[1m" : "", plain = options.color ? "\033[0m" : "";
  int64_t revenue = 0, customers = 0, transactions = 0, lines = 0;
  for (const PersonaTotals& p : totals.personas) {
    revenue += p.revenue_paise;
    customers += static_cast<int64_t>(p.customers);
    transactions += static_cast<int64_t>(p.transactions);
    lines += static_cast<int64_t>(p.lines);
  }
  std::set<uint8_t> met;
  for (const WorldDay& day : world.days) met.insert(day.festival);
  met.erase(0);
  std::string festivals;
  for (const uint8_t code : met)
    festivals += (festivals.empty() ? "" : ", ") + world.words[1][8][code];
  std::string text = "\n" + bold + "  " + format_date(world.days.front().day) + " to " +
                     format_date(world.days.back().day) + plain + "  ·  " +
                     std::to_string(world.days.size()) +
                     " days  ·  festivals: " + (festivals.empty() ? "none" : festivals) + "\n\n";
  text += bold + "  " + padded("Persona", 22, false) + padded("Customers", 11, true) +
          padded("Transactions", 14, true) + padded("Average", 12, true) +
          padded("Items", 8, true) + padded("Share", 10, true) + "\n" + plain;
  text += persona_rows(scenario, totals, options);
  text += "\n  " + bold + grouped(transactions, indian) + " transactions" + plain + ", " +
          grouped(lines, indian) + " items, " +
          compact_money(scenario, static_cast<double>(revenue) / 100) + " revenue, " +
          grouped(customers, indian) + " customers\n";
  uint64_t bytes = 0;
  for (const WrittenFile& file : totals.files) bytes += file.bytes;
  char line[200];
  std::snprintf(line, sizeof line, "  %zu files, %.1f MB in %.0f ms (%.1f M items/s)\n",
                totals.files.size(), static_cast<double>(bytes) / 1e6, options.seconds * 1e3,
                static_cast<double>(lines) / options.seconds / 1e6);
  text += line;
  for (const WrittenFile& file : totals.files)
    text += "    " + options.folder + "/" + file.path + "\n";
  return text;
}

}  // namespace footfall
