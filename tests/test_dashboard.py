"""The dashboard's document against DuckDB on the same files: what a browser would sum from the cubes
under random filters is what SQL counts."""

import json
import random

import duckdb
import pytest

from conftest import footfall
from dashboard_reader import Document

STATES = 200
OF_CUSTOMERS = ("persona", "city", "segment", "score", "cohort")
FILTERED = ("day", "hour", *OF_CUSTOMERS, "category")


def make_document(folder, out, *words):
    footfall("dashboard", folder, "--document", "--out", out, *words)
    return Document.open(out)


@pytest.fixture(scope="module")
def full(default_data, tmp_path_factory):
    return make_document(default_data, tmp_path_factory.mktemp("full") / "data.gz")


@pytest.fixture(scope="module")
def coarse(default_data, tmp_path_factory):
    """A document that had to give up something of each cube, and customers."""
    out = tmp_path_factory.mktemp("coarse") / "data.gz"
    return make_document(default_data, out, "--most-kilobytes", 120)


@pytest.fixture(scope="module")
def sampled(default_data, tmp_path_factory):
    out = tmp_path_factory.mktemp("sampled") / "data.gz"
    return make_document(default_data, out, "--most-kilobytes", 60)


def numbered(document, dimension):
    """SQL of a table (name, code) of a dimension's values."""
    about = document.dimensions[dimension]
    own = [v for i, v in enumerate(about["values"]) if i != about["other"]]
    rows = ", ".join("('{}', {})".format(v.replace("'", "''"), i) for i, v in enumerate(own))
    return f"(SELECT * FROM (VALUES {rows}) AS codes(name, code))"


@pytest.fixture(scope="module")
def sql(default_data, full, tmp_path_factory):
    """Tables visits and lines with the indexes of their dimensions, made without the program's SQL."""
    connection = duckdb.connect()
    for table in ("customers", "transactions", "items"):
        connection.execute(
            f"CREATE VIEW {table} AS SELECT * FROM '{default_data / table}.parquet'"
        )
    path = tmp_path_factory.mktemp("sql") / "rfm_customers.csv"
    path.write_text(footfall("analyze", "rfm_customers", default_data, "--format", "csv").stdout)
    connection.execute(f"CREATE TABLE scored AS SELECT * FROM '{path}'")
    other = len(full.dimensions["city"]["values"]) - 1
    connection.execute(
        f"""CREATE TABLE visits AS
        SELECT t.transaction_id, t.customer_id, date_diff('day', DATE '2024-01-01', t.date) AS day,
               t.hour, p.code AS persona, coalesce(c.code, {other}) AS city,
               g.code AS segment, 5 * (scored.r - 1) + scored.f - 1 AS score, f.week AS cohort,
               t.lines, t.units, CAST(t.amount * 100 AS BIGINT) AS minor
        FROM transactions t JOIN customers USING (customer_id)
        JOIN scored USING (customer_id)
        JOIN (SELECT customer_id, date_diff('day', DATE '2024-01-01', min(date)) // 7 AS week FROM transactions GROUP BY 1) f
          USING (customer_id)
        JOIN {numbered(full, "persona")} p ON p.name = t.persona
        JOIN {numbered(full, "segment")} g ON g.name = scored.segment
        LEFT JOIN {numbered(full, "city")} c ON c.name = customers.city"""
    )
    connection.execute(
        f"""CREATE TABLE sold AS
        SELECT v.day, v.hour, v.persona, v.city, v.segment, v.score, v.cohort, v.transaction_id, k.code AS category, i.quantity,
               CAST(i.amount * 100 AS BIGINT) AS minor
        FROM items i JOIN visits v USING (transaction_id)
        JOIN {numbered(full, "category")} k ON k.name = i.category"""
    )
    return connection


