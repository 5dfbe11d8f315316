"""Makes the dashboard's document (docs/dashboard_data.md) from a simulated data set in DuckDB's SQL: an oracle apart from
the program's own writer, and what the page is tested with.

    python tests/dashboard_fixture.py DATA_SET OUT.bin [--page web/dist/dashboard.html OUT.html] [--answers OUT.json]
"""

import argparse
import base64
import gzip
import json
import os
import random
import subprocess
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = Path(os.environ.get("FOOTFALL_PROGRAM", ROOT / "build" / "footfall"))
METRICS = """kpi daily persona_performance uplift_festival uplift_weekend weekday_hour rfm cohorts affinity categories
    category_months concentration lorenz clv_distribution clv_segments forecast forecast_backtest anomalies basket_distribution
    spend_distribution data_quality reorder""".split()
UNREAD = {"confidence_back", "leverage", "p_value", "beyond_p_value", "q_value"}  # of affinity
LINES = 8
NAMED_CITIES = 11
NOT_OF_CUSTOMERS = {"hour", "category", "spend", "lines"}


def varints(values):
    """Whole numbers as differences, zigzag, LEB128."""
    out, before = bytearray(), 0
    for value in values:
        step, before = value - before, value
        step = 2 * step if step >= 0 else -2 * step - 1
        while step > 127:
            out.append(step & 127 | 128)
            step >>= 7
        out.append(step)
    return bytes(out)


class Columns:
    """The bytes after the header, and where each column is."""

    def __init__(self):
        self.parts, self.size, self.offsets = [], 0, {}

    def add(self, values):
        return self._place(varints(values), len(values))

    def add_amounts(self, values):
        """As bytes of equal place, the lowest first."""
        width = (max(values, default=0).bit_length() + 7) // 8
        part = b"".join(bytes(value >> 8 * byte & 255 for value in values) for byte in range(width))
        return {**self._place(part, len(values)), "width": width}

    def _place(self, part, count):
        if part not in self.offsets:
            self.offsets[part] = self.size
            self.parts.append(part)
            self.size += len(part)
        return {"offset": self.offsets[part], "bytes": len(part), "count": count}


def read_segments(base, folder):
    """Tables segment_of (customer_id, segment, score) and segment_values as metric rfm has them, and the cohorts' first days."""
    def analyze(metric):
        done = subprocess.run([PROGRAM, "analyze", metric, folder, "--format", "json", "-q"], capture_output=True, text=True, check=True)
        return json.loads(done.stdout)

    base.execute("CREATE TABLE segment_values(segment VARCHAR, i BIGINT)")
    base.executemany("INSERT INTO segment_values VALUES (?, ?)", [[row["segment"], i] for i, row in enumerate(analyze("rfm"))])
    base.execute("CREATE TABLE segment_of(customer_id BIGINT, segment VARCHAR, score BIGINT)")
    base.executemany("INSERT INTO segment_of VALUES (?, ?, ?)",
                     [[row["customer_id"], row["segment"], 5 * row["r"] + row["f"] - 6] for row in analyze("rfm_customers")])
    base.execute("CREATE TABLE cohort_values(cohort DATE, i BIGINT)")
    base.executemany("INSERT INTO cohort_values VALUES (?, ?)",
                     [[cohort, i] for i, cohort in enumerate(sorted({row["cohort"] for row in analyze("cohorts")}))])


