"""The page as one file: what it says without scripts, and that its policy allows its own scripts and
styles and no others."""

import base64
import hashlib
import html.parser
import re

import pytest

from conftest import footfall
from dashboard_reader import Document


class Page(html.parser.HTMLParser):
    """The elements of a page as a browser without scripts reads them: (tag, attributes, text, the
    tags that it stands in)."""

    VOID = {"meta", "link", "br", "img", "input"}

    def __init__(self, text):
        super().__init__()
        self.elements, self.open = [], []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        element = [tag, dict(attributes), "", tuple(tag for tag, *_ in self.open)]
        self.elements.append(element)
        if tag not in self.VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attributes):
        self.elements.append([tag, dict(attributes), "", tuple(tag for tag, *_ in self.open)])

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        if self.open:
            self.open[-1][2] += data

    def texts(self, tag):
        return [text for name, _, text, within in self.elements if name == tag and "noscript" in within]

    def sources(self, tag):
        """What the policy must name of each script or style."""
        return {
            "'sha256-{}'".format(base64.b64encode(hashlib.sha256(text.encode()).digest()).decode())
            for name, attributes, text, _ in self.elements
            if name == tag and not attributes.get("type", "").startswith("application/")
        }


def make_page(out, *words):
    done = footfall("dashboard", *words, "--out", out, check=False)
    if "no dashboard page" in done.stderr:
        pytest.skip("SKIPPED: this build has no page; ./dev web makes one")
    assert done.returncode == 0, done.stderr
    return out.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def text(default_data, tmp_path_factory):
    return make_page(tmp_path_factory.mktemp("page") / "page.html", default_data)


def indian(number):
    """12,34,567."""
    head, tail = str(number)[:-3], str(number)[-3:]
    groups = re.findall(r"\d{1,2}", head[::-1])
    return ",".join([group[::-1] for group in groups[::-1]] + [tail])


def test_the_policy_names_exactly_what_is_in_the_page(text):
    page = Page(text)
    [content] = [
        attributes["content"]
        for tag, attributes, *_ in page.elements
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    policy = dict(part.strip().split(" ", 1) for part in content.split(";"))
    assert set(policy["script-src"].split()) == page.sources("script") != set()
    assert set(policy["style-src"].split()) == page.sources("style") != set()
    assert policy["default-src"] == "'none'" and "unsafe" not in content
    # It is in force before anything that it could refuse.
    assert text.index("Content-Security-Policy") < text.index("<script") and "<style" in text
    assert text.index("Content-Security-Policy") < text.index("<style")


def test_without_scripts_it_tells_the_key_figures(text):
    page = Page(text)
    [held] = [t for tag, a, t, _ in page.elements if a.get("id") == "footfall-data"]
    document = Document(base64.b64decode(held))
    facts = {fact["id"]: fact for fact in document.header["facts"]}
    count, revenue = indian(facts["transactions"]["value"]), facts["revenue"]["value"]
    assert revenue >= 1e7
    money = f"₹{revenue / 1e7:.2f}\u00a0crore"
    [headline] = page.texts("h1")
    period = "1\u00a0January\u00a02024 to 30\u00a0January\u00a02024"
    assert headline.replace(" January", "\u00a0January").replace("\u00a0", " ") == (
        f"India retail, {period}: {money} from {count} transactions".replace("\u00a0", " ")
    )
    figures = dict(zip(page.texts("dt"), page.texts("dd"), strict=True))
    assert figures[facts["transactions"]["label"]] == count
    assert figures[facts["revenue"]["label"]].split("\u00a0")[0] == f"₹{revenue / 1e7:.2f}"
    assert figures[facts["active_customers"]["label"]] == indian(facts["active_customers"]["value"])
    assert page.texts("li") == [i["headline"] for i in document.header["insights"]]
    assert "__FOOTFALL" not in text.split("<script", 1)[0]


def test_names_of_the_data_are_no_markup(tmp_path):
    path = tmp_path / "<b>&amp; </noscript> 'shop'.csv".replace("/", "")
    rows = [f"2024-03-{day:02},{day}" for day in range(1, 15) for _ in range(3)]
    path.write_text("\n".join(["date,amount", *rows]) + "\n", encoding="utf-8")
    page = Page(make_page(tmp_path / "page.html", "--transactions", path))
    [headline] = page.texts("h1")
    assert path.name in headline and page.texts("b") == []


def test_pages_keep_to_their_sizes(text, tmp_path):
    """Also that of a year, whose document is cut to the limit and still filters by segment."""
    assert len(text.encode()) < 600 * 1024
    footfall("simulate", "--days", 365, "--customers", 400, "--format", "parquet", "--out", tmp_path / "year")
    year = make_page(tmp_path / "year.html", tmp_path / "year")
    assert len(year.encode()) < 1_500_000
    [held] = [t for tag, a, t, _ in Page(year).elements if a.get("id") == "footfall-data"]
    document = Document(base64.b64decode(held))
    assert document.packed_bytes <= 900_000
    assert {"segment_visits", "segment_items"} <= document.names.keys()
    assert "day" in document.names["segment_visits"]
