-- name: forecast_backtest
-- title: How the forecasts would have done in the past
-- definition: Every method forecasts days that it has not seen, from several days in the past; so does
--   last week repeated (seasonal naive). Errors are scaled by the mean change from one week to the next
--   (MASE). Where no method beats the naive one, that is used and said.
-- columns:
--   series (text): revenue, or units
--   category (text): the category of units; empty for revenue
--   method (text): the method used; empty where there is no forecast
--   origins (count): days in the past from which it was tested
--   days (count): days that were forecast from there
--   mase (ratio): mean absolute error / mean change from week to week
--   smape (ratio): mean of 2 |error| / (|actual| + |forecast|), 0 to 2
--   coverage (fraction): days inside their 95 % interval before it was widened
--   naive_mase (ratio): mase of last week repeated
--   naive_smape (ratio): its smape
--   beats_naive (flag): whether a method had a lower error than last week repeated
--   widening (ratio): by which intervals were widened for what the test showed
--   note (text): limits of this forecast
-- shown: series, category, method, mase, naive_mase, beats_naive, coverage
-- parameters:
--   days = 30 (whole, 1 to 730): days ahead
--   categories = 50 (whole, 0 to 10000): the most categories to forecast, those with most revenue
-- models: demand
-- source: Hyndman, Koehler 2006 (MASE)
SELECT series, category, method, origins, days, mase, smape, coverage, naive_mase, naive_smape,
       beats_naive, widening, note
FROM forecast_tests ORDER BY series, category
