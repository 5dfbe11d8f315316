"""Sentences of a report that once claimed too much, each in a world where the old one was false, against figures counted
here from the file."""

import json
import re

import numpy as np
import pandas as pd
import pytest
from report_data import own_report


def read(folder):
    """Facts by id, and the text without its marks."""
    facts = {fact["id"]: fact for fact in json.loads((folder / "out/facts.json").read_text())}
    return facts, re.sub(r"\[([^]]+)\]\[[^]]+\]", r"\1", (folder / "out/insights_report.md").read_text())


def report(folder, rows, *words):
    done, summary = own_report(folder, rows, *words)
    assert done.returncode == 0, done.stderr
    frame = pd.DataFrame(rows[1:], columns=rows[0])
    return frame, *read(folder), summary


def regulars(seed, spread, days=180, customers=300):
    """Customers with rates of their own, who buy at one price: 29, one in five 49; at any hour from 8 to 20."""
    draw = np.random.default_rng(seed)
    rows = [["order", "customer", "date", "amount"]]
    for customer, rate in enumerate(spread(draw, customers)):
        for day in np.flatnonzero(draw.uniform(size=days) < 1 - np.exp(-rate)):
            rows.append([len(rows), f"c{customer}", f"{np.datetime64('2024-01-01') + day}T{draw.integers(8, 20):02}:00", 49 if draw.uniform() < 0.2 else 29])
    return rows


@pytest.fixture(scope="module")
def gentle(tmp_path_factory):
    folder = tmp_path_factory.mktemp("gentle")
    told = report(folder, regulars(1, lambda draw, n: draw.gamma(1.2, 0.06, n)))
    return *told, pd.read_csv(folder / "out/forecast_backtest.csv").set_index("series").loc["revenue"]


@pytest.fixture(scope="module")
def steep(tmp_path_factory):
    return report(tmp_path_factory.mktemp("steep"), regulars(2, lambda draw, n: np.minimum(0.02 * draw.pareto(0.8, n), 2)), "--segments", "none")


def test_the_median_of_prices_is_not_half_below(gentle):
    frame, facts, text, *_ = gentle
    assert frame.amount.median() == 29 and (frame.amount < 29).sum() == 0
    assert "; the median is 29.00." in text and "half of them" not in text


def test_only_a_steep_shop_hangs_on_a_few(gentle, steep):
    for (frame, facts, text, *_), is_steep in ((gentle, False), (steep, True)):
        spent = frame.groupby("customer").amount.sum().sort_values()
        share = spent.iloc[-round(0.2 * len(spent)):].sum() / spent.sum()
        assert facts["concentration.top20_share"]["value"] == pytest.approx(share, abs=0.01)
        assert (share > 0.6) == is_steep and share > 0.35
        assert ("A small part of the customers decides the total" in text) == is_steep
        assert ("the total does not hang on a few" in text) != is_steep
        assert "as they would by chance" not in text


def test_found_segments_explain_no_gap_between_customers(tmp_path):
    """They were cut by what customers spend: that those of one are alike says nothing. 120 days tell of no year, either."""
    rows = regulars(3, lambda draw, n: np.where(draw.uniform(size=n) < 0.3, 0.3, 0.03), 120)
    _, facts, text, summary = report(tmp_path, rows)
    best = "persona." + summary["personas"][0]["persona"].lower().replace(" ", "_").replace(",", "")
    within = facts[f"{best}.concentration.top20_share"]["value"]
    assert within - 0.2 < (facts["concentration.top20_share"]["value"] - 0.2) / 2
    assert "The best fifth of the customers brings" in text and "lies between groups" not in text and "treat customers alike" not in text
    assert "[clv.total]" not in (tmp_path / "out/insights_report.md").read_text()
    assert "in the next 365\u00a0days, 120\u00a0days of data are too few to say" in text


def test_half_a_year_tells_of_a_year(gentle):
    _, facts, text, *_ = gentle
    assert 365 < 3 * facts["period.days"]["value"] and "puts what they bring in the next 365\u00a0days at" in text


