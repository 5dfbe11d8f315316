-- name: daily_totals
-- title: Every day of the period, those without a sale included
-- tables: day_hours
WITH sold AS (
  SELECT date, any_value(is_weekend) AS is_weekend, any_value(festival) AS festival,
         sum(transactions)::BIGINT AS transactions, sum(lines)::BIGINT AS lines,
         sum(units)::BIGINT AS units, sum(revenue) AS revenue,
         fsum(squares) AS squares
  FROM day_hours GROUP BY date),
weekdays AS (
  SELECT isodow(date) AS weekday, bool_or(is_weekend) AS is_weekend FROM sold GROUP BY 1),
known AS (
  SELECT count(*) AS days, count(lines) AS lines, count(units) AS units FROM sold),
calendar AS (
  SELECT unnest(generate_series(first_date, last_date, INTERVAL 1 DAY))::DATE AS date FROM period),
-- A weekday without a sale is closed where chance would leave it so more rarely than once in a hundred: at
-- the rate at which other weekdays lack one.
closed_weekdays AS (
  SELECT weekday FROM (
    SELECT isodow(c.date) AS weekday, count(*) AS seen, (SELECT count(*) FROM calendar) - count(*) AS others
    FROM calendar c GROUP BY 1)
  WHERE weekday NOT IN (SELECT weekday FROM weekdays) AND seen >= 2
    AND ((others - (SELECT days FROM known) + 0.5) / (others + 1)) ** seen < 0.01)
SELECT c.date, isodow(c.date)::INTEGER AS weekday,
       coalesce(s.is_weekend, w.is_weekend, isodow(c.date) >= 6) AS is_weekend,
       coalesce(s.festival::VARCHAR, '') AS festival,
       coalesce(s.transactions, 0) AS transactions,
       CASE WHEN k.lines > 0 OR k.days = 0 THEN coalesce(s.lines, 0) END AS lines,
       CASE WHEN k.units > 0 OR k.days = 0 THEN coalesce(s.units, 0) END AS units,
       coalesce(s.revenue, 0)::money AS revenue,
       coalesce(s.squares, 0) AS squares,
       s.date IS NULL AND (isodow(c.date) IN (SELECT weekday FROM closed_weekdays)
                           OR c.date IN (SELECT date FROM closed_dates)) AS is_closed
FROM calendar c CROSS JOIN known k LEFT JOIN sold s USING (date) LEFT JOIN weekdays w ON w.weekday = isodow(c.date)
ORDER BY c.date
