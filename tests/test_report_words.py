"""Words of a report that say of whom or of what a number is: of known customers, of open days, of one category
beside all others, of the days compared. Each against numbers counted here from the file."""

import csv
import io
import json
import re

import numpy as np
import pandas as pd
import pytest

from conftest import footfall
from report_data import own_report

CLOSED = [np.datetime64(day) for day in ("2024-03-29", "2024-04-01", "2024-05-01", "2024-05-09", "2024-05-20")]


def rate_of_month(day):
    """Of visits: 4 % more every week."""
    return 1.04 ** (day / 7)


@pytest.fixture(scope="module")
def bakery(tmp_path_factory):
    """Half a year of a shop that grows; most buyers are unknown; three holidays fall on weekdays that sell."""
    draw = np.random.default_rng(3)
    rows = [["order", "customer", "time", "category", "quantity", "amount"]]
    rates = draw.gamma(1.5, 1, 150)
    for day in range(182):
        when = np.datetime64("2024-01-01") + day
        weekday = (when.astype(int) + 3) % 7
        if weekday == 6 or when in CLOSED:
            continue
        for _ in range(draw.poisson(25 * rate_of_month(day) * (1.6 if weekday >= 4 else 1))):
            known = draw.uniform() < 0.3
            customer = f"c{draw.choice(150, p=rates / rates.sum())}" if known else ""
            order = len(rows)
            for name in draw.choice(["bread", "cake", "tea", "rolls"], draw.integers(1, 3), replace=False):
                rows.append([order, customer, f"{when}T{draw.integers(8, 18):02}:00", name, 1, f"{draw.gamma(4, 2):.2f}"])
    folder = tmp_path_factory.mktemp("bakery")
    done, summary = own_report(folder, rows, "--currency", "EUR")
    assert done.returncode == 0, done.stderr
    frame = pd.DataFrame(rows[1:], columns=rows[0]).astype({"amount": float})
    facts = {fact["id"]: fact for fact in json.loads((folder / "out/facts.json").read_text())}
    return folder, frame, facts, summary, (folder / "out/insights_report.md").read_text(), done.stderr


def test_shares_of_known_customers_are_called_so(bakery):
    folder, frame, facts, summary, text, said = bakery
    known = frame[frame.customer != ""].amount.sum()
    assert known / frame.amount.sum() < 0.4
    for persona in summary["personas"]:
        assert persona["revenue_share"] == pytest.approx(persona["revenue"] / known, abs=1e-4)
    for figure in ("personas.svg", "rfm.svg"):
        drawn = (folder / "out" / figure).read_text()
        for kind in ("title", "note"):  # a heading may have two lines
            drawn = re.sub(f'(class="{kind}">[^<]*)</text>\n<text [^>]*class="{kind}">', r"\1 ", drawn)
        words = re.sub("<[^>]+>", "\n", drawn)
        shares = [line for line in words.splitlines() if re.search(r"% of .*revenue|share of .*revenue", line, re.I)]
        assert len(shares) >= 3 and all("the revenue of known customers" in line for line in shares), shares
    note = next(line for line in said.splitlines() if "no personas" in line)
    assert "% of known customers" in note and "of revenue)" not in note, note


def test_who_is_counted_are_known_customers(bakery):
    _, frame, facts, _, text, _ = bakery
    plain = re.sub(r"\[([^]]+)\]\[[^]]+\]", r"\1", text)
    assert "known customers by" in plain and not re.search(r"size by [^,]+, customers by", plain)
    if "trend.new_share" in facts:
        assert not re.search(r"Of the customers of these weeks", plain)
    # Who first bought in the first month may have bought before: months two on whose next is whole, by pandas.
    bought = frame[frame.customer != ""].assign(month=frame.time.str[:7])
    first = bought.groupby("customer").month.min()
    months = sorted(bought.month.unique())
    back = of = 0
    for month, after in zip(months[1:], months[2:-1]):
        cohort = first.index[first == month]
        of += len(cohort)
        back += bought[(bought.month == after) & bought.customer.isin(cohort)].customer.nunique()
    if of >= 20:
        assert facts["retention.next_period"]["value"] == pytest.approx(back / of)
        assert f"Of the {of} known customers who first bought after the first month of these data" in plain
        assert facts["retention.newcomers"]["value"] == of
    else:
        assert "retention.next_period" not in facts and "bought again" not in plain


