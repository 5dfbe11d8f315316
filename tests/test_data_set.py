"""What the program does around its rows: checksums, bad requests, targets, interruption, pipes."""

import hashlib
import json
import signal
import subprocess
import time

import pytest
from conftest import PROGRAM, ROOT, footfall


def manifest(folder):
    return json.loads((folder / "manifest.json").read_text())


def content(folder):
    return {name: table["content_hash"] for name, table in manifest(folder)["tables"].items()}


def test_checksums_are_those_of_sha256sum(tmp_path):
    footfall("simulate", "--customers", 50, "--checksum", "sha256", "--out", tmp_path / "d")
    for file in manifest(tmp_path / "d")["files"]:
        assert file["checksum"] == "sha256:" + hashlib.sha256((tmp_path / "d" / file["path"]).read_bytes()).hexdigest()


@pytest.mark.parametrize(
    "words, code, says",
    [
        (["--days", "0"], 2, "days"),
        (["--customers", "10000000000"], 2, "customers"),
        (["--customers", "-1"], 2, "customers"),
        (["--start-date", "2024-02-30"], 2, "YYYY-MM-DD"),
        (["--start-date", "1969-12-31"], 3, "1970"),
        (["--start-date", "2215-12-31"], 3, "2215"),
        (["--format", "xls"], 2, "xls"),
        (["--config", "absent.yaml"], 4, "absent.yaml"),
        (["--config", "/bin/sh"], 3, "sh"),
        (["--out", "/proc/nowhere"], 4, "/proc"),
        (["--dayz", "3"], 2, "dayz"),
    ],
)
def test_bad_requests_write_nothing(tmp_path, words, code, says):
    done = subprocess.run([PROGRAM, "simulate", "--out", tmp_path / "d", *words] if "--out" not in words
                          else [PROGRAM, "simulate", *words], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (code, "")
    assert says in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_existing_target_is_kept(tmp_path):
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "letter.txt").write_text("dear")
    for flags in ([], ["--overwrite"]):
        assert footfall("simulate", "--out", mine, *flags, check=False).returncode == 3
    assert (mine / "letter.txt").read_text() == "dear"
    assert footfall("simulate", "--customers", 5, "--out", tmp_path / "d").returncode == 0
    before = content(tmp_path / "d")
    assert footfall("simulate", "--customers", 6, "--out", tmp_path / "d", check=False).returncode == 3
    assert content(tmp_path / "d") == before
    assert footfall("simulate", "--customers", 6, "--out", tmp_path / "d", "--overwrite").returncode == 0
    assert content(tmp_path / "d") != before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["d", "mine"]


@pytest.mark.parametrize("number, code", [(signal.SIGINT, 130), (signal.SIGTERM, 130)])
def test_interruption_leaves_nothing(tmp_path, number, code):
    running = subprocess.Popen([PROGRAM, "simulate", "--customers", "20000", "--days", "365", "--out", tmp_path / "d"],
                               cwd=ROOT, stderr=subprocess.PIPE, text=True)
    time.sleep(0.7)
    running.send_signal(number)
    assert running.wait(timeout=30) == code
    assert "interrupted" in running.stderr.read()
    assert list(tmp_path.iterdir()) == []


def test_one_table_to_a_pipe(default_data):
    done = footfall("simulate", "--tables", "items", "--out", "-")
    assert done.stdout == (default_data / "items.csv").read_text()


def test_flags_without_a_subcommand_belong_to_simulate(tmp_path):
    footfall("--days", 3, "--customers", 20, "--out", tmp_path / "d")
    assert manifest(tmp_path / "d")["period"]["days"] == 3
