-- name: anomalies
-- title: Days whose revenue the calendar does not explain
-- definition: The logarithm of a day's revenue is explained by a trend (median of the slopes between
--   days of equal weekday and festival: Theil and Sen), a level for each weekday (median) and one for
--   the weekend and the other days of each festival (median; those of one day share a level). A day
--   is listed when its residual is more than `score` robust standard deviations from the median
--   residual: 1.4826 × median absolute deviation, corrected for the fitted levels, or what chance
--   alone does to a day of such transactions (root of the sum of squares over the sum) where that is
--   more. Days without revenue are not judged here; metric data_quality counts them.
-- columns:
--   date (date): the day
--   weekday (weekday): 1 = Monday to 7 = Sunday
--   festival (text): festival in whose window the day lies, or empty
--   revenue (currency): sum of the amounts
--   expected (currency): by trend, weekday and festival
--   deviation (fraction): revenue / expected − 1
--   score (ratio): residual in robust standard deviations
--   transactions (count): purchases
--   is_anomaly (flag): whether the score is beyond the bound
-- shown: date, revenue, expected, deviation, score, festival
-- parameters:
--   score = 3.5 (0.1 to 1000): bound
--   all = false: list every day, not only the anomalies
-- tables: daily_totals
-- source: Sen 1968; bound of 3.5: Iglewicz and Hoaglin 1993
WITH days AS (
  SELECT date, weekday, is_weekend, festival, transactions, squares, revenue::DOUBLE AS revenue,
         ln(revenue::DOUBLE) AS y, days_between(DATE '1970-01-01', date)::DOUBLE AS t
  FROM daily_totals WHERE revenue > 0),
trend AS (
  SELECT coalesce(median((b.y - a.y) / (b.t - a.t)), 0) AS slope
  FROM days a JOIN days b ON a.weekday = b.weekday AND a.festival = b.festival AND a.t < b.t),
level AS (SELECT d.*, d.y - slope * d.t AS z FROM days d, trend),
plain AS (SELECT weekday, median(z) AS level FROM level WHERE festival = '' GROUP BY weekday),
whole AS (SELECT median(z) AS level FROM level),
weekdays AS (
  SELECT l.*, coalesce(p.level, whole.level) AS weekday_level
  FROM level l LEFT JOIN plain p USING (weekday), whole),
named AS (
  SELECT *, CASE WHEN festival = '' THEN ''
                 WHEN count(*) OVER (PARTITION BY festival, is_weekend) >= 2
                 THEN festival || is_weekend::INTEGER
                 ELSE 'another' END AS effect
  FROM weekdays),
effects AS (
  SELECT effect, CASE WHEN effect = '' THEN 0 ELSE median(z - weekday_level) END AS level
  FROM named GROUP BY effect),
residuals AS (
  SELECT n.*, n.z - n.weekday_level - e.level AS residual FROM named n JOIN effects e USING (effect)),
middle AS (
  SELECT median(residual) AS middle, count(*) AS n,
         1 + count(DISTINCT weekday) + count(DISTINCT nullif(effect, '')) AS fitted
  FROM residuals),
scale AS (
  SELECT any_value(m.middle) AS middle,
         1.4826 * median(abs(r.residual - m.middle))
           * sqrt(any_value(m.n) / greatest(1, any_value(m.n) - any_value(m.fitted))) AS scale
  FROM residuals r, middle m),
scored AS (
  SELECT date, weekday, festival, revenue, exp(y - residual + middle) AS expected,
         (residual - middle) / greatest(scale, sqrt(squares) / revenue) AS score, transactions
  FROM residuals, scale)
SELECT date, weekday, festival, revenue, expected, revenue / expected - 1 AS deviation, score,
       transactions, coalesce(abs(score) > $score, false) AS is_anomaly
FROM scored
WHERE $all OR abs(score) > $score
ORDER BY date
