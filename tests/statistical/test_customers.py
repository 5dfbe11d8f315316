"""Who the customers are: ages, incomes, places and loyalty as documented, and independent of each other."""

import datetime

import numpy as np
import polars as pl
import pytest
from scipy import stats
from significance import assert_plausible, fit, two_sided
from worlds import default_pool, germany, paise

WORLDS = pytest.mark.parametrize("world", [default_pool, germany])
ADULT, LONGEST_LOYALTY = 18, 3650


def of(run, persona):
    return run.customers.filter(pl.col("persona").cast(pl.String) == persona.name)


def age_chances(persona):
    """Triangular over the range: the sum of two uniforms that share its width."""
    low, high = persona.ages
    a, b = (high - low) // 2, (high - low + 1) // 2
    return np.concatenate([np.zeros(low), np.convolve(np.full(a + 1, 1 / (a + 1)), np.full(b + 1, 1 / (b + 1)))])


def income_steps(persona, incomes):
    """Round incomes: (steps above the low end, number of them); a hundred steps or more."""
    low, high = (round(100 * bound) for bound in persona.incomes)
    step = int(np.gcd.reduce(incomes - low))
    assert str(step).strip("0") == "1" and (high - low) // step >= 100, "incomes are not round"
    return (incomes - low) // step, (high - low) // step + 1


def customer_p_values(run):
    p_values = {}
    for persona in run.model.personas:
        own = of(run, persona)
        ages, name = own["age"].to_numpy(), persona.name
        chance = age_chances(persona)
        p_values[name, "age"] = fit(np.bincount(ages, minlength=len(chance)), chance)
        # Beta(2, 3), a hump left of the middle.
        steps, count = income_steps(persona, own.select(paise("monthly_income")).to_series().to_numpy())
        below = stats.beta(2, 3).cdf(np.arange(count + 1) / count)
        p_values[name, "income"] = fit(np.bincount(steps, minlength=count), np.diff(below))
        women = (own["gender"].cast(pl.String) == "female").sum()
        p_values[name, "gender"] = two_sided((women - len(own) / 2) / np.sqrt(len(own) / 4))
        if persona.cities:
            weights = np.array(list(persona.cities.values()), dtype=float)
            cities = own["city"].cast(pl.String).to_numpy()
            p_values[name, "city"] = fit([(cities == city).sum() for city in persona.cities], weights / weights.sum())
        # Loyalty began within ten years, never before the age of 18, and more often lately: the later of
        # two days that are uniform.
        longest = np.clip((ages.astype(int) - ADULT) * 365, 0, LONGEST_LOYALTY)
        since = (pl.Series([run.model.start]) - own["loyalty_since"]).dt.total_days().to_numpy()
        assert (since >= 0).all() and (since <= longest).all()
        old = longest >= 1000
        p_values[name, "loyalty"] = stats.kstest(
            (since[old] + 0.5) / (longest[old] + 1), lambda share: 1 - (1 - share) ** 2).pvalue
    return p_values


def field_independence_p_values(run):
    """Every two of age, income, gender, city and neighbour, as tables of halves (and cities)."""
    p_values = {}
    for persona in run.model.personas:
        own = of(run, persona)
        half = lambda column: (column > column.median()).cast(pl.Int64).to_numpy()
        fields = {
            "age": half(own["age"]), "income": half(own["monthly_income"].cast(pl.Float64)),
            "gender": (own["gender"].cast(pl.String) == "female").cast(pl.Int64).to_numpy(),
            "city": own["city"].cast(pl.String).rank("dense").to_numpy().astype(int) - 1,
        }
        for first, a in fields.items():
            for second, b in fields.items():
                later = first == second  # of the next customer
                if first > second:
                    continue
                x, y = (a[:-1], b[1:]) if later else (a, b)
                table = np.zeros((x.max() + 1, y.max() + 1))
                np.add.at(table, (x, y), 1)
                if min(table.shape) > 1:
                    p_values[persona.name, first, second] = stats.chi2_contingency(table).pvalue
    return p_values


@WORLDS
def test_customers_are_as_documented(world):
    assert_plausible(f"customers of {world.__name__}", customer_p_values(world()))


@WORLDS
def test_fields_are_independent(world):
    assert_plausible(f"fields of {world.__name__}", field_independence_p_values(world()))


@WORLDS
def test_fields_agree(world):
    run = world()
    customers = run.customers.head(sum(persona.customers for persona in run.model.personas))
    for persona in run.model.personas:
        own = of(run, persona)
        assert own["age"].is_between(*persona.ages).all()
        assert own["monthly_income"].cast(pl.Float64).is_between(*persona.incomes).all()
        assert own["loyalty_since"].max() <= run.model.start
        assert own["loyalty_since"].min() >= run.model.start - datetime.timedelta(LONGEST_LOYALTY)
    assert customers.group_by("city").agg(pl.col("state").n_unique())["state"].max() == 1
    assert customers["email"].str.contains(r"^[a-z]+\.[a-z]*\.\d+@example\.(in|com)$").all()
