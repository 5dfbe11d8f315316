"""footfall verify: an untouched data set passes; any damage is named by file, table and row."""

import datetime
import hashlib
import json
import re
import shutil

import pytest
from conftest import footfall

FILES = [f"{table}.{kind}" for table in ("customers", "transactions", "items") for kind in ("csv", "jsonl")]


@pytest.fixture(scope="session")
def small_data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("small") / "data"
    footfall("simulate", "scenarios/india_retail.yaml", "--customers", 50, "--days", 20,
             "--format", "csv,jsonl", "--checksum", "sha256", "--out", folder)
    return folder


@pytest.fixture
def data(small_data, tmp_path):
    return shutil.copytree(small_data, tmp_path / "data")


def difference(folder):
    done = footfall("verify", folder, check=False)
    assert done.returncode == 5, done.stdout + done.stderr
    return done.stderr


def rewrite(folder, name, change):
    """Changes the lines of a file and makes size and checksum in the manifest fit."""
    path = folder / name
    lines = path.read_text().splitlines(keepends=True)
    change(lines)
    path.write_text("".join(lines))
    manifest = json.loads((folder / "manifest.json").read_text())
    entry = next(file for file in manifest["files"] if file["path"] == name)
    entry["bytes"] = path.stat().st_size
    entry["checksum"] = "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))


def edit_cells(folder, file, row, cells):
    def change(lines):
        names = lines[0].strip().split(",")
        fields = lines[row].rstrip("\n").split(",")
        for column, value in cells.items():
            fields[names.index(column)] = value
        lines[row] = ",".join(fields) + "\n"
    rewrite(folder, file, change)


def test_untouched_data_sets_pass(default_data, small_data):
    rows = 3 * sum(table["rows"] for table in json.loads((default_data / "manifest.json").read_text())["tables"].values())
    lakh = re.sub(r"(?<=\d)(?=(?:\d\d)*\d{3}$)", ",", str(rows))  # as the summary of a run in rupees has it
    assert re.search(rf"\b9 files, [\d.]+ MB, {lakh} rows read back", footfall("verify", default_data).stdout)
    assert "6 files" in footfall("verify", small_data).stdout


def test_figures_are_grouped_as_in_the_world(tmp_path):
    """Rupees as 1,88,847, others as 188,847; one file is not "1 files"."""
    for scenario, figure in [("india_retail", r"\d,\d\d,\d{3}"), ("germany", r"\d,\d{3},\d{3}")]:
        made = footfall("simulate", scenario, "--tables", "items", "--out", tmp_path / scenario)
        assert re.search(rf"items.csv +{figure} rows", made.stdout), made.stdout
        assert re.search(rf": 1 file, [\d.]+ MB, {figure} rows read back", footfall("verify", tmp_path / scenario).stdout)


@pytest.mark.parametrize("tables", ["items", "transactions", "customers", "customers,items"])
def test_some_tables_only(tmp_path, tables):
    footfall("simulate", "--customers", 20, "--days", 5, "--tables", tables, "--out", tmp_path / "data")
    footfall("verify", tmp_path / "data")


@pytest.mark.parametrize("name", FILES)
def test_a_flipped_byte_is_found_anywhere(data, name):
    path = data / name
    good = path.read_bytes()
    for part in range(12):
        at = (len(good) - 1) * part // 11
        bad = bytearray(good)
        bad[at] ^= 1
        path.write_bytes(bad)
        message = difference(data)
        assert name.split(".")[0] in message, message
        if name == "customers.csv" and part not in (0, 11):
            row = good[:at].count(b"\n")
            # A larger identifier shows in the row after it, which no longer ascends.
            assert re.search(rf"table customers: row ({row}|{row + 1}: its identifier)", message), message
    path.write_bytes(good)
    footfall("verify", data)


