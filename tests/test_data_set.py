"""What the files hold, read by other people's readers, against the contract and each other."""

import hashlib
import json
import os
import signal
import subprocess
import time

import duckdb
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest
from conftest import PROGRAM, ROOT, footfall
from scipy import stats

TABLES = ["customers", "transactions", "items"]

# Content hashes of the default scenario by customers a persona; README shows the same.
HASHES = json.loads((ROOT / "tests/golden/content_hashes.json").read_text())


def manifest(folder):
    return json.loads((folder / "manifest.json").read_text())


def content(folder):
    return {name: table["content_hash"] for name, table in manifest(folder)["tables"].items()}


@pytest.mark.parametrize("table", TABLES)
def test_formats_hold_the_same_rows(default_data, table):
    csv = pd.read_csv(default_data / f"{table}.csv", keep_default_na=False, dtype=str)
    jsonl = pd.read_json(default_data / f"{table}.jsonl", lines=True, dtype=False, convert_dates=False)
    parquet = pq.read_table(default_data / f"{table}.parquet").to_pandas()
    assert list(csv.columns) == list(jsonl.columns) == list(parquet.columns)
    assert len(csv) == len(jsonl) == len(parquet) == manifest(default_data)["tables"][table]["rows"]
    for column in csv.columns:
        text = csv[column]
        if column in ("amount", "unit_price", "monthly_income"):
            assert (parquet[column].astype(str) == text).all(), column
            assert (jsonl[column].map(lambda v: f"{v:.2f}") == text).all(), column
        elif column == "timestamp":
            assert (parquet[column].dt.strftime("%Y-%m-%dT%H:%M:%S") == text).all()
            assert (jsonl[column] == text).all()
        elif column == "is_weekend":
            assert (parquet[column].map({True: "true", False: "false"}) == text).all()
        else:
            assert (parquet[column].astype(str) == text).all(), column
            assert (jsonl[column].astype(str) == text).all(), column


def test_keys_sums_and_order(default_data):
    t = pl.read_parquet(default_data / "transactions.parquet")
    i = pl.read_parquet(default_data / "items.parquet")
    c = pl.read_parquet(default_data / "customers.parquet")
    assert t["transaction_id"].is_unique().all() and t["transaction_id"].is_sorted()
    assert c["customer_id"].is_unique().all() and set(t["customer_id"]) <= set(c["customer_id"])
    assert (i["amount"] == i["quantity"] * i["unit_price"]).all()
    sums = i.group_by("transaction_id", maintain_order=True).agg(
        pl.col("amount").sum(), pl.col("quantity").sum().alias("units"), pl.len().alias("lines"))
    for column in ("transaction_id", "amount", "units", "lines"):
        assert (sums[column].cast(t[column].dtype) == t[column]).all(), column
    assert (t["hour"] == t["timestamp"].dt.hour()).all()
    assert (t["weekday"] == t["date"].dt.weekday()).all()
    assert c["email"].str.contains(r"@example\.(in|com)$").all()


def test_uplifts_shares_and_hours(default_data):
    con = duckdb.connect()
    path = default_data / "transactions.parquet"
    festival, weekend = con.sql(f"""
        SELECT avg(amount::DOUBLE) FILTER (festival <> '') / avg(amount::DOUBLE) FILTER (festival = '') - 1,
               avg(amount::DOUBLE) FILTER (is_weekend) / avg(amount::DOUBLE) FILTER (NOT is_weekend) - 1
        FROM '{path}'""").fetchone()
    assert abs(festival - 0.39) < 0.03 and abs(weekend - 0.16) < 0.027
    shares = dict(con.sql(f"SELECT persona, sum(amount)::DOUBLE / (SELECT sum(amount) FROM '{path}') "
                          f"FROM '{path}' GROUP BY 1").fetchall())
    for persona, share in {"Premium Shopper": .752, "Family Shopper": .122, "Young Professional": .068,
                           "Budget Conscious": .0275, "Senior Citizen": .0305}.items():
        assert abs(shares[persona] - share) < 0.006, persona
    hours = con.sql(f"SELECT hour, count(*) FROM '{path}' WHERE persona = 'Premium Shopper' "
                    f"GROUP BY 1 ORDER BY 1").fetchall()
    assert [h for h, _ in hours] == [11, 12, 19, 20]
    assert stats.chisquare([n for _, n in hours]).pvalue > 1e-4


