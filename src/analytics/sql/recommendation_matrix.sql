-- name: recommendation_matrix
-- title: Who bought what how often: training data for recommenders
-- definition: One row for each known customer and category bought, in coordinate form: the indexes
--   count from 0 in the order of identifiers and names, as sparse matrices want them.
-- columns:
--   customer_index (count): row of the matrix
--   category_index (count): column of the matrix
--   customer_id (id): the customer
--   category (text): the category
--   purchases (count): lines
--   units (count): units bought
--   revenue (currency): sum of the amounts
--   last_date (date): of the last purchase
-- shown: customer_id, category, purchases, units, revenue
-- needs: customer, items
-- tables: customer_categories
SELECT (dense_rank() OVER (ORDER BY customer_id) - 1)::INTEGER AS customer_index, c.category_index,
       m.customer_id, m.category::VARCHAR AS category, m.purchases, m.units, m.revenue, m.last_date
FROM customer_categories m
JOIN (SELECT category, (row_number() OVER (ORDER BY category::VARCHAR) - 1)::INTEGER
               AS category_index
      FROM (SELECT DISTINCT category FROM customer_categories WHERE category IS NOT NULL)) c
  USING (category)
ORDER BY customer_index, category_index
