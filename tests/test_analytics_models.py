"""Metrics of fitted models through the program: customer value against published and independent
figures, forecasts and reorder points against what their tables say of one another and the truth."""

import io

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT, footfall
from scipy import stats

ORACLES = ROOT / "tests" / "oracles"


def analyze(name, *words, **options):
    return pd.read_csv(io.StringIO(footfall("analyze", name, *words, "--format", "csv", "-q", **options).stdout))


def test_value_of_the_default_data(default_data):
    clv = analyze("clv", default_data)
    t = pd.read_parquet(default_data / "transactions.parquet", columns=["customer_id", "amount"])
    assert sorted(clv["customer_id"]) == sorted(t["customer_id"].unique())
    assert clv["clv"].is_monotonic_decreasing and clv["probability_alive"].between(0, 1).all()
    # Nobody leaves in this world: revenue goes on as it was; on average it comes half a year from now.
    month = analyze("clv", default_data, "--set", "horizon_days=30", "--set", "discount_rate=0")
    expected = (month["expected_purchases"] * month["expected_value"]).sum()
    assert expected == pytest.approx(t["amount"].astype(float).sum(), rel=0.03)
    assert month["clv"].sum() == pytest.approx(expected) and clv["next_30_days"].sum() == pytest.approx(expected)
    assert clv["clv"].sum() == pytest.approx(expected * 365 / 30 / 1.1**0.5, rel=0.03)
    half = analyze("clv", default_data, "--set", "margin=0.5")
    assert half["clv"].sum() == pytest.approx(clv["clv"].sum() / 2)
    assert half["next_30_days"].sum() == pytest.approx(clv["next_30_days"].sum())


def test_model_says_what_it_is(default_data):
    model = analyze("clv_model", default_data)
    used = model[model["is_used"]]
    nbd = used[used["model"] == "BG/NBD"].set_index("quantity")
    assert nbd.loc["identified", "value"] == 0 and "nobody is seen to leave" in nbd.loc["identified", "note"]
    assert nbd["standard_error"].isna().all()
    # Premium shoppers buy daily and spend most: spend goes with frequency, so personas are apart.
    spend = used[used["model"] == "Gamma-Gamma"]
    assert set(spend["persona"]) == set(pd.read_parquet(default_data / "customers.parquet")["persona"])
    pooled = model[(model["model"] == "Gamma-Gamma") & model["persona"].isna()].set_index("quantity")["value"]
    assert pooled["correlation"] > 0.3
    done = footfall("analyze", "clv_model", default_data)
    assert "note: BG/NBD is not identified: nobody is seen to leave" in done.stderr


def test_distribution_adds_up(default_data):
    clv, found = analyze("clv", default_data), analyze("clv_distribution", default_data)
    for measure, column in (("clv", "clv"), ("probability_alive", "probability_alive")):
        rows = found[(found["measure"] == measure) & found["persona"].isna()]
        assert rows["customers"].sum() == len(clv) and rows["share"].sum() == pytest.approx(1)
        assert rows["clv"].sum() == pytest.approx(clv["clv"].sum())
        assert np.allclose(rows["median"], clv[column].median())
        for _, row in rows.iterrows():
            inside = (clv[column] >= row["low"] * (1 - 1e-9)) & (clv[column] < row["high"] * (1 - 1e-9))
            inside |= (row["high"] == 1) & (clv[column] == 1) & (measure == "probability_alive")
            assert inside.sum() == row["customers"]
    for persona, rows in found[found["measure"] == "clv"].groupby("persona"):
        assert rows["customers"].sum() == (clv["persona"] == persona).sum()


