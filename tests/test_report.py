"""`footfall report`: what it writes, held against the data by pandas, and to its own numbers."""

import json
import re
import shutil
import time

import pandas as pd
import pytest

from conftest import ROOT, footfall

SCHEMA = ROOT / "schemas" / "executive_summary.schema.json"


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """The default data set in CSV, with its report."""
    folder = tmp_path_factory.mktemp("report") / "data"
    footfall("simulate", "--out", folder, "--export-summary", "-q")
    return folder


@pytest.fixture(scope="module")
def summary(data):
    return json.loads((data / "report/executive_summary.json").read_text())


@pytest.fixture(scope="module")
def facts(data):
    entries = json.loads((data / "report/facts.json").read_text())
    assert len({entry["id"] for entry in entries}) == len(entries)
    return {entry["id"]: entry for entry in entries}


@pytest.fixture(scope="module")
def transactions(data):
    return pd.read_csv(data / "transactions.csv", keep_default_na=False)


def mutated(text, step):
    """Adds `step` to the last digit of every marked number; returns the text and how many."""
    count = 0

    def change(match):
        nonlocal count
        shown = match.group(1)
        digits = list(re.finditer(r"\d", shown))
        if not digits:
            return match.group(0)
        count += 1
        at = digits[-1].start()
        return f"[{shown[:at]}{(int(shown[at]) + step) % 10}{shown[at + 1:]}][{match.group(2)}]"

    return re.sub(r"(?m)(?<!^)(?<!\])\[([^\]\[]+)\]\[([^\]]+)\]|^\[([^\]\[]+)\]\[([^\]]+)\]",
                  lambda m: change(m) if m.group(1) else m.group(0), text), count


def test_the_report_agrees_with_its_data(data):
    said = footfall("verify-report", data).stdout
    assert "agrees with the data" in said


@pytest.mark.parametrize("step", [1, 5, 9])
def test_every_changed_number_is_found(data, tmp_path, step):
    text, count = mutated((data / "report/insights_report.md").read_text(), step)
    assert count > 150
    edited = tmp_path / "edited.md"
    edited.write_text(text)
    done = footfall("verify-report", edited, "--data", data, check=False)
    assert done.returncode == 5
    assert len(re.findall(r"^\S+:\d+: says ", done.stderr, re.M)) == count


def test_a_number_without_a_fact_is_found(data, tmp_path):
    edited = tmp_path / "edited.md"
    edited.write_text("Nothing to see.\n\nSales will double to ₹60 crore by 2025.\n")
    done = footfall("verify-report", edited, "--data", data, check=False)
    assert done.returncode == 5
    assert f"{edited}:3: the number in \"₹60\" has no fact" in done.stderr
    assert "2025" in done.stderr
