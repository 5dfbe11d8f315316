"""Where option values come from: flags, then the environment, then the settings file, then defaults."""

import itertools
import json
import os
import re
import subprocess

import pytest
from conftest import PROGRAM

CLEAN = {k: v for k, v in os.environ.items() if not k.startswith("FOOTFALL_")}


def run(folder, *words, **variables):
    return subprocess.run([PROGRAM, *map(str, words)], cwd=folder, capture_output=True, text=True, timeout=60,
                          env={**CLEAN, **variables})


def settings(folder, *words, **variables):
    done = run(folder, "config", "show", "--json", *words, **variables)
    assert done.returncode == 0, done.stderr
    return {entry["setting"]: entry for entry in json.loads(done.stdout)}


@pytest.mark.parametrize("flag, variable, file", list(itertools.product([False, True], repeat=3)))
def test_flags_before_environment_before_file_before_default(tmp_path, flag, variable, file):
    if file:
        (tmp_path / "footfall.yaml").write_text("days: 7\n")
    done = run(tmp_path, "simulate", "--customers", 2, "--format", "null", "--json",
               *(["--days", "3"] if flag else []), **({"FOOTFALL_DAYS": "5"} if variable else {}))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["days"] == (3 if flag else 5 if variable else 7 if file else 30)
    shown = settings(tmp_path, **({"FOOTFALL_DAYS": "5"} if variable else {}))["days"]
    source = "FOOTFALL_DAYS" if variable else "footfall.yaml:1" if file else "default"
    assert shown["source"] == source and shown["variable"] == "FOOTFALL_DAYS"


def test_config_show_lists_every_kind(tmp_path):
    (tmp_path / "footfall.yaml").write_text("format: [csv, parquet]\nno_color: yes\nquery: {max_width: 20}\n")
    found = settings(tmp_path, "--log-level", "ERROR", FOOTFALL_QUERY_FORMAT="json", FOOTFALL_SEED="7")
    assert {found[key]["value"] for key in ("format",)} == {"csv,parquet"}
    assert found["no_color"]["value"] == "true" and found["no_color"]["source"] == "footfall.yaml:2"
    assert (found["query.max_width"]["value"], found["query.max_width"]["source"]) == ("20", "footfall.yaml:3")
    assert (found["query.format"]["value"], found["query.format"]["source"]) == ("json", "FOOTFALL_QUERY_FORMAT")
    assert (found["log_level"]["value"], found["log_level"]["source"]) == ("ERROR", "--log-level")
    assert (found["out"]["value"], found["out"]["source"]) == ("data/output", "default")
    table = run(tmp_path, "config", "show").stdout
    for key in found:
        assert f"  {key} " in table


def test_every_variable_can_be_exported_and_every_key_be_written_as_on_the_command_line(tmp_path):
    for entry in settings(tmp_path).values():
        assert re.fullmatch(r"FOOTFALL_[A-Z][A-Z0-9_]*", entry["variable"]), entry
        assert re.fullmatch(r"[a-z0-9_.]+", entry["setting"]), entry
    exported = subprocess.run(["sh", "-c", f"export FOOTFALL_VERIFY_REPORT_DATA=shop; {PROGRAM} config show --json"],
                              cwd=tmp_path, capture_output=True, text=True, timeout=60)
    found = {entry["setting"]: entry for entry in json.loads(exported.stdout)}
    assert (found["verify_report.data"]["value"], found["verify_report.data"]["source"]) == ("shop", "FOOTFALL_VERIFY_REPORT_DATA")
    for section, key in itertools.product(["verify-report", "verify_report"], ["time-format", "time_format"]):
        (tmp_path / "footfall.yaml").write_text(f"{section}: {{{key}: '%d'}}\nlog-level: ERROR\n")
        found = settings(tmp_path)
        assert found["verify_report.time_format"]["value"] == "%d" and found["log_level"]["source"] == "footfall.yaml:2"


