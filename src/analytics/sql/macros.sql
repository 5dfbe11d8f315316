-- Functions that metrics share. `money` is the type of amounts, made when the data are opened.

-- The 97.5 % quantile of Student's t (Cornish and Fisher's expansion; 0.6 % low at 3 degrees).
CREATE MACRO t_quantile(freedom) AS
  CASE WHEN freedom >= 3
       THEN 1.959964 + 2.372271 / freedom + 2.822485 / freedom ** 2 + 2.555850 / freedom ** 3
       WHEN freedom = 2 THEN 4.302653
       WHEN freedom = 1 THEN 12.706205 END;

-- The number of days from one date to another.
CREATE MACRO days_between(earlier, later) AS date_diff('day', earlier, later);

-- A quotient, or NULL when it has none.
CREATE MACRO ratio(part, whole) AS part::DOUBLE / nullif(whole::DOUBLE, 0);

-- The score 1 to 5 of a value by its rank among `n`, where `ties` values share the rank: equal
-- values share a score, that of their middle rank.
CREATE MACRO quintile(value_rank, ties, n) AS
  least(5, 1 + floor(5 * (value_rank - 0.5 + (ties - 1) / 2.0) / n))::INTEGER;

-- A number of who bought a basket, whatever type identifiers have; of nobody known, one of its own.
CREATE MACRO buyer_number(customer, basket) AS
  CASE WHEN customer IS NULL THEN hash(basket::VARCHAR) ELSE hash(customer::VARCHAR) END;
