-- name: customer_facts
-- title: What each known customer did over the period
SELECT customer_id, max(persona)::VARCHAR AS persona, sum(transactions)::INTEGER AS transactions,
       count(*)::INTEGER AS active_days, sum(lines)::INTEGER AS lines,
       sum(units)::BIGINT AS units, sum(revenue)::money AS revenue,
       min(date) AS first_date, max(date) AS last_date,
       arg_min(revenue, date)::money AS first_day_revenue,
       coalesce(sum(transactions) FILTER (is_festival), 0)::INTEGER AS festival_transactions,
       coalesce(sum(revenue) FILTER (is_festival), 0)::money AS festival_revenue,
       coalesce(sum(transactions) FILTER (is_weekend), 0)::INTEGER AS weekend_transactions,
       coalesce(sum(revenue) FILTER (is_weekend), 0)::money AS weekend_revenue
FROM customer_days
GROUP BY customer_id