def test_months_are_compared_over_open_days_outside_festivals(tmp_path):
    """Every ordinary day sells alike; twelve days of November are a fair at three times that, half of January is closed."""
    draw = np.random.default_rng(4)
    rows = [["order", "date", "amount", "festival"]]
    for date in pd.date_range("2024-01-01", "2024-12-31"):
        if date.month == 1 and date.day < 14:
            continue
        is_fair = date.month == 11 and 8 <= date.day < 20
        for _ in range(30 if is_fair else 10):
            rows.append([len(rows), f"{date:%Y-%m-%d}", f"{draw.gamma(9, 1):.2f}", "Fair" if is_fair else ""])
    frame, facts, text, _ = report(tmp_path, rows)
    days = frame.astype({"amount": float}).groupby(["date", "festival"]).amount.sum().reset_index()
    days["month"] = days.date.str[5:7]
    every, plain = (part.groupby("month").amount.mean() for part in (days, days[days.festival == ""]))
    assert every.min() / every.max() < 0.6  # what was told
    assert facts["season.ratio"]["value"] == pytest.approx(plain.min() / plain.max())
    assert "Day for day" not in text


def test_purchases_of_one_customer_are_named_only_where_there_are_customers(gentle, tmp_path):
    words = "purchases of one customer are not taken as independent"
    rows = [["order", "date", "amount"]] + [[i, f"2024-01-{1 + i % 28:02}", 5 + i % 7] for i in range(280)]
    assert words in gentle[2] and words not in report(tmp_path, rows)[2]


def test_an_order_says_what_is_off_its_lines(tmp_path):
    """An export as Shopify's: list prices on lines; discount, repayment and state once an order."""
    draw = np.random.default_rng(6)
    header = ["Name", "Email", "Financial Status", "Currency", "Total", "Discount Amount", "Created at", "Lineitem quantity",
              "Lineitem name", "Lineitem price", "Refunded Amount"]
    rows, off, back, voided, sold = [header], 0, 0, 0, 0
    for order in range(900):
        lines = [("Shirt", 40), ("Belt", 25), ("Coat", 120)][: draw.integers(1, 4)]
        value = sum(price for _, price in lines)
        discount, state = (round(0.1 * value, 2) if order % 3 == 0 else 0), {5: "voided", 7: "refunded"}.get(order % 11, "paid")
        for i, (name, price) in enumerate(lines):
            of_order = [state, "USD", value - discount, discount] if i == 0 else ["", "", "", ""]
            rows.append([f"#{order}", f"b{draw.integers(200)}@mail.com", *of_order, f"2024-0{1 + order % 6}-{1 + order % 28:02} 10:00:00 +0100",
                         1, name, price, ((value if state == "refunded" else 0) if i == 0 else "")])
            rows[-1][1] = rows[-1][1] if i == 0 else rows[-2][1]
        if state == "voided":
            voided += value
            continue
        sold, off, back = sold + value, off + discount, back + (value if state == "refunded" else 0)
    done, facts, text = (own_report(tmp_path, rows)[0], *read(tmp_path))
    said = {"revenue": sold, "discounts.amount": off, "refunds.amount": back, "cancelled.amount": voided, "revenue.after_deductions": sold - off - back}
    for name, value in said.items():
        assert facts[name]["value"] == pytest.approx(value, abs=0.005), name
    before, after = f"${sold:,.0f}", f"${sold - off - back:,.0f}"
    both = f"{before} before discounts and refunds of single orders, {after} after them"
    assert f": {both}, from " in " ".join(done.stdout.split())
    assert text.splitlines()[0].endswith(f"revenue of {before} in {facts['period.days']['value']}\u00a0days, {after} after discounts and refunds of single orders")
    assert f"Revenue is {both}: discounts take ${off:,.0f} and refunds take ${back:,.0f} off." in text
    assert f"Cancelled orders of ${voided:,.0f} are left out" in text


def test_who_bought_in_a_month_and_in_the_next(gentle):
    """All customers of a month, not the newcomers alone, who are the rarest buyers."""
    frame, facts, text, *_ = gentle
    months = frame.date.str[:7].groupby(frame.customer).agg(set)
    whole = ["2024-01", "2024-02", "2024-03", "2024-04", "2024-05"]  # June ends before its last day
    active = sum(month in bought for bought in months for month in whole[:-1])
    back = sum(month in bought and after in bought for bought in months for month, after in zip(whole, whole[1:]))
    first = frame.date.str[:7].groupby(frame.customer).min()
    new = first.isin(whole[1:-1]).sum()
    assert frame.date.max() < "2024-06-30" and facts["retention.active"]["value"] == pytest.approx(back / active)
    assert facts["retention.newcomers"]["value"] == new and facts["retention.next_period"]["value"] < back / active - 0.05
    assert f"who bought in one month, {back / active:.1%}".replace("%", "\u00a0%") in text and f"Of the {new} customers who first bought" in text


