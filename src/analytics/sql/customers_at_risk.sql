-- name: customers_at_risk
-- title: Customers who have been silent for longer than is their habit
-- definition: For customers with at least `purchases` days of purchase: the mean gap between them,
--   and the probability that a customer who is still active stays silent for as long as this one
--   has, (1 + silence / (gaps × mean gap)) ^ −gaps (exponential gaps, the customer's own rate not
--   exactly known). Below `probability` the customer is listed. By chance alone that share of the
--   active customers would be: expected_by_chance. A few purchases in a short time make a high rate by
--   chance: what a customer brought while active is reckoned by the mean of its rates that its purchases
--   leave open, (r + gaps) / (r / m + days from the first purchase to the last), with rates of customers
--   spread by a gamma distribution of mean m and shape r, of which the moments of the purchases of all who
--   came back tell (empirical Bayes; counted up to the last purchase where the silence after it has less
--   than 5 % probability), times its mean revenue of a day with a purchase.
-- columns:
--   customer_id (id): the customer
--   persona (text): the customer's persona
--   last_date (date): of the last purchase
--   silent_days (days): since then, at the end of the period
--   mean_gap_days (days): mean days between days of purchase
--   silence_probability (probability): see above
--   purchases (count): days with a purchase
--   revenue (currency): over the period
--   revenue_per_30_days (currency): expected in 30 days while active: what may be lost
--   expected_by_chance (count): customers who would be listed if all were active
-- shown: customer_id, persona, last_date, silent_days, revenue, silence_probability
-- parameters:
--   probability = 0.01 (0 to 1): below this a silence is unusual
--   purchases = 4 (whole, 2 to 1000): days with a purchase that show a habit
-- needs: customer
-- tables: customer_facts
WITH repeats AS (
  SELECT x, CASE WHEN (1 + silent / bought) ** -x < 0.05 THEN bought ELSE bought + silent END AS observed
  FROM (SELECT f.active_days - 1 AS x, days_between(f.first_date, f.last_date)::DOUBLE AS bought,
               days_between(f.last_date, p.last_date)::DOUBLE AS silent
        FROM customer_facts f, period p WHERE f.active_days > 1)),
rates AS (SELECT fsum(x::DOUBLE) / nullif(fsum(observed), 0) AS mean FROM repeats),
-- The variance of rates over their squared mean, which is 1 / r; at least next to none.
spread AS (
  SELECT any_value(mean) AS mean,
         greatest(1e-6, fsum((x - mean * observed) ** 2 - mean * observed)
                        / nullif(fsum((mean * observed) ** 2), 0)) AS variance
  FROM repeats, rates),
gaps AS (
  SELECT customer_id, persona, f.last_date, days_between(f.last_date, p.last_date) AS silent_days,
         active_days, (days_between(f.first_date, f.last_date)) / (active_days - 1) AS gap, revenue,
         f.first_date
  FROM customer_facts f, period p
  WHERE active_days >= greatest(2, $purchases)),
rated AS (
  SELECT *, (1 + silent_days / ((active_days - 1) * gap)) ** -(active_days - 1) AS silence,
         count(*) OVER () * $probability AS expected_by_chance
  FROM gaps)
SELECT customer_id, persona, last_date, silent_days, gap AS mean_gap_days,
       silence AS silence_probability, active_days AS purchases, revenue,
       (1 / variance + active_days - 1)
         / (1 / variance / mean + days_between(first_date, last_date)) * 30
         * revenue::DOUBLE / active_days AS revenue_per_30_days,
       expected_by_chance
FROM rated, spread
WHERE silence < $probability
ORDER BY revenue_per_30_days DESC, customer_id
