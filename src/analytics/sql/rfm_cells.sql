-- name: rfm_cells
-- title: Customers by their scores of recency and frequency
-- definition: Known customers in the cells of a heat map: recency score by frequency score (metric rfm),
--   for all personas together (persona empty) and for each. Cells without customers are left out.
-- columns:
--   persona (text): the persona, empty for all together
--   r (score): 1 to 5 by recency, 5 for the latest
--   f (score): 1 to 5 by frequency
--   customers (count): customers with these scores
--   share (fraction): of the persona's customers
--   m_mean (score): mean of their scores by monetary value
--   revenue (currency): what they bought
--   revenue_per_customer (currency): revenue / customers
-- needs: customer
-- tables: rfm_scores
WITH cells AS (
  SELECT persona, r, f, count(*) AS customers, avg(m) AS m_mean, sum(monetary) AS revenue,
         grouping(persona) AS is_all
  FROM rfm_scores GROUP BY GROUPING SETS ((persona, r, f), (r, f)))
SELECT persona, r, f, customers,
       customers / sum(customers) OVER (PARTITION BY persona, is_all) AS share, m_mean, revenue,
       ratio(revenue, customers) AS revenue_per_customer
FROM cells
WHERE is_all = 1 OR persona IS NOT NULL
ORDER BY persona NULLS FIRST, r, f
