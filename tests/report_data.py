"""The data set that tests of reports read; they import its fixture."""

import pytest

from conftest import footfall


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """The default data set in CSV, with its report."""
    folder = tmp_path_factory.mktemp("report") / "data"
    footfall("simulate", "--out", folder, "--export-summary", "-q")
    return folder
