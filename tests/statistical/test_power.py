"""The statistical tests tell a slightly wrong world from the right one: each of these must be found.

The program simulates the default world with one figure changed, and is judged by the model of the
unchanged one.
"""

import pytest
import yaml
from classic_model import ClassicModel
from conftest import ROOT
from significance import implausible
from test_baskets import inclusion_p_values, price_curve_p_values, price_p_values, quantity_p_values, set_p_values
from test_customers import customer_p_values
from test_visits import time_p_values, visit_p_values
from worlds import DEFAULT, run


def changed(*keys_and_value):
    *keys, last, value = keys_and_value
    scenario = yaml.safe_load((ROOT / DEFAULT).read_text())
    scenario["simulation"]["customers_per_persona"] = 10_000
    place = scenario
    for key in keys:
        place = place[key]
    assert place[last] != value
    place[last] = value
    made = run(scenario)
    made.model = ClassicModel.of_file(DEFAULT, customers_per_persona=10_000)
    return made


PREMIUM, BASKET = ("personas", 0), ("personas", 0, "basket_profile", "artisan_dairy")


@pytest.mark.parametrize("p_values, change", [
    (visit_p_values, ("market", "frequency_probability", "daily", 0.8225)),
    (visit_p_values, ("market", "visit_multiplier", "festival", 1.47)),
    (visit_p_values, ("market", "visit_multiplier", "weekend", 1.23)),
    (time_p_values, (*PREMIUM, "preferred_time", ["11:01-13:00", "19:00-21:00"])),
    (inclusion_p_values, (*BASKET, "probability", 0.605)),
    (set_p_values, ("market", "item_multiplier", "weekend", 1.165)),
    (quantity_p_values, (*BASKET, "quantity", [1, 5])),
    (quantity_p_values, ("market", "quantity_multiplier", "festival", 1.2)),
    (price_p_values, (*BASKET, "price_range", [195, 775])),
    (price_curve_p_values, (*BASKET, "price_range", [200, 770])),
    (price_p_values, ("market", "price_multiplier", "festival", [1.05, 1.16])),
    (customer_p_values, (*PREMIUM, "demographics", "age_range", [35, 64])),
    (customer_p_values, (*PREMIUM, "demographics", "income_range", [100_000, 310_000])),
], ids=lambda value: "-".join(map(str, value[-2:])) if isinstance(value, tuple) else value.__name__)
def test_a_small_change_is_found(p_values, change):
    assert implausible(p_values(changed(*change)))
