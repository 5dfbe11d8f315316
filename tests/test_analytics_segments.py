"""Customers without personas: segments take their place, named by what their customers do."""

import io

import numpy as np
import pandas as pd
import pytest
from conftest import footfall


def analyze(name, *words):
    done = footfall("analyze", name, "--format", "csv", *words)
    return pd.read_csv(io.StringIO(done.stdout)), done.stderr


@pytest.fixture(scope="module")
def two_kinds(tmp_path_factory):
    """200 who buy small things every other day, 100 who spent much, once, long ago."""
    generator = np.random.default_rng(8)
    rows = []
    for customer in range(300):
        frequent = customer < 200
        days = generator.choice(90, 45, replace=False) if frequent else generator.choice(20, 1)
        for day in days:
            amount = np.exp(generator.normal(2 if frequent else 6, 0.2))
            rows.append((f"c{customer:03}", pd.Timestamp("2024-01-01") + pd.Timedelta(days=int(day)), round(amount, 2)))
    path = tmp_path_factory.mktemp("kinds") / "t.csv"
    table = pd.DataFrame(rows, columns=["client", "date", "amount"]).sample(frac=1, random_state=1)
    table.insert(0, "order", range(len(table)))
    table.to_csv(path, index=False)
    return path


def test_segments_are_those_that_are_there(two_kinds):
    found, said = analyze("rfm_customers", "--transactions", two_kinds)
    kinds = found["customer_id"].str[1:].astype(int) < 200
    assert found.groupby(kinds)["persona"].nunique().tolist() == [1, 1] and found["persona"].nunique() == 2
    names = {kind: group.iloc[0] for kind, group in found.groupby(kinds)["persona"]}
    assert "small spenders" in names[True] and "big spenders" in names[False] and "Less recent" in names[False]
    assert "no personas: customers are put into 2 segments by what they do (silhouette 0." in said
    assert "agreement with other seeds 1.00" in said and f"{names[True]} (67 % of customers, " in said


def test_metrics_take_segments_for_personas(two_kinds):
    table = pd.read_csv(two_kinds)
    found, _ = analyze("persona_performance", "--transactions", two_kinds)
    frequent = table["client"].str[1:].astype(int) < 200
    assert sorted(found["transactions"]) == sorted(frequent.value_counts())
    assert found["revenue"].sum() == pytest.approx(table["amount"].sum())
    assert sorted(found["active_customers"]) == [100, 200]


def test_segments_are_not_forced(two_kinds, tmp_path):
    found, said = analyze("rfm_customers", "--transactions", two_kinds, "--segments", "none")
    assert found["persona"].isna().all() and "segments" not in said
    done = footfall("analyze", "persona_performance", "--transactions", two_kinds, "--segments", "none", check=False)
    assert done.returncode == 3 and "personas" in done.stderr
    few = tmp_path / "few.csv"
    few.write_text("order,client,date,amount\n" + "".join(f"{i},c{i},2024-01-0{i},5\n" for i in range(1, 9)))
    found, said = analyze("rfm_customers", "--transactions", few)
    assert found["persona"].isna().all() and "too few customers to tell segments apart" in said


def test_order_of_rows_does_not_matter(two_kinds, tmp_path):
    other = tmp_path / "other.csv"
    pd.read_csv(two_kinds).sort_values("amount").to_csv(other, index=False)
    pd.testing.assert_frame_equal(analyze("rfm_customers", "--transactions", two_kinds)[0],
                                  analyze("rfm_customers", "--transactions", other)[0])


def test_personas_of_the_data_stay(default_data):
    found, said = analyze("persona_performance", "--transactions", default_data / "transactions.csv")
    assert set(found["persona"]) == set(pd.read_csv(default_data / "customers.csv")["persona"])
    assert "segments" not in said


def halves(folder, seed, spread):
    """A shop of 500 customers who buy at rates of their own, in two files: its first and its second half year. Their usual
    baskets differ by `spread` (standard deviation of logarithms), single ones by 0.6."""
    generator = np.random.default_rng(seed)
    rates, usual = generator.gamma(1.2, 1 / 15, 500), 3 + spread * generator.normal(size=500)
    bought = generator.random((360, 500)) < 1 - np.exp(-rates)
    day, customer = np.nonzero(bought)
    amount = np.exp(usual[customer] + 0.6 * generator.normal(size=len(day)))
    table = pd.DataFrame({"order": range(len(day)), "client": [f"c{one:03}" for one in customer],
                          "date": pd.Timestamp("2024-01-01") + pd.to_timedelta(day, unit="D"), "amount": amount.round(2)})
    paths = [folder / f"{seed}-{half}.csv" for half in ("first", "second")]
    for path, part in zip(paths, (table[day < 180], table[day >= 180])):
        part.to_csv(path, index=False)
    return paths


@pytest.mark.parametrize("seed", range(5))
def test_nobody_is_a_big_spender_by_luck(seed, tmp_path):
    found, said = analyze("rfm_customers", "--transactions", halves(tmp_path, seed, 0)[0])
    assert found["persona"].nunique() >= 2 and not found["persona"].str.contains("spenders").any()
    assert "what customers spend at a purchase differs by no more than chance" in said


@pytest.mark.parametrize("seed", range(5))
def test_who_is_called_a_big_spender_stays_one(seed, tmp_path):
    """What segments spend in the first half year says what they spend in the second, which they were not made from."""
    first, second = halves(tmp_path, seed, 0.5)
    found, said = analyze("rfm_customers", "--transactions", first)
    assert "no more than chance" not in said
    persona = found.set_index("customer_id")["persona"]
    kind = persona.str.extract("(big spenders|small spenders)")[0].fillna("buyers")
    later = pd.read_csv(second)
    later["kind"] = later["client"].map(kind)
    usual = later.groupby("kind")["amount"].agg(lambda amounts: np.log(amounts).mean())
    assert usual["big spenders"] - usual["small spenders"] > 0.5