def open_data(folder):
    base = duckdb.connect()
    read_segments(base, folder)
    for table in ("customers", "transactions", "items"):
        base.execute(f"CREATE VIEW {table}_file AS SELECT * FROM '{folder}/{table}.parquet'")
    base.execute("CREATE TABLE first AS SELECT min(date) AS day FROM transactions_file")
    base.execute(f"""
        CREATE TABLE cities AS SELECT city, row_number() OVER (ORDER BY count(*) DESC, city) - 1 AS rank
        FROM transactions_file JOIN customers_file USING (customer_id) GROUP BY city""")
    base.execute(f"""
        CREATE TABLE city_values AS SELECT city, rank AS i FROM cities WHERE rank < {NAMED_CITIES}
        UNION ALL SELECT 'Other', {NAMED_CITIES} WHERE (SELECT count(*) FROM cities) > {NAMED_CITIES}""")
    for name, source in (("persona", "transactions_file"), ("category", "items_file")):
        base.execute(f"CREATE TABLE {name}_values AS SELECT {name}, row_number() OVER (ORDER BY first, {name}) - 1 AS i "
                     f"FROM (SELECT {name}, min(transaction_id % 10000000000) AS first FROM {source} GROUP BY {name})")
    base.execute("CREATE TABLE festival_values AS SELECT festival, row_number() OVER (ORDER BY first) - 1 AS i FROM "
                 "(SELECT festival, min(date) AS first FROM transactions_file WHERE festival <> '' GROUP BY festival)")
    base.execute(f"""
        CREATE TABLE buys AS
        SELECT t.transaction_id, t.customer_id, (t.date - first.day)::INT AS day, t.hour, p.i AS persona,
               least(c.rank, {NAMED_CITIES})::INT AS city, g.i AS segment, s.score,
               (SELECT max(i) FROM cohort_values WHERE cohort <= o.first) AS cohort, coalesce(f.i, -1) AS festival, t.weekday, t.lines, t.units,
               (t.amount * 100)::BIGINT AS revenue
        FROM transactions_file t JOIN customers_file k USING (customer_id) JOIN cities c ON c.city = k.city
        JOIN segment_of s USING (customer_id) JOIN segment_values g ON g.segment = s.segment
        JOIN (SELECT customer_id, min(date) AS first FROM transactions_file GROUP BY 1) o USING (customer_id)
        JOIN persona_values p ON p.persona = t.persona LEFT JOIN festival_values f ON f.festival = t.festival, first""")
    base.execute("""
        CREATE TABLE goods AS
        SELECT b.transaction_id, b.day, b.hour, b.persona, b.city, b.segment, b.score, b.cohort, b.festival, b.weekday,
               v.i AS category,
               i.quantity::BIGINT AS units, (i.amount * 100)::BIGINT AS revenue
        FROM items_file i JOIN buys b USING (transaction_id) JOIN category_values v USING (category)""")
    return base


def names(base, dimension):
    return [row[0] for row in base.execute(f"SELECT {dimension} FROM {dimension}_values ORDER BY i").fetchall()]


def spend_edges():
    return sorted({round(100 * 10 ** (step / 10)) for step in range(10, 61)})


def make_dimensions(base, days, first):
    festival = [-1] * days
    for day, value in base.execute("SELECT DISTINCT day, festival FROM buys").fetchall():
        festival[day] = value
    cities = names(base, "city")
    return {
        "day": {"count": days, "first": first, "weekend": [6, 7], "festival": festival},
        "hour": {"count": 24},
        "persona": {"values": names(base, "persona")},
        "city": {"values": cities, "other": len(cities) - 1 if cities[-1] == "Other" else -1},
        "segment": {"values": names(base, "segment"), "other": -1},
        "score": {"values": [f"{r}-{f}" for r in range(1, 6) for f in range(1, 6)], "other": -1},
        "cohort": {"values": list(map(str, names(base, "cohort"))), "other": -1},
        "category": {"values": names(base, "category")},
        "festival": {"values": names(base, "festival")},
        "spend": {"edges": spend_edges()},
        "lines": {"values": list(range(1, LINES + 1)), "last_is_more": True},
    }


def make_cube(base, columns, sizes, name, dimensions, measures, source, sum_of=None):
    key = "0"
    for dimension in dimensions:
        key = f"({key}) * {sizes[dimension]} + {dimension}"
    sums = ", ".join(f"{sql} AS {measure}" for measure, sql in measures.items())
    rows = base.execute(f"SELECT ({key})::BIGINT AS key, {sums} FROM {source} GROUP BY key ORDER BY key").fetchall()
    series = list(zip(*rows)) if rows else [[]] * (1 + len(measures))
    return {"name": name, "dimensions": ["lines" if dimension == "size" else dimension for dimension in dimensions], "measures": list(measures), "cells": len(rows),
            "columns": {label: {"sum_of": sum_of} if sum_of and label in ("revenue", "lines", "units")
                        else (columns.add if label == "key" else columns.add_amounts)(list(map(int, values)))
                        for label, values in zip(["key", *measures], series)}}


