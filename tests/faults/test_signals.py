"""Signals and closed pipes: a run ends at once, quietly where that is meant, and leaves nothing."""

import os
import random
import signal
import subprocess
import time

import pytest
from conftest import ROOT, default_signals
from tiny_runs import PROGRAM, SCENARIO, contents, footfall, names, run, simulate, simulate_words

# Takes seconds, and two gigabytes as CSV, if it is let.
LONG = ["--days", "1000", "--customers", "3000", "--threads", "1"]


def start(out, *words, formats="csv", **options):
    options = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "cwd": ROOT, "text": True,
               "preexec_fn": default_signals, **options}
    return subprocess.Popen([str(word) for word in (
        PROGRAM, "simulate", SCENARIO, *(words or LONG), "--format", formats, "--overwrite", "--out", out)], **options)


def wait_for_rows(folder, running):
    """Returns once the run has staged some megabytes."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and running.poll() is None:
        staged = list(folder.glob("data.staging-*/*"))
        if sum(path.stat().st_size for path in staged if path.exists()) > 2_000_000:
            return
        time.sleep(0.01)
    raise AssertionError("no rows were written: " + (running.stderr.read() if running.poll() else ""))


def cpu_seconds(process):
    with open(f"/proc/{process}/stat") as stat:
        ticks = stat.read().rpartition(")")[2].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


@pytest.fixture
def earlier(tmp_path):
    """A folder that holds a data set, and what is in it."""
    assert simulate(tmp_path / "data").returncode == 0
    return tmp_path, contents(tmp_path)


@pytest.mark.parametrize("formats", ["csv", "parquet", "jsonl", "duckdb", "csv,parquet,jsonl,duckdb"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_interruption(earlier, formats, number):
    folder, before = earlier
    running = start(folder / "data", formats=formats)
    wait_for_rows(folder, running)
    used = cpu_seconds(running.pid)
    running.send_signal(number)
    _, status, usage = os.wait4(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
    assert running.returncode == 130
    # Not by the clock, which other work on the machine would disturb.
    assert usage.ru_utime + usage.ru_stime - used < 1
    assert running.stderr.read().endswith("footfall: interrupted; nothing was written\n")
    assert contents(folder) == before


def test_an_impatient_person(earlier):
    """Ctrl-C again ends the run at once; what it leaves is for the next."""
    folder, before = earlier
    running = start(folder / "data", formats="csv,duckdb")
    wait_for_rows(folder, running)
    for _ in range(20):
        running.send_signal(signal.SIGINT)
        time.sleep(0.002)
    assert running.wait(timeout=60) == 130
    assert contents(folder / "data") == contents_of(before)
    assert simulate(folder / "data", "csv", 1, "--overwrite").returncode == 0
    assert contents(folder) == before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_what_nohup_or_a_background_job_ignores_stays_ignored(tmp_path, number):
    running = start(tmp_path / "data", "--days", 30, "--customers", 20000,
                    preexec_fn=lambda: signal.signal(number, signal.SIG_IGN))
    wait_for_rows(tmp_path, running)
    running.send_signal(number)
    assert running.wait(timeout=120) == 0
    assert names(tmp_path) == ["data"]


def test_a_query_ends_at_once(tmp_path):
    """It would take days: 900,000 million pairs."""
    assert footfall("simulate", SCENARIO, "--customers", 5000, "-q", "--out", tmp_path / "data").returncode == 0
    running = subprocess.Popen([PROGRAM, "query", tmp_path / "data", "SELECT sum(a.amount * b.amount) FROM items a, items b"],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=default_signals)
    while cpu_seconds(running.pid) < 0.3:
        time.sleep(0.01)
    assert running.poll() is None
    running.send_signal(signal.SIGINT)
    assert running.wait(timeout=60) == -signal.SIGINT


def test_kill_at_any_moment(earlier):
    """12 runs are killed somewhere in their first half second; the earlier data set never suffers."""
    folder, before = earlier
    moments = random.Random(9)
    for turn in range(12):
        running = start(folder / "data", formats=["csv", "parquet", "jsonl", "csv,duckdb"][turn % 4])
        time.sleep(moments.uniform(0, 0.5))
        running.kill()
        assert running.wait(timeout=30) == -signal.SIGKILL
        assert contents(folder / "data") == contents_of(before)
        # Not more than the leftovers of this one: each run cleans up after the one before.
        assert len(names(folder)) <= 3
    done = simulate(folder / "data", "csv", 2, "--overwrite")
    assert done.returncode == 0
    assert names(folder) == ["data"]
    assert footfall("verify", folder / "data").returncode == 0


def contents_of(before):
    return {name.removeprefix("data/"): data for name, data in before.items()}


def test_the_next_run_says_what_it_cleaned_up(earlier):
    folder, _ = earlier
    running = start(folder / "data")
    wait_for_rows(folder, running)
    running.kill()
    running.wait()
    (staged,) = folder.glob("data.staging-*")
    done = run([word for word in simulate_words(folder / "data", "csv", 2, "--overwrite") if word != "--quiet"])
    assert done.returncode == 0
    assert done.stderr == f"footfall: removed {staged}, which a run that was killed had left\n"


def test_a_reader_that_has_enough():
    running = subprocess.Popen([PROGRAM, "simulate", SCENARIO, *LONG, "--tables", "items", "--out", "-"],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert running.stdout.readline().startswith("transaction_id,line,")
    running.stdout.close()
    assert running.wait(timeout=30) == -signal.SIGPIPE
    assert running.stderr.read() == ""


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_closed_pipe_harms_no_data_set(earlier, stream):
    """Notes and the summary find nobody who reads them."""
    folder, _ = earlier
    running = start(folder / "data")  # leaves something to note
    wait_for_rows(folder, running)
    running.kill()
    running.wait()
    reading, writing = os.pipe()
    os.close(reading)
    done = start(folder / "data", "--days", 2, "--customers", 3, **{stream: writing})
    os.close(writing)
    assert done.wait(timeout=30) in ((0, -signal.SIGPIPE) if stream == "stdout" else (0,))
    assert names(folder) == ["data"]
    assert footfall("verify", folder / "data").returncode == 0
