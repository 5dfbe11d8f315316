"""No draw knows of another: neighbours in customer, day, slot and seed, and streams among themselves.

Visits become residuals (came - p) / sqrt(p (1 - p)), times and prices normal scores of their place
in their distribution: all of mean 0 and variance 1, so that a sum of n products of independent
ones, divided by sqrt(n), is a standard normal deviate.
"""

import functools
import itertools

import numpy as np
import polars as pl
import pytest
from scipy import special, stats
from significance import assert_plausible, fit, two_sided
from test_visits import visit_chances
from worlds import SEEDS, default_pool, default_runs, one_persona, run

CUSTOMER_LAGS, DAY_LAGS = 80, 7  # customers share blocks of draws in groups of 64


def visit_residuals(run):
    """By persona, a matrix customer x day."""
    found = []
    for persona, came in zip(run.model.personas, run.visits):
        p = visit_chances(run, persona)
        found.append((came - p) / np.sqrt(p * (1 - p)))
    return found


def correlation(a, b):
    """The p-value of no correlation between standardised values."""
    assert len(a) == len(b) > 1000
    return two_sided((a * b).sum() / np.sqrt(len(a)))


def scores(share):
    """Normal scores of values uniform in (0, 1)."""
    return special.ndtri(np.clip(share, 1e-9, 1 - 1e-9))


@functools.cache
def time_scores(run_of):
    """By transaction: where its second lies among the seconds of the preferred slots."""
    made = run_of()
    found = np.empty(len(made.transactions))
    for index, persona in enumerate(made.model.personas):
        own = (made.transactions["persona"] == index).to_numpy()
        second = made.transactions["second"].to_numpy()[own]
        open_seconds = np.concatenate([np.arange(*slot) for slot in sorted(persona.slots)])
        found[own] = scores((np.searchsorted(open_seconds, second) + 0.5) / len(open_seconds))
    return found


@functools.cache
def price_scores(run_of):
    """By item: where its price lies in its distribution, on ordinary and on festival days."""
    made = run_of()
    found = np.empty(len(made.items))
    keys = made.items.select("persona", "category", "festival").with_row_index("at")
    for (p, c, festive), rows in keys.partition_by("persona", "category", "festival", as_dict=True).items():
        at = rows["at"].to_numpy()
        category = made.model.personas[p].categories[c]
        found[at] = scores(made.model.price_curve(category, festive, made.items["price"].to_numpy()[at]))
    return found


@functools.cache
def quantity_scores(run_of):
    """By item: its quantity, standardised."""
    made = run_of()
    found = np.empty(len(made.items))
    keys = made.items.select("persona", "category", "festival").with_row_index("at")
    for (p, c, festive), rows in keys.partition_by("persona", "category", "festival", as_dict=True).items():
        at = rows["at"].to_numpy()
        chance = made.model.quantities(made.model.personas[p].categories[c], festive)
        values = np.arange(len(chance))
        mean = (chance * values).sum()
        found[at] = (made.items["quantity"].to_numpy()[at] - mean) / np.sqrt((chance * values**2).sum() - mean**2)
    return found


def neighbours(frame, by, then):
    """Rows of successive entries: those that agree in `by`, in the order of `then`."""
    ordered = frame.select(*by, *then, "at").sort(*by, *then)
    same = np.ones(len(ordered) - 1, dtype=bool)
    for column in by:
        values = ordered[column].to_numpy()
        same &= values[1:] == values[:-1]
    at = ordered["at"].to_numpy()
    return at[:-1][same], at[1:][same]


def test_visits_of_neighbours_in_customer_and_day():
    """All lags up to 80 customers and 7 days at once, within each persona."""
    p_values = {}
    for persona, residual in zip(default_pool().model.personas, visit_residuals(default_pool())):
        # Twenty worlds lie one behind the other; pairs across their borders are as independent.
        customers, days = residual.shape
        spectrum = np.fft.rfft2(residual, (customers + CUSTOMER_LAGS, days + DAY_LAGS))
        sums = np.fft.irfft2(np.abs(spectrum) ** 2, (customers + CUSTOMER_LAGS, days + DAY_LAGS))
        for i, j in itertools.product(range(CUSTOMER_LAGS + 1), range(-DAY_LAGS, DAY_LAGS + 1)):
            if (i, j) > (0, 0):
                z = sums[i, j] / np.sqrt((customers - i) * (days - abs(j)))
                p_values[persona.name, i, j] = two_sided(z)
    assert_plausible("visits of neighbours", p_values)


