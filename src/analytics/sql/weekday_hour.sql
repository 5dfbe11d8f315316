-- name: weekday_hour
-- title: When people buy: weekday by hour
-- definition: Transactions and revenue of each hour of each weekday, for all personas together
--   (persona empty) and for each; a day on average over the days of that weekday in the period.
-- columns:
--   persona (text): the persona, empty for all together
--   weekday (weekday): 1 = Monday to 7 = Sunday
--   hour (hour): 0 to 23
--   transactions (count): purchases
--   revenue (currency): sum of the amounts
--   transactions_per_day (ratio): transactions / days of that weekday
--   share (fraction): of the transactions of the persona
-- needs: time_of_day
-- tables: day_hours, daily_totals
WITH days AS (SELECT weekday, count(*) AS days FROM daily_totals GROUP BY weekday),
sums AS (
  SELECT persona::VARCHAR AS persona, weekday, hour, sum(transactions)::BIGINT AS transactions,
         sum(revenue) AS revenue, grouping(persona::VARCHAR) AS is_all
  FROM day_hours
  WHERE hour IS NOT NULL
  GROUP BY GROUPING SETS ((persona::VARCHAR, weekday, hour), (weekday, hour)))
SELECT s.persona, s.weekday, s.hour, s.transactions, s.revenue,
       s.transactions / d.days AS transactions_per_day,
       s.transactions / sum(s.transactions) OVER (PARTITION BY s.persona) AS share
FROM sums s JOIN days d USING (weekday)
WHERE s.is_all = 1 OR s.persona IS NOT NULL
ORDER BY s.persona NULLS FIRST, s.weekday, s.hour
