-- name: hourly
-- title: When people buy: hours of the day
-- definition: Transactions and revenue of each hour, for all personas together (persona empty) and
--   for each; rank 1 is the busiest hour.
-- columns:
--   persona (text): the persona, empty for all together
--   hour (hour): 0 to 23
--   transactions (count): purchases
--   revenue (currency): sum of the amounts
--   share (fraction): of the transactions of the persona
--   average_transaction_value (currency): revenue / transactions
--   rank (count): by transactions
-- needs: time_of_day
-- tables: day_hours
WITH sums AS (
  SELECT persona::VARCHAR AS persona, hour, sum(transactions)::BIGINT AS transactions,
         sum(revenue) AS revenue, grouping(persona::VARCHAR) AS is_all
  FROM day_hours
  WHERE hour IS NOT NULL
  GROUP BY GROUPING SETS ((persona::VARCHAR, hour), (hour)))
SELECT persona, hour, transactions, revenue,
       transactions / sum(transactions) OVER w AS share,
       ratio(revenue, transactions) AS average_transaction_value,
       row_number() OVER (w ORDER BY transactions DESC, hour) AS rank
FROM sums
WHERE is_all = 1 OR persona IS NOT NULL
WINDOW w AS (PARTITION BY persona)
ORDER BY persona NULLS FIRST, hour
