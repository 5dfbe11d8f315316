"""Metric trend, and what the report says of it: a sample of worlds for its intervals, NumPy and SciPy for
its figures, CDNOW for a fall that everybody knows of."""

import io
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
from conftest import footfall
from report_data import own_report
from scipy import stats

LAST = pd.Timestamp("2024-12-29")
CALENDAR = np.array([1.0, 0.9, 0.9, 1.0, 1.2, 1.5, 1.3])


def weeks_of_noise(seed, weeks, carried, end=1.0, spread=0.1):
    """Revenue of weeks whose logarithms are an AR(1), going over to `end` times as much in their middle."""
    draw = np.random.default_rng([seed, weeks])
    level = np.zeros(weeks + 30)
    for week in range(1, len(level)):
        level[week] = carried * level[week - 1] + draw.normal(0, spread)
    return 7000 * np.exp(level[30:]) * np.where(np.arange(weeks) < weeks / 2, 1, end)


def write_days(path, weekly, festivals=()):
    """A file of a transaction a day: each week shared out by the calendar."""
    days = (weekly[:, None] * CALENDAR / CALENDAR.sum()).ravel().round(2)
    dates = pd.date_range(LAST - pd.Timedelta(days=len(days) - 1), LAST)
    frame = pd.DataFrame({"transaction": range(len(days)), "date": dates.strftime("%Y-%m-%d"), "amount": days})
    if len(festivals):
        frame["festival"] = ["Fair" if day in festivals else "" for day in dates]
    frame.to_csv(path, index=False)
    return frame


def trend(path):
    text = footfall("analyze", "trend", "--transactions", path, "--format", "csv", "-q", "--threads", 1).stdout
    return pd.read_csv(io.StringIO(text)).set_index("kpi")


def test_figures_are_those_of_numpy_and_scipy(tmp_path):
    """78 weeks: the last 26 against the same a year before, without the two weeks of the fair."""
    fair = set(pd.date_range(LAST - pd.Timedelta(days=40), periods=9))
    frame = write_days(tmp_path / "sales.csv", weeks_of_noise(3, 78, 0.6, end=0.8), fair)
    weekly = frame["amount"].to_numpy().reshape(-1, 7).sum(axis=1)
    festive = (frame["festival"] != "").to_numpy().reshape(-1, 7).any(axis=1)
    parts = [range(52, 78), range(0, 26)]
    assert festive[52:].sum() == 2
    means, variance, degrees = [], 0, 0
    for part in parts:
        stretches = [week[~festive[week]] for week in np.split(np.array(part), [8, 14, 20])]  # the oldest takes the rest
        means.append(np.mean(np.concatenate([weekly[weeks] for weeks in stretches])))
        steps = np.diff([weekly[weeks].mean() for weeks in stretches])
        variance += (steps**2).sum() / 2 / 3 / 4 / means[-1] ** 2
        degrees += 2 * 9 / 8
    width = stats.t.ppf(0.975, np.floor(degrees)) * np.sqrt(variance)
    row = trend(tmp_path / "sales.csv").loc["revenue"]
    assert [row["current_weeks"], row["previous_weeks"], row["weeks_apart"], row["degrees"]] == [24, 26, 52, 4]
    assert row["change"] == pytest.approx(means[0] / means[1] - 1, rel=1e-9)
    ends = means[0] / means[1] * np.exp([-width, width]) - 1
    assert [row["change_low"], row["change_high"]] == pytest.approx(list(ends), abs=5e-3)  # the quantile of Student's t is an expansion


@pytest.mark.parametrize("weeks, carried", [(40, 0.0), (40, 0.4), (104, 0.4)])
def test_intervals_hold_what_is_so(weeks, carried, tmp_path):
    """Of 100 worlds whose level halves, 90 to 99 intervals hold the half; the noise of weeks is carried on."""
    def held(seed):
        path = tmp_path / f"{seed}.csv"
        write_days(path, weeks_of_noise(seed, weeks, carried, end=0.5))
        row = trend(path).loc["revenue"]
        return row["change_low"] < -0.5 < row["change_high"]

    with ThreadPoolExecutor(2) as pool:
        covered = sum(pool.map(held, range(100)))
    assert 90 <= covered <= 99


def test_too_little_is_not_compared(tmp_path):
    write_days(tmp_path / "sales.csv", weeks_of_noise(1, 25, 0))
    assert len(trend(tmp_path / "sales.csv")) == 0
    every_week = set(pd.date_range(LAST - pd.Timedelta(days=400), LAST, freq="7D"))
    write_days(tmp_path / "sales.csv", weeks_of_noise(1, 52, 0), every_week)
    assert len(trend(tmp_path / "sales.csv")) == 0


def told(folder, weekly):
    frame = write_days(folder / "days.csv", weekly)
    own_report(folder, [list(frame), *frame.astype(object).to_numpy().tolist()], "--currency", "EUR")
    return (folder / "out/insights_report.md").read_text().partition("## What stands out\n\n")[2]


def test_a_long_fall_comes_first(tmp_path):
    text = told(tmp_path, weeks_of_noise(5, 78, 0.3, end=0.6))
    assert text.startswith("**Revenue of the last [26][trend.weeks] weeks is [4")
    first = text.partition("\n\n")[0]
    assert "lower than in the same weeks a year before" in first and "no season" not in first


def test_an_even_year_has_no_trend(tmp_path):
    for seed in range(5):
        folder = tmp_path / str(seed)
        folder.mkdir()
        assert "Revenue of the last [" not in told(folder, weeks_of_noise(seed, 52, 0.2))
