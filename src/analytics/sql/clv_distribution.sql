-- name: clv_distribution
-- title: How customer value and the chance to be active are spread
-- definition: Customers of metric clv by their value, in steps of a fifth of a power of ten, and by the
--   probability that they still buy, in steps of 0.05; for all personas together (persona empty) and
--   for each.
-- columns:
--   measure (text): clv or probability_alive
--   persona (text): the persona, empty for all together
--   low (by unit): least value of the step
--   high (by unit): below this value; the last step of a probability holds 1
--   customers (count): customers in the step
--   share (fraction): of the persona's customers
--   clv (currency): sum of their values
--   median (by unit): of all customers of the persona
-- shown: measure, persona, low, customers, share
-- parameters:
--   horizon_days = 365 (1 to 3650): as of clv
--   discount_rate = 0.1 (0 to 10): as of clv
--   margin = 1 (0 to 1): as of clv
-- needs: customer
-- models: customer_value
WITH steps AS (
  SELECT 'clv' AS measure, persona, clv AS value, clv,
         CASE WHEN clv > 0 THEN floor(log10(clv) * 5 + 1e-9)::INTEGER END AS step
  FROM clv_customers WHERE clv IS NOT NULL
  UNION ALL
  SELECT 'probability_alive', persona, probability_alive, clv,
         least(19, floor(probability_alive * 20 + 1e-9)::INTEGER)
  FROM clv_customers),
counted AS (
  SELECT measure, persona, step, count(*) AS customers, fsum(clv) AS clv,
         grouping(persona) AS is_all
  FROM steps GROUP BY GROUPING SETS ((measure, persona, step), (measure, step))),
medians AS (
  SELECT measure, persona, median(value) AS median, grouping(persona) AS is_all
  FROM steps GROUP BY GROUPING SETS ((measure, persona), (measure)))
SELECT c.measure, c.persona,
       CASE WHEN step IS NULL THEN 0 WHEN c.measure = 'clv' THEN 10 ** (step / 5)
            ELSE step / 20 END AS low,
       CASE WHEN step IS NULL THEN 0 WHEN c.measure = 'clv' THEN 10 ** ((step + 1) / 5)
            ELSE (step + 1) / 20 END AS high,
       customers, customers / sum(customers) OVER (PARTITION BY c.measure, c.persona, c.is_all) AS share,
       c.clv, m.median
FROM counted c
JOIN medians m ON m.measure = c.measure AND m.is_all = c.is_all
  AND m.persona IS NOT DISTINCT FROM c.persona
WHERE c.is_all = 1 OR c.persona IS NOT NULL
ORDER BY c.measure, c.persona NULLS FIRST, low, high
