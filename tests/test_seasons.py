"""What a report says of seasons: a straight line through one is no advice, months and weekdays that lie apart
are told, and no word of it claims a cause."""

import io
import json
import re

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from conftest import ROOT, footfall
from report_data import own_report


def shop(path, days, levels, seed=1):
    """A file of one line a day and category; `levels` maps a category to its mean on each of the dates."""
    dates = pd.date_range("2025-01-01", periods=days)
    draw = np.random.default_rng(seed)
    rows, number = [["transaction", "date", "category", "quantity", "amount"]], 0
    for day, date in enumerate(dates):
        for name, level in levels.items():
            rows.append([number, f"{date:%Y-%m-%d}", name, 1, round(level(day, date) * draw.normal(1, 0.1), 2)])
            number += 1
    done, summary = own_report(path, rows, "--currency", "EUR")
    assert done.returncode == 0, done.stderr
    frame = pd.DataFrame(rows[1:], columns=rows[0])
    facts = {fact["id"]: fact for fact in json.loads((path / "out/facts.json").read_text())}
    return frame, facts, (path / "out/insights_report.md").read_text()


def wave(phase, size=0.7):
    return lambda day, date: 100 * (1 + size * np.cos(2 * np.pi * (day - phase) / 365))


def test_a_line_through_a_season_is_no_advice(tmp_path):
    """Twelve months of a cold remedy: high in winter, rising again at the end. Another falls all year."""
    frame, facts, text = shop(tmp_path, 365, {
        "colds": wave(20), "sine": wave(90), "steady": lambda day, date: 100.0,
        "fading": lambda day, date: 100 * 0.999**day})
    straight = np.polyfit(np.arange(365), frame[frame.category == "sine"].amount, 1)[0]
    assert straight * 30 / 100 < -0.05  # what a straight line would have told
    assert "revenue of colds" not in text and "revenue of sine" not in text and "revenue of steady" not in text
    assert "Revenue of fading falls by" in text and "less than two years cannot say" in text and "season is taken out" not in text
    assert facts["category.fading.trend"]["value"] == pytest.approx(0.999**30 - 1, abs=0.01)
    # The same regression by statsmodels, on the means of 28 days.
    text = footfall("analyze", "categories", "--transactions", tmp_path / "sales.csv", "--format", "csv", "-q").stdout
    found = pd.read_csv(io.StringIO(text)).set_index("category")
    last = pd.Timestamp("2025-12-31")
    for name, part in frame.groupby("category"):
        stretch = (last - pd.to_datetime(part.date)).dt.days // 28
        means = part.amount.groupby(stretch).mean()[:13]
        middle = (last - pd.Timestamp("1970-01-01")).days - 28 * (means.index + 0.5)
        turn = 2 * np.pi * middle / 365.2425
        design = np.column_stack([np.ones(13), -28.0 * means.index, np.cos(turn), np.sin(turn)])
        fit = sm.OLS(means.to_numpy(), design).fit()
        growth = 30 * np.array([fit.params[1], *fit.conf_int()[1]]) / means.mean()
        row = found.loc[name, ["trend", "trend_low", "trend_high"]].to_numpy(float)
        assert np.log1p(row) == pytest.approx(growth, rel=2e-3, abs=1e-6)
        assert found.loc[name, "trend_degrees"] == 9 and found.loc[name, "trend_stretch"] == 28


def test_a_turn_is_no_trend(tmp_path):
    """Below half a year: down for 100 days, up for 50; the line over all of them still falls."""
    _, facts, text = shop(tmp_path, 150, {
        "turned": lambda day, date: 200 - day if day < 100 else 100 + (day - 100),
        "falling": lambda day, date: 200 - 0.6 * day, "steady": lambda day, date: 100.0})
    assert facts["category.turned.trend"]["high"] < 0 and facts["category.turned.trend_turned"]["value"] == 1
    assert "revenue of turned" not in text.lower()
    assert "Revenue of falling falls by" in text and "less than two years cannot say" in text
    assert "Lower orders" not in text


def test_months_and_weekdays_that_lie_apart(tmp_path):
    """Sundays at 30 %, the other days alike; August at half of February."""
    months = {2: 1.4, 8: 0.7}
    frame, facts, text = shop(tmp_path, 365, {
        "all": lambda day, date: 100 * months.get(date.month, 1.0) * (0.3 if date.day_of_week == 6 else 1)})
    assert "**Sundays bring [" in text and "Among Mondays to Saturdays no day differs from the others beyond noise" in text
    assert "strongest day" not in text and "**Day for day, August brings [" in text
    days = frame.assign(date=pd.to_datetime(frame.date)).set_index("date").amount
    means = days.groupby(days.index.day_of_week).mean()
    assert facts["weekday.apart.ratio"]["value"] == pytest.approx(means[6] / means[:6].mean())
    assert facts["weekday.apart.share"]["value"] == pytest.approx(means[6] / means.sum())
    assert facts["weekday.apart.even_share"]["value"] == pytest.approx(1 / 7)
    by_month = days.groupby(days.index.month).mean()
    assert facts["season.ratio"]["value"] == pytest.approx(by_month[8] / by_month[2])
    assert facts["season.ratio"]["low"] < 0.5 < facts["season.ratio"]["high"]
    assert facts["season.shift"]["value"] == pytest.approx((by_month / by_month.mean() - 1).abs().sum() / 24)


def test_an_even_year_has_no_season(tmp_path):
    told = 0
    for seed in range(6):
        folder = tmp_path / str(seed)
        folder.mkdir()
        _, _, text = shop(folder, 365, {"all": lambda day, date: 100.0}, seed)
        told += "Day for day, " in text or "revenue of other days" in text
    assert told <= 1


# Words that claim a cause; advice ("raise orders") and sums of parts ("is made of") are none.
CAUSE = re.compile(r"\b(rais(es|ed|ing)|lower(s|ed|ing)|add(s|ed)|makes|caus\w+|because|due to|thanks to|leads? to|led to|"
                   r"driv(e|es|en|ing)|boost\w*|lifts?|lifted|push(es|ed)|effect of|result(s|ed) in|what festivals do)\b", re.I)


def test_no_text_of_a_report_claims_a_cause():
    for said in ("Boże Narodzenie raised daily revenue by 60 %", "added zł 98,472", "the weather makes it rise"):
        assert CAUSE.search(said)
    texts = []
    for path in sorted((ROOT / "src/report").glob("*.cpp")):
        if path.stem.startswith(("insight", "report_tables", "figure", "headline")) and not path.stem.endswith("_test"):
            source = re.sub(r"//.*", "", path.read_text())
            texts += [(path.name, text) for text in re.findall(r'"((?:[^"\\\n]|\\.)*)"', source)]
    assert len(texts) > 300
    claims = [found for found in texts if CAUSE.search(found[1]) and "not what causes what" not in found[1]]
    assert claims == []
