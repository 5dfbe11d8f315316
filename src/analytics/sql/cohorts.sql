-- name: cohorts
-- title: Retention of customers by when they first bought
-- definition: Customers are grouped by the period of their first purchase; retention is the share of
--   a group that bought in a later period. A first purchase in the data need not be the first ever.
-- columns:
--   cohort (date): first day of the period of the first purchase
--   period_index (count): periods since then, 0 for the first
--   customers (count): size of the cohort
--   active (count): those who bought in that period
--   retention (fraction): active / customers
--   revenue (currency): what they bought in it
--   is_complete (flag): whether the data hold that period to its end
--   period (text): day, week or month
-- parameters:
--   period = auto (auto, day, week, month): day, week (seven days from the first day of the data) or month; auto takes month
--     where there are 90 days, else week where there are 14
-- needs: customer
-- tables: customer_facts
WITH unit AS (
  SELECT first_date, last_date, CASE WHEN $period <> 'auto' THEN $period WHEN days >= 90 THEN 'month'
                                     WHEN days >= 14 THEN 'week' ELSE 'day' END AS period
  FROM period),
starts AS (
  SELECT u.first_date, u.last_date, u.period, unnest(CASE u.period
           WHEN 'month' THEN generate_series(date_trunc('month', u.first_date), u.last_date,
                                             INTERVAL 1 MONTH)
           WHEN 'week' THEN generate_series(u.first_date, u.last_date, INTERVAL 7 DAY)
           WHEN 'day' THEN generate_series(u.first_date, u.last_date, INTERVAL 1 DAY)
         END)::DATE AS start
  FROM unit u),
numbered AS (
  SELECT *, row_number() OVER (ORDER BY start) AS number,
         coalesce(lead(start) OVER (ORDER BY start),
                  CASE period WHEN 'month' THEN (start + INTERVAL 1 MONTH)::DATE
                              WHEN 'week' THEN start + 7 ELSE start + 1 END) AS next_start
  FROM starts),
calendar AS (
  SELECT unnest(generate_series(first_date, last_date, INTERVAL 1 DAY))::DATE AS date FROM period),
days AS (
  SELECT c.date, n.number FROM calendar c
  JOIN numbered n ON c.date >= n.start AND c.date < n.next_start),
bought AS (
  SELECT f.first_date, d.number, c.customer_id, sum(c.revenue) AS revenue
  FROM customer_days c JOIN days d ON d.date = c.date
  JOIN customer_facts f ON f.customer_id = c.customer_id
  GROUP BY ALL),
active AS (
  SELECT f.number AS cohort, b.number, count(*) AS active, sum(b.revenue) AS revenue
  FROM bought b JOIN days f ON f.date = b.first_date GROUP BY ALL),
sizes AS (
  SELECT d.number AS cohort, count(*) AS customers
  FROM customer_facts f JOIN days d ON d.date = f.first_date GROUP BY ALL)
SELECT n.start AS cohort, (m.number - n.number)::INTEGER AS period_index, s.customers,
       coalesce(a.active, 0) AS active, coalesce(a.active, 0) / s.customers AS retention,
       coalesce(a.revenue, 0)::money AS revenue, m.next_start - 1 <= m.last_date AS is_complete,
       m.period
FROM sizes s JOIN numbered n ON n.number = s.cohort JOIN numbered m ON m.number >= n.number
LEFT JOIN active a ON a.cohort = s.cohort AND a.number = m.number
ORDER BY cohort, period_index
