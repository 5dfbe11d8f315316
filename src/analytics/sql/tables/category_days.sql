-- name: category_days
-- title: Items by day, persona and category
SELECT date, persona, category, count(*) AS lines, sum(quantity)::BIGINT AS units,
       sum(amount)::money AS revenue
FROM item_facts
GROUP BY ALL
