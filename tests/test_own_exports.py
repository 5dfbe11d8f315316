"""Exports of shops, tills, banks and known data sets as people have them: no --map is needed, and the figures are those of pandas; where
a file cannot say, the command ends with what to say. The look-alikes have the columns of the real files, with values drawn here."""

import io
import random

import pandas as pd
import pytest
from conftest import footfall

PRODUCTS = {"Bread": ("Bakery", 2.5), "Milk": ("Dairy", 1.2), "Cheese": ("Dairy", 4.8), "Soap": ("Drugstore", 1.9), "Coffee": ("Drinks", 7.5)}


def bought():
    """Sixty days of a shop, a row a line: order, customer, time, product, group, units, price, amount."""
    rng, rows, order = random.Random(8), [], 1000
    for day in pd.date_range("2024-03-01", periods=60):
        for _ in range(15):
            order += 1
            customer, time = rng.randrange(1, 80), day + pd.Timedelta(minutes=rng.randrange(8 * 60, 19 * 60))
            for product in rng.sample(list(PRODUCTS), rng.randrange(1, 4)):
                group, price = PRODUCTS[product]
                units = rng.randrange(1, 4)
                rows.append([order, customer, time, product, group, units, price, round(units * price, 2)])
    return pd.DataFrame(rows, columns=["order", "customer", "time", "product", "group", "units", "price", "amount"])


LINES = bought()
TOTAL = LINES.groupby("order").amount.transform("sum").round(2)
FIRST = ~LINES.duplicated("order")
ORDERS, PAID = LINES[FIRST], TOTAL[FIRST]


def first(values):
    """What stands on the first line of an order alone."""
    return pd.Series(values, LINES.index).where(FIRST)


def email(table):
    return "c" + table.customer.astype(str) + "@example.org"


def code(table, width=6):
    return table["product"].map({product: 10 ** width + i for i, product in enumerate(PRODUCTS)})


def dollars(amounts):
    return amounts.map("${:,.2f}".format)


def comma(amounts, sign=""):
    return amounts.map(lambda amount: f"{amount:.2f}{sign}".replace(".", ","))


def ta_feng():
    # No number of a basket: what a customer buys on a day. AMOUNT counts pieces, SALES_PRICE is paid for all of them.
    table = pd.DataFrame({
        "TRANSACTION_DT": LINES.time.dt.strftime("%m/%d/%Y"), "CUSTOMER_ID": LINES.customer.map("{:08}".format), "AGE_GROUP": "35-39",
        "PIN_CODE": LINES.customer % 9 + 100, "PRODUCT_SUBCLASS": LINES.group.map(lambda group: 130_000 + len(group)),
        "PRODUCT_ID": code(LINES, 12), "AMOUNT": LINES.units, "ASSET": (LINES.amount * 8).round().astype(int),
        "SALES_PRICE": (LINES.amount * 10).round().astype(int)})
    return table, table.SALES_PRICE.sum(), LINES.groupby(["customer", LINES.time.dt.date]).ngroups, "AMOUNT is whole and mostly below"


def shopify(created=None):
    times = LINES.time.dt.strftime("%Y-%m-%d %H:%M:%S +0100")
    return pd.DataFrame({
        "Name": "#" + LINES.order.astype(str), "Email": email(LINES), "Financial Status": first("paid"), "Paid at": first(times),
        "Fulfillment Status": first("fulfilled"), "Currency": first("EUR"), "Subtotal": first(TOTAL), "Shipping": first(4.9),
        "Taxes": first((TOTAL * .19).round(2)), "Total": first((TOTAL + 4.9).round(2)), "Discount Code": "", "Discount Amount": first(0.0),
        "Created at": times if created is None else created(times), "Lineitem quantity": LINES.units, "Lineitem name": LINES["product"],
        "Lineitem price": LINES.price, "Lineitem sku": code(LINES), "Billing Name": first("N N"), "Billing Zip": first("'10115"),
        "Notes": "", "Refunded Amount": first(0.0), "Vendor": "X", "Id": first("5000000" + LINES.order.astype(str)), "Phone": "",
    }), LINES.amount.sum(), None, "Total is filled in on only"


def shopify_first_lines():
    table, revenue, count, _ = shopify(first)
    return table.assign(Email=first(email(LINES))), revenue, count, "Created at stands on the first line of a transaction"


def woocommerce():
    return pd.DataFrame({
        "Order Number": ORDERS.order, "Order Status": "Completed", "Order Date": ORDERS.time.dt.strftime("%Y-%m-%d %H:%M"), "Customer Note": "",
        "First Name (Billing)": "A", "Email (Billing)": email(ORDERS), "City (Billing)": "Bonn", "Postcode (Billing)": 53111,
        "Cart Discount Amount": 0, "Order Subtotal Amount": PAID, "Order Shipping Amount": 4.9, "Order Refund Amount": 0,
        "Order Total Amount": (PAID + 4.9).round(2), "Order Total Tax Amount": (PAID * .19).round(2)}), (PAID + 4.9).sum(), None, "Order Total Amount"


