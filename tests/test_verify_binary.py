"""footfall verify on Parquet and DuckDB alone: values, keys, sums, order and ranges are held to the manifest there too."""

import hashlib
import json
import random
import re
import shutil

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from conftest import footfall

TABLES = ["customers", "transactions", "items"]
SIZE = ["--customers", 60, "--days", 25, "--start-date", "2024-01-15"]


def simulate(folder, *words):
    footfall("simulate", "scenarios/india_retail.yaml", *SIZE, "--checksum", "sha256", "--out", folder, *words)
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    root = tmp_path_factory.mktemp("binary")
    return {
        "parquet": simulate(root / "parquet", "--format", "parquet", "--row-group-rows", 1000),
        "duckdb": simulate(root / "duckdb", "--format", "duckdb"),
        "months": simulate(root / "months", "--format", "parquet,csv,jsonl", "--partition-by", "month"),
    }


@pytest.fixture
def data(made, tmp_path):
    return lambda kind: shutil.copytree(made[kind], tmp_path / kind)


def difference(folder):
    done = footfall("verify", folder, check=False)
    assert done.returncode == 5, done.stdout + done.stderr
    return done.stderr


def fit(folder, name):
    """Makes size and checksum in the manifest fit the file."""
    manifest = json.loads((folder / "manifest.json").read_text())
    entry = next(file for file in manifest["files"] if file["path"] == name)
    entry["bytes"] = (folder / name).stat().st_size
    entry["checksum"] = "sha256:" + hashlib.sha256((folder / name).read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))


def set_cell(folder, table, row, column, value):
    """Writes a Parquet file anew with one value changed (row from 1), types kept."""
    path = folder / f"{table}.parquet"
    read = pq.read_table(path)
    at = read.schema.get_field_index(column)
    values = read[column].to_pylist()
    values[row - 1] = value(values[row - 1]) if callable(value) else value
    changed = pa.array(values, type=read.schema.types[at])
    pq.write_table(read.set_column(at, read.schema.field(at), changed), path, store_decimal_as_integer=True)
    fit(folder, path.name)


@pytest.mark.parametrize("kind", ["parquet", "duckdb", "months"])
def test_untouched(made, kind):
    manifest = json.loads((made[kind] / "manifest.json").read_text())
    rows = sum(table["rows"] for table in manifest["tables"].values()) * (3 if kind == "months" else 1)
    assert f" {rows:,} rows read back" in footfall("verify", made[kind]).stdout


@pytest.mark.parametrize("kind", ["parquet", "duckdb"])
def test_money_as_double(tmp_path, kind):
    folder = simulate(tmp_path / "data", "--format", kind, "--money", "double")
    footfall("verify", folder)


@pytest.mark.parametrize("tables", ["items", "transactions", "customers", "customers,items"])
@pytest.mark.parametrize("kind", ["parquet", "duckdb"])
def test_some_tables_only(tmp_path, kind, tables):
    footfall("verify", simulate(tmp_path / "data", "--format", kind, "--tables", tables))


@pytest.mark.parametrize("table, column, value, what", [
    ("items", "amount", lambda v: v + 1, "amount is not quantity × unit_price"),
    ("items", "quantity", 0, "quantity is below 1"),
    ("items", "quantity", 256, "column quantity holds a wrong value"),
    ("items", "line", 9, "line does not count"),
    ("items", "category", "gold", 'column category is "gold"; the scenario makes it'),
    ("items", "transaction_id", 7, "its identifier does not ascend"),
    ("transactions", "amount", lambda v: v + 1, "amount is not the sum of its items"),
    ("transactions", "units", 999, "units is not the sum of its items"),
    ("transactions", "lines", lambda v: v + 1, "lines is not the number of its items"),
    ("transactions", "hour", 1, "hour is not that of timestamp"),
    ("transactions", "date", __import__("datetime").date(2031, 1, 1), "outside the period"),
    ("transactions", "festival", "Rain", 'column festival is "Rain"; the scenario makes it'),
    ("customers", "name", "Jane Doe", 'column name is "Jane Doe"; the scenario makes it'),
    ("customers", "age", -4, "column age holds a wrong value"),
])
def test_changed_values_in_parquet_with_a_fitting_checksum(data, table, column, value, what):
    folder = data("parquet")
    set_cell(folder, table, 20, column, value)
    message = difference(folder)
    assert f"{table}.parquet: table {table}: row " in message and what in message, message
    if "wrong value" not in what and "ascend" not in what and "line " not in what:
        assert ": row 20: " in message, message


