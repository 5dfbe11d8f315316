"""What other people's readers find in the files of each format: the same rows, types, keys and sums.

Three worlds: the default, a German one with umlauts, and one whose names hold quotes,
commas and emoji. The rows to compare with are read from CSV by Python's own csv module.
"""

import csv
import datetime
import functools
import json

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.csv
import pyarrow.json
import pyarrow.parquet as pq
import pytest
import yaml
from conftest import ROOT, footfall

TABLES = ["customers", "transactions", "items"]
FORMATS = ["csv", "jsonl", "parquet", "duckdb"]
NUMBER, MONEY, DATE, TIME, FLAG, WORD = "number", "money", "date", "timestamp", "flag", "word"
COLUMNS = {  # as the data contract lists them
    "customers": {
        "customer_id": NUMBER, "persona": WORD, "name": WORD, "gender": WORD, "age": NUMBER, "city": WORD, "state": WORD,
        "monthly_income": MONEY, "location_type": WORD, "education": WORD, "family_status": WORD, "loyalty_since": DATE,
        "email": WORD},
    "transactions": {
        "transaction_id": NUMBER, "customer_id": NUMBER, "persona": WORD, "timestamp": TIME, "date": DATE, "hour": NUMBER,
        "weekday": NUMBER, "is_weekend": FLAG, "festival": WORD, "lines": NUMBER, "units": NUMBER, "amount": MONEY},
    "items": {
        "transaction_id": NUMBER, "line": NUMBER, "category": WORD, "quantity": NUMBER, "unit_price": MONEY, "amount": MONEY},
}
ODD_NAMES = ['Quote "Q" Shopper', "Comma, Shopper", "Émile Zoë-Größe", "🛒 Shopper 👩‍👩‍👧", "  blanks  ", "'; DROP TABLE items; --",
             "\\back\\slash", "NULL", "nan", "1.50", "true", "2024-01-01"]
EMPTY = np.array([], dtype=object)


def odd_scenario():
    scenario = yaml.safe_load((ROOT / "scenarios/minimal.yaml").read_text())
    model = scenario["personas"][0]
    scenario["simulation"] = {"start_date": datetime.date(2024, 2, 20), "days": 20, "customers_per_persona": 12}
    scenario["calendar"]["festivals"] = [{"name": 'Fair, "the" 🎡', "dates": [datetime.date(2024, 3, 1)]}]
    scenario["personas"] = [{
        **model, "name": name,
        "demographics": {**model["demographics"], "location_type": name, "education": f"{name}, M.A.", "family_status": name},
        "cities": [{"name": name, "state": f'"{name}"'}, {"name": "Köln, Süd", "state": "ß"}],
        "basket_profile": {other: model["basket_profile"]["coffee"] for other in ODD_NAMES},
    } for name in ODD_NAMES]
    return scenario


@pytest.fixture(scope="session")
def make(tmp_path_factory):
    """Returns the folder of a world by name, made when first asked for."""
    @functools.cache
    def made(world):
        folder = tmp_path_factory.mktemp(world)
        flags = {"default": ["scenarios/india_retail.yaml"],
                 "germany": ["scenarios/germany.yaml", "--customers", 40, "--days", 120],
                 "odd": [folder / "odd.yaml"]}[world]
        (folder / "odd.yaml").write_text(json.dumps(odd_scenario(), ensure_ascii=False, default=str))
        footfall("simulate", *flags, "--format", ",".join(FORMATS), "--out", folder / "data", "-q")
        return folder / "data"
    return made


@pytest.fixture(scope="session", params=["default", "germany", "odd"])
def data(request, make):
    return make(request.param)


@pytest.fixture(scope="session")
def oracle(data):
    return read_tables(data)


def read_tables(folder):
    """The tables as Python's csv module reads them: {table: {column: plain values}}."""
    return {table: plain(read_by_python(folder / f"{table}.csv"), table) for table in TABLES}


