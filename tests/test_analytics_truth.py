"""Claims of the metrics against worlds whose truth is known: 95 % intervals hold it 95 times in 100, and
where there is nothing to find, hardly a world yields a finding. Seeds are fixed, so is the outcome."""

import json
import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT, footfall
from scipy import stats
from statsmodels.stats.multitest import multipletests

SEEDS = int(os.environ.get("FOOTFALL_TRUTH_SEEDS", 100))
CUSTOMERS = 60  # of each persona
MARKET = {"visit_multiplier:    {festival: 1.5, weekend: 1.2": "visit_multiplier: {festival: 1, weekend: 1",
          "item_multiplier:     {festival: 1.20, weekend: 1.153": "item_multiplier: {festival: 1, weekend: 1",
          "quantity_multiplier: {festival: 1.165}": "quantity_multiplier: {festival: 1}",
          "price_multiplier:    {festival: [1.05, 1.15]}": "price_multiplier: {festival: [1, 1]}"}
# Baskets without a line are no purchases. Where such are frequent, categories avoid each other in truth
# (lift 1 - P(no line)); of these personas fewer than one basket in 200 would be empty.
INDEPENDENT = {"Family Shopper", "Budget Conscious", "Senior Citizen"}


def figures(scenario, seed, folder, names):
    """The named metrics of a small world, as {name: rows}."""
    data, out = folder / f"{seed}", folder / f"{seed}_out"
    footfall("simulate", scenario, "--customers", CUSTOMERS, "--seed", seed, "--format", "parquet", "--out", data, "-q")
    footfall("analyze", ",".join(names), data, "--format", "csv", "--out", out, "--threads", 1, "-q")
    return {name: pd.read_csv(out / f"{name}.csv") for name in names}


def worlds(scenario, folder, names):
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda seed: figures(scenario, seed, folder, names), range(SEEDS)))


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    return worlds("scenarios/india_retail.yaml", tmp_path_factory.mktemp("known"), ["uplift_festival", "uplift_weekend"])


@pytest.mark.parametrize("name", ["festival", "weekend"])
def test_intervals_hold_the_truth(name, known):
    """Of all personas together, and of each: 90 to 99 of 100 intervals hold what the closed form expects."""
    truth = json.loads(footfall("scenario", "expect", "scenarios/india_retail.yaml", "--json").stdout)
    wanted = {persona["persona"]: persona[f"{name}_uplift"]["mean"] for persona in truth["personas"]}
    wanted["all"] = truth[f"{name}_uplift"]["mean"]
    held = {key: 0 for key in wanted}
    for world in known:
        rows = world[f"uplift_{name}"]
        for _, row in rows[rows["scope"].isin(["all", "persona"])].iterrows():
            key = row["persona"] if row["scope"] == "persona" else "all"
            held[key] += row["uplift_low"] < wanted[key] < row["uplift_high"]
    # A coverage of .95 leaves [90, 99] of 100 twice in a hundred times; over six, the mean says more.
    assert 0.90 * SEEDS <= held["all"] <= 0.99 * SEEDS, held
    assert min(held.values()) >= 0.86 * SEEDS, held
    assert 0.92 <= sum(held.values()) / (6 * SEEDS) <= 0.98, held


@pytest.fixture(scope="module")
def nothing(tmp_path_factory):
    """Worlds in which festivals and weekends do nothing: the default one with all multipliers at 1."""
    folder = tmp_path_factory.mktemp("nothing")
    text = (ROOT / "scenarios" / "india_retail.yaml").read_text()
    for found, put in MARKET.items():
        assert found in text
        text = text.replace(found, put)
    (folder / "null.yaml").write_text(text)
    return worlds(folder / "null.yaml", folder, ["affinity", "uplift_festival", "uplift_weekend", "categories"])


