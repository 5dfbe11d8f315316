"""Each metric over a tiny data set, against a table worked out by hand (tests/metrics/NAME.case).

A case holds its reasoning in comments, its data, or the name of a file that does, and the expected
table: all of it, or some rows of it ("expected among"). A number is right when it agrees in the
digits that are written; * is anything.
"""

import csv
import io
import re

import pytest
from conftest import ROOT, footfall

FOLDER = ROOT / "tests" / "metrics"
CASES = sorted(path.stem for path in FOLDER.glob("*.case"))
# What models compute, which no hand can: tests/test_analytics_models.py.
COMPUTED = {"clv", "clv_model", "clv_distribution", "clv_segments", "forecast", "forecast_totals", "forecast_backtest", "reorder"}


def read_case(path):
    """Returns (keys, sections) of a case with what it uses."""
    keys, sections, name = {}, {}, None
    for line in path.read_text().splitlines():
        if name is None and line.startswith("#"):
            continue
        if match := re.fullmatch(r"\[(.+)\]", line):
            name = match.group(1)
            sections[name] = []
        elif name is None and ": " in line:
            key, value = line.split(": ", 1)
            keys[key] = value
        else:
            sections[name].append(line)
    if "use" in keys:
        sections |= read_case(FOLDER / f"{keys['use']}.data")[1]
    return keys, sections


def same(expected, found):
    if expected == "*":
        return True
    try:
        wanted, value = float(expected), float(found)
    except ValueError:
        return expected == found
    decimals = len(expected.partition(".")[2])
    return abs(wanted - value) <= 0.5000001 * 10**-decimals if decimals else wanted == value


def run_case(name, tmp_path, shuffled=None):
    keys, sections = read_case(FOLDER / f"{name}.case")
    words = ["analyze", name, "--format", "csv", "--quiet", *keys.get("options", "").split()]
    for table in ("transactions", "items", "customers"):
        if table in sections:
            header, *rows = sections[table]
            if shuffled:
                shuffled.shuffle(rows)
            path = tmp_path / f"{table}.csv"
            path.write_text("\n".join([header, *rows]) + "\n")
            words += [f"--{table}", path]
    return sections, footfall(*words).stdout


@pytest.mark.parametrize("name", CASES)
def test_metric_is_what_was_worked_out_by_hand(name, tmp_path):
    sections, text = run_case(name, tmp_path)
    found = list(csv.reader(io.StringIO(text)))
    among = "expected among" in sections
    wanted = list(csv.reader(sections["expected among" if among else "expected"]))
    assert found[0] == wanted[0]
    if not among:
        assert len(found) == len(wanted), text
    for row in wanted[1:]:
        candidates = found[1:] if among else [found[wanted.index(row)]]
        assert any(all(map(same, row, one)) for one in candidates), f"{row} not in\n{text}"


def test_every_metric_has_a_case():
    listed = {row["name"] for row in csv.DictReader(io.StringIO(footfall("analyze", "--list", "--format", "csv").stdout))}
    assert listed - COMPUTED == set(CASES)
