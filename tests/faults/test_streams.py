"""Standard streams that are closed or full: no data goes astray, and nothing fails in silence."""

import os

import pytest
from conftest import ROOT
from tiny_runs import SCENARIO, contents, footfall, names, run, simulate, simulate_words

STREAMS = {"stdin": 0, "stdout": 1, "stderr": 2}


def closing(*numbers):
    def close():
        for number in numbers:
            os.close(number)
    return close


@pytest.mark.parametrize("closed", [["stdin"], ["stdout"], ["stderr"], ["stdin", "stdout", "stderr"]],
                         ids=lambda closed: "+".join(closed))
@pytest.mark.parametrize("formats", ["csv,jsonl", "parquet", "duckdb"])
def test_closed_streams(tmp_path, formats, closed):
    """Files must not take their numbers: they would get messages, and miss being synced."""
    words = simulate_words(tmp_path / "data", formats, 1)
    done = run(words, preexec_fn=closing(*(STREAMS[name] for name in closed)))
    assert done.returncode == 0, done.stderr
    assert simulate(tmp_path / "other", formats, 1).returncode == 0
    found, expected = contents(tmp_path / "data"), contents(tmp_path / "other")
    for name in expected:
        if formats != "duckdb":
            assert found[name] == expected[name], name
    assert footfall("verify", tmp_path / "data").returncode == 0


@pytest.mark.parametrize("words", [
    ["simulate", SCENARIO, "--customers", 3, "--tables", "items", "--out", "-"],
    ["simulate", SCENARIO, "--customers", 3, "--tables", "items", "--format", "parquet", "--out", "-"],
    ["simulate", SCENARIO, "--customers", 3, "--tables", "items", "--format", "jsonl", "--out", "-"],
    ["simulate", SCENARIO, "--customers", 3, "--format", "null"],
    ["scenario", "show", SCENARIO],
    ["scenario", "expect", SCENARIO],
    ["verify", "DATA"],
    ["explain", "DATA", 100000001],
    ["explain", "DATA", 100000001, "--json"],
    ["query", "DATA", "SELECT count(*) FROM items"],
    ["--version"],
    ["--help"],
], ids=lambda words: " ".join(map(str, words[:2])) if isinstance(words, list) else None)
@pytest.mark.parametrize("stdout", ["full", "closed"])
def test_what_cannot_be_printed_is_an_error(tmp_path, words, stdout):
    assert simulate(tmp_path / "data").returncode == 0
    words = [tmp_path / "data" if word == "DATA" else word for word in words]
    if stdout == "full":
        with open("/dev/full", "w") as full:
            done = footfall(*words, capture_output=False, stdout=full, stderr=-1)
    else:
        done = footfall(*words, preexec_fn=closing(1))
    assert done.returncode == 4, done.stderr
    assert "standard output" in done.stderr and done.stderr.count("\n") == 1, done.stderr


def test_the_data_set_stands_when_only_its_summary_is_lost(tmp_path):
    with open("/dev/full", "w") as full:
        done = footfall("simulate", SCENARIO, "--customers", 3, "--days", 2, "--out", tmp_path / "data",
                        capture_output=False, stdout=full, stderr=-1)
    assert done.returncode == 4 and "standard output" in done.stderr
    assert names(tmp_path) == ["data"]
    assert footfall("verify", tmp_path / "data", cwd=ROOT).returncode == 0
