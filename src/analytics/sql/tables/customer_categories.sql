-- name: customer_categories
-- title: What each known customer bought of each category
SELECT customer_id, category, count(*) AS purchases, sum(quantity)::BIGINT AS units,
       sum(amount)::money AS revenue, max(date) AS last_date
FROM item_facts
WHERE customer_id IS NOT NULL
GROUP BY ALL
