-- title: transactions outside the period, or without a date
-- table: transactions
-- rule: kept: they count in totals, not in metrics of days
-- kind: problem
SELECT 'transaction ' || transaction_id || ': ' || coalesce(date::VARCHAR, 'no date') AS example,
       amount
FROM transactions, period
WHERE date IS NULL OR date < first_date OR date > last_date
