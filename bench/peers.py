"""Times Footfall and its peers side by side: rows, bytes, CPU-seconds, rows a CPU-second.

    python3 -m venv PEERS && PEERS/bin/pip install -r bench/requirements.txt
    PEERS/bin/python bench/peers.py [--customers 100000] [--runs 3] [--threads 2]

Each case is a process of its own; rounds are interleaved, so a slow minute hits all of them. Of the
Python cases, imports and reading of inputs are not counted; Footfall and tpc*gen count whole.
"""

import argparse
import importlib.util
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from measure import count_in, data_bytes, run_once

ROOT = Path(__file__).resolve().parent.parent
PROGRAM, SCENARIO = "build/footfall", "scenarios/india_retail.yaml"
EPOCH = date(1970, 1, 1)


class Model:
    """The scenario as the peers see it: what the manifest of a Footfall run says."""

    def __init__(self, folder, customers):
        scenario = json.loads((folder / "manifest.json").read_text())["scenario"]
        market = scenario["market"]
        self.market, self.customers = market, customers
        self.personas = scenario["personas"]
        self.categories = sorted({c for p in self.personas for c in p["basket_profile"]})
        first = date.fromisoformat(scenario["simulation"]["start_date"])
        self.days = [first + timedelta(d) for d in range(scenario["simulation"]["days"])]
        window = timedelta(market["festival_window_days"])
        dates = [date.fromisoformat(d) for f in scenario["calendar"]["festivals"] for d in f["dates"]]
        self.festival = [any(abs(day - d) <= window for d in dates) for day in self.days]
        self.weekend = [day.weekday() >= 5 for day in self.days]

    def multiplier(self, kind, day):
        rule = self.market[kind]
        return (rule["festival"] if self.festival[day] else 1) * (
            rule["weekend"] if self.weekend[day] else 1)

    def visit_probability(self, persona, day):
        base = persona.get("visit_probability")
        if base is None:
            base = self.market["frequency_probability"][persona["frequency"]]
        return min(base * self.multiplier("visit_multiplier", day),
                   self.market["visit_multiplier"]["cap"])

    def item_probability(self, base, day):
        cap = max(self.market["item_multiplier"]["cap"], base)
        return min(base * self.multiplier("item_multiplier", day), cap, 1.0)


def numpy_days(model):
    """Yields the columns of items, a persona and day at a time; one trip a customer and day."""
    import numpy as np

    rng = np.random.Generator(np.random.SFC64(42))
    for day, when in enumerate(model.days):
        for persona in model.personas:
            profile = list(persona["basket_profile"].items())
            p = np.array([model.item_probability(c["probability"], day) for _, c in profile], "f4")
            visits = rng.random(model.customers, "f4") < model.visit_probability(persona, day)
            customer = np.flatnonzero(visits)
            take = rng.random((customer.size, p.size), "f4") < p
            empty = np.flatnonzero(~take.any(axis=1))
            take[empty, rng.choice(p.size, empty.size, p=p.astype("f8") / p.sum(dtype="f8"))] = True
            row, category = np.nonzero(take)
            n = row.size

            def column(key, which, scale=1):
                return np.array([round(c[key][which] * scale) for _, c in profile], "i4")

            low, high = column("quantity", 0), column("quantity", 1)
            quantity = rng.random(n, "f4") * (high - low + 1).astype("f4")[category]
            price_low, price_high = column("price_range", 0, 100), column("price_range", 1, 100)
            price = rng.random(n, "f4") * (price_high - price_low + 1).astype("f4")[category]
            if model.festival[day]:
                whole = np.floor(quantity)
                scaled = (whole + low[category]) * np.float32(
                    model.market["quantity_multiplier"]["festival"])
                quantity = np.floor(scaled + (quantity - whole)).astype("i1")
                bottom, top = model.market["price_multiplier"]["festival"]
                markup = rng.random(n, "f4") * np.float32(top - bottom) + np.float32(bottom)
                price = ((price + price_low.astype("f4")[category]) * markup).astype("i4")
            else:
                quantity = quantity.astype("i1") + low.astype("i1")[category]
                price = price.astype("i4") + price_low[category]
            lines = take.sum(axis=1, dtype="i4")
            line = np.arange(1, n + 1, dtype="i4") - np.repeat(np.cumsum(lines) - lines, lines)
            ids = ((when - EPOCH).days * 10**10 + persona["id"] * 10**8 + customer + 1) * 10
            codes = np.array([model.categories.index(c) for c, _ in profile], "i1")
            yield ids[row], line.astype("i2"), codes[category], quantity, price, price * quantity


