"""Shops that close: what is simulated, what the calendar says of the days ahead, and what is no fault of the data."""

import datetime as dt
import json
import re

import polars as pl
import pytest
from conftest import footfall

SCENARIO = """
name: corner
simulation: {start_date: 2024-12-01, days: 45, customers_per_persona: 300}
market: {festival_window_days: 3, weekday_multiplier: {monday: 0.5}}
calendar:
  closed_weekdays: [sunday]
  closed_dates: [2024-12-25..2024-12-27, 2025-01-20]
  festivals: [{name: Sale, dates: [2024-12-02..2024-12-08, 2025-01-16..2025-01-18], window_days: 0}]
personas:
  - name: Anna
    frequency: daily
    preferred_time: ["9am-6pm"]
    demographics: {age_range: [20, 60], income_range: [10000, 20000]}
    basket_profile: {tea: {probability: 0.8, quantity: [1, 3], price_range: [10, 20]}}
"""
DAYS = [dt.date(2024, 12, 1) + dt.timedelta(day) for day in range(45)]
HOLIDAYS = {dt.date(2024, 12, 25), dt.date(2024, 12, 26), dt.date(2024, 12, 27)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("closed")
    (folder / "corner.yaml").write_text(SCENARIO)
    footfall("simulate", folder / "corner.yaml", "--format", "parquet", "--out", folder / "data")
    return folder / "data"


def metric(folder, name):
    return json.loads(footfall("analyze", name, folder, "--format", "json").stdout)


def test_nobody_comes_on_closed_days(folder):
    rows = pl.read_parquet(folder / "transactions.parquet")
    assert set(rows["date"]) == {day for day in DAYS if day.weekday() < 6 and day not in HOLIDAYS}
    visits = rows.filter(pl.col("festival").cast(pl.String) == "").group_by("weekday").agg(
        pl.len() / pl.col("date").n_unique()).sort("weekday")["len"].to_list()
    assert visits[0] / 300 == pytest.approx(0.8155 / 2, abs=0.03)
    assert sum(visits[1:5]) / 4 / 300 == pytest.approx(0.8155, abs=0.02)


def test_closed_days_are_no_fault(folder):
    rows = [row for row in metric(folder, "data_quality") if row["fact"].startswith("days without a sale")]
    assert [(row["rows"], row["is_problem"]) for row in rows] == [(0, True), (7 + 3, False)]
    footfall("analyze", "data_quality", folder, "--strict")
    assert {row["date"] for row in metric(folder, "daily") if row["is_closed"]} == {
        str(day) for day in DAYS if day.weekday() == 6 or day in HOLIDAYS}


def test_a_period_without_an_open_day_is_told(tmp_path):
    days = "monday, tuesday, wednesday, thursday, friday, saturday, sunday"
    path = tmp_path / "never.yaml"
    path.write_text(SCENARIO.replace("[sunday]", f"[{days}]"))
    assert "the shop is closed on every day of the period, 2024-12-01 to 2025-01-14" in footfall("scenario", "check", path).stderr
    path.write_text(SCENARIO)
    assert "closed" not in footfall("scenario", "check", path).stderr


def test_figures_pass_closed_days_over(folder, tmp_path):
    footfall("report", folder, "--out", tmp_path / "report")
    facts = {fact["id"]: fact["value"] for fact in json.loads((tmp_path / "report/facts.json").read_text())}
    assert facts["forecast.festival_days"] == 3, "though the calendar ends before the forecast does"
    for name, parts in (("revenue.svg", 1), ("forecast.svg", 2)):
        figure = (tmp_path / "report" / name).read_text()
        [floor] = {y for y, end in re.findall(r'<line [^>]*y1="([\d.]+)" [^>]*y2="([\d.]+)" class="axis"', figure) if y == end}
        lines = re.findall(r'<path[^>]*d="(M[^"Z]*)"', figure)
        assert len(lines) >= parts
        heights = [float(y) for line in lines for y in re.findall(r"[ML ][\d.]+[ ,]([\d.]+)", line)]
        assert heights and max(heights) < float(floor) - 5, "no line falls to the axis"


def test_festivals_ahead_have_their_own_window(folder):
    ahead = [row for row in metric(folder, "forecast") if row["series"] == "revenue"]
    assert [row["date"] for row in ahead if row["festival"]] == ["2025-01-16", "2025-01-17", "2025-01-18"]


def test_nothing_is_expected_of_closed_days_ahead(folder):
    ahead = metric(folder, "forecast")
    closed = {row["date"] for row in ahead if row["mean"] == row["high"] == 0}
    assert closed == {"2025-01-19", "2025-01-20", "2025-01-26", "2025-02-02", "2025-02-09"}
    [total] = [row for row in metric(folder, "forecast_totals") if row["series"] == "revenue"]
    assert total["total"] == pytest.approx(sum(row["mean"] for row in ahead if row["series"] == "revenue"), rel=1e-6)
    # Christmas is closed by the calendar: no accident, and no reason to expect less of other days.
    tests = metric(folder, "forecast_backtest")
    assert not any("accident" in (row["note"] or "") for row in tests)
