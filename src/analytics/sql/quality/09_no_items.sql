-- title: transactions without items
-- table: transactions
-- rule: kept: they count in totals, not in metrics of items
-- kind: problem
-- needs: items
-- when: items disagree
SELECT 'transaction ' || transaction_id AS example, amount
FROM transactions ANTI JOIN items USING (transaction_id)
