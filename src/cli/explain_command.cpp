#include "cli/explain_command.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/joined_words.h"
#include "cli/allowed.h"
#include "cli/figures.h"
#include "cli/message.h"
#include "cli/stored_rows.h"
#include "cli/text_table.h"
#include "engine/explain.h"
#include "engine/population.h"
#include "run/verify.h"

namespace footfall {

namespace {

using Json = nlohmann::ordered_json;

struct ExplainFlags {
  std::string folder;
  int64_t id = 0;
  bool json = false;
};

constexpr const char* kWeekdays[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                     "Friday", "Saturday", "Sunday"};

double fraction(uint32_t word) { return word / 4294967296.0; }
double currency(int64_t paise) { return static_cast<double>(paise) / 100; }
double markup_of(const CategoryDraw& draw) { return draw.markup / 65536.0; }

std::string clock_time(int32_t second) {
  char text[48];
  std::snprintf(text, sizeof text, "%02d:%02d:%02d", second / 3600, second / 60 % 60, second % 60);
  return text;
}

const std::string& persona_of(const World& world, const Explanation& why) {
  return world.words[1][2][why.at.customer.persona_index];
}

const std::string& festival_of(const World& world, const Explanation& why) {
  return world.words[1][8][why.day.festival];
}

void print_visit(const World& world, const Explanation& why) {
  const std::string& festival = festival_of(world, why);
  std::printf("Transaction %lld\n", static_cast<long long>(why.transaction_id));
  std::printf("  %s %s at %s, customer %lld, %s\n\n", kWeekdays[why.day.weekday - 1],
              format_date(why.day.day).c_str(), clock_time(why.second_of_day).c_str(),
              static_cast<long long>(why.customer_id), persona_of(world, why).c_str());
  std::printf("Visit\n  probability  %.6g base × %.6g season × %.6g festival%s%s%s × %.6g %s",
              why.base, why.season, why.festival, festival.empty() ? "" : " (", festival.c_str(),
              festival.empty() ? "" : ")", why.weekend, why.day.weekend ? "weekend" : "weekday");
  if (why.weekday != 1) std::printf(" × %.6g %s", why.weekday, kWeekdays[why.day.weekday - 1]);
  if (why.product > why.cap) std::printf(" = %.6g, capped", why.product);
  std::printf(" = %.6g\n  draw         %.6f < %.6f: the customer comes (word %u, limit %llu)\n",
              why.probability, fraction(why.visit_word), why.probability, why.visit_word,
              static_cast<unsigned long long>(why.visit_limit));
  std::printf("  time         %.6f of the preferred hours: %s\n\n", fraction(why.time_word),
              clock_time(why.second_of_day).c_str());
}

void print_basket(const Explanation& why) {
  int width = 8;
  for (const CategoryDraw& draw : why.categories)
    width = std::max(width, static_cast<int>(draw.name.size()));
  std::printf(
      "Basket\n  %-*s  probability      draw  quantity       price  markup  unit price"
      "      amount\n",
      width, "category");
  for (const CategoryDraw& draw : why.categories) {
    std::printf("  %-*.*s  %11.6f  %.6f", width, static_cast<int>(draw.name.size()),
                draw.name.data(), draw.probability, fraction(draw.include_word));
    if (!draw.bought) {
      std::printf("  no\n");
      continue;
    }
    const std::string quantity =
        draw.quantity == draw.drawn_quantity
            ? std::to_string(draw.quantity)
            : std::to_string(draw.drawn_quantity) + "→" + std::to_string(draw.quantity);
    const int arrow = draw.quantity == draw.drawn_quantity ? 8 : 10;  // → has three bytes
    std::printf("  %*s  %10.2f  %6.4f  %10.2f  %10.2f%s\n", arrow, quantity.c_str(),
                currency(draw.drawn_price), markup_of(draw), currency(draw.unit_price),
                currency(draw.amount), why.fallback ? "  fallback" : "");
  }
  if (why.fallback) {
    std::printf("  No category was drawn: draw %.6f picked one by share.\n",
                fraction(why.fallback_word));
  }
  const std::string size =
      counted(why.lines, "line", "lines") + ", " + counted(why.units, "unit", "units");
  std::printf("\n  %s, %.2f\n", size.c_str(), currency(why.amount));
}

Json category_json(const CategoryDraw& draw) {
  return {{"category", draw.name},
          {"probability", draw.probability},
          {"include_word", draw.include_word},
          {"include_limit", draw.possible ? Json(draw.include_limit) : Json(nullptr)},
          {"bought", draw.bought},
          {"quantity_word", draw.quantity_word},
          {"drawn_quantity", draw.drawn_quantity},
          {"quantity", draw.quantity},
          {"price_word", draw.price_word},
          {"drawn_price", currency(draw.drawn_price)},
          {"markup_word", draw.markup_word},
          {"markup", markup_of(draw)},
          {"unit_price", currency(draw.unit_price)},
          {"amount", currency(draw.amount)}};
}

Json transaction_json(const World& world, const Explanation& why) {
  const std::string date = format_date(why.day.day);
  return {{"transaction_id", why.transaction_id},
          {"customer_id", why.customer_id},
          {"persona", persona_of(world, why)},
          {"timestamp", date + "T" + clock_time(why.second_of_day)},
          {"date", date},
          {"festival", festival_of(world, why)},
          {"is_weekend", why.day.weekend},
          {"lines", why.lines},
          {"units", why.units},
          {"amount", currency(why.amount)}};
}

Json explanation_json(const World& world, const Explanation& why) {
  Json json = transaction_json(world, why);
  json["visit"] = {
      {"base", why.base},       {"season", why.season},     {"festival", why.festival},
      {"weekend", why.weekend}, {"cap", why.cap},           {"probability", why.probability},
      {"word", why.visit_word}, {"limit", why.visit_limit}, {"time_word", why.time_word}};
  json["fallback"] = why.fallback;
  json["fallback_word"] = why.fallback_word;
  for (const CategoryDraw& draw : why.categories) json["categories"].push_back(category_json(draw));
  return json;
}

// Holds what was recomputed of a transaction against the rows that the files have of it.
StoredRows stored_transaction(const DataSet& data, const World& world, const Explanation& why) {
  std::vector<RowTexts> visit;
  if (why.visits) visit.push_back(transaction_texts(world, why));
  StoredRows stored;
  compare_stored(data, Table::kTransactions, why.transaction_id, visit, stored);
  compare_stored(data, Table::kItems, why.transaction_id, item_texts(why), stored);
  return stored;
}

StoredRows stored_customer(const DataSet& data, const Json& customer) {
  RowTexts row;
  for (const auto& [name, value] : customer.items())
    row.push_back(value.is_string() ? value.get<std::string>() : value.dump());
  StoredRows stored;
  compare_stored(data, Table::kCustomers, customer["customer_id"].get<int64_t>(), {row}, stored);
  return stored;
}

Json stored_json(const StoredRows& stored) {
  return {{"files", stored.files}, {"differences", stored.differences}, {"notes", stored.notes}};
}

// Tells where the rows lie that were found equal, and returns an error where they are not.
int tell_stored(const StoredRows& stored, bool json) {
  if (!json && stored.differences.empty() && !stored.files.empty()) {
    std::printf("\n%s\n",
                wrapped("Stored as recomputed: " + joined_words(stored.files), 98, 2).c_str());
  }
  for (const std::string& text : stored.notes) note("not compared: " + text);
  if (stored.differences.empty()) return 0;
  std::string all = "the files differ from what is recomputed:";
  for (const std::string& text : stored.differences) all += "\n  " + text;
  return report({ErrorCategory::kGate, all, ""});
}

// Returns one customer's row, by column name.
Json customer_json(const World& world, const Batch& row) {
  Json json;
  const auto columns = row.schema().columns;
  for (size_t c = 0; c < columns.size(); ++c) {
    const std::string name(columns[c].name);
    const int64_t value = row.value(c, 0);
    if (columns[c].meaning == Meaning::kText) {
      json[name] = std::string(row.texts(c)[0]);
    } else if (columns[c].meaning == Meaning::kWord) {
      json[name] = world.words[0][c][static_cast<size_t>(value)];
    } else if (columns[c].meaning == Meaning::kMoney) {
      json[name] = currency(value);
    } else if (columns[c].meaning == Meaning::kDate) {
      json[name] = format_date(static_cast<Day>(value));
    } else {
      json[name] = value;
    }
  }
  return json;
}

void print_customer(const Json& customer, const std::vector<Explanation>& history,
                    const World& world) {
  std::printf("Customer %lld\n", customer["customer_id"].get<long long>());
  for (const auto& [name, value] : customer.items()) {
    const std::string text = value.is_string()         ? value.get<std::string>()
                             : value.is_number_float() ? formatted("%.2f", value.get<double>())
                                                       : value.dump();
    if (name != "customer_id" && !text.empty())
      std::printf("  %-14s  %s\n", name.c_str(), text.c_str());
  }
  TextTable table({{"Transaction"},
                   {"Day"},
                   {""},
                   {"Time"},
                   {"Lines", true},
                   {"Units", true},
                   {"Amount", true},
                   {"Festival"}});
  int64_t amount = 0;
  for (const Explanation& why : history) {
    table.add({std::to_string(why.transaction_id), format_date(why.day.day),
               std::string(kWeekdays[why.day.weekday - 1]).substr(0, 3),
               clock_time(why.second_of_day), std::to_string(why.lines), std::to_string(why.units),
               formatted("%.2f", currency(why.amount)), festival_of(world, why)});
    amount += why.amount;
  }
  const std::string made = counted(history.size(), "transaction", "transactions") + " in " +
                           counted(world.days.size(), "day", "days");
  std::printf("\n%s\n  %s, %.2f\n", table.text(style_of(STDOUT_FILENO)).c_str(), made.c_str(),
              currency(amount));
}

int explain_customer(const DataSet& data, const Scenario& scenario, World& world,
                     CustomerAddress at, bool json) {
  const CustomerPopulation population(scenario, world);
  Batch row(Table::kCustomers, 1);
  population.fill(*scalar_kernels(), {at.persona_index, at.customer_index, 1}, row);
  std::vector<Explanation> history;
  for (uint32_t day = 0; day < world.days.size(); ++day) {
    if (visits(world, {at, day}))
      history.push_back(explain_transaction(scenario, world, {at, day}));
  }
  Json customer = customer_json(world, row);
  const StoredRows stored = stored_customer(data, customer);
  if (!json) {
    print_customer(customer, history, world);
    return tell_stored(stored, json);
  }
  customer["transactions"] = Json::array();
  for (const Explanation& why : history)
    customer["transactions"].push_back(transaction_json(world, why));
  customer["stored"] = stored_json(stored);
  std::printf("%s\n", customer.dump(2).c_str());
  return tell_stored(stored, json);
}

int tell_absence(const Explanation& why) {
  return report(
      {ErrorCategory::kInput,
       formatted("transaction %lld: customer %lld did not come on %s: draw %.6f is not "
                 "below the probability %.6f",
                 static_cast<long long>(why.transaction_id),
                 static_cast<long long>(why.customer_id), format_date(why.day.day).c_str(),
                 fraction(why.visit_word), why.probability),
       ""});
}

int explain(const ExplainFlags& flags) {
  const auto data = read_data_set(flags.folder);
  if (!data) return report(data.error());
  const auto loaded = scenario_of(*data);
  if (!loaded) return report(loaded.error());
  const Scenario& scenario = loaded->scenario;
  World world = compile_world(scenario);
  // Only the identifiers of 1970-01-01 could be either; a customer who exists comes first.
  const auto customer = find_customer(world, flags.id);
  if (customer) return explain_customer(*data, scenario, world, *customer, flags.json);
  const auto at = find_visit(world, flags.id);
  if (!at) return report(flags.id < customer_id(100, 0) ? customer.error() : at.error());
  const Explanation why = explain_transaction(scenario, world, *at);
  const StoredRows stored = stored_transaction(*data, world, why);
  if (!why.visits) {
    const int absent = tell_absence(why);
    return stored.differences.empty() ? absent : tell_stored(stored, flags.json);
  }
  if (flags.json) {
    Json json = explanation_json(world, why);
    json["stored"] = stored_json(stored);
    std::printf("%s\n", json.dump(2).c_str());
  } else {
    print_visit(world, why);
    print_basket(why);
  }
  return tell_stored(stored, flags.json);
}

}  // namespace

void add_explain(CLI::App& app, int& code) {
  auto flags = std::make_shared<ExplainFlags>();
  app.add_option("folder", flags->folder, "Folder of the data set")->required();
  allow_identifier(
      app.add_option("id", flags->id, "A transaction_id, or a customer_id for the whole history"))
      ->required();
  app.add_flag("--json", flags->json, "Print one JSON object instead of text")->configurable(false);
  app.footer(
      "footfall explain data/output 1972301000000010   # one transaction, draw by draw\n"
      "footfall explain data/output 100000001          # a customer and the whole history");
  app.final_callback([flags, &code] { code = explain(*flags); });
}

}  // namespace footfall
