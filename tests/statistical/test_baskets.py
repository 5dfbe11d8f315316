"""What is in a basket: sets of categories, quantities and prices against their exact distributions."""

import datetime

import numpy as np
import polars as pl
import pytest
from scipy import stats
from significance import assert_plausible, fit, two_sided
from test_visits import visit_p_values
from worlds import default_pool, germany, one_persona, run

WORLDS = pytest.mark.parametrize("world", [default_pool, germany])
BINS = 32
FEW = 200  # observations too few to judge


def set_p_values(run):
    """The sets of categories by kind of day: probabilities, independence and empty draws in one."""
    p_values = {}
    for persona in run.model.personas:
        transactions, items = run.of(persona)
        bits = items.group_by("row", maintain_order=True).agg((2 ** pl.col("category").cast(pl.Int64)).sum().alias("set"))
        assert (bits["row"].to_numpy() == transactions["row"].to_numpy()).all()
        sets, day = bits["set"].to_numpy(), transactions["day"].to_numpy()
        for kind, days in run.model.kinds.items():
            found = sets[np.isin(day, days)]
            _, chance = run.model.baskets(persona, kind)
            if len(found) >= FEW:
                p_values[persona.name, kind] = fit(np.bincount(found, minlength=len(chance)), chance)
    return p_values


def inclusion_p_values(run):
    """How often each category is taken, by kind of day."""
    p_values = {}
    for persona in run.model.personas:
        transactions, items = run.of(persona)
        counts = items.group_by("day", "category").len()
        visits = np.bincount(transactions["day"].to_numpy(), minlength=len(run.model.days))
        for kind, days in run.model.kinds.items():
            sets, chance = run.model.baskets(persona, kind)
            own, n = counts.filter(pl.col("day").is_in(days)), visits[days].sum()
            for index, p in enumerate(chance @ sets):
                taken = own.filter(pl.col("category") == index)["len"].sum()
                p_values[persona.name, kind, index] = two_sided((taken - n * p) / np.sqrt(n * p * (1 - p)))
    return p_values


def by_category(run):
    """Yields (persona, category, festive, quantities, prices) of every category and half of the calendar."""
    for persona in run.model.personas:
        _, items = run.of(persona)
        for index, category in enumerate(persona.categories):
            for festive in (False, True):
                own = items.filter((pl.col("category") == index) & (pl.col("festival") == festive))
                if len(own) >= FEW:
                    yield persona, category, festive, own["quantity"].to_numpy(), own["price"].to_numpy()


def quantity_p_values(run):
    p_values = {}
    for persona, category, festive, quantity, _ in by_category(run):
        chance = run.model.quantities(category, festive)
        if (chance > 0).sum() > 1:
            p_values[persona.name, category.name, festive] = fit(np.bincount(quantity, minlength=len(chance)), chance)
    return p_values


def price_p_values(run):
    """Prices over bins of exact probability, and their last digit on ordinary days."""
    p_values = {}
    for persona, category, festive, _, price in by_category(run):
        low, high = category.price
        factors = run.model.markup if festive else (1, 1)
        edges = np.unique(np.linspace(low * factors[0], high * factors[1], BINS + 1).astype(int))[1:-1]
        below = np.concatenate([[0], run.model.price_at_most(category, festive, edges), [1]])
        counts = np.bincount(np.searchsorted(edges, price), minlength=len(edges) + 1)
        if price.min() < low * factors[0] - 0.5 or price.max() > high * factors[1] + 0.5:
            p_values[persona.name, category.name, "range"] = 0.0
        if len(counts) > 1:
            p_values[persona.name, category.name, festive] = fit(counts, np.diff(below))
        if not festive and high - low >= 10:
            digits = np.bincount(np.arange(low, high + 1) % 10, minlength=10) / (high - low + 1)
            p_values[persona.name, category.name, "digit"] = fit(np.bincount(price % 10, minlength=10), digits)
    return p_values


def price_curve_p_values(run):
    """Prices against their continuous distribution (Kolmogorov-Smirnov)."""
    return {
        (persona.name, category.name, festive): stats.kstest(
            price, lambda x, c=category, f=festive: run.model.price_curve(c, f, x)).pvalue
        for persona, category, festive, _, price in by_category(run)
    }


@WORLDS
def test_sets_of_categories(world):
    assert_plausible(f"sets of {world.__name__}", set_p_values(world()))


@WORLDS
def test_inclusion_of_each_category(world):
    assert_plausible(f"inclusion of {world.__name__}", inclusion_p_values(world()))


@WORLDS
def test_quantities(world):
    assert_plausible(f"quantities of {world.__name__}", quantity_p_values(world()))


@WORLDS
def test_prices(world):
    assert_plausible(f"prices of {world.__name__}", price_p_values(world()))


def test_prices_follow_their_curve():
    assert_plausible("price curves", price_curve_p_values(default_pool()))


def test_the_two_distributions_of_prices_agree():
    model = default_pool().model
    for persona in model.personas:
        for category in persona.categories:
            prices = np.linspace(0.9 * category.price[0], 1.3 * category.price[1], 50).astype(int)
            for festive in (False, True):
                exact = model.price_at_most(category, festive, prices)
                curve = model.price_curve(category, festive, prices + 0.5)
                assert exact == pytest.approx(curve, abs=1e-4)


def test_empty_draws_take_one_category_in_proportion():
    categories = {"milk": (0.02, (1, 3), (1, 9)), "bread": (0.01, (1, 1), (2, 2)), "salt": (0.002, (1, 1), (2, 3)),
                  "caviar": (0, (1, 1), (1, 9)), "wine": (0.04, (1, 2), (5, 50))}
    made = run(one_persona(categories))
    assert made.transactions["lines"].mean() < 1.01  # most draws are empty
    assert_plausible("empty draws", set_p_values(made) | quantity_p_values(made) | price_p_values(made))
    assert 3 not in set(made.items["category"].to_list()), "the impossible was taken"


def test_out_of_season_every_category_is_as_likely():
    scenario = one_persona({name: (p, (1, 1), (1, 2)) for name, p in (("a", 0.9), ("b", 0.1), ("c", 0.5))},
                           start=datetime.date(2024, 1, 17), days=30, customers=5000)
    for category in scenario["personas"][0]["basket_profile"].values():
        category["season_multiplier"] = {"jan": 0}
    assert_plausible("out of season", set_p_values(run(scenario)))


def test_caps_hold_and_lower_nothing():
    """A multiplier lifts no probability above the cap; one that is above by itself stays."""
    scenario = one_persona({"sure": (0.98, (1, 1), (1, 2)), "likely": (0.8, (1, 1), (1, 2)), "rare": (0.2, (1, 1), (1, 2))},
                           visit_probability=0.7, customers=5000,
                           market={"item_multiplier": {"weekend": 1.5, "cap": 0.9}, "visit_multiplier": {"weekend": 1.4, "cap": 0.8}})
    made = run(scenario)
    weekend = next(day for day in made.model.days if day.weekend)
    assert list(made.model.inclusion(made.model.personas[0], weekend.kind)) == pytest.approx([0.98, 0.9, 0.3])
    assert made.model.visit_probability(made.model.personas[0], weekend) == 0.8
    assert_plausible("caps", set_p_values(made) | visit_p_values(made))
