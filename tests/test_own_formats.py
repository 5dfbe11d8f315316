"""Forms in which people's own files come, beyond plain CSV: JSON, names of encodings, net amounts beside a discount, cards as customers,
a sum below the table; and a report of them that is verified. Figures are those of pandas."""

import io

import pandas as pd
import pytest
from conftest import footfall
from test_own_exports import LINES, comma

TABLE = pd.DataFrame({"Order ID": LINES.order, "Date": LINES.time.dt.strftime("%Y-%m-%dT%H:%M:%S"), "Loyalty Card": LINES.customer.map("K{:04}".format),
                      "Category": LINES.group, "Qty": LINES.units, "Unit Price": LINES.price, "Line Total": LINES.amount})
GERMAN = pd.DataFrame({"Belegnr.": LINES.order, "Belegdatum": LINES.time.dt.strftime("%d.%m.%Y"), "Uhrzeit": LINES.time.dt.strftime("%H:%M"),
                       "Kundennr.": LINES.customer, "Warengruppe": LINES.group + " – „à 1 €“", "Menge": LINES.units, "Einzelpreis": comma(LINES.price),
                       "Rabatt %": LINES.order % 3 * 5, "Nettobetrag": comma((LINES.amount * (1 - LINES.order % 3 * .05)).round(2)),
                       "Bruttobetrag": comma((LINES.amount * (1 - LINES.order % 3 * .05) * 1.19).round(2))})
NET = (LINES.amount * (1 - LINES.order % 3 * .05)).round(2).sum()


def analyze(name, path, *words, check=True):
    return footfall("analyze", name, "--format", "csv", "--transactions", path, *words, check=check)


def frame(name, path, *words):
    return pd.read_csv(io.StringIO(analyze(name, path, *words).stdout))


def kpi(path, *words):
    return frame("kpi", path, *words).set_index("kpi")


@pytest.mark.parametrize("is_lines", [True, False])
def test_json_is_read(tmp_path, is_lines):
    path = tmp_path / "sales.json"
    TABLE.to_json(path, orient="records", lines=is_lines)
    figures = kpi(path).value
    assert figures["revenue"] == pytest.approx(LINES.amount.sum()) and figures["transactions"] == LINES.order.nunique()
    assert figures["active_customers"] == LINES.customer.nunique()  # Loyalty Card
    assert figures["items_per_basket"] == pytest.approx(len(LINES) / LINES.order.nunique())


def test_torn_json_is_refused(tmp_path):
    path = tmp_path / "sales.jsonl"
    path.write_text(TABLE.to_json(orient="records", lines=True)[:-20])
    done = analyze("kpi", path, check=False)
    assert done.returncode == 3 and "sales.jsonl cannot be read as JSON" in done.stderr and "Stack" not in done.stderr


@pytest.mark.parametrize("content", [b"[]", b'\xef\xbb\xbf{"a": 1}', '[{"a": 1}]'.encode("utf-16"), b"order,amount\n1,2\n"])
def test_what_is_called_json_and_is_none_is_refused(tmp_path, content):
    path = tmp_path / "sales.json"
    path.write_bytes(content)
    done = analyze("kpi", path, check=False)
    assert done.returncode == 3 and "sales.json is not JSON that can be read: objects" in done.stderr


@pytest.mark.parametrize("name", ["auto", "cp1252", "windows-1252", "latin-1"])
def test_windows_1252_by_any_name(tmp_path, name):
    path = tmp_path / "kasse.csv"
    path.write_bytes(GERMAN.to_csv(index=False, sep=";").encode("cp1252"))
    assert set(frame("categories", path, "--encoding", name).category) == set(GERMAN.Warengruppe)


def test_what_is_not_utf8_is_said_in_one_line(tmp_path):
    path = tmp_path / "kasse.csv"
    path.write_bytes(GERMAN.to_csv(index=False, sep=";").encode("cp1252"))
    done = analyze("kpi", path, "--encoding", "utf-8", check=False)
    assert done.returncode == 3 and "kasse.csv is not UTF-8: line 2 " in done.stderr and "--encoding windows-1252" in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_price_before_a_discount_contradicts_no_told_amount(tmp_path):
    path = tmp_path / "kasse.csv"
    GERMAN.to_csv(path, sep=";", index=False)
    done = analyze("kpi", path, "--map", "amount=Nettobetrag", "--strict")
    assert "Nettobetrag is quantity × unit price less Rabatt %" in done.stderr
    assert pd.read_csv(io.StringIO(done.stdout)).value[0] == pytest.approx(NET)
    wrong = GERMAN.assign(**{"Rabatt %": 0, "Nettobetrag": comma(LINES.amount.where(LINES.index % 10 > 0, LINES.amount + 1))})
    wrong.to_csv(path, sep=";", index=False)
    assert analyze("kpi", path, "--map", "amount=Nettobetrag", "--strict", check=False).returncode == 5


