-- name: campaign_targets
-- title: The customers to address, and when and with what
-- definition: Known customers with their segment (metric rfm), what they bought most often (by lines,
--   then revenue) and the weekday and hour at which they bought most. `segment` and `persona`
--   narrow the list.
-- columns:
--   customer_id (id): the customer
--   name (text): from the table of customers
--   email (text): from the table of customers
--   persona (text): the customer's persona
--   segment (text): see rfm
--   recency_days (days): since the last purchase, at the end of the period
--   frequency (count): days with a purchase
--   monetary (currency): revenue
--   favourite_category (text): bought most often
--   favourite_weekday (weekday): with the most purchases, 1 = Monday
--   favourite_hour (hour): with the most purchases
-- shown: customer_id, segment, favourite_category, favourite_weekday, favourite_hour,
--   monetary, recency_days, name
-- parameters:
--   segment = all: name of a segment, or all
--   persona = all: name of a persona, or all
-- needs: customer
-- tables: rfm_scores, customer_categories
WITH chosen AS (
  SELECT * FROM rfm_scores
  WHERE ($segment = 'all' OR segment = $segment) AND ($persona = 'all' OR persona = $persona)),
categories AS (
  SELECT customer_id, max({p: purchases, r: revenue, n: category}) AS best
  FROM customer_categories SEMI JOIN chosen USING (customer_id)
  GROUP BY customer_id),
-- The most frequent value, the least of several, is in the low bits of the greatest count.
weekdays AS (
  SELECT customer_id, 7 - max(n * 8 + 7 - weekday) % 8 AS weekday
  FROM (SELECT customer_id, weekday, count(*) AS n FROM transactions SEMI JOIN chosen USING (customer_id)
        GROUP BY ALL)
  GROUP BY customer_id),
hours AS (
  SELECT customer_id, 31 - max(n * 32 + 31 - hour) % 32 AS hour
  FROM (SELECT customer_id, hour, count(*) AS n FROM transactions SEMI JOIN chosen USING (customer_id)
        WHERE hour IS NOT NULL GROUP BY ALL)
  GROUP BY customer_id),
people AS (
  SELECT customer_id, any_value(name) AS name, any_value(email) AS email
  FROM customers GROUP BY customer_id)
SELECT s.customer_id, p.name, p.email, s.persona, s.segment, s.recency_days, s.frequency,
       s.monetary, c.best.n AS favourite_category, w.weekday AS favourite_weekday, h.hour AS favourite_hour
FROM chosen s
LEFT JOIN people p USING (customer_id)
LEFT JOIN categories c USING (customer_id)
LEFT JOIN weekdays w USING (customer_id)
LEFT JOIN hours h USING (customer_id)
ORDER BY s.monetary DESC, s.customer_id