def numpy_case(form):
    import pyarrow as pa
    import pyarrow.csv
    import pyarrow.parquet

    def work(model, folder):
        names = ["transaction_id", "line", "category", "quantity", "unit_price", "amount"]
        words = pa.array(model.categories)
        rows, writer, waiting = 0, None, []

        def flush():
            nonlocal writer
            table = pa.concat_tables(waiting)
            waiting.clear()
            if writer is None and form == "csv":
                writer = pa.csv.CSVWriter(folder / "items.csv", table.schema)
            elif writer is None:
                writer = pa.parquet.ParquetWriter(
                    folder / "items.parquet", table.schema, compression=form,
                    compression_level=1 if form == "zstd" else None, use_dictionary=["category"],
                    column_encoding={n: "DELTA_BINARY_PACKED" for n in names if n != "category"})
            writer.write_table(table)

        for columns in numpy_days(model):
            rows += len(columns[0])
            if form == "null":
                continue
            arrays = [pa.array(c) for c in columns]
            arrays[2] = pa.DictionaryArray.from_arrays(arrays[2], words)
            waiting.append(pa.table(arrays, names=names))
            if sum(t.num_rows for t in waiting) >= 1_000_000:
                flush()
        if waiting:
            flush()
        if writer is not None:
            writer.close()
        return rows

    return work


# Every draw is a column before it is compared: a filter on random() itself would be pushed below
# the join and drawn once a rule instead of once a row. Empty baskets stay empty.
DUCKDB_ITEMS = """
WITH days AS (
  SELECT persona, kind, day, customer, probability, random() AS u
  FROM visit_rules, range({customers}) AS r(customer)),
visits AS MATERIALIZED (
  SELECT persona, kind, (day * 10000000000 + persona * 100000000 + customer + 1) * 10 AS id
  FROM days WHERE u < probability),
slots AS (SELECT *, random() AS u FROM visits JOIN item_rules USING (persona, kind)),
draws AS (
  SELECT id AS transaction_id, position::SMALLINT AS line, category,
         floor((low + floor(random() * (high - low + 1))) * more + spread * random())::TINYINT
           AS quantity,
         ((price_low + random() * (price_high - price_low)) * 100
          * (1 + spread * (0.05 + 0.1 * random())))::INTEGER AS unit_price
  FROM slots WHERE u < probability)
SELECT *, quantity * unit_price AS amount FROM draws
"""


