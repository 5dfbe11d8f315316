"""What the whole-program tests share: the program, and the default data set made once."""

import signal
import subprocess
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
