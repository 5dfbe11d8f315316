"""Requests that are far too large are refused with figures, or play in memory that stays flat."""

import re
import signal

import pytest
from tiny_runs import SCENARIO, footfall, measured, names

MOST_CUSTOMERS = 99_999_999
MOST_DAYS = 89_800  # 1970-01-01 to 2215-11-11
LARGEST = ["--customers", MOST_CUSTOMERS, "--days", MOST_DAYS, "--start-date", "1970-01-01"]


@pytest.mark.parametrize("words, code, says", [
    (["--customers", 10_000_000_000], 2, "customers"),
    (["--customers", 10**30], 2, "customers"),
    (["--customers", MOST_CUSTOMERS + 1], 2, "customers"),
    (["--days", 10**9], 2, "days"),
    (["--days", 10**30], 2, "days"),
    (["--days", 90_000], 2, "89,849"),
    (["--threads", 10**6], 2, "threads"),
    (["--row-group-rows", 10**15], 2, "row-group-rows"),
])
def test_values_beyond_any_limit(tmp_path, words, code, says):
    done = footfall("simulate", SCENARIO, "--out", tmp_path / "data", *words)
    assert (done.returncode, done.stdout) == (code, ""), done.stderr
    assert says in done.stderr and re.search(r"\d", done.stderr), done.stderr
    assert names(tmp_path) == []


@pytest.mark.parametrize("formats", ["csv", "parquet", "jsonl", "duckdb", "csv,parquet,jsonl,duckdb"])
def test_the_largest_request_is_refused_before_anything_is_written(tmp_path, formats):
    code, message, peak = measured("simulate", SCENARIO, *LARGEST, "--format", formats, "--out",
                                   tmp_path / "deep/data")
    assert code == 3, message
    assert re.search(r"\d(,\d{3}){3}", message) and message.count("\n") == 1, message
    assert peak < 150
    assert names(tmp_path) == []


@pytest.mark.parametrize("words", [
    LARGEST,
    ["--customers", 1, "--days", MOST_DAYS, "--start-date", "1970-01-01"],
    ["--customers", MOST_CUSTOMERS, "--days", 1],
], ids=["both", "days", "customers"])
def test_memory_of_the_largest_requests(words):
    """Without files there is no disk to refuse them; three seconds of them show what they need."""
    code, message, peak = measured("simulate", SCENARIO, *words, "--format", "null", "-q", seconds=3)
    assert code in (0, 3, 130), message
    assert peak < 200


@pytest.fixture(scope="module")
def widest(tmp_path_factory):
    """99 personas of 100 categories each, with 40 festivals."""
    path = tmp_path_factory.mktemp("widest") / "widest.yaml"
    categories = "".join(f"\n      c{c}: {{probability: 0.01, quantity: [1, 2], price_range: [10, 20]}}"
                         for c in range(100))
    personas = "".join(f"""
  - name: P{p}
    frequency: daily
    preferred_time: ["10:00-12:00"]
    demographics: {{age_range: [20, 40], income_range: [1000, 2000]}}
    basket_profile:{categories}""" for p in range(99))
    festivals = ", ".join(f'{{name: F{f}, dates: [2024-{f % 12 + 1:02}-{f % 28 + 1:02}]}}' for f in range(40))
    path.write_text(f"calendar: {{festivals: [{festivals}]}}\npersonas:{personas}\n")
    return path


def test_memory_of_the_widest_world(widest):
    code, message, peak = measured("simulate", widest, "--customers", 1, "--days", MOST_DAYS, "--start-date",
                                   "1970-01-01", "--format", "null", "-q", seconds=3)
    assert code in (0, 130, -signal.SIGTERM), message
    assert peak < 400
