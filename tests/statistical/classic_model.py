"""The classic model as its contract tells it, read from a scenario's YAML: the judge of the program.

Nothing here comes from the program or its sources. A customer visits on a day with probability
min(cap, base x season x festival x weekend x weekday), 0 on closed days. A visitor takes each category with its probability
(x season of the category x item multipliers, which lift nothing above the cap), a quantity uniform
in its range, and a price uniform on whole paise in its range. On festival days the quantity is
multiplied and rounded up with the probability of its fraction, and the price multiplied by a
uniform markup. Who would take nothing takes one category in proportion to the probabilities. The
second of the visit is uniform over the preferred slots. A festival lasts from `window` days before
its date to `window` days after.
"""

import csv
import datetime
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import yaml

ROOT = Path(__file__).resolve().parents[2]
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
FREQUENCIES = {"daily": 0.8155, "alternate": 0.4775, "weekly": 0.209, "monthly": 0.1003}
SEVEN = ["Makar Sankranti", "Holi", "Raksha Bandhan", "Ganesh Chaturthi", "Dussehra", "Diwali", "Christmas"]


def city_of(entry):
    """Name and weight of a city, which may be given by its name alone."""
    return (entry, 1) if isinstance(entry, str) else (entry["name"], entry.get("weight", 1))


@dataclass(frozen=True)
class Day:
    date: datetime.date
    festival: str  # or empty
    weekend: bool
    closed: bool = False

    @property
    def kind(self):
        """All days of a kind share probabilities, quantities and prices."""
        return bool(self.festival), self.weekend, self.date.month


@dataclass(frozen=True)
class Category:
    name: str
    probability: float
    quantity: tuple  # lowest, highest
    price: tuple  # lowest, highest, in paise
    season: tuple  # twelve multipliers


@dataclass(frozen=True)
class Persona:
    name: str
    customers: int
    base: float
    slots: tuple  # (first second, end second) of the day
    ages: tuple
    incomes: tuple
    cities: dict  # name: weight; empty for those of the locale
    categories: tuple


def seconds(text):
    hour, minute, half = re.fullmatch(r"(\d+)(?::(\d\d))?\s*(am|pm)?", text.strip()).groups()
    hour = int(hour) % 12 + (12 if half == "pm" else 0) if half else int(hour)
    return hour * 3600 + int(minute or 0) * 60


def months(multipliers):
    return tuple(float((multipliers or {}).get(month, 1)) for month in MONTHS)


def known_festivals():
    dates = {}
    with open(ROOT / "data/festivals.csv") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        for row in rows:
            dates.setdefault(row["festival"], []).append(datetime.date.fromisoformat(row["date"]))
    return dates


def as_date(value):
    return value if isinstance(value, datetime.date) else datetime.date.fromisoformat(value)


def days_of(entries):
    """The dates of a list of DATE and FIRST..LAST."""
    found = set()
    for entry in entries:
        first, last = map(as_date, entry.split("..")) if isinstance(entry, str) and ".." in entry else 2 * (as_date(entry),)
        found |= {first + datetime.timedelta(n) for n in range((last - first).days + 1)}
    return found


