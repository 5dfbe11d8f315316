-- name: trend
-- title: How the end of the period compares with its beginning
-- definition: Weeks of seven days are counted back from the last day; those that hold a festival are left
--   out. From 60 weeks on the last weeks, up to 52, are compared with the same weeks one year or
--   more (52 weeks each) before, so that seasons fall away; from 26 weeks on the last third with the
--   first. Nothing is compared below 26 weeks, or where a part is left with fewer than 3 stretches: a
--   stretch is a quarter of a part, at most 6 weeks. change = current / previous − 1 of the means a
--   week. Its 95 % interval takes the variance from the differences between neighbouring stretches,
--   so that what weeks have in common with the next ones counts, and a level that moves slowly does
--   not; Student's t.
-- columns:
--   kpi (text): what is measured
--   unit (text): count, currency or fraction
--   current (by unit): mean of a week at the end; of average_transaction_value the ratio of sums, of
--     new_customer_share the share of its known customers who had not bought before
--   previous (by unit): the same at the beginning, where all are new
--   change (fraction): current / previous − 1
--   change_low (fraction): lower end of its 95 % interval
--   change_high (fraction): upper end
--   degrees (ratio): of freedom of Student's t, a whole number
--   weeks (count): length of each part
--   current_weeks (count): those of the end without a festival
--   previous_weeks (count): those of the beginning
--   weeks_apart (count): from the beginning's first week to that of the end
--   previous_start (date): first day of the beginning
--   current_start (date): first day of the end
-- shown: kpi, current, previous, change, change_low, weeks
-- tables: daily_totals, customer_facts
-- source: mean square successive difference: von Neumann, Kent, Bellinson, Hart 1941
WITH span AS (SELECT last_date, days // 7 AS weeks FROM period WHERE days // 7 >= 26),
parts AS (
  SELECT last_date, CASE WHEN weeks >= 60 THEN least(52, weeks - 52) ELSE weeks // 3 END AS length,
         CASE WHEN weeks >= 60 THEN greatest(1, weeks // 52 - 1) * 52
              ELSE weeks - weeks // 3 END AS apart
  FROM span),
places AS (
  SELECT w, w < length AS is_current FROM (SELECT *, unnest(range(apart + length)) AS w FROM parts)
  WHERE w < length OR w >= apart),
sums AS (
  SELECT w, is_current, sum(transactions)::DOUBLE AS transactions, sum(revenue)::DOUBLE AS revenue
  FROM daily_totals, parts JOIN places ON w = (last_date - date) // 7
  GROUP BY ALL HAVING NOT bool_or(festival <> '')),
bought AS (
  SELECT (p.last_date - c.date) // 7 AS w, count(DISTINCT c.customer_id)::DOUBLE AS customers
  FROM customer_days c, parts p WHERE c.date > p.last_date - 7 * (p.apart + p.length) GROUP BY 1),
sizes AS (
  SELECT is_current, sum(transactions) / count(*) AS transactions,
         sum(revenue) / nullif(sum(transactions), 0) AS average
  FROM sums GROUP BY 1),
-- The average transaction, linearized, so that its mean over weeks is the ratio of sums.
figures AS (
  SELECT s.w, s.is_current, unnest([
    {place: 1, kpi: 'revenue', unit: 'currency', x: s.revenue},
    {place: 2, kpi: 'transactions', unit: 'count', x: s.transactions},
    {place: 3, kpi: 'active_customers', unit: 'count', x: coalesce(b.customers, 0)},
    {place: 4, kpi: 'average_transaction_value', unit: 'currency',
     x: z.average + (s.revenue - z.average * s.transactions) / nullif(z.transactions, 0)}],
    recursive := true)
  FROM sums s JOIN sizes z USING (is_current) LEFT JOIN bought b USING (w)),
stretches AS (
  SELECT place, is_current, stretch, fsum(x ORDER BY w) / count(x) AS mean
  FROM (SELECT f.*, least((CASE WHEN is_current THEN w ELSE w - apart END) // least(6, length // 4),
                          length // least(6, length // 4) - 1) AS stretch FROM figures f, parts)
  GROUP BY ALL),
steps AS (
  SELECT *, mean - lag(mean) OVER (PARTITION BY place, is_current ORDER BY stretch) AS step
  FROM stretches),
spreads AS (
  SELECT place, is_current, count(*) AS n, fsum(step ** 2 ORDER BY stretch) / 2 / (count(*) - 1) / count(*) AS variance,
         2 * (count(*) - 1) ** 2 / (3 * count(*) - 4) AS degrees
  FROM steps GROUP BY ALL),
means AS (
  SELECT place, any_value(kpi) AS kpi, any_value(unit) AS unit, is_current, count(x) AS weeks,
         fsum(x ORDER BY w) / count(x) AS mean
  FROM figures GROUP BY place, is_current),
whole AS (
  SELECT place, any_value(kpi) AS kpi, any_value(unit) AS unit,
         max(mean) FILTER (is_current) AS current, max(mean) FILTER (NOT is_current) AS previous,
         max(weeks) FILTER (is_current) AS n1, max(weeks) FILTER (NOT is_current) AS n0,
         floor(sum(degrees)) AS degrees, sqrt(fsum(variance / nullif(mean, 0) ** 2)) AS standard_error
  FROM means JOIN spreads USING (place, is_current) GROUP BY place
  HAVING count(*) = 2 AND min(n) >= 3),
changes AS (
  SELECT place, kpi, unit, current, previous, current / previous AS ratio, degrees,
         CASE WHEN current > 0 THEN t_quantile(degrees) * standard_error END AS width
  FROM whole WHERE previous > 0
  UNION ALL
  SELECT 5, 'new_customer_share', 'fraction',
         count(*) FILTER (first_date > last - span) / nullif(count(*), 0), NULL, NULL, NULL, NULL
  FROM (SELECT f.first_date, p.last_date AS last, 7 * p.length AS span
        FROM customer_facts f, parts p WHERE f.last_date > p.last_date - 7 * p.length)
  HAVING count(*) > 0)
SELECT kpi, unit, current, previous, ratio - 1 AS change, ratio * exp(-width) - 1 AS change_low,
       ratio * exp(width) - 1 AS change_high, degrees::BIGINT AS degrees, length AS weeks,
       (SELECT n1 FROM whole WHERE whole.place = 1) AS current_weeks,
       (SELECT n0 FROM whole WHERE whole.place = 1) AS previous_weeks, apart AS weeks_apart,
       last_date - 7 * (apart + length) + 1 AS previous_start, last_date - 7 * length + 1 AS current_start
FROM changes, parts
WHERE EXISTS (SELECT 1 FROM whole)
ORDER BY place
