-- name: rfm
-- title: Customer segments by recency, frequency and monetary value
-- definition: Each known customer is scored 1 to 5 by rank in days since the last purchase (r), days
--   with a purchase (f) and revenue (m); equal values share the score of their middle rank. Segments
--   go by r and f + m. monetary is the customer's revenue.
-- columns:
--   segment (text): usual name of the segment
--   customers (count): its size
--   customer_share (fraction): of all customers with a purchase
--   revenue (currency): what they bought
--   revenue_share (fraction): of the revenue of all known customers
--   recency_days (days): mean days since the last purchase, at the end of the period
--   frequency (ratio): mean days with a purchase
--   monetary (currency): mean revenue of a customer
--   action (text): what is usually done
-- shown: segment, customers, revenue, revenue_share, recency_days, frequency, monetary
-- needs: customer
-- tables: rfm_scores
-- source: Hughes, Strategic Database Marketing; segment names in common use
WITH actions(place, segment, action) AS (VALUES
  (1, 'Champions', 'Reward them; early access, no discounts needed'),
  (2, 'Loyal', 'Offer the next tier; ask for reviews'),
  (3, 'Potential loyalists', 'Suggest a second category; loyalty programme'),
  (4, 'New', 'Welcome them; make the second visit easy'),
  (5, 'Promising', 'Keep in touch; small incentive for another visit'),
  (6, 'Need attention', 'Limited offer on what they buy'),
  (7, 'About to sleep', 'Remind them of what they bought; cheap channel'),
  (8, 'At risk', 'Personal offer; ask what went wrong'),
  (9, 'Cannot lose them', 'Call or write; win back before a rival does'),
  (10, 'Hibernating', 'Seasonal reminder at low cost'),
  (11, 'Lost', 'One last attempt, then leave them out'))
SELECT s.segment, count(*) AS customers, count(*) / sum(count(*)) OVER () AS customer_share,
       sum(s.monetary) AS revenue, ratio(sum(s.monetary), sum(sum(s.monetary)) OVER ())
         AS revenue_share,
       avg(s.recency_days) AS recency_days, avg(s.frequency) AS frequency,
       sum(s.monetary)::DOUBLE / count(*) AS monetary, a.action
FROM rfm_scores s JOIN actions a USING (segment)
GROUP BY s.segment, a.action, a.place
ORDER BY a.place
