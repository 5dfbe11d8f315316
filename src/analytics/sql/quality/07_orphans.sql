-- title: items without their transaction
-- table: items
-- rule: left out
-- kind: problem
-- needs: items
-- when: items disagree
SELECT 'transaction ' || transaction_id || ', ' || coalesce(category::VARCHAR, '?') AS example,
       amount
FROM items ANTI JOIN transactions USING (transaction_id)
