"""The data that tests of reports read: the default data set, and reports on files of one's own."""

import csv
import json
import re

import jsonschema
import pytest

from conftest import ROOT, footfall

SCHEMA = json.loads((ROOT / "schemas" / "executive_summary.schema.json").read_text())


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """The default data set in CSV, with its report."""
    folder = tmp_path_factory.mktemp("report") / "data"
    footfall("simulate", "--out", folder, "--export-summary", "-q")
    return folder


def own_report(folder, rows, *words, name="sales.csv"):
    """Writes rows as a CSV of the user's own, and reports on it; returns process and summary."""
    source = folder / name
    with source.open("w", newline="") as stream:
        csv.writer(stream).writerows(rows)
    out = folder / "out"
    done = footfall("report", "--transactions", source, "--out", out, *words, check=False)
    summary = None
    if done.returncode == 0:
        text = (out / "executive_summary.json").read_text()
        summary = json.loads(text)
        jsonschema.validate(summary, SCHEMA)
        for path in out.iterdir():
            if path.suffix == ".html":
                continue  # the page's program names NaN; tests of the dashboard hold its data
            assert not re.search(r"\b(nan|inf|infinity)\b", path.read_text(), re.I), path
        verified = footfall("verify-report", out, "--transactions", source, *words, check=False)
        assert verified.returncode == 0, verified.stderr
    return done, summary
