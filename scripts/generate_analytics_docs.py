"""Writes the second half of docs/analytics.md: each metric's definition, columns and an example.

Run it from the root of the project after a build: .footfall/venv/bin/python scripts/generate_analytics_docs.py
"""

import io
import json
import subprocess
import tempfile
from csv import reader as csv_reader
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs" / "analytics.md"
START = "## The metrics\n"
EXAMPLE_ROWS, EXAMPLE_COLUMNS = 5, 110


def footfall(*words):
    return subprocess.run([ROOT / "build" / "footfall", *words], cwd=ROOT, capture_output=True, text=True)


def metric_text(metric, data):
    name = metric["name"]
    described = footfall("analyze", name, "--list").stdout.rstrip().split("\n\n", 2)
    lines = [f"### {name}", f"{metric['title']}.", "", metric["definition"], "", "```", described[2], "```"]
    if metric["needs"]:
        lines += ["", f"Needs: {metric['needs']}."]
    example = footfall("analyze", name, str(data), "--quiet", "--width", str(EXAMPLE_COLUMNS))
    if example.returncode == 0 and name == "data_quality":  # sentences, not rows
        lines += ["", "```", example.stdout.rstrip("\n"), "```"]
    elif example.returncode == 0:
        csv = footfall("analyze", name, str(data), "--quiet", "--format", "csv").stdout
        count = len(list(csv_reader(io.StringIO(csv)))) - 1
        rows, _, left_out = example.stdout.rstrip("\n").partition("\n\n")
        rows = rows.splitlines()
        headings = max(0, len(rows) - count)  # a single row may stand as a list
        shown = rows if count <= EXAMPLE_ROWS else rows[: headings + EXAMPLE_ROWS]
        more = count - EXAMPLE_ROWS
        lines += ["", "```", *shown, *([f"  … {more:,} more"] if more > 0 else []), *left_out.splitlines(), "```"]
    return "\n".join(lines)


def generated(data):
    metrics = json.loads(footfall("analyze", "--list", "--format", "json").stdout)
    return "\n\n".join(metric_text(metric, data) for metric in metrics) + "\n"


def main():
    text = DOCS.read_text(encoding="utf-8")
    head, _, rest = text.partition(START)
    intro = rest.split("\n\n", 1)[0].rstrip("\n")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        footfall("simulate", "scenarios/india_retail.yaml", "--out", str(data))
        DOCS.write_text(f"{head}{START}{intro}\n\n{generated(data)}", encoding="utf-8")


if __name__ == "__main__":
    main()
