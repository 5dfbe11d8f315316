-- title: items whose transaction and line come more than once
-- table: items
-- rule: kept
-- kind: problem
-- needs: items
-- when: items disagree
SELECT 'transaction ' || transaction_id || ', line ' || line || ' × ' || count(*) AS example,
       sum(amount) - max(amount) AS amount
FROM items WHERE line IS NOT NULL GROUP BY transaction_id, line HAVING count(*) > 1
