"""Where a report may go: foreign files, folders that may not be written, and reports on their way to the same place."""

import fcntl
import os
import shutil
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import pytest
from tiny_runs import PROGRAM, contents, footfall, names, run, simulate

NOBODY = 65534


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report_folder") / "data"
    assert simulate(folder).returncode == 0
    return folder


def test_foreign_files_are_left_alone(tmp_path):
    data = tmp_path / "data"
    words = ("simulate", "--days", 14, "--customers", 50, "--out", data, "-q")
    assert footfall(*words, "--export-summary").returncode == 0
    (data / "report/notes.txt").write_text("mine")
    before = contents(data)
    refused = footfall("report", data)
    assert refused.returncode == 3 and "notes.txt" in refused.stderr
    assert contents(data) == before
    (data / "report/notes.txt").unlink()
    assert footfall("report", data, "-q").returncode == 0
    assert footfall(*words, "--overwrite").returncode == 0
    assert not (data / "report").exists()


@pytest.fixture
def reachable():
    """A folder that other users reach, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="footfall-report-"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def as_nobody(words):
    """The words as a user who may not do all: root may."""
    drop = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"] if os.geteuid() == 0 else []
    return [*drop, *map(str, words)]


def test_a_folder_that_may_not_be_written(reachable):
    assert simulate(reachable / "data").returncode == 0
    before = contents(reachable)
    reachable.chmod(0o555)
    done = run(as_nobody([PROGRAM, "report", "data", "--out", "x"]), cwd=reachable)
    assert done.returncode == 4 and "Permission denied" in done.stderr, done
    assert contents(reachable) == before


def test_a_data_set_that_may_not_be_read(reachable):
    assert simulate(reachable / "hidden/data").returncode == 0
    (reachable / "hidden").chmod(0o000)
    for words in (["report"], ["analyze", "kpi"], ["verify"]):
        done = run(as_nobody([PROGRAM, *words, "hidden/data"]), cwd=reachable)
        assert done.returncode == 4 and "hidden/data/manifest.json: Permission denied" in done.stderr, done
    (reachable / "hidden").chmod(0o755)


def test_reports_beside_one_another_take_turns(data, tmp_path):
    reports = [subprocess.Popen([PROGRAM, "report", data, "-q", "--out", tmp_path / f"report{k}"],
                                stderr=subprocess.PIPE, text=True) for k in range(6)]
    assert [(report.wait(timeout=60), report.stderr.read()) for report in reports] == [(0, "")] * 6
    texts = [(tmp_path / f"report{k}/facts.json").read_text() for k in range(6)]
    assert names(tmp_path) == [f"report{k}" for k in range(6)] and len(set(texts)) == 1


def hold(folder, seconds):
    """Has the folder as a report has it that is being put there."""
    descriptor = os.open(folder, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    clock = threading.Timer(seconds, os.close, [descriptor])
    clock.start()
    return clock


def test_a_report_waits_for_another(data, tmp_path):
    clock = hold(tmp_path, 2)
    begin = time.monotonic()
    done = footfall("report", data, "-q", "--out", tmp_path / "report")
    assert done.returncode == 0 and time.monotonic() - begin > 1.5, done
    clock.join()


def test_a_report_does_not_wait_for_ever(data, tmp_path):
    clock = hold(tmp_path, 30)
    begin = time.monotonic()
    done = footfall("report", data, "-q", "--out", tmp_path / "report")
    assert 4 < time.monotonic() - begin < 25
    assert done.returncode == 4 and "another report" in done.stderr and names(tmp_path) == []
    clock.cancel()
