-- title: transactions whose identifier comes more than once
-- table: transactions
-- rule: kept
-- kind: problem
SELECT 'transaction ' || transaction_id || ' × ' || count(*) AS example,
       sum(amount) - max(amount) AS amount
FROM transactions GROUP BY transaction_id HAVING count(*) > 1
