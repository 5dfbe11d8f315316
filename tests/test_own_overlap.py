"""What a file of the user's says beside its figures: exports that overlap, the currency, an order's discount, refund and state, lines in a
file of their own. Each count and sum is pandas'."""

import random

import pandas as pd
import pytest
from conftest import footfall
from test_own_exports import FIRST, LINES, TOTAL, comma, dollars, email, first
from test_own_formats import TABLE, analyze, frame, kpi

AGAIN = "transactions whose lines all come more than once"


def quality(path, *words):
    return frame("data_quality", path, *words).set_index("fact")


@pytest.mark.parametrize("is_shuffled", [False, True])
def test_exports_that_overlap_are_a_problem(tmp_path, is_shuffled):
    path = tmp_path / "sales.csv"
    orders = TABLE["Order ID"].unique()
    again = TABLE[TABLE["Order ID"].isin(orders[:200])]
    table = pd.concat([TABLE, again])
    (table.sample(frac=1, random_state=1) if is_shuffled else table).to_csv(path, index=False)
    fact = quality(path).loc[AGAIN]
    assert fact["rows"] == 200 and fact["checked"] == len(orders) and fact["is_problem"]
    assert fact["amount"] == pytest.approx(again["Line Total"].sum()) and "overlap" in fact["rule"]
    done = analyze("kpi", path, "--strict", check=False)
    assert done.returncode == 5 and f"200 {AGAIN}" in done.stderr
    footfall("report", "--transactions", path, "--out", tmp_path / "out")
    assert AGAIN in (tmp_path / "out/insights_report.md").read_text()


@pytest.mark.parametrize("has_quantity", [True, False])
def test_items_scanned_twice_are_none(tmp_path, has_quantity):
    """A line of every tenth receipt comes twice; without quantities each piece is a line, and one in five is of two."""
    path, rng = tmp_path / "sales.csv", random.Random(5)
    if has_quantity:
        table = pd.concat([TABLE, TABLE[~TABLE.duplicated("Order ID") & (TABLE["Order ID"] % 10 == 0)]])
    else:
        table = TABLE.drop(columns=["Qty", "Unit Price"])
        table = table.loc[table.index.repeat([rng.choice([1, 1, 1, 1, 2]) for _ in table.index])]
    table.to_csv(path, index=False)
    facts = quality(path)
    assert facts.rows["lines equal to another of their transaction"] == len(table) - len(TABLE)
    assert not facts.is_problem[AGAIN]
    sizes = table.groupby("Order ID").size() - table.drop_duplicates().groupby("Order ID").size()
    whole = [order for order in sizes[sizes > 0].index if (table[table["Order ID"] == order].value_counts() > 1).all()]
    assert facts.rows[AGAIN] == len(whole)
    assert analyze("kpi", path, "--strict", check=False).returncode == 0


@pytest.mark.parametrize(("column", "written"), [("EUR", str), (None, "€"), ("Euro", str), (None, "$"), (None, "CHF"), (None, "kg"), (None, "")])
def test_the_currency_is_what_the_file_says(tmp_path, column, written):
    path = tmp_path / "sales.csv"
    table = TABLE.drop(columns=["Unit Price"])
    if column is not None:
        table = table.assign(Währung=column)
    elif written == "$":
        table["Line Total"] = dollars(LINES.amount)
    else:
        table["Line Total"] = comma(LINES.amount, f" {written}")
    table.to_csv(path, index=False, sep=";")
    wanted = {"EUR": "EUR", "Euro": "EUR", "€": "EUR", "$": "USD", "CHF": "CHF"}.get(column or written)
    notes = analyze("kpi", path, check=False).stderr
    assert (f"amounts are in {wanted}: " in notes) if wanted else "amounts are in" not in notes
    assert "amounts are in" not in analyze("kpi", path, "--currency", "GBP", check=False).stderr
    if wanted:
        footfall("report", "--transactions", path, "--out", tmp_path / "out")
        sign = {"EUR": "€", "USD": "$", "CHF": "CHF\u00a0"}[wanted]
        assert sign in (tmp_path / "out/insights_report.md").read_text()
        assert "agrees with the data" in footfall("verify-report", tmp_path / "out").stdout


def test_two_currencies_are_a_problem(tmp_path):
    path = tmp_path / "sales.csv"
    TABLE.assign(Currency=["EUR" if i % 4 else "USD" for i in range(len(TABLE))]).to_csv(path, index=False)
    fact = quality(path).loc["rows in another currency than most"]
    assert fact["rows"] == len(range(0, len(TABLE), 4)) and fact["is_problem"] and fact["examples"].startswith("EUR × ")
    done = analyze("kpi", path, "--strict", check=False)
    assert done.returncode == 5 and "amounts are in" not in done.stderr


