#!/usr/bin/env python3
"""Writes what the default world gives now into tests/golden/ and README's table of content hashes.

Run it after a deliberate change of the data, together with kDataVersion and CHANGELOG; the program
must be built. With --check it writes nothing and exits 1 when a file would change.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "build" / "footfall"
GOLDEN, README = ROOT / "tests" / "golden", ROOT / "README.md"
TABLES = ["customers", "transactions", "items"]
SIZES = [10, 1000, 5000]  # customers a persona
ROWS = 20  # of a world of two customers a persona, for people to read


def simulate(folder, *flags):
    subprocess.run([PROGRAM, "simulate", "scenarios/india_retail.yaml", "--out", folder, "-q", *map(str, flags)],
                   cwd=ROOT, check=True)
    return json.loads((folder / "manifest.json").read_text())


def content_hashes(folder, size):
    tables = simulate(folder, "--customers", size)["tables"]
    return {table: tables[table]["content_hash"] for table in TABLES}


def first_rows(folder):
    simulate(folder, "--customers", 2, "--days", 20)
    return {table: "".join((folder / f"{table}.csv").read_text().splitlines(keepends=True)[: ROWS + 1])
            for table in TABLES}


def readme_with(hashes, text):
    """Returns README with the row of each size replaced."""
    for size, tables in hashes.items():
        row = f"| {int(size):,} | " + " | ".join(f"`{tables[table]}`" for table in TABLES) + " |"
        text, found = re.subn(rf"^\| {int(size):,} \| `.*$", row, text, flags=re.MULTILINE)
        assert found == 1, f"README has no row of {size} customers in its table of hashes"
    return text


def golden_files():
    """Returns what each golden file should hold: {path: text}."""
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        hashes = {str(size): content_hashes(folder / str(size), size) for size in SIZES}
        rows = first_rows(folder / "rows")
    files = {GOLDEN / "content_hashes.json": json.dumps(hashes, indent=2) + "\n"}
    files |= {GOLDEN / f"{table}.csv": rows[table] for table in TABLES}
    files[README] = readme_with(hashes, README.read_text())
    return files


def outdated():
    """Returns the golden files that the program does not agree with: {path: text it gives}."""
    return {path: text for path, text in golden_files().items() if not path.exists() or path.read_text() != text}


def main():
    changed = outdated()
    for path, text in changed.items():
        print(path.relative_to(ROOT))
        if "--check" not in sys.argv[1:]:
            path.write_text(text)
    print(f"golden: {len(changed)} files {'differ' if '--check' in sys.argv[1:] else 'written'}")
    return 1 if changed and "--check" in sys.argv[1:] else 0


if __name__ == "__main__":
    sys.exit(main())
