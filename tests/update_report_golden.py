"""Writes tests/golden/report anew from the built program: look at the difference before a commit."""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "golden" / "report"


def golden_text(path):
    """Returns a file without what the program's version decides."""
    lines = path.read_text().split("\n")
    return "\n".join(line for line in lines if '"generated_from"' not in line)


def main():
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "data"
        program = ROOT / "build" / "footfall"
        subprocess.run([program, "simulate", "--out", out, "--export-summary", "-q"], check=True)
        GOLDEN.mkdir(parents=True, exist_ok=True)
        for name in ("executive_summary.json", "insights_report.md"):
            (GOLDEN / name).write_text(golden_text(out / "report" / name))
    print(f"wrote {GOLDEN}")


if __name__ == "__main__":
    sys.exit(main())
