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
