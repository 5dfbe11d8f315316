#include "report/report_tables.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "analytics/forecast_methods.h"
#include "base/ascii.h"
#include "report/insight_rules.h"

namespace footfall {

namespace {

constexpr size_t kMostRows = 8, kMostSegments = 11, kMostFestivals = 16;
constexpr double kFewestCustomers = 10;  // of whom shares and models are told

struct Column {
  const char* heading;  // nullptr: not shown
  const char* fact;
  bool with_sign = false;
};

// A Markdown table: a row a word of `dimension`, with the columns of which there is any fact.
std::string table_of(const Facts& facts, const FactWriter& w, const std::string& dimension,
                     const std::vector<std::string>& words, const std::string& heading,
                     const std::vector<Column>& wanted) {
  std::vector<Column> columns;
  for (const Column& column : wanted) {
    if (column.heading == nullptr) continue;
    for (const std::string& word : words) {
      if (facts.find(dimension + "." + word + "." + column.fact) == nullptr) continue;
      columns.push_back(column);
      break;
    }
  }
  std::string text = "| " + heading, rule = "|---";
  for (const Column& column : columns) {
    text += std::string(" | ") + column.heading;
    rule += "|---:";
  }
  text += " |\n" + rule + "|\n";
  const size_t most = dimension == "segment"    ? kMostSegments
                      : dimension == "festival" ? kMostFestivals
                                                : kMostRows;
  for (size_t i = 0; i < words.size() && i < most; ++i) {
    const std::string id = dimension + "." + words[i] + ".";
    text += "| " + w.name(told_name(facts, id));
    for (const Column& column : columns) {
      const std::string cell = id + column.fact;
      text += " | ";
      if (facts.find(cell) == nullptr) {
        text += "–";
      } else {
        text += column.with_sign ? w.with_sign(cell) : w.value(cell);
      }
    }
    text += " |\n";
  }
  return text + "\n";
}

}  // namespace

std::string persona_section(const Facts& facts, const FactWriter& w, const ReportContext& context) {
  const auto words = words_of(facts, "persona");
  if (words.empty()) return "";
  double transactions = 0;
  for (const std::string& word : words)
    transactions += value_of(facts, "persona." + word + ".transactions");
  const std::string whole = persona_revenue(facts, transactions);
  const std::string share = whole == "revenue" ? "share" : "share of " + whole;
  return std::string("## Who buys\n\n") +
         (context.has_segments
              ? "The data name no personas; these segments were found by how customers buy.\n\n"
              : "") +
         table_of(facts, w, "persona", words, context.has_segments ? "segment" : "persona",
                  {{"customers", "customers"},
                   {"transactions", "transactions"},
                   {"revenue", "revenue"},
                   {share.c_str(), "revenue_share"},
                   {"average", "average_transaction_value"},
                   {"items a basket", "items_per_basket"},
                   {"a month", "frequency_per_30_days"},
                   {"mostly from", "main_hours"}});
}

std::string time_section(const Facts& facts, const FactWriter& w) {
  const auto festivals = words_of(facts, "festival");
  std::string text;
  if (w.find("hour.is_clear") != nullptr && value_of(facts, "transactions") >= 30) {
    text += value_of(facts, "hour.is_clear") != 0
                ? "The busiest hour is " + w.value("hour.busiest") + ", with " +
                      w.value("hour.busiest.share") + " of the transactions" +
                      (has_hour_of_revenue(facts)
                           ? "; most revenue comes from " + w.value("hour.most_revenue") + ", " +
                                 w.value("hour.most_revenue.revenue_share") + " of it"
                           : "")
                : std::string("No hour stands out");
  }
  if (w.find("weekday.apart.ratio") != nullptr) {
    const bool is_clear = value_of(facts, "weekday.apart.p_value", 1) < 0.05;
    text += text.empty() ? "" : "; ";
    text += is_clear ? weekdays_apart(facts, w) + w.in_brackets("weekday.apart.ratio")
                     : std::string(text.empty() ? "No" : "no") + " weekday stands out";
  }
  if (!text.empty()) text += ".\n\n";
  if (!festivals.empty()) {
    const bool is_repeated =
        std::any_of(festivals.begin(), festivals.end(), [&](const std::string& word) {
          return value_of(facts, "festival." + word + ".times") > 1;
        });
    text += table_of(facts, w, "festival", festivals, "festival",
                     {{is_repeated ? "times" : nullptr, "times"},
                      {is_repeated ? "latest first day" : "first day", "start"},
                      {is_repeated ? "latest last day" : "last day", "end"},
                      {is_repeated ? "days in all" : "days", "days"},
                      {"revenue", "revenue"},
                      {"share", "revenue_share"},
                      {"average", "average_transaction_value"}});
  }
  return text.empty() ? "" : "## When they buy\n\n" + text;
}

std::string category_section(const Facts& facts, const FactWriter& w) {
  const auto words = words_of(facts, "category");
  if (words.empty()) return "";
  std::string text = "## What they buy\n\n" + table_of(facts, w, "category", words, "category",
                                                       {{"revenue", "revenue"},
                                                        {"share", "revenue_share"},
                                                        {"units", "units"},
                                                        {"a unit", "average_unit_price"},
                                                        {"order again at", "reorder_point"}});
  if (facts.find("reorder.lead_time") != nullptr) {
    text += "Order again at the stock that covers a delivery time of " +
            w.value("reorder.lead_time") + " in " + w.value("reorder.service_level") +
            " of cases. Both are assumptions; footfall analyze reorder takes others.\n\n";
  }
  const Fact* pooled = facts.find("affinity.pooled.significant");
  const Fact* within = facts.find("affinity.within.significant");
  if (pooled != nullptr && within != nullptr && within->value == 0 && pooled->value > 0) {
    text += "Over all baskets, " + w.value("affinity.pooled.significant") + " of " +
            w.value("affinity.pooled.tested") +
            " pairs of categories look related. Within single personas it is " +
            w.value("affinity.within.significant") + " of " + w.value("affinity.within.tested") +
            ": the pairs reflect who buys, not what goes with what.\n\n";
  } else if (within != nullptr) {
    text +=
        "Of " + w.value("affinity.within.tested") + " pairs of categories, " +
        w.value("affinity.within.significant") +
        " are bought together more or less often than chance and the sizes of baskets explain, " +
        (facts.find("segments.found") != nullptr ? "in one segment at least"
                                                 : "in one persona at least") +
        ".\n\n";
  } else if (pooled != nullptr) {
    text += "Of " + w.value("affinity.pooled.tested") + " pairs of categories, " +
            w.value("affinity.pooled.significant") +
            " are bought together more or less often than chance and the sizes of baskets "
            "explain.\n\n";
  }
  return text;
}

namespace {

// How many customers are taken for active still; that all are is no finding where the data do not
// show that anyone leaves.
std::string still_active(const Facts& facts, const FactWriter& w) {
  constexpr double kNearlyAll = 0.98;
  if (value_of(facts, "clv.identified", 1) != 0)
    return "It takes " + w.value("clv.active_share") + " of the customers for active still.";
  return value_of(facts, "clv.active_share") >= kNearlyAll
             ? std::string(
                   "Nothing in the data shows that customers leave, so the model takes "
                   "them for active still.")
             : "It takes " + w.value("clv.active_share") +
                   " of the customers for active still, though the data alone do not show how "
                   "customers leave.";
}

std::string silence(const Facts& facts, const FactWriter& w) {
  const Fact* silent = facts.find("at_risk.customers");
  const Fact* expected = facts.find("at_risk.expected_by_chance");
  if (silent == nullptr || expected == nullptr || silent->value == 0) return "";
  const bool is_more = silent->value > expected->value + 1.96 * std::sqrt(expected->value);
  return w.value(silent->id) + silent_customers(facts) +
         (is_more ? "; by chance alone it would be about " + w.value(expected->id)
                  : ", which is no more than chance explains: of customers who are all active "
                    "about " +
                        w.value(expected->id) + " would be") +
         ".\n\n";
}

std::string segment_table(const Facts& facts, const FactWriter& w,
                          const std::vector<std::string>& words) {
  const bool has_ranks = std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return facts.find("segment." + word + ".rank_name") != nullptr;
  });
  const std::string share = "share of " + customer_revenue(facts);
  return std::string(
             "Segments rank customers against one another by how lately, how often and for "
             "how much they bought, so that in any data some come last.") +
         (has_ranks ? " Where the data do not show that the customers of a segment leave, or are "
                      "new, it is called by its rank; rfm.csv has the usual names."
                    : "") +
         "\n\n" +
         table_of(facts, w, "segment", words, "segment",
                  {{"customers", "customers"},
                   {"share", "customer_share"},
                   {"revenue", "revenue"},
                   {share.c_str(), "revenue_share"},
                   {"days since last", "recency_days"},
                   {"revenue each", "monetary"},
                   {"active still", "active_share"}});
}

}  // namespace

