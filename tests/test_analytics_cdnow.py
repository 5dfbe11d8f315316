"""Customer value of the CDNOW sample through the program, against what lifetimes and the literature found
(tests/oracles), and against the formulas written again in SciPy."""

import csv
import io
import json

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT, footfall
from scipy import special, stats

ORACLES = ROOT / "tests" / "oracles"
END = pd.Timestamp("1997-09-30")  # of the calibration


@pytest.fixture(scope="module")
def oracle():
    return {name: json.loads((ORACLES / f"{name}.json").read_text()) for name in ("btyd", "btyd_more")}


@pytest.fixture(scope="module")
def summary():
    return pd.DataFrame([{key: float(value) for key, value in row.items()}
                         for row in csv.DictReader((ORACLES / "cdnow.csv").open())])


@pytest.fixture(scope="module")
def purchases(summary, tmp_path_factory):
    """Purchases that have this summary: the first, then repeats on days of their own, the last as it was."""
    path = tmp_path_factory.mktemp("cdnow") / "purchases.csv"
    rows = []
    for customer, row in summary.iterrows():
        first, last = END - pd.Timedelta(days=round(row["T"] * 7)), round(row["recency"] * 7)
        days = [*range(1, int(row["frequency"])), last] if row["frequency"] else []
        rows += [(f"{customer:04}", first, 10.0)]
        rows += [(f"{customer:04}", first + pd.Timedelta(days=day), row["monetary_value"]) for day in days]
    pd.DataFrame(rows, columns=["client", "date", "amount"]).to_csv(path, index_label="order")
    return path


def analyze(name, path, *words):
    return pd.read_csv(io.StringIO(footfall("analyze", name, "--transactions", path, "--format", "csv", "-q", *words).stdout))


@pytest.fixture(scope="module")
def model(purchases):
    found = analyze("clv_model", purchases)
    return {name: rows.set_index("quantity") for name, rows in found.groupby("model")}


def test_inputs_are_those_of_the_summary(purchases, summary):
    inputs = analyze("btyd_inputs", purchases, "--set", "unit_days=7")
    assert (inputs["frequency"] == summary["frequency"]).all()
    assert np.allclose(inputs["recency"], summary["recency"], atol=0.006) and np.allclose(inputs["T"], summary["T"], atol=0.006)


def test_parameters_are_the_published_ones(model, oracle, summary):
    """Time is in days here: α is seven times that of weeks, and a density of a day a seventh."""
    nbd, known = model["BG/NBD"], oracle["btyd"]["bgnbd"]["params"]
    days = {"r": 1, "alpha": 7, "a": 1, "b": 1}
    repeats = summary["frequency"].sum()
    for name, unit in days.items():
        assert nbd.loc[name, "value"] == pytest.approx(known[name] * unit, rel=2e-3)
        error = oracle["btyd_more"]["bgnbd_standard_errors"][name] * unit
        assert nbd.loc[name, "standard_error"] == pytest.approx(error, rel=5e-3)
    assert nbd.loc["log_likelihood", "value"] + repeats * np.log(7) == pytest.approx(-9582.43, abs=0.5)
    assert nbd.loc["identified", "value"] == 1 and nbd.loc["customers", "value"] == 2_357
    other = model["MBG/NBD"]
    for name, unit in days.items():
        assert other.loc[name, "value"] == pytest.approx(oracle["btyd_more"]["mbgnbd_fit"][name] * unit, rel=5e-3)
    # The likelier one is used.
    assert other["value"]["log_likelihood"] > nbd["value"]["log_likelihood"]
    assert other["is_used"].all() and not nbd["is_used"].any()
    spend = model["Gamma-Gamma"]
    for name in "pqv":
        assert spend.loc[name, "value"] == pytest.approx(oracle["btyd"]["gammagamma"]["params"][name], rel=2e-3)
    assert spend.loc["correlation", "value"] == pytest.approx(0.11, abs=0.01)


def test_customers_are_what_the_formulas_say(purchases, summary, model):
    horizon, rate = 273, 0.15
    clv = analyze("clv", purchases, "--set", f"horizon_days={horizon}", "--set", f"discount_rate={rate}")
    clv = clv.sort_values("customer_id").reset_index()
    r, alpha, a, b = (model["MBG/NBD"].loc[name, "value"] for name in ("r", "alpha", "a", "b"))
    x, last, observed = summary["frequency"], (summary["recency"] * 7).round(), (summary["T"] * 7).round()
    alive = 1 / (1 + a / (b + x) * ((alpha + observed) / (alpha + last)) ** (r + x))
    assert np.allclose(clv["probability_alive"], alive, rtol=1e-6)

    def expected(days):
        """Of a living customer: every purchase that comes in time if it never left, if it is still there."""
        more = np.arange(400)[None, :]
        shape, share = (r + x).to_numpy()[:, None], (alpha + observed).to_numpy()[:, None] / (alpha + observed + days).to_numpy()[:, None]
        stayed = b + x.to_numpy()[:, None] + 1
        stays = np.exp(special.gammaln(stayed + more) - special.gammaln(stayed)
                       + special.gammaln(a + stayed) - special.gammaln(a + stayed + more))
        return alive * (stats.nbinom.sf(more, shape, share) * stays).sum(axis=1)

    assert np.allclose(clv["expected_purchases"], expected(horizon), rtol=1e-4)
    p, q, v = (model["Gamma-Gamma"].loc[name, "value"] for name in "pqv")
    mean = p * (v + x * summary["monetary_value"]) / (p * x + q - 1)
    assert np.allclose(clv["expected_value"], mean, rtol=1e-6)
    ends = np.linspace(0, horizon, 11)  # ten periods of 27.3 days
    value = sum((expected(end) - expected(begin)) * (1 + rate) ** (-end / 365) for begin, end in zip(ends, ends[1:]))
    assert np.allclose(clv["clv"], value * mean, rtol=1e-3)
