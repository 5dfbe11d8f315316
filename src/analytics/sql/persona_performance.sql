-- name: persona_performance
-- title: What each persona buys
-- definition: Sums and means by persona. The interval of the average transaction value is 95 %, by
--   the delta method over customers. frequency_per_30_days counts the persona's customers, those
--   without a purchase included where a table of customers says who they are.
-- columns:
--   persona (text): name of the persona
--   customers (count): customers of the persona
--   active_customers (count): those with a purchase
--   transactions (count): purchases
--   lines (count): items, each line of a basket one
--   units (count): units bought
--   revenue (currency): sum of the amounts
--   revenue_share (fraction): of the revenue of all personas together
--   transaction_share (fraction): of the transactions of all personas together
--   average_transaction_value (currency): revenue / transactions
--   average_low (currency): lower end of its 95 % interval
--   average_high (currency): upper end
--   items_per_basket (ratio): lines / transactions
--   units_per_basket (ratio): units / transactions
--   frequency_per_30_days (ratio): transactions / customers × 30 / days of the period
--   revenue_per_customer (currency): revenue / active customers
--   peak_hour (hour): hour with the most transactions
--   peak_weekday (weekday): weekday with the most transactions a day, 1 = Monday
-- shown: persona, customers, revenue, revenue_share, average_transaction_value, frequency_per_30_days
-- needs: persona
-- tables: day_hours, customer_facts, daily_totals
WITH sums AS (
  SELECT persona::VARCHAR AS persona, sum(transactions)::BIGINT AS transactions,
         sum(lines)::BIGINT AS lines, sum(units)::BIGINT AS units, sum(revenue) AS revenue
  FROM day_hours GROUP BY 1),
members AS (
  SELECT persona::VARCHAR AS persona, count(*) AS customers FROM customers
  WHERE persona IS NOT NULL GROUP BY 1),
means AS (
  SELECT persona, count(*) AS n, sum(revenue)::DOUBLE / sum(transactions) AS mean,
         sum(transactions)::DOUBLE AS transactions
  FROM customer_facts GROUP BY persona),
spreads AS (
  SELECT m.persona, any_value(m.n) AS n,
         t_quantile(any_value(m.n) - 1)
         * sqrt(fsum((f.revenue::DOUBLE - m.mean * f.transactions) ** 2)
                * any_value(m.n) / (any_value(m.n) - 1))
         / any_value(m.transactions) AS width
  FROM customer_facts f JOIN means m ON m.persona = f.persona GROUP BY m.persona),
hours AS (
  SELECT persona::VARCHAR AS persona, hour, sum(transactions) AS transactions
  FROM day_hours WHERE hour IS NOT NULL GROUP BY ALL),
peak_hours AS (
  SELECT persona, hour AS peak_hour FROM hours
  QUALIFY row_number() OVER (PARTITION BY persona ORDER BY transactions DESC, hour) = 1),
weekdays AS (SELECT weekday, count(*) AS days FROM daily_totals GROUP BY weekday),
peak_weekdays AS (
  SELECT persona, weekday AS peak_weekday
  FROM (SELECT h.persona::VARCHAR AS persona, h.weekday,
               sum(h.transactions) / any_value(w.days) AS a_day
        FROM day_hours h JOIN weekdays w USING (weekday) GROUP BY ALL)
  QUALIFY row_number() OVER (PARTITION BY persona ORDER BY a_day DESC, weekday) = 1)
SELECT s.persona, coalesce(m.customers, p.n, 0) AS customers, coalesce(p.n, 0) AS active_customers,
       s.transactions, s.lines, s.units, s.revenue,
       ratio(s.revenue, sum(s.revenue) OVER ()) AS revenue_share,
       s.transactions / sum(s.transactions) OVER () AS transaction_share,
       ratio(s.revenue, s.transactions) AS average_transaction_value,
       ratio(s.revenue, s.transactions) - p.width AS average_low,
       ratio(s.revenue, s.transactions) + p.width AS average_high,
       ratio(s.lines, s.transactions) AS items_per_basket,
       ratio(s.units, s.transactions) AS units_per_basket,
       ratio(s.transactions, coalesce(m.customers, p.n)) * 30 / (SELECT days FROM period)
         AS frequency_per_30_days,
       ratio(s.revenue, p.n) AS revenue_per_customer, h.peak_hour, d.peak_weekday
FROM sums s
LEFT JOIN members m ON m.persona = s.persona
LEFT JOIN spreads p ON p.persona = s.persona
LEFT JOIN peak_hours h ON h.persona = s.persona
LEFT JOIN peak_weekdays d ON d.persona = s.persona
WHERE s.persona IS NOT NULL
ORDER BY s.revenue DESC, s.persona
