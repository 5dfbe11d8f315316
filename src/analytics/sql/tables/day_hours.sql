-- name: day_hours
-- title: Transactions by day, hour and persona
SELECT date, hour, weekday, is_weekend, festival, persona,
       count(*) AS transactions, sum(lines) AS lines, sum(units) AS units,
       sum(amount) AS revenue, fsum(amount::DOUBLE ** 2) AS squares
FROM transactions
GROUP BY ALL