def read_by_python(path):
    with open(path, encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file, strict=True)
    return pd.DataFrame(rows, columns=header, dtype=object)


def paise(values):
    """Exact paise of money that came as text, Decimal or double."""
    texts = [value if isinstance(value, str) else f"{value:.2f}" for value in values]
    assert all(text[-3] == "." for text in texts)
    return np.array([int(text[:-3] + text[-2:]) for text in texts], dtype=np.int64)


PLAIN = {
    NUMBER: lambda values: values.astype(np.int64).to_numpy(),
    MONEY: lambda values: paise(values.tolist()),
    DATE: lambda values: pd.to_datetime(values, format="ISO8601").to_numpy().astype("datetime64[D]"),
    TIME: lambda values: pd.to_datetime(values, format="ISO8601").to_numpy().astype("datetime64[s]"),
    FLAG: lambda values: values.map({"true": True, "false": False, True: True, False: False}).to_numpy().astype(bool),
    WORD: lambda values: values.astype(object).to_numpy(),
}


def plain(frame, table):
    """The columns of a pandas frame as numbers, paise, dates, truths and texts, whatever the reader."""
    assert list(frame.columns) == list(COLUMNS[table])
    return {name: PLAIN[kind](frame[name]) if len(frame) else EMPTY for name, kind in COLUMNS[table].items()}


def quiet_csv_types(table, texts):
    return {name: texts for name, kind in COLUMNS[table].items() if kind in (WORD, MONEY)}


def csv_by_pandas(folder, table):
    return pd.read_csv(folder / f"{table}.csv", dtype=quiet_csv_types(table, str), keep_default_na=False)


def csv_by_polars(folder, table):
    found = pl.read_csv(folder / f"{table}.csv", schema_overrides=quiet_csv_types(table, pl.String))
    return found.with_columns(pl.col(pl.String).fill_null("")).to_pandas()


def csv_by_arrow(folder, table):
    options = pa.csv.ConvertOptions(column_types=quiet_csv_types(table, pa.string()), strings_can_be_null=False)
    return pa.csv.read_csv(folder / f"{table}.csv", convert_options=options).to_pandas()


def csv_by_duckdb(folder, table):
    types = {name: "VARCHAR" for name in quiet_csv_types(table, None)}
    found = duckdb.read_csv(str(folder / f"{table}.csv"), dtype=types, header=True, quotechar='"', escapechar='"')
    return found.df().fillna({name: "" for name in types})


def jsonl_by_python(folder, table):
    with open(folder / f"{table}.jsonl", encoding="utf-8") as file:
        return pd.DataFrame([json.loads(line) for line in file], columns=list(COLUMNS[table]))


def jsonl_by_pandas(folder, table):
    return pd.read_json(folder / f"{table}.jsonl", lines=True, dtype=False)


def jsonl_by_polars(folder, table):
    return pl.read_ndjson(folder / f"{table}.jsonl").to_pandas()


def jsonl_by_arrow(folder, table):
    return pa.json.read_json(folder / f"{table}.jsonl").to_pandas()


def jsonl_by_duckdb(folder, table):
    columns = {name: {NUMBER: "BIGINT", MONEY: "DECIMAL(18,2)", FLAG: "BOOLEAN"}.get(kind, "VARCHAR")
               for name, kind in COLUMNS[table].items()}
    return duckdb.read_json(str(folder / f"{table}.jsonl"), columns=columns, format="newline_delimited").df()


def parquet_by_arrow(folder, table):
    return pq.read_table(folder / f"{table}.parquet").to_pandas()


def parquet_by_pandas(folder, table):
    return pd.read_parquet(folder / f"{table}.parquet")


def parquet_by_polars(folder, table):
    return pl.read_parquet(folder / f"{table}.parquet").to_pandas()


def parquet_by_duckdb(folder, table):
    return duckdb.read_parquet(str(folder / f"{table}.parquet")).df()