def test_segments_share_out_the_distribution(default_data):
    clv, scores = analyze("clv", default_data), analyze("rfm_customers", default_data)
    both = clv.merge(scores[["customer_id", "segment"]], on="customer_id", validate="one_to_one")
    found = analyze("clv_segments", default_data)
    for (measure, segment), rows in found.groupby(["measure", "segment"]):
        inside = both[both["segment"] == segment]
        assert rows["customers"].sum() == len(inside) and rows["share"].sum() == pytest.approx(1)
        assert rows["clv"].sum() == pytest.approx(inside["clv"].sum())
        assert np.allclose(rows["median"], inside[measure].median())
    whole = analyze("clv_distribution", default_data)
    whole = whole[whole["persona"].isna()].set_index(["measure", "low"])["customers"]
    steps = found.groupby(["measure", "low"])["customers"].sum()
    assert steps.to_dict() == whole.to_dict()


def test_forecast_hangs_together(default_data):
    days, totals = analyze("forecast", default_data), analyze("forecast_totals", default_data)
    tests, inputs = analyze("forecast_backtest", default_data), analyze("forecast_inputs", default_data)
    key = ["series", "category"]
    assert len(days) == 30 * len(totals) and len(tests) == len(totals)
    sums = days.groupby(key, dropna=False)[["mean", "low", "high"]].sum().reset_index()
    both = totals.merge(sums, on=key, suffixes=("_total", ""))
    assert np.allclose(both["total"], both["mean"])
    # Days do not go up and down in step, so the sum is surer than the sum of the ends.
    assert (both["low_total"] >= both["low"]).all() and (both["high_total"] <= both["high"]).all()
    for frame, middle in ((days, "mean"), (totals, "total")):
        assert (frame["low"] <= frame["low_80"]).all() and (frame["high_80"] <= frame["high"]).all()
        assert frame[middle].between(frame["low"], frame["high"]).all()
    past = inputs.groupby(key, dropna=False)["value"].sum().reset_index()
    assert np.allclose(totals.merge(past, on=key)["past"], totals.merge(past, on=key)["value"])
    assert (pd.to_datetime(days["date"]).min(), pd.to_datetime(days["date"]).max()) == (
        pd.Timestamp("2024-01-31"), pd.Timestamp("2024-02-29"))
    assert tests["beats_naive"].all() and (tests["mase"] < tests["naive_mase"]).all()


def test_forecast_meets_the_month_that_follows(tmp_path):
    """30 of 60 days are forecast from the first 30, by a world without festivals."""
    world = (ROOT / "scenarios" / "india_retail.yaml").read_text()
    whole = tmp_path / "whole"
    (tmp_path / "world.yaml").write_text(world)
    footfall("simulate", tmp_path / "world.yaml", "--days", 60, "--customers", 200, "--format", "parquet", "--out", whole)
    t = pd.read_parquet(whole / "transactions.parquet")
    t["date"] = pd.to_datetime(t["date"])
    first, rest = t[t["date"] < "2024-02-20"], t[t["date"] >= "2024-02-20"]
    path = tmp_path / "first.csv"
    first[["transaction_id", "customer_id", "timestamp", "festival", "amount"]].to_csv(path, index=False)
    days = analyze("forecast", "--transactions", path, "--set", "days=10")
    actual = rest.groupby("date")["amount"].sum().astype(float)
    inside = actual.to_numpy() > days["low"].to_numpy()
    inside &= actual.to_numpy() < days["high"].to_numpy()
    assert len(actual) == 10 and inside.sum() >= 8
    total = analyze("forecast_totals", "--transactions", path, "--set", "days=10").iloc[0]
    assert total["low"] < actual.sum() < total["high"]


