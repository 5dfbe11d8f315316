-- name: uplift_weekend
-- title: What weekend days do to the value of a transaction
-- definition: uplift = mean amount of a transaction on weekend days / mean amount on other days − 1. Row
--   "all" pools the personas, which is the figure that is usually published. Row "within personas"
--   holds the mix of personas at that of other days: sum of share × mean on weekend days over sum of
--   share × mean on other days; row "mix" is what remains, all = (1 + within) × (1 + mix) − 1.
--   Rows "persona" are each persona alone. Intervals are 95 %, by the delta method on the logarithm
--   of the ratio, clustered by customer; empty below ten customers. There are no rows where a weekday
--   of the weekend never has a sale: the effect of the other day is not that of the weekend.
-- columns:
--   scope (text): all, within personas, mix or persona
--   persona (text): the persona of a row of scope persona
--   transactions (count): on weekend days
--   other_transactions (count): on other days
--   mean (currency): amount of a transaction on weekend days
--   other_mean (currency): amount on other days
--   uplift (fraction): mean / other_mean − 1
--   uplift_low (fraction): lower end of its 95 % interval
--   uplift_high (fraction): upper end
--   standard_error (ratio): of the logarithm of 1 + uplift
--   clusters (count): customers, and transactions without one
-- shown: persona, scope, uplift, uplift_low, mean, other_mean
-- tables: customer_facts, customer_effects, daily_totals
-- source: delta method for ratios of cluster totals: Deng, Knoblich, Lu, KDD 2018
WITH clusters AS (
  SELECT persona, weekend_transactions::DOUBLE AS n1, weekend_revenue AS s1,
         (transactions - weekend_transactions)::DOUBLE AS n0,
         revenue - weekend_revenue AS s0
  FROM customer_facts JOIN customer_effects USING (customer_id)
  UNION ALL
  SELECT persona::VARCHAR, CASE WHEN is_weekend THEN 1 ELSE 0 END,
         CASE WHEN is_weekend THEN amount ELSE 0 END, CASE WHEN is_weekend THEN 0 ELSE 1 END,
         CASE WHEN is_weekend THEN 0 ELSE amount END
  FROM transactions WHERE customer_id IS NULL),
a AS (
  SELECT count(*) AS clusters, sum(n1) AS n1, sum(s1)::DOUBLE AS s1, sum(n0) AS n0,
         sum(s0)::DOUBLE AS s0
  FROM clusters),
p AS (
  SELECT persona, count(*) AS clusters, sum(n1) AS n1, sum(s1)::DOUBLE AS s1, sum(n0) AS n0,
         sum(s0)::DOUBLE AS s0, sum(n1) > 0 AND sum(n0) > 0 AS is_whole
  FROM clusters GROUP BY persona),
-- Numerator and denominator of the ratio within personas, over those with both kinds of days.
w AS (
  SELECT fsum(n0 * s1 / n1 ORDER BY persona) AS numerator,
         fsum(s0 ORDER BY persona) AS denominator, count(*) AS personas
  FROM p WHERE is_whole),
influences AS (
  SELECT c.persona, c.s1 / a.s1 - c.n1 / a.n1 - c.s0 / a.s0 + c.n0 / a.n0 AS of_all,
         CASE WHEN p.is_whole
              THEN (c.n0 * p.s1 / p.n1 + p.n0 / p.n1 * (c.s1 - p.s1 / p.n1 * c.n1)) / w.numerator
                   - c.s0 / w.denominator
              ELSE 0 END AS of_within,
         c.s1 / p.s1 - c.n1 / p.n1 - c.s0 / p.s0 + c.n0 / p.n0 AS of_persona
  FROM clusters c JOIN p ON p.persona IS NOT DISTINCT FROM c.persona, a, w),
v AS (
  SELECT fsum(of_all ** 2) AS of_all, fsum(of_within ** 2) AS of_within,
         fsum((of_all - of_within) ** 2) AS of_mix
  FROM influences),
vp AS (SELECT persona, fsum(of_persona ** 2) AS spread FROM influences GROUP BY persona),
rows AS (
  SELECT 1 AS place, 'all' AS scope, NULL AS persona, a.n1, a.n0, a.s1 / a.n1 AS mean,
         a.s0 / a.n0 AS other_mean, (a.s1 / a.n1) / (a.s0 / a.n0) AS ratio, v.of_all AS spread,
         a.clusters
  FROM a, v
  UNION ALL
  SELECT 2, 'within personas', NULL, a.n1, a.n0, NULL, NULL, w.numerator / w.denominator,
         v.of_within, a.clusters
  FROM a, v, w WHERE w.personas > 1
  UNION ALL
  SELECT 3, 'mix', NULL, a.n1, a.n0, NULL, NULL,
         (a.s1 / a.n1) / (a.s0 / a.n0) / (w.numerator / w.denominator), v.of_mix, a.clusters
  FROM a, v, w WHERE w.personas > 1
  UNION ALL
  SELECT 4, 'persona', p.persona, p.n1, p.n0, p.s1 / p.n1, p.s0 / p.n0,
         (p.s1 / p.n1) / (p.s0 / p.n0), vp.spread, p.clusters
  FROM p JOIN vp USING (persona)),
measured AS (
  SELECT *, CASE WHEN clusters >= 10
                 THEN sqrt(spread * clusters / (clusters - 1)) END AS standard_error
  FROM rows),
closed AS (
  SELECT weekday FROM daily_totals WHERE is_weekend GROUP BY weekday HAVING sum(transactions) = 0)
SELECT scope, persona, n1::BIGINT AS transactions, n0::BIGINT AS other_transactions, mean,
       other_mean, ratio - 1 AS uplift,
       ratio * exp(-t_quantile(clusters - 1) * standard_error) - 1 AS uplift_low,
       ratio * exp(t_quantile(clusters - 1) * standard_error) - 1 AS uplift_high,
       standard_error, clusters
FROM measured
WHERE NOT EXISTS (SELECT 1 FROM closed)
ORDER BY place, persona