def random_states(document, seed):
    """Filters: for each dimension nothing, one value or several; days also as a range, weekdays and
    festivals."""
    draw = random.Random(seed)
    about = document.dimensions["day"]
    for _ in range(STATES):
        passes = {}
        for dimension in FILTERED:
            size = document.size(dimension)
            kind = draw.randrange(4)
            if kind == 1:
                passes[dimension] = {draw.randrange(size)}
            elif kind == 2:
                passes[dimension] = set(draw.sample(range(size), draw.randint(1, size)))
        kind = draw.randrange(4)
        if kind == 1:
            first = draw.randrange(about["count"])
            passes["day"] = set(range(first, draw.randint(first, about["count"] - 1) + 1))
        elif kind == 2:  # 1 January 2024 is a Monday
            weekdays = draw.sample(range(7), draw.randint(1, 7))
            passes["day"] = {day for day in range(about["count"]) if day % 7 in weekdays}
        elif kind == 3:
            festival = draw.randint(-1, len(document.dimensions["festival"]["values"]) - 1)
            passes["day"] = {d for d, f in enumerate(about["festival"]) if f == festival}
        yield passes


def where(passes):
    parts = [
        "{} IN ({})".format(name, ", ".join(map(str, sorted(values))) or "NULL")
        for name, values in passes.items()
    ]
    return " AND ".join(parts) or "true"


def only(passes, dimensions):
    return {name: values for name, values in passes.items() if name in dimensions}


@pytest.mark.parametrize("which", ["full", "coarse", "sampled"])
def test_every_sum_is_that_of_sql(which, sql, request):
    document = request.getfixturevalue(which)
    for passes in random_states(document, which):
        kept = only(passes, document.names["visits"])
        expected = sql.execute(
            "SELECT count(*), coalesce(sum(minor), 0), coalesce(sum(lines), 0), "
            f"coalesce(sum(units), 0) FROM visits WHERE {where(kept)}"
        ).fetchone()
        measures = ("transactions", "revenue", "lines", "units")
        sums = document.totals("visits", kept)
        assert tuple(sums.get(m, 0) for m in measures) == expected, passes

        kept = only(passes, document.names["items"])
        expected = sql.execute(
            "SELECT count(*), coalesce(sum(quantity), 0), coalesce(sum(minor), 0), "
            "count(DISTINCT (transaction_id, category)) "
            f"FROM sold WHERE {where(kept)}"
        ).fetchone()
        measures = ("lines", "units", "revenue", "baskets")
        sums = document.totals("items", kept)
        assert tuple(sums.get(m, 0) for m in measures) == expected, passes


@pytest.mark.parametrize("which", ["full", "coarse", "sampled"])
def test_bins_hold_what_they_say(which, sql, request):
    document = request.getfixturevalue(which)
    edges = document.dimensions["spend"]["edges"]
    for index in range(len(edges) - 1):
        low = edges[index] if index > 0 else -(2**60)
        high = edges[index + 1] if index + 2 < len(edges) else 2**60
        expected = sql.execute(
            f"SELECT count(*) FROM visits WHERE minor >= {low} AND minor < {high} AND persona = 1"
        ).fetchone()[0]
        passes = {"spend": {index}, "persona": {1}}
        assert document.total("spend", "transactions", passes) == expected, (low, high)
    values = document.dimensions["lines"]["values"]
    for index, lines in enumerate(values):
        sign = ">=" if document.dimensions["lines"]["last_is_more"] and lines == values[-1] else "="
        expected = sql.execute(f"SELECT count(*) FROM visits WHERE lines {sign} {lines}").fetchone()
        assert (document.total("basket_lines", "transactions", {"lines": {index}}),) == expected


@pytest.mark.parametrize("which", ["full", "coarse", "sampled"])
def test_every_sum_of_an_amount_or_a_size_is_that_of_sql(which, sql, request):
    document = request.getfixturevalue(which)
    edges, sizes = document.dimensions["spend"]["edges"], document.dimensions["lines"]["values"]
    step = " + ".join(f"(minor >= {edge})::INT" for edge in edges[1:-1])
    bins = {"spend_visits": ("spend", len(edges) - 1, step), "lines_visits": ("lines", len(sizes), f"least(lines, {sizes[-1]}) - 1")}
    draw = random.Random(which)
    for passes in random_states(document, f"bins of {which}"):
        for name, (axis, count, of) in bins.items():
            kept = only(passes, document.names[name])
            chosen = set(draw.sample(range(count), draw.randint(1, count)))
            expected = sql.execute(
                "SELECT count(*), coalesce(sum(minor), 0), coalesce(sum(lines), 0), coalesce(sum(units), 0) "
                f"FROM visits WHERE {where(kept)} AND {of} IN ({', '.join(map(str, chosen))})"
            ).fetchone()
            sums = document.totals(name, {**kept, axis: chosen})
            assert tuple(sums.get(m, 0) for m in ("transactions", "revenue", "lines", "units")) == expected, (name, passes)


