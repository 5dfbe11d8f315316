-- name: affinity
-- title: Categories that are bought together
-- definition: For two categories A and B over baskets: support = P(A and B), confidence = P(B | A) and
--   P(A | B), lift = P(A and B) / (P(A) P(B)), leverage = P(A and B) − P(A) P(B); for all personas
--   together (persona empty) and within each, since buyers of different kinds make categories look
--   related that are not. Large baskets make all pairs look related likewise: base_lift is the lift that
--   follows from how many other categories lie in the baskets with A and with B, u(A) u(B) over the
--   count of independence, with u such that every category meets as many others as it does; it is 1
--   where lines come independently, and that of the data where there are three categories or fewer. p_value is of
--   independence (chi-square, Fisher's exact test where an expected count is below 5),
--   beyond_p_value of a lift of base_lift (the same chi-square about that mean, less the part of its
--   variance that the fit of u takes away, Poisson where the mean is below 5), q_value the Benjamini–Hochberg correction of the latter over the rows of all personas
--   together, and over those within personas; baskets of one customer are taken as independent. Where no
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
--   base_lift (ratio): lift that the sizes of the baskets with A and with B alone give
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
-- tables: category_pairs
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
  WHERE greatest(both_baskets, expected) >= greatest($support * baskets, $baskets))
SELECT rated.persona, left_category, right_category, baskets, left_baskets, right_baskets, both_baskets,
       both_baskets / baskets AS support, both_baskets / left_baskets AS confidence,
       both_baskets / right_baskets AS confidence_back, lift,
       coalesce(lift * exp(-width), 0) AS lift_low,
       coalesce(lift * exp(width), -ln(0.025) / expected) AS lift_high, (both_baskets - expected) / baskets AS leverage,
       coalesce(a.u * b.u / expected, 1) AS base_lift,
       coalesce(1 - 2 * a.u * b.u * (1 / a.met + 1 / b.met) + 2 * a.u * b.u * a.u * b.u / (a.met * b.met)
         + a.u * b.u * (a.spread / a.met ** 2 + b.spread / b.met ** 2)
           / nullif((1 - left_baskets / baskets) * (1 - right_baskets / baskets), 0), 1) AS free_share,
       $least_lift::DOUBLE AS least_lift
FROM rated
LEFT JOIN tendencies a ON a.persona IS NOT DISTINCT FROM rated.persona AND a.category = left_category
LEFT JOIN tendencies b ON b.persona IS NOT DISTINCT FROM rated.persona AND b.category = right_category
ORDER BY rated.persona NULLS FIRST, lift DESC, left_category, right_category
