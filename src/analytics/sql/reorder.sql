-- name: reorder
-- title: When to order each category again
-- definition: reorder point = units expected during the lead time + safety stock, where safety stock =
--   z × standard deviation of those units, z the normal quantile of the service level; days are taken
--   as independent, with the forecast's 95 % interval as 2 × 1.96 standard deviations of a day.
-- columns:
--   category (text): the category
--   daily_units (ratio): expected units a day, over the forecast
--   lead_time_units (ratio): expected units during the lead time
--   lead_time_deviation (ratio): their standard deviation
--   safety_stock (ratio): z × the deviation
--   reorder_point (count): order when stock falls to this
--   service_level (probability): chance of no shortage during a lead time
--   lead_time_days (days): from order to delivery
-- parameters:
--   service_level = 0.95: chance of no shortage during a lead time, above 0.5 and below 1
--   lead_time_days = 7: from order to delivery
-- needs: forecast
-- source: normal quantile: Abramowitz and Stegun 26.2.23, absolute error below 0.00045
WITH tail AS (SELECT sqrt(-2 * ln(1 - $service_level::DOUBLE)) AS t),
quantile AS (
  SELECT t - (2.515517 + 0.802853 * t + 0.010328 * t ** 2)
               / (1 + 1.432788 * t + 0.189269 * t ** 2 + 0.001308 * t ** 3) AS z
  FROM tail),
numbered AS (
  SELECT category, mean, (high - low) / (2 * 1.959964) AS deviation,
         row_number() OVER (PARTITION BY category ORDER BY date) AS day
  FROM forecast WHERE series = 'units'),
needed AS (
  SELECT category, avg(mean) AS daily_units,
         sum(mean) FILTER (day <= $lead_time_days) AS units,
         sqrt(sum(deviation ** 2) FILTER (day <= $lead_time_days)) AS deviation
  FROM numbered GROUP BY category HAVING count(*) >= $lead_time_days)
SELECT category, daily_units, units AS lead_time_units, deviation AS lead_time_deviation,
       z * deviation AS safety_stock, ceil(units + z * deviation)::BIGINT AS reorder_point,
       $service_level::DOUBLE AS service_level, $lead_time_days::INTEGER AS lead_time_days
FROM needed, quantile
ORDER BY category
