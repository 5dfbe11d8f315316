"""Own files as tills write them: columns in other languages, days and clocks, amounts, unknown buyers; against pandas."""

import io
import json
import random

import pandas as pd
import pytest
from conftest import footfall

PRICES = {"Brot": 2.5, "Milch": 1.2, "Käse": 4.8, "Seife": 1.9, "Kaffee": 7.5}
GROUPS = {"Brot": "Backwaren", "Milch": "Molkerei", "Käse": "Molkerei", "Seife": "Drogerie", "Kaffee": "Getränke"}


def till(walk_in="Laufkunde"):
    """Sixty days of a German till, a row a line; returns are lines of negative Menge and Betrag."""
    rng, rows, receipt = random.Random(4), [], 0
    for day in pd.date_range("2024-03-01", periods=60):
        for _ in range(20):
            receipt += 1
            customer = walk_in if rng.random() < 0.5 else f"K{rng.randrange(60):03}"
            clock = f"{8 + rng.randrange(11):02}:{rng.randrange(60):02}"
            for article in rng.sample(list(PRICES), rng.randrange(1, 5)):
                units = rng.randrange(1, 4) * (-1 if rng.random() < 0.02 else 1)
                rows.append([receipt, f"{day:%d.%m.%Y}", clock, customer, article, GROUPS[article], units,
                             PRICES[article], round(units * PRICES[article], 2)])
    return pd.DataFrame(rows, columns=["Bon", "Datum", "Uhrzeit", "Kunde", "Artikel", "Warengruppe", "Menge", "Preis", "Betrag"])


def write(tmp_path, table):
    path = tmp_path / "kasse.csv"
    table.to_csv(path, sep=";", decimal=",", index=False)
    return path


def analyze(name, path, *words, check=True):
    return footfall("analyze", name, "--format", "csv", "--transactions", path, *words, check=check)


def frame(name, path, *words):
    return pd.read_csv(io.StringIO(analyze(name, path, "--quiet", *words).stdout))


def quality(path):
    return frame("data_quality", path).set_index("fact")


def test_a_german_till(tmp_path):
    table = till()
    path = write(tmp_path, table)
    sold = table[table.Menge > 0]
    kpi = frame("kpi", path).set_index("kpi")["value"]
    assert kpi["revenue"] == pytest.approx(sold.Betrag.sum()) and kpi["transactions"] == sold.Bon.nunique()
    assert kpi["active_customers"] == sold[sold.Kunde != "Laufkunde"].Kunde.nunique()
    groups = frame("categories", path).set_index("category")["revenue"]
    pd.testing.assert_series_equal(groups.sort_index(), sold.groupby("Warengruppe").Betrag.sum(), check_names=False)
    hours = frame("hourly", path)
    hours = hours[hours.persona.isna()].set_index("hour")["transactions"]
    expected = sold.groupby("Bon").Uhrzeit.first().str[:2].astype(int).value_counts()
    assert {hour: n for hour, n in hours.items() if n} == expected.to_dict()
    found = quality(path)
    assert found.loc["returns: negative quantity or amount", "amount"] == pytest.approx(table.Betrag.sum() - sold.Betrag.sum())
    nobody = found.loc["transactions under a name for unknown buyers"]
    assert nobody["rows"] == sold[sold.Kunde == "Laufkunde"].Bon.nunique() and "Laufkunde × " in nobody["examples"]


def test_returns_have_their_money_told(tmp_path):
    table = till()
    path = write(tmp_path, table)
    sold, all_of_it = table[table.Menge > 0].Betrag.sum(), table.Betrag.sum()
    together = quality(path).loc["returns and cancellations together"]
    assert together["amount"] == pytest.approx(all_of_it - sold) and f"{all_of_it:.2f} with them taken off" in together["rule"]
    footfall("report", "--transactions", path, "--out", tmp_path / "out", "--currency", "EUR")
    facts = {fact["id"]: fact.get("value") for fact in json.loads((tmp_path / "out/facts.json").read_text())}
    assert facts["revenue"] == pytest.approx(sold) and facts["revenue.net"] == pytest.approx(all_of_it)
    assert facts["returns.amount"] == pytest.approx(sold - all_of_it)
    text = (tmp_path / "out/insights_report.md").read_text()
    assert "[revenue.net]." in text and "under a name for unknown buyers" in text
    # Where returns are written without a sign of their own, the quantity tells them.
    unsigned = quality(write(tmp_path, table.assign(Betrag=table.Betrag.abs()))).loc["returns and cancellations together"]
    assert unsigned["amount"] == pytest.approx(all_of_it - sold)