namespace {

// Who buys again: those who are active, and the newcomers among them, who are fewer.
std::string retention(const Facts& facts, const FactWriter& w) {
  std::string text;
  if (w.find("retention.period") == nullptr) return "";
  const std::string period = w.name("retention.period");
  if (w.find("retention.active") != nullptr) {
    text += "Of the " + known_customers(facts) + " who bought in one " + period + ", " +
            w.value("retention.active") + " bought in the next as well.";
  }
  if (w.find("retention.next_period") != nullptr) {
    text += (text.empty() ? "Of the " : " Of the ") + w.value("retention.newcomers") + " " +
            known_customers(facts) + " who first bought after the first " + period +
            " of these data, " + w.value("retention.next_period") + " bought again in the " +
            period + " after that.";
  }
  return text;
}

// What customers are worth, where the data reach far enough back for it.
std::string customer_value(const Facts& facts, const FactWriter& w) {
  constexpr double kFarthest = 3;  // times the days of the data
  if (value_of(facts, "clv.horizon_days") > kFarthest * value_of(facts, "period.days")) {
    return "A model of purchases ranks customers in clv.csv; what they bring together in the "
           "next " +
           w.value("clv.horizon_days") + ", " + w.value("period.days") +
           " of data are too few to say. " + still_active(facts, w);
  }
  std::string text = "A model of their purchases puts what they bring in the next " +
                     w.value("clv.horizon_days") + " at " + w.value("clv.total") + ", discounted";
  if (w.find("clv.median") != nullptr)
    text += "; the median customer is worth " + w.value("clv.median");
  return text + ". " + still_active(facts, w);
}

}  // namespace

