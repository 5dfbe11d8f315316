-- name: clv_segments
-- title: How customer value and the chance to be active are spread within RFM segments
-- definition: Customers of metric clv in the steps of metric clv_distribution, for each segment of metric rfm.
-- columns:
--   measure (text): clv or probability_alive
--   segment (text): see rfm
--   low (by unit): least value of the step
--   high (by unit): below this value; the last step of a probability holds 1
--   customers (count): customers in the step
--   share (fraction): of the segment's customers
--   clv (currency): sum of their values
--   median (by unit): of all customers of the segment
-- shown: measure, segment, low, customers, share
-- parameters:
--   horizon_days = 365 (1 to 3650): as of clv
--   discount_rate = 0.1 (0 to 10): as of clv
--   margin = 1 (0 to 1): as of clv
-- needs: customer
-- tables: rfm_scores
-- models: customer_value
WITH valued AS (
  SELECT segment, clv, probability_alive FROM clv_customers JOIN rfm_scores USING (customer_id)),
steps AS (
  SELECT 'clv' AS measure, segment, clv AS value, clv,
         CASE WHEN clv > 0 THEN floor(log10(clv) * 5 + 1e-9)::INTEGER END AS step
  FROM valued WHERE clv IS NOT NULL
  UNION ALL
  SELECT 'probability_alive', segment, probability_alive, clv,
         least(19, floor(probability_alive * 20 + 1e-9)::INTEGER)
  FROM valued),
medians AS (
  SELECT measure, segment, median(value) AS median FROM steps GROUP BY ALL)
SELECT s.measure, s.segment,
       CASE WHEN step IS NULL THEN 0 WHEN s.measure = 'clv' THEN 10 ** (step / 5)
            ELSE step / 20 END AS low,
       CASE WHEN step IS NULL THEN 0 WHEN s.measure = 'clv' THEN 10 ** ((step + 1) / 5)
            ELSE (step + 1) / 20 END AS high,
       count(*) AS customers,
       count(*) / sum(count(*)) OVER (PARTITION BY s.measure, s.segment) AS share,
       fsum(s.clv) AS clv, m.median
FROM steps s JOIN medians m ON m.measure = s.measure AND m.segment = s.segment
GROUP BY s.measure, s.segment, s.step, m.median
ORDER BY s.measure, s.segment, low, high
