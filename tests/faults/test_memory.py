"""Peak memory stays flat: no more for longer periods or more customers."""

import pytest
from tiny_runs import SCENARIO, measured


def peak_megabytes(folder, formats, days, customers, threads=1):
    code, message, peak = measured(
        "simulate", SCENARIO, "--days", days, "--customers", customers, "--threads", threads, "--format", formats,
        "--overwrite", "-q", "--out", folder / "data")
    assert code == 0, message
    return peak


@pytest.mark.parametrize("formats", ["null", "csv", "jsonl", "parquet"])
def test_memory_does_not_grow_with_the_period(tmp_path, formats):
    few = peak_megabytes(tmp_path, formats, 30, 10_000)
    many = peak_megabytes(tmp_path, formats, 120, 10_000)
    assert many < few * 1.10, (few, many)


@pytest.mark.parametrize("formats, start", [("null", 20_000), ("csv", 20_000), ("parquet", 220_000)])
def test_memory_does_not_grow_with_customers(tmp_path, formats, start):
    """Of Parquet beyond the first row group of a million customers, which is held back whole."""
    few = peak_megabytes(tmp_path, formats, 2, start)
    many = peak_megabytes(tmp_path, formats, 2, start + 200_000)
    assert many < few * 1.10 + 10, (few, many)


@pytest.mark.parametrize("formats", ["csv", "jsonl", "parquet"])
def test_memory_of_threads_has_a_bound(tmp_path, formats):
    """What they hold depends on which of them is how far, up to the chunks that may be on their way."""
    assert peak_megabytes(tmp_path, formats, 120, 10_000, threads=4) < 300
