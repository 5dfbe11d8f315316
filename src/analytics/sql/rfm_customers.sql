-- name: rfm_customers
-- title: Recency, frequency, monetary value and segment of each customer
-- definition: The scores behind metric rfm.
-- columns:
--   customer_id (id): the customer
--   persona (text): the customer's persona
--   recency_days (days): since the last purchase, at the end of the period
--   frequency (count): days with a purchase
--   monetary (currency): revenue
--   r (score): 1 to 5 by recency, 5 for the latest
--   f (score): 1 to 5 by frequency
--   m (score): 1 to 5 by monetary value
--   segment (text): see rfm
-- shown: customer_id, segment, recency_days, frequency, monetary, persona
-- needs: customer
-- tables: rfm_scores
SELECT customer_id, persona, recency_days, frequency, monetary, r, f, m, segment
FROM rfm_scores
ORDER BY customer_id