def make_cubes(base, columns, dimensions, with_city):
    sizes = {"day": dimensions["day"]["count"], "hour": 24, "persona": len(dimensions["persona"]["values"]),
             "city": len(dimensions["city"]["values"]), "segment": len(dimensions["segment"]["values"]), "score": 25, "cohort": len(dimensions["cohort"]["values"]),
             "category": len(dimensions["category"]["values"]),
             "spend": len(dimensions["spend"]["edges"]) - 1, "lines": LINES, "size": LINES}
    edges = dimensions["spend"]["edges"]
    spend = " + ".join(f"(revenue >= {edge})::INT" for edge in edges[1:-1])
    item_dimensions = ["day", "hour", "persona", *(["city"] if with_city else []), "category"]
    of_visits = {"transactions": "count(*)", "revenue": "sum(revenue)", "lines": "sum(lines)", "units": "sum(units)"}
    of_items = {"baskets": "count(DISTINCT transaction_id)", "lines": "count(*)", "units": "sum(units)", "revenue": "sum(revenue)"}
    return [
        make_cube(base, columns, sizes, "visits", ["day", "hour", "persona", "city"], of_visits, "buys",
                  "items" if with_city else None),
        make_cube(base, columns, sizes, "items", item_dimensions, of_items, "goods"),
        make_cube(base, columns, sizes, "segment_visits", ["day", "hour", "persona", "segment", "score"], of_visits, "buys"),
        make_cube(base, columns, sizes, "segment_items", ["day", "persona", "segment", "score", "category"], of_items, "goods"),
        make_cube(base, columns, sizes, "cohort_visits", ["day", "hour", "persona", "cohort"], of_visits, "buys"),
        make_cube(base, columns, sizes, "cohort_items", ["day", "persona", "cohort", "category"], of_items, "goods"),
        make_cube(base, columns, sizes, "spend_visits", ["day", "persona", "spend"], of_visits, f"(SELECT *, {spend} AS spend FROM buys)"),
        make_cube(base, columns, sizes, "lines_visits", ["day", "persona", "size"], {**of_visits, "lines": "sum(lines)"},
                  f"(SELECT *, least(lines, {LINES}) - 1 AS size FROM buys WHERE lines > 0)"),
        make_cube(base, columns, sizes, "spend", ["day", "persona", "segment", "spend"], {"transactions": "count(*)"},
                  f"(SELECT *, {spend} AS spend FROM buys)"),
        make_cube(base, columns, sizes, "basket_lines", ["day", "persona", "segment", "lines"], {"transactions": "count(*)"},
                  f"(SELECT * REPLACE (least(lines, {LINES}) - 1 AS lines) FROM buys WHERE lines > 0)"),
    ]


def make_customers(base, columns):
    who = ["persona", "city", "segment", "score", "cohort"]
    rows = base.execute(f"""SELECT {', '.join(who)}, days FROM (
        SELECT customer_id, {', '.join(f'any_value({name}) AS {name}' for name in who)}, list(DISTINCT day ORDER BY day) AS days
        FROM buys GROUP BY customer_id) ORDER BY customer_id""").fetchall()
    total = base.execute("SELECT count(*) FROM customers_file").fetchone()[0]
    return {"total": total, "active": len(rows), "sampled": len(rows), "one_of": 1,
            "columns": {**{name: columns.add([row[i] for row in rows]) for i, name in enumerate(who)},
                        "purchase_days": columns.add([len(row[-1]) for row in rows]),
                        "day": columns.add([day for row in rows for day in row[-1]])}}


def make_analyses(folder):
    analyses = {}
    for metric in METRICS:
        words = ["--set", "all=true"] if metric == "anomalies" else []  # the page draws what is usual on every day
        done = subprocess.run([PROGRAM, "analyze", metric, folder, "--format", "json", *words], capture_output=True, text=True)
        rows = json.loads(done.stdout) if done.returncode == 0 else []
        if metric == "affinity":
            rows = [{name: value for name, value in row.items() if name not in UNREAD} for row in rows]
        if rows:
            analyses[metric] = {"columns": [{"name": name, "kind": kind_of([row[name] for row in rows]), "unit": ""}
                                            for name in rows[0]], "rows": [list(map(nine_digits, row.values())) for row in rows]}
        elif done.returncode == 0:
            analyses[metric] = {"columns": [], "rows": []}
    return analyses


def nine_digits(value):
    """Reals as the program writes them."""
    return float(f"{value:.9g}") if isinstance(value, float) else value


def kind_of(values):
    value = next((value for value in values if value is not None), "")
    return {bool: "flag", int: "integer", float: "real"}.get(type(value), "text")


