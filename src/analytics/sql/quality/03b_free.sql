-- title: transactions of amount 0
-- table: transactions
-- rule: kept: they count as purchases
-- kind: note
SELECT 'transaction ' || transaction_id AS example, amount FROM transactions WHERE amount = 0
