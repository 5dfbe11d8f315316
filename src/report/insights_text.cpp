#include "report/insights_text.h"

#include <algorithm>
#include <set>

#include "analytics/quality.h"
#include "report/headline.h"
#include "report/insight_rules.h"
#include "report/report_tables.h"

namespace footfall {

namespace {

// Where a few sales carry the sum, a mean transaction is none that there is.
std::string large_sales(const FactWriter& w) {
  constexpr double kMuch = 0.25, kFew = 0.05;
  const Fact* share = w.find("spend.large.revenue_share");
  const Fact* count = w.find("spend.large.transactions");
  if (share == nullptr || count == nullptr || share->value < kMuch ||
      count->value > kFew * w.find("transactions")->value) {
    return "";
  }
  return " A few large ones carry the sum: " + w.value(count->id) +
         (count->value == 1 ? " transaction of more than ten times that median brings "
                            : " transactions of more than ten times that median bring ") +
         w.value(share->id) +
         " of revenue, so means and totals of a week or a month say "
         "little about the next.";
}

// What single orders have off, which the figures of lines do not know.
std::string before_and_after(const Facts& facts, const FactWriter& w) {
  const std::string off = deductions_of(facts);
  if (off.empty()) return "";
  return " Revenue is before " + off + ", and so are all figures below; after them it is " +
         w.value("revenue.after_deductions") + ".";
}

// The sentence that says how much there is at all.
std::string opening(const Facts& facts, const FactWriter& w) {
  const auto has = [&](const char* id) { return w.find(id) != nullptr; };
  if (!has("transactions") || w.find("transactions")->value == 0)
    return "These data hold no transactions, so there is nothing to say about them.\n";
  const bool is_one_day = w.find("period.start")->value == w.find("period.end")->value;
  std::string text =
      is_one_day ? "On " + w.value("period.start") + ", "
                 : "From " + w.value("period.start") + " to " + w.value("period.end") + ", ";
  const bool is_one = w.find("transactions")->value == 1;
  // With purchases of nobody known, customers made only some of them.
  const bool has_strangers = has("known.transactions") && has("active_customers");
  if (has("active_customers") && !has_strangers) {
    text += w.value("active_customers") +
            (w.find("active_customers")->value == 1 ? " customer made " : " customers made ");
  } else {
    text += is_one ? "there was " : "there were ";
  }
  text += w.value("transactions") + (is_one ? " transaction" : " transactions") + " worth " +
          w.value("revenue");
  if (!is_one && has("average_transaction_value")) {
    text += ", " + w.value("average_transaction_value") + " each on average" +
            w.in_brackets("average_transaction_value");
  }
  if (has("spend.median") && !is_one) text += "; the median is " + w.value("spend.median");
  text += ".";
  text += before_and_after(facts, w);
  text += large_sales(w);
  if (has_strangers) {
    const bool is_one_known = w.find("known.transactions")->value == 1;
    text += " Of these, " + w.value("known.transactions") +
            (is_one_known ? " transaction" : " transactions") + " worth " +
            w.value("known.revenue") + (is_one_known ? " is" : " are") + " by the " +
            w.value("active_customers") +
            (w.find("active_customers")->value == 1 ? " known customer." : " known customers.");
  }
  if (has("items_per_basket") && !is_one) {
    text += " A basket held " + w.value("items_per_basket") + " lines";
    if (has("units_per_basket")) text += " and " + w.value("units_per_basket") + " units";
    text += ".";
  }
  return text + "\n";
}

// The same weekdays a year before, where the period reaches back to them.
std::string beside_year_before(const FactWriter& w) {
  const Fact* like = w.find("year_before.like_for_like");
  if (like == nullptr || w.find("year_before.revenue.previous") == nullptr) return "";
  const Fact* festive = w.find("year_before.festival_pairs");
  std::string text = " The same weekdays a year before, " + w.value("year_before.start") + " to " +
                     w.value("year_before.end") + ", brought " +
                     w.value("year_before.revenue.previous") + ": like for like";
  if (festive != nullptr && festive->value > 0)
    text += ", days of a festival against those of the same festival";
  const std::string pairs = pairs_compared(w, like->id);
  text += pairs;
  if (!pairs.empty() || (festive != nullptr && festive->value > 0)) text += ",";
  const bool is_clear = *like->low * *like->high > 0;
  return text + (is_clear ? " that is " + w.with_sign(like->id) : " that is no clear change") +
         w.in_brackets(like->id) + ".";
}

// How the last days went, also where chance explains the difference: readers ask for it.
std::string latest(const FactWriter& w) {
  if (w.find("change.revenue") == nullptr) return "";
  const auto days = [&](const char* id) { return w.find(id) != nullptr ? w.find(id)->value : 0; };
  std::string text = "The last " + w.value("change.days") + " brought " +
                     w.value("change.revenue.current") + ", " + w.size("change.revenue") +
                     (w.find("change.revenue")->value < 0 ? " less" : " more") + " than the " +
                     w.value("change.days") + " before";
  const double now = days("change.festival_days.current");
  const double before = days("change.festival_days.previous");
  const Fact* like = w.find("change.like_for_like");
  if (now != before) {
    const auto in_festivals = [&](const char* id) {
      return w.find(id) != nullptr && days(id) > 0 ? w.value(id) + " of festivals"
                                                   : std::string("no festival");
    };
    text += "; they held " + in_festivals("change.festival_days.current") + ", those before " +
            in_festivals("change.festival_days.previous");
    if (like != nullptr) {
      const bool is_clear = *like->low * *like->high > 0;
      text += ". Like for like, weekday against weekday outside festivals" +
              pairs_compared(w, "change.like_for_like") + ", " +
              (is_clear ? "it is " + w.with_sign("change.like_for_like")
                        : std::string("there is no clear change")) +
              w.in_brackets("change.like_for_like");
    } else {
      text += ", so that they say little of one another";
    }
  } else {
    // All days and pairs of equal weekdays both have to rule out chance; the interval that does not
    // is the one to show.
    const Fact* all = w.find("change.revenue");
    const bool is_noise = all->low && *all->low * *all->high <= 0;
    if (!is_noise && like != nullptr && *like->low * *like->high <= 0) {
      text += "; weekday against weekday" + pairs_compared(w, like->id) + ", the interval is " +
              w.interval(like->id) + ", which is no clear change";
    } else {
      text += w.in_brackets("change.revenue");
      if (is_noise) text += ", which is no clear change";
    }
  }
  return text + "." + beside_year_before(w) + "\n";
}

std::string sections_of(const std::vector<Insight>& insights, const FactWriter& w) {
  std::string text = "## What stands out\n\n";
  if (insights.empty())
    return text + "Nothing in these data differs by more than chance explains.\n\n";
  for (size_t i = 0; i < insights.size() && i < kMostInsights; ++i) {
    const Insight& insight = insights[i];
    text += "**" + insight.headline + ".** " + insight.comparison + " " + insight.why + " *" +
            insight.action + "*\n\n";
  }
  (void)w;
  return text;
}

std::string figure(const ReportContext& context, const std::string& file,
                   const std::string& description) {
  if (std::find(context.figures.begin(), context.figures.end(), file) == context.figures.end())
    return "";
  return "![" + description + "](" + file + ")\n\n";
}

// What revenue is before and after what single orders say of themselves.
std::string money_of_orders(const Facts& facts, const FactWriter& w) {
  std::string text;
  if (const std::string off = deductions_of(facts); !off.empty()) {
    std::vector<std::string> parts;
    if (w.find("discounts.amount") != nullptr)
      parts.push_back("discounts take " + w.value("discounts.amount"));
    if (w.find("refunds.amount") != nullptr)
      parts.push_back("refunds take " + w.value("refunds.amount"));
    text += "Revenue is " + w.value("revenue") + " before " + off + ", " +
            w.value("revenue.after_deductions") + " after them: " + listed(parts) +
            " off. Orders that were paid back count as purchases.";
  }
  if (w.find("cancelled.amount") != nullptr) {
    text += std::string(text.empty() ? "" : " ") + "Cancelled orders of " +
            w.value("cancelled.amount") + " are left out of everything.";
  }
  return text.empty() ? "" : text + "\n\n";
}

// Which weekdays they are, of the days that are closed by the calendar or by their weekday.
std::string weekdays_closed(const FactWriter& w, const Fact& fact) {
  const Fact* days = w.find("closed.weekday_days");
  if (days == nullptr || !fact.label.starts_with("days without a sale, closed by")) return "";
  const bool are_all = days->value == fact.value;
  return std::string(are_all ? ": " : ", ") + w.name("closed.weekdays") +
         (are_all ? "" : " among them");
}

// Problems and exclusions, then what cannot be told.
std::string about_data(const Facts& facts, const FactWriter& w, const ReportContext& context) {
  std::string text = "## What to keep in mind\n\n";
  std::string quality;
  for (const Fact& fact : facts.facts) {
    if (!fact.id.starts_with("quality.") || fact.id == "quality.problems" ||
        fact.id.ends_with(".share")) {
      continue;
    }
    const size_t bracket = fact.label.rfind(" (");
    std::string what = fact.label.substr(0, bracket);
    std::string rule = bracket == std::string::npos ? "" : fact.label.substr(bracket + 2);
    if (!rule.empty()) rule.pop_back();
    // Names of checks may hold numbers, which are none of the data's.
    if (what.find_first_of("0123456789") != std::string::npos) continue;
    if (rule.find_first_of("0123456789") != std::string::npos) rule.clear();
    what = fact_of_rows(static_cast<int64_t>(fact.value), what);
    quality += "- " + w.value(fact.id) + " " + escaped(what) +
               (rule.empty() ? "" : " (" + escaped(rule) + ")") + weekdays_closed(w, fact) + "\n";
  }
  text += quality.empty() ? "The checks of the data found nothing wrong.\n\n"
                          : "The checks of the data found:\n\n" + quality + "\n";
  if (facts.find("revenue.net") != nullptr) {
    text += "Revenue is of sales alone. Returns and cancellations of " + w.value("returns.amount") +
            " are left out; with them taken off it is " + w.value("revenue.net") + ".\n\n";
  }
  text += money_of_orders(facts, w);
  const std::string unsaid = what_cannot_be_said(w, context);
  if (!unsaid.empty()) text += "These data cannot say:\n\n" + unsaid + "\n";
  text += "Figures in brackets are " + w.value("report.confidence") + " intervals" +
          (facts.find("active_customers") != nullptr
               ? "; purchases of one customer are not taken as independent"
               : "") +
          ". Findings are kept so that at most " + w.value("report.false_discovery_rate") +
          " of them are expected to be chance, over all " + w.value("report.tests") +
          " tests that were made. They say what goes together, not what causes what.\n";
  return text;
}

std::string title_of(const Facts& facts, const FactWriter& w, const ReportContext& context) {
  std::string title = "# " + escaped(context.provenance.title);
  // A file's name may hold digits, which state no fact.
  if (context.provenance.title.find_first_of("0123456789") != std::string::npos)
    title = w.find("source.title") != nullptr ? "# " + w.value("source.title") : "# Report";
  const Fact* count = w.find("transactions");
  if (count == nullptr || count->value == 0) return title + ": no transactions\n";
  title += ": revenue of " + w.value("revenue") + " in " + w.value("period.days");
  const std::string off = deductions_of(facts);
  if (!off.empty()) title += ", " + w.value("revenue.after_deductions") + " after " + off;
  return title + "\n";
}

}  // namespace

std::vector<std::string> marks_of(std::string_view text) {
  std::vector<std::string> marks;
  std::set<std::string, std::less<>> known;
  for (size_t at = text.find("]["); at != std::string_view::npos; at = text.find("][", at + 2)) {
    const size_t end = text.find(']', at + 2);
    if (end == std::string_view::npos) break;
    const std::string mark(text.substr(at + 2, end - at - 2));
    if (known.insert(mark).second) marks.push_back(mark);
  }
  return marks;
}

std::string definition_of(const Facts& facts, const std::string& mark) {
  const Fact* fact = facts.find(mark.substr(0, mark.find(':')));
  if (fact == nullptr) return "";
  std::string title = fact->label;
  if (mark.find(':') != std::string::npos) title += " (" + mark.substr(mark.find(':') + 1) + ")";
  if (!fact->formula.empty()) title += ": " + fact->formula;
  std::string quoted;
  for (const char c : title) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c == '\n' || c == '\r' ? ' ' : c;
  }
  return "[" + mark + "]: facts.json \"" + quoted + "\"";
}

