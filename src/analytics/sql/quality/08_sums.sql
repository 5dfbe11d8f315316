-- title: transactions whose amount, lines or units are not the sum of their items
-- table: transactions
-- rule: kept: each table is believed for its own metrics
-- kind: problem
-- needs: items
-- when: items disagree
SELECT 'transaction ' || transaction_id || ': ' || t.amount || ', items ' || i.amount AS example,
       abs(t.amount - i.amount) AS amount
FROM transactions t
JOIN (SELECT transaction_id, sum(amount) AS amount, count(*) AS lines, sum(quantity) AS units
      FROM items GROUP BY transaction_id) i USING (transaction_id)
WHERE abs(t.amount - i.amount) > 0.005 OR t.lines <> i.lines OR t.units <> i.units
