"""CSV and JSON Lines at their edges: awkward words and sums read back, and pipes that end early."""

import csv
import datetime
import json
import os
import signal
import subprocess
from decimal import Decimal

import pyarrow.parquet as pq
import pytest
from conftest import PROGRAM, ROOT, footfall

AWKWARD = ["a,b", 'say "hi"', " blanks at both ends ", "back\\slash", "Köln €", "जैविक फल सब्जी और बहुत कुछ",
           "🎉🛒", "'", ",", '"', "x" * 31, "y" * 32, "z" * 33, "long " * 39 + "words"]

# Names are JSON strings, which YAML reads as they are.
WORLD = {
    "simulation": {"start_date": "2024-02-25", "days": 20, "customers_per_persona": 60, "seed": 3},
    "calendar": {"weekend": ["friday"], "festivals": [{"name": 'Öl, "Fest" 🎉', "dates": ["2024-03-01"]}]},
    "personas": [
        {
            "name": 'Comma, "Quote" \\ Persona',
            "frequency": "daily",
            "preferred_time": ["00:00-24:00"],
            "demographics": {"age_range": [18, 90], "income_range": [0, 90000000], "location_type": "ur,ban",
                             "education": 'so "called"', "family_status": " "},
            # Prices on both sides of every number of digits, up to the largest.
            "basket_profile": {
                name: {"probability": 0.5, "quantity": [1, 2], "price_range": [low, high]}
                for name, (low, high) in zip(
                    AWKWARD, [(0.01, 0.2), (0.95, 1.05), (9.9, 10.1), (99, 101), (999, 1001), (9990, 10010),
                              (99990, 100010), (999990, 1000010), (1, 9000000)] + [(5, 50)] * 5)
            },
        },
        {
            "name": "Every Shelf",
            "frequency": "daily",
            "preferred_time": ["23:00-24:00"],
            "demographics": {"age_range": [18, 26], "income_range": [8000, 25000]},
            "basket_profile": {f"{'shelf ' * (i % 12)}{i}": {"probability": 0.02, "quantity": [1, 250],
                                                             "price_range": [1, 400]} for i in range(500)},
        },
    ],
}


@pytest.fixture(scope="module")
def awkward_data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("awkward")
    (folder / "world.yaml").write_text(json.dumps(WORLD, ensure_ascii=False))
    footfall("simulate", folder / "world.yaml", "--format", "csv,jsonl,parquet", "--out", folder / "d")
    return folder / "d"


def as_csv(value):
    """Returns what CSV says for a value that pyarrow read."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%S")
    return str(value)


@pytest.mark.parametrize("table", ["customers", "transactions", "items"])
def test_awkward_words_and_sums_are_read_back(awkward_data, table):
    with open(awkward_data / f"{table}.csv", newline="") as file:
        header, *rows = csv.reader(file, strict=True)
    expected = pq.read_table(awkward_data / f"{table}.parquet").to_pylist()
    assert len(expected) > 100 and header == list(expected[0])
    assert rows == [[as_csv(value) for value in row.values()] for row in expected]
    # Numbers are compared as they are written: 0.10 is neither 0.1 nor a binary fraction.
    lines = (awkward_data / f"{table}.jsonl").read_text().split("\n")
    assert lines.pop() == ""
    objects = [json.loads(line, parse_int=str, parse_float=str) for line in lines]
    assert [list(o) for o in objects] == [header] * len(rows)
    assert [[as_csv(v) for v in o.values()] for o in objects] == rows
    numbers = {name for name, value in expected[0].items() if type(value) in (int, Decimal)}
    for name, value in json.loads(lines[0]).items():
        assert isinstance(value, (int, float)) == (name in numbers or name == "is_weekend"), name


def test_every_word_and_size_was_met(awkward_data):
    items = pq.read_table(awkward_data / "items.parquet").to_pydict()
    assert len(set(items["category"])) == len(AWKWARD) + 500
    assert {len(str(amount)) for amount in items["amount"]} >= {4, 5, 6, 7, 8, 9, 10}
    assert set(AWKWARD) < set(items["category"])


def test_a_reader_that_goes_early_ends_the_run_quietly():
    running = subprocess.Popen([PROGRAM, "simulate", "--customers", "100000", "--tables", "items", "--out", "-"],
                               cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert running.stdout.readline() == b"transaction_id,line,category,quantity,unit_price,amount\n"
    running.stdout.close()
    assert running.wait(timeout=60) == -signal.SIGPIPE
    assert running.stderr.read() == b""


def test_a_reader_that_goes_ends_it_quietly_where_sigpipe_was_ignored():
    running = subprocess.Popen([PROGRAM, "simulate", "--customers", "100000", "--tables", "items", "--out", "-"],
                               cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, restore_signals=False)
    running.stdout.readline()
    running.stdout.close()
    assert running.wait(timeout=60) == -signal.SIGPIPE
    assert running.stderr.read() == b""


def test_a_non_blocking_pipe_loses_nothing():
    read_end, write_end = os.pipe()
    os.set_blocking(write_end, False)
    running = subprocess.Popen([PROGRAM, "simulate", "--tables", "items", "--format", "jsonl", "--out", "-"],
                               cwd=ROOT, stdout=write_end, stderr=subprocess.PIPE)
    os.close(write_end)
    with open(read_end, "rb") as pipe:
        text = pipe.read()
    assert running.wait(timeout=60) == 0 and running.stderr.read() == b""
    assert text == footfall("simulate", "--tables", "items", "--format", "jsonl", "--out", "-").stdout.encode()


def test_a_full_device_is_named():
    with open("/dev/full", "wb") as full:
        done = subprocess.run([PROGRAM, "simulate", "--tables", "items", "--out", "-"], cwd=ROOT, stdout=full,
                              stderr=subprocess.PIPE, timeout=60)
    assert done.returncode == 4
    assert done.stderr == b"footfall: cannot write standard output: No space left on device\n"


def test_without_a_standard_output_files_stay_whole(tmp_path):
    words = [PROGRAM, "simulate", "--customers", "50", "--out"]
    shell = ["/bin/sh", "-c", 'exec "$@" >&- <&-', "sh"]
    done = subprocess.run([*shell, *words, tmp_path / "d", "-q"], cwd=ROOT, stderr=subprocess.PIPE, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")
    assert footfall("verify", tmp_path / "d").returncode == 0
    done = subprocess.run([*shell, *words, "-", "--tables", "items"], cwd=ROOT, stderr=subprocess.PIPE, timeout=60)
    assert done.returncode == 4
    assert done.stderr == b"footfall: cannot write standard output: Bad file descriptor\n"