def test_what_shopify_says_of_an_order_is_told(tmp_path):
    path = tmp_path / "orders.csv"
    kind = LINES.order % 10
    discount = (TOTAL * .15).round(2).where(kind < 3, 0)
    refund = TOTAL.where(kind == 4, 0)
    state = kind.map({4: "refunded", 5: "voided"}).fillna("paid")
    times = LINES.time.dt.strftime("%Y-%m-%d %H:%M:%S +0100")
    pd.DataFrame({
        "Name": "#" + LINES.order.astype(str), "Email": email(LINES), "Financial Status": first(state), "Currency": first("EUR"),
        "Subtotal": first(TOTAL - discount), "Total": first(TOTAL - discount + 4.9), "Discount Amount": first(discount), "Created at": times,
        "Lineitem quantity": LINES.units, "Lineitem name": LINES["product"], "Lineitem price": LINES.price, "Refunded Amount": first(refund),
        "Id": first("55" + LINES.order.astype(str))}).to_csv(path, index=False)
    facts = quality(path)
    told = facts.loc["transactions with a discount that their lines do not show"]
    assert (told["rows"], told["checked"]) == ((FIRST & (kind < 3)).sum(), (FIRST & (kind != 5)).sum())
    assert told["amount"] == pytest.approx(-discount[FIRST].sum())
    sold = LINES[kind != 5]  # voided orders are no sales
    assert f"{sold.amount.sum() - discount[FIRST].sum():.2f} after them" in told["rule"]
    back = facts.loc["transactions with money paid back"]
    assert back["rows"] == (FIRST & (kind == 4)).sum() and back["amount"] == pytest.approx(-refund[FIRST].sum())
    off = facts.loc["transactions that were cancelled, as Financial Status says"]
    assert off["rows"] == (FIRST & (kind == 5)).sum() and off["amount"] == pytest.approx(LINES.amount[kind == 5].sum())
    assert off["rule"].startswith("left out") and off["checked"] == FIRST.sum()
    figures = kpi(path).value
    assert figures["revenue"] == pytest.approx(sold.amount.sum()) and figures["transactions"] == sold.order.nunique()
    categories = frame("categories", path)
    if len(categories):
        assert categories.revenue.sum() == pytest.approx(sold.amount.sum())


@pytest.mark.parametrize("has_number, has_lines", [(True, False), (False, False), (True, True)])
def test_cancelled_orders_are_no_sales(tmp_path, has_number, has_lines):
    """One row an order, with its number or without; and with a file of lines beside it, which go with them."""
    orders, lines = tmp_path / "orders.csv", tmp_path / "lines.csv"
    table = pd.DataFrame({"order_no": LINES.order, "ordered_at": LINES.time, "customer": LINES.customer, "total": TOTAL,
                          "Order status": (LINES.order % 7).map({0: "Cancelled", 1: "failed"}).fillna("completed")})[FIRST]
    table.drop(columns=[] if has_number else "order_no").to_csv(orders, index=False)
    pd.DataFrame({"order_no": LINES.order, "product_group": LINES.group, "qty": LINES.units, "unit_price": LINES.price}).to_csv(lines, index=False)
    words = ["--items", lines] if has_lines else []
    sold = LINES[LINES.order % 7 > 1]
    figures = kpi(orders, *words).value
    assert figures["revenue"] == pytest.approx(sold.amount.sum()) and figures["transactions"] == sold.order.nunique()
    told = quality(orders).loc["transactions that were cancelled, as Order status says"]
    assert told["rows"] == (FIRST & (LINES.order % 7 < 2)).sum() and told["amount"] == pytest.approx(LINES.amount.sum() - sold.amount.sum())
    assert told["examples"].startswith("transaction " if has_number else "row ") and not told["is_problem"]
    if has_lines:
        assert frame("categories", orders, *words).revenue.sum() == pytest.approx((sold.units * sold.price).sum())
        strict = analyze("kpi", orders, *words, "--strict", check=False)
        assert strict.returncode == 0, strict.stderr


@pytest.mark.parametrize("prefix", ["", "A-"])
def test_lines_of_a_file_of_their_own_are_counted(tmp_path, prefix):
    orders, lines = tmp_path / "orders.csv", tmp_path / "lines.csv"
    number = prefix + LINES.order.astype(str)
    pd.DataFrame({"order_no": number, "ordered_at": LINES.time, "customer": LINES.customer, "total": TOTAL})[FIRST].to_csv(orders, index=False)
    kept = LINES.order != LINES.order.min()
    pd.DataFrame({"order_no": number, "product_group": LINES.group, "qty": LINES.units, "unit_price": LINES.price})[kept].to_csv(lines, index=False)
    figures = kpi(orders, "--items", lines).value
    assert figures["items_per_basket"] == pytest.approx(kept.sum() / FIRST.sum())
    assert figures["units_per_basket"] == pytest.approx(LINES.units[kept].sum() / FIRST.sum())
    sizes = frame("basket_distribution", orders, "--items", lines)
    assert sizes[sizes.persona.isna()].transactions.sum() == FIRST.sum()


def test_amounts_with_two_signs_are_a_problem(tmp_path):
    path = tmp_path / "sales.csv"
    amounts = dollars(LINES.amount)
    TABLE.assign(**{"Line Total": amounts.where(LINES.index % 5 > 0, amounts.str.replace("$", "€"))}).to_csv(path, index=False)
    fact = quality(path).loc["rows in another currency than most"]
    assert fact["rows"] == (LINES.index % 5 == 0).sum() and fact["checked"] == len(LINES)
    assert analyze("kpi", path, "--strict", check=False).returncode == 5