@pytest.mark.parametrize("change, what", [
    ("UPDATE items SET amount = amount + 1 WHERE rowid = 19", "table items: row 20: amount is not quantity"),
    ("UPDATE items SET quantity = 0 WHERE rowid = 19", "table items: row 20: quantity is below 1"),
    ("UPDATE transactions SET units = 99 WHERE rowid = 19", "table transactions: row 20: units is not the sum"),
    ("UPDATE customers SET name = 'Jane Doe' WHERE rowid = 19", 'table customers: row 20: column name is "Jane Doe"'),
    ("DELETE FROM transactions WHERE rowid = 19", "table transactions: row 20: lines is not the number"),
    ("ALTER TABLE items DROP COLUMN line", "table items: has other columns"),
    ("ALTER TABLE items ALTER amount TYPE BIGINT USING (amount * 100)::BIGINT",
     "table items: column amount has another name or type"),
    ("DROP TABLE customers", "table customers: "),
])
def test_changed_values_in_duckdb_with_a_fitting_checksum(data, change, what):
    folder = data("duckdb")
    with duckdb.connect(folder / "footfall.duckdb") as connection:
        connection.execute(change)
    fit(folder, "footfall.duckdb")
    message = difference(folder)
    assert "footfall.duckdb: " + what in message, message


def test_a_consistent_forgery_in_duckdb_is_found_by_the_content_hash(data):
    folder = data("duckdb")
    with duckdb.connect(folder / "footfall.duckdb") as connection:
        owner, row, quantity = connection.execute(
            "SELECT transaction_id, rowid, quantity FROM items WHERE rowid = 30").fetchone()
        connection.execute(f"UPDATE items SET unit_price = unit_price + 1, amount = amount + {quantity} WHERE rowid = {row}")
        connection.execute(f"UPDATE transactions SET amount = amount + {quantity} WHERE transaction_id = {owner}")
    fit(folder, "footfall.duckdb")
    assert "table transactions: row " in difference(folder)


@pytest.mark.parametrize("kind, name", [("parquet", f"{table}.parquet") for table in TABLES] + [
    ("duckdb", "footfall.duckdb"), ("months", "items/parquet/month=2024-02/part-00000.parquet")])
def test_flipped_bytes_are_found_anywhere(data, kind, name):
    folder = data(kind)
    path = folder / name
    good = path.read_bytes()
    draw = random.Random(name)
    places = [0, 4, len(good) // 2, len(good) - 1, len(good) - 5, len(good) - 9]
    for at in places + [draw.randrange(len(good)) for _ in range(18)]:
        bad = bytearray(good)
        bad[at] ^= 1 << draw.randrange(8)
        path.write_bytes(bad)
        assert path.name in difference(folder), at
    path.write_bytes(good)
    footfall("verify", folder)


@pytest.mark.parametrize("kind, name", [("parquet", "items.parquet"), ("duckdb", "footfall.duckdb")])
def test_truncated_longer_and_missing(data, kind, name):
    folder = data(kind)
    path = folder / name
    good = path.read_bytes()
    for size in (len(good) - 1, len(good) // 2, 12, 0):
        path.write_bytes(good[:size])
        assert name in difference(folder)
    path.write_bytes(good + b"more")
    assert name in difference(folder)
    path.unlink()
    assert f"{name}: table" in difference(folder) and "missing" in difference(folder)


def test_parts_in_the_wrong_order_or_place(data):
    folder = data("months")
    manifest = json.loads((folder / "manifest.json").read_text())
    parts = [file for file in manifest["files"] if file["path"].startswith("items/") and file["path"].endswith("csv")]
    first, second = (manifest["files"].index(part) for part in parts)
    files = manifest["files"]
    files[first], files[second] = files[second], files[first]
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert "items" in difference(folder)
    files[first], files[second] = files[second], files[first]
    # The rows of one month under the name of another.
    files[first]["path"], files[second]["path"] = files[second]["path"], files[first]["path"]
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert "its date lies outside the days of its file" in difference(folder)


def test_a_changed_part_is_named(data):
    folder = data("months")
    name = "transactions/parquet/month=2024-02/part-00000.parquet"
    read = pq.read_table(folder / name, partitioning=None)
    at = read.schema.get_field_index("persona")
    persona = pc.replace_with_mask(read["persona"], pa.array([i == 4 for i in range(len(read))]),
                                   pa.scalar("Nobody"))
    changed = read.set_column(at, read.schema.field(at), persona)
    pq.write_table(changed, folder / name, store_decimal_as_integer=True)
    fit(folder, name)
    message = difference(folder)
    assert re.search(rf'{name}: table transactions: row 5: column persona is "Nobody"', message), message


@pytest.mark.parametrize("name, found", [
    ("items/parquet/month=2024-02/part-00001.parquet", True), ("transactions/csv/copy.csv", True),
    ("items/parquet/month=2024-02/_SUCCESS", False), ("items/.DS_Store", False), ("notes.txt", False)])
def test_files_among_those_of_a_table(data, name, found):
    """pandas and DuckDB take every file of the folder for rows."""
    folder = data("months")
    (folder / name).write_bytes(b"")
    if found:
        assert f"{name}: lies among the files of a table" in difference(folder)
    else:
        footfall("verify", folder)


def test_a_data_set_behind_a_link(made, tmp_path):
    (tmp_path / "link").symlink_to(made["months"])
    footfall("verify", tmp_path / "link")
