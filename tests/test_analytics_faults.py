"""Poor data, whichever metric is asked for: a table that is empty or says less, or a clear message; never
a crash, a division by zero or a figure that is none."""

import csv
import io
import json
import re

import pytest
from conftest import footfall

HEADER = "order,client,date,amount\n"
POOR = {
    "no transactions": HEADER,
    "one transaction": HEADER + "1,a,2024-01-01 10:00,5\n",
    "one customer": HEADER + "".join(f"{i},a,2024-01-{i:02},{i}\n" for i in range(1, 31)),
    "one customer for a year": HEADER + "".join(f"{i},a,2024-{i % 12 + 1:02}-{i % 28 + 1:02},5\n" for i in range(300)),
    "one day": HEADER + "".join(f"{i},c{i},2024-01-01,{i + 1}\n" for i in range(60)),
    "two days": HEADER + "".join(f"{i},c{i % 30},2024-01-0{i % 2 + 1},{i + 1}\n" for i in range(60)),
    "nobody comes again": HEADER + "".join(f"{i},c{i},2024-01-{i % 28 + 1:02},{i + 1}\n" for i in range(60)),
    "everybody the same": HEADER + "".join(f"{c}-{d},c{c},2024-01-{d:02},5\n" for c in range(40) for d in range(1, 29)),
    "all free": HEADER + "".join(f"{i},c{i % 30},2024-01-{i % 28 + 1:02},0\n" for i in range(120)),
    "no customers": HEADER + "".join(f"{i},,2024-01-{i % 28 + 1:02},5\n" for i in range(60)),
    "a hundred years": HEADER + "".join(f"{i},c{i % 25},{1971 + i}-01-01,{i + 1}\n" for i in range(100)),
    "vast amounts": HEADER + "".join(f"{i},c{i % 25},2024-01-{i % 28 + 1:02},{10 ** (i % 12)}\n" for i in range(100)),
    "odd categories": "order,client,date,category,qty,amount\n" + "".join(
        f"""{i},c{i % 25},2024-01-{i % 28 + 1:02},"{name}",{i % 3 + 1},5\n"""
        for i in range(100) for name in ("a ""q"" 🍞, b", "'; DROP TABLE items; --", "\u202eleft", "${x}", " ")),
    "one category": "order,client,date,category,qty,amount\n" + "".join(
        f"{i},c{i % 25},2024-01-{i % 28 + 1:02},tea,2,5\n" for i in range(100)),
    "no quantities sold": "order,client,date,category,qty,amount\n" + "".join(
        f"{i},c{i % 25},2024-01-{i % 28 + 1:02},tea,0,5\n" for i in range(100)),
    "closed most days": HEADER + "".join(f"{w}-{c},c{c},{d},5\n" for w, d in enumerate(
        ("2024-01-01", "2024-01-08", "2024-01-15", "2024-01-22", "2024-01-29")) for c in range(25)),
}
BROKEN = re.compile(r"(?i)(^|[,\s\[:])\"?-?(nan|inf(inity)?)\"?([,\s\]}]|$)")


def assert_figures_only(folder, form):
    files = list(folder.iterdir())
    assert len(files) > 15
    for path in files:
        text = path.read_text()
        assert not BROKEN.search(text), (path.name, BROKEN.search(text))
        if form == "json":
            json.loads(text)
        else:
            assert len({len(row) for row in csv.reader(io.StringIO(text))}) == 1, path.name


@pytest.mark.parametrize("case", POOR)
@pytest.mark.parametrize("form", ["csv", "json"])
def test_poor_data_of_ones_own(case, form, tmp_path):
    path = tmp_path / "poor.csv"
    path.write_text(POOR[case])
    done = footfall("analyze", "all", "--transactions", path, "--format", form, "--out", tmp_path / "out")
    assert_figures_only(tmp_path / "out", form)
    assert "Traceback" not in done.stderr and "INTERNAL" not in done.stderr


def names_of_metrics():
    return [row["name"] for row in csv.DictReader(io.StringIO(footfall("analyze", "--list", "--format", "csv").stdout))]


