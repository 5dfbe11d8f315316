"""What is in the Parquet files, by other people's readers: types, values, statistics, page index, metadata."""

import csv
import datetime
import decimal
import json
import struct

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import footfall

TABLES = ["customers", "transactions", "items"]
GROUP_ROWS = 40_000  # more than a page holds
MONEY = pa.decimal128(18, 2)
TYPES = {
    "customers": {
        "customer_id": pa.int64(), "persona": pa.string(), "name": pa.string(), "gender": pa.string(),
        "age": pa.int32(), "city": pa.string(), "state": pa.string(), "monthly_income": MONEY,
        "location_type": pa.string(), "education": pa.string(), "family_status": pa.string(),
        "loyalty_since": pa.date32(), "email": pa.string(),
    },
    "transactions": {
        "transaction_id": pa.int64(), "customer_id": pa.int64(), "persona": pa.string(),
        "timestamp": pa.timestamp("ms"), "date": pa.date32(), "hour": pa.int32(), "weekday": pa.int32(),
        "is_weekend": pa.bool_(), "festival": pa.string(), "lines": pa.int32(), "units": pa.int32(),
        "amount": MONEY,
    },
    "items": {
        "transaction_id": pa.int64(), "line": pa.int32(), "category": pa.string(), "quantity": pa.int32(),
        "unit_price": MONEY, "amount": MONEY,
    },
}


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("parquet") / "data"
    footfall("simulate", "scenarios/india_retail.yaml", "--customers", 2000, "--days", 20, "--seed", 7,
             "--format", "csv,parquet", "--row-group-rows", GROUP_ROWS, "--out", folder)
    return folder


@pytest.fixture(scope="module")
def csv_columns(data):
    """Columns of the CSV files as Python values, read by Python itself: the oracle of this file."""
    parse = {
        pa.int64(): int, pa.int32(): int, pa.string(): str, MONEY: decimal.Decimal,
        pa.date32(): datetime.date.fromisoformat, pa.timestamp("ms"): datetime.datetime.fromisoformat,
        pa.bool_(): lambda text: {"true": True, "false": False}[text],
    }
    tables = {}
    for table in TABLES:
        with open(data / f"{table}.csv", newline="") as file:
            head, *rows = csv.reader(file)
        tables[table] = {
            name: list(map(parse[TYPES[table][name]], values)) for name, values in zip(head, zip(*rows))
        }
    return tables


def groups_of(path):
    metadata = pq.ParquetFile(path).metadata
    return [metadata.row_group(g) for g in range(metadata.num_row_groups)]


@pytest.mark.parametrize("table", TABLES)
def test_types_and_values_in_pyarrow(data, csv_columns, table):
    read = pq.read_table(data / f"{table}.parquet")
    assert {field.name: field.type for field in read.schema} == TYPES[table]
    assert not any(field.nullable for field in read.schema)
    for name, values in csv_columns[table].items():
        assert read[name].to_pylist() == values, name


@pytest.mark.parametrize("table", TABLES)
def test_types_and_values_in_polars(data, csv_columns, table):
    read = pl.read_parquet(data / f"{table}.parquet")
    wanted = {pa.int64(): pl.Int64, pa.int32(): pl.Int32, pa.string(): pl.String, MONEY: pl.Decimal(18, 2),
              pa.date32(): pl.Date, pa.timestamp("ms"): pl.Datetime("ms"), pa.bool_(): pl.Boolean}
    assert dict(read.schema) == {name: wanted[kind] for name, kind in TYPES[table].items()}
    for name, values in csv_columns[table].items():
        assert read[name].to_list() == values, name
    # Its lazy reader prunes by statistics.
    first, last = values_between(csv_columns[table])
    scanned = pl.scan_parquet(data / f"{table}.parquet").filter(pl.nth(0).is_between(first, last)).collect()
    assert scanned.height == sum(first <= value <= last for value in next(iter(csv_columns[table].values())))


