-- title: transactions with a missing or negative amount
-- table: transactions
-- rule: kept
-- kind: problem
SELECT 'transaction ' || transaction_id || ': ' || coalesce(amount::VARCHAR, 'missing') AS example,
       amount
FROM transactions WHERE amount IS NULL OR amount < 0
