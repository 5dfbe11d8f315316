-- name: concentration
-- title: How much of the revenue the best customers bring
-- definition: Over known customers with a purchase. top20_share is the share of revenue of the fifth
--   of customers who buy most (a customer on the border counts in part); gini is Gini's coefficient,
--   0 for all alike. Intervals are 95 %, from the influence of each customer; that of the top share is
--   rough where the best fifth ends in a gap between customers.
-- columns:
--   persona (text): the persona, empty for all together
--   customers (count): with a purchase
--   top1_share (fraction): of revenue, by the best 1 % of customers
--   top10_share (fraction): by the best 10 %
--   top20_share (fraction): by the best 20 %
--   top20_low (fraction): lower end of its 95 % interval
--   top20_high (fraction): upper end
--   gini (ratio): Gini's coefficient
--   gini_low (ratio): lower end of its 95 % interval
--   gini_high (ratio): upper end
-- shown: persona, top20_share, top20_low, gini, customers
-- needs: customer
-- tables: customer_facts
-- source: Davidson, Journal of Econometrics 150 (2009), for the interval of Gini's coefficient
WITH everyone AS (
  SELECT NULL::VARCHAR AS persona, revenue::DOUBLE AS x FROM customer_facts
  UNION ALL
  SELECT persona, revenue::DOUBLE FROM customer_facts WHERE persona IS NOT NULL),
ordered AS (
  SELECT persona, x, row_number() OVER w AS i, count(*) OVER (PARTITION BY persona) AS n,
         sum(x) OVER (PARTITION BY persona) AS total,
         sum(x) OVER (w ROWS UNBOUNDED PRECEDING) AS below
  FROM everyone
  WINDOW w AS (PARTITION BY persona ORDER BY x)),
-- A customer counts in the top share by the part of the rank interval (i - 1, i] that lies in it.
sums AS (
  SELECT persona, any_value(n) AS n, any_value(total) AS total,
         sum(x * greatest(0, least(1, i - 0.99 * n))) AS top1,
         sum(x * greatest(0, least(1, i - 0.90 * n))) AS top10,
         sum(x * greatest(0, least(1, i - 0.80 * n))) AS top20,
         min(x) FILTER (i > 0.80 * n) AS border,
         2 * sum(i * x) / (any_value(n) * any_value(total)) - (any_value(n) + 1) / any_value(n)
           AS gini
  FROM ordered GROUP BY persona),
spreads AS (
  SELECT o.persona,
         stddev_samp(o.x * greatest(0, least(1, o.i - 0.80 * o.n))
                     - s.border * greatest(0, least(1, o.i - 0.80 * o.n))
                     - s.top20 / s.total * o.x) * sqrt(any_value(o.n)) / any_value(s.total)
           AS top20_error,
         stddev_samp((2 * o.i - 1) / o.n * o.x - (s.gini + 1) * o.x - 2 * o.below / o.n)
           * sqrt(any_value(o.n)) / any_value(s.total) AS gini_error
  FROM ordered o JOIN sums s ON s.persona IS NOT DISTINCT FROM o.persona
  GROUP BY o.persona)
SELECT s.persona, s.n AS customers, s.top1 / nullif(s.total, 0) AS top1_share,
       s.top10 / nullif(s.total, 0) AS top10_share, s.top20 / nullif(s.total, 0) AS top20_share,
       greatest(0, s.top20 / nullif(s.total, 0) - 1.959964 * e.top20_error) AS top20_low,
       least(1, s.top20 / nullif(s.total, 0) + 1.959964 * e.top20_error) AS top20_high,
       s.gini, greatest(0, s.gini - 1.959964 * e.gini_error) AS gini_low,
       least(1, s.gini + 1.959964 * e.gini_error) AS gini_high
FROM sums s JOIN spreads e ON e.persona IS NOT DISTINCT FROM s.persona
ORDER BY s.persona NULLS FIRST
