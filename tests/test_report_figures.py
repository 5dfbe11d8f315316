"""The figures of a report: every text lies on the canvas and on no other text, measured with the widths that the font
itself has; amounts begin at 0; what is shaded or ringed is said."""

import re
import struct
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from conftest import footfall
from report_data import data, own_report  # noqa: F401

SPACE = "{http://www.w3.org/2000/svg}"
FONTS = Path("/usr/share/fonts/truetype/dejavu")
MARGIN = 8  # pixels that no text may come nearer to the edge
pytestmark = pytest.mark.skipif(not FONTS.is_dir(), reason="fonts-dejavu-core is not here: texts cannot be measured")


def advances(path):
    """Reads a TrueType font: the advance width of each character, in parts of the size."""
    font = path.read_bytes()
    places = {}
    for i in range(struct.unpack_from(">H", font, 4)[0]):
        tag, _, place, _ = struct.unpack_from(">4sIII", font, 12 + 16 * i)
        places[tag] = place
    units = struct.unpack_from(">H", font, places[b"head"] + 18)[0]
    measured = struct.unpack_from(">H", font, places[b"hhea"] + 34)[0]
    characters = places[b"cmap"]
    widths = {}
    for i in range(struct.unpack_from(">H", font, characters + 2)[0]):
        table = characters + struct.unpack_from(">HHI", font, characters + 4 + 8 * i)[2]
        if struct.unpack_from(">H", font, table)[0] != 12:
            continue
        for group in range(struct.unpack_from(">I", font, table + 12)[0]):
            first, last, glyph = struct.unpack_from(">III", font, table + 16 + 12 * group)
            for code in range(first, last + 1):
                at = places[b"hmtx"] + 4 * min(glyph + code - first, measured - 1)
                widths[chr(code)] = struct.unpack_from(">H", font, at)[0] / units
    return widths


@pytest.fixture(scope="module")
def fonts():
    return {bold: advances(FONTS / f"DejaVuSans{'-Bold' if bold else ''}.ttf") for bold in (False, True)}


def style(svg, words):
    """Returns size and boldness that the style sheet of the light theme gives a text of these classes."""
    sheet = re.search(r"<style>(.*?)@media", svg, re.S).group(1)
    size, is_bold = 12, False
    for word in words:
        for names, rule in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet):
            if f".{word}" in names.strip().split(","):
                found = re.search(r"font-size:(\d+)px", rule)
                size = int(found.group(1)) if found else size
                is_bold = is_bold or "font-weight:600" in rule
    return size, is_bold


def boxes(path, fonts):
    """Returns width and height of a figure, and (text, left, top, right, bottom) of each of its texts."""
    svg = path.read_text()
    root = ElementTree.fromstring(svg)
    found = []

    def walk(part, down):
        moved = re.fullmatch(r"translate\(0 ([\d.]+)\)", part.get("transform", "translate(0 0)"))
        down += float(moved.group(1))
        for child in part:
            if child.tag != f"{SPACE}text":
                walk(child, down)
                continue
            size, is_bold = style(svg, child.get("class", "").split())
            width = size * sum(fonts[is_bold].get(c, 1.0) for c in child.text)
            left = float(child.get("x")) - {None: 0, "middle": width / 2, "end": width}[child.get("text-anchor")]
            line = float(child.get("y")) + down
            found.append((child.text, left, line - 0.72 * size, left + width, line + 0.2 * size))

    walk(root, 0)
    return float(root.get("width")), float(root.get("height")), found


def check(folder, fonts):
    """Checks every figure of a report; returns their names."""
    paths = sorted(folder.glob("*.svg"))
    for path in paths:
        width, height, texts = boxes(path, fonts)
        assert len(texts) > 3, path
        for text, left, top, right, bottom in texts:
            assert left >= MARGIN and right <= width - MARGIN and top >= 0 and bottom <= height, (path.name, text, left, right)
        for i, (text, left, top, right, bottom) in enumerate(texts):
            for other, left2, top2, right2, bottom2 in texts[i + 1:]:
                apart = right <= left2 or right2 <= left or bottom <= top2 or bottom2 <= top
                assert apart, (path.name, text, other)
    return [path.stem for path in paths]


