"""What the whole-program tests share: the program, the default data set made once, and the machine: tests run side by
side, but one that is marked `alone`, since it looks at a clock, has the machine to itself."""

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "build" / "footfall"


def footfall(*words, check=True, **options):
    """Runs the program from the root of the project; returns the finished process, text in and out."""
    done = subprocess.run(
        [PROGRAM, *map(str, words)], cwd=ROOT, capture_output=True, text=True, timeout=120, **options
    )
    assert not check or done.returncode == 0, done.stderr
    return done


def default_signals():
    """Undoes what a shell or nohup sets for what it runs in the background; a preexec_fn."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


@pytest.fixture(scope="session")
def default_data(tmp_path_factory):
    """The default scenario in every file format: the folder of the data set."""
    folder = tmp_path_factory.mktemp("default") / "data"
    footfall("simulate", "scenarios/india_retail.yaml", "--format", "csv,jsonl,parquet", "--out", folder)
    return folder


WORKPLACE = "FOOTFALL_TEST_WORKPLACE"  # in the environment: the folder that the workers of one run share


def pytest_configure(config):
    config.addinivalue_line("markers", "alone: measures time, so that no other test may run beside it")
    if not hasattr(config, "workerinput"):
        os.environ[WORKPLACE] = tempfile.mkdtemp(prefix="footfall-tests-")


def pytest_unconfigure(config):
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(WORKPLACE))


@contextlib.contextmanager
def place_among_workers(is_alone):
    """Holds a lock that the tests of one run share; one that is alone has it for itself. Who waits is let in before
    those who come later: the way to the lock is a lock, too."""
    folder = Path(os.environ[WORKPLACE])
    with open(folder / "room", "w") as room:
        with open(folder / "door", "w") as door:
            fcntl.flock(door, fcntl.LOCK_EX)
            fcntl.flock(room, fcntl.LOCK_EX if is_alone else fcntl.LOCK_SH)
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    with place_among_workers(item.get_closest_marker("alone")):
        return (yield)