def test_prices_are_uniform_and_neighbours_independent(default_data):
    con = duckdb.connect()
    prices = con.sql(f"""SELECT unit_price::DOUBLE FROM '{default_data}/items.parquet' i
        JOIN '{default_data}/transactions.parquet' t USING (transaction_id)
        WHERE festival = '' AND category = 'organic_fruit_veg'""").df().iloc[:, 0]
    assert stats.kstest(prices, "uniform", args=(255, 640)).pvalue > 1e-4
    assert abs(stats.pearsonr(prices[:-1], prices[1:]).statistic) < 4 / len(prices) ** 0.5


def test_threads_change_no_byte(tmp_path, default_data):
    for threads in (1, 2, 7):
        out = tmp_path / str(threads)
        footfall("simulate", "--threads", threads, "--format", "csv,jsonl,parquet", "--out", out)
        for name in sorted(os.listdir(default_data)):
            assert (out / name).read_bytes() == (default_data / name).read_bytes(), (threads, name)


@pytest.mark.parametrize("customers", sorted(HASHES, key=int))
def test_golden_content_hashes(tmp_path, customers):
    footfall("simulate", "--customers", customers, "--format", "csv", "--out", tmp_path / "d")
    assert content(tmp_path / "d") == HASHES[customers]


def test_checksums_are_those_of_sha256sum(tmp_path):
    footfall("simulate", "--customers", 50, "--checksum", "sha256", "--out", tmp_path / "d")
    for file in manifest(tmp_path / "d")["files"]:
        assert file["checksum"] == "sha256:" + hashlib.sha256((tmp_path / "d" / file["path"]).read_bytes()).hexdigest()


def test_resolved_scenario_gives_the_same_data(tmp_path, default_data):
    again = tmp_path / "resolved.yaml"
    again.write_text(json.dumps(manifest(default_data)["scenario"]))
    footfall("simulate", again, "--out", tmp_path / "d")
    assert content(tmp_path / "d") == content(default_data)


@pytest.mark.parametrize(
    "words, code, says",
    [
        (["--days", "0"], 2, "days"),
        (["--customers", "10000000000"], 2, "customers"),
        (["--customers", "-1"], 2, "customers"),
        (["--start-date", "2024-02-30"], 2, "YYYY-MM-DD"),
        (["--start-date", "1969-12-31"], 3, "1970"),
        (["--start-date", "2215-12-31"], 3, "2215"),
        (["--format", "xls"], 2, "xls"),
        (["--config", "absent.yaml"], 4, "absent.yaml"),
        (["--config", "/bin/sh"], 3, "sh"),
        (["--out", "/proc/nowhere"], 4, "/proc"),
        (["--dayz", "3"], 2, "dayz"),
    ],
)
def test_bad_requests_write_nothing(tmp_path, words, code, says):
    done = subprocess.run([PROGRAM, "simulate", "--out", tmp_path / "d", *words] if "--out" not in words
                          else [PROGRAM, "simulate", *words], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (code, "")
    assert says in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_existing_target_is_kept(tmp_path):
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "letter.txt").write_text("dear")
    for flags in ([], ["--overwrite"]):
        assert footfall("simulate", "--out", mine, *flags, check=False).returncode == 3
    assert (mine / "letter.txt").read_text() == "dear"
    assert footfall("simulate", "--customers", 5, "--out", tmp_path / "d").returncode == 0
    before = content(tmp_path / "d")
    assert footfall("simulate", "--customers", 6, "--out", tmp_path / "d", check=False).returncode == 3
    assert content(tmp_path / "d") == before
    assert footfall("simulate", "--customers", 6, "--out", tmp_path / "d", "--overwrite").returncode == 0
    assert content(tmp_path / "d") != before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["d", "mine"]


@pytest.mark.parametrize("number, code", [(signal.SIGINT, 130), (signal.SIGTERM, 130)])
def test_interruption_leaves_nothing(tmp_path, number, code):
    running = subprocess.Popen([PROGRAM, "simulate", "--customers", "1000000", "--days", "365", "--out", tmp_path / "d"],
                               cwd=ROOT, stderr=subprocess.PIPE, text=True)
    time.sleep(0.7)
    running.send_signal(number)
    assert running.wait(timeout=30) == code
    assert "interrupted" in running.stderr.read()
    assert list(tmp_path.iterdir()) == []


def test_one_table_to_a_pipe(default_data):
    done = footfall("simulate", "--tables", "items", "--out", "-")
    assert done.stdout == (default_data / "items.csv").read_text()


def test_flags_without_a_subcommand_belong_to_simulate(tmp_path):
    footfall("--days", 3, "--customers", 20, "--out", tmp_path / "d")
    assert manifest(tmp_path / "d")["period"]["days"] == 3
