"""What-if: the effect of a change against the closed form, and far surer than with other draws."""

import json

import pytest
from conftest import footfall
from serving import Served


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("what_if") / "data"
    footfall("simulate", "--days", "30", "--customers", "400", "--out", folder)
    return folder


@pytest.fixture(scope="module")
def served(folder):
    with Served(folder) as server:
        yield server


def ask(served, changes):
    answer = served.json("/api/v1/what-if", method="POST", body={"changes": [{"path": path, "value": value} for path, value in changes.items()]})
    return {measure["measure"]: measure for measure in answer["measures"]}, answer


def closed_form(path):
    return json.loads(footfall("scenario", "expect", path, "--json").stdout)


def scenario_with(tmp_path, old, new):
    text = footfall("scenario", "show", "india_retail").stdout
    text = text.replace("customers_per_persona: 1000", "customers_per_persona: 400")
    assert old in text, text[:1500]
    path = tmp_path / "changed.yaml"
    path.write_text(text.replace(old, new))
    return path


def test_levers_have_the_values_of_the_scenario(served):
    levers = {lever["path"]: lever["value"] for lever in served.json("/api/v1/what-if")["levers"]}
    assert levers["market.visit_multiplier.festival"] == 1.5 and levers["market.quantity_multiplier.festival"] == 1.165
    assert levers["personas.Senior Citizen.customers"] == 400
    assert levers["personas.Senior Citizen.visit_probability"] == 0.1003
    assert "market.price_multiplier.festival" not in levers  # a range, not a number
    measures, _ = ask(served, levers)
    assert all(measure["difference"] == 0 for measure in measures.values()), "as it is"


def test_nothing_changed_is_no_difference_at_all(served):
    measures, answer = ask(served, {})
    for measure in measures.values():
        assert measure["difference"] == 0 and measure["low"] == 0 and measure["high"] == 0
    assert answer["customers"] == {"paired": 2000, "added": 0, "removed": 0}


def test_the_baseline_is_the_data_set(served):
    measures, _ = ask(served, {})
    facts = {fact["id"]: fact["value"] for fact in served.json("/api/v1/facts")}
    assert measures["revenue"]["baseline"] == pytest.approx(facts["revenue"])
    assert measures["transactions"]["baseline"] == facts["transactions"]


def test_a_price_change_has_the_effect_of_the_closed_form(served, tmp_path):
    """Festival prices × U(1.25, 1.35) instead of U(1.05, 1.15)."""
    measures, _ = ask(served, {"market.price_multiplier.festival": [1.25, 1.35]})
    before = closed_form(scenario_with(tmp_path, "[1.05, 1.15]", "[1.05, 1.15]"))
    after = closed_form(scenario_with(tmp_path, "[1.05, 1.15]", "[1.25, 1.35]"))
    effect = measures["revenue"]
    truth = after["revenue"] - before["revenue"]
    assert truth > 0
    # Three standard errors: the seed is fixed, so this cannot be flaky.
    assert abs(effect["difference"] - truth) < 3 * effect["standard_error"]
    assert effect["low"] < effect["difference"] < effect["high"] and effect["low"] > 0
    # Surer by far than two worlds with draws of their own.
    assert effect["standard_error"] < effect["unpaired_standard_error"] / 4
    # Prices change nothing else.
    for name in ("transactions", "lines", "customers", "lines_a_basket"):
        assert measures[name]["difference"] == 0
    assert measures["festival_revenue"]["difference"] == pytest.approx(effect["difference"])


def test_a_visit_probability_has_the_effect_of_the_closed_form(served, tmp_path):
    measures, _ = ask(served, {"personas.Senior Citizen.visit_probability": 0.15})
    before = closed_form(scenario_with(tmp_path, "Senior Citizen", "Senior Citizen"))
    effect = measures["transactions"]
    senior = next(p for p in before["personas"] if p["persona"] == "Senior Citizen")
    truth = senior["transactions"] * (0.15 / 0.1003 - 1)
    assert abs(effect["difference"] - truth) < 3 * effect["standard_error"] + 0.02 * truth
    assert effect["standard_error"] < effect["unpaired_standard_error"]


def test_a_closed_weekday_has_the_effect_of_the_closed_form(served, tmp_path):
    measures, _ = ask(served, {"market.weekday_multiplier.sunday": 0, "market.weekday_multiplier.monday": 1.2})
    before = closed_form(scenario_with(tmp_path, "market:", "market:"))
    after = closed_form(scenario_with(tmp_path, "market:", "market:\n  weekday_multiplier: {monday: 1.2, sunday: 0}"))
    effect, truth = measures["transactions"], after["transactions"] - before["transactions"]
    assert truth < 0 and abs(effect["difference"] - truth) < 3 * effect["standard_error"]


@pytest.mark.parametrize("customers, added, removed", [(700, 300, 0), (100, 0, 300)])
def test_customers_who_come_or_go_are_counted_as_such(served, customers, added, removed):
    measures, answer = ask(served, {"personas.Budget Conscious.customers": customers})
    assert answer["customers"] == {"paired": 2000 - removed, "added": added, "removed": removed}
    assert (measures["transactions"]["difference"] > 0) == (added > 0)
    # Those who are in both worlds do the same in both.
    assert measures["transactions"]["standard_error"] < measures["transactions"]["unpaired_standard_error"] / 3


@pytest.mark.parametrize("body", [
    *({"changes": [{"path": path, "value": value}]} for path, value in (
        ("market.festival_window_days", 3), ("market.price_multiplier.festival", [2, 1]), ("market.visit_multiplier.festival", "much"),
        ("market.visit_multiplier.nothing", 1), ("market.visit_multiplier", 2), ("market", {}), ("personas.Nobody.customers", 3),
        ("personas.Senior Citizen.customers", 0), ("personas.Senior Citizen.customers", 1.5), ("personas.Senior Citizen.visit_probability", 2),
        ("personas.Senior Citizen.name", "x"), ("personas.Senior Citizen", {}), ("simulation.days", 3), ("", 1), (1, 1))),
    {"changes": {}}, {"changes": [1]}, {"changes": [{"path": "market.visit_multiplier.festival"}]}, {"days": 3}, [], "x", {"run": -1}, {"run": "0"}])
def test_changes_that_cannot_be_are_told_so(served, body):
    status, headers, answer = served.ask("/api/v1/what-if", method="POST", body=body)
    assert status == 400 and headers["content-type"] == "application/problem+json", answer


def test_large_worlds_are_played_in_part_and_it_says_so(served):
    measures, answer = ask(served, {"personas.Senior Citizen.customers": 3_000_000})
    assert answer["sampled"] is True and "part" in answer["notes"][1]
    # 3,000,000 customers × 30 days × about 0.115.
    assert measures["transactions"]["variant"] == pytest.approx(3_000_000 * 3440 / 1000, rel=0.02)