def test_unknown_buyers_may_be_named_and_kept(tmp_path):
    table = till()
    path = write(tmp_path, table)
    sold = table[table.Menge > 0]

    def customers(*words):
        return set(frame("rfm_customers", path, *words)["customer_id"])

    assert customers("--unknown-customers", "none") == set(sold.Kunde)
    assert customers("--unknown-customers", "K001,K002") == set(sold.Kunde) - {"Laufkunde", "K001", "K002"}
    wrong = analyze("kpi", path, "--unknown-customers", "K1", check=False)
    assert wrong.returncode == 3 and "there is no customer K1" in wrong.stderr


@pytest.mark.parametrize("factor, says", [(1.05, "Net Amt is 1.05 × quantity × unit price"), (1, "is quantity × unit price on 100 %")])
def test_a_line_with_its_tax(tmp_path, factor, says):
    """An Indian bill: thousands by lakh, prices before tax; the price is not what was paid."""
    table = till("Cash")
    table = table[table.Menge > 0]
    path = tmp_path / "bills.csv"
    paid = (table.Menge * table.Preis * 20_000 * factor).round(2)
    rate = [f"Rs. {lakh(price * 20_000)}" for price in table.Preis]
    pd.DataFrame({"Bill No": table.Bon, "Bill Date": table.Datum.str.replace(".", "-"), "Party Name": table.Kunde, "Item Name": table.Artikel,
                  "Item Group": table.Warengruppe, "Qty": table.Menge, "Rate": rate, "Net Amt": paid.map(lakh)}).to_csv(path, index=False)
    done = analyze("kpi", path)
    assert says in done.stderr and "problems" not in done.stderr
    kpi = pd.read_csv(io.StringIO(done.stdout)).set_index("kpi")["value"]
    assert kpi["revenue"] == pytest.approx(paid.sum()) and kpi["active_customers"] == table[table.Kunde != "Cash"].Kunde.nunique()


def lakh(amount):
    whole, paise = f"{amount:.2f}".split(".")
    head, tail = whole[:-3], whole[-3:]
    pairs = [head[max(0, end - 2):end] for end in range(len(head), 0, -2)][::-1]
    return ",".join([*pairs, tail]) + "." + paise


def test_day_and_clock_are_joined_as_told_and_by_themselves(tmp_path):
    path = write(tmp_path, till())
    told = analyze("hourly", path, "--map", "time=Datum+Uhrzeit")
    assert "time ← Datum" in told.stderr and "clock ← Uhrzeit" in told.stderr
    assert told.stdout == analyze("hourly", path).stdout
    alone = analyze("hourly", path, "--map", "clock=-", check=False)
    assert alone.returncode == 3 and "times of day" in alone.stderr


@pytest.mark.parametrize("told, says", [("time=Datun", "no column Datun in {}; did you mean Datum?"),
                                        ("time=Datum+Uhrzet", "no column Uhrzet in {}; did you mean Uhrzeit?")])
def test_a_column_that_is_not_there(tmp_path, told, says):
    path = write(tmp_path, till().head())
    done = analyze("kpi", path, "--map", told, check=False)
    assert done.returncode == 3 and says.format(path) in done.stderr