@pytest.mark.parametrize("table", TABLES)
def test_types_and_values_in_duckdb(data, csv_columns, table):
    read = duckdb.sql(f"FROM '{data}/{table}.parquet'")
    wanted = {pa.int64(): "BIGINT", pa.int32(): "INTEGER", pa.string(): "VARCHAR", MONEY: "DECIMAL(18,2)",
              pa.date32(): "DATE", pa.timestamp("ms"): "TIMESTAMP", pa.bool_(): "BOOLEAN"}
    assert [str(kind) for kind in read.types] == [wanted[kind] for kind in TYPES[table].values()]
    assert read.fetchall() == list(zip(*csv_columns[table].values()))
    first, last = values_between(csv_columns[table])
    id_name = read.columns[0]
    found = duckdb.sql(f"SELECT count(*) FROM read WHERE {id_name} BETWEEN {first} AND {last}").fetchone()[0]
    assert found == sum(first <= value <= last for value in csv_columns[table][id_name])


@pytest.mark.parametrize("table", TABLES)
def test_types_and_values_in_pandas(data, csv_columns, table):
    read = pd.read_parquet(data / f"{table}.parquet")
    for name, values in csv_columns[table].items():
        assert list(read[name]) == values, name
        assert not read[name].isna().any()
    assert read.dtypes.iloc[0] == "int64"


