"""The same bytes everywhere: golden values, and all that may differ between two runs of one scenario."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import PROGRAM, ROOT, footfall

TABLES = ["customers", "transactions", "items"]
DEFAULT = ROOT / "scenarios/india_retail.yaml"
LOCALES = Path("/usr/share/i18n/locales")


def content(folder):
    tables = json.loads((folder / "manifest.json").read_text())["tables"]
    return {name: (table["rows"], table["content_hash"]) for name, table in tables.items()}


def files(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_golden_files_and_readme_are_what_the_program_gives():
    done = subprocess.run([sys.executable, ROOT / "scripts/update_golden.py", "--check"],
                          capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f"scripts/update_golden.py would change: {done.stdout}{done.stderr}"


@pytest.mark.parametrize("threads", [1, 2, 7])
def test_threads_change_no_byte(tmp_path, default_data, threads):
    footfall("simulate", "scenarios/india_retail.yaml", "--threads", threads, "--format", "csv,jsonl,parquet",
             "--out", tmp_path / "d")
    assert files(tmp_path / "d") == files(default_data)


@pytest.mark.parametrize("flags", [
    ["--compression", "zstd", "--row-group-rows", 10_000],
    ["--compression", "snappy", "--row-group-rows", 65_537],
    ["--compression", "none"],
    ["--money", "double"],
    ["--checksum", "sha256", "--tables", "transactions,items"],
], ids=lambda flags: " ".join(map(str, flags)))
def test_repeated_runs_are_the_same_bytes(tmp_path, flags):
    made = []
    for run, threads in enumerate([1, 1, 3]):
        out = tmp_path / str(run)
        footfall("simulate", "scenarios/germany.yaml", "--days", 100, "--customers", 300, "--threads", threads,
                 "--format", "csv,parquet", *flags, "--out", out)
        made.append(files(out))
    assert made[0] == made[1] == made[2]


@pytest.mark.parametrize("name", ["csv", "jsonl", "parquet", "duckdb"])
def test_formats_have_one_content_hash(tmp_path, default_data, name):
    footfall("simulate", "--format", name, "--out", tmp_path / "d")
    assert content(tmp_path / "d") == content(default_data)


def test_rows_do_not_depend_on_the_tables_asked_for(tmp_path, default_data):
    for table in TABLES:
        footfall("simulate", "--tables", table, "--out", tmp_path / table)
        assert (tmp_path / table / f"{table}.csv").read_bytes() == (default_data / f"{table}.csv").read_bytes()


def german_locale(folder):
    """Environment of a German locale, made here where the machine has the sources of one."""
    if (LOCALES / "de_DE").exists() and shutil.which("localedef"):
        made = subprocess.run(["localedef", "-i", "de_DE", "-f", "UTF-8", folder / "de_DE.UTF-8"],
                              capture_output=True, timeout=60)
        if (folder / "de_DE.UTF-8").exists():
            return {"LOCPATH": str(folder)}
        print(made.stderr)
    print("SKIPPED a real German locale: no localedef or no sources; its name is set all the same")
    return {}


@pytest.mark.parametrize("change", ["locale", "time zone", "empty environment", "folder", "umask", "closed input"])
def test_surroundings_change_no_byte(tmp_path, default_data, change):
    environment, options, out = dict(os.environ), {"cwd": ROOT}, tmp_path / "d"
    if change == "locale":
        environment |= german_locale(tmp_path) | {"LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8"}
    if change == "time zone":
        environment["TZ"] = "Asia/Kolkata"
    if change == "empty environment":
        environment = {}
    if change == "folder":
        options = {"cwd": tmp_path}
    if change == "umask":
        options |= {"umask": 0o077}
    if change == "closed input":
        options |= {"stdin": subprocess.DEVNULL}
    done = subprocess.run([PROGRAM, "simulate", DEFAULT, "--format", "csv,jsonl,parquet", "--out", out],
                          env=environment, capture_output=True, timeout=60, **options)
    assert done.returncode == 0, done.stderr
    expected, found = files(default_data), files(out)
    # The manifest names the scenario as it was given, here by its whole path.
    expected["manifest.json"] = expected["manifest.json"].replace(b'"scenarios/', f'"{ROOT}/scenarios/'.encode())
    assert found == expected


def test_machines_without_avx512(tmp_path):
    """valgrind offers no AVX-512, so the program takes its other path there."""
    if shutil.which("valgrind") is None:
        print("SKIPPED the path without AVX-512: valgrind is missing (scripts/packages.txt)")
        pytest.skip("valgrind is missing")
    flags = ["simulate", DEFAULT, "--customers", "70", "--days", "20", "--threads", "2", "--format", "csv"]
    footfall(*flags, "--out", tmp_path / "here")
    subprocess.run(["valgrind", "--tool=none", "-q", PROGRAM, *flags, "--out", tmp_path / "there"],
                   check=True, capture_output=True, timeout=120)
    assert files(tmp_path / "there") == files(tmp_path / "here")


def test_resolved_scenario_gives_the_same_data(tmp_path, default_data):
    again = tmp_path / "resolved.yaml"
    again.write_text(json.dumps(json.loads((default_data / "manifest.json").read_text())["scenario"]))
    footfall("simulate", again, "--out", tmp_path / "d")
    assert content(tmp_path / "d") == content(default_data)


def test_more_days_only_append(tmp_path, default_data):
    footfall("simulate", "--days", 45, "--out", tmp_path / "d")
    for table in TABLES:
        longer, shorter = ((folder / f"{table}.csv").read_bytes() for folder in (tmp_path / "d", default_data))
        assert longer.startswith(shorter)
        assert (len(longer) > len(shorter)) == (table != "customers")


def test_order_of_personas_without_identifiers_changes_identifiers_alone(tmp_path):
    """Without `id` a persona's place numbers its customers; what they do stays."""
    scenario = yaml.safe_load(DEFAULT.read_text())
    for persona in scenario["personas"]:
        del persona["id"]
    rows = []
    for name, personas in (("as they are", scenario["personas"]), ("reversed", scenario["personas"][::-1])):
        path = tmp_path / f"{name}.yaml"
        path.write_text(json.dumps({**scenario, "personas": personas}, default=str))
        footfall("simulate", path, "--customers", 100, "--out", tmp_path / name)
        lines = (tmp_path / name / "transactions.csv").read_text().splitlines()[1:]
        cells = [line.split(",") for line in lines]
        rows.append(sorted([str(int(cell[1]) % 10**8), *cell[2:]] for cell in cells))
    assert rows[0] == rows[1]