std::string insights_report(const Facts& facts, const std::vector<Insight>& insights,
                            const Notation& notation, const ReportContext& context) {
  const FactWriter w(facts, notation);
  std::string text = title_of(facts, w, context) + "\n" + opening(facts, w) + "\n";
  const Fact* count = facts.find("transactions");
  if (count != nullptr && count->value > 0) {
    const std::string last = latest(w);
    if (!last.empty()) text += last + "\n";
    text += sections_of(insights, w);
    text += figure(context, "revenue.svg",
                   value_of(facts, "festival_days.days") > 0 ? "Revenue by day, festivals shaded"
                                                             : "Revenue by day");
    text += persona_section(facts, w, context) +
            figure(context, "personas.svg", "What each group of customers brings");
    text += time_section(facts, w) +
            figure(context, "weekday_hour.svg", "Transactions by weekday and hour") +
            figure(context, "uplifts.svg", "How much larger transactions are, with intervals");
    text += category_section(facts, w) + figure(context, "categories.svg", "Revenue by category");
    text += customer_section(facts, w) + figure(context, "rfm.svg", "Customers by segment");
    text += ahead_section(facts, w) +
            figure(context, "forecast.svg", "Revenue by day and its forecast");
  }
  text += about_data(facts, w, context) + "\n";
  for (const std::string& mark : marks_of(text)) text += definition_of(facts, mark) + "\n";
  return text;
}

}  // namespace footfall
