"""A disk that is too small is told before the run; one that fills up during it, exit 4 with the file named.
Nothing half-made stays either way."""

import os
import resource
import shutil
import signal
import subprocess
from contextlib import contextmanager, suppress

import pytest
from conftest import PROGRAM, ROOT

SIZE = ["--customers", "3000", "--days", "30"]


def simulate(*words, **options):
    return subprocess.run([PROGRAM, "simulate", *SIZE, *map(str, words)], cwd=ROOT, text=True, timeout=120,
                          stderr=subprocess.PIPE, **options)


def simulate_blind(*words):
    """Runs where the free space cannot be asked for, so that the disk fills up under the run."""
    if shutil.which("strace") is None:
        pytest.skip("SKIPPED: no strace; a disk that fills up was NOT tested")
    return subprocess.run(["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=statfs", "-e", "inject=statfs:error=EIO",
                           PROGRAM, "simulate", *SIZE, *map(str, words)], cwd=ROOT, text=True, timeout=120,
                          stderr=subprocess.PIPE)


@contextmanager
def small_disk(folder, size):
    """A file system of `size` in memory; skips without the right to mount one."""
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip("SKIPPED: this user may not mount a small file system")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


@pytest.mark.parametrize("words", [
    ["--format", "parquet"],
    ["--format", "parquet", "--threads", "1", "--compression", "none"],
    ["--format", "parquet", "--partition-by", "month", "--start-date", "2024-01-20"],
    ["--format", "csv", "--partition-by", "month", "--start-date", "2024-01-20"],
    ["--format", "duckdb"],
    ["--format", "csv,parquet,duckdb"],
])
@pytest.mark.parametrize("size", ["400k", "3m"])
def test_full_disk(tmp_path, words, size):
    with small_disk(tmp_path / "disk", size) as disk:
        told = simulate(*words, "--out", disk / "data")
        assert told.returncode == 4 and "are free where" in told.stderr, told.stderr
        assert os.listdir(disk) == []
        done = simulate_blind(*words, "--out", disk / "data")
        assert done.returncode == 4, done.stderr
        assert "footfall: cannot " in done.stderr, done.stderr
        assert any(name in done.stderr for name in (".parquet", ".csv", ".duckdb", "manifest")), done.stderr
        assert [name for name in os.listdir(disk) if not name.startswith(".")] == []


@pytest.mark.parametrize("name", ["parquet", "duckdb", "csv"])
def test_a_file_may_not_grow(tmp_path, name):
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a write then fails instead
        resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))

    done = simulate("--format", name, "--out", tmp_path / "data", preexec_fn=limit)
    assert done.returncode == 4, done.stderr
    assert f".{name}" in done.stderr, done.stderr
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("name", ["parquet", "csv"])
def test_full_standard_output(name):
    with open("/dev/full", "w") as full:
        done = simulate("--format", name, "--tables", "items", "--out", "-", stdout=full)
    assert done.returncode == 4 and "standard output" in done.stderr, done.stderr


def test_a_database_in_the_way_of_a_folder(tmp_path):
    done = simulate("--format", "duckdb", "--out", "/proc/nowhere/data")
    assert done.returncode == 4 and "/proc" in done.stderr


def test_a_report_on_a_full_disk_leaves_nothing_and_works_once_there_is_room(tmp_path):
    """At every free size from none on, so that each of its files is once the one that does not fit."""
    data = tmp_path / "data"
    assert subprocess.run([PROGRAM, "simulate", "minimal", "--customers", "30", "-q", "--out", data], cwd=ROOT).returncode == 0
    with small_disk(tmp_path / "disk", "1m") as disk:
        for kilobytes in (1024, 1020, 1012, 900, 700):
            with open(disk / "filler", "wb") as filler, suppress(OSError):
                for _ in range(kilobytes // 4):
                    filler.write(bytes(4096))
                    filler.flush()
            full = subprocess.run([PROGRAM, "report", data, "--out", disk / "rep"], text=True, capture_output=True)
            assert full.returncode == 4 and "No space left on device" in full.stderr, full.stderr
            assert os.listdir(disk) == ["filler"]
            os.remove(disk / "filler")
        subprocess.run(["mount", "-o", "remount,size=16m", disk], check=True)
        again = subprocess.run([PROGRAM, "report", data, "--out", disk / "rep"], text=True, capture_output=True)
        assert again.returncode == 0 and os.listdir(disk) == ["rep"], again.stderr


@pytest.mark.parametrize("form", ["csv", "json", "parquet"])
def test_a_metric_on_a_full_disk_leaves_the_earlier_file(tmp_path, form):
    data = tmp_path / "data"
    assert subprocess.run([PROGRAM, "simulate", "minimal", "-q", "--out", data], cwd=ROOT).returncode == 0
    with small_disk(tmp_path / "disk", "12k") as disk:
        target = disk / f"clv.{form}"
        target.write_text("earlier")
        full = subprocess.run([PROGRAM, "analyze", "clv", data, "--format", form, "--out", target, "--overwrite", "-q"],
                              text=True, capture_output=True)
        assert full.returncode == 4 and str(target) in full.stderr, full.stderr
        assert target.read_text() == "earlier" and os.listdir(disk) == [target.name]


@pytest.mark.parametrize("form", ["csv", "json", "parquet"])
def test_a_query_on_a_full_disk_leaves_the_earlier_file(tmp_path, form):
    data = tmp_path / "data"
    assert subprocess.run([PROGRAM, "simulate", "minimal", "-q", "--out", data], cwd=ROOT).returncode == 0

    def query(*words):
        return subprocess.run([PROGRAM, "query", data, "SELECT * FROM items", "--format", form, "--out", target, *words],
                              text=True, capture_output=True)

    with small_disk(tmp_path / "disk", "64k") as disk:
        target = disk / f"rows.{form}"
        new = query()
        assert new.returncode == 4 and os.listdir(disk) == [], new.stderr
        target.write_text("earlier")
        full = query("--overwrite")
        assert full.returncode == 4
        assert full.stderr == f"footfall: cannot write {target}: No space left on device\n"
        assert target.read_text() == "earlier" and os.listdir(disk) == [target.name]


@pytest.mark.parametrize("form", ["csv", "json", "parquet"])
def test_a_query_replaces_a_file_only_when_told_so(tmp_path, form):
    data, target = tmp_path / "data", tmp_path / "rows"
    assert subprocess.run([PROGRAM, "simulate", "minimal", "-q", "--customers", "9", "--out", data], cwd=ROOT).returncode == 0
    words = [PROGRAM, "query", data, "SELECT count(*) AS n FROM customers", "--format", form, "--out", target]
    target.write_text("mine")
    refused = subprocess.run(words, text=True, capture_output=True)
    assert refused.returncode == 3 and "--overwrite" in refused.stderr and target.read_text() == "mine"
    assert subprocess.run([*words, "--overwrite"]).returncode == 0 and target.read_bytes() != b"mine"
    assert sorted(os.listdir(tmp_path)) == ["data", "rows"]