def fact(name, label, value, unit, decimals=0, **more):
    return {"id": name, "label": label, "value": value, "unit": unit, "decimals": decimals, "low": None, "high": None,
            "filter": {}, "formula": "", "metric": "kpi", **more}


def make_facts(base):
    revenue, count, lines, customers = base.execute(
        "SELECT sum(revenue), count(*), sum(lines), count(DISTINCT customer_id) FROM buys").fetchone()
    facts = [fact("revenue", "Revenue", float(revenue) / 100, "currency", 2), fact("transactions", "Transactions", count, "count"),
             fact("active_customers", "Customers who bought", customers, "count"),
             fact("average_transaction_value", "Average basket", float(revenue) / 100 / count, "currency", 2),
             fact("items_per_basket", "Lines a basket", float(lines) / count, "ratio", 2)]
    for persona, sum_of in base.execute("SELECT v.persona, sum(revenue) FROM buys JOIN persona_values v ON v.i = buys.persona "
                                        "GROUP BY 1 ORDER BY 1").fetchall():
        word = persona.lower().replace(" ", "_")
        facts.append(fact(f"persona.{word}.revenue_share", f"{persona}: share of revenue", float(sum_of / revenue), "fraction",
                          3, filter={"persona": persona}))
    return facts


def make_document(folder, with_city=True):
    manifest = json.loads((Path(folder) / "manifest.json").read_text())
    base = open_data(folder)
    period = manifest["period"]
    columns = Columns()
    dimensions = make_dimensions(base, period["days"], period["start"])
    cubes = make_cubes(base, columns, dimensions, with_city)
    customers = make_customers(base, columns)
    facts = make_facts(base)
    top = max((entry for entry in facts if "revenue_share" in entry["id"]), key=lambda entry: entry["value"])
    header = {
        "schema_version": 1,
        "meta": {
            "title": Path(manifest["scenario_file"]).stem, "origin": "simulated", "program_version": manifest["program_version"],
            "manifest": "0" * 32, "scenario": manifest["scenario_file"], "scenario_hash": manifest["scenario_sha256"],
            "seed": manifest["seed"], "data_version": manifest["data_version"],
            "tables": [{"table": name, **table} for name, table in manifest["tables"].items()],
            "period": period, "currency": {"code": "INR", "symbol": "₹", "decimals": 2, "minor_digits": 2}, "locale": "en-IN",
            "built_in": [{"days": "festival", "persona": None, "amount": 0.39, "visits": 0.33}],
            "capabilities": {"customers": True, "items": True, "customer": True, "persona": True, "festival": True,
                             "time_of_day": True},
            "persona_kind": "persona", "notes": [] if with_city else ["The cube of items has no city."]},
        "dimensions": dimensions, "cubes": cubes, "customers": customers, "facts": facts,
        "insights": [{"facts": [top["id"]], "headline": f"{top['filter']['persona']} brings {top['value']:.1%} of revenue.",
                      "comparison": "An equal share would be 20 %.", "why": "A loss here costs most.",
                      "action": "Look after it first.", "score": 0.5, "view": "personas"}],
        "analyses": make_analyses(folder),
    }
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    raw = b"FFD1" + len(text).to_bytes(4, "little") + text + b"".join(columns.parts)
    return base, header, gzip.compress(raw, 9, mtime=0)


def random_filter(rng, dimensions):
    days = dimensions["day"]["count"]
    chosen = {}
    if rng.random() < 0.5:
        start = rng.randrange(days)
        chosen["day"] = [start, rng.randrange(start, days)]
    sizes = {"persona": len(dimensions["persona"]["values"]), "city": len(dimensions["city"]["values"]),
             "category": len(dimensions["category"]["values"]), "festival": len(dimensions["festival"]["values"])}
    for name, size in sizes.items():
        if size and rng.random() < 0.35:
            chosen[name] = sorted(rng.sample(range(size), rng.randint(1, min(4, size))))
    if rng.random() < 0.35:
        chosen["weekday"] = sorted(rng.sample(range(1, 8), rng.randint(1, 4)))
    if rng.random() < 0.35:
        chosen["hour"] = sorted(rng.sample(range(9, 22), rng.randint(1, 6)))
    return chosen