class ClassicModel:
    """A scenario, as what every day, customer and line of it should look like."""

    def __init__(self, scenario, **simulation):
        given = {**scenario.get("simulation", {}), **simulation}
        self.customers_per_persona = given.get("customers_per_persona", 1000)
        self.start = as_date(given.get("start_date", datetime.date(2024, 1, 1)))
        market = scenario.get("market", {})
        self.visit = {"festival": 1.5, "weekend": 1.2, "weekday": 1, "cap": 0.95, **market.get("visit_multiplier", {})}
        self.item = {"festival": 1, "weekend": 1, "cap": 0.95, **market.get("item_multiplier", {})}
        self.quantity_multiplier = market.get("quantity_multiplier", {}).get("festival", 1)
        self.markup = tuple(market.get("price_multiplier", {}).get("festival", (1.05, 1.15)))
        self.season = months(market.get("season_multiplier"))
        self.weekday = [market.get("weekday_multiplier", {}).get(name, 1) for name in WEEKDAYS]
        self.frequencies = {**FREQUENCIES, **market.get("frequency_probability", {})}
        self.days = self.calendar(scenario.get("calendar", {}), market.get("festival_window_days", 2), given.get("days", 30))
        self.personas = [self.persona(entry) for entry in scenario["personas"]]

    @classmethod
    def of_file(cls, path, **simulation):
        return cls(yaml.safe_load((ROOT / path).read_text()), **simulation)

    def calendar(self, calendar, window, count):
        known = known_festivals()
        festivals = [(entry, known[entry]) if isinstance(entry, str)
                     else (entry["name"], sorted(map(as_date, entry["dates"])))
                     for entry in calendar.get("festivals", SEVEN)]
        weekend = [WEEKDAYS.index(name) for name in calendar.get("weekend", ["saturday", "sunday"])]

        def festival_on(date):
            # Where two windows meet, the nearer date wins, then the festival listed first.
            near = [(abs((date - day).days), order, name)
                    for order, (name, dates) in enumerate(festivals) for day in dates]
            distance, _, name = min(near, default=(window + 1, 0, ""))
            return name if distance <= window else ""

        dates = [self.start + datetime.timedelta(n) for n in range(count)]
        shut = days_of(calendar.get("closed_dates", []))
        never = [WEEKDAYS.index(name) for name in calendar.get("closed_weekdays", [])]
        return [Day(date, festival_on(date), date.weekday() in weekend, date.weekday() in never or date in shut) for date in dates]

    def persona(self, entry):
        who = entry.get("demographics", {})
        return Persona(
            name=entry["name"],
            customers=int(self.customers_per_persona * entry.get("weight", 1) + 0.5),
            base=entry.get("visit_probability", self.frequencies[entry.get("frequency", "weekly")]),
            slots=tuple(tuple(map(seconds, re.split("[-–]", slot))) for slot in entry["preferred_time"]),
            ages=tuple(who.get("age_range", (18, 80))),
            incomes=tuple(who.get("income_range", (20_000, 100_000))),
            cities={name: weight for name, weight in map(city_of, entry.get("cities", []))},
            categories=tuple(
                Category(name, c["probability"], tuple(c["quantity"]),
                         tuple(round(100 * price) for price in c["price_range"]), months(c.get("season_multiplier")))
                for name, c in entry["basket_profile"].items()))

    def visit_probability(self, persona, day):
        product = persona.base * self.season[day.date.month - 1]
        product *= self.visit["festival"] if day.festival else 1
        product *= self.visit["weekend"] if day.weekend else self.visit["weekday"]
        product *= self.weekday[day.date.weekday()]
        return 0 if day.closed else min(product, self.visit["cap"])

    def inclusion(self, persona, kind):
        """The probability of each category, before an empty draw is filled."""
        festival, weekend, month = kind
        base = np.array([c.probability * c.season[month - 1] for c in persona.categories])
        lifted = base * (self.item["festival"] if festival else 1) * (self.item["weekend"] if weekend else 1)
        return np.minimum(np.minimum(lifted, np.maximum(base, self.item["cap"])), 1)

    def baskets(self, persona, kind):
        """Every set of categories as a row of booleans (bit c of the row's number), and its probability."""
        p = self.inclusion(persona, kind)
        sets = np.arange(2 ** len(p))[:, None] >> np.arange(len(p)) & 1 == 1
        chance = np.where(sets, p, 1 - p).prod(axis=1)
        alone = 1 << np.arange(len(p))
        chance[alone] += chance[0] * (p / p.sum() if p.sum() > 0 else 1 / len(p))
        chance[0] = 0
        return sets, chance

    def quantities(self, category, festival):
        """The probability of each quantity, by quantity from 0."""
        low, high = category.quantity
        factor = self.quantity_multiplier if festival else 1
        chance = np.zeros(int(high * factor) + 2)
        for quantity in range(low, high + 1):
            whole, fraction = divmod(quantity * factor, 1)
            chance[int(whole)] += (1 - fraction) / (high - low + 1)
            chance[int(whole) + 1] += fraction / (high - low + 1)
        return chance

    def price_at_most(self, category, festival, price):
        """The probability of at most `price` whole paise, exact, for an array of prices."""
        values = np.arange(category.price[0], category.price[1] + 1)
        price = np.atleast_1d(price)[:, None]
        first, last = self.markup if festival else (1, 1)
        if first == last:
            return (np.floor(values * first + 0.5) <= price).mean(axis=1)
        return np.clip(((price + 0.5) / values - first) / (last - first), 0, 1).mean(axis=1)

    def price_curve(self, category, festival, price):
        """As price_at_most, with prices taken as continuous: quick, for ranges of thousands of paise.

        On festival days the integral of the uniform distribution of price / m over the markups m.
        """
        low, high = category.price[0] - 0.5, category.price[1] + 0.5
        price = np.asarray(price, dtype=float)
        if not festival:
            return np.clip((price - low) / (high - low), 0, 1)
        first, last = self.markup
        sure, never = np.clip(price / high, first, last), np.clip(price / low, first, last)
        between = price * np.log(never / sure) - low * (never - sure)
        return (sure - first + between / (high - low)) / (last - first)

    @cached_property
    def kinds(self):
        """Open days of each kind: {kind: [index]}."""
        found = {}
        for index, day in enumerate(self.days):
            if day.closed:
                continue
            found.setdefault(day.kind, []).append(index)
        return found
