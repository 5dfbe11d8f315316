-- name: basket_distribution
-- title: How many lines baskets have
-- definition: Transactions by their number of lines, for all personas together (persona empty) and
--   for each.
-- columns:
--   persona (text): the persona, empty for all together
--   lines (count): lines of the basket
--   transactions (count): baskets of that size
--   share (fraction): of the persona's baskets
--   cumulative_share (fraction): of baskets of that size or smaller
--   revenue (currency): of baskets of that size
-- needs: lines
WITH sums AS (
  SELECT persona::VARCHAR AS persona, lines, count(*) AS transactions, sum(amount) AS revenue
  FROM transactions WHERE lines IS NOT NULL GROUP BY ALL),
sizes AS (
  SELECT persona, lines, sum(transactions)::BIGINT AS transactions, sum(revenue) AS revenue,
         grouping(persona) AS is_all
  FROM sums GROUP BY GROUPING SETS ((persona, lines), (lines)))
SELECT persona, lines, transactions,
       transactions / sum(transactions) OVER (PARTITION BY persona) AS share,
       sum(transactions) OVER (PARTITION BY persona ORDER BY lines)
         / sum(transactions) OVER (PARTITION BY persona) AS cumulative_share,
       revenue
FROM sizes
WHERE is_all = 1 OR persona IS NOT NULL
ORDER BY persona NULLS FIRST, lines