def random_customer_filter(rng, dimensions):
    """As random_filter, with segments, cells of scores or cohorts, and without what their cubes lack: city, and hours of
    categories; with cohorts neither segments nor scores."""
    chosen = random_filter(rng, dimensions)
    chosen.pop("city", None)
    if "category" in chosen:
        chosen.pop("hour", None)
    for name in rng.choice((["segment"], ["score"], ["segment", "score"], ["cohort"], ["spend"], ["lines"])):
        if name in ("spend", "lines"):  # their cubes have no hours and categories either
            chosen.pop("hour", None)
            chosen.pop("category", None)
        size = len(dimensions["spend"]["edges"]) - 1 if name == "spend" else len(dimensions[name]["values"])
        chosen[name] = sorted(rng.sample(range(size), rng.randint(1, min(8 if name in ("score", "spend") else 3, size))))
    return chosen


def segments_of_scores(sql):
    """[r, f, segments] of the CASE of metric rfm, for every pair of scores and any score of revenue."""
    rule = sql[sql.index("CASE WHEN r >="):sql.index("END AS segment") + 3]
    return duckdb.sql(f"""SELECT r, f, list(DISTINCT segment ORDER BY segment) FROM (
        SELECT r, f, {rule} AS segment FROM range(1, 6) a(r), range(1, 6) b(f), range(1, 6) c(m)) GROUP BY r, f""").fetchall()


def where(chosen, but=()):
    """Of columns as open_data makes them: spend is the step of the amount, lines (an index) the size of the basket."""
    parts = ["true"]
    for name, values in chosen.items():
        if name in but:
            continue
        if name == "day":
            parts.append(f"day BETWEEN {values[0]} AND {values[1]}")
        else:
            edges = spend_edges()
            of = {"spend": " + ".join(f"(revenue >= {edge})::INT" for edge in edges[1:-1]), "lines": f"least(lines, {LINES}) - 1"}
            parts.append(f"{of.get(name, name)} IN ({', '.join(map(str, values))})")
    return " AND ".join(parts)


def sums_by(base, source, group, measures, condition):
    rows = base.execute(f"SELECT {group}, {', '.join(measures)} FROM {source} WHERE {condition} GROUP BY 1 ORDER BY 1").fetchall()
    return [list(map(int, row)) for row in rows]


def answer(base, chosen):
    """What the page must say of a filter: every additive number by day, persona, hour and category, and customers."""
    source = "goods" if "category" in chosen else "buys"
    measures = ["sum(revenue)", "sum(units)", "count(*)" if source == "goods" else "sum(lines)", "count(DISTINCT transaction_id)"]
    answers = {group: sums_by(base, source, group, measures, where(chosen, {group}))
               for group in ("day", "persona", "city", "hour")}
    of_goods = [*measures[:2], "count(*)", measures[3]]
    answers["category"] = [] if {"spend", "lines"} & chosen.keys() else sums_by(base, "goods", "category", of_goods, where(chosen, {"category"}))
    whole = base.execute(f"SELECT {', '.join(measures)} FROM {source} WHERE {where(chosen)}").fetchone()
    answers["total"] = [int(value or 0) for value in whole]
    answers["customers"] = base.execute(
        f"SELECT count(DISTINCT customer_id) FROM buys WHERE {where(chosen, NOT_OF_CUSTOMERS)}").fetchone()[0]
    for name in ("segment", "score"):
        answers[f"{name}_customers"] = base.execute(f"SELECT {name}, count(DISTINCT customer_id) FROM buys "
                                                    f"WHERE {where(chosen, NOT_OF_CUSTOMERS | {name})} GROUP BY 1").fetchall()
    return {"filter": chosen, **answers}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("out")
    parser.add_argument("--page", nargs=2)
    parser.add_argument("--answers")
    parser.add_argument("--no-city", action="store_true")
    words = parser.parse_args()
    base, header, packed = make_document(words.data, not words.no_city)
    Path(words.out).write_bytes(packed)
    if words.page:
        page = Path(words.page[0]).read_text()
        Path(words.page[1]).write_text(page.replace("__FOOTFALL_DATA__", base64.b64encode(packed).decode()))
    if words.answers:
        rng = random.Random(42)
        answers = [answer(base, random_filter(rng, header["dimensions"])) for _ in range(200)]
        Path(words.answers).write_text(json.dumps(answers))
    print(f"{len(packed)} bytes, header {sum(len(json.dumps(part)) for part in header.values())}, cells "
          + " ".join(f"{cube['name']} {cube['cells']}" for cube in header["cubes"]))


if __name__ == "__main__":
    main()
