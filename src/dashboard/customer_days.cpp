#include "dashboard/customer_days.h"

#include "base/check.h"
#include "base/date.h"

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
  if (!analysis.capabilities.customer || dimensions.days == 0) return Done{};
  const auto date = [&](int day) {
    return "DATE '" + format_date(dimensions.first_day + day) + "'";
  };
  // Customers alike stand together, which compresses better.
  const auto frame = analysis.session.fetch(
      "SELECT c.place, c.persona, c.city, c.segment, c.score, c.cohort, c.hash, (d.date - " +
          date(0) +
          ")::BIGINT AS day FROM customer_days d JOIN (SELECT *, row_number() OVER (ORDER BY "
          "persona, city, segment, score, cohort, active_days, hash, customer_id) AS place FROM "
          "dashboard_customers WHERE hash % $one_of = 0) c ON c.customer_id = d.customer_id WHERE "
          "d.date BETWEEN " +
          date(0) + " AND " + date(dimensions.days - 1) + " ORDER BY c.place, d.date",
      {{"one_of", customers.one_of}});
  if (!frame) return frame.error();
  const auto& place = frame->columns[0].integers;
  for (size_t row = 0; row < frame->rows; ++row) {
    if (row == 0 || place[row] != place[row - 1]) {
      customers.persona.push_back(frame->columns[1].integers[row]);
      customers.city.push_back(frame->columns[2].integers[row]);
      customers.segment.push_back(frame->columns[3].integers[row]);
      customers.score.push_back(frame->columns[4].integers[row]);
      customers.cohort.push_back(frame->columns[5].integers[row]);
      customers.hash.push_back(frame->columns[6].integers[row]);
      customers.days.push_back(0);
    }
    ++customers.days.back();
    customers.day.push_back(frame->columns[7].integers[row]);
  }
  return Done{};
}

void thin_out(CustomerDays& customers, int64_t one_of) {
  check(one_of % customers.one_of == 0, "a sample is thinned out to a part of it");
  size_t kept = 0, kept_days = 0, first = 0;
  for (size_t i = 0; i < customers.days.size(); ++i) {
    const auto days = static_cast<size_t>(customers.days[i]);
    if (customers.hash[i] % one_of == 0) {
      for (auto* column : {&customers.persona, &customers.city, &customers.segment,
                           &customers.score, &customers.cohort, &customers.hash, &customers.days})
        (*column)[kept] = (*column)[i];
      ++kept;
      for (size_t day = 0; day < days; ++day)
        customers.day[kept_days++] = customers.day[first + day];
    }
    first += days;
  }
  for (auto* column : {&customers.persona, &customers.city, &customers.segment, &customers.score,
                       &customers.cohort, &customers.hash, &customers.days})
    column->resize(kept);
  customers.day.resize(kept_days);
  customers.one_of = one_of;
}

}  // namespace footfall
