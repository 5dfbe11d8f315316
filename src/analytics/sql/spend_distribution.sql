-- name: spend_distribution
-- title: How much transactions are worth
-- definition: Quantiles of the amount of a transaction (linear between neighbours), its mean, and the
--   standard deviation of its logarithm, for all personas together (persona empty) and for each.
-- columns:
--   persona (text): the persona, empty for all together
--   transactions (count): purchases
--   mean (currency): amount
--   standard_deviation (currency): of the amount
--   log_standard_deviation (ratio): of the natural logarithm of amounts above 0
--   minimum (currency): least amount
--   p05 (currency): 5 % quantile
--   p10 (currency): 10 % quantile
--   p25 (currency): lower quartile
--   median (currency): 50 % quantile
--   p75 (currency): upper quartile
--   p90 (currency): 90 % quantile
--   p95 (currency): 95 % quantile
--   p99 (currency): 99 % quantile
--   maximum (currency): largest amount
-- shown: persona, transactions, mean, median, p90, p10
WITH measured AS (
  SELECT persona::VARCHAR AS persona, grouping(persona::VARCHAR) AS is_all,
         count(*) AS transactions, sum(amount)::DOUBLE / count(*) AS mean,
         stddev_samp(amount::DOUBLE) AS standard_deviation,
         stddev_samp(ln(CASE WHEN amount > 0 THEN amount::DOUBLE END)) AS log_standard_deviation,
         min(amount) AS minimum, max(amount) AS maximum,
         -- Whole numbers are compared four times as fast as reals, which may be none.
         quantile_cont((amount::DOUBLE * 10000)::BIGINT, [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99]) AS q
  FROM transactions
  GROUP BY GROUPING SETS ((persona::VARCHAR), ()))
SELECT persona, transactions, mean, standard_deviation, log_standard_deviation, minimum,
       q[1] / 10000 AS p05, q[2] / 10000 AS p10, q[3] / 10000 AS p25, q[4] / 10000 AS median, q[5] / 10000 AS p75, q[6] / 10000 AS p90, q[7] / 10000 AS p95,
       q[8] / 10000 AS p99, maximum
FROM measured
WHERE transactions > 0 AND (is_all = 1 OR persona IS NOT NULL)
ORDER BY persona NULLS FIRST