def test_visits_under_neighbouring_seeds():
    """The same customers and days under every two of twenty seeds in a row."""
    by_seed = [np.concatenate([r.ravel() for r in visit_residuals(made)]) for made in default_runs()]
    p_values = {(a, b): correlation(by_seed[a - 1], by_seed[b - 1]) for a, b in itertools.combinations(SEEDS, 2)}
    assert_plausible("visits under neighbouring seeds", p_values)


def test_visits_of_personas():
    """The same customer number and day in every two personas of one world."""
    matrices = dict(zip([p.name for p in default_pool().model.personas], visit_residuals(default_pool())))
    p_values = {(a, b): correlation(matrices[a].ravel(), matrices[b].ravel())
                for a, b in itertools.combinations(matrices, 2)}
    assert_plausible("visits of personas", p_values)


@functools.cache
def look_alikes():
    names = ["Shopper", "shopper", "Shopper ", "Shopper 1", "Shopper 2", "Shopper 3", "Shopper 10", "Shopper 01", "rehsppohS"]
    scenario = one_persona({"a": (0.5, (1, 4), (20, 400)), "b": (0.5, (1, 4), (20, 400))}, customers=4000,
                           visit_probability=0.6, preferred_time=["06:00-22:00"])
    only = scenario["personas"].pop()
    scenario["personas"] = [{**only, "name": name} for name in names]
    return run(scenario)


def dense(made, values):
    """Values of transactions as arrays persona x customer x day, nan where nobody came."""
    found = np.full((len(made.model.personas), made.model.personas[0].customers, len(made.model.days)), np.nan)
    t = made.transactions
    found[t["persona"].to_numpy(), t["customer"].to_numpy(), t["day"].to_numpy()] = values
    return found


def test_personas_of_similar_names_and_categories():
    """Nine personas that differ in nothing but a letter: visits, times and prices of every two."""
    made, p_values = look_alikes(), {}
    visits = visit_residuals(made)
    times = dense(made, time_scores(look_alikes))
    prices = {}
    for index, category in enumerate(made.model.personas[0].categories):
        own = (made.items["category"] == index).to_numpy()
        values = np.full(len(made.transactions), np.nan)
        values[made.items["row"].to_numpy()[own]] = price_scores(look_alikes)[own]
        prices[category.name] = dense(made, values)
    for a, b in itertools.combinations(range(len(made.model.personas)), 2):
        names = made.model.personas[a].name, made.model.personas[b].name
        p_values["visits", names] = correlation(visits[a].ravel(), visits[b].ravel())
        for what, values in {"times": times, **prices}.items():
            both = ~np.isnan(values[a]) & ~np.isnan(values[b])
            p_values[what, names] = correlation(values[a][both], values[b][both])
    for index, persona in enumerate(made.model.personas):  # the two categories of one visit
        a, b = prices["a"][index], prices["b"][index]
        both = ~np.isnan(a) & ~np.isnan(b)
        p_values["a and b", persona.name] = correlation(a[both], b[both])
    assert_plausible("similar names", p_values)


def test_times_of_neighbours():
    """The next visitor of the day, the same customer's next visit, and the visit k transactions on."""
    made, score = default_pool(), time_scores(default_pool)
    frame = made.transactions.select("persona", "day", "customer", at="row")
    p_values = {
        "next visitor": correlation(*(score[side] for side in neighbours(frame, ["persona", "day"], ["customer"]))),
        "next visit": correlation(*(score[side] for side in neighbours(frame, ["persona", "customer"], ["day"]))),
    }
    p_values |= {("lag", k): correlation(score[:-k], score[k:]) for k in range(1, 65)}
    assert_plausible("times of neighbours", p_values)


