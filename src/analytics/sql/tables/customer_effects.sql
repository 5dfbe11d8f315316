-- name: customer_effects
-- title: What each known customer did on days of festivals and of weekends
SELECT customer_id,
       sum(CASE WHEN is_festival THEN transactions ELSE 0 END)::INTEGER AS festival_transactions,
       sum(CASE WHEN is_festival THEN revenue ELSE 0 END)::money AS festival_revenue,
       sum(CASE WHEN is_weekend THEN transactions ELSE 0 END)::INTEGER AS weekend_transactions,
       sum(CASE WHEN is_weekend THEN revenue ELSE 0 END)::money AS weekend_revenue
FROM customer_days
GROUP BY customer_id
