-- title: customers whose identifier comes more than once
-- table: customers
-- rule: kept: one of them is believed
-- kind: problem
-- needs: customers
SELECT 'customer ' || customer_id || ' × ' || count(*) AS example, 0 AS amount
FROM customers GROUP BY customer_id HAVING count(*) > 1