def customer_filters(document):
    for passes in random_states(document, "customers"):
        yield only(passes, ("day", *OF_CUSTOMERS))


def distinct(document, passes):
    allowed = {name: set(range(document.size(name))) for name in ("day", *OF_CUSTOMERS)} | passes
    return sum(
        all(value in allowed[name] for name, value in zip(OF_CUSTOMERS, who))
        and any(day in allowed["day"] for day in days)
        for *who, days in document.customers()
    )


def test_customers_are_exact_when_all_are_there(full, sql):
    assert full.header["customers"]["one_of"] == 1
    for passes in customer_filters(full):
        expected = sql.execute(
            f"SELECT count(DISTINCT customer_id) FROM visits WHERE {where(passes)}"
        ).fetchone()[0]
        assert distinct(full, passes) == expected, passes


def test_sampled_customers_are_near_by_their_own_error(sampled, sql):
    one_of = sampled.header["customers"]["one_of"]
    assert one_of > 1
    assert any("one of" in note for note in sampled.header["meta"]["notes"])
    for passes in customer_filters(sampled):
        expected = sql.execute(
            f"SELECT count(DISTINCT customer_id) FROM visits WHERE {where(passes)}"
        ).fetchone()[0]
        # The error of the true count: that of the estimate is 0 where it is.
        error = (expected * (one_of - 1)) ** 0.5
        assert abs(distinct(sampled, passes) * one_of - expected) <= 4 * error + 1e-9, passes


def test_totals_are_the_facts(full):
    facts = {fact["id"]: fact["value"] for fact in full.header["facts"]}
    assert full.total("visits", "transactions", {}) == facts["transactions"]
    assert full.total("visits", "revenue", {}) == round(facts["revenue"] * 100)
    assert full.total("items", "revenue", {}) == round(facts["revenue"] * 100)
    assert full.total("spend", "transactions", {}) == facts["transactions"]
    assert full.total("basket_lines", "transactions", {}) == facts["transactions"]
    assert len(list(full.customers())) == full.header["customers"]["active"]
    assert full.header["customers"]["active"] == facts["active_customers"]


def test_the_scenarios_own_effects_are_told(full):
    """The published figures of the classic model: averages 39.0 and 16.0 % higher, 1.5 and 1.2 times the visits. Premium
    Shopper comes with .8155, and never with more than .95: of the festival's five days two are weekends, which hold .95 anyway."""
    effects = {
        (effect["days"], effect["persona"]): effect for effect in full.header["meta"]["built_in"]
    }
    personas = full.dimensions["persona"]["values"]
    assert set(effects) == {
        (days, persona) for days in ("festival", "weekend") for persona in [None, *personas]
    }
    assert effects["festival", None]["amount"] == pytest.approx(0.390, abs=0.0005)
    assert effects["weekend", None]["amount"] == pytest.approx(0.160, abs=0.0005)
    capped = 0.95 / 0.8155 - 1
    for persona in personas:
        festival, weekend = (
            (0.6 * capped, capped) if persona == "Premium Shopper" else (0.5, 0.2)
        )
        assert effects["festival", persona]["visits"] == pytest.approx(festival, abs=1e-8)
        assert effects["weekend", persona]["visits"] == pytest.approx(weekend, abs=1e-8)


