-- name: lorenz
-- title: Lorenz curve: customers, poorest first, against their share of revenue
-- definition: A point for each percent of known customers with a purchase, ordered by revenue.
-- columns:
--   customer_share (fraction): of the customers, those who buy least first
--   revenue_share (fraction): of the revenue, by them
-- needs: customer
-- tables: customer_facts
WITH ordered AS (
  SELECT revenue::DOUBLE AS x, row_number() OVER w AS i, count(*) OVER () AS n,
         sum(revenue) OVER (w ROWS UNBOUNDED PRECEDING)::DOUBLE AS below,
         sum(revenue) OVER ()::DOUBLE AS total
  FROM customer_facts
  WINDOW w AS (ORDER BY revenue)),
points AS (SELECT unnest(range(0, 101)) AS percent),
-- Between customers the curve is a line.
places AS (
  SELECT percent, percent / 100.0 * n AS place FROM points, (SELECT max(n) AS n FROM ordered)
  WHERE n > 0)
SELECT p.percent / 100.0::DOUBLE AS customer_share,
       coalesce((o.below - o.x * (o.i - p.place)) / nullif(o.total, 0), 0) AS revenue_share
FROM places p LEFT JOIN ordered o ON o.i = ceil(p.place)
ORDER BY p.percent
