"""Forecasts with a season of the year: intervals hold what they promise over many series, are about as wide as
those of a model that knows the form of the series, and scores of intervals are what theory says."""

import io
import json
import warnings

import numpy as np
import pandas as pd
import pytest
from conftest import footfall

FIRST = pd.Timestamp("2023-01-02")
AHEAD = 30


def analyze(name, path, *words):
    text = footfall("analyze", name, "--transactions", path, "--segments", "none", "--format", "csv", "-q", *words).stdout
    return pd.read_csv(io.StringIO(text))


def months_of(days):
    return pd.date_range(FIRST, periods=days).month.to_numpy() - 1


def series(generator, days, spread, noise=0.1, level=6.5):
    """Logarithms: a level at rest, weekends, effects of months with that spread, noise."""
    months = generator.normal(0, spread, 12)[months_of(days)]
    return level + 0.3 * (np.arange(days) % 7 >= 5) + months + generator.normal(0, noise, days)


def many_series(path, drawn, past):
    """A file in which each series is the units of a category."""
    dates = pd.date_range(FIRST, periods=past).strftime("%Y-%m-%d")
    frame = pd.concat([
        pd.DataFrame({"order": [f"{i}-{name}" for i in range(past)], "date": dates, "category": name, "quantity": values[:past], "price": 1.0})
        for name, values in drawn.items()])
    frame.to_csv(path, index=False)
    return path


@pytest.mark.parametrize("past, spread", [(380, 0.2), (760, 0.2), (760, 0)])
def test_intervals_of_sums_hold_what_came(tmp_path, past, spread):
    generator = np.random.default_rng([past, int(10 * spread)])
    drawn = {f"c{i}": np.round(np.exp(series(generator, past + AHEAD, spread))) for i in range(50)}
    totals = analyze("forecast_totals", many_series(tmp_path / "sales.csv", drawn, past)).set_index("category")
    came = pd.Series({name: values[past:].sum() for name, values in drawn.items()})
    totals = totals.loc[came.index]
    wide, narrow = (((came >= totals[low]) & (came <= totals[high])).sum() for low, high in (("low", "high"), ("low_80", "high_80")))
    assert wide >= 43 and 31 <= narrow <= 48  # of 50: each bound fails once in 300 honest samples or less often
    relative = (totals["high"] - totals["low"]) / totals["total"]
    # 95 % of a sum of thirty days of 10 % noise known but for it: 7.3 %; before the season was used, 90 %.
    assert relative.median() < (0.3 if past < 400 else 0.16 if spread else 0.11)
    assert (totals["total"] / came).std() < (0.07 if past < 400 else 0.04)


def test_widths_are_near_those_of_a_model_that_knows_the_form(tmp_path):
    """statsmodels' local level with weekends and months as regressors, fitted by maximum likelihood."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from statsmodels.tsa.statespace.structural import UnobservedComponents

        past, widths, centers = 760, [], []
        dummies = (months_of(past + AHEAD)[:, None] == np.arange(1, 12)).astype(float)
        regressors = np.column_stack([np.arange(past + AHEAD) % 7 >= 5, dummies]).astype(float)
        for seed in range(5):
            values = series(np.random.default_rng([7, seed]), past, 0.25, level=9)
            path = tmp_path / f"{seed}.csv"
            dates = pd.date_range(FIRST, periods=past).strftime("%Y-%m-%d")
            pd.DataFrame({"order": range(past), "date": dates, "amount": np.exp(values).round(2)}).to_csv(path, index=False)
            total = analyze("forecast_totals", path).iloc[0]
            fit = UnobservedComponents(values, "llevel", exog=regressors[:past]).fit(disp=False)
            futures = fit.simulate(AHEAD, anchor="end", repetitions=2000, exog=regressors[past:], random_state=seed)
            sums = np.exp(np.asarray(futures).reshape(AHEAD, -1)).sum(axis=0)
            low, high = np.quantile(sums, [0.025, 0.975])
            widths.append(np.log(total["high"] / total["low"]) / np.log(high / low))
            centers.append(total["total"] / sums.mean())
    assert np.mean(centers) == pytest.approx(1, abs=0.03)
    # statsmodels takes its estimates for the truth, of months as well.
    assert 0.8 < np.median(widths) < 2.2, widths


def test_the_score_of_honest_intervals_is_that_of_theory(tmp_path):
    """Noise alone: the 95 % interval of a normal costs 4.676 deviations, the change from week to week is 1.128 of them."""
    generator = np.random.default_rng(3)
    values = {f"c{i}": np.round(5000 * np.exp(generator.normal(0, 0.08, 300))) for i in range(20)}
    tests = analyze("forecast_backtest", many_series(tmp_path / "sales.csv", values, 300))
    tests = tests[tests["series"] == "units"]
    assert tests["interval_score"].mean() == pytest.approx(4.676 / 1.128, rel=0.08)
    # Last week repeated errs by the root of two more, and does not know that its level is at rest.
    assert (tests["naive_interval_score"] > 1.3 * tests["interval_score"]).all()
    assert tests["beats_naive"].all()


def test_the_report_says_whether_it_knows_the_season(tmp_path):
    said = {200: "less than a year of data cannot show", 500: "whether that comes back every year, less than two years cannot say",
            760: "The season of the year is counted in."}
    for days, sentence in said.items():
        values = np.exp(series(np.random.default_rng(4), days, 0.25, level=9)).round(2)
        dates = pd.date_range(FIRST, periods=days).strftime("%Y-%m-%d")
        path, out = tmp_path / f"{days}.csv", tmp_path / f"{days}"
        pd.DataFrame({"order": range(days), "date": dates, "amount": values}).to_csv(path, index=False)
        footfall("report", "--transactions", path, "--segments", "none", "--out", out, "-q")
        text = (out / "insights_report.md").read_text()
        assert [one for one in said.values() if one in text] == [sentence]
        facts = {fact["id"]: fact for fact in json.loads((out / "facts.json").read_text())}
        assert ("forecast.year_before" in facts) == (days > 364)
    assert facts["forecast.year_before"]["value"] == pytest.approx(values[760 - 364 : 760 - 334].sum())
    assert "the same weekdays a year before brought [" in text
    assert footfall("verify-report", out, "--transactions", path, "--segments", "none").returncode == 0
