"""Tiny runs of footfall, and what they leave: the workbench of the fault tests."""

import subprocess
from pathlib import Path

from conftest import PROGRAM, ROOT

SCENARIO = ROOT / "scenarios/india_retail.yaml"


def simulate_words(out, formats, seed, *more):
    """The command line of a run that takes a few milliseconds."""
    return [str(word) for word in (
        PROGRAM, "simulate", SCENARIO, "--days", 2, "--customers", 3, "--threads", 1, "--quiet",
        "--format", formats, "--seed", seed, "--out", out, *more)]


def run(words, **options):
    options = {"capture_output": True, "text": True, "timeout": 120, "cwd": ROOT, **options}
    return subprocess.run(words, **options)


def simulate(out, formats="csv", seed=1, *more, **options):
    return run(simulate_words(out, formats, seed, *more), **options)


def contents(folder):
    """Every file below a folder with its bytes; None when there is no such folder."""
    folder = Path(folder)
    if not folder.exists():
        return None
    return {str(path.relative_to(folder)): path.read_bytes()
            for path in sorted(folder.rglob("*")) if not path.is_dir()}


def names(folder):
    return sorted(path.name for path in Path(folder).iterdir())


def footfall(*words, **options):
    return run([str(PROGRAM), *map(str, words)], **options)
