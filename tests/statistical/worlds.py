"""Simulated worlds as arrays, each made once a test run, beside the model that they should follow."""

import datetime
import functools
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import polars as pl
import yaml
from classic_model import ClassicModel
from conftest import ROOT, footfall

SEEDS = range(1, 21)
DEFAULT, GERMANY = "scenarios/india_retail.yaml", "scenarios/germany.yaml"


def paise(column):
    return (pl.col(column) * 100).cast(pl.Int64)


def read(folder, table):
    return pl.read_parquet(folder / f"{table}.parquet")


@dataclass
class Run:
    """One data set: a row a transaction, and a row an item that points at its transaction."""

    model: ClassicModel
    transactions: pl.DataFrame  # persona, customer, day (all by index from 0), second, amount, …
    items: pl.DataFrame  # row (of its transaction), category (by index in the persona), …
    customers: pl.DataFrame

    @cached_property
    def visits(self):
        """By persona: a matrix customer x day of who came."""
        found = []
        for index, persona in enumerate(self.model.personas):
            came = np.zeros((persona.customers, len(self.model.days)), dtype=bool)
            own = self.transactions.filter(pl.col("persona") == index)
            came[own["customer"].to_numpy(), own["day"].to_numpy()] = True
            found.append(came)
        return found

    def of(self, persona):
        """The transactions of a persona, and its items with what their transaction knows."""
        index = self.model.personas.index(persona)
        transactions = self.transactions.filter(pl.col("persona") == index)
        return transactions, self.items.filter(pl.col("persona") == index)


def load(folder, model):
    names = [persona.name for persona in model.personas]
    transactions = read(folder, "transactions").with_row_index("row")
    slots = transactions.select("persona", slot=pl.col("customer_id") // 10**8).unique()
    assert slots.n_unique("persona") == len(slots), "a persona has one slot"
    festive = np.array([day.festival for day in model.days])
    day = (transactions["date"] - model.start).dt.total_days().to_numpy()
    assert (transactions["festival"].cast(pl.String).to_numpy() == festive[day]).all()
    assert (transactions["is_weekend"].to_numpy() == np.array([d.weekend for d in model.days])[day]).all()
    transactions = transactions.select(
        "row", "transaction_id", "lines", "units",
        persona=pl.col("persona").cast(pl.String).replace_strict(names, range(len(names)), return_dtype=pl.Int32),
        customer=pl.col("customer_id") % 10**8 - 1,
        day=pl.lit(day),
        festival=pl.col("festival").cast(pl.String) != "",
        weekend="is_weekend",
        second=(pl.col("timestamp").dt.hour().cast(pl.Int32) * 3600 + pl.col("timestamp").dt.minute().cast(pl.Int32) * 60
                + pl.col("timestamp").dt.second()),
        amount=paise("amount"))
    items = read(folder, "items")
    row = np.repeat(np.arange(len(transactions)), transactions["lines"].to_numpy())
    assert (items["transaction_id"].to_numpy() == transactions["transaction_id"].to_numpy()[row]).all()
    numbers = [{"persona": p, "category": c.name, "index": i}
               for p, persona in enumerate(model.personas) for i, c in enumerate(persona.categories)]
    numbers = pl.DataFrame(numbers, schema_overrides={"persona": pl.Int32})
    own = transactions.select("persona", "day", "festival", "weekend", "customer")[row]
    items = items.select("line", "quantity", pl.col("category").cast(pl.String), price=paise("unit_price"))
    items = pl.concat([items, own, pl.DataFrame({"row": row})], how="horizontal")
    items = items.join(numbers, on=["persona", "category"], how="left", maintain_order="left")
    assert items["index"].null_count() == 0, "a category that the persona does not buy"
    return Run(model, transactions, items.drop("category").rename({"index": "category"}), read(folder, "customers"))


def run(scenario, *flags, **simulation):
    """Simulates a scenario (a path, or a dictionary) and loads what came out."""
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        if not isinstance(scenario, str):
            (folder / "scenario.yaml").write_text(yaml.safe_dump(scenario, allow_unicode=True, sort_keys=False))
            model, path = ClassicModel(scenario, **simulation), folder / "scenario.yaml"
        else:
            model, path = ClassicModel.of_file(scenario, **simulation), scenario
        footfall("simulate", path, "--format", "parquet", "--out", folder / "data", "-q", *flags)
        return load(folder / "data", model)


@functools.cache
def default_runs():
    """The default world under twenty seeds."""
    return [run(DEFAULT, "--seed", seed) for seed in SEEDS]


@functools.cache
def default_pool():
    """The twenty default worlds as one: customers of later seeds are numbered on."""
    runs = default_runs()
    model = ClassicModel.of_file(DEFAULT, customers_per_persona=1000 * len(runs))
    transactions = pl.concat([r.transactions.with_columns(pl.col("customer") + 1000 * n) for n, r in enumerate(runs)])
    starts = np.cumsum([0, *(len(r.transactions) for r in runs)])
    items = pl.concat([r.items.with_columns(pl.col("customer") + 1000 * n, pl.col("row") + int(starts[n]))
                       for n, r in enumerate(runs)])
    return Run(model, transactions.drop("row").with_row_index("row"), items, pl.concat([r.customers for r in runs]))


@functools.cache
def germany():
    """A leap year of another world: seasons, nine festivals, prices of a few hundred cents."""
    return run(GERMANY)


def one_persona(categories, days=30, customers=20_000, market=None, start=datetime.date(2024, 1, 1), **persona):
    """A scenario of a single persona, for what the shipped worlds hardly show."""
    entry = {"name": "Tester", "frequency": "daily", "preferred_time": ["10:00-12:00"], **persona,
             "basket_profile": {name: {"probability": p, "quantity": list(q), "price_range": list(price)}
                                for name, (p, q, price) in categories.items()}}
    return {"simulation": {"start_date": start, "days": days, "customers_per_persona": customers},
            "market": market or {}, "calendar": {"festivals": []}, "personas": [entry]}
