"""Categories bought together, where few customers buy much and each to its own taste: judged by a bootstrap over customers."""

import io

import numpy as np
import pandas as pd
from conftest import footfall
from scipy import stats

CATEGORIES = np.array(["bolts", "drills", "gloves", "glue", "paint", "cables", "pipes", "discs"])
SHARES = np.array([0.25, 0.08, 0.15, 0.12, 0.1, 0.12, 0.1, 0.08])


def baskets(seed, together=0.0, customers=250):
    """Customers as table of baskets × categories, and whose they are. Tastes differ, numbers of baskets have heavy tails;
    in a share `together` of the baskets with drills there are gloves."""
    generator = np.random.default_rng(seed)
    count = np.minimum(1 + (10 * generator.pareto(1.1, customers)).astype(int), 1500)
    owner = np.repeat(np.arange(customers), count)
    taste = np.log(generator.dirichlet(SHARES * 6, customers) + 1e-9)
    rank = np.argsort(np.argsort(-(taste[owner] + generator.gumbel(size=(len(owner), 8))), axis=1), axis=1)
    held = rank < np.minimum(1 + generator.poisson(2, len(owner)), 8)[:, None]
    held[:, 2] |= held[:, 1] & (generator.random(len(owner)) < together)
    return held, owner


def affinity(folder, held, owner, known=True):
    basket, category = np.nonzero(held)
    day = pd.Timestamp("2024-01-01") + pd.to_timedelta(basket % 360, unit="D")
    table = pd.DataFrame({"invoice": basket, "date": day, "customer": owner[basket], "category": CATEGORIES[category], "amount": 5.0})
    path = folder / "lines.csv"
    (table if known else table.drop(columns="customer")).to_csv(path, index=False)
    text = footfall("analyze", "affinity", "--transactions", path, "--segments", "none", "--format", "csv", "-q").stdout
    return pd.read_csv(io.StringIO(text))


def logarithms(met):
    """Of lift and of lift / base_lift, of a matrix of counts of baskets whose last row is all baskets; u by iteration."""
    single, both, total = np.diag(met)[:8], met[:8, :8] * (1 - np.eye(8)), met[8, 8]
    rows = both.sum(axis=1)
    u = rows / np.sqrt(rows.sum())
    for _ in range(200):
        u = np.sqrt(u * rows / (u.sum() - u))
    both = both + np.eye(8)  # a category with itself is none's business
    return np.log(both * total / np.outer(single, single)), np.log(both / np.outer(u, u))


def bootstrap(held, owner, rounds=400):
    """Standard deviations of both over customers drawn anew."""
    wide = np.c_[held, np.ones(len(held))].astype(float)
    counts = np.zeros((owner.max() + 1, 9, 9))
    np.add.at(counts, owner, wide[:, :, None] * wide[:, None, :])
    generator = np.random.default_rng(0)
    drawn = [logarithms(np.tensordot(generator.multinomial(len(counts), np.full(len(counts), 1 / len(counts))), counts, 1))
             for _ in range(rounds)]
    return [np.std([one[which] for one in drawn], axis=0) for which in (0, 1)]


def test_intervals_and_tests_are_those_of_customers(tmp_path):
    held, owner = baskets(1)
    lift, beyond = bootstrap(held, owner)
    found = affinity(tmp_path, held, owner)
    assert len(found) == 28
    place = {name: at for at, name in enumerate(CATEGORIES)}
    at = tuple(found[f"{side}_category"].map(place) for side in ("left", "right"))
    width = np.log(found["lift_high"] / found["lift_low"]) / 2 / 1.96
    # A jackknife with Student's t is the wider where few customers hold much.
    assert 0.9 < (width / lift[at]).median() < 1.6 and ((width / lift[at]).between(0.7, 5)).all()
    z = stats.norm.isf(found["beyond_p_value"] / 2)
    expected = np.abs(np.log(found["lift"] / found["base_lift"])) / beyond[at]
    clear = expected > 0.5
    assert clear.sum() >= 8 and 0.6 < (z[clear] / expected[clear]).median() < 1.05
    alone = affinity(tmp_path, held, owner, known=False)
    assert (np.log(alone["lift_high"] / alone["lift_low"]) / 2 / 1.96 / lift[at]).median() < 0.6


def test_tastes_are_no_pairs(tmp_path):
    p = []
    called = naive = 0
    for seed in range(10, 18):
        held, owner = baskets(seed)
        found = affinity(tmp_path, held, owner)
        p.extend(found["beyond_p_value"])
        called += found["is_significant"].any()
        naive += affinity(tmp_path, held, owner, known=False)["is_significant"].any()
    assert called <= 1 and naive >= 4
    assert np.mean(np.array(p) < 0.05) < 0.08


def test_a_pair_of_all_customers_is_found(tmp_path):
    for seed in (31, 32):
        found = affinity(tmp_path, *baskets(seed, together=0.8, customers=1000))
        pair = found[(found["left_category"] == "drills") & (found["right_category"] == "gloves")].iloc[0]
        assert pair["is_significant"] and pair["lift"] > 1.1 * pair["base_lift"]


def test_baskets_of_one_line_are_no_evidence(tmp_path):
    held, owner = baskets(5)
    single = np.zeros_like(held)
    single[np.arange(len(held)), held.argmax(axis=1)] = True
    found = affinity(tmp_path, single, owner)
    assert len(found) and (found["base_lift"] == 0).all() and (found["lift"] == 0).all()
    assert not found["is_significant"].any() and (found["beyond_p_value"] == 1).all()
    footfall("report", "--transactions", tmp_path / "lines.csv", "--out", tmp_path / "report", "-q")
    assert "pairs of categories" not in (tmp_path / "report" / "insights_report.md").read_text()