@pytest.mark.parametrize("name", FILES)
def test_truncated_longer_and_missing_files(data, name):
    path = data / name
    good = path.read_bytes()
    last_line = good.rstrip(b"\n").rfind(b"\n") + 1
    for size in (len(good) - 1, len(good) // 2, last_line, 0):
        path.write_bytes(good[:size])
        assert "table" in difference(data)
    path.write_bytes(good + good[last_line:])
    assert f"{name}: table" in difference(data)
    path.unlink()
    assert f"{name}: table {name.split('.')[0]}: the file is missing" in difference(data)


@pytest.mark.parametrize("name, cells, what", [
    ("items.csv", {"amount": "1.00"}, "amount is not quantity × unit_price"),
    ("items.csv", {"quantity": "0"}, "quantity is below 1"),
    ("items.csv", {"quantity": "256"}, 'column quantity cannot hold "256"'),
    ("items.csv", {"line": "9"}, "line does not count"),
    ("items.csv", {"category": "gold"}, 'column category is "gold"; the scenario makes it'),
    ("transactions.csv", {"amount": "1.00"}, "amount is not the sum of its items"),
    ("transactions.csv", {"units": "999"}, "units is not the sum of its items"),
    ("transactions.csv", {"date": "2031-01-01"}, "outside the period"),
    ("transactions.csv", {"date": "2024-02-30"}, "column date cannot hold"),
    ("transactions.csv", {"customer_id": "100000050"}, "transaction_id does not belong"),
    ("transactions.csv", {"hour": "1"}, "hour is not that of timestamp"),
    ("transactions.csv", {"transaction_id": "7"}, "its identifier does not ascend"),
    ("transactions.csv", {"festival": "Rain"}, 'column festival is "Rain"; the scenario makes it ""'),
    ("customers.csv", {"customer_id": "100000001"}, "does not ascend"),
    ("customers.csv", {"name": '"Doe, Jane"'}, 'column name is "Doe, Jane"; the scenario makes it'),
    ("customers.csv", {"age": "-4"}, 'column age cannot hold "-4"'),
])
def test_changed_cells_with_a_fitting_checksum(data, name, cells, what):
    edit_cells(data, name, 20, cells)
    message = difference(data)
    assert what in message and re.search(rf"{name}: table \w+: row \d+: ", message), message
    if "line" not in cells and "transaction_id" not in cells:
        assert ": row 20: " in message, message


def test_consistent_forgery_is_found_by_the_content_hash(data):
    """An item, its transaction and both checksums are made to agree; only the draws know better."""
    rows = [line.split(",") for line in (data / "items.csv").read_text().splitlines()]
    owner, quantity, price = rows[1][0], int(rows[1][3]), float(rows[1][4])
    edit_cells(data, "items.csv", 1,
               {"unit_price": f"{price + 1:.2f}", "amount": f"{quantity * (price + 1):.2f}"})
    transactions = (data / "transactions.csv").read_text().splitlines()
    row = next(n for n, line in enumerate(transactions) if line.startswith(owner + ","))
    amount = float(transactions[row].split(",")[-1]) + quantity
    edit_cells(data, "transactions.csv", row, {"amount": f"{amount:.2f}"})
    assert f"transactions.csv: table transactions: row {row}: column amount" in difference(data)


def agree_on_everything(folder):
    """Makes rows and content hashes of the manifest fit the files, as a forger can who has the program."""
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text())
    version = manifest["data_version"]
    manifest["data_version"] = 999  # verify then says the hash of what it read
    for file in manifest["files"]:
        rows = len((folder / file["path"]).read_text().splitlines()) - 1
        file["rows"] = manifest["tables"][file["table"]]["rows"] = rows
    while True:
        path.write_text(json.dumps(manifest))
        done = footfall("verify", folder, check=False)
        told = re.search(r"table (\w+): its rows have content hash (\w+)", done.stderr)
        if not told:
            break
        manifest["tables"][told[1]]["content_hash"] = told[2]
    assert done.returncode == 0 and "data version 999" in done.stdout, done.stderr
    manifest["data_version"] = version
    path.write_text(json.dumps(manifest))


@pytest.fixture
def many_rows(tmp_path):
    footfall("simulate", "scenarios/india_retail.yaml", "--checksum", "sha256", "--out", tmp_path / "many")
    return tmp_path / "many"


