-- name: weekly
-- title: Every week of the period
-- definition: Sums of each week. A week that the period holds only in part says so by its days; change
--   compares the revenue a day with the week before.
-- columns:
--   week (date): first day of the week
--   days (days): days of the week that lie in the period
--   is_complete (flag): whether that is all of them
--   customers (count): known customers who bought
--   transactions (count): purchases
--   lines (count): lines of their baskets, empty where the data do not say
--   units (count): units bought, empty where the data do not say
--   revenue (currency): sum of the amounts
--   average_transaction_value (currency): revenue / transactions
--   revenue_per_day (currency): revenue / days
--   change (fraction): of revenue_per_day against the week before
-- shown: week, revenue, change, transactions, customers, average_transaction_value
-- tables: daily_totals
WITH sums AS (
  SELECT date_trunc('week', date)::DATE AS week, count(*) AS days,
         sum(transactions)::BIGINT AS transactions, sum(lines)::BIGINT AS lines,
         sum(units)::BIGINT AS units, sum(revenue) AS revenue
  FROM daily_totals GROUP BY 1),
active AS (
  SELECT week, count(*) AS customers
  FROM (SELECT DISTINCT date_trunc('week', date)::DATE AS week, customer_id FROM customer_days)
  GROUP BY 1)
SELECT s.week, s.days, s.days = days_between(s.week, (s.week + INTERVAL 1 week)::DATE) AS is_complete,
       coalesce(a.customers, 0) AS customers, s.transactions, s.lines, s.units, s.revenue,
       ratio(s.revenue, s.transactions) AS average_transaction_value,
       ratio(s.revenue, s.days) AS revenue_per_day,
       ratio(s.revenue, s.days)
         / nullif(ratio(lag(s.revenue) OVER w, lag(s.days) OVER w), 0) - 1 AS change
FROM sums s LEFT JOIN active a USING (week)
WINDOW w AS (ORDER BY s.week)
ORDER BY s.week
