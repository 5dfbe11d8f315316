-- name: category_months
-- title: Season of categories
-- definition: Revenue a day of each category in each month, and its index against the category's mean
--   over the period, divided by the same index of all categories: above 1 means that the category
--   sells more in that month than all do.
-- columns:
--   category (text): the category
--   month (date): first day of the month
--   days (days): days of the month in the period
--   units (count): units bought
--   revenue (currency): sum of the amounts
--   index (ratio): revenue a day / the category's mean
--   relative_index (ratio): index / index of all categories
-- needs: items
-- tables: category_days
WITH calendar AS (
  SELECT unnest(generate_series(first_date, last_date, INTERVAL 1 DAY))::DATE AS date FROM period),
months AS (
  SELECT date_trunc('month', date)::DATE AS month, count(*) AS days FROM calendar GROUP BY 1),
sums AS (
  SELECT category, date_trunc('month', date)::DATE AS month, sum(units)::BIGINT AS units,
         sum(revenue) AS revenue
  FROM category_days WHERE category IS NOT NULL GROUP BY ALL),
filled AS (
  SELECT c.category, m.month, m.days, coalesce(s.units, 0) AS units,
         coalesce(s.revenue, 0)::money AS revenue
  FROM (SELECT DISTINCT category FROM sums) c CROSS JOIN months m
  LEFT JOIN sums s ON s.category = c.category AND s.month = m.month),
indexed AS (
  SELECT *, ratio(revenue, days)
              / nullif(ratio(sum(revenue) OVER c, sum(days) OVER c), 0) AS index,
         ratio(sum(revenue) OVER m, days)
           / nullif(ratio(sum(revenue) OVER (), (SELECT sum(days) FROM months)), 0) AS index_of_all
  FROM filled
  WINDOW c AS (PARTITION BY category), m AS (PARTITION BY month))
SELECT category, month, days, units, revenue, index,
       index / nullif(index_of_all, 0) AS relative_index
FROM indexed
ORDER BY category, month
