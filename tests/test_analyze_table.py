"""The tables of `footfall analyze`: they fit the terminal, figures carry their units, nothing is lost unsaid."""

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import termios

import pandas as pd
import pytest
from conftest import PROGRAM, ROOT, footfall

NAMES = [metric["name"] for metric in json.loads(footfall("analyze", "--list", "--format", "json").stdout)]


def table(name, *words):
    return footfall("analyze", name, *words, "-q").stdout


@pytest.mark.parametrize("name", NAMES)
def test_every_table_fits_a_narrow_terminal(name, default_data):
    lines = table(name, default_data, "--width", 60).splitlines()
    assert len(lines) > 1 and max(map(len, lines)) <= 60
    left_out = re.search(r"Left out for width: (.*?); --width 0", " ".join(line.strip() for line in lines))
    known = footfall("analyze", name, default_data, "--format", "csv", "-q").stdout.splitlines()[0].split(",")
    for column in (left_out.group(1).split(", ") if left_out else []):
        assert column.split(" ")[0] in known, column


def test_a_terminal_of_80_columns(default_data):
    """What a terminal is told is what fits it; a pipe gets every column."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 80, 0, 0))
    with subprocess.Popen([PROGRAM, "--no-color", "analyze", "persona_performance", default_data, "-q"], cwd=ROOT,
                          stdout=slave) as running:
        os.close(slave)
        shown = b""
        while True:
            try:
                part = os.read(master, 65536)
            except OSError:  # the other end has gone
                break
            shown += part
            if not part:
                break
    os.close(master)
    assert running.returncode == 0
    lines = shown.decode().replace("\r", "").splitlines()
    assert max(map(len, lines)) <= 80 and "Left out for width: " in shown.decode()
    piped = table("persona_performance", default_data)
    assert "Left out" not in piped and max(map(len, piped.splitlines())) > 80


def test_figures_have_units_and_stand_to_the_right(default_data):
    bought = pd.read_parquet(default_data / "transactions.parquet", columns=["persona", "amount"])
    bought["amount"] = bought["amount"].astype(float)
    lines = table("persona_performance", default_data, "--width", 80).splitlines()
    row = next(line for line in lines if "Premium Shopper" in line)
    revenue = bought.loc[bought["persona"] == "Premium Shopper", "amount"].sum()
    written = re.search(r"₹([\d,]+)", row).group(1)
    assert int(written.replace(",", "")) == round(revenue) and re.fullmatch(r"\d\d,\d\d,\d\d,\d{3}", written)
    assert f"{100 * revenue / bought['amount'].sum():.1f} %" in row
    heads = [line for line in lines[:4] if "revenue" in line]
    assert heads[-1].index("revenue") + len("revenue") == row.index(written) + len(written)


def test_a_single_row_is_a_list(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("order,client,date,amount\n" + "".join(f"{i},c{i % 30},2024-01-{1 + i % 28:02},{5 + i}\n" for i in range(90)))
    text = footfall("analyze", "spend_distribution", "--transactions", path, "--segments", "none", "--currency", "JPY",
                    "--width", 60, "-q").stdout
    assert re.search(r"^  transactions +90$", text, re.M) and re.search(r"^  maximum +¥94$", text, re.M)
