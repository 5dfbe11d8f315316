#include "dashboard/key_figures.h"

#include "report/headline.h"
#include "report/marked_text.h"

namespace footfall {

namespace {

std::string html_text(std::string_view text) {
  std::string html;
  for (const char c : text) {
    switch (c) {
      case '&':
        html += "&amp;";
        break;
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '"':
        html += "&quot;";
        break;
      default:
        html += c;
    }
  }
  return html;
}

std::string element(const char* name, std::string_view text) {
  return std::string("<") + name + ">" + html_text(text) + "</" + name + ">";
}

}  // namespace

std::string key_figures_html(const Report& report, const std::string& title) {
  std::string html = element("h1", headline_text(title, report.facts, report.notation)) + "<dl>";
  for (const char* id : {"revenue", "transactions", "active_customers", "average_transaction_value",
                         "items_per_basket"}) {
    const Fact* fact = report.facts.find(id);
    if (fact == nullptr) continue;
    const std::string interval = interval_text(report.notation, *fact);
    html += element("dt", fact->label) +
            element("dd", fact_text(report.notation, *fact) +
                              (interval.empty() ? "" : " (" + interval + ")"));
  }
  html += "</dl>";
  if (report.insights.empty()) return html;
  html += "<ul>";
  for (const Insight& insight : report.insights)
    html += element("li", plain_text(insight.headline));
  return html + "</ul>";
}

}  // namespace footfall