def item_frame(made):
    return made.items.select("persona", "day", "customer", "category", "row", "line").with_row_index("at")


@pytest.mark.parametrize("what, of_items", [("prices", price_scores), ("quantities", quantity_scores)])
def test_items_of_neighbours(what, of_items):
    """The next line, the same category of the next visitor and of the next visit, and lags."""
    score, frame, p_values = of_items(default_pool), item_frame(default_pool()), {}
    for name, by, then in [
        ("next line", ["row"], ["line"]),
        ("next visitor", ["persona", "category", "day"], ["customer"]),
        ("next visit", ["persona", "category", "customer"], ["day"]),
        ("other persona", ["day", "customer", "line"], ["persona"]),
    ]:
        p_values[name] = correlation(*(score[side] for side in neighbours(frame, by, then)))
    p_values |= {("lag", k): correlation(score[:-k], score[k:]) for k in range(1, 65)}
    assert_plausible(f"{what} of neighbours", p_values)


def test_pairs_of_prices_fill_the_square():
    """Serial test: successive prices in 16 x 16 cells, for lines, visitors and visits; and triples."""
    place = special.ndtr(price_scores(default_pool))
    cell = np.clip((place * 16).astype(int), 0, 15)
    uniform = np.full(256, 1 / 256)
    p_values, frame = {}, item_frame(default_pool())
    for name, by, then in [("next line", ["row"], ["line"]),
                           ("next visitor", ["persona", "category", "day"], ["customer"]),
                           ("next visit", ["persona", "category", "customer"], ["day"])]:
        a, b = neighbours(frame, by, then)
        p_values[name] = fit(np.bincount(16 * cell[a] + cell[b], minlength=256), uniform)
    octant = cell // 2
    triples = 64 * octant[:-2:3] + 8 * octant[1:-1:3] + octant[2::3]
    p_values["triples"] = fit(np.bincount(triples, minlength=512), np.full(512, 1 / 512))
    assert_plausible("serial test", p_values)


def test_runs_of_prices_and_times():
    """Wald and Wolfowitz: as many changes of side as independent halves have."""
    p_values = {}
    for name, score in (("prices", price_scores(default_pool)), ("times", time_scores(default_pool))):
        above = score > 0
        n, ups = len(above), above.sum()
        downs = n - ups
        mean = 2 * ups * downs / n + 1
        variance = (mean - 1) * (mean - 2) / (n - 1)
        p_values[name] = two_sided((1 + (above[1:] != above[:-1]).sum() - mean) / np.sqrt(variance))
    assert_plausible("runs", p_values)


def test_streams_know_nothing_of_each_other():
    """Whether and when somebody comes, what he takes, how many and at what price."""
    made = default_pool()
    t, items = made.transactions, made.items
    rows, line = items["row"].to_numpy(), items["line"].to_numpy()
    price, quantity = price_scores(default_pool), quantity_scores(default_pool)
    time = time_scores(default_pool)
    first = line == 1
    p_values = {
        "price and quantity": correlation(price, quantity),
        "price and time": correlation(price[first], time),
        "quantity and time": correlation(quantity[first], time),
    }
    # Whether somebody comes on the day before or after knows nothing of what he takes today.
    residual, p, c, d = visit_residuals(made), *(t[column].to_numpy() for column in ("persona", "customer", "day"))
    for name, step in (("the day before", -1), ("the day after", 1)):
        inside = (d + step >= 0) & (d + step < len(made.model.days))
        other = np.empty(len(t))
        for index, matrix in enumerate(residual):
            own = inside & (p == index)
            other[own] = matrix[c[own], d[own] + step]
        p_values["time and", name] = correlation(time[inside], other[inside])
        lines = first & inside[rows]
        p_values["price and", name] = correlation(price[lines], other[rows[lines]])
        p_values["quantity and", name] = correlation(quantity[lines], other[rows[lines]])
    assert_plausible("streams", p_values)


