-- name: data_quality
-- title: What is wrong with the data, and what was done about it
-- definition: Rows that failed a check, with three examples and the rule that was followed. Checks
--   that nothing failed are listed with 0 in CSV and JSON, and counted in the text, which has problems
--   first. A problem makes --strict fail; a note does not.
-- columns:
--   fact (text): what was found
--   table_name (text): where
--   rows (count): how many
--   checked (count): of how many
--   share (fraction): rows / checked
--   amount (currency): sum of their amounts
--   rule (text): what was done with them
--   is_problem (flag): whether it is a problem or a note
--   examples (text): three at most
-- shown: fact, rows, rule, share, amount
SELECT fact, table_name, rows, checked, ratio(rows, checked) AS share, amount, rule, is_problem,
       examples
FROM quality_facts
ORDER BY place
