-- name: category_pair_groups
-- title: As category_pairs, of 64 groups of customers: how much a figure varies by who buys
-- tables: category_codes, category_days
-- Empty where no customers are known; else a basket without one counts as a customer of its own. Of
-- customers one in so many that two million lines remain.
WITH sampled AS (
  SELECT greatest(1, ceil(sum(lines) / 2e6))::UBIGINT AS one_in,
         EXISTS (SELECT 1 FROM transactions WHERE customer_id IS NOT NULL) AS has_customers
  FROM category_days),
lines AS (
  SELECT * REPLACE (buyer // (SELECT one_in FROM sampled) % 64 AS buyer)
  FROM (SELECT i.persona::VARCHAR AS persona, i.transaction_id, c.code,
               CASE WHEN customer_id IS NULL THEN hash(i.transaction_id) ELSE hash(customer_id) END AS buyer
        FROM item_facts i JOIN category_codes c ON c.category = i.category
        WHERE (SELECT has_customers FROM sampled))
  WHERE buyer % (SELECT one_in FROM sampled) = 0),
few AS (SELECT category, code FROM category_codes WHERE (SELECT count(*) FROM category_codes) <= 62),
masks AS (
  SELECT persona, buyer, mask, count(*) AS baskets
  FROM (SELECT any_value(persona) AS persona, any_value(buyer) AS buyer, bit_or(1::BIGINT << code) AS mask
        FROM lines WHERE (SELECT count(*) FROM few) > 0 GROUP BY transaction_id)
  GROUP BY ALL),
many AS (
  SELECT DISTINCT l.persona, l.buyer, l.transaction_id, c.category
  FROM lines l JOIN category_codes c ON c.code = l.code WHERE (SELECT count(*) FROM few) = 0)
SELECT m.persona, m.buyer AS customers, a.category AS left_category, b.category AS right_category,
       sum(m.baskets)::BIGINT AS baskets
FROM masks m
JOIN few a ON (m.mask >> a.code) & 1 = 1
JOIN few b ON (m.mask >> b.code) & 1 = 1 AND a.category <= b.category
GROUP BY ALL
UNION ALL
SELECT a.persona, a.buyer, a.category, b.category, count(*)
FROM many a JOIN many b ON a.transaction_id = b.transaction_id AND a.category <= b.category
GROUP BY ALL
UNION ALL
SELECT persona, buyer, '', '', sum(baskets)::BIGINT FROM masks GROUP BY ALL
UNION ALL
SELECT persona, buyer, '', '', count(DISTINCT transaction_id) FROM many GROUP BY ALL
