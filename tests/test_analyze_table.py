"""The tables of `footfall analyze`: they fit the terminal, figures carry their units, nothing is lost unsaid."""

import csv
import fcntl
import io
import json
import os
import pty
import re
import struct
import subprocess
import termios

import numpy as np
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


def at_terminal(*words, columns=80):
    """Runs the program with stdout and stderr at a terminal; returns its exit code and its lines."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    with subprocess.Popen([PROGRAM, "--no-color", *map(str, words)], cwd=ROOT, stdout=slave, stderr=slave) as running:
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
    return running.returncode, shown.decode().replace("\r", "").splitlines()


def test_a_terminal_of_80_columns(default_data):
    """What a terminal is told is what fits it; a pipe gets every column."""
    code, lines = at_terminal("analyze", "persona_performance", default_data, "-q")
    assert code == 0
    assert max(map(len, lines)) <= 80 and any("Left out for width: " in line for line in lines)
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


# What is told of one's own data


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """Half a year of a shop: no names; rows without a time, without an amount, and of amount 0."""
    draw = np.random.default_rng(5)
    path = tmp_path_factory.mktemp("shop") / "shop.csv"
    rows = [["order", "client", "date", "amount", "name", "group"]]
    groups = ["customers of the north who come often", "customers of the north who come seldom", "customers of the south"]
    for order in range(3000):
        client = int(draw.zipf(1.5)) % 400
        when = str(np.datetime64("2024-01-01") + draw.integers(180)) if order % 100 else "no day at all"
        amount = "" if order % 150 == 1 else 0 if order % 60 == 2 else f"{draw.gamma(3, 4 + client % 5):.2f}"
        rows.append([order, f"c{client}", when, amount, "", groups[client % 3]])
    with path.open("w", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return ["--transactions", path, "--currency", "USD", "--map", "persona=group"]


def frame(name, *words):
    return pd.read_csv(io.StringIO(footfall("analyze", name, *words, "--format", "csv", "-q").stdout))


def test_parameters_have_digits_that_count(shop):
    """Parameters of a model differ by orders of magnitude; its notes stand whole below them."""
    model, text = frame("clv_model", *shop), table("clv_model", *shop, "--width", 80)
    assert max(map(len, text.splitlines())) <= 80
    shown = re.findall(r"^ +(BG/NBD|MBG/NBD|Gamma-Gamma) .*?(\w+) +(−?[\d,.]+(?:e-\d+)?)(?: |$)", text, re.M)
    persona = model.persona.isna()
    assert persona.all() and len(shown) == len(model) > 15
    for (name, quantity, written), row in zip(shown, model.itertuples()):
        assert (name, quantity) == (row.model, row.quantity)
        assert float(written.replace("−", "-").replace(",", "")) == pytest.approx(row.value, rel=6e-4), quantity
    words = " ".join(text.split())
    for row in model[model.note.notna()].itertuples():
        assert f"{row.model}: {row.note}" in words


@pytest.mark.parametrize("width", [60, 80, 0])
def test_findings_of_quality_come_whole_and_zeros_are_counted(shop, width):
    quality, text = frame("data_quality", *shop), table("data_quality", *shop, "--width", width)
    words = " ".join(text.split())
    assert not width or max(map(len, text.splitlines())) <= width
    found = quality[quality.rows > 0]
    assert set(found.is_problem) == {True, False}
    for row in found.itertuples():
        assert re.search(rf"{row.rows:,} of {row.checked:,} [<\d.]+\s% {re.escape(row.fact)} ", words), row.fact
        assert row.rule in words and (not isinstance(row.examples, str) or row.examples in words)
    problems, notes = words.split("To be known")
    for row in found.itertuples():
        assert (row.fact in problems) == row.is_problem and (row.fact in notes) != row.is_problem
    for row in quality[quality.rows == 0].itertuples():
        assert row.fact not in words
    assert f"{(quality.rows == 0).sum()} more checks found nothing" in words
    parts = re.findall(r"(\d+) of (\S+) \(([\d,]+) rows\)", words)
    assert sum(int(count) for count, _, _ in parts) == (quality.rows == 0).sum()


def test_quality_without_a_finding(default_data):
    text, checks = table("data_quality", default_data, "--width", 80), frame("data_quality", default_data)
    assert text.startswith("No problem was found in the data.\n")
    assert f"{len(checks)} checks found nothing" in text and "more checks" not in text


def test_cut_names_differ_and_empty_columns_are_left_out(shop):
    text = table("persona_performance", *shop, "--width", 80)
    names = [re.split(r"  +", line.strip())[0] for line in text.splitlines() if "…" in line]
    assert len(names) == 2 and {name.rsplit(" ", 1)[-1].rsplit("…")[-1] for name in names} == {"often", "seldom"}, text
    targets = table("campaign_targets", *shop, "--width", 0)
    head = targets.splitlines()[0].split()
    assert "name" not in head and "favourite_weekday" in head
    assert re.search(r"Without a value in any row: .*\bname\b", targets)
    narrow = table("campaign_targets", *shop, "--width", 80).split("\n\n")[0]
    assert "favourite_" in narrow


def test_notes_are_broken_at_the_terminals_width(shop):
    for columns in (60, 80):
        code, lines = at_terminal("analyze", "kpi", *shop[:4], columns=columns)
        begin = next(i for i, line in enumerate(lines) if line.startswith("no personas: "))
        assert code == 0 and max(map(len, lines[begin:])) <= columns
        assert lines[begin + 1].startswith("  ")
    piped = footfall("analyze", "kpi", *shop[:4]).stderr
    assert max(map(len, piped.splitlines())) > 100


@pytest.mark.parametrize("words, message", [
    (["--map", "customer="], "--map customer= names no column"),
    (["--map", "customer=client,customer=order"], "the role of customer twice: to column client and to column order"),
    (["--map", "customer=client", "--map", "customer_id=client"], "the role of customer twice"),
    (["--set", "horizon_days=0"], "--set horizon_days=0: "),
    (["--set", "horizon=7"], "clv has no parameter horizon; it has horizon_days"),
])
def test_what_is_wrong_in_the_command_is_all_that_is_said(shop, words, message):
    done = footfall("analyze", "clv", *shop[:4], *words, check=False)
    assert done.returncode == 2 and message in done.stderr and len(done.stderr.splitlines()) == 1
    assert done.stdout == ""
