"""A report calls nothing the most that is the most only because something has to be."""

import json

import numpy as np
import pytest

from conftest import footfall
from report_data import data, own_report  # noqa: F401

HOURS = range(8, 20)


def rows_of(seed, categories, baskets, days=60, spread=1.0):
    """Purchases at even hours and days, of categories that sell alike, by customers who are alike."""
    draw = np.random.default_rng(seed)
    rows = [["order", "customer", "time", "category", "quantity", "amount"]]
    for order in range(baskets):
        when = np.datetime64("2024-03-01T00:00") + draw.integers(days) * 1440 + draw.choice(HOURS) * 60
        amount = np.exp(draw.normal(3, spread))
        rows.append([order, f"c{draw.integers(baskets // 8)}", str(when), f"kind {draw.integers(categories)}", 1, f"{amount:.2f}"])
    return rows


@pytest.mark.parametrize("seed", range(6))
def test_nothing_leads_where_all_are_alike(tmp_path, seed):
    done, _ = own_report(tmp_path, rows_of(seed, 4, 3000), "--segments", "none")
    assert done.returncode == 0, done.stderr
    out = tmp_path / "out"
    text = (out / "insights_report.md").read_text()
    assert "No hour stands out" in text and "busiest hour is" not in text
    figure = (out / "categories.svg").read_text()
    assert "Revenue by category" in figure and "leads with" not in figure
    assert not (out / "personas.svg").exists()


@pytest.mark.parametrize("seed", range(6))
def test_five_of_forty_that_sell_alike_are_no_finding(tmp_path, seed):
    """Of sixty baskets the five largest of forty hold a third of the money, where an eighth would be even."""
    own_report(tmp_path, rows_of(seed, 40, 60, spread=1.2), "--segments", "none")
    facts = {fact["id"]: fact for fact in json.loads((tmp_path / "out" / "facts.json").read_text())}
    assert facts["category.top5_share"]["value"] > 2 * facts["category.top5_even"]["value"]
    assert "**The five largest" not in (tmp_path / "out" / "insights_report.md").read_text()


def test_five_that_sell_most_are_found(tmp_path):
    rows = rows_of(1, 40, 3000)
    for row in rows[1::2]:
        row[3] = f"kind {int(row[0]) // 2 % 5}"
    own_report(tmp_path, rows, "--segments", "none")
    text = (tmp_path / "out" / "insights_report.md").read_text()
    assert "**The five largest" in text and "Five of as many that all sell alike would bring [12.5\u00a0%]" in text


def test_hours_of_personas_are_those_of_the_scenario(data):  # noqa: F811
    """Within their preferred times customers come evenly: no hour of them is the busiest, all are told."""
    world = json.loads(footfall("scenario", "show", "india_retail", "--json").stdout)
    facts = {fact["id"]: fact for fact in json.loads((data / "report" / "facts.json").read_text())}
    text = (data / "report" / "insights_report.md").read_text()
    for persona in world["personas"]:
        meant = set()
        for slot in persona["preferred_time"]:
            begin, end = (int(part.split(":")[0]) for part in slot.split("-"))
            meant |= set(range(begin, end))
        told = facts["persona." + persona["name"].lower().replace(" ", "_") + ".main_hours"]["text"]
        hours = set()
        for slot in told.replace("\u00a0h", "").split(", "):
            begin, end = map(int, slot.split(" to "))
            hours |= set(range(begin, end))
        assert hours == meant, persona["name"]
        assert told in text


def test_a_figure_does_not_deny_what_it_shows(tmp_path):
    """An uplift of festivals that the months explain is no finding; its figure shows it all the same."""
    draw = np.random.default_rng(4)
    rows = [["order", "customer", "time", "amount", "festival"]]
    for order in range(9000):
        day = int(draw.integers(240))
        december = 180 <= day < 210
        is_fair = december and day % 3 == 0
        amount = draw.gamma(4, 5) * (2 if december else 1)
        when = np.datetime64("2024-06-01") + day
        rows.append([order, f"c{draw.integers(400)}", f"{when}T12:00", f"{amount:.2f}", "Fair" if is_fair else ""])
    own_report(tmp_path, rows, "--segments", "none")
    facts = {fact["id"]: fact for fact in json.loads((tmp_path / "out" / "facts.json").read_text())}
    assert facts["uplift.festival.pooled"]["low"] > 0.3
    assert "on festival days.**" not in (tmp_path / "out" / "insights_report.md").read_text()
    figure = (tmp_path / "out" / "uplifts.svg").read_text()
    assert "no clear difference on festival days" not in figure and "Average transaction on festival days and on other days" in figure