@pytest.mark.parametrize("row", [1, 77_777, 188_000])
def test_a_forgery_that_the_manifest_agrees_with_is_found_by_playing_again(many_rows, row):
    lines = (many_rows / "items.csv").read_text().splitlines()
    owner, _, _, quantity, price, _ = lines[row].split(",")
    edit_cells(many_rows, "items.csv", row,
               {"unit_price": f"{float(price) + 1:.2f}", "amount": f"{int(quantity) * (float(price) + 1):.2f}"})
    transactions = (many_rows / "transactions.csv").read_text().splitlines()
    at = next(n for n, line in enumerate(transactions) if line.startswith(owner + ","))
    amount = float(transactions[at].split(",")[-1]) + int(quantity)
    edit_cells(many_rows, "transactions.csv", at, {"amount": f"{amount:.2f}"})
    agree_on_everything(many_rows)
    assert f"transactions.csv: table transactions: row {at}: column amount" in difference(many_rows)


@pytest.mark.parametrize("lost, name", [(1, "transactions"), (500, "customers")])
def test_rows_that_the_manifest_knows_to_be_gone(many_rows, lost, name):
    if name == "transactions":
        owner = (many_rows / "transactions.csv").read_text().splitlines()[lost].split(",")[0]
        for table in ("transactions.csv", "items.csv"):
            rewrite(many_rows, table, lambda lines: lines.__setitem__(
                slice(None), [line for line in lines if not line.startswith(owner + ",")]))
    else:
        rewrite(many_rows, "customers.csv", lambda lines: lines.pop(lost))
    agree_on_everything(many_rows)
    assert re.search(rf"manifest.json: table {name}: \d+ rows.*; its scenario makes \d+",
                     difference(many_rows))


@pytest.mark.parametrize("change, what", [
    ({"days": 36_500}, r"table items: \d+ rows; its scenario makes more"),
    ({"customers_per_persona": 99_999_999}, "table customers: 250 rows; its scenario makes 499999995"),
])
def test_a_manifest_whose_scenario_would_play_for_years(data, change, what):
    """The rows that it tells of bound the work."""
    manifest = json.loads((data / "manifest.json").read_text())
    simulation = manifest["scenario"]["simulation"]
    simulation.update(change)
    end = datetime.date.fromisoformat(simulation["start_date"]) + datetime.timedelta(simulation["days"] - 1)
    manifest["period"]["end"] = str(end)
    (data / "manifest.json").write_text(json.dumps(manifest))
    assert re.search(what, difference(data))


@pytest.mark.parametrize("where", ["seed", "scenario"])
def test_a_manifest_with_another_seed(data, where):
    path = data / "manifest.json"
    manifest = json.loads(path.read_text())
    if where == "seed":
        manifest["seed"] = 43
    else:
        manifest["seed"] = manifest["scenario"]["simulation"]["seed"] = 43
    path.write_text(json.dumps(manifest))
    message = difference(data)
    assert ("seed is 43; its scenario has seed 42" if where == "seed" else "the scenario makes it") in message, message


@pytest.mark.parametrize("change", [
    lambda s: s["personas"][4]["basket_profile"]["staple_groceries"].update(price_range=[70, 334]),
    lambda s: s["personas"][1]["demographics"].update(income_range=[50_000, 120_000]),
    lambda s: s["market"]["item_multiplier"].update(weekend=1.3),
    lambda s: s["simulation"].update(days=19),
    lambda s: s["personas"].pop(),
    lambda s: s.pop("personas"),
])
def test_a_manifest_with_another_scenario(data, change):
    path = data / "manifest.json"
    manifest = json.loads(path.read_text())
    change(manifest["scenario"])
    path.write_text(json.dumps(manifest))
    assert re.search(r"^(footfall: )?(\w+\.(csv|jsonl): table|manifest\.json: )", difference(data))


def test_a_lost_transaction_and_a_lost_item(data):
    rewrite(data, "transactions.csv", lambda lines: lines.pop(5))
    assert "table transactions: row 5: lines is not" in difference(data)


def test_what_is_no_data_set(tmp_path, data):
    assert footfall("verify", tmp_path / "none", check=False).returncode == 3
    for text in ("", "{}", "[1]", '{"footfall_manifest": "x"}', "\x00"):
        (data / "manifest.json").write_text(text)
        done = footfall("verify", data, check=False)
        assert done.returncode == 3 and "manifest.json" in done.stderr


def test_a_manifest_may_not_lead_outside(data):
    manifest = json.loads((data / "manifest.json").read_text())
    manifest["files"][0]["path"] = "../../etc/passwd"
    (data / "manifest.json").write_text(json.dumps(manifest))
    assert footfall("verify", data, check=False).returncode == 3
