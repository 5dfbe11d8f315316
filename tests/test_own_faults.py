"""The user's own files as they arrive: encodings, line ends, titles, torn and hostile files. A figure is right or there is a message;
files are never touched, and nothing is left half-written."""

import contextlib
import csv
import hashlib
import io
import os
import random
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from conftest import PROGRAM, footfall

BROKEN = re.compile(r"(?i)(^|[,\s\[:>])\"?-?(nan|inf(inity)?)\"?([,\s\]}<]|$)")


def shop(rows=60):
    rng = random.Random(3)
    days = pd.date_range("2024-01-01", periods=rows // 2)
    table = pd.DataFrame([[i, f"c{rng.randrange(9)}", days[i // 2 % len(days)].strftime("%Y-%m-%d"), rng.choice(["bread", "milk"]),
                           rng.randrange(1, 4), rng.choice([2.5, 3, 4.75])] for i in range(rows)],
                         columns=["order", "client", "date", "category", "qty", "price"])
    return table.assign(amount=table.qty * table.price)


TABLE = shop()
TEXT = TABLE.to_csv(index=False)


def analyze(name, path, *words, check=True):
    return footfall("analyze", name, "--format", "csv", "--transactions", path, *words, check=check)


def frame(name, path, *words):
    return pd.read_csv(io.StringIO(analyze(name, path, "--quiet", *words).stdout))


def kpi(path, *words):
    return frame("kpi", path, *words).set_index("kpi")["value"]


def halves(first, second):
    lines = TEXT.splitlines()
    return first.join([*lines[:30], ""]) + second.join([*lines[30:], ""])


WHOLE = {
    "no line end at the end": (TEXT.rstrip().encode(), "utf-8"),
    "carriage returns alone": (TEXT.replace("\n", "\r").encode(), "utf-8"),
    "line ends of two kinds": (halves("\r\n", "\n").encode(), "utf-8"),
    "Windows-1252": (TEXT.replace("bread", "Brötchen „à 2 €“").encode("cp1252"), "windows-1252"),
    "Latin-1": (TEXT.replace("bread", "Brötchen").encode("latin-1"), "latin-1"),
    "UTF-16": (TEXT.replace("bread", "Brötchen 🍞").encode("utf-16"), "utf-16"),
    "UTF-16, big end first": (b"\xfe\xff" + TEXT.replace("bread", "Brötchen 🍞").encode("utf-16-be"), "utf-16"),
    "a title above": (f"Report of shop X\n\n{TEXT}".encode(), "header in line 3"),
    "a title in a spreadsheet": (f"Shop X,,,,,,\nJanuary,,,,,,\n{TEXT}".encode(), "header in line 3"),
    "a title above semicolons": (("Umsatz, Januar\n" + TEXT.replace(",", ";")).encode(), "header in line 2"),
    "blanks after commas": (TEXT.replace(",", ", ").encode(), "customer ← client  "),
    "a name twice": (TEXT.replace("qty,price", "qty,price,Price", 1).replace("\n", ",9\n").replace("amount,9", "amount").encode(), "unit_price ← price"),
    "a column without a name": (TEXT.replace("\n", ",x\n").replace("amount,x", "amount,").encode(), "amount ← amount"),
    "a field of many lines": (TEXT.replace("bread", '"' + "x\n" * 100_000 + '"', 1).encode(), "utf-8"),
    "quotes and emoji": (TEXT.replace("bread", '"br""ead 🍞, \'; DROP TABLE items; --"').encode(), "utf-8"),
}


@pytest.mark.parametrize("case", WHOLE)
def test_however_it_is_written(tmp_path, case):
    content, says = WHOLE[case]
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    before = (path.stat().st_mtime_ns, hashlib.sha256(content).hexdigest())
    done = analyze("kpi", path)
    assert says in done.stderr and "problems" not in done.stderr
    found = pd.read_csv(io.StringIO(done.stdout)).set_index("kpi")["value"]
    assert found["revenue"] == pytest.approx(TABLE.amount.sum()) and found["transactions"] == len(TABLE)
    categories = frame("categories", path).set_index("category")["revenue"]
    assert sorted(categories) == pytest.approx(sorted(TABLE.groupby("category").amount.sum())) or case == "a field of many lines"
    if says.startswith(("windows", "utf-16")):
        assert content.decode({"windows-1252": "cp1252"}.get(says, says)).count(max(categories.index, key=len)) == (TABLE.category == "bread").sum()
    assert (path.stat().st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest()) == before


def lines(amounts):
    return "order,client,date,amount\n" + "".join(f"{i},c,2024-01-{i % 28 + 1:02},{amount}\n" for i, amount in enumerate(amounts))


def parquet(tmp_path):
    TABLE.to_parquet(tmp_path / "whole.parquet")
    return (tmp_path / "whole.parquet").read_bytes()


def database(tmp_path, tables=True):
    with duckdb.connect(str(tmp_path / "whole.duckdb")) as connection:
        if tables:
            connection.register("rows_of_shop", TABLE)
            connection.execute("CREATE TABLE t AS SELECT * FROM rows_of_shop")
    return (tmp_path / "whole.duckdb").read_bytes()


NONE = {
    "blank": (b"\n", "no column was recognised as time"),
    "a quote that swallows all": (TEXT.replace("bread", '"bread', 1).replace(TEXT.splitlines()[1], TEXT.splitlines()[1].replace("0,", '"0,', 1)).encode(),
                                  "no row can be read: line 2: Value with unterminated quote found"),
    "too much money": (lines(["99999999999999"] * 40).encode(), "amounts are too large: their sum is 4e+15"),
    "zero bytes": (TEXT[:300].encode() + b"\0" + TEXT[300:].encode(), "it holds zero bytes"),
    "compressed": (b"\x1f\x8b\x08\x00abc", "is compressed; unpack it first"),
    "a ZIP": (b"PK\x03\x04abc", "is not a text file"),
    "half a Parquet": (lambda folder: parquet(folder)[:2000], "cannot be read as Parquet: "),
    "a third of a database": (lambda folder: database(folder)[:90_000], "cannot be read as DuckDB: "),
    "a damaged database": (lambda folder: database(folder)[:100] + b"\x55" * 20_000, "cannot be read as DuckDB: "),
    "a database without tables": (lambda folder: database(folder, False), "has no tables"),
    "JSON": (b'[{"order":1,"amount":2}]', "no column was recognised"),
}


@pytest.mark.parametrize("case", NONE)
def test_what_cannot_be_read(tmp_path, case):
    content, says = NONE[case]
    (tmp_path / "made").mkdir()
    path = tmp_path / "t.csv"
    path.write_bytes(content(tmp_path / "made") if callable(content) else content)
    done = footfall("report", "--transactions", path, "--out", tmp_path / "out", check=False)
    assert (done.returncode, done.stdout) == (3, "") and says in done.stderr
    assert "LINE 1" not in done.stderr and "CREATE" not in done.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == ["made", "t.csv"]


def test_what_is_no_file(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "dangling").symlink_to(tmp_path / "absent")
    for path, code, says in ((tmp_path / "pipe", 3, "no regular file"), (tmp_path / "dangling", 4, "there is no file"),
                             (tmp_path, 3, "is a folder")):
        done = analyze("kpi", path, check=False)
        assert (done.returncode, done.stdout) == (code, "") and says in done.stderr


def test_a_database_that_another_program_holds(tmp_path):
    database(tmp_path)
    path = tmp_path / "whole.duckdb"
    code = f"import duckdb, sys; c = duckdb.connect({str(path)!r}); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        holder.stdout.readline()
        done = analyze("kpi", path, check=False)
        holder.communicate()
    assert done.returncode == 3 and "cannot be read as DuckDB: " in done.stderr and "lock" in done.stderr
    assert kpi(path)["transactions"] == len(TABLE)


def test_lines_lost_in_a_quote_are_counted(tmp_path):
    path = tmp_path / "t.csv"
    rows = TEXT.splitlines()
    rows[41] = rows[41].replace("c", '"c', 1)
    path.write_text("\n".join(rows) + "\n")
    quality = frame("data_quality", path).set_index("fact").loc["lines lost in a quote that does not close or has text behind it"]
    assert quality["rows"] == 20 and "line 42: " in quality["examples"]
    assert kpi(path)["revenue"] == pytest.approx(TABLE.amount[:40].sum())
    strict = analyze("kpi", path, "--strict", check=False)
    assert strict.returncode == 5 and "20 lines lost in a quote" in strict.stderr


def open_files(pid):
    names = set()
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):  # closed in between
            names.add(os.path.basename(os.readlink(link)))
    return names


@pytest.mark.parametrize("change", ["shorter", "longer", "gone"])
def test_a_file_that_changes_while_it_is_read(tmp_path, change):
    """As soon as the program has opened the file, it becomes another: no figure comes of it."""
    path = tmp_path / "t.csv"
    pd.concat([shop(20_000)] * 40).assign(order=range(800_000)).to_csv(path, index=False)
    with subprocess.Popen([PROGRAM, "analyze", "kpi", "--transactions", path, "--threads", "1"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True) as reader:
        while path.name not in open_files(reader.pid):
            assert reader.poll() is None
        if change == "gone":
            path.unlink()
        elif change == "shorter":
            os.truncate(path, 1_000_000)
        else:
            with path.open("a") as file:
                file.write("x\n")
        out, err = reader.communicate()
    assert (reader.returncode, out) == (4, "") and "t.csv changed while it was read; run the command again" in err


@pytest.mark.parametrize("columns", [300, 10_000])
def test_a_wide_file(tmp_path, columns):
    path = tmp_path / "t.csv"
    wide = pd.concat([TABLE, pd.DataFrame({f"x{i}": [i] * len(TABLE) for i in range(columns)})], axis=1)
    wide.to_csv(path, index=False)
    assert kpi(path)["revenue"] == pytest.approx(TABLE.amount.sum())
    wide.drop(columns=["date", "client"]).to_csv(path, index=False)
    done = analyze("kpi", path, check=False)
    assert done.returncode == 3 and "no column was recognised as time" in done.stderr and len(done.stderr) < 5000


def test_numbers_that_are_none(tmp_path):
    """inf, nan and numbers with letters within are no amounts; an exponent is one."""
    path = tmp_path / "t.csv"
    path.write_text(lines(["5", "inf", "-inf", "nan", "1e300", "3x2", "1e2", "7.5"]))
    assert kpi(path)["revenue"] == pytest.approx(112.5)
    footfall("report", "--transactions", path, "--out", tmp_path / "out")
    for file in (tmp_path / "out").iterdir():
        if file.suffix in (".csv", ".json", ".md", ".svg") and file.name != "data_quality.csv":  # which shows the rows as they are
            assert not BROKEN.search(file.read_text()), file.name
    quality = frame("data_quality", path).set_index("fact")
    assert quality.loc["rows without a readable amount", "rows"] == 5


def test_days_in_two_orders_are_told(tmp_path):
    path = tmp_path / "t.csv"
    days = pd.to_datetime(TABLE.date)
    mixed = days.dt.strftime("%d/%m/%Y").where(TABLE.index < 40, days.dt.strftime("%m/%d/%Y"))
    TABLE.assign(date=mixed).to_csv(path, index=False)
    done = analyze("data_quality", path)
    assert "other rows fit the other order alone" in done.stderr
    unread = next(row for row in csv.DictReader(io.StringIO(done.stdout)) if row["fact"] == "rows without a readable time")
    is_month_first = "read as month first" in done.stderr
    assert int(unread["rows"]) == ((TABLE.index < 40) == is_month_first)[days.dt.day > 12].sum()


@pytest.mark.parametrize("written, sign, revenue", [
    (["1.234", "12.500", "3"], ";", 13_737), (["1.234.567", "2.000"], ";", 1_236_567), (["1.234", "0.500"], ";", 1.734),
    (["1.234", "12.5"], ";", 13.734), (["1.234", "2.500"], ",", 3.734), (["1.234,5", "2.000"], ";", 3_234.5)])
def test_points_before_three_digits(tmp_path, written, sign, revenue):
    """Where semicolons part fields, commas part fractions, and points that all stand before three digits part thousands."""
    path = tmp_path / "t.csv"
    path.write_text(sign.join(["order", "date", "amount"]) + "\n" + "".join(f"{i}{sign}2024-01-0{i + 1}{sign}{text}\n" for i, text in enumerate(written)))
    done = analyze("kpi", path)
    assert pd.read_csv(io.StringIO(done.stdout)).set_index("kpi")["value"]["revenue"] == pytest.approx(revenue)
    assert ("points in amount part thousands" in done.stderr) == (sign == ";" and revenue > 10_000)


@pytest.mark.parametrize("words, says", [
    (["--time-format", "%Q"], "--time-format %Q: "), (["--delimiter", '"'], "neither a quote nor a line's end"), (["--delimiter", "\n"], "neither a quote")])
def test_options_that_make_no_sense(tmp_path, words, says):
    path = tmp_path / "t.csv"
    path.write_text(TEXT)
    done = analyze("kpi", path, *words, check=False)
    assert (done.returncode, done.stdout) == (2, "") and says in done.stderr


@pytest.mark.parametrize("factor", [1, 1_000_000, 10_000_000_000])
def test_amounts_of_any_size_agree_with_their_items(tmp_path, factor):
    """Rupiah and rials: sums over transactions and their lines are compared, however large."""
    table = TABLE.assign(amount=TABLE.amount * factor + .25)
    table[["order", "client", "date", "amount"]].to_csv(tmp_path / "t.csv", index=False)
    items = pd.concat([table[["order", "category", "amount"]].assign(amount=table.amount - 1), table[["order", "category"]].assign(amount=1)])
    for wrong in (0, 1):
        items.iloc[0, 2] += wrong
        items.to_csv(tmp_path / "i.csv", index=False)
        words = ["--items", tmp_path / "i.csv"]
        facts = frame("data_quality", tmp_path / "t.csv", *words).set_index("fact")["rows"]
        assert facts.get("transactions whose amount, lines or units are not the sum of their items", 0) == wrong  # not told where sums agree
    median = frame("spend_distribution", tmp_path / "t.csv", *words)["median"].iloc[0]
    assert median == pytest.approx(table.amount.median(), rel=1e-11)
