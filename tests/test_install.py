"""An installed tree: complete, and at home wherever it is moved to."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT


@pytest.fixture(scope="module")
def moved(tmp_path_factory):
    """The installed tree after its folder was moved, and a folder that has nothing to do with it."""
    folder = tmp_path_factory.mktemp("install")
    subprocess.run(["cmake", "--install", ROOT / "build", "--prefix", folder / "first"], check=True,
                   capture_output=True, timeout=300)
    (folder / "first").rename(folder / "moved")
    (folder / "elsewhere").mkdir()
    return folder / "moved", folder / "elsewhere"


def run(moved, *words, **variables):
    return subprocess.run([moved[0] / "bin" / "footfall", *words], cwd=moved[1], capture_output=True, text=True,
                          timeout=120, env={**os.environ, **variables})


def test_the_tree_is_complete(moved):
    for path in ("share/man/man1/footfall.1", "share/bash-completion/completions/footfall",
                 "share/zsh/site-functions/_footfall", "share/zsh/vendor-completions/_footfall",
                 "share/fish/vendor_completions.d/footfall.fish",
                 "share/doc/footfall/LICENSE", "share/doc/footfall/NOTICE", "share/doc/footfall/copyright"):
        assert (moved[0] / path).stat().st_size > 0, path
    for path in Path("/usr/share/doc").glob("*/copyright"):
        if path.parent.name in ("libcli11-dev", "libeigen3-dev", "libxxhash-dev", "nlohmann-json3-dev"):
            installed = moved[0] / "share/doc/footfall/licenses" / f"{path.parent.name}.txt"
            assert installed.read_bytes() == path.read_bytes()
    for path in (ROOT / "docs").glob("*.md"):
        assert (moved[0] / "share/doc/footfall/docs" / path.name).read_bytes() == path.read_bytes()
    shipped = sorted(p.name for p in (ROOT / "scenarios").iterdir())
    assert sorted(p.name for p in (moved[0] / "share/footfall/scenarios").iterdir()) == shipped
    assert (moved[0] / "share/footfall/schemas/executive_summary.schema.json").is_file()


def test_it_runs_from_any_folder_with_its_own_libraries(moved):
    done = run(moved, "simulate", "minimal", "--customers", "40", "--format", "csv,parquet,duckdb", "--out", "d",
               LD_DEBUG="libs")
    assert done.returncode == 0, done.stderr[-2000:]
    loaded = [line.split()[-1] for line in done.stderr.splitlines() if "calling init:" in line]
    for library in ("footfall_parquet.so", "libarrow.so", "libparquet.so", "libduckdb.so"):
        (path,) = [path for path in loaded if library in path]
        assert path.startswith(str(moved[0])), path
    assert json.loads((moved[1] / "d" / "manifest.json").read_text())["scenario_file"] == "scenarios/minimal.yaml"


def test_its_scenarios_and_sql_are_at_hand(moved):
    assert run(moved, "--customers", "3", "--format", "null", "-q").returncode == 0
    assert run(moved, "scenario", "check", "germany").returncode == 0
    assert run(moved, "simulate", "--customers", "30", "--format", "parquet", "--out", "q").returncode == 0
    rows = run(moved, "query", "q", "SELECT count(*) AS n FROM customers", "--format", "csv")
    assert rows.stdout == "n\n150\n", rows.stderr
    assert run(moved, "verify", "q").returncode == 0
