-- name: daily
-- title: Every day of the period
-- definition: Sums of each day, days without a sale included.
-- columns:
--   date (date): the day
--   weekday (weekday): 1 = Monday to 7 = Sunday
--   is_weekend (flag): whether the day counts as weekend
--   festival (text): festival in whose window the day lies, or empty
--   customers (count): known customers who bought
--   transactions (count): purchases
--   lines (count): lines of their baskets, empty where the data do not say
--   units (count): units bought, empty where the data do not say
--   revenue (currency): sum of the amounts
--   average_transaction_value (currency): revenue / transactions, empty without a sale
--   is_closed (flag): nothing was sold, as the scenario's calendar says, or on a weekday that never sells
--     beyond what chance explains
-- shown: date, weekday, festival, revenue, transactions, customers
-- tables: daily_totals, active_days
SELECT d.date, d.weekday, d.is_weekend, d.festival, coalesce(a.customers, 0) AS customers,
       d.transactions, d.lines, d.units, d.revenue,
       ratio(d.revenue, d.transactions) AS average_transaction_value, d.is_closed
FROM daily_totals d LEFT JOIN active_days a USING (date)
ORDER BY d.date
