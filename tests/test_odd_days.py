"""Days that stand out: planted ones are found, those that belong to the business are not."""

import numpy as np
import pandas as pd
import pytest
from report_data import own_report
from test_own_findings import text_of


def sales(days, level=lambda day: 1.0, big=lambda n: 0.0, seed=1):
    """Rows of about 60 sales a day; `level` times as much by the day, and one of `big(n)` on day n."""
    draws = np.random.default_rng(seed)
    rows = [["order", "client", "date", "amount"]]
    for n, day in enumerate(pd.date_range("2024-01-01", periods=days)):
        amounts = draws.gamma(4, 100 * level(day), draws.poisson(60)).round(2).tolist()
        for amount in amounts + ([big(n)] if big(n) else []):
            rows.append([len(rows), f"c{draws.integers(400)}", f"{day:%Y-%m-%d}", amount])
    return rows


def judged(folder):
    return pd.read_csv(folder / "out/anomalies.csv", parse_dates=["date"]).set_index("date")


def test_large_sales_that_are_the_business_are_no_odd_days(tmp_path):
    draws = np.random.default_rng(3)
    gold = {n: round(draws.lognormal(11.5, 0.8)) for n in range(240) if draws.random() < 0.12}
    rows = sales(240, big=lambda n: gold.get(n, 0))
    done, _ = own_report(tmp_path, rows)
    assert done.returncode == 0, done.stderr
    amounts = pd.Series([row[-1] for row in rows[1:]])
    large = amounts[amounts > 10 * amounts.median()]
    said = (f"A few large ones carry the sum: [{len(large)}][spend.large.transactions] transactions of more than ten times "
            f"that median bring [{100 * large.sum() / amounts.sum():.1f}\u00a0%][spend.large.revenue_share] of revenue")
    assert said in text_of(tmp_path)
    found = judged(tmp_path)
    assert len(gold) > 20 and len(found) <= 1
    assert (found["revenue"] == found["revenue"].max()).all()
    assert text_of(tmp_path).split("## Who")[0].count("calendar explains") <= 1


def test_rare_large_sales_are_one_finding(tmp_path):
    large = {17: 60000, 50: 90000, 90: 70000, 133: 250000, 181: 80000}
    done, _ = own_report(tmp_path, sales(240, big=lambda n: large.get(n, 0)))
    assert done.returncode == 0, done.stderr
    assert list(judged(tmp_path).index.day_of_year - 1) == sorted(large)
    found = [part for part in text_of(tmp_path).split("## Who")[0].split("\n\n") if "calendar explains" in part]
    assert len(found) == 1 and found[0].startswith("**[5\u00a0days][anomalies.above.days] brought far more")
    assert "Furthest off is [13\u00a0May\u00a02024]" in found[0]
    times = judged(tmp_path).loc["2024-05-13"]
    assert times.revenue / times.expected > 10, "so it is told without decimals"
    assert f"[{times.revenue / times.expected:.0f}][anomaly.2024-05-13.times] times what" in found[0]


@pytest.mark.parametrize("summer", [0.5, 1.8])
def test_a_season_is_none_and_hides_none(tmp_path, summer):
    """Whole months at another level are explained; a day at 40 % within them is not, nor one at 250 %."""
    off = {pd.Timestamp("2024-07-10"): 0.4, pd.Timestamp("2024-10-15"): 2.5}
    rows = sales(366, level=lambda day: (summer if day.month in (6, 7, 8) else 1) * off.get(day, 1))
    done, _ = own_report(tmp_path, rows)
    assert done.returncode == 0, done.stderr
    assert "carry the sum" not in text_of(tmp_path)
    found = judged(tmp_path)
    assert list(found.index) == sorted(off)
    usual = 60 * 400
    assert found["expected"].to_numpy() == pytest.approx([usual * summer, usual], rel=0.15)
    assert (found["low"] < found["expected"]).all() and (found["expected"] < found["high"]).all()
