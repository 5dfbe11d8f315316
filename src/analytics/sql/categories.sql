-- name: categories
-- title: Ranking of categories
-- definition: Sums by category. trend is the growth over 30 days, or over the period if that is shorter,
--   at a steady rate a day: exp(days × slope / mean) - 1, with the slope of a straight line through the
--   category's daily revenue (the first step of a quasi-Poisson fit), so that nothing falls by more than
--   all; its 95 % interval takes days as independent.
-- columns:
--   rank (count): by revenue
--   category (text): the category
--   lines (count): lines of baskets
--   units (count): units bought
--   revenue (currency): sum of the amounts
--   revenue_share (fraction): of the revenue of all categories
--   average_unit_price (currency): revenue / units
--   trend (fraction): change of daily revenue in 30 days, or in the period if shorter
--   trend_low (fraction): lower end of its 95 % interval, empty below 4 days
--   trend_high (fraction): upper end
-- shown: category, revenue, revenue_share, trend, units
-- needs: items
-- tables: category_days
WITH sums AS (
  SELECT category, sum(lines)::BIGINT AS lines, sum(units)::BIGINT AS units,
         sum(revenue) AS revenue
  FROM category_days WHERE category IS NOT NULL GROUP BY category),
calendar AS (
  SELECT unnest(generate_series(first_date, last_date, INTERVAL 1 DAY))::DATE AS date FROM period),
by_day AS (
  SELECT category, date, sum(revenue)::DOUBLE AS revenue FROM category_days GROUP BY ALL),
filled AS (
  SELECT s.category, (c.date - p.first_date)::DOUBLE AS t, coalesce(d.revenue, 0) AS y
  FROM sums s CROSS JOIN calendar c CROSS JOIN period p
  LEFT JOIN by_day d ON d.category = s.category AND d.date = c.date),
lines AS (
  SELECT category, count(*) AS n, fsum(y) / count(*) AS mean, regr_slope(y, t ORDER BY t) AS slope,
         regr_sxx(y, t ORDER BY t) AS sxx,
         regr_syy(y, t ORDER BY t)
           - regr_sxy(y, t ORDER BY t) ** 2 / nullif(regr_sxx(y, t ORDER BY t), 0) AS residual
  FROM filled GROUP BY category),
trends AS (
  SELECT category, least(30, n) * slope / nullif(mean, 0) AS growth,
         least(30, n) / nullif(mean, 0) * t_quantile(n - 2)
           * CASE WHEN n >= 4 THEN sqrt(greatest(0, residual) / (n - 2) / nullif(sxx, 0)) END
           AS width
  FROM lines)
SELECT row_number() OVER (ORDER BY s.revenue DESC, s.category) AS rank, s.category, s.lines, s.units,
       s.revenue, ratio(s.revenue, sum(s.revenue) OVER ()) AS revenue_share,
       ratio(s.revenue, s.units) AS average_unit_price, exp(t.growth) - 1 AS trend,
       exp(t.growth - t.width) - 1 AS trend_low, exp(t.growth + t.width) - 1 AS trend_high
FROM sums s JOIN trends t USING (category)
ORDER BY rank