def duckdb_by_duckdb(folder, table):
    with duckdb.connect(str(folder / "footfall.duckdb"), read_only=True) as connection:
        return connection.sql(f"FROM {table}").df()


READERS = [reader for name, reader in list(globals().items()) if "_by_" in name and name.split("_by_")[0] in FORMATS]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
def test_readers_find_the_same_rows(data, oracle, reader, table):
    found = plain(reader(data, table), table)
    for column, values in oracle[table].items():
        assert len(found[column]) == len(values) > 0, column
        different = np.flatnonzero(found[column] != values)
        assert not len(different), (column, different[:3], found[column][different[:3]], values[different[:3]])


ARROW_TYPES = {
    NUMBER: pa.types.is_integer,
    MONEY: lambda kind: pa.types.is_decimal(kind) and kind.scale == 2 and kind.precision >= 9,
    DATE: pa.types.is_date32,
    TIME: lambda kind: pa.types.is_timestamp(kind) and kind.tz is None,
    FLAG: pa.types.is_boolean,
    WORD: lambda kind: pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_dictionary(kind),
}
DUCKDB_TYPES = {NUMBER: ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"),
                MONEY: ("DECIMAL(",), DATE: ("DATE",), TIME: ("TIMESTAMP",), FLAG: ("BOOLEAN",), WORD: ("VARCHAR", "ENUM(")}


@pytest.mark.parametrize("table", TABLES)
def test_types(data, table):
    with duckdb.connect(str(data / "footfall.duckdb"), read_only=True) as connection:
        kept = {name: kind for name, kind, *_ in connection.sql(f"DESCRIBE {table}").fetchall()}
    schema = pq.read_schema(data / f"{table}.parquet")
    assert list(kept) == schema.names == list(COLUMNS[table])
    for name, kind in COLUMNS[table].items():
        assert ARROW_TYPES[kind](schema.field(name).type), (name, schema.field(name).type)
        assert kept[name].startswith(DUCKDB_TYPES[kind]), (name, kept[name])
        assert pq.read_metadata(data / f"{table}.parquet").schema.column(schema.names.index(name)).max_definition_level == 0


def test_keys_and_order(oracle):
    customers, transactions, items = (oracle[table] for table in TABLES)
    for table, key in ((customers, "customer_id"), (transactions, "transaction_id")):
        assert (np.diff(table[key]) > 0).all(), "keys ascend, so they are unique"
    assert np.isin(transactions["customer_id"], customers["customer_id"]).all()
    assert (np.diff(items["transaction_id"]) >= 0).all()
    assert (np.unique(items["transaction_id"]) == transactions["transaction_id"]).all(), "no empty and no lost basket"
    first = np.concatenate([[True], np.diff(items["transaction_id"]) > 0])
    numbers = np.arange(len(first)) - np.flatnonzero(first)[np.cumsum(first) - 1] + 1
    assert (items["line"] == numbers).all(), "lines count from 1 without gaps"
    assert (transactions["date"][:-1] <= transactions["date"][1:]).all()


def test_sums(oracle):
    customers, transactions, items = (oracle[table] for table in TABLES)
    assert (items["amount"] == items["quantity"] * items["unit_price"]).all()
    begins = np.flatnonzero(items["line"] == 1)
    assert (np.add.reduceat(items["amount"], begins) == transactions["amount"]).all()
    assert (np.add.reduceat(items["quantity"], begins) == transactions["units"]).all()
    assert (np.diff(np.append(begins, len(items["line"]))) == transactions["lines"]).all()


