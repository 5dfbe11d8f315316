"""What is generated is current: the JSON Schema, the data dictionary, and the guide's tables and outputs."""

import subprocess
import sys

from conftest import ROOT


def test_generated_documents_are_current():
    done = subprocess.run([sys.executable, ROOT / "scripts/update_docs.py", "--check"], capture_output=True, text=True)
    assert done.returncode == 0, f"run scripts/update_docs.py; it would change:\n{done.stdout}{done.stderr}"


def test_the_table_of_currencies_is_that_of_its_csv():
    assert subprocess.run([sys.executable, ROOT / "scripts/generate_currencies.py", "--check"]).returncode == 0