std::string customer_section(const Facts& facts, const FactWriter& w) {
  const auto words = words_of(facts, "segment");
  std::string text;
  const bool has_many = value_of(facts, "active_customers") >= kFewestCustomers;
  if (has_many) text += retention(facts, w);
  if (has_many && w.find("clv.total") != nullptr && w.find("clv.active_share") != nullptr)
    text += (text.empty() ? "" : " ") + customer_value(facts, w);
  if (!text.empty()) text += "\n\n";
  text += silence(facts, w);
  if (!words.empty() && has_segments(facts)) text += segment_table(facts, w, words);
  return text.empty() ? "" : "## How customers return\n\n" + text;
}

namespace {

bool knows_season(const Facts& facts) {
  const Fact* method = facts.find("forecast.method");
  return method != nullptr && method->text == method_name(ForecastMethod::kYearly);
}

// What the forecast knows of the season of the year; nothing where it tried and found none.
std::string of_season(const Facts& facts) {
  constexpr double kYear = 365;
  if (knows_season(facts)) {
    return value_of(facts, "period.days") >= 2 * kYear
               ? " The season of the year is counted in."
               : " The forecast follows the rise and fall of these data through the year; whether "
                 "that comes back every year, less than two years cannot say.";
  }
  return value_of(facts, "period.days") < kYear
             ? " What the season of the year does, less than a year of data cannot show."
             : "";
}

// The forecast beside what the model of customers expects of the same days: they answer different
// questions.
std::string beside_customer_value(const Facts& facts, const FactWriter& w) {
  if (value_of(facts, "active_customers") < kFewestCustomers) return "";
  if (w.find("clv.next_30_days") == nullptr || value_of(facts, "forecast.days") != 30) return "";
  std::string text = "Customer by customer, those known today are expected to bring " +
                     w.value("clv.next_30_days") + " in the same " + w.value("forecast.days") +
                     ": each at the mean rate of the whole period" +
                     (value_of(facts, "festival_days.days") > 0 ? ", festivals included" : "") +
                     ", without new customers";
  if (w.find("known.transactions") != nullptr) text += " and purchases of nobody known";
  return text + ". The forecast " +
         (knows_season(facts) ? "follows the days and the season of the year"
                              : "continues the days as they were last") +
         ", whoever buys: plan stock and staff by it, and choose customers by their value.\n\n";
}

}  // namespace

