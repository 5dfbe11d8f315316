"""What --out of analyze and dashboard may replace: nothing without --overwrite, and never what is read."""

import pytest
from conftest import ROOT, footfall

SALES = "transaction_id,customer_id,date,amount\n1,7,2024-01-02,12.50\n2,8,2024-01-03,7.25\n"


@pytest.fixture
def sales(tmp_path):
    path = tmp_path / "sales.csv"
    path.write_text(SALES)
    return path


COMMANDS = [
    ["analyze", "kpi", "--format", "csv"],
    ["analyze", "kpi", "--format", "parquet"],
    ["dashboard"],
    ["dashboard", "--document"],
]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_file_is_replaced_when_it_is_asked_for_only(words, sales, tmp_path):
    note = tmp_path / "note.txt"
    note.write_text("mine")
    done = footfall(*words, "--transactions", sales, "--out", note, check=False)
    assert (done.returncode, note.read_text()) == (3, "mine")
    assert f"{note} exists already" in done.stderr and "--overwrite" in done.stderr
    footfall(*words, "--transactions", sales, "--out", note, "--overwrite")
    assert note.read_bytes() != b"mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["note.txt", "sales.csv"]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_what_is_read_is_never_replaced(words, sales, tmp_path):
    link = tmp_path / "link.csv"
    link.symlink_to(sales)
    for out in (sales, link, f"{tmp_path}/../{tmp_path.name}/sales.csv"):
        done = footfall(*words, "--transactions", sales, "--out", out, "--overwrite", check=False)
        assert (done.returncode, sales.read_text()) == (2, SALES)
        assert "is what is read" in done.stderr


def test_files_of_a_data_set_are_never_replaced(tmp_path):
    data = tmp_path / "data"
    footfall("simulate", "--customers", 10, "--days", 3, "--out", data)
    before = {path: path.read_bytes() for path in data.iterdir()}
    for name in ("items.csv", "manifest.json"):
        done = footfall("analyze", "kpi", data, "--out", data / name, "--overwrite", check=False)
        assert done.returncode == 2 and "is what is read" in done.stderr
    assert {path: path.read_bytes() for path in data.iterdir()} == before
    footfall("analyze", "kpi", data, "--out", data / "kpi.txt")  # a new file beside them harms none


def test_several_metrics_stop_before_the_first_file_that_exists(sales, tmp_path):
    out = tmp_path / "out"
    footfall("analyze", "kpi,daily", "--transactions", sales, "--format", "csv", "--out", out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    words = ["analyze", "kpi,daily", "--transactions", sales, "--format", "csv", "--out", out]
    done = footfall(*words, check=False)
    assert done.returncode == 3 and "kpi.csv exists already" in done.stderr
    footfall(*words, "--overwrite")
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_options_of_own_files_are_refused_for_a_data_set(tmp_path):
    data = tmp_path / "data"
    footfall("simulate", "--customers", 10, "--days", 3, "--out", data)
    for words in (["--currency", "EUR"], ["--map", "time=date"], ["--items", "lines.csv"]):
        done = footfall("report", data, *words, check=False)
        assert done.returncode == 2 and f"{words[0]} goes with --transactions" in done.stderr


def test_a_file_or_nothing_in_place_of_a_data_set(sales, tmp_path):
    for command in ("report", "dashboard"):
        done = footfall(command, sales, check=False)
        assert done.returncode == 3 and f"--transactions {sales}" in done.stderr
        done = footfall(command, tmp_path / "none", check=False)
        assert done.returncode == 3 and "manifest.json:" not in done.stderr


def test_a_data_set_is_called_by_the_name_of_its_scenario(tmp_path):
    scenario = tmp_path / "real.yaml"
    shipped = (ROOT / "scenarios" / "minimal.yaml").read_text()
    scenario.write_text('name: Apteka "Pod Lwem"\n' + shipped)
    footfall("simulate", scenario, "--customers", 5, "--days", 5, "--out", tmp_path / "data")
    assert footfall("report", tmp_path / "data").stdout.startswith('Apteka "Pod Lwem", ')
