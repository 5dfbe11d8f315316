-- name: forecast_totals
-- title: Revenue, and units of each category, over the days to come together
-- definition: The sum of metric forecast over its days. Its interval is that of simulated futures, whose
--   days go up and down together; it is not the sum of the days' intervals.
-- columns:
--   series (text): revenue, or units
--   category (text): the category of units; empty for revenue
--   days (days): days ahead
--   total (by unit): expected sum
--   low (by unit): lower end of its 95 % interval
--   high (by unit): upper end
--   low_80 (by unit): lower end of its 80 % interval
--   high_80 (by unit): upper end
--   past (by unit): sum of as many days before; empty where the data hold fewer
--   change (fraction): total / past - 1
--   method (text): how it was forecast
-- shown: series, category, total, low, change, days
-- parameters:
--   days = 30 (whole, 1 to 730): days ahead
--   categories = 50 (whole, 0 to 10000): the most categories to forecast, those with most revenue
-- models: demand
SELECT series, category, days, total, low, high, low_80, high_80, past,
       ratio(total, past) - 1 AS change, method
FROM forecast_totals ORDER BY series, category