def test_segments_are_those_of_the_report(full, sql):
    """All eleven have customers in the default world, and each has the revenue that rfm gives it."""
    rfm = full.header["analyses"]["rfm"]
    names = [column["name"] for column in rfm["columns"]]
    rows = [dict(zip(names, row)) for row in rfm["rows"]]
    assert full.dimensions["segment"] == {"values": [row["segment"] for row in rows], "other": -1}
    for index, row in enumerate(rows):
        passes = {"segment": {index}}
        assert full.total("segment_visits", "revenue", passes) == round(row["revenue"] * 100)
        assert full.total("segment_items", "revenue", passes) == round(row["revenue"] * 100)
        spent = full.total("spend", "transactions", passes)
        assert spent == full.total("segment_visits", "transactions", passes)
        assert distinct(full, passes) == row["customers"]


@pytest.mark.parametrize("which", ["full", "coarse", "sampled"])
def test_every_sum_of_a_segment_is_that_of_sql(which, sql, request):
    """Whatever cube lacks the segment has one of segments beside it, and those of purchases one of cohorts."""
    document = request.getfixturevalue(which)
    of_bins = {"spend_visits", "lines_visits"} & set(document.names)
    of_cohorts = {name for name in document.names if name.startswith("cohort_")}
    assert of_cohorts == {"cohort_visits", "cohort_items"}
    assert all("cohort" in document.names[name] for name in of_cohorts)
    without = {name for name, kept in document.names.items() if "segment" not in kept} - of_cohorts - of_bins
    of_segments = {name for name in document.names if name.startswith("segment_")}
    assert of_segments == {f"segment_{name}" for name in without}
    if which == "full":
        assert without == {"visits", "items"}
    for passes in random_states(document, f"segments of {which}"):
        for name in sorted(of_segments | of_cohorts | {"spend", "basket_lines"}):
            kept = only(passes, set(document.names[name]) & set(FILTERED))
            lines = name.endswith("items")
            expected = sql.execute(
                "SELECT count(*), coalesce(sum(minor), 0), coalesce(sum({}), 0) FROM {} WHERE {}".format(
                    "quantity" if lines else "units", "sold" if lines else "visits", where(kept)
                )
            ).fetchone()
            sums = document.totals(name, kept)
            if name.endswith(("visits", "items")):
                found = (sums.get("lines" if lines else "transactions", 0), sums.get("revenue", 0), sums.get("units", 0))
                assert found == expected, (name, passes)
            else:
                assert sums.get("transactions", 0) == expected[0], (name, passes)


def test_visits_are_sums_of_items_where_they_hold_all_dimensions(full, coarse):
    """The amounts of visits take no room where items tell them; that they are right is tested with every other sum."""
    def stored(document, name):
        cube = next(cube for cube in document.header["cubes"] if cube["name"] == name)
        return {measure for measure in cube["measures"] if "sum_of" not in cube["columns"][measure]}

    assert full.names["items"] == [*full.names["visits"], "category"]
    assert stored(full, "visits") == {"transactions"}
    assert coarse.names["items"] != [*coarse.names["visits"], "category"]
    assert stored(coarse, "visits") == {"transactions", "revenue", "lines", "units"}
    assert stored(full, "segment_visits") == {"transactions", "revenue", "lines", "units"}


def test_analyses_are_the_metrics(full, default_data):
    printed = json.loads(footfall("analyze", "rfm", default_data, "--format", "json").stdout)
    rfm = full.header["analyses"]["rfm"]
    names = [column["name"] for column in rfm["columns"]]
    assert len(rfm["rows"]) == len(printed)
    for row, expected in zip(rfm["rows"], printed):
        found = dict(zip(names, row))
        assert found.keys() == expected.keys()
        for name, value in expected.items():
            is_number = isinstance(value, (int, float))
            assert found[name] == (pytest.approx(value, rel=1e-8) if is_number else value)


def test_same_data_same_bytes_whatever_the_format_and_threads(default_data, tmp_path):
    written = []
    for words in (["--from", "csv", "--threads", 1], ["--from", "parquet", "--threads", 2]):
        out = tmp_path / f"{len(written)}.gz"
        footfall("dashboard", default_data, "--document", "--out", out, *words)
        written.append(out.read_bytes())
    assert written[0] == written[1]


def test_size(default_data, full, coarse):
    assert full.packed_bytes < 400_000
    assert coarse.packed_bytes <= 120_000
    assert any("Left out to keep the page small" in n for n in coarse.header["meta"]["notes"])