def test_font_and_figures_of_the_default_data(data, fonts):
    assert fonts[True]["W"] > fonts[False]["W"] > fonts[False]["i"] > 0.2
    assert len(check(data / "report", fonts)) == 7


LONG = ["Gardening Tools, Outdoor Furniture & Barbecue Accessories (all brands)",
        "Gardening Tools, Outdoor Furniture & Barbecue Accessories (own brand)", "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW", "x"]


def long_names(tmp_path, segments):
    """Two thirds of the receipts name no customer; names have no room; one day is a hundred times the others."""
    draw = np.random.default_rng(4)
    rows = [["order", "customer", "date", "category", "amount", "customer segment", "festival"]]
    for order in range(6000):
        day = int(draw.integers(300))
        customer = int(draw.zipf(1.6)) % 300
        amount = draw.gamma(4, 500 if customer < 20 else 50) * (40 if day == 150 else 1)
        rows.append([order, f"c{customer}" if order % 3 == 0 else "", f"{np.datetime64('2024-01-01') + day}T{draw.integers(24):02}:30",
                     LONG[order % 4], f"{amount:.2f}", LONG[customer % 2],
                     f"The Great Harvest Fair {day // 30}" if day % 30 < 3 else ""])
    done, _ = own_report(tmp_path, rows, "--map", "persona=customer segment" if segments else "customer=customer", "--currency", "INR")
    assert done.returncode == 0, done.stderr
    return tmp_path / "out"


@pytest.mark.parametrize("segments", [False, True])
def test_long_names_and_sentences(tmp_path, fonts, segments):
    out = long_names(tmp_path, segments)
    assert {"categories", "personas", "revenue", "rfm", "weekday_hour"} <= set(check(out, fonts))
    revenue = (out / "revenue.svg").read_text()
    assert len(re.findall(r'class="ring"', revenue)) == 1 and ">30 May<" in revenue and "ringed: not explained" in revenue
    assert revenue.count('class="wash"') == 10 and "festivals shaded" in revenue
    assert all(f">The Great Harvest Fair {i}<" in revenue for i in range(10))


def test_names_that_are_cut_differ(tmp_path):
    out = long_names(tmp_path, False)
    names = re.findall(r'text-anchor="end">(Gardening[^<]*)<', (out / "categories.svg").read_text())
    assert len(names) == 2 and all("…" in name for name in names)
    assert {name[-11:] for name in names} == {"all brands)", "(own brand)"}


def axis_labels(path):
    return re.findall(r'class="small" text-anchor="end">([^<]*)<', path.read_text())


def test_amounts_begin_at_zero_and_festivals_are_named(tmp_path, fonts):
    """Steady revenue, far from 0, over more than a year, so that weeks are drawn."""
    folder = tmp_path / "data"
    footfall("simulate", "scenarios/germany.yaml", "--days", 600, "--customers", 300, "--out", folder, "--export-summary", "-q")
    report = folder / "report"
    assert {"revenue", "forecast"} <= set(check(report, fonts))
    for name in ("revenue", "forecast"):
        assert axis_labels(report / f"{name}.svg")[0] == "€0"
    figure = (report / "revenue.svg").read_text()
    shades = figure.count('class="wash"')
    names = len(re.findall(r'class="small" text-anchor="middle">(?!\d|[A-Z][a-z]{2}<)[^<]{4,}<', figure))
    assert shades == names > 8
    assert "ring\"" not in figure and "ringed" not in figure


def test_no_figure_of_uplifts_where_all_pay_the_same(tmp_path, fonts):
    """A subscription of three prices, paid on any day of the week: nothing but the mix can differ."""
    draw = np.random.default_rng(8)
    rows = [["order", "customer", "date", "amount", "segment"]]
    for customer in range(300):
        price = (9, 29, 99)[customer % 3]
        for month in range(12):
            when = np.datetime64("2024-01-01") + int(month * 30 + draw.integers(28))
            rows.append([len(rows), f"c{customer}", f"{when}", price, f"plan {price}"])
    own_report(tmp_path, rows, "--map", "persona=segment")
    drawn = check(tmp_path / "out", fonts)
    assert "personas" in drawn and "uplifts" not in drawn
