-- name: rfm_scores
-- title: Recency, frequency and monetary value of each known customer, scored 1 to 5 by rank
-- tables: customer_facts
WITH measured AS (
  SELECT customer_id, persona, days_between(f.last_date, p.last_date) AS recency_days,
         active_days AS frequency, revenue AS monetary
  FROM customer_facts f, period p),
ranked AS (
  SELECT *, count(*) OVER () AS n,
         rank() OVER (ORDER BY recency_days DESC) AS r_rank,
         count(*) OVER (PARTITION BY recency_days) AS r_ties,
         rank() OVER (ORDER BY frequency) AS f_rank,
         count(*) OVER (PARTITION BY frequency) AS f_ties,
         rank() OVER (ORDER BY monetary) AS m_rank,
         count(*) OVER (PARTITION BY monetary) AS m_ties
  FROM measured),
scored AS (
  SELECT customer_id, persona, recency_days, frequency, monetary,
         quintile(r_rank, r_ties, n) AS r, quintile(f_rank, f_ties, n) AS f,
         quintile(m_rank, m_ties, n) AS m
  FROM ranked)
SELECT *,
       CASE WHEN r >= 4 AND f + m >= 9 THEN 'Champions'
            WHEN r = 5 AND f + m >= 7 THEN 'Champions'
            WHEN r >= 3 AND f + m >= 7 THEN 'Loyal'
            WHEN r >= 4 AND f + m >= 4 THEN 'Potential loyalists'
            WHEN r = 5 THEN 'New'
            WHEN r = 4 THEN 'Promising'
            WHEN r = 3 AND f + m >= 5 THEN 'Need attention'
            WHEN r = 3 THEN 'About to sleep'
            WHEN r = 1 AND f + m >= 7 THEN 'Cannot lose them'
            WHEN f + m >= 5 THEN 'At risk'
            WHEN r = 2 OR f + m >= 3 THEN 'Hibernating'
            ELSE 'Lost' END AS segment
FROM scored
