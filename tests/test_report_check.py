"""`footfall verify-report`: whoever edits a number, a definition or a table of a report is told."""

import re
import shutil

import pytest

from conftest import footfall
from report_data import data  # noqa: F401, a fixture

MARK = re.compile(r"\[((?:\\.|[^\]\[\\])+)\]\[([^\]]+)\]")


def changed(text, step):
    """Adds `step` to the last digit of every marked number; returns the text and how many."""
    count = 0

    def change(match):
        nonlocal count
        digits = list(re.finditer(r"\d", match.group(1)))
        if not digits:
            return match.group(0)
        count += 1
        at = digits[-1].start()
        shown = match.group(1)
        return f"[{shown[:at]}{(int(shown[at]) + step) % 10}{shown[at + 1:]}][{match.group(2)}]"

    return MARK.sub(change, text), count


def test_a_report_agrees_with_its_data(data):
    for place in (data, data / "report", data / "report/insights_report.md"):
        assert "agrees with the data" in footfall("verify-report", place).stdout


@pytest.mark.parametrize("step", [1, 5, 9])
def test_every_changed_number_is_found(data, tmp_path, step):
    text, count = changed((data / "report/insights_report.md").read_text(), step)
    assert count > 200
    edited = tmp_path / "edited.md"
    edited.write_text(text)
    done = footfall("verify-report", edited, "--data", data, check=False)
    assert done.returncode == 5
    assert len(re.findall(r"^\S+:\d+: says ", done.stderr, re.M)) == count


def test_every_changed_digit_of_the_definitions_is_found(data, tmp_path):
    text = (data / "report/insights_report.md").read_text()
    lines = text.split("\n")
    touched = 0
    for at, line in enumerate(lines):
        if re.match(r"\[[^\]]+\]: ", line) and re.search(r"\d", line.split(" ", 2)[2]):
            head, rest = line.rsplit(" ", 1)
            digit = re.search(r"\d", line[line.index('"'):])
            place = line.index('"') + digit.start()
            lines[at] = f"{line[:place]}{(int(line[place]) + 1) % 10}{line[place + 1:]}"
            touched += 1
    edited = tmp_path / "edited.md"
    edited.write_text("\n".join(lines))
    done = footfall("verify-report", edited, "--data", data, check=False)
    assert touched > 3 and done.returncode == 5
    assert len(re.findall(r"^\S+:\d+: says ", done.stderr, re.M)) == touched


def test_a_number_without_a_fact_is_found(data, tmp_path):
    edited = tmp_path / "edited.md"
    edited.write_text("Nothing to see.\n\nSales will double to ₹60 crore by 2025.\n")
    done = footfall("verify-report", edited, "--data", data, check=False)
    assert done.returncode == 5
    assert f"{edited}:3: the number in \"₹60\" has no fact" in done.stderr
    assert "2025" in done.stderr


def test_both_values_are_said(data, tmp_path):
    edited = tmp_path / "edited.md"
    edited.write_text("Revenue was [₹29.58 crore][revenue].\n")
    done = footfall("verify-report", edited, "--data", data, check=False)
    assert done.returncode == 5
    assert f"{edited}:1: says ₹29.58 crore; revenue is ₹29.57\u00a0crore" in done.stderr


def test_a_changed_table_is_found(data, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(data, copy)
    rfm = copy / "report/rfm.csv"
    rfm.write_text(rfm.read_text().replace("Champions,1356", "Champions,1357"))
    done = footfall("verify-report", copy, check=False)
    assert done.returncode == 5 and "rfm.csv:2: says Champions,1357" in done.stderr


def test_other_data_is_found(data, tmp_path):
    other = tmp_path / "other"
    footfall("simulate", "--seed", 43, "--out", other, "-q")
    done = footfall("verify-report", data / "report/insights_report.md", "--data", other, check=False)
    assert done.returncode == 5