@pytest.mark.parametrize("name", ["card_no", "Loyalty Card", "Kundenkarte", "Card Number"])
def test_cards_are_customers(tmp_path, name):
    path = tmp_path / "sales.csv"
    TABLE.rename(columns={"Loyalty Card": name}).to_csv(path, index=False)
    assert kpi(path).value["active_customers"] == LINES.customer.nunique()


def test_a_sum_below_the_table_is_told_once(tmp_path):
    path = tmp_path / "kasse.csv"
    text = GERMAN.to_csv(index=False, sep=";")
    path.write_text(text + f"TOTAL;;;;;{LINES.units.sum()};;;{NET:.2f};\n".replace(".", ","))
    facts = frame("data_quality", path, "--map", "amount=Nettobetrag").set_index("fact").rows
    assert facts["rows without a readable time"] == 1 and facts["rows without a readable time of day"] == 0
    assert kpi(path, "--map", "amount=Nettobetrag").value["revenue"] == pytest.approx(NET)


def test_no_customer_is_no_figure(tmp_path):
    path = tmp_path / "sales.csv"
    TABLE.drop(columns="Loyalty Card").to_csv(path, index=False)
    assert kpi(path).loc["active_customers", ["value", "current", "previous"]].isna().all()


def test_reports_are_verified_with_the_options_they_were_made_with(tmp_path):
    path, out = tmp_path / "kasse.csv", tmp_path / "out"
    GERMAN.assign(**{"Kundennr.": LINES.customer.replace(7, "Theke")}).to_csv(path, sep=";", index=False)
    footfall("report", "--transactions", path, "--out", out, "--map", "amount=Nettobetrag", "--unknown-customers", "Theke", "--currency", "EUR")
    assert "agrees with the data" in footfall("verify-report", out, "--transactions", path).stdout
    assert "agrees with the data" in footfall("verify-report", out).stdout
    other = footfall("verify-report", out, "--transactions", path, "--map", "amount=Bruttobetrag", check=False)
    assert other.returncode == 5 and other.stderr.splitlines()[-1].startswith("footfall: the report was made with other roles")
    assert f"{out}/insights_report.md:" not in other.stderr


@pytest.mark.parametrize("comma_decimals", [False, True])
@pytest.mark.parametrize("told", [[], ["--map", "time=Date"]])
def test_days_as_spreadsheets_number_them(tmp_path, comma_decimals, told):
    """45292.375 is nine o'clock of New Year's Day 2024; pandas numbers the days."""
    table = TABLE.assign(Date=(LINES.time - pd.Timestamp("1899-12-30")) / pd.Timedelta(days=1))
    path = tmp_path / "sales.csv"
    table.to_csv(path, index=False, sep=";" if comma_decimals else ",", decimal="," if comma_decimals else ".")
    done = analyze("daily", path, *told)
    assert "days since 1899-12-30, as spreadsheets count" in done.stderr
    found = pd.read_csv(io.StringIO(done.stdout)).groupby("date").revenue.sum()
    wanted = LINES.groupby(LINES.time.dt.strftime("%Y-%m-%d")).amount.sum()
    assert found[found > 0].to_dict() == pytest.approx(wanted.to_dict())
    hours = frame("hourly", path, *told).query("persona.isna() or persona == 'all'").set_index("hour").transactions
    receipts = LINES.groupby("order").time.min().dt.hour.value_counts()
    assert hours[hours > 0].to_dict() == receipts.to_dict()


def test_numbers_beside_days_are_no_days(tmp_path):
    table = TABLE.assign(Time=30_000 + LINES.order % 20_000)  # seconds of the day, it may be
    path = tmp_path / "sales.csv"
    table.to_csv(path, index=False)
    assert "time ← Date" in analyze("kpi", path).stderr