def test_fields_agree(oracle):
    customers, transactions, items = (oracle[table] for table in TABLES)
    owner = np.searchsorted(customers["customer_id"], transactions["customer_id"])
    assert (customers["persona"][owner] == transactions["persona"]).all()
    when = transactions["timestamp"]
    assert (when.astype("datetime64[D]") == transactions["date"]).all()
    assert ((when - when.astype("datetime64[D]")).astype(int) // 3600 == transactions["hour"]).all()
    days = transactions["date"].astype(int)
    assert ((days + 3) % 7 + 1 == transactions["weekday"]).all()
    assert (transactions["is_weekend"] == (transactions["weekday"] >= 6)).all()
    # (day x 10^10 + customer) x 10 + trip, decodable by eye
    assert (transactions["transaction_id"] // 10**11 == days).all()
    assert (transactions["transaction_id"] // 10 % 10**10 == transactions["customer_id"]).all()
    assert transactions["transaction_id"].max() < 2**53
    assert items["quantity"].min() >= 1 and items["unit_price"].min() >= 1
    assert all(email.endswith(("@example.com", "@example.in")) for email in customers["email"])
    assert len(set(customers["email"])) == len(customers["email"])


def test_odd_names_are_whole(make):
    found = read_tables(make("odd"))
    assert set(found["customers"]["persona"]) == set(found["items"]["category"]) == set(ODD_NAMES)
    assert set(found["transactions"]["festival"]) == {"", 'Fair, "the" 🎡'}
    assert "Köln, Süd" in found["customers"]["city"]


def test_manifest_tells_what_is_there(data, oracle):
    manifest = json.loads((data / "manifest.json").read_text())
    for table in TABLES:
        rows = len(next(iter(oracle[table].values())))
        assert manifest["tables"][table]["rows"] == rows
        listed = [file for file in manifest["files"] if file["table"] == table]
        assert {file["path"].split(".")[-1] for file in listed} == {"csv", "jsonl", "parquet"}
        assert all(file["rows"] == rows for file in listed)
    assert {file["path"] for file in manifest["files"]} == {path.name for path in data.iterdir()} - {"manifest.json"}
    assert all(file["bytes"] == (data / file["path"]).stat().st_size for file in manifest["files"])


def test_money_as_double(tmp_path, make):
    footfall("simulate", "--format", ",".join(FORMATS), "--money", "double", "--out", tmp_path / "d", "-q")
    expected = read_tables(make("default"))
    for table in TABLES:
        money = [name for name, kind in COLUMNS[table].items() if kind == MONEY]
        schema = pq.read_schema(tmp_path / "d" / f"{table}.parquet")
        assert all(pa.types.is_float64(schema.field(name).type) for name in money)
        for reader in (parquet_by_arrow, duckdb_by_duckdb):
            found = plain(reader(tmp_path / "d", table), table)
            assert all((found[name] == expected[table][name]).all() for name in COLUMNS[table])
        assert (tmp_path / "d" / f"{table}.csv").read_bytes() == (make("default") / f"{table}.csv").read_bytes()


def test_tables_without_rows_have_columns_and_types(tmp_path):
    scenario = yaml.safe_load((ROOT / "scenarios/minimal.yaml").read_text())
    for persona in scenario["personas"]:
        persona["visit_probability"] = 0
    (tmp_path / "quiet.yaml").write_text(yaml.safe_dump(scenario))
    footfall("simulate", tmp_path / "quiet.yaml", "--format", ",".join(FORMATS), "--out", tmp_path / "d", "-q")
    for table in ("transactions", "items"):
        for reader in (csv_by_pandas, parquet_by_arrow, parquet_by_polars, parquet_by_duckdb, duckdb_by_duckdb):
            found = reader(tmp_path / "d", table)
            assert list(found.columns) == list(COLUMNS[table]) and len(found) == 0
        assert (tmp_path / "d" / f"{table}.jsonl").read_bytes() == b""
        schema = pq.read_schema(tmp_path / "d" / f"{table}.parquet")
        assert all(ARROW_TYPES[kind](schema.field(name).type) for name, kind in COLUMNS[table].items())
    assert footfall("verify", tmp_path / "d").returncode == 0
