"""A file of lines like the UCI set Online Retail, with the quirks that it is known for, made here since no
package holds it: what the program reads out of it equals what pandas does by the same rules."""

import io
import json

import numpy as np
import pandas as pd
import pytest
from conftest import footfall

# Codes that stand for no product, as in the original, with what they are called.
FEES = {"POST": "POSTAGE", "DOT": "DOTCOM POSTAGE", "M": "Manual", "D": "Discount", "C2": "CARRIAGE",
        "BANK CHARGES": "Bank Charges", "AMAZONFEE": "AMAZON FEE"}
COLUMNS = ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country"]
FIRST, LAST = pd.Timestamp("2010-12-01"), pd.Timestamp("2011-12-09")


def shop_days():
    """Open days: no Saturday ever, and closed over Christmas, as the original is."""
    days = pd.date_range(FIRST, LAST)
    closed = (days.day_of_week == 5) | ((days >= "2010-12-24") & (days <= "2011-01-03"))
    return days[~closed]


def make_lines():
    """Lines of a year, times as pandas has them; some 24,000."""
    draw = np.random.default_rng(2010)
    products = [(f"{20000 + 7 * n}{'ABCD'[n % 4] if n % 3 == 0 else ''}", f"PRODUCT {n} IN ROSE", 0.42 * 1.07 ** (n % 60))
                for n in range(300)]
    products[0] = ("85123A", "WHITE HANGING HEART T-LIGHT HOLDER", 2.55)
    products[1] = ("22139", 'RETRO "SPOT" TEA SET, CERAMIC 11 PC', 4.95)
    products[2] = ("23343", "JUMBO BAG VINTAGE CHRISTMAS £1", 2.08)  # a sign that UTF-8 writes in two bytes
    customers, weight = np.arange(12346, 12346 + 500), draw.pareto(1.1, 500) + 1
    days, rows, number = shop_days(), [], 536365
    busy = 1 + 0.6 * (days >= "2011-09-01") + 0.3 * (days >= "2011-11-01")
    for day, much in zip(days, busy):
        for _ in range(draw.poisson(8 * much)):
            at = day + pd.Timedelta(minutes=int(np.clip(draw.normal(12.6, 2.3), 6, 19.9) * 60))
            customer = draw.choice(customers, p=weight / weight.sum()) if draw.random() > 0.25 else None
            country = "United Kingdom" if draw.random() < 0.9 else draw.choice(["Germany", "France", "EIRE"])
            basket = draw.choice(300, size=1 + draw.poisson(7), replace=False)
            cancels = draw.random() < 0.03
            for one in basket:
                code, name, price = products[one]
                quantity = int(draw.choice([1, 2, 6, 12, 24, 48]))
                if draw.random() < 0.01:
                    name = draw.choice(["damages", "?", "wrongly marked"])  # others call it as it is called
                line = [f"C{number}" if cancels else str(number), code, name,
                        -quantity if cancels else quantity, at, round(price, 2), customer, country]
                rows.append(line)
                if draw.random() < 0.01:
                    rows.append(list(line))  # scanned twice
            if draw.random() < 0.12:
                fee = draw.choice(list(FEES))
                rows.append([rows[-1][0], fee, FEES[fee], -1 if cancels or fee == "D" else 1, at,
                             round(draw.uniform(5, 60), 2), customer, country])
            number += 1
        if draw.random() < 0.5:  # stock written off: no customer, no price
            rows.append([str(number), products[draw.integers(300)][0], None, -int(draw.integers(1, 90)),
                         day + pd.Timedelta(hours=15), 0.0, None, "United Kingdom"])
            number += 1
    for invoice, price in (("A563185", 11062.06), ("A563186", -11062.06), ("A563187", -11062.06)):
        rows.append([invoice, "B", "Adjust bad debt", 1, pd.Timestamp("2011-08-12 14:50"), price, None, "United Kingdom"])
    return pd.DataFrame(rows, columns=COLUMNS)


def as_text(lines, form):
    """The file as it goes around: 1/12/2010 8:26, bare numbers, latin-1 below."""
    at = lines["InvoiceDate"]
    first, second = (at.dt.day, at.dt.month) if form == "day first" else (at.dt.month, at.dt.day)
    written = lines.assign(
        InvoiceDate=first.astype(str) + "/" + second.astype(str) + at.dt.strftime("/%Y ") + at.dt.hour.astype(str)
        + at.dt.strftime(":%M"),
        CustomerID=lines["CustomerID"].astype("Int64"))
    return written.to_csv(index=False)


@pytest.fixture(scope="module")
def lines():
    return make_lines()


@pytest.fixture(scope="module", params=["day first", "month first"])
def retail(request, lines, tmp_path_factory):
    path = tmp_path_factory.mktemp("retail") / "OnlineRetail.csv"
    path.write_bytes(as_text(lines, request.param).encode("latin-1"))
    return path


@pytest.fixture(scope="module")
def report(retail):
    out = retail.parent / "out"
    done = footfall("report", "--transactions", retail, "--out", out, "--currency", "GBP")
    return out, done


def analyze(name, path, *words):
    words = ["--transactions", path, "--format", "csv", "-q", *words]
    return pd.read_csv(io.StringIO(footfall("analyze", name, *words).stdout))