def test_first_buyers_of_the_first_month_are_no_cohort(tmp_path):
    """200 who bought long before the data begin come every month; 100 newcomers return in the month after to 30."""
    rows = [["order", "customer", "date", "amount"]]
    for month in range(1, 7):
        rows += [[len(rows) + c, f"old{c}", f"2024-{month:02}-05", 10] for c in range(200)]
    for customer in range(100):
        rows.append([9000 + customer, f"new{customer}", "2024-02-10", 10])
        if customer < 30:
            rows.append([9500 + customer, f"new{customer}", "2024-03-10", 10])
    own_report(tmp_path, rows, "--segments", "none")
    facts = {fact["id"]: fact for fact in json.loads((tmp_path / "out/facts.json").read_text())}
    assert facts["retention.next_period"]["value"] == pytest.approx(0.3)


def test_weekdays_are_compared_over_open_days(bakery):
    folder, frame, facts, _, text, _ = bakery
    days = frame.assign(day=pd.to_datetime(frame.time.str[:10])).groupby("day").amount.sum()
    means = days.groupby(days.index.day_of_week).mean()
    for weekday, name in enumerate(("monday", "wednesday", "friday")):
        assert facts[f"weekday.{name}.revenue_per_day"]["value"] == pytest.approx(means[2 * weekday], rel=1e-6)
    assert facts["weekday.closed_days"]["value"] == len(CLOSED)
    assert "without a sale, holidays or gaps, are left out" in text


def test_quiet_days_of_a_small_shop_are_no_holidays(tmp_path):
    draw = np.random.default_rng(1)
    rows = [["order", "customer", "date", "amount"]]
    for day in range(140):
        for _ in range(draw.poisson(1.5)):
            rows.append([len(rows), f"c{draw.integers(20)}", f"{np.datetime64('2024-01-01') + day}", 10])
    own_report(tmp_path, rows)
    facts = {fact["id"]: fact for fact in json.loads((tmp_path / "out/facts.json").read_text())}
    assert "weekday.closed_days" not in facts
    days = pd.date_range(rows[1][2], rows[-1][2])
    assert len({row[2] for row in rows[1:]}) < len(days) - 20
    for weekday, name in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")):
        assert facts[f"weekday.{name}.days"]["value"] == (days.day_of_week == weekday).sum()


def test_pairs_of_days_are_counted_where_days_are_left_out(tmp_path):
    """28 days before and after; two of the last are closed."""
    draw = np.random.default_rng(2)
    rows = [["order", "customer", "date", "amount", "festival"]]
    for day in range(140):
        if day in (115, 122):
            continue
        for _ in range(30):
            fair = "Fair" if day in (130, 131) else ""
            rows.append([len(rows), f"c{draw.integers(90)}", f"{np.datetime64('2024-01-01') + day}", f"{draw.gamma(4, 2):.2f}", fair])
    own_report(tmp_path, rows, "--segments", "none")
    facts = {fact["id"]: fact for fact in json.loads((tmp_path / "out/facts.json").read_text())}
    span = int(facts["change.days"]["value"])
    closed = {115, 122, 130, 131}
    pairs = sum(day not in closed and day - span not in closed for day in range(140 - span, 140))
    assert pairs < span and facts["change.like_for_like.pairs"]["value"] == pairs
    text = (tmp_path / "out/insights_report.md").read_text()
    assert f"outside festivals, [{pairs}][change.like_for_like.pairs] pairs of days, " in text


def test_a_category_that_grows_as_the_shop_does_is_no_finding(bakery):
    _, frame, facts, _, text, _ = bakery
    assert facts["category.bread.trend"]["low"] > 0 and facts["category.cake.trend"]["low"] > 0
    for name in ("bread", "cake", "rolls"):
        assert f"revenue of {name}" not in text.lower() and f"[{name}][category.{name}.name] rises" not in text
    assert "season is taken out" not in text


def test_one_category_that_differs_is_found(tmp_path):
    draw = np.random.default_rng(5)
    rows = [["order", "customer", "date", "category", "quantity", "amount"]]
    for day in range(120):
        for name in ("even", "level", "rising", "flat"):
            size = 100 * (1.01**day if name == "rising" else 1)
            rows.append([len(rows), f"c{draw.integers(50)}", f"{np.datetime64('2024-01-01') + day}", name, 1, f"{size * draw.normal(1, 0.1):.2f}"])
    own_report(tmp_path, rows, "--segments", "none")
    text = (tmp_path / "out/insights_report.md").read_text()
    told = [line for line in text.splitlines() if line.startswith("**Revenue of")]
    assert len(told) == 1 and "rising" in told[0] and "[category.rising.beyond:rise]" in told[0], told
    assert "less than two years cannot say" in told[0]


