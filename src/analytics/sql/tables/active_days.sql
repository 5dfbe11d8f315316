-- name: active_days
-- title: The number of known customers by day
SELECT date, count(*) AS customers FROM customer_days GROUP BY date
