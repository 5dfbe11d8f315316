-- name: forecast_inputs
-- title: Daily series that forecasts are made from
-- definition: Revenue of all, and units of each category, for every day of the period, days without a
--   sale included.
-- columns:
--   series (text): revenue, or units
--   category (text): the category of units; empty for revenue
--   date (date): the day
--   weekday (weekday): 1 = Monday to 7 = Sunday
--   festival (text): festival in whose window the day lies, or empty
--   value (by unit): revenue in currency, or units
-- shown: series, category, date, value, weekday, festival
-- parameters:
--   categories = 50 (whole, 0 to 10000): the most categories, those with most revenue
-- tables: daily_totals, category_days
WITH names AS (
  SELECT category::VARCHAR AS category FROM category_days WHERE category IS NOT NULL GROUP BY 1
  QUALIFY row_number() OVER (ORDER BY sum(revenue) DESC, category::VARCHAR) <= $categories),
units AS (
  SELECT c.category::VARCHAR AS category, date, coalesce(sum(units), sum(lines))::DOUBLE AS units
  FROM category_days c JOIN names n ON n.category = c.category::VARCHAR GROUP BY ALL)
SELECT 'revenue' AS series, NULL AS category, date, weekday, festival, revenue::DOUBLE AS value
FROM daily_totals
UNION ALL
SELECT 'units', n.category, d.date, d.weekday, d.festival, coalesce(u.units, 0)
FROM names n CROSS JOIN daily_totals d
LEFT JOIN units u ON u.category = n.category AND u.date = d.date
ORDER BY series, category, date
