"""Disks, files and memory that are too small: an error that names what, and the earlier data set."""

import os
import re
import resource
import shutil
import signal
import tempfile
from pathlib import Path

import pytest
from conftest import ROOT
from tiny_runs import PROGRAM, SCENARIO, can_mount, contents, names, run, simulate

FORMATS = ["csv", "jsonl", "parquet", "duckdb"]
WORDS = ["--days", "20", "--customers", "1500", "--threads", "2", "-q", "--overwrite"]

needs_root = pytest.mark.skipif(
    not can_mount(),
    reason="needs root and unshare to mount a small disk: NOT checked")


@pytest.fixture
def earlier(tmp_path):
    assert simulate(tmp_path / "data").returncode == 0
    return tmp_path, contents(tmp_path)


def limited(folder, formats, limit, value):
    """A run of about 12 MB of CSV under a limit of the system."""
    def set_limit():
        resource.setrlimit(limit, (value, value))
    return run([PROGRAM, "simulate", SCENARIO, *WORDS, "--format", formats, "--out", folder / "data"],
               preexec_fn=set_limit, cwd=ROOT)


# 6: a library could not be loaded, which takes files and memory too.
def assert_harmless(done, folder, before, codes=(4,)):
    assert done.returncode in codes, (done.returncode, done.stderr)
    # Arrow's allocator may speak first.
    assert done.returncode < 0 or re.search("^footfall: ", done.stderr, re.MULTILINE), done.stderr
    assert done.stdout == ""
    assert contents(folder) == before and names(folder) == ["data"]


@pytest.mark.parametrize("formats", [*FORMATS, ",".join(FORMATS)])
@pytest.mark.parametrize("most", [0, 1, 4096, 100_000, 1_000_000])
def test_a_limit_of_file_sizes(earlier, formats, most):
    folder, before = earlier
    done = limited(folder, formats, resource.RLIMIT_FSIZE, most)
    assert_harmless(done, folder, before)
    assert str(folder) in done.stderr and ("File too large" in done.stderr or "duckdb" in formats), done.stderr


@pytest.mark.parametrize("formats", [*FORMATS, ",".join(FORMATS)])
def test_a_limit_of_open_files(earlier, formats):
    folder, before = earlier
    outcomes = set()
    for most in range(4, 30):
        done = limited(folder, formats, resource.RLIMIT_NOFILE, most)
        if done.returncode == 127:  # not even the program's libraries could be opened
            continue
        outcomes.add(done.returncode)
        if done.returncode == 0:
            break
        assert_harmless(done, folder, before, (1, 4, 6))
    assert 0 in outcomes and 4 in outcomes


@pytest.mark.parametrize("formats", [*FORMATS, ",".join(FORMATS)])
def test_a_limit_of_memory(earlier, formats):
    """Address space in small steps from nothing to enough; never a crash, never half a data set."""
    folder, before = earlier
    failed = 0
    for megabytes in (20, 40, 60, 80, 100, 120, 150, 180, 220, 260, 300, 350, 420, 500, 600, 800, 1200):
        done = limited(folder, formats, resource.RLIMIT_AS, megabytes << 20)
        if done.returncode == 127:
            continue
        if done.returncode == 0:
            break
        failed += 1
        if set(names(folder)) > {"data"} and {"parquet", "duckdb"} & set(formats.split(",")):
            # DuckDB and Arrow's allocator do not survive some sizes: an end like that of kill -9.
            assert done.returncode in (1, -signal.SIGSEGV, -signal.SIGABRT), (done.returncode, done.stderr)
            assert {f"data/{name}": text for name, text in contents(folder / "data").items()} == before
            assert simulate(folder / "data", "csv", 1, "--overwrite").returncode == 0
            assert contents(folder) == before
            continue
        codes = (1, 3, 4, 6) if formats in ("csv", "jsonl") else (1, 3, 4, 6, -signal.SIGSEGV, -signal.SIGABRT)
        assert_harmless(done, folder, before, codes)
    else:
        raise AssertionError("1200 MB did not suffice: " + done.stderr)
    assert failed > 0


@needs_root
@pytest.mark.parametrize("formats", [*FORMATS, ",".join(FORMATS)])
@pytest.mark.parametrize("kilobytes", [200, 600, 1600])
def test_a_full_disk(earlier, formats, kilobytes):
    """A small disk that has room for the earlier data set, and more or less of the new one."""
    folder, before = earlier
    script = f"""mkdir "$HERE/disk"; mount -t tmpfs -o size={kilobytes}k tmpfs "$HERE/disk"
        cp -r "$HERE/data" "$HERE/disk/data"
        code=0; "$@" || code=$?
        ls -A "$HERE/disk" >&2
        diff -r "$HERE/data" "$HERE/disk/data" >&2 && exit $code"""
    done = run(["unshare", "--mount", "sh", "-euc", script, "sh", PROGRAM, "simulate", SCENARIO, *WORDS,
                "--format", formats, "--out", folder / "disk/data"], env={**os.environ, "HERE": str(folder)})
    (folder / "disk").rmdir()
    message, _, rest = done.stderr.partition("\ndata\n")
    # Refused before it begins where the estimate sees it, with figures; otherwise when it happens.
    assert done.returncode in (3, 4) and rest == "", (done.returncode, done.stderr)
    assert "disk/data" in message or " free" in message, message
    assert contents(folder) == before


@needs_root
def test_threads_that_cannot_be_had():
    """Fewer threads do the same work."""
    folder = Path(tempfile.mkdtemp(prefix="footfall-faults-"))
    folder.chmod(0o777)
    try:
        done = run(["setpriv", "--reuid=65533", "--regid=65533", "--clear-groups", PROGRAM, "simulate", SCENARIO,
                    "--days", "3", "--customers", "1000", "--threads", "16", "-q", "--out", folder / "data"],
                   preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NPROC, (3, 3)))
        assert done.returncode == 0, done.stderr
        assert names(folder) == ["data"]
    finally:
        shutil.rmtree(folder)