def basket_residuals(made):
    """By persona: transactions x categories, whether taken, standardised by the exact probability."""
    for index, persona in enumerate(made.model.personas):
        transactions, items = made.of(persona)
        taken = np.zeros((len(transactions), len(persona.categories)))
        place = np.full(len(made.transactions), -1)
        place[transactions["row"].to_numpy()] = np.arange(len(transactions))
        taken[place[items["row"].to_numpy()], items["category"].to_numpy()] = 1
        day = transactions["day"].to_numpy()
        for kind, days in made.model.kinds.items():
            sets, chance = made.model.baskets(persona, kind)
            p = chance @ sets
            own = np.isin(day, days)
            taken[own] = (taken[own] - p) / np.sqrt(p * (1 - p))
        yield persona, transactions, taken


def test_baskets_of_neighbours():
    """What the next visitor takes, and what the customer takes the next time; prices of what is taken."""
    p_values = {}
    for persona, transactions, taken in basket_residuals(default_pool()):
        frame = transactions.select("day", "customer").with_row_index("at")
        for name, by, then in (("next visitor", ["day"], ["customer"]), ("next visit", ["customer"], ["day"])):
            a, b = neighbours(frame, by, then)
            for one, other in itertools.product(range(taken.shape[1]), repeat=2):
                p_values[persona.name, name, one, other] = correlation(taken[a, one], taken[b, other])
        time = time_scores(default_pool)[transactions["row"].to_numpy()]
        for one in range(taken.shape[1]):
            p_values[persona.name, "time", one] = correlation(time, taken[:, one])
    assert_plausible("baskets of neighbours", p_values)


def test_prices_know_nothing_of_the_basket():
    """The price of a category against whether each other category is taken on the same visit."""
    p_values, price = {}, price_scores(default_pool)
    rows, category = (default_pool().items[name].to_numpy() for name in ("row", "category"))
    for persona, transactions, taken in basket_residuals(default_pool()):
        place = np.full(len(default_pool().transactions), -1)
        place[transactions["row"].to_numpy()] = np.arange(len(transactions))
        own = np.flatnonzero(place[rows] >= 0)
        for one in range(taken.shape[1]):
            lines = own[category[own] == one]
            for other in range(taken.shape[1]):
                if one != other:
                    # The scores are free of what they are multiplied by, so their products' scatter is known.
                    values = taken[place[rows[lines]], other]
                    z = (price[lines] * values).sum() / np.sqrt((values**2).sum())
                    p_values[persona.name, one, other] = two_sided(z)
    assert_plausible("prices and baskets", p_values)


def test_seeds_share_no_times_and_prices():
    """Who comes on the same day under two seeds comes at other times and pays other prices."""
    p_values = {}
    per_seed = np.array([len(made.transactions) for made in default_runs()])
    starts = np.concatenate([[0], np.cumsum(per_seed)])
    t, items = default_pool().transactions, default_pool().items
    key = (t["persona"].to_numpy() * 1000 + t["customer"].to_numpy() % 1000) * 30 + t["day"].to_numpy()
    first = np.flatnonzero((items["line"] == 1).to_numpy())  # one a transaction, in their order
    time, price = time_scores(default_pool), price_scores(default_pool)[first]
    for a, b in itertools.pairwise(range(len(per_seed))):
        _, left, right = np.intersect1d(key[starts[a]:starts[a + 1]], key[starts[b]:starts[b + 1]], return_indices=True)
        for name, values in (("times", time), ("prices", price)):
            p_values[name, a, b] = correlation(values[starts[a] + left], values[starts[b] + right])
    assert_plausible("seeds", p_values)


def test_correlation_is_found_where_there_is_some():
    """The measure itself: one value in two hundred repeated is enough in a pool of this size."""
    score = price_scores(default_pool).copy()
    score[1::200] = score[:-1:200][: len(score[1::200])]
    assert correlation(score[:-1], score[1:]) < 1e-9
    assert stats.kstest(price_scores(default_pool), "norm").pvalue > 1e-4
