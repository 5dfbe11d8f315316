"""--partition-by month: the layout, and that other people's readers see one table in it."""

import csv
import hashlib
import json
import os
import re
import subprocess

import duckdb
import pandas as pd
import polars as pl
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
from conftest import PROGRAM, ROOT, footfall

SIZE = ["scenarios/india_retail.yaml", "--customers", 150, "--start-date", "2023-11-20", "--days", 80]
MONTHS = ["2023-11", "2023-12", "2024-01", "2024-02"]
FORMATS = ["csv", "jsonl", "parquet"]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole") / "data"
    footfall("simulate", *SIZE, "--format", "csv,jsonl,parquet", "--out", folder)
    return folder


@pytest.fixture(scope="module")
def parts(tmp_path_factory):
    folder = tmp_path_factory.mktemp("parts") / "data"
    footfall("simulate", *SIZE, "--format", "csv,jsonl,parquet", "--partition-by", "month", "--out", folder)
    return folder


def files_of(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def part(table, month, kind):
    """Where a part lies when several formats are written."""
    return f"{table}/{kind}/month={month}/part-00000.{kind}"


def test_layout(parts):
    wanted = [f"customers.{kind}" for kind in FORMATS] + ["manifest.json"]
    wanted += [part(table, month, kind) for table in ("items", "transactions") for month in MONTHS for kind in FORMATS]
    assert files_of(parts) == sorted(wanted)


@pytest.mark.parametrize("kind", FORMATS)
def test_one_format_needs_no_folder_of_its_own(tmp_path, parts, kind):
    done = footfall("simulate", *SIZE, "--format", f"{kind},null", "--partition-by", "month", "--out", tmp_path / "data")
    wanted = {f"{table}/month={month}/part-00000.{kind}" for table in ("items", "transactions") for month in MONTHS}
    assert set(files_of(tmp_path / "data")) == wanted | {f"customers.{kind}", "manifest.json"}
    for path in wanted:
        table, rest = path.split("/", 1)
        assert (tmp_path / "data" / path).read_bytes() == (parts / table / kind / rest).read_bytes()
    rows = json.loads((tmp_path / "data/manifest.json").read_text())["tables"]["items"]["rows"]
    assert f"items/ {rows} rows 4 files" in " ".join(re.sub(r"[\d.]+ [kM]B", "", done.stdout.replace(",", "")).split())


def test_the_summary_counts_the_rows_of_a_table_once(tmp_path):
    done = footfall("simulate", *SIZE, "--format", "csv,jsonl,parquet", "--partition-by", "month", "--out", tmp_path / "data")
    tables = json.loads((tmp_path / "data/manifest.json").read_text())["tables"]
    told = dict(re.findall(r"^    (\S+)\s+([\d,]+) rows", done.stdout, re.MULTILINE))
    assert {place: int(rows.replace(",", "")) for place, rows in told.items()} == {
        **{f"customers.{kind}": tables["customers"]["rows"] for kind in FORMATS},
        **{f"{table}/{kind}/": tables[table]["rows"] for table in ("transactions", "items") for kind in FORMATS}}


@pytest.mark.parametrize("table", ["transactions", "items"])
def test_pandas_reads_the_folder_of_a_format(parts, whole, table):
    read = pd.read_parquet(parts / table / "parquet")
    plain = pd.read_parquet(whole / f"{table}.parquet")
    assert set(read["month"]) == set(MONTHS) and len(read) == len(plain)
    assert read.amount.sum() == plain.amount.sum()


def test_manifest_tells_every_part(parts, whole):
    manifest = json.loads((parts / "manifest.json").read_text())
    assert manifest["tables"] == json.loads((whole / "manifest.json").read_text())["tables"]
    listed = {file["path"]: file for file in manifest["files"]}
    assert sorted([*listed, "manifest.json"]) == files_of(parts)
    for table in ("transactions", "items"):
        for kind in FORMATS:
            mine = [file for file in manifest["files"] if file["table"] == table and file["path"].endswith(kind)]
            assert [file["path"] for file in mine] == [part(table, month, kind) for month in MONTHS]
            assert sum(file["rows"] for file in mine) == manifest["tables"][table]["rows"]
            assert [(file["min_date"], file["max_date"]) for file in mine] == [
                ("2023-11-20", "2023-11-30"), ("2023-12-01", "2023-12-31"),
                ("2024-01-01", "2024-01-31"), ("2024-02-01", "2024-02-07")]
    for file in listed.values():
        assert (parts / file["path"]).stat().st_size == file["bytes"]


@pytest.mark.parametrize("table", ["transactions", "items"])
def test_parts_of_text_are_the_whole_in_pieces(parts, whole, table):
    for kind in ("csv", "jsonl"):
        joined = b""
        for month in MONTHS:
            data = (parts / part(table, month, kind)).read_bytes()
            joined += data[data.index(b"\n") + 1:] if kind == "csv" and joined else data
        assert joined == (whole / f"{table}.{kind}").read_bytes()


@pytest.mark.parametrize("table", ["transactions", "items"])
def test_pyarrow_dataset(parts, whole, table):
    dataset = ds.dataset(parts / table / "parquet", partitioning="hive", format="parquet")
    read = dataset.to_table()
    assert set(read["month"].to_pylist()) == set(MONTHS)
    plain = pq.read_table(whole / f"{table}.parquet")
    assert read.drop_columns("month").sort_by([(name, "ascending") for name in plain.column_names[:2]]).cast(
        plain.schema).equals(plain)
    january = dataset.to_table(filter=ds.field("month") == "2024-01")
    assert january.num_rows == pq.read_metadata(parts / part(table, "2024-01", "parquet")).num_rows


@pytest.mark.parametrize("table", ["transactions", "items"])
def test_duckdb_hive(parts, whole, table):
    read = duckdb.sql(f"FROM read_parquet('{parts}/{table}/parquet/*/*.parquet', hive_partitioning = true)")
    assert read.columns[-1] == "month"
    counts = dict(duckdb.sql("SELECT month, count(*) FROM read GROUP BY 1").fetchall())
    assert {str(month): n for month, n in counts.items()} == {
        month: pq.read_metadata(parts / part(table, month, "parquet")).num_rows for month in MONTHS}
    plain = duckdb.sql(f"FROM '{whole}/{table}.parquet'")
    assert duckdb.sql("(SELECT * EXCLUDE month FROM read) EXCEPT ALL FROM plain").fetchall() == []
    assert len(read) == len(plain)


@pytest.mark.parametrize("table", ["transactions", "items"])
def test_polars_scan(parts, whole, table):
    scan = pl.scan_parquet(f"{parts}/{table}/parquet/**/*.parquet", hive_partitioning=True)
    plain = pl.read_parquet(whole / f"{table}.parquet")
    assert scan.drop("month").collect().equals(plain)
    assert scan.filter(pl.col("month") == "2024-02").collect().height == pq.read_metadata(
        parts / part(table, "2024-02", "parquet")).num_rows


@pytest.mark.parametrize("kind", FORMATS)
def test_query_sees_one_table(parts, whole, kind):
    sql = "SELECT * FROM items ORDER BY transaction_id, line LIMIT 50 OFFSET 20000"
    read = [footfall("query", folder, sql, "--format", "csv", "--from", kind).stdout for folder in (parts, whole)]
    assert read[0] == read[1] and read[0].startswith("transaction_id,line,category,quantity,unit_price,amount\n")
    sql = "SELECT date, count(*), sum(amount), min(timestamp) FROM transactions GROUP BY 1 ORDER BY 1"
    read = [footfall("query", folder, sql, "--format", "csv", "--from", kind).stdout for folder in (parts, whole)]
    assert read[0] == read[1] and read[0].count("\n") == 81


def test_verify_reads_every_part(parts):
    manifest = json.loads((parts / "manifest.json").read_text())
    rows = 3 * sum(table["rows"] for table in manifest["tables"].values())
    assert f"{len(manifest['files'])} files" in footfall("verify", parts).stdout
    assert f" {rows} rows read back" in footfall("verify", parts).stdout.replace(",", "")


def test_threads_change_no_byte(tmp_path, parts):
    for threads in (1, 2, 7):
        out = tmp_path / str(threads)
        footfall("simulate", *SIZE, "--format", "csv,jsonl,parquet", "--partition-by", "month", "--threads", threads,
                 "--out", out)
        assert files_of(out) == files_of(parts)
        for name in files_of(out):
            assert (out / name).read_bytes() == (parts / name).read_bytes(), (threads, name)


def test_one_table_and_checksums(tmp_path):
    folder = tmp_path / "data"
    footfall("simulate", *SIZE, "--tables", "items", "--format", "csv", "--partition-by", "month",
             "--checksum", "sha256", "--out", folder)
    assert files_of(folder) == sorted(["manifest.json"] + [f"items/month={month}/part-00000.csv" for month in MONTHS])
    for file in json.loads((folder / "manifest.json").read_text())["files"]:
        data = (folder / file["path"]).read_bytes()
        assert file["checksum"] == "sha256:" + hashlib.sha256(data).hexdigest()
        rows = list(csv.reader(data.decode().splitlines()))
        assert len(rows) - 1 == file["rows"]


@pytest.mark.parametrize("words, says", [
    (["--format", "duckdb"], "month partitions"),
    (["--format", "csv,duckdb"], "month partitions"),
    (["--format", "csv", "--tables", "items", "--out", "-"], "one stream"),
    (["--partition-by", "week"], "month"),
])
def test_what_cannot_be_partitioned(tmp_path, words, says):
    flags = words if "--partition-by" in words else [*words, "--partition-by", "month"]
    out = [] if "--out" in words else ["--out", tmp_path / "data"]
    done = subprocess.run([PROGRAM, "simulate", "--customers", "5", *map(str, flags), *map(str, out)],
                          cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (2, "") and says in done.stderr, done.stderr
    assert os.listdir(tmp_path) == []
