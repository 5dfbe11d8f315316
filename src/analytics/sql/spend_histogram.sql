-- name: spend_histogram
-- title: How many transactions are worth how much
-- definition: Transactions by amount, in steps of a tenth of a power of ten.
-- columns:
--   persona (text): the persona, empty for all together
--   low (currency): least amount of the step
--   high (currency): below this amount
--   transactions (count): purchases
--   share (fraction): of the persona's transactions
--   revenue (currency): sum of their amounts
WITH sums AS (
  SELECT persona::VARCHAR AS persona, floor(log10(amount::DOUBLE) * 10 + 1e-9)::INTEGER AS step,
         count(*) AS transactions, sum(amount) AS revenue
  FROM transactions WHERE amount > 0 GROUP BY ALL),
steps AS (
  SELECT persona, step, sum(transactions)::BIGINT AS transactions, sum(revenue) AS revenue,
         grouping(persona) AS is_all
  FROM sums GROUP BY GROUPING SETS ((persona, step), (step)))
SELECT persona, 10 ** (step / 10) AS low, 10 ** ((step + 1) / 10) AS high, transactions,
       transactions / sum(transactions) OVER (PARTITION BY persona) AS share, revenue
FROM steps
WHERE is_all = 1 OR persona IS NOT NULL
ORDER BY persona NULLS FIRST, step