def values_between(columns):
    """Two identifiers in the middle of a table."""
    ids = next(iter(columns.values()))
    return ids[len(ids) // 3], ids[len(ids) // 2]


@pytest.mark.parametrize("table", TABLES)
def test_row_groups_and_their_statistics(data, csv_columns, table):
    groups = groups_of(data / f"{table}.parquet")
    rows = len(csv_columns[table][next(iter(TYPES[table]))])
    counts = [group.num_rows for group in groups]
    assert counts == [GROUP_ROWS] * (rows // GROUP_ROWS) + ([rows % GROUP_ROWS] if rows % GROUP_ROWS else [])
    begin = 0
    for group in groups:
        assert [(s.column_index, s.descending) for s in group.sorting_columns] == (
            [(0, False), (1, False)] if table == "items" else [(0, False)])
        for c, name in enumerate(TYPES[table]):
            column = group.column(c)
            values = csv_columns[table][name][begin:begin + group.num_rows]
            statistics = column.statistics
            assert column.path_in_schema == name and column.num_values == group.num_rows
            assert statistics.has_min_max and statistics.null_count == 0
            assert (statistics.min, statistics.max) == (min(values), max(values)), name
            assert column.has_column_index and column.has_offset_index, name
        begin += group.num_rows


def test_metadata(data):
    manifest = json.loads((data / "manifest.json").read_text())
    for table in TABLES:
        metadata = pq.ParquetFile(data / f"{table}.parquet").metadata
        assert metadata.metadata[b"footfall.seed"] == b"7"
        assert metadata.metadata[b"footfall.scenario_sha256"].decode() == manifest["scenario_sha256"]
        assert int(metadata.metadata[b"footfall.data_version"]) == manifest["data_version"]
        assert metadata.num_rows == manifest["tables"][table]["rows"]


def test_encodings_and_compression(data):
    """Words and small numbers have dictionaries, wide numbers are delta-packed; what zstd cannot shrink is left."""
    columns = {}
    for table in TABLES:
        group = groups_of(data / f"{table}.parquet")[0]
        columns |= {(table, group.column(c).path_in_schema): group.column(c) for c in range(group.num_columns)}
    for name in [("items", "category"), ("items", "quantity"), ("items", "line"), ("transactions", "hour")]:
        assert "RLE_DICTIONARY" in columns[name].encodings and columns[name].compression == "ZSTD", name
    for name in [("items", "unit_price"), ("items", "amount"), ("transactions", "amount")]:
        assert "DELTA_BINARY_PACKED" in columns[name].encodings, name
        assert columns[name].compression == "UNCOMPRESSED", name
    assert columns["items", "transaction_id"].compression == "ZSTD"


@pytest.mark.parametrize("compression", ["zstd", "snappy", "none"])
@pytest.mark.parametrize("money", ["decimal", "double"])
def test_compressions_and_money(tmp_path, compression, money):
    folder = tmp_path / "data"
    footfall("simulate", "--customers", 200, "--days", 9, "--format", "parquet,csv", "--compression", compression,
             "--money", money, "--out", folder)
    for table in TABLES:
        path = folder / f"{table}.parquet"
        used = {group.column(c).compression for group in groups_of(path) for c in range(group.num_columns)}
        assert used <= {"UNCOMPRESSED", compression.upper()}
        assert (compression == "none") == (used == {"UNCOMPRESSED"})
        read = pq.read_table(path)
        text = pd.read_csv(folder / f"{table}.csv", keep_default_na=False)
        polars, duck = pl.read_parquet(path), duckdb.sql(f"FROM '{path}'").pl()
        for field in read.schema:
            if TYPES[table][field.name] != MONEY:
                assert field.type == TYPES[table][field.name]
                continue
            assert field.type == (MONEY if money == "decimal" else pa.float64())
            # A double is the nearest one to two decimals, so printing two decimals gives them back.
            assert (read[field.name].to_pandas().astype(float) == text[field.name]).all()
            assert list(polars[field.name].cast(pl.Float64)) == list(text[field.name])
            assert list(duck[field.name].cast(pl.Float64)) == list(text[field.name])


class Thrift:
    """Just enough of Thrift's compact protocol to read Parquet's footer and page index."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def varint(self):
        value = shift = 0
        while True:
            byte = self.data[self.at]
            self.at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    def integer(self):
        value = self.varint()
        return value >> 1 ^ -(value & 1)

    def binary(self):
        size = self.varint()
        self.at += size
        return self.data[self.at - size:self.at]

    def value(self, kind):
        if kind in (1, 2):
            return kind == 1
        if kind == 3:
            self.at += 1
            return self.data[self.at - 1]
        if kind in (4, 5, 6):
            return self.integer()
        if kind == 8:
            return self.binary()
        if kind == 9:
            head = self.data[self.at]
            self.at += 1
            count = head >> 4 if head < 0xF0 else self.varint()
            if head & 15 in (1, 2):  # booleans of a list take a byte each
                self.at += count
                return [byte == 1 for byte in self.data[self.at - count:self.at]]
            return [self.value(head & 15) for _ in range(count)]
        assert kind == 12, kind
        return self.fields()

    def fields(self):
        found, number = {}, 0
        while head := self.data[self.at]:
            self.at += 1
            number = number + (head >> 4) if head >> 4 else self.integer()
            found[number] = self.value(head & 15)
        self.at += 1
        return found


def plain_value(kind, data):
    """The value that a minimum or maximum stands for."""
    if kind == pa.string():
        return data.decode()
    if kind == pa.bool_():
        return data == b"\x01"
    number = struct.unpack("<q" if len(data) == 8 else "<i", data)[0]
    if kind == MONEY:
        return decimal.Decimal(number).scaleb(-2)
    if kind == pa.date32():
        return datetime.date(1970, 1, 1) + datetime.timedelta(days=number)
    if kind == pa.timestamp("ms"):
        return datetime.datetime(1970, 1, 1) + datetime.timedelta(milliseconds=number)
    return number


@pytest.mark.parametrize("table", TABLES)
def test_page_index_is_exact(data, csv_columns, table):
    raw = (data / f"{table}.parquet").read_bytes()
    size = struct.unpack("<I", raw[-8:-4])[0]
    footer = Thrift(raw[-8 - size:-8]).fields()
    begin = 0
    for group in footer[4]:
        rows = group[3]
        for column, (name, kind) in zip(group[1], TYPES[table].items()):
            offsets = Thrift(raw[column[4]:column[4] + column[5]]).fields()
            index = Thrift(raw[column[6]:column[6] + column[7]]).fields()
            starts = [page[3] for page in offsets[1]]
            assert starts[0] == 0 and len(starts) == len(index[2]) == len(index[3])
            assert len(starts) > 1 or rows <= 32_768, name
            assert index[1] == [False] * len(starts) and index[5] == [0] * len(starts)
            for number, (first, end) in enumerate(zip(starts, starts[1:] + [rows])):
                values = csv_columns[table][name][begin + first:begin + end]
                assert plain_value(kind, index[2][number]) == min(values), name
                assert plain_value(kind, index[3][number]) == max(values), name
        begin += rows
    assert begin == footer[3]
