-- name: clv
-- title: What each customer is expected to be worth
-- definition: What the models of customer value say of the customers of metric btyd_inputs.
-- columns:
--   customer_id (id): the customer
--   persona (text): the customer's persona
--   probability_alive (probability): that the customer still buys
--   expected_purchases (ratio): days with a purchase in the time looked ahead
--   expected_value (currency): revenue of such a day
--   clv (currency): discounted sum of both
-- needs: clv
SELECT customer_id, persona, probability_alive, expected_purchases, expected_value, clv
FROM clv ORDER BY clv DESC, customer_id
