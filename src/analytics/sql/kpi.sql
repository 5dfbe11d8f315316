-- name: kpi
-- title: Key figures, and how the last days compare with the days before and with a year before
-- definition: Totals and means over the whole period; then over its last `days` days (current) and
--   the as many before them (previous), and, where the period reaches so far, the same weekdays 52 weeks
--   before (year_before). change = current / previous − 1, year_change = current / year_before − 1, with
--   95 % intervals by the delta method over customers, since purchases of one customer are not
--   independent; customers that are not known count as one each purchase; empty below ten customers.
-- columns:
--   kpi (text): what is measured
--   unit (text): count, currency or ratio
--   value (by unit): over the whole period
--   current (by unit): over the last days
--   previous (by unit): over the days before
--   change (fraction): current / previous − 1
--   change_low (fraction): lower end of its 95 % interval
--   change_high (fraction): upper end
--   days (days): length of current and of previous
--   year_before (by unit): over as many days, 52 weeks before the last ones
--   year_change (fraction): current / year_before − 1
--   year_low (fraction): lower end of its 95 % interval
--   year_high (fraction): upper end
-- shown: kpi, value, current, change, previous, change_low
-- parameters:
--   days = 0 (whole, 0 to 36500): length of the compared periods; 0 takes 28 where the period has 56 days, else 7 where
--     it has 14, so that both have the same weekdays, else half of it
-- tables: daily_totals, customer_facts
-- source: delta method for ratios of cluster totals: Deng, Knoblich, Lu, KDD 2018
WITH span AS (
  SELECT last_date, days AS reach, CASE WHEN $days > 0 THEN least($days, days // 2)
                                        WHEN days >= 56 THEN 28 WHEN days >= 14 THEN 7
                                        ELSE days // 2 END::INTEGER AS days
  FROM period),
compared AS (
  SELECT is_year, last_date - days AS last_before, last_date - apart AS last_compared,
         last_date - apart - days AS before_compared
  FROM span, LATERAL (VALUES (false, days), (true, 364)) AS t(is_year, apart)
  WHERE NOT is_year OR apart + days <= reach),
recent AS (
  SELECT is_year, customer_id, transactions, lines, units, revenue, date > last_before AS is_current
  FROM customer_days JOIN compared
    ON date > before_compared AND (date > last_before OR date <= last_compared)),
clusters AS (
  SELECT is_year, sum(transactions) FILTER (is_current)::DOUBLE AS t1,
         sum(transactions) FILTER (NOT is_current)::DOUBLE AS t0,
         sum(lines) FILTER (is_current)::DOUBLE AS l1,
         sum(lines) FILTER (NOT is_current)::DOUBLE AS l0,
         sum(units) FILTER (is_current)::DOUBLE AS u1,
         sum(units) FILTER (NOT is_current)::DOUBLE AS u0,
         sum(revenue) FILTER (is_current)::money AS r1,
         sum(revenue) FILTER (NOT is_current)::money AS r0,
         bool_or(is_current)::INTEGER::DOUBLE AS c1,
         bool_or(NOT is_current)::INTEGER::DOUBLE AS c0
  FROM recent GROUP BY is_year, customer_id
  UNION ALL
  SELECT is_year, CASE WHEN is_current THEN 1 END, CASE WHEN NOT is_current THEN 1 END,
         CASE WHEN is_current THEN lines END, CASE WHEN NOT is_current THEN lines END,
         CASE WHEN is_current THEN units END, CASE WHEN NOT is_current THEN units END,
         CASE WHEN is_current THEN amount END, CASE WHEN NOT is_current THEN amount END, 0, 0
  FROM (SELECT is_year, lines, units, amount, date > last_before AS is_current
        FROM transactions JOIN compared
          ON date > before_compared AND (date > last_before OR date <= last_compared)
        WHERE customer_id IS NULL)),
t AS (SELECT is_year, coalesce(sum(COLUMNS(* EXCLUDE is_year)), 0)::DOUBLE, count(*) AS n
      FROM clusters GROUP BY is_year),
filled AS (SELECT is_year, coalesce(COLUMNS(* EXCLUDE is_year)::DOUBLE, 0) FROM clusters),
-- Sums of the squared influence of each cluster on the logarithm of current / before.
v AS (
  SELECT is_year, fsum((f.t1 / t.t1 - f.t0 / t.t0) ** 2) AS transactions,
         fsum((f.r1 / t.r1 - f.r0 / t.r0) ** 2) AS revenue,
         fsum((f.c1 / t.c1 - f.c0 / t.c0) ** 2) AS customers,
         fsum((f.r1 / t.r1 - f.t1 / t.t1 - f.r0 / t.r0 + f.t0 / t.t0) ** 2) AS average,
         fsum((f.l1 / t.l1 - f.t1 / t.t1 - f.l0 / t.l0 + f.t0 / t.t0) ** 2) AS items,
         fsum((f.u1 / t.u1 - f.t1 / t.t1 - f.u0 / t.u0 + f.t0 / t.t0) ** 2) AS units
  FROM filled f JOIN t USING (is_year) GROUP BY is_year),
w AS (
  SELECT coalesce(sum(transactions), 0)::DOUBLE AS t, nullif(sum(lines), 0)::DOUBLE AS l,
         nullif(sum(units), 0)::DOUBLE AS u, coalesce(sum(revenue), 0)::DOUBLE AS r,
         (SELECT count(*) FROM customer_facts) AS c,
         (SELECT sum(transactions) FROM customer_facts)::DOUBLE AS ct,
         (SELECT sum(revenue) FROM customer_facts)::DOUBLE AS cr
  FROM daily_totals),
totals AS (
  SELECT unnest([
    {place: 1, kpi: 'revenue', unit: 'currency', value: r},
    {place: 2, kpi: 'transactions', unit: 'count', value: t},
    {place: 3, kpi: 'active_customers', unit: 'count', value: nullif(c, 0)},
    {place: 4, kpi: 'average_transaction_value', unit: 'currency', value: r / t},
    {place: 5, kpi: 'items_per_basket', unit: 'ratio', value: l / t},
    {place: 6, kpi: 'units_per_basket', unit: 'ratio', value: u / t},
    {place: 7, kpi: 'transactions_per_customer', unit: 'ratio', value: ct / nullif(c, 0)},
    {place: 8, kpi: 'revenue_per_customer', unit: 'currency', value: cr / nullif(c, 0)}],
    recursive := true)
  FROM w),
parts AS (
  SELECT is_year, t.n, unnest([
    {place: 1, now: t.r1, before: t.r0, spread: v.revenue},
    {place: 2, now: t.t1, before: t.t0, spread: v.transactions},
    {place: 3, now: CASE WHEN w.c > 0 THEN t.c1 END, before: CASE WHEN w.c > 0 THEN t.c0 END,
     spread: v.customers},
    {place: 4, now: t.r1 / t.t1, before: t.r0 / t.t0, spread: v.average},
    {place: 5, now: nullif(t.l1, 0) / t.t1, before: nullif(t.l0, 0) / t.t0, spread: v.items},
    {place: 6, now: nullif(t.u1, 0) / t.t1, before: nullif(t.u0, 0) / t.t0, spread: v.units}],
    recursive := true)
  FROM t JOIN v USING (is_year), w),
changes AS (
  SELECT *, now / nullif(before, 0) AS change,
         CASE WHEN now > 0 AND n >= 10 THEN t_quantile(n - 1) * sqrt(spread * n / (n - 1)) END AS width
  FROM parts)
SELECT kpi, unit, value, a.now AS current, a.before AS previous, a.change - 1 AS change,
       a.change * exp(-a.width) - 1 AS change_low, a.change * exp(a.width) - 1 AS change_high,
       (SELECT days FROM span) AS days, y.before AS year_before, y.change - 1 AS year_change,
       y.change * exp(-y.width) - 1 AS year_low, y.change * exp(y.width) - 1 AS year_high
FROM totals LEFT JOIN changes a ON a.place = totals.place AND NOT a.is_year
            LEFT JOIN changes y ON y.place = totals.place AND y.is_year
ORDER BY totals.place