namespace {

// By how much a day was off, where that says the same as the errors by which methods are chosen.
std::string errors_of_days(const Facts& facts, const FactWriter& w) {
  const double error = value_of(facts, "forecast.day_error");
  if (error <= 0 || error >= value_of(facts, "forecast.naive_day_error"))
    return "the method did better than last week repeated.";
  return "a day was off by " + w.value("forecast.day_error") +
         " on average, with last week repeated by " + w.value("forecast.naive_day_error") + ".";
}

}  // namespace

std::string ahead_section(const Facts& facts, const FactWriter& w) {
  const auto has = [&](const char* id) { return facts.find(id) != nullptr; };
  if (!has("forecast.revenue") || !has("forecast.start")) return "";
  std::string text = "## What lies ahead\n\nFrom " + w.value("forecast.start") + " to " +
                     w.value("forecast.end") + ", " + w.value("forecast.revenue") +
                     w.in_brackets("forecast.revenue") + " of revenue is expected";
  if (has("forecast.change")) {
    text += value_of(facts, "forecast.is_clear") != 0
                ? ", " + w.with_sign("forecast.change") + " against as many days before"
                : ", no clear change against the " + w.value("forecast.past") +
                      " of as many days before";
  }
  if (has("forecast.year_before"))
    text += "; the same weekdays a year before brought " + w.value("forecast.year_before");
  text += ".";
  if (has("forecast.error") && has("forecast.naive_error")) {
    text += value_of(facts, "forecast.beats_naive") != 0
                ? " On days that it had not seen, " + errors_of_days(facts, w)
                : std::string(
                      " No method did better on days that it had not seen than repeating "
                      "last week, so that is what the forecast does.");
  }
  text += of_season(facts);
  if (value_of(facts, "forecast.naive_categories") > 0) {
    text += " Of " + w.value("forecast.categories") + " categories, " +
            w.value("forecast.naive_categories") +
            (value_of(facts, "forecast.naive_categories") == 1 ? " is" : " are") +
            " forecast by last week repeated, since no method did better.";
  }
  if (has("forecast.festival_days")) {
    text += value_of(facts, "forecast.festival_days") > 0
                ? " Festivals ahead are counted in."
                : std::string(" By the calendar no festival lies ahead.");
  } else if (value_of(facts, "festival_days.days") > 0) {
    text += " Festivals ahead are not known to it: add what they bring.";
  }
  return text + "\n\n" + beside_customer_value(facts, w);
}

std::string what_cannot_be_said(const FactWriter& w, const ReportContext& context) {
  const struct {
    const char* missing;
    const char* unsaid;
  } kWords[] = {
      {"items with their categories", "what is bought, and what together: they hold no categories"},
      {"customer identifiers", "who returns, and what a customer is worth: they name no customers"},
      {"personas", "how kinds of customers differ: they name no personas"},
      {"festivals", "how days of festivals differ: they mark no festival"},
      {"times of day", "at which hours people buy: they hold dates only"},
      {"the number of lines", "how many lines baskets have"},
      {"a computed forecast", "what lies ahead"}};
  std::string text;
  for (const auto& word : kWords) {
    for (const auto& [metric, why] : context.absent) {
      if (why.find(word.missing) == std::string::npos) continue;
      text += std::string("- ") + word.unsaid + "\n";
      break;
    }
  }
  const Fact *days = w.find("period.days"), *customers = w.find("active_customers");
  if (days != nullptr && days->value < 7 && customers != nullptr)
    text += "- who returns, and who has not for long: they span less than a week\n";
  if (w.find("weekend_days.closed") != nullptr) {
    text += "- how transactions of weekends differ: on " + w.value("weekend_days.closed") +
            " nothing is ever sold\n";
  }
  return text;
}

}  // namespace footfall
