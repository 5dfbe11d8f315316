-- name: categories
-- title: Ranking of categories
-- definition: Sums by category. trend is the growth over 30 days, or over the period if that is shorter,
--   at a steady rate a day: exp(days × slope / mean) - 1, so that nothing falls by more than all. Below
--   182 days the slope is that of a straight line through the category's daily revenue (the first step
--   of a quasi-Poisson fit), and its 95 % interval takes days as independent. From 182 days on the line
--   is fitted together with a wave of a year to means of 28 days, counted back from the last day: a
--   season is no trend, and what of it is no wave widens the interval. trend_turned tells whether the
--   straight line of the last third alone, at most 91 days, runs clearly (95 %) the other way. beyond
--   compares with all other categories together: the same fit to the category's revenue over its mean
--   less that of the others over theirs, so that a shop that grows as a whole is no finding.
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
--   trend_turned (flag): whether the last weeks run against the trend, empty where it is
--   trend_stretch (days): length of the stretches whose means were fitted
--   trend_degrees (count): of freedom of Student's t
--   beyond (fraction): (1 + trend) / (1 + trend of the other categories) - 1, empty without others
--   beyond_low (fraction): lower end of its 95 % interval
--   beyond_high (fraction): upper end
-- shown: category, revenue, revenue_share, trend, units
-- needs: items
-- tables: category_days
WITH sums AS (
  SELECT category, sum(lines)::BIGINT AS lines, sum(units)::BIGINT AS units,
         sum(revenue) AS revenue
  FROM category_days WHERE category IS NOT NULL GROUP BY category),