@pytest.mark.parametrize("seed,shape,mean,life", [
    (1, 1, 1.0, 200), (2, 2, 2.0, 200), (3, 0.5, 1.0, 200), (4, 1, 2.0, 400), (5, 1, 1.0, 80), (6, 3, 1.0, 60)])
def test_what_silent_customers_brought_is_near_the_truth(seed, shape, mean, life, tmp_path):
    """Rates by a gamma distribution, customers who leave after an exponential time: the sum of the listed ones' true
    revenue in 30 days, not the rate of a few purchases that happened to come close together."""
    draw = np.random.default_rng(seed)
    days, customers, price = 240, 1500, 20.0
    rates = draw.gamma(shape, mean / 30 / shape, customers)
    rows = [["order", "customer", "date", "amount"]]
    for customer, rate in enumerate(rates):
        start = day = float(draw.integers(0, days - 30))
        leaves = start + draw.exponential(life)
        bought = []
        while day < min(days, leaves) or not bought:
            bought.append(int(day))
            day += draw.exponential(1 / rate)
        rows += [[f"{customer}-{d}", f"c{customer}", f"{np.datetime64('2024-01-01') + d}", f"{draw.gamma(4, price / 4):.2f}"]
                 for d in sorted(set(bought))]
    path = tmp_path / "sales.csv"
    with path.open("w", newline="") as stream:
        csv.writer(stream).writerows(rows)
    text = footfall("analyze", "customers_at_risk", "--transactions", path, "--segments", "none", "--format", "csv", "-q").stdout
    found = pd.read_csv(io.StringIO(text))
    truth = 30 * price * rates[found.customer_id.str[1:].astype(int)].sum()
    assert len(found) > 50
    assert found.revenue_per_30_days.sum() == pytest.approx(truth, rel=0.12)
    # What the gaps of these customers alone would have told.
    alone = (found.revenue / (found.mean_gap_days * found.purchases) * 30).sum()
    assert abs(alone - truth) > abs(found.revenue_per_30_days.sum() - truth)


def test_titles_say_when_and_claim_no_more(tmp_path):
    draw = np.random.default_rng(6)
    rows = [["order", "customer", "date", "amount"]]
    for day in range(420):
        for _ in range(draw.poisson(12 * 1.002**day)):
            rows.append([len(rows), f"c{draw.integers(200)}", f"{np.datetime64('2024-01-01') + day}", f"{draw.gamma(4, 2):.2f}"])
    own_report(tmp_path, rows, "--segments", "none")
    facts = {fact["id"]: fact for fact in json.loads((tmp_path / "out/facts.json").read_text())}
    figure = (tmp_path / "out/revenue.svg").read_text()
    weeks = int(facts["trend.weeks"]["value"])
    when = "in the first {}".format(weeks) if facts["trend.years"]["value"] == 0 else "a year before"
    assert f"higher in the last {weeks} weeks than {when}<" in figure
    assert "festival days are shaded" not in figure
    assert re.search(r"Expected from \d+\s\w+(\s\d+)? to \d+\s\w+(\s\d+)?: ", (tmp_path / "out/forecast.svg").read_text())
    assert "Expected by" not in (tmp_path / "out/forecast.svg").read_text()


def test_names_of_found_segments_say_nothing_of_leaving_and_are_few(tmp_path):
    """53 customers of every kind of rate: segments of fifteen each at least, on average, and none is said to have left."""
    draw = np.random.default_rng(7)
    rows = [["order", "customer", "date", "amount"]]
    for customer in range(53):
        rate, size = draw.gamma(0.6, 20) + 1, np.exp(draw.normal(3, 1.2))
        for _ in range(1 + draw.poisson(rate)):
            rows.append([len(rows), f"c{customer}", f"{np.datetime64('2024-01-01') + draw.integers(300)}", f"{size * draw.gamma(4, 0.25):.2f}"])
    _, summary = own_report(tmp_path, rows)
    assert 2 <= len(summary["personas"]) <= 3
    assert "lapsed" not in (tmp_path / "out/insights_report.md").read_text().lower()
