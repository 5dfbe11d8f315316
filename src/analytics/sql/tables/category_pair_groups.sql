-- name: category_pair_groups
-- title: As category_pairs, of 64 groups of customers: how much a figure varies by who buys
-- tables: category_codes, category_days, customer_facts
-- A basket without a customer counts as a customer of its own. Of customers one in so many that half a
-- million lines remain.
WITH sampled AS (SELECT greatest(1, ceil(sum(lines) / 5e5))::UBIGINT AS one_in FROM category_days),
lines AS (
  SELECT i.transaction_id, i.customer_id, c.category, c.code
  FROM item_facts i JOIN category_codes c ON c.category = i.category
  WHERE (SELECT one_in FROM sampled) = 1
     OR i.customer_id IN (SELECT customer_id FROM customer_facts, sampled
                          WHERE buyer_number(customer_id, 0) % one_in = 0)
     OR (i.customer_id IS NULL
         AND buyer_number(NULL, i.transaction_id) % (SELECT one_in FROM sampled) = 0)),
few AS (SELECT category, code FROM category_codes WHERE (SELECT count(*) FROM category_codes) <= 62),
-- Whose a basket is, is looked up once a basket.
baskets AS (
  SELECT b.persona, buyer_number(m.customer_id, m.transaction_id) // (SELECT one_in FROM sampled) % 64 AS customers,
         mask
  FROM (SELECT transaction_id, any_value(customer_id) AS customer_id, bit_or(1::BIGINT << code) AS mask
        FROM lines WHERE (SELECT count(*) FROM few) > 0 GROUP BY transaction_id) m
  JOIN basket_personas b ON b.basket = basket_of(m.transaction_id)),
masks AS MATERIALIZED (
  SELECT persona, customers, mask, count(*) AS baskets, row_number() OVER () AS number
  FROM baskets GROUP BY persona, customers, mask),
held AS MATERIALIZED (SELECT masks.*, few.category FROM masks JOIN few ON (mask >> code) & 1 = 1),
many AS (
  SELECT DISTINCT b.persona, l.transaction_id, l.category,
         buyer_number(l.customer_id, l.transaction_id) // (SELECT one_in FROM sampled) % 64 AS customers
  FROM lines l JOIN basket_personas b ON b.basket = basket_of(l.transaction_id)
  WHERE (SELECT count(*) FROM few) = 0)
SELECT a.persona, a.customers, a.category AS left_category, b.category AS right_category,
       sum(a.baskets)::BIGINT AS baskets
FROM held a JOIN held b ON a.number = b.number AND a.category <= b.category
GROUP BY ALL
UNION ALL
SELECT a.persona, a.customers, a.category, b.category, count(*)
FROM many a JOIN many b ON a.transaction_id = b.transaction_id AND a.category <= b.category
GROUP BY ALL
UNION ALL
SELECT persona, customers, '', '', sum(baskets)::BIGINT FROM masks GROUP BY ALL
UNION ALL
SELECT persona, customers, '', '', count(DISTINCT transaction_id) FROM many GROUP BY ALL
