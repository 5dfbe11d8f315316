"""Tiny runs of footfall, and what they leave: the workbench of the fault tests."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from conftest import PROGRAM, ROOT

SCENARIO = ROOT / "scenarios/india_retail.yaml"


def simulate_words(out, formats, seed, *more):
    """The command line of a run that takes a few milliseconds."""
    return [str(word) for word in (
        PROGRAM, "simulate", SCENARIO, "--days", 2, "--customers", 3, "--threads", 1, "--quiet",
        "--format", formats, "--seed", seed, "--out", out, *more)]


def can_mount():
    """Whether tests may mount small disks: as root, where the root is a mount point (a plain chroot's is not)."""
    return (os.geteuid() == 0 and shutil.which("unshare") is not None
            and subprocess.run(["unshare", "--mount", "true"], capture_output=True).returncode == 0)


def run(words, **options):
    options = {"capture_output": True, "text": True, "timeout": 120, "cwd": ROOT, **options}
    return subprocess.run(words, **options)


def simulate(out, formats="csv", seed=1, *more, **options):
    return run(simulate_words(out, formats, seed, *more), **options)


def contents(folder):
    """Every file below a folder with its bytes, links with where they lead; None when there is no such folder."""
    folder = Path(folder)
    if not folder.exists():
        return None
    return {str(path.relative_to(folder)): str(path.readlink()) if path.is_symlink() else path.read_bytes()
            for path in sorted(folder.rglob("*")) if path.is_symlink() or not path.is_dir()}


def names(folder):
    return sorted(path.name for path in Path(folder).iterdir())


def footfall(*words, **options):
    return run([str(PROGRAM), *map(str, words)], **options)


# What a process is charged begins with the size of the one that starts it, so a small one does.
MEASURE = """
import os, signal, subprocess, sys, threading
process = subprocess.Popen(sys.argv[2:])
clock = threading.Timer(float(sys.argv[1]), process.send_signal, [signal.SIGTERM])
clock.start()
_, status, usage = os.wait4(process.pid, 0)
clock.cancel()
print("peak", os.waitstatus_to_exitcode(status), usage.ru_maxrss, file=sys.stderr)
"""


def measured(*words, seconds=60):
    """Runs footfall, or ends it by SIGTERM after some seconds; returns exit code, message, peak memory in MB."""
    done = run([sys.executable, "-I", "-S", "-c", MEASURE, str(seconds), PROGRAM, *map(str, words)],
               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, capture_output=False, errors="replace")
    message, _, last = done.stderr.rpartition("peak ")
    code, kilobytes = last.split()
    return int(code), message, int(kilobytes) / 1024
