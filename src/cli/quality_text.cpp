#include "cli/quality_text.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <utility>
#include <vector>

#include "base/joined_words.h"
#include "cli/terminal.h"
#include "cli/text_table.h"
#include "report/measurements.h"

namespace footfall {

namespace {

// Returns the name of a table, or of the file without its folders.
std::string place_of(const Frame& frame, size_t row) {
  return std::filesystem::path(text_at(frame, "table_name", row)).filename().string();
}

std::string count_text(const Notation& notation, const Frame& frame, const char* column,
                       size_t row) {
  return grouped_number(notation, number_at(frame, column, row).value_or(0), 0);
}

std::string share_text(const Frame& frame, size_t row) {
  const double share = number_at(frame, "share", row).value_or(0);
  return share > 0 && share < 0.0005 ? "<0.1\u00a0%" : percent_text(share, 1);
}

// What was done with the rows, their amounts and three of them.
std::vector<std::string> details(const Frame& frame, const Notation& notation, size_t row) {
  std::string done = place_of(frame, row) + ": " + text_at(frame, "rule", row);
  const double amount = number_at(frame, "amount", row).value_or(0);
  if (amount != 0) done += "; their amounts sum up to " + amount_text(notation, amount, true);
  std::vector<std::string> lines = {std::move(done)};
  const std::string examples = text_at(frame, "examples", row);
  if (!examples.empty()) lines.push_back("for example " + examples);
  return lines;
}

std::string found_text(const Frame& frame, const Notation& notation,
                       const std::vector<size_t>& rows, size_t columns) {
  size_t counts = 0, shares = 0;
  std::vector<std::string> numbers;
  for (const size_t row : rows) {
    numbers.push_back(count_text(notation, frame, "rows", row) + " of " +
                      count_text(notation, frame, "checked", row));
    counts = std::max(counts, width_of(numbers.back()));
    shares = std::max(shares, width_of(share_text(frame, row)));
  }
  const size_t indent = 2 + counts + 2 + shares + 2;
  const size_t room = columns == 0 ? SIZE_MAX : std::max(columns, indent + 20) - indent;
  const Style style = style_of(STDOUT_FILENO);
  std::string text;
  for (size_t i = 0; i < rows.size(); ++i) {
    text += "  " + padded(numbers[i], counts, true) + "  " +
            padded(share_text(frame, rows[i]), shares, true) + "  " +
            wrapped(text_at(frame, "fact", rows[i]), room, indent) + "\n";
    for (const std::string& line : details(frame, notation, rows[i])) {
      text +=
          std::string(indent, ' ') + style.dim + wrapped(line, room, indent) + style.plain + "\n";
    }
  }
  return text;
}

// How many checks found nothing, by what they looked at, in how many rows.
std::string nothing_text(const Frame& frame, const Notation& notation,
                         const std::vector<size_t>& rows, bool are_all) {
  struct Looked {
    std::string place;
    size_t checks = 0;
    double rows = 0;
  };
  std::vector<Looked> all;
  for (const size_t row : rows) {
    const std::string place = place_of(frame, row);
    auto found = std::find_if(all.begin(), all.end(),
                              [&](const Looked& looked) { return looked.place == place; });
    if (found == all.end()) found = all.insert(all.end(), {place});
    ++found->checks;
    found->rows = std::max(found->rows, number_at(frame, "checked", row).value_or(0));
  }
  std::vector<std::string> parts;
  for (const Looked& looked : all) {
    parts.push_back(std::to_string(looked.checks) + " of " + looked.place + " (" +
                    grouped_number(notation, looked.rows, 0) + " rows)");
  }
  return std::to_string(rows.size()) + (are_all ? "" : " more") +
         (rows.size() == 1 ? " check" : " checks") + " found nothing: " + joined_words(parts) +
         ". --format csv or json lists them.";
}

}  // namespace

std::string quality_text(const Frame& frame, const Notation& notation, size_t columns) {
  std::vector<size_t> problems, notes, nothing;
  for (size_t row = 0; row < frame.rows; ++row) {
    const bool is_found = number_at(frame, "rows", row).value_or(0) > 0;
    const bool is_problem = number_at(frame, "is_problem", row).value_or(0) != 0;
    (!is_found ? nothing : is_problem ? problems : notes).push_back(row);
  }
  const Style style = style_of(STDOUT_FILENO);
  std::string text;
  if (problems.empty()) text += "No problem was found in the data.\n\n";
  const std::pair<const char*, const std::vector<size_t>*> kParts[] = {
      {"Problems, with which --strict fails", &problems}, {"To be known", &notes}};
  for (const auto& [heading, rows] : kParts) {
    if (rows->empty()) continue;
    text += style.bold + heading + style.plain + "\n" +
            found_text(frame, notation, *rows, columns) + "\n";
  }
  if (nothing.empty()) return text;
  return text +
         wrapped(nothing_text(frame, notation, nothing, nothing.size() == frame.rows),
                 columns == 0 ? SIZE_MAX : columns, 0) +
         "\n";
}

}  // namespace footfall
