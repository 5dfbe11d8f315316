-- name: customer_facts
-- title: What each known customer did over the period
-- Each sum more makes the state of a customer wider: beyond about 200 bytes, millions of customers
-- no longer fit into memory. What only some metrics read stands in customer_effects.
SELECT customer_id, max(persona)::VARCHAR AS persona, sum(transactions)::INTEGER AS transactions,
       count(*)::INTEGER AS active_days, sum(lines)::INTEGER AS lines,
       sum(units)::BIGINT AS units, sum(revenue)::money AS revenue,
       min(date) AS first_date, max(date) AS last_date,
       arg_min(revenue, date)::money AS first_day_revenue
FROM customer_days
GROUP BY customer_id
