"""footfall explain: what it recomputes from an identifier is what the files hold."""

import json
import random
import shutil

import pandas as pd
import pytest
from conftest import footfall


@pytest.fixture(scope="session")
def tables(default_data):
    return {name: pd.read_csv(default_data / f"{name}.csv", keep_default_na=False)
            for name in ("customers", "transactions", "items")}


def explained(folder, identifier):
    return json.loads(footfall("explain", folder, identifier, "--json").stdout)


def test_transactions_equal_their_rows(default_data, tables):
    transactions = tables["transactions"]
    for row in random.Random(1).sample(range(len(transactions)), 40):
        stored = transactions.iloc[row]
        why = explained(default_data, stored.transaction_id)
        for column in ("customer_id", "persona", "timestamp", "date", "festival", "lines", "units", "amount"):
            assert why[column] == stored[column], column
        visit = why["visit"]
        product = visit["base"] * visit["season"] * visit["festival"] * visit["weekend"]
        assert min(product, visit["cap"]) == pytest.approx(visit["probability"])
        assert visit["word"] < visit["limit"] == round(visit["probability"] * 2**32)
        bought = [draw for draw in why["categories"] if draw["bought"]]
        items = tables["items"][tables["items"].transaction_id == stored.transaction_id]
        for column in ("category", "quantity", "unit_price", "amount"):
            assert [draw[column] for draw in bought] == list(items[column]), column


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "duckdb"])
@pytest.mark.parametrize("by", ["none", "month"])
def test_the_rows_of_the_files_are_compared(tmp_path, form, by):
    if form == "duckdb" and by == "month":
        return
    data, other = tmp_path / "data", tmp_path / "other"
    words = ["--customers", 40, "--start-date", "2024-01-20", "--format", form, "--partition-by", by]
    footfall("simulate", *words, "--out", data, "-q")
    footfall("simulate", *words, "--out", other, "-q")
    ids = [int(line) for line in footfall("query", data, "SELECT transaction_id FROM transactions", "--format", "csv").stdout.split()[1:]]
    for identifier in random.Random(3).sample(ids, 5) + [ids[0], ids[-1], 100000007]:
        why = explained(data, identifier)
        assert why["stored"]["differences"] == [] and why["stored"]["files"], why["stored"]
    # The files of another seed under the manifest of this one.
    footfall("simulate", *words, "--seed", 43, "--out", other, "-q", "--overwrite")
    shutil.copy(data / "manifest.json", other / "manifest.json")
    # File sizes and the like are verify's business; the rows are what is compared here.
    differing = 0
    for identifier in random.Random(4).sample(ids, 10):
        done = footfall("explain", other, identifier, check=False)
        differing += done.returncode == 5 and "differ from what is recomputed" in done.stderr
    assert differing == 10
    customer = footfall("explain", other, 100000007, check=False)
    assert customer.returncode == 5 and "recomputed" in customer.stderr


@pytest.mark.parametrize("form", ["csv", "parquet", "duckdb"])
def test_files_that_are_not_there_are_no_difference(tmp_path, form):
    data = tmp_path / "d"
    footfall("simulate", "--customers", 20, "--tables", "items", "--format", form, "--out", data, "-q")
    identifier = footfall("query", data, "SELECT min(transaction_id) AS t FROM items", "--format", "csv").stdout.split()[1]
    (name,) = [file["path"] for file in json.loads((data / "manifest.json").read_text())["files"]]
    assert explained(data, identifier)["stored"] == {"files": [name], "differences": [], "notes": []}
    (data / name).unlink()
    gone = footfall("explain", data, identifier)
    assert "Basket" in gone.stdout and f"not compared: {name}" in gone.stderr


def test_one_changed_value_is_named(tmp_path):
    footfall("simulate", "--customers", 20, "--out", tmp_path / "d", "-q")
    path = tmp_path / "d/items.csv"
    lines = path.read_text().splitlines(keepends=True)
    cells = lines[100].split(",")
    assert "Stored as recomputed: transactions.csv, items.csv" in footfall("explain", tmp_path / "d", cells[0]).stdout
    lines[100] = ",".join([*cells[:3], str(int(cells[3]) + 1), *cells[4:]])
    path.write_text("".join(lines))
    done = footfall("explain", tmp_path / "d", cells[0], check=False)
    assert done.returncode == 5 and "Basket" in done.stdout
    assert f"quantity" in done.stderr and f"is {int(cells[3]) + 1}, recomputed {cells[3]}" in done.stderr


def test_a_readable_account(default_data, tables):
    stored = tables["transactions"].iloc[0]
    text = footfall("explain", default_data, stored.transaction_id).stdout
    assert f"Transaction {stored.transaction_id}" in text and "the customer comes" in text
    lines, units = (f"{count} {word}{'' if count == 1 else 's'}"
                    for count, word in [(stored.lines, "line"), (stored.units, "unit")])
    assert f"{lines}, {units}, {stored.amount:.2f}" in text


def test_a_customer_and_his_history(default_data, tables):
    customer = tables["customers"].iloc[1234]
    history = tables["transactions"][tables["transactions"].customer_id == customer.customer_id]
    why = explained(default_data, customer.customer_id)
    for column in customer.index:
        assert why[column] == customer[column], column
    assert [t["transaction_id"] for t in why["transactions"]] == list(history.transaction_id)
    assert [t["amount"] for t in why["transactions"]] == list(history.amount)
    text = footfall("explain", default_data, customer.customer_id).stdout
    assert customer.email in text and f"{len(history)} transactions in 30 days" in text


def test_unknown_identifiers(default_data, tables):
    known = set(tables["transactions"].transaction_id)
    first = int(tables["transactions"].transaction_id.iloc[0])
    day = first // 10**11 * 10**11
    absent = next(t for t in range(day + 10**9 + 10, day + 10**9 + 10000, 10) if t not in known)
    for identifier, what in [
        (absent, "did not come on"),
        (first + 1, "trip 1 does not exist"),
        (first - 10**11, "outside the period"),
        (first + 100 * 10**11, "outside the period"),
        (day + (98 * 10**8 + 1) * 10, "no persona has slot 98"),
        (day + (1 * 10**8 + 1001) * 10, "has 1000 customers, not 1001"),
        (9900000001, "no persona has slot 99"),
        (100001001, "has 1000 customers, not 1001"),
        (0, "not a customer identifier"),
        (9 * 10**18, "not a transaction identifier"),
    ]:
        done = footfall("explain", default_data, identifier, check=False)
        assert done.returncode == 3 and what in done.stderr, (identifier, done.stderr)
        assert done.stdout == ""


def test_usage_and_other_folders(default_data, tmp_path):
    assert footfall("explain", default_data, "abc", check=False).returncode == 2
    assert footfall("explain", default_data, check=False).returncode == 2
    assert footfall("explain", tmp_path, 100000001, check=False).returncode == 3