def duckdb_case(form):
    import duckdb

    def work(model, folder):
        db = duckdb.connect()
        db.execute(f"SET threads = {os.environ['PEER_THREADS']}; SET preserve_insertion_order = false")
        names = ", ".join(f"'{c}'" for c in model.categories)
        db.execute(f"CREATE TYPE category AS ENUM ({names})")
        db.execute("CREATE TABLE visit_rules (persona INT, kind INT, day BIGINT, probability DOUBLE)")
        db.execute("CREATE TABLE item_rules (persona INT, kind INT, position INT, category category,"
                   " probability DOUBLE, low INT, high INT, price_low DOUBLE, price_high DOUBLE,"
                   " more DOUBLE, spread INT)")
        visits, items = [], {}
        for d, when in enumerate(model.days):
            kind = 2 * model.festival[d] + model.weekend[d]
            for p in model.personas:
                visits.append((p["id"], kind, (when - EPOCH).days, model.visit_probability(p, d)))
                for i, (name, c) in enumerate(p["basket_profile"].items(), 1):
                    more = model.market["quantity_multiplier"]["festival"] if kind > 1 else 1
                    items[p["id"], kind, i] = (
                        p["id"], kind, i, name, model.item_probability(c["probability"], d),
                        *c["quantity"], *c["price_range"], more, int(kind > 1))
        db.executemany("INSERT INTO visit_rules VALUES (?, ?, ?, ?)", visits)
        db.executemany(f"INSERT INTO item_rules VALUES ({'?, ' * 10}?)", list(items.values()))
        query = DUCKDB_ITEMS.format(customers=model.customers)
        if form == "table":
            db.execute(f"CREATE TABLE items AS {query}")
            return db.execute("SELECT count(*) FROM items").fetchone()[0]
        how = {"csv": "FORMAT csv",
               "zstd": "FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2",
               "snappy": "FORMAT parquet, COMPRESSION snappy, PARQUET_VERSION v2"}[form]
        return db.execute(f"COPY ({query}) TO '{folder}/items.{form}' ({how})").fetchone()[0]

    return work


def polars_case(form):
    os.environ["POLARS_MAX_THREADS"] = os.environ["PEER_THREADS"]
    import polars

    frame = polars.read_parquet(Path(os.environ["PEER_INPUT"]) / "items.parquet")

    def work(_, folder):
        if form == "csv":
            frame.write_csv(folder / "items.csv")
        else:
            frame.write_parquet(folder / "items.parquet", compression=form,
                                compression_level=1 if form == "zstd" else None)
        return frame.height

    return work


def run_case(name, customers, folder):
    """Runs one Python case in this process and prints its rows and the CPU-seconds before it."""
    kind, form = name.split()
    work = {"numpy": numpy_case, "duckdb": duckdb_case, "polars": polars_case}[kind](form)
    model = Model(Path(os.environ["PEER_INPUT"]), customers)
    folder.mkdir(parents=True, exist_ok=True)
    before, begin = time.process_time(), time.monotonic()
    rows = work(model, folder)
    print(json.dumps({"rows": rows, "cpu": time.process_time() - before,
                      "wall": time.monotonic() - begin}))


def tool(name):
    beside = Path(sys.executable).with_name(name)
    return str(beside) if beside.exists() else shutil.which(name)


def list_cases(customers, threads, folder):
    """Returns {label: command}; peers that are not installed are named and left out."""
    cases = {}
    for count in sorted({1, threads}):
        base = [PROGRAM, "simulate", SCENARIO, "--customers", str(customers), "--tables", "items",
                "--threads", str(count), "--out", str(folder), "--format"]
        for label, words in {"null": ["null"], "csv": ["csv"],
                             "snappy": ["parquet", "--compression", "snappy"],
                             "zstd": ["parquet", "--compression", "zstd"]}.items():
            cases[f"footfall {label}, {count}"] = base + words
    python = [sys.executable, str(Path(__file__)), "--customers", str(customers), "--case"]
    for kind, needs, forms, count in [
            ("numpy", ["numpy", "pyarrow"], ["null", "csv", "snappy", "zstd"], 1),
            ("duckdb", ["duckdb"], ["table", "csv", "snappy", "zstd"], threads),
            ("polars", ["polars"], ["csv", "snappy", "zstd"], threads)]:
        if all(map(importlib.util.find_spec, needs)):
            cases |= {f"{kind} {f}, {count}": [*python, f"{kind} {f}"] for f in forms}
        else:
            print(f"SKIPPED {kind}: not installed")
    for name, prefix, table in [("tpchgen-cli", [], "lineitem"), ("tpcgen-cli", ["tpcds"], "store_sales")]:
        if not tool(name):
            print(f"SKIPPED {name}: not installed")
            continue
        for label, words in {"csv": ["csv"], "snappy": ["parquet", "--compression=SNAPPY"],
                             "zstd": ["parquet", "--compression=ZSTD(1)"]}.items():
            cases[f"{table} {label}, {threads}"] = [
                tool(name), *prefix, *words, "-s", "1", f"--tables={table}", "-q", "-n",
                str(threads), f"--output-dir={folder}"]
    return cases


