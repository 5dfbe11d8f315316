"""Counts what a row of CSV or JSON Lines costs in instructions, by callgrind: the same on any load.

    python3 bench/text_rows.py [--program build/footfall] [TABLE...]

A row's cost is the difference of two sizes, less that of a run to null; so neither start-up nor
simulation counts, but formatting, checksum and write calls do. valgrind has no AVX-512: the checksum
takes the AVX2 path.
"""

import argparse
import json
import re
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZES = 500, 1500  # customers a persona


def run(program, table, form, customers):
    """Returns (instructions, rows, bytes) of one run; rows and bytes are 0 to null."""
    with tempfile.TemporaryDirectory() as folder:
        counts, data = Path(folder) / "callgrind", Path(folder) / "data"
        subprocess.run(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={counts}", "--log-file=/dev/null",
             program, "simulate", ROOT / "scenarios/india_retail.yaml", "--tables", table, "--format", form,
             "--customers", str(customers), "--threads", "1", "--out", data, "--quiet"],
            check=True)
        instructions = int(re.findall(r"^(?:summary|totals): (\d+)", counts.read_text(), re.M)[-1])
        if form == "null":
            return instructions, 0, 0
        file, = json.loads((data / "manifest.json").read_text())["files"]
        return instructions, file["rows"], file["bytes"]


def growth(program, table, form):
    small, large = (run(program, table, form, size) for size in SIZES)
    return [b - a for a, b in zip(small, large)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=ROOT / "build/footfall")
    parser.add_argument("tables", nargs="*", default=["items", "transactions", "customers"])
    words = parser.parse_args()
    print(f"{'table':13} {'form':6} {'bytes a row':>11} {'instructions a row':>19}")
    for table in words.tables:
        null, _, _ = growth(words.program, table, "null")
        for form in "csv", "jsonl":
            instructions, rows, size = growth(words.program, table, form)
            print(f"{table:13} {form:6} {size / rows:11.1f} {(instructions - null) / rows:19.1f}", flush=True)


if __name__ == "__main__":
    main()
