-- name: category_codes
-- title: The categories that baskets are compared by: the thousand with the most lines
-- tables: category_days
SELECT category, (row_number() OVER (ORDER BY sum(lines) DESC, category) - 1)::INTEGER AS code
FROM category_days
WHERE category IS NOT NULL
GROUP BY category
QUALIFY code < 1000
