-- title: transactions whose timestamp, date, hour and weekday disagree
-- table: transactions
-- rule: kept: date and hour are believed
-- kind: problem
SELECT 'transaction ' || transaction_id || ': ' || timestamp || ', date ' || date AS example, amount
FROM transactions
WHERE timestamp::DATE <> date OR hour(timestamp) <> hour OR isodow(date) <> weekday
