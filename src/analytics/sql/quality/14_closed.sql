-- title: days without a sale, closed by the calendar or on weekdays that never have one
-- table: daily_totals
-- rule: kept as days of revenue 0
-- kind: note
-- tables: daily_totals
SELECT date::VARCHAR AS example, 0 AS amount
FROM daily_totals
WHERE transactions = 0
  AND (date IN (SELECT date FROM closed_dates)
       OR weekday NOT IN (SELECT weekday FROM daily_totals GROUP BY weekday
                          HAVING sum(transactions) > 0))
