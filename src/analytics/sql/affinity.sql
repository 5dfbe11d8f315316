-- name: affinity
-- title: Categories that are bought together
-- definition: For two categories A and B over baskets: support = P(A and B), confidence = P(B | A) and
--   P(A | B), lift = P(A and B) / (P(A) P(B)), leverage = P(A and B) − P(A) P(B); for all personas
--   together (persona empty) and within each, since buyers of different kinds make categories look
--   related that are not. Large baskets make all pairs look related likewise: base_lift is the lift that
--   follows from how many other categories lie in the baskets with A and with B, u(A) u(B) over the
--   count of independence, with u such that every category meets as many others as it does; it is 1
--   where lines come independently, 0 of a category that is always bought alone, and that of the data
--   where there are three categories or fewer. p_value is of
--   independence (chi-square, Fisher's exact test where an expected count is below 5),
--   beyond_p_value of a lift of base_lift (the same chi-square about that mean, less the part of its
--   variance that the fit of u takes away, Poisson where the mean is below 5), q_value the Benjamini–Hochberg correction of the latter over the rows of all personas
--   together, and over those within personas. Where customers are known, their baskets are not taken as
--   independent: the interval, and the test of base_lift as far as a basket holds both, are those of
--   logarithms whose variance is clustered by 64 groups of customers (a jackknife, Student's t with the
--   degrees that its unevenness leaves) wherever that variance is the larger by more than its own
--   standard error. Where no
--   basket holds both, the interval of the lift is that of a count of 0. is_significant: q below .05
--   and the 95 % interval of lift / base_lift beyond `least_lift`, either way.
-- columns:
--   persona (text): the persona, empty for all together
--   left_category (text): A
--   right_category (text): B
--   baskets (count): baskets looked at
--   left_baskets (count): baskets with A
--   right_baskets (count): baskets with B
--   both_baskets (count): baskets with both
--   support (fraction): both / baskets
--   confidence (fraction): both / left
--   confidence_back (fraction): both / right
--   lift (ratio): support over that of independence
--   lift_low (ratio): lower end of its 95 % interval
--   lift_high (ratio): upper end
--   leverage (fraction): support minus that of independence
--   base_lift (ratio): lift that the sizes of the baskets with A and with B alone give; 0 where one is always alone
--   p_value (probability): of independence
--   beyond_p_value (probability): of a lift that the sizes of baskets alone give
--   q_value (probability): false-discovery rate at which the row would be called
--   is_significant (flag): see above
-- shown: persona, left_category, right_category, lift, lift_low, support, is_significant
-- parameters:
--   support = 0.001 (0 to 1): rows need this share of baskets, or be expected to have it
--   baskets = 20 (whole, 1 to 1000000000): and this many baskets
--   least_lift = 1.1 (1 to 1000): of what is called significant; 1 / least_lift on the other side
-- needs: items
-- tables: category_pairs, category_pair_groups
-- source: Brin, Motwani, Silverstein 1997 (lift); Piatetsky-Shapiro 1991 (leverage)
WITH RECURSIVE pairs AS (
  SELECT persona::VARCHAR AS persona, left_category, right_category,
         sum(baskets)::BIGINT AS baskets, grouping(persona::VARCHAR) AS is_all
  FROM category_pairs
  GROUP BY GROUPING SETS ((persona::VARCHAR, left_category, right_category),
                          (left_category, right_category))),
kept AS MATERIALIZED (SELECT * FROM pairs WHERE is_all = 1 OR persona IS NOT NULL),
totals AS MATERIALIZED (SELECT persona, baskets FROM kept WHERE left_category = '' AND right_category = ''),
singles AS MATERIALIZED (
  SELECT persona, left_category AS category, baskets FROM kept
  WHERE left_category = right_category AND left_category <> ''),
-- Categories met by a category, in all its baskets; and u with sum over B of u(A) u(B) = met(A).
met AS MATERIALIZED (
  SELECT persona, category, sum(baskets)::DOUBLE AS met
  FROM (SELECT persona, unnest([left_category, right_category]) AS category, baskets FROM kept
        WHERE left_category < right_category AND left_category <> '')
  GROUP BY ALL),
listed AS (
  SELECT m.persona, list(m.category ORDER BY m.category) AS categories, list(m.met ORDER BY m.category) AS met,
         list(1 - s.baskets / t.baskets ORDER BY m.category) AS free
  FROM met m
  JOIN singles s ON s.persona IS NOT DISTINCT FROM m.persona AND s.category = m.category
  JOIN totals t ON t.persona IS NOT DISTINCT FROM m.persona
  GROUP BY m.persona),
fitted AS (
  SELECT persona, categories, met, free, list_transform(met, lambda x: x / sqrt(total)) AS u, 0 AS step
  FROM (SELECT *, list_sum(met) AS total FROM listed)
  UNION ALL
  SELECT persona, categories, met, free,
         list_transform(u, lambda x, i: sqrt(x * met[i] / nullif(total - x, 0))), step + 1
  FROM (SELECT *, list_sum(u) AS total FROM fitted WHERE step < 60)),
-- spread: variance of met, with that of a pair u(A) u(B) (1 - left / baskets) (1 - right / baskets).
tendencies AS MATERIALIZED (
  SELECT persona, unnest(categories) AS category, unnest(met) AS met, unnest(u) AS u,
         list_sum(u) AS whole,
         unnest(list_transform(w, lambda x: x * (total - x))) AS spread
  FROM (SELECT *, list_sum(w) AS total
        FROM (SELECT *, list_transform(u, lambda x, i: x * free[i]) AS w FROM fitted WHERE step = 60))),
counts AS (
  SELECT t.persona, a.category AS left_category, b.category AS right_category, t.baskets,
         a.baskets AS left_baskets, b.baskets AS right_baskets,
         coalesce(k.baskets, 0) AS both_baskets,
         a.baskets / t.baskets * b.baskets AS expected
  FROM totals t
  JOIN singles a ON a.persona IS NOT DISTINCT FROM t.persona
  JOIN singles b ON b.persona IS NOT DISTINCT FROM t.persona AND a.category < b.category
  LEFT JOIN kept k ON k.persona IS NOT DISTINCT FROM t.persona
    AND k.left_category = a.category AND k.right_category = b.category),
rated AS (
  SELECT *, both_baskets / expected AS lift,
         CASE WHEN both_baskets > 0 THEN 1.959964 * sqrt(greatest(0,
           1 / both_baskets - 1 / left_baskets - 1 / right_baskets - 1 / baskets
           + 2 * both_baskets / expected / baskets)) END AS width
  FROM counts
  WHERE greatest(both_baskets, expected) >= greatest($support * baskets, $baskets)),
-- Of groups of customers: their shares of the baskets with a category, and of what u's logarithm owes
-- to theirs. With F(u) = u (total - u) = met, du = (dmet - u dtotal) / (total - 2 u).
grouped AS MATERIALIZED (
  SELECT g.persona, customers, left_category, right_category, sum(g.baskets)::DOUBLE AS baskets
  FROM category_pair_groups g
  WHERE EXISTS (SELECT 1 FROM transactions WHERE customer_id IS NOT NULL)
  GROUP BY GROUPING SETS ((g.persona, customers, left_category, right_category),
                          (customers, left_category, right_category))
  HAVING grouping(g.persona) = 1 OR g.persona IS NOT NULL),
group_totals AS (
  SELECT persona, customers, baskets / sum(baskets) OVER (PARTITION BY persona) AS baskets_share
  FROM grouped WHERE left_category = ''),
group_singles AS (
  SELECT persona, customers, left_category AS category, baskets FROM grouped
  WHERE left_category = right_category AND left_category <> ''),
group_met AS (
  SELECT persona, customers, category, sum(baskets) AS met
  FROM (SELECT persona, customers, unnest([left_category, right_category]) AS category, baskets
        FROM grouped WHERE left_category < right_category AND left_category <> '')
  GROUP BY ALL),
group_shares AS (
  SELECT t.persona, t.customers, c.category, t.baskets_share, c.u, c.whole AS total,
         coalesce(s.baskets, 0) / sum(s.baskets) OVER whole AS share,
         c.met * coalesce(m.met, 0) / sum(m.met) OVER whole AS met
  FROM group_totals t
  JOIN tendencies c ON c.persona IS NOT DISTINCT FROM t.persona
  LEFT JOIN group_singles s ON s.persona IS NOT DISTINCT FROM t.persona
    AND s.customers = t.customers AND s.category = c.category
  LEFT JOIN group_met m ON m.persona IS NOT DISTINCT FROM t.persona
    AND m.customers = t.customers AND m.category = c.category
  WINDOW whole AS (PARTITION BY t.persona, c.category)),
group_owed AS MATERIALIZED (
  SELECT * EXCLUDE (total, met),
         (met / u - sum(met / nullif(total - 2 * u, 0)) OVER everyone
            / (1 + sum(u / nullif(total - 2 * u, 0)) OVER everyone)) / nullif(total - 2 * u, 0) AS owed
  FROM group_shares
  WINDOW everyone AS (PARTITION BY persona, customers ORDER BY category
                      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)),
pair_totals AS (
  SELECT persona, left_category, right_category, sum(baskets) AS both_sampled
  FROM grouped WHERE left_category < right_category GROUP BY ALL),
-- What the logarithms of lift and of lift / base_lift lose when a group of customers is left out.
moves AS (
  SELECT persona, left_category, right_category, customers, scale,
         (both_share - a_share - b_share + baskets_share) / rest AS lift_move,
         (both_share - a_owed - b_owed) / rest AS beyond_move
  FROM (
    SELECT r.persona, r.left_category, r.right_category, a.customers, t.both_sampled / r.both_baskets AS scale,
           coalesce(g.baskets, 0) / t.both_sampled AS both_share, a.baskets_share, a.share AS a_share,
           b.share AS b_share, a.owed AS a_owed, b.owed AS b_owed,
           greatest(1e-6, 1 - greatest(both_share, a.share, b.share)) AS rest
    FROM rated r
    JOIN pair_totals t ON t.persona IS NOT DISTINCT FROM r.persona
      AND t.left_category = r.left_category AND t.right_category = r.right_category
    JOIN group_owed a ON a.persona IS NOT DISTINCT FROM r.persona AND a.category = r.left_category
    JOIN group_owed b ON b.persona IS NOT DISTINCT FROM r.persona AND b.category = r.right_category
      AND b.customers = a.customers
    LEFT JOIN grouped g ON g.persona IS NOT DISTINCT FROM r.persona AND g.customers = a.customers
      AND g.left_category = r.left_category AND g.right_category = r.right_category)),
clustered AS (
  SELECT persona, left_category, right_category, scale * list_sum(lift_squares) AS lift_variance,
         scale * list_sum(beyond_squares) AS beyond_variance,
         greatest(1, 3 * list_sum(lift_squares) ** 2
           / nullif(list_sum(list_transform(lift_squares, lambda x: x ** 2)), 0) - 2) AS lift_degrees,
         greatest(1, 3 * list_sum(beyond_squares) ** 2
           / nullif(list_sum(list_transform(beyond_squares, lambda x: x ** 2)), 0) - 2)
           AS beyond_degrees
  FROM (SELECT persona, left_category, right_category, any_value(scale) AS scale,
               list(lift_move ** 2 ORDER BY customers) AS lift_squares,
               list(beyond_move ** 2 ORDER BY customers) AS beyond_squares
        FROM moves GROUP BY ALL))
SELECT rated.persona, rated.left_category, rated.right_category, baskets, left_baskets, right_baskets, both_baskets,
       both_baskets / baskets AS support, both_baskets / left_baskets AS confidence,
       both_baskets / right_baskets AS confidence_back, lift,
       coalesce(lift * exp(-width), 0) AS lift_low,
       coalesce(lift * exp(width), -ln(0.025) / expected) AS lift_high, (both_baskets - expected) / baskets AS leverage,
       coalesce(a.u * b.u / expected, 0) AS base_lift,
       coalesce(1 - 2 * a.u * b.u * (1 / a.met + 1 / b.met) + 2 * a.u * b.u * a.u * b.u / (a.met * b.met)
         + a.u * b.u * (a.spread / a.met ** 2 + b.spread / b.met ** 2)
           / nullif((1 - left_baskets / baskets) * (1 - right_baskets / baskets), 0), 1) AS free_share,
       $least_lift::DOUBLE AS least_lift, lift_variance, lift_degrees, beyond_variance, beyond_degrees
FROM rated
LEFT JOIN tendencies a ON a.persona IS NOT DISTINCT FROM rated.persona AND a.category = rated.left_category
LEFT JOIN tendencies b ON b.persona IS NOT DISTINCT FROM rated.persona AND b.category = rated.right_category
LEFT JOIN clustered c ON c.persona IS NOT DISTINCT FROM rated.persona
  AND c.left_category = rated.left_category AND c.right_category = rated.right_category
ORDER BY rated.persona NULLS FIRST, lift DESC, rated.left_category, rated.right_category
