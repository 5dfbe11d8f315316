"""The last days against the same weekdays a year before: figures by pandas and a bootstrap, worlds with a season,
with growth and with a festival that moves."""

import io
import json

import numpy as np
import pandas as pd
import pytest

from conftest import footfall

LAST = pd.Timestamp("2025-04-27")  # a Sunday; Easter is on 20 April, the year before on 31 March
FAIRS = {2023: "2023-04-09", 2024: "2024-03-31", 2025: "2025-04-20"}


def in_fair(day):
    return abs((day - pd.Timestamp(FAIRS[day.year])).days) <= 2


def world(seed, growth=1.0, days=700, customers=150, fair=1.8):
    """Purchases of customers who are alike, with a season of the year, weekends, a fair that moves, and growth
    of the last half year."""
    draw = np.random.default_rng(seed)
    dates = pd.date_range(LAST - pd.Timedelta(days=days - 1), LAST)
    rows = []
    for place, day in enumerate(dates):
        rate = 0.12 * (1 + 0.5 * np.cos(2 * np.pi * (day.day_of_year - 200) / 365.25)) * (1.3 if day.day_of_week >= 5 else 1)
        rate *= (fair if in_fair(day) else 1) * (growth if place >= days - 120 else 1)
        buyers = np.flatnonzero(draw.uniform(size=customers) < rate)
        amounts = draw.gamma(3, 10, len(buyers)).round(2)
        rows += [(f"c{buyer}", day.strftime("%Y-%m-%d"), amount, "Fair" if in_fair(day) else "") for buyer, amount in zip(buyers, amounts)]
    return pd.DataFrame(rows, columns=["customer", "date", "amount", "festival"])


def report(folder, frame):
    folder.mkdir(parents=True, exist_ok=True)
    path, out = folder / "sales.csv", folder / "out"
    frame.to_csv(path, index=False)
    footfall("report", "--transactions", path, "--segments", "none", "--out", out, "-q")
    facts = {fact["id"]: fact for fact in json.loads((out / "facts.json").read_text())}
    return path, facts, (out / "insights_report.md").read_text()


def test_key_figures_are_those_of_pandas(tmp_path):
    frame = world(1, 1.1)
    frame.to_csv(tmp_path / "sales.csv", index=False)
    text = footfall("analyze", "kpi", "--transactions", tmp_path / "sales.csv", "--format", "csv", "-q").stdout
    kpi = pd.read_csv(io.StringIO(text)).set_index("kpi")
    age = (LAST - pd.to_datetime(frame["date"])).dt.days
    now, then = frame[age < 28], frame[(age >= 364) & (age < 392)]
    for name, value in {"revenue": lambda d: d["amount"].sum(), "transactions": len,
                        "active_customers": lambda d: d["customer"].nunique(),
                        "average_transaction_value": lambda d: d["amount"].mean()}.items():
        assert kpi.loc[name, "year_before"] == pytest.approx(value(then))
        assert kpi.loc[name, "year_change"] == pytest.approx(value(now) / value(then) - 1)
    sums = pd.concat([part.groupby("customer")["amount"].sum() for part in (now, then)], axis=1).fillna(0).to_numpy()
    draw = np.random.default_rng(2)
    drawn = [sums[draw.integers(0, len(sums), len(sums))].sum(axis=0) for _ in range(2000)]
    low, high = np.quantile([a / b - 1 for a, b in drawn], [0.025, 0.975])
    row = kpi.loc["revenue"]
    assert row["year_low"] == pytest.approx(low, abs=(high - low) / 8) and row["year_high"] == pytest.approx(high, abs=(high - low) / 8)


def test_a_year_is_needed(tmp_path):
    for days, has in ((391, False), (392, True)):
        frame = world(3, days=days)
        frame.to_csv(tmp_path / "sales.csv", index=False)
        text = footfall("analyze", "kpi", "--transactions", tmp_path / "sales.csv", "--format", "csv", "-q").stdout
        assert pd.read_csv(io.StringIO(text))["year_before"].notna().any() == has


def test_a_season_is_no_change(tmp_path):
    """The last four weeks lie far above those before, in spring and with the fair in them, as every year."""
    path, facts, text = report(tmp_path, world(4))
    assert facts["change.like_for_like"]["low"] > 0.05
    assert facts["change.festival_days.current"]["value"] == 5 and facts["year_before.festival_days"]["value"] == 2
    like = facts["year_before.like_for_like"]
    assert like["low"] < 0 < like["high"] and like["high"] - like["low"] < 0.35
    # The fair of the year before began before those weeks: its days are found there all the same.
    assert facts["year_before.festival_pairs"]["value"] == 5 and facts["year_before.like_for_like.pairs"]["value"] == 26
    pairs = "[26][year_before.like_for_like.pairs] pairs of days"
    assert f"like for like, days of a festival against those of the same festival, {pairs}, that is no clear change" in text
    assert "**Like for like, revenue of the last" not in text and "on the same weekdays a year before.**" not in text
    assert footfall("verify-report", tmp_path / "out", "--transactions", path, "--segments", "none").returncode == 0


def test_growth_is_told_against_the_year_before(tmp_path):
    path, facts, text = report(tmp_path, world(5, 1.35))
    like = facts["year_before.like_for_like"]
    assert like["low"] < 0.35 < like["high"] and like["low"] > 0.1
    assert "on the same weekdays a year before.**" in text or "than in the same weeks a year before.**" in text
    assert footfall("verify-report", tmp_path / "out", "--transactions", path, "--segments", "none").returncode == 0


def test_intervals_hold_the_growth(tmp_path):
    inside = 0
    for seed in range(20):
        _, facts, _ = report(tmp_path / str(seed), world(100 + seed, 1.1, days=420))
        like = facts["year_before.like_for_like"]
        inside += like["low"] < 0.1 < like["high"]
    assert inside >= 17  # of 95 %: below it once in 60 such samples


def test_a_festival_of_several_years_tells_its_latest_window(tmp_path):
    path, facts, text = report(tmp_path, world(6, fair=2.5))
    assert facts["festival.fair.times"]["value"] == 2 and facts["festival.fair.days"]["value"] == 10
    assert [facts[f"festival.fair.{end}"]["text"] for end in ("start", "end")] == ["2025-04-18", "2025-04-22"]
    assert "| festival | times | latest first day | latest last day | days in all |" in text
    assert "(Fair, last [18 April][festival.fair.start] to [22 April][festival.fair.end])" in text.replace("\u00a0", " ")
    assert footfall("verify-report", tmp_path / "out", "--transactions", path, "--segments", "none").returncode == 0


def test_closed_days_part_no_window(tmp_path):
    """A shop that is closed on Sundays: the fair that holds one is one fair a year, and is found a year before."""
    frame = world(8, fair=2.5)
    frame = frame[pd.to_datetime(frame["date"]).dt.day_of_week != 6]
    path, facts, _ = report(tmp_path, frame)
    assert facts["festival.fair.times"]["value"] == 2 and facts["festival.fair.days"]["value"] == 8
    assert [facts[f"festival.fair.{end}"]["text"] for end in ("start", "end")] == ["2025-04-18", "2025-04-22"]
    assert facts["year_before.festival_pairs"]["value"] == 4
    assert (tmp_path / "out" / "revenue.svg").read_text().count(">Fair<") == 2
