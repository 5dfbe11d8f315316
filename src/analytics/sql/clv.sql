-- name: clv
-- title: What each customer is expected to be worth
-- definition: Expected purchases (BG/NBD or MBG/NBD, whichever is far likelier, else which the data identify and fit better) times
--   expected revenue of one (Gamma-Gamma, within each persona where spend goes with frequency), summed
--   over the time ahead and discounted at the end of every 30 days. A purchase is a day with a purchase.
--   Where nearly all customers are active still, purchases of a persona are scaled to what it made so far.
--   Metric clv_model says what was fitted and how far to trust it.
-- columns:
--   customer_id (id): the customer
--   persona (text): the customer's persona
--   probability_alive (probability): that the customer still buys
--   expected_purchases (ratio): days with a purchase in the time ahead
--   expected_value (currency): revenue of such a day
--   clv (currency): discounted value of the time ahead; empty where no value can be expected
--   next_30_days (currency): revenue expected in 30 days, undiscounted and whole, to lay beside the
--     forecast: at the mean rate of the whole period, of customers known today
-- shown: customer_id, clv, persona, probability_alive, expected_purchases, expected_value
-- parameters:
--   horizon_days = 365 (1 to 3650): time ahead
--   discount_rate = 0.1 (0 to 10): a year; 0 adds up plain revenue
--   margin = 1 (0 to 1): share of revenue that is kept; 1 values revenue
-- needs: customer
-- models: customer_value
-- source: Fader, Hardie, Lee 2005; Batislam, Denizel, Filiztekin 2007; Fader, Hardie 2013
SELECT customer_id, persona, probability_alive, expected_purchases, expected_value, clv,
       next_30_days
FROM clv_customers ORDER BY clv DESC NULLS LAST, customer_id