def test_a_scenario_of_the_command_line_goes_before_one_that_is_set(tmp_path):
    (tmp_path / "footfall.yaml").write_text("config: germany\n")
    words = ["simulate", "--customers", 2, "--format", "null", "--json"]
    assert json.loads(run(tmp_path, *words).stdout)["scenario"] == "scenarios/germany.yaml"
    assert json.loads(run(tmp_path, *words, "minimal").stdout)["scenario"] == "scenarios/minimal.yaml"
    assert json.loads(run(tmp_path, *words, "--config", "minimal").stdout)["scenario"] == "scenarios/minimal.yaml"


def test_what_is_shown_is_what_a_run_takes(tmp_path):
    (tmp_path / "footfall.yaml").write_text("customers: 4\ndays: 3\nout: shop\nformat: [csv, jsonl]\ntables: items\n")
    done = run(tmp_path)  # no words: how to begin, whatever is set
    assert done.returncode == 0 and "Examples" in done.stdout and not (tmp_path / "shop").exists()
    assert run(tmp_path, "simulate").returncode == 0
    assert sorted(p.name for p in (tmp_path / "shop").iterdir()) == ["items.csv", "items.jsonl", "manifest.json"]


def test_a_settings_file_by_name(tmp_path):
    (tmp_path / "footfall.yaml").write_text("days: 7\n")
    (tmp_path / "production.yaml").write_text("days: 9\n")
    assert settings(tmp_path, "--settings", "production.yaml")["days"]["value"] == "9"
    assert settings(tmp_path, FOOTFALL_SETTINGS="production.yaml")["days"]["source"] == "production.yaml:1"
    absent = run(tmp_path, "simulate", "--settings", "absent.yaml")
    assert absent.returncode == 4 and "absent.yaml" in absent.stderr


def test_every_mistake_of_the_file_with_its_line(tmp_path):
    (tmp_path / "footfall.yaml").write_text(
        "days: 0\nformt: csv\nquiet: maybe\nquery: {fro: csv}\nsimulate: {days: 3}\nout: {a: b}\nseed: [1, 2]\n")
    done = run(tmp_path, "simulate")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.splitlines() == [
        "footfall.yaml:1: days must be a whole number from 1 to 89,849, not 0",
        "footfall.yaml:2: unknown setting formt; did you mean format?",
        "footfall.yaml:3: quiet must be true or false, not maybe",
        "footfall.yaml:4: unknown setting query.fro; did you mean query.from?",
        "footfall.yaml:5: unknown setting simulate; `footfall config show` lists all",
        "footfall.yaml:6: out must be a value, not a map",
        "footfall.yaml:7: seed must be one value",
    ]
    for words in (["help"], ["simulate", "--help"], ["completion", "bash"], []):
        assert run(tmp_path, *words).returncode == 0  # never in the way


@pytest.mark.parametrize("text, says", [("a: [", "footfall.yaml:1"), ("- days\n", "key: value"), ("\0\x01", "footfall.yaml")])
def test_what_is_no_settings_file(tmp_path, text, says):
    (tmp_path / "footfall.yaml").write_text(text)
    done = run(tmp_path, "simulate")
    assert done.returncode == 3 and says in done.stderr and "\n" not in done.stderr.strip()


def test_mistakes_of_the_environment(tmp_path):
    done = run(tmp_path, "simulate", FOOTFALL_DAYS="3x", FOOTFALL_FORMAT="csv,xls")
    assert done.returncode == 3
    assert "FOOTFALL_DAYS must be a whole number" in done.stderr and "FOOTFALL_FORMAT must be csv" in done.stderr
    odd = run(tmp_path, "simulate", "--format", "null", "--days", 1, FOOTFALL_DAZE="3", FOOTFALL_SOMETHING_ELSE="1")
    assert odd.returncode == 0
    assert odd.stderr == "footfall: warning: FOOTFALL_DAZE is no setting; did you mean FOOTFALL_DAYS?\n"
    empty = run(tmp_path, "simulate", "--format", "null", "--json", FOOTFALL_DAYS="")
    assert json.loads(empty.stdout)["days"] == 30


def test_doing_it_now_is_no_setting(tmp_path):
    known = settings(tmp_path)
    assert not {"dry_run", "help", "version", "settings", "enable_ml_training"} & set(known)
