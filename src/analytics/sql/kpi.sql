-- name: kpi
-- title: Key figures, and how the last days compare with the days before
-- definition: Totals and means over the whole period; then over its last `days` days (current) and
--   the as many before them (previous). change = current / previous − 1, with a 95 % interval by the
--   delta method over customers, since purchases of one customer are not independent; customers
--   that are not known count as one each purchase; empty below ten customers.
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
-- shown: kpi, value, current, previous, change, change_low
-- parameters:
--   days = 0 (whole, 0 to 36500): length of the compared periods; 0 takes 28 where the period has 56 days, else 7 where
--     it has 14, so that both have the same weekdays, else half of it
-- tables: daily_totals, customer_facts
-- source: delta method for ratios of cluster totals: Deng, Knoblich, Lu, KDD 2018
WITH span AS (
  SELECT last_date, CASE WHEN $days > 0 THEN least($days, days // 2)
                         WHEN days >= 56 THEN 28 WHEN days >= 14 THEN 7
                         ELSE days // 2 END::INTEGER AS days
  FROM period),
recent AS (
  SELECT customer_id, transactions, lines, units, revenue,
         date > last_date - span.days AS is_current
  FROM customer_days, span
  WHERE date > last_date - 2 * span.days),
clusters AS (
  SELECT sum(transactions) FILTER (is_current)::DOUBLE AS t1,
         sum(transactions) FILTER (NOT is_current)::DOUBLE AS t0,
         sum(lines) FILTER (is_current)::DOUBLE AS l1,
         sum(lines) FILTER (NOT is_current)::DOUBLE AS l0,
         sum(units) FILTER (is_current)::DOUBLE AS u1,
         sum(units) FILTER (NOT is_current)::DOUBLE AS u0,
         sum(revenue) FILTER (is_current)::money AS r1,
         sum(revenue) FILTER (NOT is_current)::money AS r0,
         bool_or(is_current)::INTEGER::DOUBLE AS c1,
         bool_or(NOT is_current)::INTEGER::DOUBLE AS c0
  FROM recent GROUP BY customer_id
  UNION ALL
  SELECT CASE WHEN is_current THEN 1 END, CASE WHEN NOT is_current THEN 1 END,
         CASE WHEN is_current THEN lines END, CASE WHEN NOT is_current THEN lines END,
         CASE WHEN is_current THEN units END, CASE WHEN NOT is_current THEN units END,
         CASE WHEN is_current THEN amount END, CASE WHEN NOT is_current THEN amount END, 0, 0
  FROM (SELECT lines, units, amount, date > last_date - span.days AS is_current
        FROM transactions, span
        WHERE customer_id IS NULL AND date > last_date - 2 * span.days)),
t AS (SELECT coalesce(sum(COLUMNS(*)), 0)::DOUBLE, count(*) AS n FROM clusters),
filled AS (SELECT coalesce(COLUMNS(*)::DOUBLE, 0) FROM clusters),
-- Sums of the squared influence of each cluster on the logarithm of current / previous.
v AS (
  SELECT fsum((f.t1 / t.t1 - f.t0 / t.t0) ** 2) AS transactions,
         fsum((f.r1 / t.r1 - f.r0 / t.r0) ** 2) AS revenue,
         fsum((f.c1 / t.c1 - f.c0 / t.c0) ** 2) AS customers,
         fsum((f.r1 / t.r1 - f.t1 / t.t1 - f.r0 / t.r0 + f.t0 / t.t0) ** 2) AS average,
         fsum((f.l1 / t.l1 - f.t1 / t.t1 - f.l0 / t.l0 + f.t0 / t.t0) ** 2) AS items,
         fsum((f.u1 / t.u1 - f.t1 / t.t1 - f.u0 / t.u0 + f.t0 / t.t0) ** 2) AS units
  FROM filled f, t),
w AS (
  SELECT coalesce(sum(transactions), 0)::DOUBLE AS t, nullif(sum(lines), 0)::DOUBLE AS l,
         nullif(sum(units), 0)::DOUBLE AS u, coalesce(sum(revenue), 0)::DOUBLE AS r,
         (SELECT count(*) FROM customer_facts) AS c,
         (SELECT sum(transactions) FROM customer_facts)::DOUBLE AS ct,
         (SELECT sum(revenue) FROM customer_facts)::DOUBLE AS cr
  FROM daily_totals),
kpis AS (
  SELECT unnest([
    {place: 1, kpi: 'revenue', unit: 'currency', value: w.r, now: t.r1, before: t.r0,
     spread: v.revenue},
    {place: 2, kpi: 'transactions', unit: 'count', value: w.t, now: t.t1, before: t.t0,
     spread: v.transactions},
    {place: 3, kpi: 'active_customers', unit: 'count', value: nullif(w.c, 0), now: t.c1,
     before: t.c0, spread: v.customers},
    {place: 4, kpi: 'average_transaction_value', unit: 'currency', value: w.r / w.t,
     now: t.r1 / t.t1, before: t.r0 / t.t0, spread: v.average},
    {place: 5, kpi: 'items_per_basket', unit: 'ratio', value: w.l / w.t,
     now: nullif(t.l1, 0) / t.t1, before: nullif(t.l0, 0) / t.t0, spread: v.items},
    {place: 6, kpi: 'units_per_basket', unit: 'ratio', value: w.u / w.t,
     now: nullif(t.u1, 0) / t.t1, before: nullif(t.u0, 0) / t.t0, spread: v.units},
    {place: 7, kpi: 'transactions_per_customer', unit: 'ratio', value: w.ct / nullif(w.c, 0),
     now: NULL, before: NULL, spread: NULL},
    {place: 8, kpi: 'revenue_per_customer', unit: 'currency', value: w.cr / nullif(w.c, 0),
     now: NULL, before: NULL, spread: NULL}], recursive := true), t.n
  FROM w, t, v),
changes AS (
  SELECT *, now / nullif(before, 0) AS change,
         CASE WHEN now > 0 AND n >= 10 THEN t_quantile(n - 1) * sqrt(spread * n / (n - 1)) END AS width
  FROM kpis)
SELECT kpi, unit, value, now AS current, before AS previous, change - 1 AS change,
       change * exp(-width) - 1 AS change_low, change * exp(width) - 1 AS change_high,
       (SELECT days FROM span) AS days
FROM changes
ORDER BY place
