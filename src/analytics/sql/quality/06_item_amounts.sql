-- title: items whose amount is not quantity × unit price
-- table: items
-- rule: kept: the amount is believed
-- kind: problem
-- needs: items, quantity
SELECT 'transaction ' || transaction_id || ': ' || quantity || ' × ' || unit_price || ' = ' || amount
         AS example, amount
FROM items WHERE abs(quantity * unit_price - amount) > 0.005
