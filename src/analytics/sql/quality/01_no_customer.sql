-- title: transactions without a customer
-- table: transactions
-- rule: kept: they count in totals, not in metrics of customers
-- kind: note
-- needs: customer
SELECT 'transaction ' || transaction_id AS example, amount
FROM transactions WHERE customer_id IS NULL
