"""Forecasts that know the calendar: festivals ahead, a yearly wave, and intervals of sums that hold what
they promise, against statsmodels' local level, closed forms and the days that followed."""

import io
import json
import warnings

import numpy as np
import pandas as pd
import pytest
from conftest import footfall


def analyze(name, *words):
    return pd.read_csv(io.StringIO(footfall("analyze", name, *words, "--format", "csv", "-q").stdout))


def simulate(folder, days, start="2024-01-01", customers=100, **changes):
    """A data set of the default personas over so many days, with another calendar or market."""
    world = json.loads(footfall("scenario", "show", "india_retail", "--json").stdout)
    world["simulation"].update(start_date=start, days=days, customers_per_persona=customers)
    for section, values in changes.items():
        world[section].update(values)
    path = folder.with_suffix(".json")
    path.write_text(json.dumps(world))
    footfall("simulate", path, "--format", "parquet", "--out", folder, "-q")
    return folder


def revenue(folder):
    bought = pd.read_parquet(folder / "transactions.parquet", columns=["date", "amount"])
    return bought.assign(amount=bought["amount"].astype(float)).groupby("date")["amount"].sum()


def own_file(path, values, first="2021-01-04", festivals=None):
    days = pd.date_range(first, periods=len(values))
    table = pd.DataFrame({"order": range(len(values)), "client": "a", "date": days, "amount": np.round(values, 2)})
    if festivals is not None:
        table["festival"] = festivals
    table.to_csv(path, index=False)
    return path


def total_of(path, *words):
    totals = analyze("forecast_totals", "--transactions", path, "--segments", "none", *words)
    return totals[totals["series"] == "revenue"].iloc[0]


# Festivals ahead


def test_a_festival_ahead_is_counted_in(tmp_path):
    """The same customers, simulated on: the days up to 15 March are those of the data, Holi is among the next 30."""
    past, whole = simulate(tmp_path / "past", 75), simulate(tmp_path / "whole", 105)
    actual = revenue(whole)
    assert actual.iloc[:75].tolist() == revenue(past).tolist()
    days = analyze("forecast", past)
    days = days[days["series"] == "revenue"].reset_index(drop=True)
    holi = days["festival"] == "Holi"
    assert days["date"][holi].tolist() == [f"2024-03-{day}" for day in range(23, 28)]
    assert days["festival"][~holi].isna().all()
    later = actual.iloc[75:].to_numpy()
    # The effect of Makar Sankranti carries over: festival days lie as far above their weekdays as they came.
    weekend = pd.to_datetime(days["date"]).dt.day_of_week >= 5
    for group in (weekend, ~weekend):
        expected = days["mean"][group & holi].mean() / days["mean"][group & ~holi].mean()
        came = later[group & holi].mean() / later[group & ~holi].mean()
        assert expected == pytest.approx(came, rel=0.12) and expected > 1.4
    assert ((later > days["low"]) & (later < days["high"])).sum() >= 27
    totals = analyze("forecast_totals", past)
    total = totals[totals["series"] == "revenue"].iloc[0]
    assert total["low"] < later.sum() < total["high"] and total["total"] == pytest.approx(later.sum(), rel=0.05)
    # Reorder points of the week before Holi and of its own: the futures that they rest on know of it.
    near = simulate(tmp_path / "near", 82)
    before, during = (analyze("reorder", one).set_index("category")["daily_units"] for one in (past, near))
    assert (during / before).median() > 1.15


def test_a_festival_without_precedent_widens_its_days(tmp_path):
    none = simulate(tmp_path / "none", 52, start="2024-01-25")
    days = analyze("forecast", none)
    days = days[days["series"] == "revenue"]
    width = np.log(days["high"] / days["low"])
    holi = days["festival"] == "Holi"
    assert holi.sum() == 5 and width[holi].min() > 2 * width[~holi].max()
    done = footfall("analyze", "forecast", none)
    assert "festivals lie ahead but none in the data" in done.stderr


