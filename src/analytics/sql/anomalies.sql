-- name: anomalies
-- title: Days whose revenue the calendar does not explain
-- definition: The logarithm of a day's revenue is explained by a trend (median of the slopes between
--   days of equal weekday and festival: Theil and Sen), from 120 days on by the season (the nearest of
--   the medians of the four weeks before, after and around, without festivals and less the weekdays'
--   own levels, so that a month may begin at another level), by a level for each weekday (median) and one for the weekend and the other
--   days of each festival (median; those of one day share a level). A day is listed when its residual is more than `score` robust standard deviations from
--   the median residual: the largest of 1.4826 × median absolute deviation, corrected for the fitted
--   levels; of what 5 % of the days on its side exceed, over 1.645, lest heavy tails that belong to
--   the business count as odd; and of what chance alone does to a day of such transactions (root of
--   the usual sum of squares over the sum, over what is expected). So at most a day in twenty is
--   listed above what is usual, and as many below. Days without revenue are not judged here; metric
--   data_quality counts them.
-- columns:
--   date (date): the day
--   weekday (weekday): 1 = Monday to 7 = Sunday
--   festival (text): festival in whose window the day lies, or empty
--   revenue (currency): sum of the amounts
--   expected (currency): by trend, season, weekday and festival
--   low (currency): below it a day is listed
--   high (currency): above it a day is listed
--   deviation (fraction): revenue / expected − 1
--   score (ratio): residual in robust standard deviations
--   transactions (count): purchases
--   is_anomaly (flag): whether the score is beyond the bound
-- shown: date, revenue, expected, low, high, deviation, score, festival
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
straight AS (SELECT d.*, d.y - slope * d.t AS z FROM days d, trend),
period AS (SELECT CASE WHEN max(t) - min(t) < 120 THEN 0 ELSE count(*) / 28 END AS seasons FROM days),
weekly AS (
  SELECT *, z - avg(z) OVER (ORDER BY t RANGE BETWEEN 3 PRECEDING AND 3 FOLLOWING) AS of_week
  FROM straight),
flattened AS (SELECT * EXCLUDE (of_week), z - median(of_week) OVER (PARTITION BY weekday) AS flat FROM weekly),
windows AS (
  SELECT *, count(*) FILTER (festival = '') OVER earlier >= 7 AS has_earlier,
         count(*) FILTER (festival = '') OVER later >= 7 AS has_later,
         median(flat) FILTER (festival = '') OVER earlier AS earlier,
         median(flat) FILTER (festival = '') OVER later AS later,
         median(flat) FILTER (festival = '') OVER around AS around
  FROM flattened
  WINDOW earlier AS (ORDER BY t RANGE BETWEEN 28 PRECEDING AND 1 PRECEDING),
         later AS (ORDER BY t RANGE BETWEEN 1 FOLLOWING AND 28 FOLLOWING),
         around AS (ORDER BY t RANGE BETWEEN 14 PRECEDING AND 14 FOLLOWING)),
gaps AS (
  SELECT *, CASE WHEN has_earlier THEN abs(flat - earlier) ELSE 'inf'::DOUBLE END AS to_earlier,
         CASE WHEN has_later THEN abs(flat - later) ELSE 'inf'::DOUBLE END AS to_later,
         CASE WHEN has_earlier AND has_later THEN abs(flat - around) ELSE 'inf'::DOUBLE END AS to_around
  FROM windows),
level AS (
  SELECT g.* EXCLUDE (z), z - CASE WHEN seasons = 0 OR NOT (has_earlier OR has_later) THEN 0
                                   WHEN to_earlier <= least(to_later, to_around) THEN earlier
                                   WHEN to_later <= to_around THEN later
                                   ELSE around END AS z
  FROM gaps g, period),
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
  SELECT median(residual) AS middle, count(*) AS n, median(squares / revenue) AS usual_squares,
         any_value(seasons) + 1 + count(DISTINCT weekday) + count(DISTINCT nullif(effect, '')) AS fitted
  FROM residuals, period),
spread AS (
  SELECT residual - middle AS rest, exp(y - residual + middle) AS expected,
         sqrt(n / greatest(1, n - fitted)) AS correction, usual_squares, r.* EXCLUDE (residual)
  FROM residuals r, middle),
scale AS (
  SELECT 1.4826 * median(abs(rest)) * any_value(correction) AS robust,
         quantile_disc(rest, 0.95) / 1.645 * any_value(correction) AS above,
         quantile_disc(-rest, 0.95) / 1.645 * any_value(correction) AS below
  FROM spread),
scored AS (
  SELECT s.*, greatest(robust, sqrt(usual_squares / expected), CASE WHEN rest > 0 THEN above ELSE below END)
                AS scale,
         greatest(robust, sqrt(usual_squares / expected), above) AS scale_above,
         greatest(robust, sqrt(usual_squares / expected), below) AS scale_below
  FROM spread s, scale)
SELECT date, weekday, festival, revenue, expected, expected * exp(-$score * scale_below) AS low,
       expected * exp($score * scale_above) AS high, revenue / expected - 1 AS deviation,
       rest / scale AS score, transactions, coalesce(abs(rest / scale) > $score, false) AS is_anomaly
FROM scored
WHERE $all OR abs(rest / scale) > $score
ORDER BY date
