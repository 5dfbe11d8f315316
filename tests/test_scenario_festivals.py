"""The festival table against PyPI holidays, and the dates of the German scenario against others' rules."""

import csv
import datetime as dt
import re

import holidays
import polars as pl
import pytest
import yaml
from conftest import ROOT, footfall
from dateutil.easter import easter

YEARS = range(2015, 2036)
# Where the table departs from the package, and what the package says.
SET_BY_HAND = {
    ("Makar Sankranti", 2024): "2024-01-14",  # the contract's date; most of India kept the 15th
    ("Diwali", 2024): "2024-10-31",  # the new moon lasted into 1 November, the contract's date
    ("Holi", 2026): None,  # the package has the 3rd and the 4th
}


@pytest.fixture(scope="module")
def package():
    """Every date that some part of India keeps: {(name, year): {dates}}."""
    found = {}
    for part in [None, *holidays.India.subdivisions]:
        table = holidays.India(years=YEARS, subdiv=part, categories=holidays.India.supported_categories)
        for day, names in table.items():
            for name in names.split("; "):
                found.setdefault((name, day.year), set()).add(day.isoformat())
    return found


def table():
    with (ROOT / "data/festivals.csv").open(encoding="utf-8") as file:
        return [(row["festival"], row["date"]) for row in csv.DictReader(line for line in file if line[0] != "#")]


def test_table_is_whole():
    rows = table()
    names = list(dict.fromkeys(name for name, _ in rows))
    assert len(names) == 7
    assert rows == [(name, date) for name in names for known, date in rows if known == name]
    for name in names:
        assert [int(date[:4]) for known, date in rows if known == name] == list(YEARS)


def test_table_agrees_with_the_package(package):
    by_hand = 0
    for name, date in table():
        year = int(date[:4])
        if (name, year) in SET_BY_HAND:
            theirs = SET_BY_HAND[name, year]
            assert date not in package[name, year] or len(package[name, year]) > 1, "no longer needs to be set"
            assert theirs is None or theirs in package[name, year]
            by_hand += 1
        else:
            assert package[name, year] == {date}, (name, year)
    assert by_hand == len(SET_BY_HAND)


def test_the_program_holds_the_table():
    source = (ROOT / "src/model/festival_table.cpp").read_text()
    compiled = []
    for name, dates in re.findall(r'\{"([^"]+)",\s*\{(\{.*?\})\}\}', source, re.DOTALL):
        compiled += [(name, "{}-{:02}-{:02}".format(*map(int, date)))
                     for date in re.findall(r"\{(\d+), (\d+), (\d+)\}", dates)]
    assert compiled == table()


def test_german_festivals_are_on_their_days():
    calendar = yaml.safe_load((ROOT / "scenarios/germany.yaml").read_text())["calendar"]
    germany = holidays.Germany(years=range(2024, 2027), language="de")
    advent = lambda year: dt.date(year, 12, 25) - dt.timedelta(dt.date(year, 12, 25).weekday() + 22)
    rules = {
        "Karneval": lambda year: easter(year) - dt.timedelta(48),
        "Ostern": easter,
        "Pfingsten": lambda year: easter(year) + dt.timedelta(49),
        "Black Friday": lambda year: advent(year) - dt.timedelta(2),
        "Weihnachten": lambda year: dt.date(year, 12, 24),
        "Nikolaus": lambda year: dt.date(year, 12, 6),
        "Silvester": lambda year: dt.date(year, 12, 31),
        "Halloween": lambda year: dt.date(year, 10, 31),
    }
    assert len(calendar["festivals"]) == 9
    for festival in calendar["festivals"]:
        assert [date.year for date in festival["dates"]] == [2024, 2025, 2026]
        for date in festival["dates"]:
            if festival["name"] in rules:
                assert date == rules[festival["name"]](date.year), festival["name"]
            else:
                assert germany[date] == festival["name"]


def test_german_shops_are_closed_on_holidays_of_all_states(tmp_path):
    footfall("simulate", "germany", "--days", 1096, "--customers", 40, "--format", "parquet", "--out", tmp_path / "data")
    open_days = set(pl.read_parquet(tmp_path / "data/transactions.parquet")["date"])
    free = holidays.Germany(years=range(2024, 2027))
    every = [dt.date(2024, 1, 1) + dt.timedelta(day) for day in range(1096)]
    assert open_days == {day for day in every if day.weekday() < 6 and day not in free}
