"""Runs a command repeatedly and prints medians and spread: wall and CPU seconds, rows, bytes, peak RSS.

    python3 bench/measure.py --label NAME [--runs 5] [--folder DIR] -- COMMAND...

Every run is one raw line on standard error; the summary is one table row on standard output.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def run_once(command):
    """Returns (seconds, CPU-seconds, peak RSS in MB, standard output) of one whole process."""
    with tempfile.TemporaryFile("w+") as output:
        begin = time.monotonic()
        process = subprocess.Popen(command, stdout=output)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            sys.exit(f"measure: exit code {process.returncode}: {' '.join(command)}")
        output.seek(0)
        # ru_maxrss is in KiB, and never below this small Python's own (about 10 MB).
        return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output.read()


def count_in(text, word):
    """Returns the number before `word` in footfall's summary (Indian digit groups), or 0."""
    match = re.search(rf"([\d,]+) {word}", text)
    return int(match.group(1).replace(",", "")) if match else 0


def data_bytes(folder):
    if folder is None or not folder.exists():
        return 0
    return sum(p.stat().st_size for p in folder.rglob("*") if p.name != "manifest.json")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--label", required=True)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--folder", type=Path, help="removed after every run")
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()

    seen = []
    for number in range(options.runs + 1):
        seconds, cpu, rss, text = run_once(options.command)
        items = count_in(text, "items")
        rows = items + count_in(text, "transactions") + count_in(text, "customers")
        size = data_bytes(options.folder)
        if options.folder:
            shutil.rmtree(options.folder, ignore_errors=True)
        name = "warm-up" if number == 0 else f"run {number}"
        print(f"raw  {options.label:<22} {name:<8} wall {seconds:7.3f} s  CPU {cpu:7.3f} s  "
              f"RSS {rss:6.0f} MB  {rows} rows  {items} items  {size} bytes", file=sys.stderr)
        if number:
            seen.append((seconds, cpu, rss))

    walls, cpus, peaks = zip(*seen)
    wall, cpu = statistics.median(walls), statistics.median(cpus)
    print(f"{options.label:<22} {wall:7.2f} {min(walls):6.2f}..{max(walls):<6.2f} "
          f"{cpu:7.2f} {min(cpus):6.2f}..{max(cpus):<6.2f} {items / wall / 1e6:8.1f} "
          f"{items / cpu / 1e6:10.1f} {size / 1e6:9.1f} {statistics.median(peaks):7.0f}")


if __name__ == "__main__":
    main()
