-- name: seasonality
-- title: How weekdays differ
-- definition: Revenue and transactions of a mean day of each weekday, and its index against the mean
--   of the weekdays; weekdays that never have a sale are left out, as are days in festival windows
--   where there are others of that weekday, and days without a sale of weekdays whose other days have
--   seven sales or more on average: holidays or gaps, not quiet days. The interval of the index is 95 %, by Student's t over
--   the days of the weekday.
-- columns:
--   weekday (weekday): 1 = Monday to 7 = Sunday
--   days (days): days that were averaged
--   transactions_per_day (ratio): mean
--   revenue_per_day (currency): mean
--   index (ratio): revenue_per_day / mean over these weekdays
--   index_low (ratio): lower end of its 95 % interval, empty with one day
--   index_high (ratio): upper end
--   closed_days (days): days without a sale that were left out
-- tables: daily_totals
WITH selling AS (
  SELECT *, transactions = 0 AND avg(CASE WHEN transactions > 0 THEN transactions END)
                              OVER (PARTITION BY weekday) >= 7 AS is_left_out
  FROM daily_totals
  QUALIFY bool_or(transactions > 0) OVER (PARTITION BY weekday)),
counted AS (
  SELECT *, bool_or(festival = '' AND NOT is_left_out) OVER (PARTITION BY weekday) AS has_plain
  FROM selling),
means AS (
  SELECT weekday, count(*) FILTER (NOT is_left_out) AS days,
         count(*) FILTER (is_left_out) AS closed_days,
         avg(transactions) FILTER (NOT is_left_out) AS transactions_per_day,
         fsum(revenue::DOUBLE) / days AS revenue_per_day,
         stddev_samp(revenue::DOUBLE) FILTER (NOT is_left_out) / sqrt(days) AS standard_error
  FROM counted WHERE festival = '' OR NOT has_plain
  GROUP BY weekday),
whole AS (SELECT nullif(avg(revenue_per_day), 0) AS mean FROM means)
SELECT weekday, days, transactions_per_day, revenue_per_day, revenue_per_day / mean AS index,
       (revenue_per_day - t_quantile(days - 1) * standard_error) / mean AS index_low,
       (revenue_per_day + t_quantile(days - 1) * standard_error) / mean AS index_high,
       closed_days
FROM means, whole
ORDER BY weekday