span AS (
  SELECT last_date, days, least(days // 3, 91) AS ending,
         CASE WHEN days >= 182 THEN 28 ELSE 1 END AS stretch FROM period),
calendar AS (
  SELECT unnest(generate_series(first_date, last_date, INTERVAL 1 DAY))::DATE AS date FROM period),
by_day AS (
  SELECT category, date, sum(revenue)::DOUBLE AS revenue FROM category_days GROUP BY ALL),
filled AS (
  SELECT s.category, days_between(c.date, p.last_date) AS age, coalesce(d.revenue, 0) AS y
  FROM sums s CROSS JOIN calendar c CROSS JOIN span p
  LEFT JOIN by_day d ON d.category = s.category AND d.date = c.date),
-- Time, and the wave of a year, made orthogonal to one another and to the mean (Gram and Schmidt).
turns AS (
  SELECT k, -k::DOUBLE AS t, CASE WHEN stretch > 1 THEN cos(angle) ELSE 0 END AS c,
         CASE WHEN stretch > 1 THEN sin(angle) ELSE 0 END AS s
  FROM (SELECT stretch, unnest(range(days // stretch)) AS k,
               2 * pi() * (days_between(DATE '1970-01-01', last_date) - stretch * (k + 0.5)) / 365.2425
                 AS angle
        FROM span)),
centred AS (
  SELECT k, t - avg(t) OVER () AS t, c - avg(c) OVER () AS c, s - avg(s) OVER () AS s FROM turns),
sines AS (
  SELECT k, t, c, s - c * coalesce(sum(s * c) OVER () / nullif(sum(c * c) OVER (), 0), 0) AS s
  FROM centred),
design AS (
  SELECT k, c, s, t - c * coalesce(sum(t * c) OVER () / nullif(sum(c * c) OVER (), 0), 0)
                    - s * coalesce(sum(t * s) OVER () / nullif(sum(s * s) OVER (), 0), 0) AS t
  FROM sines),
-- Sums of what nearly cancels go in an order of their own, so that all runs end in the same digit; what
-- is left of all without one is then 0 where there is no other.
stretches AS (
  SELECT category, age // stretch AS k, fsum(y ORDER BY age) / stretch AS y FROM filled, span
  WHERE age < days - days % stretch GROUP BY category, age // stretch, stretch),
means AS (SELECT category, fsum(y ORDER BY k) / count(*) AS mean FROM stretches GROUP BY category),
fitted AS (
  SELECT category, n, mean, tt AS sxx, ty / nullif(tt, 0) AS slope,
         yy - coalesce(ty ** 2 / nullif(tt, 0), 0) - coalesce(cy ** 2 / nullif(cc, 0), 0)
           - coalesce(sy ** 2 / nullif(ss, 0), 0) AS residual
  FROM (SELECT category, count(*) AS n, any_value(mean) AS mean, fsum(y * y ORDER BY k) AS yy,
               fsum(t * t ORDER BY k) AS tt, fsum(t * y ORDER BY k) AS ty,
               fsum(c * c ORDER BY k) AS cc, fsum(c * y ORDER BY k) AS cy,
               fsum(s * s ORDER BY k) AS ss, fsum(s * y ORDER BY k) AS sy
        FROM (SELECT category, k, y - mean AS y, mean FROM stretches JOIN means USING (category))
        JOIN design USING (k) GROUP BY category)),
wholes AS (SELECT k, fsum(y ORDER BY category) AS y FROM stretches GROUP BY k),
beside AS (
  SELECT s.category, s.k,
         s.y / nullif(m.mean, 0)
           - (w.y - s.y) / CASE WHEN others > 1e-9 * o.mean THEN others END AS z
  FROM stretches s JOIN means m USING (category) JOIN wholes w USING (k)
  CROSS JOIN (SELECT fsum(y ORDER BY k) / count(*) AS mean FROM wholes) o,
  LATERAL (SELECT o.mean - m.mean AS others)),
compared AS (
  SELECT category, tz / nullif(tt, 0) AS slope,
         zz - coalesce(tz ** 2 / nullif(tt, 0), 0) - coalesce(cz ** 2 / nullif(cc, 0), 0)
           - coalesce(sz ** 2 / nullif(ss, 0), 0) AS residual
  FROM (SELECT category, fsum(z * z ORDER BY k) AS zz,
               fsum(t * t ORDER BY k) AS tt, fsum(t * z ORDER BY k) AS tz,
               fsum(c * c ORDER BY k) AS cc, fsum(c * z ORDER BY k) AS cz,
               fsum(s * s ORDER BY k) AS ss, fsum(s * z ORDER BY k) AS sz
        FROM beside JOIN design USING (k) GROUP BY category)),
endings AS (
  SELECT category, regr_slope(y, -age ORDER BY age) AS slope,
         t_quantile(count(*) - 2) * sqrt(greatest(0, regr_syy(y, -age ORDER BY age)
           - regr_sxy(y, -age ORDER BY age) ** 2 / nullif(regr_sxx(y, -age ORDER BY age), 0))
           / (count(*) - 2) / nullif(regr_sxx(y, -age ORDER BY age), 0)) AS width
  FROM filled, span WHERE age < ending AND ending >= 4 GROUP BY category),
trends AS (
  SELECT f.category, p.stretch, f.n - CASE WHEN p.stretch > 1 THEN 4 ELSE 2 END AS degrees,
         least(30, p.days) / p.stretch * f.slope / nullif(f.mean, 0) AS growth,
         least(30, p.days) / p.stretch / nullif(f.mean, 0) * t_quantile(degrees)
           * CASE WHEN f.n >= 4 THEN sqrt(greatest(0, f.residual) / degrees / nullif(f.sxx, 0)) END
           AS width,
         least(30, p.days) / p.stretch * b.slope AS beyond,
         least(30, p.days) / p.stretch * t_quantile(degrees)
           * CASE WHEN f.n >= 4 THEN sqrt(greatest(0, b.residual) / degrees / nullif(f.sxx, 0)) END
           AS beyond_width,
         coalesce(e.slope * f.slope < 0 AND abs(e.slope) > e.width, false) AS turned
  FROM fitted f CROSS JOIN span p LEFT JOIN compared b USING (category)
  LEFT JOIN endings e USING (category))
SELECT row_number() OVER (ORDER BY s.revenue DESC, s.category) AS rank, s.category, s.lines, s.units,
       s.revenue, ratio(s.revenue, sum(s.revenue) OVER ()) AS revenue_share,
       ratio(s.revenue, s.units) AS average_unit_price, exp(t.growth) - 1 AS trend,
       exp(t.growth - t.width) - 1 AS trend_low, exp(t.growth + t.width) - 1 AS trend_high,
       CASE WHEN t.growth IS NOT NULL THEN t.turned END AS trend_turned, t.stretch AS trend_stretch,
       t.degrees AS trend_degrees, exp(t.beyond) - 1 AS beyond,
       exp(t.beyond - t.beyond_width) - 1 AS beyond_low,
       exp(t.beyond + t.beyond_width) - 1 AS beyond_high
FROM sums s JOIN trends t USING (category)
ORDER BY rank
