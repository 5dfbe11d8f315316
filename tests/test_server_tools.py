"""The server before schemathesis, which asks everything that its own description allows, and much that it does not."""

import subprocess
import sys

import pytest
from conftest import ROOT, footfall
from serving import Served

LIST = ROOT / "scripts" / "requirements_server.txt"
HOME = ROOT / ".footfall" / "schemathesis"


@pytest.fixture(scope="module")
def schemathesis():
    """The program, installed where it is missing or another version is asked for."""
    stamp = HOME / "requirements.txt"
    if not stamp.exists() or stamp.read_text() != LIST.read_text():
        made = subprocess.run([sys.executable, "-m", "venv", "--clear", HOME], capture_output=True, text=True, timeout=120)
        if made.returncode == 0:
            made = subprocess.run([HOME / "bin" / "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check", "--only-binary=:all:",
                                   "--require-hashes", "-r", LIST], capture_output=True, text=True, timeout=300)
        if made.returncode != 0:
            print("SKIPPED: schemathesis cannot be installed")
            pytest.skip(f"schemathesis cannot be installed: the server was NOT held to its description by it: {made.stderr[-300:]}")
        stamp.write_text(LIST.read_text())
    return HOME / "bin" / "st"


def test_schemathesis_finds_no_fault(schemathesis, tmp_path):
    data = tmp_path / "data"
    footfall("simulate", "minimal", "--days", "10", "--customers", "20", "--out", data)
    with Served(data, data) as server:
        done = subprocess.run(
            [schemathesis, "run", ROOT / "docs" / "openapi.json", "--url", server.url.rstrip("/"), "--checks", "all", "--exclude-path", "/events",
             # Anybody may ask on loopback, so credentials, wrong ones too, are not looked at; names of columns, personas and keys depend
             # on the data, so no schema can tell all that is refused.
             "--exclude-checks", "ignored_auth,positive_data_acceptance", "--max-examples", "15", "--seed", "1", "--phases", "examples,coverage,fuzzing",
             "--generation-database", "none", "--no-color"],
            capture_output=True, text=True, timeout=120, cwd=tmp_path)
        assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-1000:]
        assert server.ask("/healthz")[0] == 200
        assert b'code="5xx"} 0' in server.ask("/metrics")[2]
