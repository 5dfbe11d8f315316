"""What a scenario gives on average and how it scatters over seeds, by enumerating every basket."""

from dataclasses import dataclass, field

import numpy as np


@dataclass
class Totals:
    """Means, variances and the covariance of the totals of independent customer-days. Money in paise."""

    visits: float = 0
    lines: float = 0
    revenue: float = 0
    visit_variance: float = 0
    line_variance: float = 0
    revenue_variance: float = 0
    visit_line_covariance: float = 0
    visit_revenue_covariance: float = 0

    def __add__(self, other):
        return Totals(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))

    @property
    def average(self):
        return self.revenue / self.visits

    @property
    def lines_a_basket(self):
        return self.lines / self.visits

    # Of ratios of totals the deviation is that of their linear part: (numerator - ratio x denominator) / mean.
    @property
    def average_deviation(self):
        a = self.average
        return np.sqrt(self.revenue_variance - 2 * a * self.visit_revenue_covariance + a * a * self.visit_variance) / self.visits

    @property
    def lines_deviation(self):
        a = self.lines_a_basket
        return np.sqrt(self.line_variance - 2 * a * self.visit_line_covariance + a * a * self.visit_variance) / self.visits


@dataclass
class Expectation:
    all: Totals
    personas: dict  # name: Totals
    festival: tuple  # (uplift, deviation), or None when the period lacks one side
    weekend: tuple
    shares: dict = field(default_factory=dict)  # name: (share of revenue, deviation)


def line_moments(model, category, festival):
    """E[a] and E[a^2] of the amount of a line: quantity, price and markup are independent."""
    chance = model.quantities(category, festival)
    quantity = np.arange(len(chance))
    price = np.arange(category.price[0], category.price[1] + 1, dtype=float)
    mean, square = (chance * quantity).sum() * price.mean(), (chance * quantity**2).sum() * (price**2).mean()
    if not festival:
        return mean, square
    first, last = model.markup
    return mean * (first + last) / 2, square * (first * first + first * last + last * last) / 3


def basket_moments(model, persona, kind):
    """E of lines, lines^2, amount, amount^2 and of a visitor's basket, over all sets of categories."""
    sets, chance = model.baskets(persona, kind)
    moments = np.array([line_moments(model, category, kind[0]) for category in persona.categories])
    lines = sets.sum(axis=1)
    amount = sets @ moments[:, 0]
    square = amount**2 + sets @ (moments[:, 1] - moments[:, 0] ** 2)
    return [float(chance @ values) for values in (lines, lines**2, amount, square)]


def day_totals(model, persona, day):
    """The totals of all customers of a persona on one day."""
    visit, customers = model.visit_probability(persona, day), persona.customers
    lines, lines_square, amount, amount_square = basket_moments(model, persona, day.kind)
    one = Totals(
        visits=visit, lines=visit * lines, revenue=visit * amount,
        visit_variance=visit - visit**2,
        line_variance=visit * lines_square - (visit * lines) ** 2,
        revenue_variance=visit * amount_square - (visit * amount) ** 2,
        visit_line_covariance=visit * lines - visit * visit * lines,
        visit_revenue_covariance=visit * amount - visit * visit * amount)
    return Totals(*(customers * getattr(one, name) for name in one.__dataclass_fields__))


def uplift(days, totals, chosen):
    """Mean amount on the chosen days over that on the others, minus 1, and its deviation."""
    some = sum((t for day, t in zip(days, totals) if chosen(day)), Totals())
    rest = sum((t for day, t in zip(days, totals) if not chosen(day)), Totals())
    if some.revenue <= 0 or rest.revenue <= 0:
        return None
    ratio = some.average / rest.average
    relative = np.hypot(some.average_deviation / some.average, rest.average_deviation / rest.average)
    return ratio - 1, ratio * relative


def expect(model):
    personas, daily = {}, [Totals() for _ in model.days]
    for persona in model.personas:
        known = {}  # by what alone tells days apart
        for index, day in enumerate(model.days):
            key = day.kind, day.closed, day.date.weekday()
            if key not in known:
                known[key] = day_totals(model, persona, day)
            personas[persona.name] = personas.get(persona.name, Totals()) + known[key]
            daily[index] += known[key]
    total = sum(daily, Totals())
    shares = {}
    for name, own in personas.items():
        share = own.revenue / total.revenue if total.revenue > 0 else 0
        variance = (1 - share) ** 2 * own.revenue_variance + share**2 * (total.revenue_variance - own.revenue_variance)
        shares[name] = share, np.sqrt(variance) / total.revenue if total.revenue > 0 else 0
    return Expectation(total, personas, uplift(model.days, daily, lambda day: day.festival),
                       uplift(model.days, daily, lambda day: day.weekend), shares)
