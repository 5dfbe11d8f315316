"""What a report says of customers who leave: only what the data show, not what ranks make of any data."""

import csv
import io
import json

import numpy as np
import pandas as pd
import pytest

from conftest import footfall
from report_data import data  # noqa: F401

LEAVING = ("About to sleep", "At risk", "Cannot lose them", "Hibernating", "Lost")
DAYS = 365


def bought_days(generator, rate, leaves):
    """Days of purchase of a customer who joins within the period, and whether it still buys at the end."""
    day, days, is_active = generator.uniform(0, DAYS), [], True
    while day < DAYS:
        days.append(int(day))
        if generator.uniform() < leaves:
            is_active = False
            break
        day += generator.exponential(1 / rate)
    return days, is_active


def shop(folder, leaving):
    """Transactions of 1,500 customers, who leave after a purchase with the given beta distribution; the truth of each."""
    generator = np.random.default_rng(12)
    rows, truth = [["customer", "time", "amount"]], {}
    for customer in range(1500):
        rate = generator.gamma(1.5, 1 / 20)
        leaves = generator.beta(*leaving) if leaving else 0
        days, is_active = bought_days(generator, max(rate, 1e-4), leaves)
        truth[f"c{customer}"] = is_active
        for day in days:
            when = np.datetime64("2024-01-01") + day
            rows.append([f"c{customer}", f"{when}T12:00:00", f"{generator.gamma(4, 6):.2f}"])
    path = folder / "sales.csv"
    with path.open("w", newline="") as stream:
        csv.writer(stream).writerows(rows)
    footfall("report", "--transactions", path, "--out", folder / "out", "--segments", "none", "-q")
    assert footfall("verify-report", folder / "out", "--transactions", path, "--segments", "none").returncode == 0
    facts = {fact["id"]: fact for fact in json.loads((folder / "out" / "facts.json").read_text())}
    return path, truth, facts, (folder / "out" / "insights_report.md").read_text(), (folder / "out" / "rfm.svg").read_text()


@pytest.fixture(scope="module")
def leaving(tmp_path_factory):
    return shop(tmp_path_factory.mktemp("leaving"), (0.8, 2.5))


@pytest.fixture(scope="module")
def staying(tmp_path_factory):
    return shop(tmp_path_factory.mktemp("staying"), None)


def test_nobody_is_told_to_be_lost_where_nobody_leaves(data, staying):  # noqa: F811
    folder = data / "report"
    default = (folder / "insights_report.md").read_text(), (folder / "rfm.svg").read_text()
    for text, figure in (default, staying[3:]):
        for name in LEAVING:
            assert f"| {name} |" not in text and name not in figure, name
        assert "Least recent, fewest purchases" in text and "Least recent, fewest purchases" in figure
    # Everybody's first purchase lies at the start of the default data.
    assert "| New |" not in default[0]
    # The usual names stay in the tables, which other tools read.
    assert "Lost," in (folder / "rfm.csv").read_text()


def test_who_leaves_is_told_so_with_the_share_that_is_active(leaving):
    path, truth, facts, text, figure = leaving
    assert "| Lost |" in text and "Lost" in figure and "active still" in text
    assert facts["clv.identified"]["value"] == 1
    done = footfall("analyze", "rfm_customers", "--transactions", path, "--segments", "none", "--format", "csv")
    active = {}
    for row in csv.DictReader(done.stdout.splitlines()):
        active.setdefault(row["segment"], []).append(truth[row["customer_id"]])
    checked = 0
    for segment, known in active.items():
        if len(known) < 60:
            continue
        word = segment.lower().replace(" ", "_")
        told = facts[f"segment.{word}.active_share"]["value"]
        assert told == pytest.approx(np.mean(known), abs=0.12), segment
        assert (f"| {segment} |" in text) == (f"segment.{word}.rank_name" not in facts)
        if segment in LEAVING:
            assert (f"segment.{word}.rank_name" in facts) == (told >= 0.8), segment
        checked += 1
    assert checked >= 5


def test_bought_once_is_not_told_as_gone_where_nobody_leaves(leaving, staying):
    """Where all leave by and by, no more bought once than rates of their own explain; the silent are told, not they."""
    assert "bought on one day only" not in staying[3] and "largest leak" not in leaving[3] + staying[3]
    assert leaving[2]["once.customer_share"]["value"] > 0.1
    is_told = "bought on one day only" in leaving[3]
    assert is_told == (leaving[2]["once.p_value"]["value"] < 0.001) and not (is_told and "more rarely than the others" in leaving[3])


def test_silence_within_chance_is_told_as_chance(staying):
    facts, text = staying[2:4]
    silent, chance = (facts[f"at_risk.{name}"]["value"] for name in ("customers", "expected_by_chance"))
    assert 0 < silent < chance + 2 * chance**0.5
    assert "which is no more than chance explains" in text and "**" + str(int(silent)) not in text


def test_who_paid_once_is_not_held_for_active(tmp_path):
    """Subscribers pay once a month and 8 % leave after each payment. BG/NBD would hold who paid once for active for certain."""
    generator = np.random.default_rng(3)
    rows, staying = [["order", "customer", "date", "amount"]], 0
    for customer in range(900):
        day = int(generator.integers(0, 690))
        while day < 720:
            rows.append([len(rows), f"c{customer}", f"{np.datetime64('2023-01-01') + day}", "29.00"])
            if generator.random() < 0.08:
                break
            day += 30
        staying += day >= 720
    path = tmp_path / "sales.csv"
    with path.open("w", newline="") as stream:
        csv.writer(stream).writerows(rows)
    words = ["--transactions", path, "--segments", "none", "--format", "csv", "-q"]
    models = pd.read_csv(io.StringIO(footfall("analyze", "clv_model", *words).stdout)).set_index(["model", "quantity"])
    gap = models.loc[("MBG/NBD", "log_likelihood"), "value"] - models.loc[("BG/NBD", "log_likelihood"), "value"]
    assert gap > 20 and models.loc[("MBG/NBD", "log_likelihood"), "is_used"]
    alive = pd.read_csv(io.StringIO(footfall("analyze", "clv", *words).stdout)).set_index("customer_id")["probability_alive"]
    paid = pd.DataFrame(rows[1:], columns=rows[0]).groupby("customer")["date"].agg(["size", "max"])
    gone = paid.index[(paid["size"] == 1) & (paid["max"] < "2024-06-01")]
    assert len(gone) > 20 and alive[gone].max() < 0.2
    assert alive.sum() == pytest.approx(staying, rel=0.2)  # gaps more regular than the model thinks