def woocommerce_lines():
    return pd.DataFrame({
        "Order Number": LINES.order, "Order Date": LINES.time.dt.strftime("%Y-%m-%d %H:%M"), "Customer User ID": LINES.customer,
        "Order Total Amount": (TOTAL + 4.9).round(2), "SKU": code(LINES), "Item #": LINES.groupby("order").cumcount() + 1,
        "Item Name": LINES["product"], "Quantity (- Refund)": LINES.units, "Item Cost": LINES.price, "Category": LINES.group,
    }), LINES.amount.sum(), None, "Order Total Amount is the total of a receipt, on each of its lines"


def square():
    return pd.DataFrame({
        "Date": LINES.time.dt.strftime("%m/%d/%y"), "Time": LINES.time.dt.strftime("%H:%M:%S"), "Time Zone": "Eastern Time (US & Canada)",
        "Category": LINES.group, "Item": LINES["product"], "Qty": LINES.units.astype(float), "Price Point Name": "Regular", "SKU": "",
        "Gross Sales": dollars(LINES.amount), "Discounts": "$0.00", "Net Sales": dollars(LINES.amount), "Tax": dollars(LINES.amount * .08),
        "Transaction ID": LINES.order.map("T{}xYz".format), "Payment ID": LINES.order.map("P{}xYz".format), "Event Type": "Payment",
        "Location": "Main", "Customer ID": LINES.customer.map("C{}Q".format), "Customer Name": LINES.customer.map("Ann {}".format),
        "Customer Reference ID": "", "Unit": "ea", "Count": LINES.units}), LINES.amount.sum(), None, "with the time of day of Time"


def superstore():
    sales = (LINES.amount * .8).round(4)
    return pd.DataFrame({
        "Row ID": range(1, len(LINES) + 1), "Order ID": "CA-2024-" + LINES.order.astype(str), "Order Date": LINES.time.dt.strftime("%-m/%-d/%Y"),
        "Ship Date": (LINES.time + pd.Timedelta(days=3)).dt.strftime("%-m/%-d/%Y"), "Ship Mode": "Second Class",
        "Customer ID": LINES.customer.map("CG-{:05}".format), "Customer Name": LINES.customer.map("Claire {}".format),
        "Segment": LINES.customer.map(lambda one: ["Consumer", "Corporate", "Home Office"][one % 3]), "City": "Henderson", "Postal Code": 42420,
        "Product ID": "FUR-" + code(LINES).astype(str), "Category": LINES.group, "Sub-Category": LINES["product"],
        "Product Name": LINES["product"] + " deluxe", "Sales": sales, "Quantity": LINES.units, "Discount": .2,
        "Profit": (LINES.amount * .1).round(4)}), sales.sum(), None, "month first"


def amazon():
    # item-price is that of all pieces of a line; nothing names the customer.
    return pd.DataFrame({
        "amazon-order-id": LINES.order.map("171-{:07}-1234567".format), "purchase-date": LINES.time.dt.strftime("%Y-%m-%dT%H:%M:%S+00:00"),
        "last-updated-date": (LINES.time + pd.Timedelta(days=1)).dt.strftime("%Y-%m-%dT%H:%M:%S+00:00"), "order-status": "Shipped",
        "sales-channel": "Amazon.de", "product-name": LINES["product"], "sku": code(LINES), "item-status": "Shipped", "quantity": LINES.units,
        "currency": "EUR", "item-price": LINES.amount, "item-tax": (LINES.amount * .19).round(2), "shipping-price": 0.0,
        "item-promotion-discount": 0.0, "ship-postal-code": "10115"}), LINES.amount.sum(), None, "item-price grows with quantity"


def olist():
    return pd.DataFrame({
        "order_id": LINES.order.map("{:032x}".format), "order_item_id": LINES.groupby("order").cumcount() + 1, "product_id": code(LINES),
        "shipping_limit_date": (LINES.time + pd.Timedelta(days=5)).dt.strftime("%Y-%m-%d %H:%M:%S"), "price": LINES.amount, "freight_value": 3.1,
        "customer_unique_id": LINES.customer.map("{:032x}".format), "order_purchase_timestamp": LINES.time.dt.strftime("%Y-%m-%d %H:%M:%S"),
        "product_category_name": LINES.group, "payment_value": TOTAL}), LINES.amount.sum(), None, "payment_value is the total of a receipt"


def paypal():
    return pd.DataFrame({
        "Date": ORDERS.time.dt.strftime("%m/%d/%Y"), "Time": ORDERS.time.dt.strftime("%H:%M:%S"), "TimeZone": "PDT", "Type": "Payment",
        "Status": "Completed", "Currency": "USD", "Gross": PAID, "Fee": -(PAID * .03).round(2), "Net": (PAID * .97).round(2),
        "From Email Address": email(ORDERS), "Transaction ID": ORDERS.order.map("9AB{}".format), "Balance": PAID.cumsum().round(2),
    }), PAID.sum(), None, "not taken for the amount: Net"


