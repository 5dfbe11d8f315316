"""Festivals of a year with seasons: what is told of festival days is theirs, not that of their months."""

import json

import numpy as np
import pandas as pd
import pytest
from conftest import footfall
from scipy import stats

SHOP = """
name: Pharmacy
simulation: {start_date: 2024-01-01, days: 366, customers_per_persona: 300, seed: 7}
calendar:
  weekend: [saturday, sunday]
  festivals: [{name: Winter, dates: [2024-12-10]}, {name: Spring, dates: [2024-04-10]}]
market:
  visit_multiplier: {festival: 1.3, weekend: 0.9, cap: 0.95}
  item_multiplier: {festival: 1, weekend: 1, cap: 0.95}
  quantity_multiplier: {festival: 1}
  price_multiplier: {festival: [1.0, 1.0]}
  festival_window_days: 4
  season_multiplier: {jun: 0.6, jul: 0.55, aug: 0.5, nov: 1.3, dec: 1.4}
personas:
  - name: Parents
    frequency: weekly
    visit_probability: 0.3
    preferred_time: ["15:00-20:00"]
    demographics: {age_range: [18, 30], income_range: [3000, 7000], location_type: urban, education: student, family_status: single}
    basket_profile: {vitamins: {probability: 0.9, quantity: [1, 2], price_range: [15, 60]}}
"""


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    folder = tmp_path_factory.mktemp("year")
    (folder / "shop.yaml").write_text(SHOP)
    footfall("simulate", folder / "shop.yaml", "--out", folder / "data", "--export-summary")
    facts = {fact["id"]: fact for fact in json.loads((folder / "data/report/facts.json").read_text())}
    daily = pd.read_csv(folder / "data/report/daily.csv", parse_dates=["date"]).fillna({"festival": ""})
    return folder / "data/report", facts, daily


def effect(daily, levels):
    """Least squares of log transactions on levels and festival: effect and 95 % interval, as ratios less 1."""
    dummies = [pd.get_dummies(level, drop_first=i > 0).to_numpy(float) for i, level in enumerate(levels)]
    design = np.column_stack([*dummies, daily["festival"] != ""]).astype(float)
    y = np.log(daily["transactions"].to_numpy(float))
    fitted, rest, rank, _ = np.linalg.lstsq(design, y, rcond=None)
    freedom = len(y) - rank
    error = np.sqrt(rest[0] / freedom * np.linalg.inv(design.T @ design)[-1, -1])
    return np.expm1(fitted[-1] + np.array([0, *stats.t.ppf([0.025, 0.975], freedom)]) * error)


def test_festival_days_are_compared_within_their_months(year):
    report, facts, daily = year
    fact = facts["festival_days.transactions"]
    daily = daily[daily.groupby("weekday").festival.transform(lambda names: (names == "").nunique()) == 2]
    value, low, high = effect(daily, [daily.weekday, daily.date.dt.month])
    assert fact["value"] == pytest.approx(value, rel=1e-6)
    assert (fact["low"], fact["high"]) == (pytest.approx(low, rel=1e-6), pytest.approx(high, rel=1e-6))
    # The scenario's own multiplier lies in the interval; without the months it lay above.
    assert fact["low"] < 0.3 < fact["high"]
    assert effect(daily, [daily.weekday])[1] > 0.3
    assert "than on the same weekdays of their months" in (report / "insights_report.md").read_text()


def test_extra_revenue_is_beyond_the_level_of_the_month(year):
    _, facts, daily = year
    daily = daily.assign(month=daily.date.dt.month)
    plain = daily[daily.festival == ""]
    usual = daily.weekday.map(plain.groupby("weekday").revenue.mean())
    level = daily.month.map(plain.groupby("month").revenue.sum() / usual[plain.index].groupby(plain.month).sum())
    festive = daily.festival != ""
    extra = (daily.revenue - usual * level)[festive].sum()
    assert facts["festival_days.extra_revenue"]["value"] == pytest.approx(extra, rel=1e-9)
    # 1.3 times the visits: three tenths of what such days would bring.
    assert extra / (usual * level)[festive].sum() == pytest.approx(0.3, abs=0.06)