ROWS_AT_SCALE_1 = {"lineitem": 6_001_215, "store_sales": 2_880_404}


def measure(label, command, folder):
    wall, cpu, rss, text = run_once(command)
    if label.startswith("footfall"):
        rows = count_in(text, "items")
    elif label.split()[0] in ROWS_AT_SCALE_1:
        rows = ROWS_AT_SCALE_1[label.split()[0]]
    else:
        said = json.loads(text)
        rows, cpu, wall = said["rows"], said["cpu"], said["wall"]
    size = data_bytes(folder)
    shutil.rmtree(folder, ignore_errors=True)
    return rows, size, wall, cpu, rss


def describe(options):
    cpu = next(line.split(":")[1].strip() for line in open("/proc/cpuinfo") if "model name" in line)
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True)
    changed = subprocess.run(["git", "diff", "--quiet", "HEAD", "--", "src"], check=False).returncode
    return (f"date {datetime.now(timezone.utc):%Y-%m-%d %H:%M UTC}, {cpu}, {os.cpu_count()} CPUs, "
            f"commit {commit.stdout.strip()}{' + changes' if changed else ''}, "
            f"load {os.getloadavg()[0]:.1f}; {options.customers} customers a persona, "
            f"1 warm-up + {options.runs} runs, interleaved; items only")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--case", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.case:
        return run_case(options.case, options.customers, Path(os.environ["PEER_INPUT"]) / "out")
    os.chdir(ROOT)
    base = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="footfall_peers.", dir=base) as name:
        source, folder = Path(name) / "input", Path(name) / "input" / "out"
        os.environ |= {"PEER_INPUT": str(source), "PEER_THREADS": str(options.threads)}
        subprocess.run([PROGRAM, "simulate", SCENARIO, "--customers", str(options.customers), "-q",
                        "--tables", "items", "--format", "parquet", "--out", source], check=True)
        lines = [describe(options), ""]
        cases = list_cases(options.customers, options.threads, folder)
        seen = {label: [] for label in cases}
        for number in range(options.runs + 1):
            for label, command in cases.items():
                rows, size, wall, cpu, rss = measure(label, command, folder)
                lines.append(f"raw  round {number}  {label:<22} {rows} rows  {size} bytes  "
                             f"wall {wall:.3f} s  CPU {cpu:.3f} s  RSS {rss:.0f} MB")
                if number:
                    seen[label].append((rows, size, wall, cpu, rss))
    expected = statistics.median(run[0] for run in seen["footfall null, 1"])
    for label, runs in seen.items():
        if label.startswith(("numpy", "duckdb")) and abs(runs[0][0] / expected - 1) > 0.02:
            sys.exit(f"peers: {label} made {runs[0][0]} rows, not about {expected}: another model")
    table = [f"{'what, threads':<22} {'M rows':>7} {'B/row':>7} {'wall s':>7} {'CPU s':>7} "
             f"{'min..max':>13} {'M row/CPU-s':>11} {'MB/CPU-s':>9} {'RSS MB':>7}"]
    for label, runs in seen.items():
        rows, size, wall, cpu, rss = map(statistics.median, zip(*runs))
        cpus = [run[3] for run in runs]
        table.append(f"{label:<22} {rows / 1e6:7.2f} {size / rows:7.1f} {wall:7.2f} {cpu:7.2f} "
                     f"{min(cpus):6.2f}..{max(cpus):<5.2f} {rows / cpu / 1e6:11.2f} "
                     f"{size / cpu / 1e6:9.0f} {rss:7.0f}")
    print("\n".join([lines[0], "", *table]))
    log = ROOT / "bench" / "results" / f"{datetime.now(timezone.utc):%Y-%m-%d}-peers.log"
    log.parent.mkdir(exist_ok=True)
    log.write_text("\n".join([lines[0], "", *table, *lines[1:]]) + "\n")


if __name__ == "__main__":
    main()
