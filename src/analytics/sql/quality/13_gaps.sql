-- title: days without a sale, though their weekday has some
-- table: daily_totals
-- rule: kept as days of revenue 0
-- kind: problem
-- tables: daily_totals
SELECT date::VARCHAR AS example, 0 AS amount
FROM daily_totals
WHERE transactions = 0
  AND date NOT IN (SELECT date FROM closed_dates)
  AND weekday IN (SELECT weekday FROM daily_totals GROUP BY weekday HAVING sum(transactions) > 0)
