"""`footfall scenario expect` against a closed form of other origin, for shipped and invented worlds."""

import json
import random

import pytest
import yaml
from classic_model import MONTHS, WEEKDAYS, ClassicModel
from closed_form import expect
from conftest import footfall

# The program holds multipliers as 16.16 fixed point and probabilities as 32-bit thresholds, and
# its prices are whole paise after the markup: relative differences of some 1e-5 in money.
MEAN, DEVIATION = 3e-5, 1e-3


def invented(seed):
    """A scenario that uses every part of the model, with draws of Python's own."""
    draw = random.Random(seed)
    multiplier = lambda low, high: round(draw.uniform(low, high), 3)
    season = lambda: {month: multiplier(0, 2.5) for month in draw.sample(MONTHS, draw.randint(1, 12))}

    def category():
        low, cheap = draw.randint(1, 5), round(draw.uniform(5, 500), 2)
        return {"probability": multiplier(0.01, 0.99), "quantity": [low, low + draw.randint(0, 6)],
                "price_range": [cheap, round(cheap * draw.uniform(1, 4), 2)],
                **({"season_multiplier": season()} if draw.random() < 0.4 else {})}

    def persona(number):
        return {"name": f"Persona {number}", "frequency": draw.choice(["daily", "alternate", "weekly", "monthly"]),
                **({"visit_probability": multiplier(0.01, 0.95)} if draw.random() < 0.5 else {}),
                "weight": multiplier(0.1, 3), "preferred_time": ["9am-11:30am", "17:00–20:00"],
                "basket_profile": {f"category {c}": category() for c in range(draw.randint(1, 9))}}

    date = lambda: f"{draw.choice([2023, 2024])}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
    first = multiplier(0.6, 1.3)
    return {
        "simulation": {"start_date": date(), "days": draw.randint(10, 400), "customers_per_persona": draw.randint(1, 5000)},
        "market": {
            "visit_multiplier": {"festival": multiplier(0.5, 2), "weekend": multiplier(0.5, 2),
                                 "weekday": multiplier(0.5, 1.1), "cap": multiplier(0.5, 1)},
            "item_multiplier": {"festival": multiplier(0.5, 2), "weekend": multiplier(0.5, 2), "cap": multiplier(0.3, 1)},
            "quantity_multiplier": {"festival": multiplier(1, 2)},
            "price_multiplier": {"festival": [first, first + multiplier(0.01, 0.5)]},
            "festival_window_days": draw.randint(0, 9),
            "season_multiplier": season(),
            "weekday_multiplier": {name: multiplier(0.5, 1.3) for name in draw.sample(WEEKDAYS, draw.randint(0, 7))},
            "frequency_probability": {"weekly": multiplier(0.1, 0.3)},
        },
        "calendar": {"weekend": draw.sample(WEEKDAYS, draw.randint(1, 3)),
                     "closed_weekdays": draw.sample(WEEKDAYS, draw.randint(0, 2)), "closed_dates": [date(), date()],
                     "festivals": ["Diwali", "Holi", *({"name": f"Fair {n}", "dates": [date(), date()]} for n in range(4))]},
        "personas": [persona(n) for n in range(draw.randint(1, 5))],
    }


def assert_agrees(path, model):
    told = json.loads(footfall("scenario", "expect", path, "--json").stdout)
    found = expect(model)
    for own, row in [(found.all, told), *zip(found.personas.values(), told["personas"], strict=True)]:
        assert row["transactions"] == pytest.approx(own.visits, rel=1e-8)
        assert row["items"] == pytest.approx(own.lines, rel=1e-7)
        assert row["revenue"] == pytest.approx(own.revenue / 100, rel=MEAN)
        assert row["average_transaction"] == pytest.approx(own.average / 100, rel=MEAN)
        assert row["items_a_basket"] == pytest.approx(own.lines_a_basket, rel=1e-7)
        assert row["transactions_deviation"] == pytest.approx(own.visit_variance**0.5, rel=1e-6)
        assert row["revenue_deviation"] == pytest.approx(own.revenue_variance**0.5 / 100, rel=DEVIATION)
    for persona, row in zip(model.personas, told["personas"], strict=True):
        assert (row["persona"], row["customers"]) == (persona.name, persona.customers)
        assert row["revenue_share"] == pytest.approx(found.shares[persona.name][0], abs=MEAN)
    for name, own in (("festival_uplift", found.festival), ("weekend_uplift", found.weekend)):
        assert (told[name] is None) == (own is None)
        if own:
            assert told[name]["mean"] == pytest.approx(own[0], abs=2 * MEAN * (1 + own[0]))
            assert told[name]["deviation"] == pytest.approx(own[1], rel=DEVIATION)


@pytest.mark.parametrize("name", ["india_retail", "minimal", "germany", "large"])
def test_shipped_scenarios(name):
    path = f"scenarios/{name}.yaml"
    assert_agrees(path, ClassicModel.of_file(path))


@pytest.mark.parametrize("seed", range(30))
def test_invented_scenarios(seed, tmp_path):
    scenario = invented(seed)
    path = tmp_path / "invented.yaml"
    path.write_text(yaml.safe_dump(scenario, sort_keys=False, allow_unicode=True))
    assert_agrees(path, ClassicModel(scenario))


def test_a_period_without_festivals_has_no_uplift(tmp_path):
    scenario = invented(1)
    scenario["calendar"] = {"festivals": [], "weekend": []}
    path = tmp_path / "plain.yaml"
    path.write_text(yaml.safe_dump(scenario, sort_keys=False))
    assert_agrees(path, ClassicModel(scenario))
    assert expect(ClassicModel(scenario)).festival is None
