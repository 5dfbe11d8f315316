#include "dashboard/customer_days.h"

#include <algorithm>

namespace footfall {

Result<CustomerDays> count_customer_days(Analysis& analysis) {
  CustomerDays customers;
  if (!analysis.capabilities.customer) return customers;
  const auto counts = analysis.session.fetch(
      "SELECT count(*), coalesce(sum(active_days), 0)::BIGINT, greatest(count(*), (SELECT count(*) "
      "FROM customers)) FROM dashboard_customers");
  if (!counts) return counts.error();
  customers.active = counts->columns[0].integers[0];
  customers.purchase_days = counts->columns[1].integers[0];
  customers.total = counts->columns[2].integers[0];
  return customers;
}

Result<> fetch_customer_days(Analysis& analysis, const DashboardDimensions& dimensions,
                             CustomerDays& customers) {
  customers.persona.clear();
  customers.city.clear();
  customers.segment.clear();
  customers.days.clear();
  customers.day.clear();
  if (!analysis.capabilities.customer || dimensions.days == 0) return Done{};
  // Customers alike stand together, which compresses better.
  const auto frame = analysis.session.fetch(
      "SELECT row_number() OVER (ORDER BY persona, city, segment, active_days, hash, customer_id) "
      "AS place, persona, city, segment, unnest(days) AS day FROM (SELECT c.customer_id, "
      "any_value(c.persona) AS persona, any_value(c.city) AS city, any_value(c.segment) AS "
      "segment, any_value(c.active_days) AS active_days, any_value(c.hash) AS hash, "
      "list_sort(list((d.date - p.first_date)::BIGINT)) AS days FROM "
      "dashboard_customers c JOIN customer_days d USING (customer_id) JOIN period p ON d.date "
      "BETWEEN p.first_date AND p.last_date WHERE c.hash % $one_of = 0 GROUP BY c.customer_id) "
      "ORDER BY place, day",
      {{"one_of", customers.one_of}});
  if (!frame) return frame.error();
  const auto& place = frame->columns[0].integers;
  for (size_t row = 0; row < frame->rows; ++row) {
    if (row == 0 || place[row] != place[row - 1]) {
      customers.persona.push_back(frame->columns[1].integers[row]);
      customers.city.push_back(frame->columns[2].integers[row]);
      customers.segment.push_back(frame->columns[3].integers[row]);
      customers.days.push_back(0);
    }
    ++customers.days.back();
    customers.day.push_back(frame->columns[4].integers[row]);
  }
  return Done{};
}

}  // namespace footfall
