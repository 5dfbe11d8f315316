"""The dashboard's page: its unit tests against answers of DuckDB, and the page in a browser.

Skipped aloud where Node 20 or Chromium is not there; a page whose packages are not installed (./dev web) is a failure.
"""

import base64
import json
import os
import random
import shutil
import subprocess

import pytest
from conftest import PROGRAM, ROOT, footfall
from dashboard_fixture import answer, make_document, random_filter, random_customer_filter, segments_of_scores
from serving import Served

WEB = ROOT / "web"
OWN_NODE = ROOT / ".footfall" / "node" / "bin"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def environment(**more):
    path = os.environ["PATH"]
    return {**os.environ, "PATH": f"{OWN_NODE}:{path}" if OWN_NODE.is_dir() else path, **more}


def node_version():
    node = shutil.which("node", path=environment()["PATH"])
    if not node:
        return 0
    return int(subprocess.run([node, "--version"], capture_output=True, text=True).stdout.strip().lstrip("v").split(".")[0] or 0)


def npm(*words, timeout=420, **variables):
    done = subprocess.run(["npm", "run", "--silent", *words], cwd=WEB, env=environment(**variables), capture_output=True,
                          text=True, timeout=timeout)
    return done.returncode, done.stdout + done.stderr


pytestmark = pytest.mark.skipif(node_version() < 20, reason="Node 20 or later is not here: the page is neither built nor tested")


@pytest.fixture(scope="module")
def page():
    """The page without data, built."""
    assert (WEB / "node_modules").is_dir(), "the page's packages are not installed: cd web && npm ci --ignore-scripts"
    code, text = npm("build")
    assert code == 0, text
    return (WEB / "dist" / "dashboard.html").read_text()


@pytest.fixture(scope="module")
def fixture_folder(tmp_path_factory, page):
    """Documents that DuckDB made, pages that hold them, and answers to random filters."""
    folder = tmp_path_factory.mktemp("web")
    footfall("simulate", "--format", "parquet", "--out", folder / "month")
    footfall("simulate", "--days", 400, "--customers", 400, "--format", "parquet", "--out", folder / "year")
    base, header, document = make_document(folder / "month")
    rng = random.Random(42)
    answers = [answer(base, random_filter(rng, header["dimensions"])) for _ in range(200)]
    (folder / "answers.json").write_text(json.dumps(answers))
    answers = [answer(base, random_customer_filter(rng, header["dimensions"])) for _ in range(120)]
    (folder / "customer_answers.json").write_text(json.dumps(answers))
    rule = (ROOT / "src" / "analytics" / "sql" / "tables" / "rfm_scores.sql").read_text()
    (folder / "segments_of_scores.json").write_text(json.dumps(segments_of_scores(rule)))
    year = make_document(folder / "year", with_city=False)[2]
    for name, packed in (("document", document), ("no_city", make_document(folder / "month", with_city=False)[2])):
        (folder / f"{name}.bin").write_bytes(packed)
    (folder / "empty.html").write_text(page)
    for name, packed in (("page", document), ("year", year)):
        assert page.count("__FOOTFALL_DATA__") == 1
        (folder / f"{name}.html").write_text(page.replace("__FOOTFALL_DATA__", base64.b64encode(packed).decode()))
    return folder


def test_lock_names_no_registry():
    lock = (WEB / "package-lock.json").read_text()
    assert '"resolved"' not in lock and '"integrity"' in lock


def test_build_is_the_same_twice(page):
    assert npm("build")[0] == 0
    assert (WEB / "dist" / "dashboard.html").read_text() == page


def test_files_are_short():
    long = [str(path.relative_to(ROOT)) for part in ("src", "test", "e2e") for path in (WEB / part).rglob("*")
            if path.suffix in (".ts", ".tsx", ".mjs", ".css") and len(path.read_text().splitlines()) > 400]
    assert not long


def test_units(fixture_folder):
    code, text = npm("test", FOOTFALL_WEB_FIXTURE=str(fixture_folder))
    assert code == 0, text[-6000:]
    assert "skipped" not in text.splitlines()[-5:], text[-2000:]


@pytest.mark.alone
def test_in_browser(fixture_folder, tmp_path):
    if CHROMIUM is None:
        pytest.skip("Chromium is not here: the page was not opened")
    scenario = tmp_path / "scenario.yaml"
    text = (ROOT / "scenarios" / "india_retail.yaml").read_text()
    assert "customers_per_persona: 1000" in text
    scenario.write_text(text.replace("customers_per_persona: 1000", "customers_per_persona: 100"))
    with Served(fixture_folder / "month") as served, \
            Served("--simulate", scenario, "--speed", "1min/s", "--out", tmp_path / "out") as simulated:
        code, text = npm("e2e", timeout=900, FOOTFALL_WEB_FIXTURE=str(fixture_folder), CHROMIUM=CHROMIUM, WEB_TEST_SERVED=served.url,
                         WEB_TEST_SIMULATED=simulated.url, WEB_TEST_PROGRAM=str(PROGRAM), WEB_TEST_DATA=str(fixture_folder / "month"))
    assert code == 0, "\n".join(line for line in text.splitlines() if not line.startswith("ok"))[-6000:]