def ebay():
    total = (ORDERS.amount + 4).round(2)
    return pd.DataFrame({
        "Sales Record Number": range(1, len(ORDERS) + 1), "Order Number": ORDERS.order.map("12-{:05}-00001".format),
        "Buyer Username": ORDERS.customer.map("u{}".format), "Buyer Name": "N N", "Item Title": ORDERS["product"], "Quantity": ORDERS.units,
        "Sold For": dollars(ORDERS.price), "Shipping And Handling": "$4.00", "Total Price": dollars(total),
        "Sale Date": ORDERS.time.dt.strftime("%b-%d-%y")}), total.sum(), None, "month by name"


def german_excel():
    return pd.DataFrame({
        "Auftragsnr.": LINES.order, "Kd.-Nr.": LINES.customer, "Datum": LINES.time.dt.strftime("%d.%m.%y"), "Artikelbezeichnung": LINES["product"],
        "Warengruppe": LINES.group, "Menge": LINES.units, "E-Preis": comma(LINES.price, " €"), "Gesamt": comma(LINES.amount, " €"),
    }), LINES.amount.sum(), None, "windows-1252"


def bank():
    return pd.DataFrame({
        "Buchungstag": ORDERS.time.dt.strftime("%d.%m.%Y"), "Valuta": ORDERS.time.dt.strftime("%d.%m.%Y"),
        "Auftraggeber/Empfänger": "Kunde " + ORDERS.customer.astype(str), "Verwendungszweck": "RE " + ORDERS.order.astype(str),
        "Betrag": comma(PAID), "Währung": "EUR", "Saldo": comma(PAID.cumsum())}), PAID.sum(), None, "customer ← Auftraggeber"


def wide():
    units = LINES.pivot_table(index="order", columns="product", values="units", aggfunc="sum").fillna(0).astype(int)
    table = pd.DataFrame({"Receipt": ORDERS.order, "Member": ORDERS.customer, "Timestamp": ORDERS.time, "Total": PAID})
    return table.merge(units, left_on="Receipt", right_index=True), PAID.sum(), None, "amount ← Total"


EXPORTS = [ta_feng, shopify, shopify_first_lines, woocommerce, woocommerce_lines, square, superstore, amazon, olist, paypal, ebay, german_excel,
           bank, wide]


def write(tmp_path, table, name):
    sign = {"german_excel": ";", "bank": ";", "amazon": "\t"}.get(name, ",")
    table.to_csv(tmp_path / "export.csv", index=False, sep=sign, encoding="cp1252" if name == "german_excel" else "utf-8")
    return tmp_path / "export.csv"


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.__name__)
def test_an_export_needs_no_map(tmp_path, export):
    table, revenue, transactions, says = export()
    path = write(tmp_path, table, export.__name__)
    done = footfall("analyze", "kpi", "--format", "csv", "--transactions", path)
    assert says in done.stderr and "problems" not in done.stderr
    kpi = pd.read_csv(io.StringIO(done.stdout)).set_index("kpi")["value"]
    assert kpi["revenue"] == pytest.approx(revenue)
    assert kpi["transactions"] == (transactions or len(ORDERS))
    if export is amazon:
        assert "no column for customer" in done.stderr
    else:
        assert kpi["active_customers"] == LINES.customer.nunique()


def test_what_an_export_does_not_say(tmp_path):
    """A day's number in place of a date, lines without money, a balance beside what was paid: told, not guessed."""
    journey = pd.DataFrame({
        "household_key": LINES.customer, "BASKET_ID": LINES.order, "DAY": (LINES.time - LINES.time.min()).dt.days + 1, "PRODUCT_ID": code(LINES),
        "QUANTITY": LINES.units, "SALES_VALUE": LINES.amount, "TRANS_TIME": LINES.time.dt.strftime("%H%M"), "WEEK_NO": 1})
    instacart = pd.DataFrame({"order_id": LINES.order, "user_id": LINES.customer, "order_dow": LINES.time.dt.day % 7,
                              "order_hour_of_day": LINES.time.dt.hour, "product_id": code(LINES), "reordered": 0})
    ledger = pd.DataFrame({"Date": ORDERS.time.dt.date, "Description": "Sale", "Debit": "", "Credit": PAID, "Balance": PAID.cumsum().round(2)})
    totals = pd.DataFrame({"Order Number": LINES.order, "Order Date": LINES.time, "Item Name": LINES["product"], "Order Total": TOTAL})
    for table, code_, says in ((journey, 3, "no column was recognised as time; say which with --map"),
                               (instacart, 3, "recognised as time, amount"), (ledger, 2, "--map amount=Balance   for"),
                               (totals, 3, "Order Total is the total of a receipt, on each of its lines")):
        done = footfall("analyze", "kpi", "--transactions", write(tmp_path, table, ""), check=False)
        assert (done.returncode, done.stdout) == (code_, "") and says in done.stderr