def test_money_is_not_left_to_luck(tmp_path):
    path = tmp_path / "fi.csv"
    path.write_text("nr,date,hinta,paino\n" + "".join(f"{i},2024-01-0{i},{i}.5,{i}.25\n" for i in range(1, 6)))
    done = analyze("kpi", path, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "several columns could be the amount: hinta, paino" in done.stderr
    assert "--map amount=hinta   for 1.5, 2.5, 3.5" in done.stderr and "--map amount=paino   for 1.25, 2.25, 3.25" in done.stderr
    assert "revenue,currency,17.5" in analyze("kpi", path, "--map", "amount=hinta").stdout
    path.write_text("nr,date,hinta\n1,2024-01-01,1.5\n2,2024-01-02,2.5\n")
    unsure = quality(path).loc["rows whose amount stands in a column that is only guessed"]
    assert unsure["rows"] == 2 and "hinta" in unsure["rule"] and "--map amount" in unsure["rule"]


def test_gross_beside_net_is_told(tmp_path):
    path = tmp_path / "sales.csv"
    path.write_text("Bill No,Date,Gross,Net,Tax\n1,2024-01-01,11.0,10.0,1\n2,2024-01-02,5.5,5.0,.5\n")
    guessed, told = analyze("kpi", path), analyze("kpi", path, "--map", "amount=Net")
    assert "amount ← Gross" in guessed.stderr and "not taken for the amount: Net (else --map amount=COLUMN)" in guessed.stderr
    assert "revenue,currency,16.5" in guessed.stdout and "revenue,currency,15" in told.stdout and "not taken" not in told.stderr


@pytest.mark.parametrize("written", ["%d-%m-%y", "%m-%d-%y", "%d.%m.%y", "%d/%m/%Y", "%Y-%m-%d", "%Y%m%d"])
def test_days_however_written(tmp_path, written):
    days = pd.date_range("2023-12-20", periods=40)
    path = tmp_path / "sales.csv"
    pd.DataFrame({"Bill No": range(40), "Date": days.strftime(written), "Amt": range(1, 41)}).to_csv(path, index=False)
    daily = frame("daily", path)
    daily = daily[daily.persona.isna()] if "persona" in daily else daily
    assert daily["date"].tolist() == days.strftime("%Y-%m-%d").tolist() and daily["revenue"].tolist() == list(range(1, 41))


def test_a_file_of_which_no_row_can_be_read(tmp_path):
    path = tmp_path / "old.csv"
    path.write_text("Bill No,Date,Amt\n" + "".join(f"{i},0024-05-0{i},{i}.5\n" for i in range(1, 10)))
    done = analyze("kpi", path, check=False)
    assert done.returncode == 3 and "no row can be read: 9 rows with an impossible date (row 1: 1, 0024-05-01, 1.5)" in done.stderr


def test_the_total_of_a_receipt_is_not_that_of_a_line(tmp_path):
    table = till()
    table["Gesamtbetrag"] = table.groupby("Bon").Betrag.transform("sum").round(2)
    sold = table[table.Menge > 0].Betrag.sum()
    for columns in (table, table.drop(columns="Betrag")):
        kpi = frame("kpi", write(tmp_path, columns)).set_index("kpi")["value"]
        assert kpi["revenue"] == pytest.approx(sold)


def test_a_group_is_not_named_after_one_of_its_products(tmp_path):
    table = till().rename(columns={"Warengruppe": "Item Group", "Artikel": "Item Name"})
    path = write(tmp_path, table)
    assert set(frame("categories", path)["category"]) == set(GROUPS.values())
    # Told that the group is the product, it still bears its own name.
    as_product = ["--map", "category=-,product=Item Group,description=Item Name"]
    table = table.assign(**{"Item Name": [f"{name} {i % 7}" for i, name in enumerate(table["Item Name"])]})
    path = write(tmp_path, table)
    assert set(frame("categories", path, *as_product)["category"]) == set(GROUPS.values())
    found = frame("data_quality", path, *as_product).set_index("fact").loc["products with several descriptions"]
    assert found["rows"] == len(set(GROUPS.values())) and "groups" in found["rule"]


@pytest.mark.parametrize("name, is_nobody", [("Walk-in", True), ("99999", True), ("0", True), ("Müller", False)])
def test_a_customer_who_buys_implausibly_much(tmp_path, name, is_nobody):
    table = till(name)
    path = write(tmp_path, table)
    customers = set(frame("rfm_customers", path)["customer_id"].astype(str))
    assert (name not in customers) == is_nobody
    found = quality(path)
    fact = "transactions under a name for unknown buyers" if is_nobody else "customers with an implausible share of the transactions"
    assert found.loc[fact, "rows"] == (table[(table.Kunde == name) & (table.Menge > 0)].Bon.nunique() if is_nobody else 1)
    assert ("implausible" in analyze("kpi", path).stderr) != is_nobody


def shopify(table):
    """An order a row a line, with what is of the order on its first line alone."""
    table = table[table.Menge > 0]
    later = table.duplicated("Bon")
    total = table.groupby("Bon").Betrag.transform("sum").round(2).mask(later)
    days = pd.to_datetime(table.Datum + " " + table.groupby("Bon").Uhrzeit.transform("first"), format="%d.%m.%Y %H:%M")
    return pd.DataFrame({"Name": "#" + table.Bon.astype(str), "Email": table.Kunde + "@example.org", "Total": total,
                         "Created at": days.dt.strftime("%Y-%m-%d %H:%M:%S +0100"), "Lineitem quantity": table.Menge,
                         "Lineitem name": table.Artikel, "Lineitem price": table.Preis}), table.Betrag.sum(), "filled in on only"


def supermarket(table):
    """The well-known file of a supermarket's branches: a price before tax, cost and income of the shop beside what was paid."""
    table = table[table.Menge > 0].drop_duplicates("Bon")
    net = table.Menge * table.Preis
    total = (net * 1.05).round(4)
    return pd.DataFrame({"Invoice ID": table.Bon, "Product line": table.Warengruppe, "Unit price": table.Preis, "Quantity": table.Menge,
                         "Tax 5%": (net * .05).round(4), "Total": total, "Date": table.Datum, "Time": table.Uhrzeit, "cogs": net.round(2),
                         "gross income": (net * .05).round(4)}), total.sum(), "Total is 1.05 × quantity"


def bakery(table):
    """A French till: a discount on one line in ten, in per cent."""
    table = table[table.Menge > 0]
    off = pd.Series([10 if i % 10 == 0 else 0 for i in range(len(table))], index=table.index)
    paid = (table.Betrag * (1 - off / 100)).round(2)
    return pd.DataFrame({"N° ticket": table.Bon, "Date": table.Datum, "Heure": table.Uhrzeit, "Désignation": table.Artikel, "Rayon": table.Warengruppe,
                         "Quantité": table.Menge, "Prix unitaire": table.Preis, "Remise %": off, "Montant TTC": paid}), paid.sum(), "less Remise %"


def coffee(table):
    table = table[table.Menge > 0]
    return pd.DataFrame({"transaction_id": range(len(table)), "transaction_date": table.Datum, "transaction_time": table.Uhrzeit,
                         "transaction_qty": table.Menge, "store_id": 5, "product_id": table.Artikel.map(hash) % 90, "unit_price": table.Preis,
                         "product_category": table.Warengruppe, "product_detail": table.Artikel}), table.Betrag.sum(), "amount is quantity × unit price"


@pytest.mark.parametrize("shape", [shopify, supermarket, bakery, coffee])
def test_exports_of_shops(tmp_path, shape):
    table, revenue, says = shape(till())
    path = tmp_path / "sales.csv"
    table.to_csv(path, index=False)
    done = analyze("kpi", path, *(["--map", "transaction=Name"] if shape is shopify else []))
    assert says in done.stderr and "problems" not in done.stderr
    kpi = pd.read_csv(io.StringIO(done.stdout)).set_index("kpi")["value"]
    assert kpi["revenue"] == pytest.approx(revenue)
    hours = frame("hourly", path)
    hours = hours[hours.persona.isna()].set_index("hour")["transactions"]
    if shape is shopify:
        assert kpi["transactions"] == table.Name.nunique() and kpi["active_customers"] == table[~table.Email.str.startswith("Lauf")].Email.nunique()
        assert set(hours[hours > 0].index) <= set(table["Created at"].str[11:13].astype(int))  # hours of the shop, not of Greenwich
    else:
        clock = {"supermarket": "Time", "bakery": "Heure", "coffee": "transaction_time"}[shape.__name__]
        first = table.groupby(table.columns[0])[clock].first().str[:2].astype(int)
        assert hours[hours > 0].to_dict() == first.value_counts().to_dict()