def test_a_metric_alone_is_empty_or_says_what_it_needs(tmp_path):
    path = tmp_path / "one.csv"
    path.write_text(POOR["one transaction"])
    for name in names_of_metrics():
        done = footfall("analyze", name, "--transactions", path, "--format", "csv", check=False)
        assert done.returncode in (0, 3), (name, done.stderr)
        assert done.stdout.count("\n") >= 1 if done.returncode == 0 else f"{name} needs " in done.stderr


@pytest.mark.parametrize("words", [
    ["--customers", 1, "--days", 1], ["--customers", 1, "--days", 30], ["--customers", 50, "--days", 1],
    ["--customers", 30, "--days", 10, "--tables", "transactions"],
    ["--customers", 30, "--days", 10, "--tables", "customers,transactions"]], ids=lambda words: "_".join(map(str, words[1::2])))
def test_small_worlds(words, tmp_path):
    data = tmp_path / "data"
    footfall("simulate", "scenarios/india_retail.yaml", *words, "--out", data)
    done = footfall("analyze", "all", data, "--format", "csv", "--out", tmp_path / "out")
    assert_figures_only(tmp_path / "out", "csv")
    if "--tables" in words:
        assert "affinity: left out, needs items with their categories" in done.stderr
        alone = footfall("analyze", "reorder", data, check=False)
        assert alone.returncode == 3 and "reorder needs items with their categories" in alone.stderr


@pytest.fixture
def world(tmp_path):
    data = tmp_path / "data"
    footfall("simulate", "scenarios/india_retail.yaml", "--customers", 20, "--days", 10, "--out", data)
    return data


def test_files_that_changed(world):
    """A file cut short, without a column, empty, gone: what it was is said, and no figure comes of it."""
    path = world / "transactions.csv"
    whole = path.read_text()
    header, *rows = whole.splitlines(keepends=True)
    path.write_text("".join([header, *rows[: len(rows) // 2]]))
    done = footfall("analyze", "kpi", world)
    assert "transactions.csv is not the file that the manifest describes" in done.stderr
    assert footfall("analyze", "kpi", world, "--strict", check=False).returncode == 5
    assert footfall("analyze", "all", world, "--format", "csv", "--out", world.parent / "out").returncode == 0
    assert_figures_only(world.parent / "out", "csv")

    place = header.rstrip().split(",").index("amount")
    without = [",".join(field for i, field in enumerate(line.split(",")) if i != place) for line in whole.splitlines()]
    path.write_text("\n".join(without) + "\n")
    done = footfall("analyze", "kpi", world, check=False)
    assert done.returncode == 3 and done.stdout == ""
    assert done.stderr == f"footfall: {path}, line 2: Expected Number of Columns: 12 Found: 11\n"

    path.write_text("")
    done = footfall("analyze", "kpi", world, "--format", "csv")
    assert "transactions.csv is not the file that the manifest describes (0 bytes" in done.stderr
    assert "rows more or less than the manifest says" in done.stderr and "transactions,count,0," in done.stdout
    path.unlink()
    done = footfall("analyze", "kpi", world, check=False)
    assert done.returncode == 4 and done.stdout == "" and f"{path} is missing, which the manifest lists" in done.stderr


def test_rows_that_are_no_text_or_number(world):
    path = world / "transactions.csv"
    path.write_bytes(path.read_bytes() + b"\xff\xfe,\x00broken,row\n")
    done = footfall("analyze", "kpi", world, check=False)
    assert done.returncode == 3 and done.stdout == ""
    assert done.stderr.startswith(f"footfall: {path}, line ") and "column \"transaction_id\"" in done.stderr


def test_a_folder_that_cannot_be_written(world):
    """Reading needs no right to write; results go elsewhere, and nothing is left behind."""
    before = sorted(world.iterdir())
    for path in before:
        path.chmod(0o444)
    world.chmod(0o555)
    try:
        assert "revenue" in footfall("analyze", "kpi", world, "--format", "csv").stdout
        footfall("analyze", "clv", world, "--format", "parquet", "--out", world.parent / "clv.parquet")
    finally:
        world.chmod(0o755)
    assert sorted(world.iterdir()) == before