def p_of_interval(low, high, middle, freedom=np.inf):
    """Two-sided p of no effect, of an estimate with its symmetric 95 % interval."""
    width = (high - low) / 2 / stats.t.ppf(0.975, freedom)
    return 2 * stats.t.sf(np.abs(middle / width), freedom)


def p_values(world):
    """One p a rule that a report would try, by family."""
    families = {}
    for name in ("festival", "weekend"):
        rows = world[f"uplift_{name}"]
        rows = rows[rows["scope"] == "persona"]
        families[name] = 2 * stats.norm.sf(np.abs(np.log1p(rows["uplift"]) / rows["standard_error"]))
    rows = world["categories"].dropna(subset=["trend_low"])
    families["growth"] = p_of_interval(*(np.log1p(rows[f"trend{end}"]) for end in ("_low", "_high", "")), 28)
    rows = world["affinity"]
    families["affinity"] = rows.loc[rows["persona"].isin(INDEPENDENT), "beyond_p_value"]
    return {name: np.asarray(values, dtype=float) for name, values in families.items()}


def bound(share, count):
    """What so many worlds exceed once in a thousand times."""
    return int(stats.binom.ppf(0.999, count, share))


def test_nothing_is_found_where_nothing_is(nothing):
    """By Benjamini and Hochberg over all rules of a world at 5 %, one world in twenty has a finding."""
    alarms = naive = 0
    for world in nothing:
        p = np.concatenate(list(p_values(world).values()))
        alarms += multipletests(p, alpha=0.05, method="fdr_bh")[0].any()
        naive += (p < 0.05).any()
    assert alarms <= bound(0.05, SEEDS), alarms
    assert naive >= 0.9 * SEEDS  # without the correction nearly every world would have one: 1 - .95 ^ 65 = .96


@pytest.mark.parametrize("family", ["festival", "weekend", "growth", "affinity"])
def test_each_family_alone(family, nothing):
    alarms = sum(multipletests(p_values(world)[family], alpha=0.05, method="fdr_bh")[0].any() for world in nothing)
    assert alarms <= bound(0.06, SEEDS), alarms  # intervals of few customers are a little narrow


def test_p_values_are_even(nothing):
    """One rule in twenty is below 5 %, neither fewer nor more: tests are honest, not just timid."""
    share = {name: np.mean(np.concatenate([p_values(world)[name] for world in nothing]) < 0.05)
             for name in ("festival", "weekend", "growth", "affinity")}
    assert all(0.025 <= value <= 0.075 for value in share.values()), share


def test_what_is_called_significant(nothing):
    """The flag of affinity asks for size as well: within personas, no world in twenty has one."""
    called = [world["affinity"].query("persona.notna() and is_significant") for world in nothing]
    assert sum(len(rows) > 0 for rows in called) <= bound(0.05, SEEDS)


def test_sizes_of_baskets_are_no_affinity(tmp_path):
    """Products drawn one by one, into small and large baskets: all pairs meet too often for independence."""
    generator = np.random.default_rng(11)
    weights = 1 / np.arange(3, 43)
    lines = []
    for basket in range(4000):
        size = min(20, 1 + int(generator.gamma(0.8, 5)))
        for product in generator.choice(40, size, replace=False, p=weights / weights.sum()):
            lines.append((basket, f"c{basket % 700}", f"2024-03-{basket % 28 + 1:02d} 12:00:00", f"product {product}", 1.5))
    sales = tmp_path / "sales.csv"
    columns = ["transaction_id", "customer_id", "time", "category", "amount"]
    pd.DataFrame(lines, columns=columns).to_csv(sales, index=False)
    footfall("analyze", "affinity", "--transactions", sales, "--segments", "none", "--format", "csv", "--out", tmp_path / "out.csv")
    found = pd.read_csv(tmp_path / "out.csv")
    assert len(found) > 300 and found["base_lift"].iloc[0] > 1.3
    assert (found["p_value"] < 0.01).mean() > 0.5
    assert found["is_significant"].sum() <= 1, found[found["is_significant"]]
