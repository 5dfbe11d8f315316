"""The user's own files: every shape gives the same figures, faults give messages, nothing is touched."""

import hashlib
import io
import json
import re

import duckdb
import pandas as pd
import pytest
from conftest import footfall

HEADER = "order,client,date,amount\n"
LINES = '''InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
536365,85123A,HEART HOLDER,6,12/1/2010 8:26,2.55,17850.0,United Kingdom
536365,71053,"LANTERN, ""WHITE""",6,12/1/2010 8:26,3.39,17850.0,United Kingdom
536366,85123A,HEART HOLDER,2,12/1/2010 9:00,2.55,13047.0,France
536367,85123A,wrong name,1,12/13/2010 9:30,2.55,,France
C536379,D,Discount,-1,12/1/2010 9:41,27.50,14527.0,United Kingdom
536414,22139,,56,12/1/2010 11:52,0.00,,United Kingdom
'''


def write(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return path


def analyze(name, *words, check=True):
    return footfall("analyze", name, "--format", "csv", *words, check=check)


def frame(name, *words):
    return pd.read_csv(io.StringIO(analyze(name, "--quiet", *words).stdout))


def test_lines_become_transactions(tmp_path):
    path = write(tmp_path / "retail.csv", LINES)
    done = analyze("kpi", "--transactions", path)
    assert "a row a line of a basket" in done.stderr and "customer ← CustomerID" in done.stderr
    assert "month first" in done.stderr
    kpi = pd.read_csv(io.StringIO(done.stdout)).set_index("kpi")["value"]
    # 536365: 6 × 2.55 + 6 × 3.39 = 35.64; 536366: 5.10; 536367 (nobody's): 2.55.
    assert kpi["revenue"] == pytest.approx(43.29) and kpi["transactions"] == 3
    assert kpi["active_customers"] == 2 and kpi["items_per_basket"] == pytest.approx(4 / 3)
    categories = frame("categories", "--transactions", path).set_index("category")
    assert categories.loc["HEART HOLDER", "units"] == 9  # called as most lines of 85123A are
    assert 'LANTERN, "WHITE"' in categories.index
    customers = frame("rfm_customers", "--transactions", path)["customer_id"]
    assert set(customers) == {17850, 13047}
    quality = frame("data_quality", "--transactions", path).set_index("fact")
    assert quality.loc["lines of cancelled transactions", "amount"] == -27.5
    assert quality.loc["transactions without a customer", "rows"] == 1


def test_every_container_gives_the_same(tmp_path):
    path = write(tmp_path / "retail.csv", LINES)
    lines = pd.read_csv(path)
    variants = {
        "semicolons.csv": LINES.replace(",", ";").replace('"LANTERN;', '"LANTERN,').encode(),
        "tabs.tsv": re.sub(r",(?! )", "\t", LINES).encode(),
        "bom.csv": b"\xef\xbb\xbf" + LINES.encode(),
        "windows.csv": LINES.replace("\n", "\r\n").encode(),
        "latin.csv": LINES.replace("France", "Française").encode("latin-1"),
    }
    places = []
    for name, content in variants.items():
        (tmp_path / name).write_bytes(content)
        places.append(tmp_path / name)
    lines.to_parquet(tmp_path / "retail.parquet")
    places.append(tmp_path / "retail.parquet")
    with duckdb.connect(str(tmp_path / "retail.duckdb")) as connection:
        connection.execute("""CREATE TABLE "odd ""name'" AS SELECT * FROM lines""")
        connection.execute("CREATE TABLE other (a INTEGER)")
    places.append(f"{tmp_path / 'retail.duckdb'}:odd \"name'")
    for name in ("kpi", "categories", "rfm_customers", "daily"):
        expected = frame(name, "--transactions", path)
        for place in places:
            pd.testing.assert_frame_equal(frame(name, "--transactions", place), expected, obj=f"{name} {place}")


def test_own_files_and_data_set_agree(default_data, tmp_path):
    """The default data set read as somebody's three CSV files, by a way of its own."""
    words = [f"--{name}={default_data / name}.csv" for name in ("transactions", "items", "customers")]
    footfall("analyze", "all", *words, "--format", "csv", "--out", tmp_path / "own")
    footfall("analyze", "all", default_data, "--format", "csv", "--out", tmp_path / "ours")
    for path in sorted((tmp_path / "ours").iterdir()):
        if path.stem != "data_quality":
            pd.testing.assert_frame_equal(pd.read_csv(tmp_path / "own" / path.name), pd.read_csv(path), rtol=1e-9)


@pytest.mark.parametrize("dates, says, first", [
    (["31/01/2024", "01/02/2024"], "day first", "2024-01-31"),
    (["1/31/24 10:00", "2/1/24 11:00"], "month first", "2024-01-31"),
    (["31.01.2024", "01.02.2024"], "day first", "2024-01-31"),
    (["20240131", "20240201"], "year first", "2024-01-31"),
    (["31-Jan-2024", "01-Feb-2024"], "month by name", "2024-01-31"),
    (["2024-01-31T10:00:00", "2024-02-01 11:00"], "ISO 8601", "2024-01-31"),
    (["1706698800", "1706785200"], "seconds since 1970", "2024-01-31"),
    (["01/02/2024", "02/03/2024"], "day first is as possible", "2024-01-02"),
])
def test_ways_to_write_times(tmp_path, dates, says, first):
    path = write(tmp_path / "t.csv", HEADER + "".join(f"{i},a,{d},5\n" for i, d in enumerate(dates)))
    done = analyze("daily", "--transactions", path)
    assert says in done.stderr
    assert done.stdout.splitlines()[1].startswith(first)


@pytest.mark.parametrize("amounts, total", [
    (["5", "7.25"], 12.25), (["1.234,50", "3,00"], 1237.5), (["$1,234.50", "$3.00"], 1237.5), (["₹5", "₹ 6"], 11)])
def test_ways_to_write_amounts(tmp_path, amounts, total):
    text = "order;client;date;amount\n" + "".join(f"{i};a;2024-01-0{i + 1};{a}\n" for i, a in enumerate(amounts))
    kpi = frame("kpi", "--transactions", write(tmp_path / "t.csv", text)).set_index("kpi")
    assert kpi.loc["revenue", "value"] == pytest.approx(total)


def test_columns_as_told(tmp_path):
    path = write(tmp_path / "t.csv", 'a,b,"c, d",e\n1,x,2024-01-01,5\n2,y,2024-01-02,6\n')
    words = ["--transactions", path, "--map", "transaction=a,customer=b,time=c, d,amount=e"]
    done = analyze("kpi", *words)
    assert "amount ← e  (100 %, as told)" in done.stderr and "revenue,currency,11" in done.stdout
    for told, code, says in (("shop=a", 2, "roles are"), ("customer=absent", 3, "absent"), ("customer", 2, "ROLE=COLUMN")):
        done = analyze("kpi", "--transactions", path, "--map", "time=c, d,amount=e", "--map", told, check=False)
        assert done.returncode == code and says in done.stderr


ODD = {
    "no transactions": HEADER,
    "one transaction": HEADER + "1,a,2024-01-01 10:00,5\n",
    "one customer": HEADER + "1,a,2024-01-01,5\n2,a,2024-01-05,6\n3,a,2024-02-05,6\n",
    "one day": HEADER + "1,a,2024-01-01,5\n2,b,2024-01-01,7\n",
    "no customers": HEADER + "1,,2024-01-01,3\n2,,2024-01-02,4\n",
    "free of charge": HEADER + "1,a,2024-01-01,0\n2,b,2024-01-02,0\n",
    "returns alone": HEADER + "1,a,2024-01-01,-5\n",
    "quotes and emoji": 'order,client,date,category,amount\n1,a,2024-01-01,"x ""q"" 🍞, y",5\n'
                        "1,a,2024-01-01,\"z'; DROP TABLE items; --\",5\n",
    "one category": "order,client,date,category,qty,amount\n1,a,2024-01-01,x,0,5\n2,a,2024-01-02,x,0,5\n",
    "equal customers": HEADER + "".join(f"{i},{i},2024-01-{i % 28 + 1:02},5\n" for i in range(40)),
    "centuries apart": HEADER + "1,a,1970-01-01,5\n2,a,2024-01-01,5\n",
}


@pytest.mark.parametrize("case", ODD)
def test_odd_data_divide_nothing_by_zero(case, tmp_path):
    path = write(tmp_path / "odd.csv", ODD[case])
    footfall("analyze", "all", "--transactions", path, "--format", "csv", "--out", tmp_path / "csv")
    for file in (tmp_path / "csv").iterdir():
        text = file.read_text()
        assert not re.search(r"(?i)(^|[,\s])-?(nan|inf(inity)?)([,\s]|$)", text), (file.name, text)
    json.loads(footfall("analyze", "kpi", "--transactions", path, "--format", "json").stdout)
    if case == "quotes and emoji":
        assert set(pd.read_csv(tmp_path / "csv" / "categories.csv")["category"]) == {
            'x "q" 🍞, y', "z'; DROP TABLE items; --"}


@pytest.mark.parametrize("content, says", [
    (b"", "is empty"),
    (b"a,b\n1,2\n", "no column was recognised as time"),
    (b"order,client,date\n1,a,2024-01-01\n", "no column was recognised as amount"),
    (b"name,date,amount\nCaf\xc3\xa9,2024-01-01,1\nCaf\xe9,2024-01-01,1\n", "line 3 is not UTF-8"),
    (b"\xff\xfeo\x00r\x00", "utf-16"),
    (b"PK\x03\x04\x00\x00", "not a text file"),
])
def test_files_that_cannot_be_read(tmp_path, content, says):
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    done = analyze("kpi", "--transactions", path, check=False)
    assert (done.returncode, done.stdout) == (3, "") and says in done.stderr


def test_rows_are_numbered_as_in_the_file(tmp_path):
    """All threads read a large file, and examples still name its rows; what comes again is the later row."""
    count, faulty = 400_000, 250_001
    amounts = pd.Series(range(1, count + 1)).astype(str)
    amounts[faulty - 1] = "lots"
    table = pd.DataFrame({"order": range(count), "client": "c7", "date": "2024-01-05", "amount": amounts})
    table.loc[count - 1, "order"] = 390_000
    table.to_csv(tmp_path / "t.csv", index=False)
    quality = frame("data_quality", "--transactions", tmp_path / "t.csv").set_index("fact")["examples"]
    assert quality["rows without a readable amount"] == f"row {faulty}: {faulty - 1}, 2024-01-05, lots"
    assert quality["transactions that come more than once"] == f"row {count}: 390000, 2024-01-05, {count}"


def test_requests_that_make_no_sense(tmp_path, default_data):
    for words, code, says in (
            (["kpi"], 2, "--transactions"),
            (["kpi", default_data, "--transactions", "x.csv"], 2, "not both"),
            (["kpi", "--transactions", tmp_path / "absent.csv"], 4, "absent.csv"),
            (["kpi", "--transactions", tmp_path], 3, "folder"),
            (["kpi", tmp_path], 3, "no manifest"),
            (["nonsense", default_data], 2, "nonsense"),
            (["kpi", default_data, "--set", "days"], 2, "NAME=VALUE"),
            (["kpi", default_data, "--set", "weeks=2"], 2, "days"),
            (["kpi", default_data, "--format", "parquet"], 2, "--out"),
            (["kpi", default_data, "--out", "/nowhere/x.csv"], 4, "/nowhere")):
        done = footfall("analyze", *words, check=False)
        assert done.returncode == code and says in done.stderr, (words, done.stderr)


def test_what_the_data_cannot_say(tmp_path):
    path = write(tmp_path / "t.csv", HEADER + "1,a,2024-01-01,5\n")
    for name, needs in (("affinity", "categories"), ("persona_performance", "personas"), ("hourly", "times of day"),
                        ("uplift_festival", "festivals"), ("reorder", "categories")):
        done = analyze(name, "--transactions", path, check=False)
        assert done.returncode == 3 and needs in done.stderr and done.stdout == ""


def test_strict_fails_on_problems_only(tmp_path, default_data):
    assert footfall("analyze", "kpi", default_data, "--strict").returncode == 0
    returns = write(tmp_path / "returns.csv", HEADER + "1,a,2024-01-01,5\n2,a,2024-01-02,-5\n")
    assert analyze("kpi", "--transactions", returns, "--strict").returncode == 0
    bad = write(tmp_path / "bad.csv", HEADER + "1,a,2024-01-01,5\n2,a,soon,5\n3,b,2024-01-02\n")
    done = analyze("kpi", "--transactions", bad, "--strict", check=False)
    assert (done.returncode, done.stdout) == (5, "")
    assert "1 row without a readable time" in done.stderr and "too few or too many fields" in done.stderr
    assert "revenue,currency,5" in analyze("kpi", "--transactions", bad).stdout


def test_tables_that_disagree(tmp_path):
    bought = write(tmp_path / "t.csv", HEADER + "1,a,2024-01-01,5\n2,b,2024-01-02,6\n3,b,2024-01-03,7\n")
    items = write(tmp_path / "i.csv", "order,category,amount\n1,x,5\n2,x,4\n9,y,100\n")
    people = write(tmp_path / "c.csv", "client,persona\na,A\na,A\n")
    words = ["--transactions", bought, "--items", items, "--customers", people]
    quality = frame("data_quality", *words).set_index("fact")
    for fact, rows in {"items without their transaction": 1, "transactions without items": 1,
                       "transactions whose amount, lines or units are not the sum of their items": 1,
                       "customers whose identifier comes more than once": 1,
                       "buyers who are not in the table of customers": 1}.items():
        assert quality.loc[fact, "rows"] == rows, fact
    assert quality.loc["items without their transaction", "examples"] == "transaction 9, y"
    assert list(frame("categories", *words)["category"]) == ["x"]  # the orphan counts nowhere


def test_changed_data_set_is_noticed(tmp_path):
    data = tmp_path / "d"
    footfall("simulate", "--customers", 20, "--days", 5, "--out", data)
    path = data / "items.csv"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(lines[:-1]) + lines[-1].replace(lines[-1].split(",")[0], "999"))
    done = footfall("analyze", "kpi", data)
    assert "items.csv is not the file that the manifest describes" in done.stderr
    assert footfall("analyze", "kpi", data, "--strict", check=False).returncode == 5
    quality = pd.read_csv(io.StringIO(footfall("analyze", "data_quality", data, "--format", "csv", "-q").stdout))
    assert quality.set_index("fact").loc["items without their transaction", "rows"] == 1


def test_files_are_not_touched(tmp_path, default_data):
    path = write(tmp_path / "retail.csv", LINES)
    with duckdb.connect(str(tmp_path / "retail.duckdb")) as connection:
        connection.execute(f"CREATE TABLE lines AS SELECT * FROM read_csv('{path}')")
    before = {p: hashlib.sha256(p.read_bytes()).hexdigest() for p in (*tmp_path.iterdir(), *default_data.iterdir())}
    for p in tmp_path.iterdir():
        p.chmod(0o444)
    for words in (["--transactions", path], ["--transactions", tmp_path / "retail.duckdb"], [default_data]):
        analyze("kpi", *words)
    after = {p: hashlib.sha256(p.read_bytes()).hexdigest() for p in (*tmp_path.iterdir(), *default_data.iterdir())}
    assert after == before
