"""Who comes on which day, and at what time: against the model's probabilities, day by day."""

import numpy as np
import pytest
from scipy import stats
from significance import assert_plausible, fit, two_sided
from worlds import default_pool, germany, one_persona, run

WORLDS = pytest.mark.parametrize("world", [default_pool, germany])


def both_tails(square, freedom):
    """The p-value of a sum of squares that may be neither too large nor too small."""
    tail = stats.chi2.cdf(square, freedom)
    return float(2 * min(tail, 1 - tail))


def visit_chances(run, persona):
    return np.array([run.model.visit_probability(persona, day) for day in run.model.days])


def visit_p_values(run):
    """Visitors a day, a weekday and a kind of day; days a customer comes on."""
    p_values = {}
    weekday = np.array([day.date.weekday() for day in run.model.days])
    is_open = np.array([not day.closed for day in run.model.days])
    for persona, came in zip(run.model.personas, run.visits):
        assert came[:, ~is_open].sum() == 0, "closed days"
        came, chance = came[:, is_open], visit_chances(run, persona)[is_open]
        excess = came.sum(axis=0) - persona.customers * chance
        variance = persona.customers * chance * (1 - chance)
        z = lambda days: excess[days].sum() / np.sqrt(variance[days].sum())
        p_values[persona.name, "days"] = both_tails((excess**2 / variance).sum(), len(chance))
        weekdays = [z(weekday[is_open] == number) for number in np.unique(weekday[is_open])]
        p_values[persona.name, "weekdays"] = both_tails(np.square(weekdays).sum(), len(weekdays))
        place = np.cumsum(is_open) - 1  # of a day among those that are open
        for kind, days in run.model.kinds.items():
            p_values[persona.name, kind] = two_sided(z(place[days]))
        often = np.ones(1)  # the distribution of a sum of unequal coins
        for p in chance:
            often = np.convolve(often, [1 - p, p])
        p_values[persona.name, "customers"] = fit(np.bincount(came.sum(axis=1), minlength=len(often)), often)
    return p_values


def second_chances(persona):
    """Whether each second of the day lies in a preferred slot."""
    open_seconds = np.zeros(86_400, dtype=bool)
    for begin, end in persona.slots:
        open_seconds[begin:end] = True
    return open_seconds / open_seconds.sum()


def time_p_values(run):
    """Hours, five minutes and seconds of visits: uniform over the preferred slots."""
    p_values = {}
    for persona in run.model.personas:
        transactions, _ = run.of(persona)
        seconds = np.bincount(transactions["second"].to_numpy(), minlength=86_400)
        chance = second_chances(persona)
        for name, width in (("hours", 3600), ("five minutes", 300)):
            parts = lambda values: values.reshape(-1, width).sum(axis=1)
            if (parts(chance) > 0).sum() > 1:
                p_values[persona.name, name] = fit(parts(seconds), parts(chance))
        minute = lambda values: values.reshape(-1, 60).sum(axis=0)
        p_values[persona.name, "second of the minute"] = fit(minute(seconds), minute(chance))
    return p_values


@WORLDS
def test_visitors_are_as_many_as_the_model_says(world):
    assert_plausible(f"visits of {world.__name__}", visit_p_values(world()))


@WORLDS
def test_visits_are_uniform_over_the_preferred_slots(world):
    assert_plausible(f"times of {world.__name__}", time_p_values(world()))


def test_slots_of_odd_lengths():
    made = run(one_persona({"bread": (0.5, (1, 1), (10, 20))}, preferred_time=["09:07-09:08", "12:00-13:31", "23:00-24:00"]))
    assert_plausible("times of odd slots", time_p_values(made))


@pytest.mark.parametrize("chance", [0, 1])
def test_what_is_sure_is_sure(chance):
    made = run(one_persona({"bread": (1, (2, 2), (10, 10)), "gold": (0, (1, 1), (9, 9))}, customers=500,
                           visit_probability=chance, market={"visit_multiplier": {"cap": 1}}))
    assert made.visits[0].mean() == chance
    assert set(made.items["category"].to_list()) <= {0} and set(made.items["quantity"].to_list()) <= {2}
