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
    """Customers with rates of their own, who buy at one price: 29, one in five 49."""
    draw = np.random.default_rng(seed)
    rows = [["order", "customer", "date", "amount"]]
    for customer, rate in enumerate(spread(draw, customers)):
        for day in np.flatnonzero(draw.uniform(size=days) < 1 - np.exp(-rate)):
            rows.append([len(rows), f"c{customer}", f"{np.datetime64('2024-01-01') + day}", 49 if draw.uniform() < 0.2 else 29])
    return rows


@pytest.fixture(scope="module")
def gentle(tmp_path_factory):
    return report(tmp_path_factory.mktemp("gentle"), regulars(1, lambda draw, n: draw.gamma(1.2, 0.06, n)))


@pytest.fixture(scope="module")
def steep(tmp_path_factory):
    return report(tmp_path_factory.mktemp("steep"), regulars(2, lambda draw, n: np.minimum(0.02 * draw.pareto(0.8, n), 2)), "--segments", "none")


def test_the_median_of_prices_is_not_half_below(gentle):
    frame, facts, text, _ = gentle
    assert frame.amount.median() == 29 and (frame.amount < 29).sum() == 0
    assert "; the median is 29.00." in text and "half of them" not in text


def test_only_a_steep_shop_hangs_on_a_few(gentle, steep):
    for (frame, facts, text, _), is_steep in ((gentle, False), (steep, True)):
        spent = frame.groupby("customer").amount.sum().sort_values()
        share = spent.iloc[-round(0.2 * len(spent)):].sum() / spent.sum()
        assert facts["concentration.top20_share"]["value"] == pytest.approx(share, abs=0.01)
        assert (share > 0.6) == is_steep and share > 0.35
        assert ("A small part of the customers decides the total" in text) == is_steep
        assert ("the total does not hang on a few" in text) != is_steep
        assert "as they would by chance" not in text


def test_found_segments_explain_no_gap_between_customers(tmp_path):
    """They were cut by what customers spend: that those of one are alike says nothing."""
    rows = regulars(3, lambda draw, n: np.where(draw.uniform(size=n) < 0.3, 0.3, 0.03), 120)
    _, facts, text, summary = report(tmp_path, rows)
    best = "persona." + summary["personas"][0]["persona"].lower().replace(" ", "_").replace(",", "")
    within = facts[f"{best}.concentration.top20_share"]["value"]
    assert within - 0.2 < (facts["concentration.top20_share"]["value"] - 0.2) / 2
    assert "The best fifth of the customers brings" in text and "lies between groups" not in text and "treat customers alike" not in text


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
