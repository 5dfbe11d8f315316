-- name: btyd_inputs
-- title: What models of customer value are fitted to
-- definition: For each known customer: repeat days of purchase (frequency), time from the first to the
--   last (recency), time from the first to the end of the period (T), and mean revenue of a repeat
--   day (monetary; empty without one).
-- columns:
--   customer_id (id): the customer
--   persona (text): the customer's persona
--   frequency (count): days with a purchase after the first
--   recency (by unit): first to last day with a purchase
--   T (by unit): first day with a purchase to the last day of the period
--   monetary (currency): mean revenue of a repeat day
-- parameters:
--   unit_days = 1 (0.01 to 3650): days in the unit of time; 7 for weeks
-- needs: customer
-- tables: customer_facts
-- source: Fader, Hardie, Lee 2005
SELECT customer_id, persona, active_days - 1 AS frequency,
       days_between(f.first_date, f.last_date) / $unit_days::DOUBLE AS recency,
       days_between(f.first_date, p.last_date) / $unit_days::DOUBLE AS "T",
       (revenue - first_day_revenue)::DOUBLE / nullif(active_days - 1, 0) AS monetary
FROM customer_facts f, period p
ORDER BY customer_id
