-- title: transactions whose identifier comes more than once
-- table: transactions
-- rule: kept
-- kind: problem
-- Where each identifier is above the one before, as in our files, none comes twice: to see that
-- costs a twentieth of grouping them.
WITH neighbours AS (
  SELECT transaction_id > lag(transaction_id) OVER () AS ascends FROM transactions),
ascent AS (
  SELECT count(*) = count(ascends) + 1 AND bool_and(ascends) AS is_strict FROM neighbours)
SELECT 'transaction ' || transaction_id || ' × ' || count(*) AS example,
       sum(amount) - max(amount) AS amount
FROM transactions, ascent
WHERE is_strict IS NOT TRUE
GROUP BY transaction_id HAVING count(*) > 1