def test_another_festival_takes_the_effect_of_the_others_with_wider_intervals(tmp_path):
    """Two calendars that differ in a name: what is ahead is the festival of the past, or one of another name."""
    widths = {}
    for name in ("Makar Sankranti", "Holi"):
        festivals = [{"name": "Makar Sankranti", "dates": ["2024-01-15"]}, {"name": "Holi", "dates": ["2030-01-01"]}]
        next(one for one in festivals if one["name"] == name)["dates"].append("2024-03-25")
        folder = simulate(tmp_path / name.split()[0], 75, calendar={"festivals": festivals})
        days = analyze("forecast", folder)
        days = days[(days["series"] == "revenue") & days["festival"].notna()]
        assert set(days["festival"]) == {name} and len(days) == 5
        widths[name] = np.log(days["high"] / days["low"]).mean()
    assert widths["Holi"] > 1.5 * widths["Makar Sankranti"]
    assert "that the data do not hold" in footfall("analyze", "forecast", tmp_path / "Holi").stderr


def test_report_tells_of_festivals_ahead(tmp_path):
    past = simulate(tmp_path / "past", 75)
    footfall("report", past, "-q")
    text = (past / "report" / "insights_report.md").read_text()
    assert "Festivals ahead are counted in" in text
    facts = {fact["id"]: fact for fact in json.loads((past / "report" / "facts.json").read_text())}
    assert facts["forecast.festival_days"]["value"] == 5
    assert facts["festival_ahead.holi.start"]["text"] == "2024-03-23"
    assert facts["festival_ahead.holi.end"]["text"] == "2024-03-27"
    assert footfall("verify-report", past).returncode == 0
    assert "Holi" in (past / "report" / "forecast.svg").read_text()


# A yearly wave


def wave_of(days):
    return 0.4 * np.cos(2 * np.pi * (np.arange(days) - 20) / 365.2425)


def test_a_yearly_wave_is_continued(tmp_path):
    """From its trough the wave rises by half within 90 days; less than a year of data cannot know, more can."""
    generator = np.random.default_rng(5)
    for years, knows in ((3, True), (1, True), (0, False)):
        length = 365 * years + 200
        level = 9 + 0.2 * (np.arange(length + 90) % 7 >= 5) + wave_of(length + 90)
        values = np.exp(level + generator.normal(0, 0.08, length + 90))
        path = own_file(tmp_path / f"{years}.csv", values[:length])
        total = total_of(path, "--set", "days=90")
        ratio = total["total"] / values[length:].sum()
        if knows:
            assert total["method"] == "regression with a yearly season"
            assert ratio == pytest.approx(1, abs=0.04) and total["low"] < values[length:].sum() < total["high"]
        else:
            assert ratio < 0.9


def test_no_wave_is_found_where_there_is_none(tmp_path):
    generator = np.random.default_rng(6)
    values = np.exp(9 + 0.2 * (np.arange(1000) % 7 >= 5) + generator.normal(0, 0.1, 1000))
    total = total_of(own_file(tmp_path / "flat.csv", values[:970]))
    assert total["total"] == pytest.approx(np.exp(9 + 0.005) * 30 * (5 + 2 * np.exp(0.2)) / 7, rel=0.02)
    assert total["high"] / total["low"] < 1.15


# Intervals of sums


def local_level(generator, days, step, noise=0.1):
    """Log values of a level that wanders, with weekdays, and the level's own path."""
    level = np.cumsum(generator.normal(0, step, days))
    return 9 + level + 0.3 * (np.arange(days) % 7 >= 5) + generator.normal(0, noise, days)


@pytest.mark.parametrize("step", [0.0, 0.01, 0.03])
def test_sums_agree_with_statsmodels(tmp_path, step):
    """The same model with known form, fitted by maximum likelihood: its simulated sums, not our code's."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from statsmodels.tsa.statespace.structural import UnobservedComponents

        centers, widths = [], []
        for seed in range(6):
            generator = np.random.default_rng([seed, int(1000 * step)])
            values = local_level(generator, 180, step)
            total = total_of(own_file(tmp_path / f"{seed}.csv", np.exp(values)))
            weekend = (np.arange(210) % 7 >= 5).astype(float)
            model = UnobservedComponents(values, "llevel", exog=weekend[:180])
            fit = model.fit(disp=False)
            futures = fit.simulate(30, anchor="end", repetitions=2000, exog=weekend[180:, None], random_state=seed)
            sums = np.exp(np.asarray(futures).reshape(30, -1)).sum(axis=0)
            centers.append(total["total"] / sums.mean())
            low, high = np.quantile(sums, [0.025, 0.975])
            widths.append(np.log(total["high"] / total["low"]) / np.log(high / low))
    assert np.mean(centers) == pytest.approx(1, abs=0.03)
    # statsmodels takes its estimates for the truth; ours weighs what else is likely, a trend included.
    assert 0.85 < np.median(widths) < 1.8, widths
