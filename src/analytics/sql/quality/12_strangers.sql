-- title: buyers who are not in the table of customers
-- table: customers
-- rule: kept
-- kind: problem
-- needs: customers, customer
-- tables: customer_facts
SELECT 'customer ' || customer_id AS example, revenue AS amount
FROM customer_facts ANTI JOIN customers USING (customer_id)