def test_errors_of_a_forecast_are_parts_of_a_day(gentle):
    text, errors = gentle[2], gentle[4]
    said = " and ".join(re.findall(r"a day was off by ([^.]*) on average, with last week repeated by ([^.]*)\.", text)[0])
    assert said == f"{errors.smape:.0%} and {errors.naive_smape:.0%}".replace("%", "\u00a0%") and "usual change" not in text


def test_hours_that_do_not_differ_are_none_to_plan_by(gentle):
    _, facts, text, summary, _ = gentle
    assert "No hour stands out" in text and "mostly from" not in text
    assert not [name for name in facts if name.endswith(".main_hours")] and summary["temporal"]["peak_hours"] == {}


def test_the_hour_of_most_receipts_may_not_bring_the_most(tmp_path):
    """A café: many small receipts at 8, fewer and larger at 13; never open on a Monday or on the first days of June."""
    draw = np.random.default_rng(8)
    rows = [["order", "time", "amount"]]
    for date in pd.date_range("2024-03-01", "2024-07-31"):
        if date.day_of_week == 0:
            continue
        for hour in range(7, 18):
            for _ in range(draw.poisson({8: 9, 13: 7}.get(hour, 3))):
                rows.append([len(rows), f"{date:%Y-%m-%d}T{hour:02}:{draw.integers(60):02}", f"{draw.gamma(4, 3 if hour == 13 else 1):.2f}"])
    frame, facts, text, _ = report(tmp_path, rows)
    brought = frame.astype({"amount": float}).groupby(frame.time.str[11:13].astype(int)).amount.agg(["size", "sum"])
    assert brought["size"].idxmax() == facts["hour.busiest"]["value"] == 8
    assert brought["sum"].idxmax() == facts["hour.most_revenue"]["value"] == 13
    share = brought["sum"] / brought["sum"].sum()
    assert facts["hour.busiest.revenue_share"]["value"] == pytest.approx(share[8])
    assert f"; most revenue comes from 13 to 14\u00a0h, {share[13]:.1%} of it".replace("% of", "\u00a0% of") in text
    days = pd.date_range("2024-03-01", "2024-07-31")
    assert f"- {(days.day_of_week == 0).sum()} days without a sale, closed by the calendar or on weekdays that never have one: Mondays\n" in text


def test_a_shop_that_hangs_on_one_customer_is_told_so(gentle, tmp_path):
    draw = np.random.default_rng(9)
    rows = [["order", "customer", "date", "amount"]]
    for customer in range(80):
        for _ in range(draw.integers(5, 15)):
            rows.append([len(rows), f"c{customer}", f"2024-0{draw.integers(1, 7)}-{draw.integers(1, 29):02}", 2000 if customer == 7 else draw.integers(50, 150)])
    frame, facts, text, summary = report(tmp_path, rows)
    spent = frame.groupby("customer").amount.sum().sort_values() / frame.amount.sum()
    assert spent.iloc[-1] > 0.1 and summary["concentration"]["largest_share"] == pytest.approx(spent.iloc[-1])
    assert summary["concentration"]["largest5_share"] == pytest.approx(spent.iloc[-5:].sum())
    assert f"One customer brings {spent.iloc[-1]:.1%}".replace("%", "\u00a0%") in text
    assert "One customer brings" not in gentle[2] and 0 < gentle[3]["concentration"]["largest_share"] < 0.1


@pytest.mark.parametrize("never", [0, 0.3])
def test_bought_once_is_a_finding_only_beyond_chance(never, tmp_path):
    """900 customers join over eight months at rates of their own; nobody leaves, but of a part that never comes back."""
    draw = np.random.default_rng(10)
    rows = [["order", "customer", "date", "amount"]]
    chance = 0
    for customer in range(900):
        day, rate = float(draw.integers(0, 230)), draw.gamma(1.5, 0.02)
        chance += (1 + 0.02 * (240 - int(day))) ** -1.5
        returns = draw.uniform() >= never
        while day < 240:
            rows.append([len(rows), f"c{customer}", f"{np.datetime64('2024-01-01') + int(day)}", 10])
            day += draw.exponential(1 / rate) if returns else 240
    frame, facts, text, _ = report(tmp_path, rows, "--segments", "none")
    once = (frame.groupby("customer").date.nunique() == 1).mean()
    assert once > 0.15 and facts["once.customer_share"]["value"] == pytest.approx(once)
    assert facts["once.expected_share"]["value"] == pytest.approx(chance / 900, abs=0.05)
    assert (facts["once.p_value"]["value"] < 1e-4) == ("bought on one day only" in text) == (never > 0)
