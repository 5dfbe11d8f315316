-- name: reorder
-- title: When to order each category again
-- definition: Order when the stock on hand and on order falls to the reorder point: the quantile, at the
--   service level, of the demand until a delivery over 2,000 simulated futures of metric forecast, which
--   go by trend, weekday and the festivals ahead. Safety stock is what it exceeds the expected demand by.
-- columns:
--   category (text): the category
--   daily_units (ratio): expected units a day until a delivery
--   lead_time_units (ratio): expected units until a delivery
--   safety_stock (ratio): reorder point before rounding - expected units
--   reorder_point (count): order when stock falls to this
--   expected_shortage (ratio): mean units that a delivery cycle leaves unserved
--   service_level (probability): chance of no shortage during a cycle
--   lead_time_days (days): from order to delivery
--   method (text): how demand was forecast
-- shown: category, reorder_point, daily_units, safety_stock, lead_time_units
-- parameters:
--   service_level = 0.95 (0.01 to 0.999): chance of no shortage during a cycle
--   lead_time_days = 7 (0.1 to 200): mean time from order to delivery
--   lead_time_deviation_days = 0 (0 to 100): its standard deviation
--   review_days = 0 (0 to 200): days between looks at the stock
--   categories = 50 (whole, 0 to 10000): the most categories, those with most revenue
-- needs: items
-- models: demand
-- source: Silver, Pyke, Thomas 2017, chapter 6
SELECT category, daily_units, lead_time_units, safety_stock, reorder_point::BIGINT AS reorder_point,
       expected_shortage, $service_level::DOUBLE AS service_level,
       $lead_time_days::DOUBLE AS lead_time_days, method
FROM reorder_points ORDER BY category
