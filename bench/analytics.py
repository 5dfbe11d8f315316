"""The work of bench/analytics.sh: what a report needs (all metrics but the lists of every customer, which
go to Parquet), each metric's share, and single metrics beside the same SQL in DuckDB's Python package.

Seconds are of the CPU (all threads) and, after them, of the wall; the least and most of the runs.
"""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "build" / "footfall"
SQL = ROOT / "src" / "analytics" / "sql"
LISTS = ("btyd_inputs", "campaign_targets", "clv", "recommendation_matrix", "rfm_customers")
COMPARED = ("daily", "rfm", "affinity", "cohorts", "spend_distribution")


def measured(command):
    """Returns (CPU-seconds, seconds, peak RSS in MB, standard error) of a process."""
    begin = time.monotonic()
    with subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{process.returncode}: {command}\n{said}")
    return usage.ru_utime + usage.ru_stime, time.monotonic() - begin, usage.ru_maxrss / 1024, said


def show(label, results):
    cpu, wall, rss = zip(*(result[:3] for result in results))
    print(f"{label:34} {min(cpu):7.2f} - {max(cpu):7.2f} {min(wall):7.2f} - {max(wall):7.2f} {max(rss):7.0f} MB", flush=True)


def tables_of(name, done):
    """Shared tables that a file reads, those first that others need."""
    text = (SQL / f"{name}.sql").read_text()
    found = re.search(r"^-- tables: (.*)$", text, re.M)
    for table in found.group(1).split(", ") if found else []:
        tables_of(f"tables/{table}", done)
        if table not in done:
            done.append(table)
    return done


def same_in_duckdb(name, data):
    """A Python program that runs the metric's SQL on the same files, for a process of its own."""
    text = (SQL / f"{name}.sql").read_text()
    values = {key: value for key, value in re.findall(r"^--   (\w+) = ([^:]+): ", text, re.M)}
    shared = "".join(f'c.execute({f"CREATE TEMP TABLE {t} AS " + (SQL / "tables" / f"{t}.sql").read_text()!r})\n'
                     for t in tables_of(name, []))
    for key, value in values.items():
        text = text.replace(f"${key}", value if re.fullmatch(r"[\d.]+|true|false", value) else f"'{value}'")
    facts = """SELECT i.transaction_id, DATE '1970-01-01' + (i.transaction_id // 100000000000)::INTEGER AS date,
        (i.transaction_id // 10) % 10000000000 AS customer_id, p.persona, i.category, i.quantity, i.amount FROM items i
        JOIN slot_personas p ON p.slot = i.transaction_id // 1000000000 % 100"""
    return f"""
import duckdb
c = duckdb.connect()
c.execute("SET memory_limit = '2560MB'; SET ieee_floating_point_ops = false; CREATE TYPE money AS DECIMAL(18, 2)")
for table in ("customers", "transactions", "items"):
    c.execute(f"CREATE VIEW {{table}} AS SELECT * FROM '{data}/{{table}}.parquet'")
c.execute({(SQL / "macros.sql").read_text()!r})
c.execute("CREATE TABLE period AS SELECT min(date) AS first_date, max(date) AS last_date, "
          "(max(date) - min(date) + 1)::INTEGER AS days FROM transactions")
c.execute("CREATE TABLE closed_dates (date DATE)")
c.execute("CREATE TABLE slot_personas AS SELECT DISTINCT customer_id // 100000000 AS slot, persona FROM customers")
c.execute({f"CREATE VIEW item_facts AS {facts}"!r})
c.execute("CREATE MACRO basket_of(id) AS id // 1000000000 % 100; CREATE VIEW basket_personas AS "
          "SELECT slot AS basket, persona FROM slot_personas")
c.execute("CREATE VIEW customer_days AS SELECT customer_id, persona, date, 1 AS transactions, lines, units, amount AS revenue, "
          "is_weekend, festival <> '' AS is_festival FROM transactions")
{shared}c.execute({text!r}).fetchall()
"""


def main():
    folder, runs = Path(sys.argv[1]), int(sys.argv[2])
    data = folder / "data"
    listed = subprocess.run([PROGRAM, "analyze", "--list", "--format", "csv"], capture_output=True, text=True, check=True)
    names = [line.split(",")[0] for line in listed.stdout.splitlines() if re.match(r"[a-z_]+,", line)][1:]
    print(f"{'':34} {'CPU-seconds':>17} {'seconds':>17} {'peak':>8}")
    report = [name for name in names if name not in LISTS]
    command = [PROGRAM, "analyze", ",".join(report), data, "--format", "csv", "--out", folder / "out", "--log-level", "DEBUG"]
    results = [measured(command) for _ in range(runs)]
    show(f"a report's {len(report)} metrics", results)
    shares = [(float(cpu), name) for name, cpu in re.findall(r"metric name=(\w+) .*cpu_seconds=([\d.]+)", results[-1][3])]
    for cpu, name in sorted(shares, reverse=True)[:8]:
        print(f"  of which {name:25} {cpu:7.2f}")
    show("the whole report and its page", [measured([PROGRAM, "report", data, "--out", folder / "report", "-q"])
                                           for _ in range(runs)])
    for name in ("clv", "campaign_targets", "recommendation_matrix"):
        show(f"{name}, to Parquet", [measured([PROGRAM, "analyze", name, data, "--format", "parquet", "--out",
                                               folder / f"{name}.parquet", "-q"]) for _ in range(runs)])
    for name in COMPARED:
        show(name, [measured([PROGRAM, "analyze", name, data, "-q"]) for _ in range(runs)])
        show("  the same SQL in Python's DuckDB",
             [measured([sys.executable, "-c", same_in_duckdb(name, data)]) for _ in range(runs)])


if __name__ == "__main__":
    main()