def kept(lines):
    """The rules of docs/analytics.md, said by pandas: sales alone."""
    amount = (lines["Quantity"] * lines["UnitPrice"]).round(2)
    sold = lines["InvoiceNo"].str.isdigit() & (lines["Quantity"] > 0) & (amount > 0)
    return lines.assign(amount=amount)[sold]


def test_roles_and_times_are_recognised(retail, lines):
    done = footfall("analyze", "kpi", "--transactions", retail)
    for role, column in {"transaction": "InvoiceNo", "customer": "CustomerID", "time": "InvoiceDate", "product": "StockCode",
                         "description": "Description", "quantity": "Quantity", "unit_price": "UnitPrice"}.items():
        assert f"{role} ← {column} " in done.stderr, role
    assert "latin-1" in done.stderr and "a row a line of a basket" in done.stderr
    daily = analyze("daily", retail)
    sold = kept(lines)
    assert (daily["date"].iloc[0], daily["date"].iloc[-1]) == ("2010-12-01", "2011-12-09")
    bought = sold.groupby(sold["InvoiceDate"].dt.strftime("%Y-%m-%d"))["amount"].sum()
    found = daily.set_index("date")["revenue"]
    assert found.loc[bought.index].tolist() == pytest.approx(bought.tolist())
    assert found.drop(bought.index).sum() == 0


def test_totals_are_those_of_sales(retail, lines):
    sold = kept(lines)
    kpi = analyze("kpi", retail).set_index("kpi")["value"]
    assert kpi["revenue"] == pytest.approx(sold["amount"].sum(), abs=0.005)
    assert kpi["transactions"] == sold["InvoiceNo"].nunique()
    assert kpi["active_customers"] == sold["CustomerID"].nunique()
    concentration = analyze("concentration", retail, "--segments", "none").iloc[0]
    spent = sold.groupby("CustomerID")["amount"].sum().sort_values(ascending=False)
    assert concentration["top20_share"] == pytest.approx(spent.iloc[:round(0.2 * len(spent))].sum() / spent.sum(), abs=0.01)
    assert concentration["top20_share"] > 0.5
    week = analyze("daily", retail).groupby("weekday")["transactions"].sum()
    assert week[6] == 0 and week.idxmax() in (1, 2, 3, 4, 5, 7)


def test_products_are_called_as_most_lines_call_them(retail):
    names = set(analyze("categories", retail)["category"])
    assert {'RETRO "SPOT" TEA SET, CERAMIC 11 PC', "JUMBO BAG VINTAGE CHRISTMAS £1"} <= names
    assert not names & {"damages", "?", "wrongly marked"} and len(names) == 300 + len(set(FEES) - {"D"})


def test_what_is_odd_is_counted(retail, lines):
    quality = analyze("data_quality", retail).set_index("fact")
    amount = (lines["Quantity"] * lines["UnitPrice"]).round(2)
    cancelled = lines["InvoiceNo"].str.match("C[0-9]+$")
    adjusted = lines["InvoiceNo"].str.match("A[0-9]+$")
    negative = ~cancelled & ~adjusted & ((amount < 0) | (lines["Quantity"] < 0))
    sold = kept(lines)
    said = {
        "lines of cancelled transactions": (cancelled.sum(), amount[cancelled].sum()),
        "lines of adjustments: a letter before the number": (3, -11062.06),
        "returns: negative quantity or amount": (negative.sum(), amount[negative].sum()),
        "lines of no product: fees, postage, corrections": (sold["StockCode"].isin(FEES).sum(),
                                                            sold.loc[sold["StockCode"].isin(FEES), "amount"].sum()),
        "transactions without a customer": (sold.loc[sold["CustomerID"].isna(), "InvoiceNo"].nunique(),
                                            sold.loc[sold["CustomerID"].isna(), "amount"].sum()),
    }
    for fact, (rows, money) in said.items():
        assert quality.loc[fact, "rows"] == rows and rows > 2, fact
        assert quality.loc[fact, "amount"] == pytest.approx(money, abs=0.005), fact
    twice = quality.loc[[fact for fact in quality.index if "equal to another" in fact]]
    assert len(twice) == 1 and twice["rows"].iloc[0] == sold.duplicated([*COLUMNS[:2], *COLUMNS[3:7]]).sum()
    assert "POST" in quality.loc["lines of no product: fees, postage, corrections", "examples"]
    # All of it is how such a shop is; that it was closed over Christmas is what the owner has to know.
    problems = quality[quality["is_problem"] & (quality["rows"] > 0)]
    assert problems.index.tolist() == ["days without a sale, though their weekday has some"]
    closed = [day for day in pd.date_range(FIRST, LAST) if day not in shop_days() and day.day_of_week != 5]
    assert problems["rows"].iloc[0] == len(closed)
    done = footfall("analyze", "kpi", "--transactions", retail, "--strict", "-q", check=False)
    assert done.returncode == 5 and "days without a sale" in done.stderr


def test_report(report, retail, lines):
    out, done = report
    summary = json.loads((out / "executive_summary.json").read_text())
    sold = kept(lines)
    assert summary["totals"]["revenue"] == pytest.approx(sold["amount"].sum(), abs=0.005)
    text = (out / "insights_report.md").read_text()
    assert "£" in text and "₹" not in text and "lakh" not in text
    for said in ("cancelled", "without a customer", "fees, postage"):
        assert said in text, said
    verified = footfall("verify-report", out, "--transactions", retail, "--currency", "GBP")
    assert verified.returncode == 0