def test_reorder_points(default_data):
    reorder, days = analyze("reorder", default_data), analyze("forecast", default_data)
    week = days[days["series"] == "units"].groupby("category").head(7).groupby("category")["mean"].sum()
    found = reorder.set_index("category")
    assert np.allclose(found["lead_time_units"], week.loc[found.index], rtol=0.02)  # of 2,000 futures
    assert np.allclose(np.ceil(found["lead_time_units"] + found["safety_stock"]), found["reorder_point"])
    assert (found["daily_units"] * 7).tolist() == pytest.approx(found["lead_time_units"].tolist())
    surer = analyze("reorder", default_data, "--set", "service_level=0.99").set_index("category")
    slower = analyze("reorder", default_data, "--set", "lead_time_days=14").set_index("category")
    late = analyze("reorder", default_data, "--set", "lead_time_deviation_days=2").set_index("category")
    assert (surer["reorder_point"] > found["reorder_point"]).all()
    assert (surer["expected_shortage"] < found["expected_shortage"]).all()
    assert (slower["reorder_point"] > 1.7 * found["reorder_point"]).all()
    assert (late["safety_stock"] > found["safety_stock"]).all()
    # The noise itself is estimated from a month: tails between those of the normal and of t with 5 degrees.
    ratio = (surer["safety_stock"] / found["safety_stock"]).median()
    normal, heavy = (d.ppf(0.99) / d.ppf(0.95) for d in (stats.norm, stats.t(5)))
    assert 0.95 * normal < ratio < 1.05 * heavy


def test_series_too_short_says_so(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("order,client,date,amount\n" + "".join(f"{i},a,2024-01-0{i},5\n" for i in range(1, 6)))
    assert analyze("forecast", "--transactions", path).empty
    test = analyze("forecast_backtest", "--transactions", path).iloc[0]
    assert "at least 7 days" in test["note"] and pd.isna(test["method"])
    done = footfall("analyze", "forecast", "--transactions", path)
    assert "note: revenue: a forecast needs at least 7 days of data; there are 5" in done.stderr


def test_where_last_week_is_not_beaten(tmp_path):
    """Weekends turn into weekdays two weeks before the end of the past: only the last week tells of it."""
    generator = np.random.default_rng(3)
    days = pd.date_range("2024-01-01", periods=112)
    before, after = np.array([1, 1, 1, 1, 1, 9, 9]), np.array([9, 9, 9, 1, 1, 1, 1])
    shape = np.where(np.arange(112) < 70, before[days.weekday], after[days.weekday])
    amount = 1000 * shape * np.exp(generator.normal(0, 0.01, 112))
    path = tmp_path / "t.csv"
    pd.DataFrame({"order": range(112), "client": "a", "date": days, "amount": amount.round(2)}).to_csv(path, index=False)
    test = analyze("forecast_backtest", "--transactions", path).iloc[0]
    assert not test["beats_naive"] and "no method did better than repeating last week" in test["note"]
    assert test["mase"] == test["naive_mase"]
    forecast = analyze("forecast", "--transactions", path)
    assert np.allclose(forecast["mean"][:7], amount[-7:], rtol=0.02)


@pytest.mark.parametrize("words, says", [
    (["clv", "--set", "horizon_days=0"], "horizon_days=0"), (["clv", "--set", "discount_rate=much"], "discount_rate=much"),
    (["forecast", "--set", "days=1.5"], "whole number from 1 to 730"), (["reorder", "--set", "service_level=1"], "0.999"),
])
def test_parameters_out_of_range(words, says, default_data):
    done = footfall("analyze", words[0], default_data, *words[1:], check=False)
    assert (done.returncode, done.stdout) == (2, "") and says in done.stderr


def test_personas_that_buy_evenly_are_expected_to_go_on(tmp_path):
    """Who shops at most once a day buys more evenly than by chance: a fit of all takes personas for alike (18 % too much)."""
    data = tmp_path / "data"
    footfall("simulate", "scenarios/minimal.yaml", "--out", data, "-q")
    clv = pd.read_csv(io.StringIO(footfall("analyze", "clv", data, "--format", "csv", "-q").stdout))
    bought = pd.read_csv(data / "transactions.csv").groupby("persona")["amount"].sum()
    # Thirty days of data, thirty days ahead; what the festival brought is in both.
    assert (clv.groupby("persona")["next_30_days"].sum() / bought).between(0.95, 1.06).all()
