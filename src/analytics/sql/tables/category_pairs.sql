-- name: category_pairs
-- title: In how many baskets of a persona two categories meet; a pair of one category counts it
-- tables: category_codes, category_days, category_pair_groups
-- Where the groups of category_pair_groups hold all, their sums. Else up to 62 categories, a basket is a number with one bit a category; whose it is, is looked up once a
-- basket, as a group of lines that also held a name would take twice the memory. Beyond, lines are joined with
-- themselves, of one basket in so many that ten million lines remain.
WITH grouped AS (SELECT sum(lines) <= 2e6 AS hold_all FROM category_days),
few AS (
  SELECT category, code, 1::BIGINT << code AS bit FROM category_codes
  WHERE (SELECT count(*) FROM category_codes) <= 62 AND NOT (SELECT hold_all FROM grouped)),
many AS (
  SELECT category, code FROM category_codes
  WHERE (SELECT count(*) FROM category_codes) > 62 AND NOT (SELECT hold_all FROM grouped)),
masks AS (
  SELECT b.persona, m.mask, count(*) AS baskets
  FROM (SELECT i.transaction_id, bit_or(few.bit) AS mask
        FROM items i JOIN few ON few.category = i.category GROUP BY i.transaction_id) m
  JOIN basket_personas b ON b.basket = basket_of(m.transaction_id)
  GROUP BY ALL),
from_masks AS (
  SELECT m.persona, a.category AS left_category, b.category AS right_category,
         sum(m.baskets)::BIGINT AS baskets
  FROM masks m
  JOIN few a ON (m.mask >> a.code) & 1 = 1
  JOIN few b ON (m.mask >> b.code) & 1 = 1 AND a.category <= b.category
  GROUP BY ALL),
sampled AS (
  SELECT greatest(1, ceil(sum(lines) / 1e7))::UBIGINT AS one_in FROM category_days),
lines AS (
  SELECT DISTINCT i.persona, i.transaction_id, i.category
  FROM item_facts i JOIN many ON many.category = i.category
  WHERE hash(i.transaction_id) % (SELECT one_in FROM sampled) = 0),
from_lines AS (
  SELECT a.persona, a.category AS left_category, b.category AS right_category,
         count(*) AS baskets
  FROM lines a JOIN lines b ON a.transaction_id = b.transaction_id AND a.category <= b.category
  GROUP BY ALL),
-- All baskets of a persona, under two empty names.
counted AS (
  SELECT persona, '' AS left_category, '' AS right_category, sum(baskets)::BIGINT AS baskets
  FROM masks GROUP BY persona
  UNION ALL
  SELECT persona, '', '', count(DISTINCT transaction_id) FROM lines GROUP BY persona)
SELECT persona, left_category, right_category, sum(baskets)::BIGINT AS baskets
FROM category_pair_groups WHERE (SELECT hold_all FROM grouped) GROUP BY ALL
UNION ALL
SELECT * FROM from_masks UNION ALL SELECT * FROM from_lines UNION ALL SELECT * FROM counted
