"""What `footfall serve` answers, held against the files of the data set by other readers."""

import gzip
import hashlib
import base64
import json
import re
import socket
import threading
import time

import duckdb
import pytest
from conftest import ROOT, footfall
from dashboard_reader import read_document
from serving import Events, Served


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("served") / "data"
    footfall("simulate", "--days", "30", "--customers", "60", "--out", folder)
    return folder


@pytest.fixture(scope="module")
def served(folder):
    with Served(folder) as server:
        yield server


@pytest.fixture(scope="module")
def sql(folder):
    connection = duckdb.connect()
    for table in ("customers", "transactions", "items"):
        connection.execute(f"CREATE TABLE {table} AS SELECT * FROM read_csv('{folder}/{table}.csv')")
    return lambda text: connection.execute(text).fetchall()


def test_meta_and_runs_tell_the_manifest(served, folder):
    manifest = json.loads((folder / "manifest.json").read_text())
    meta = served.json("/api/v1/meta")
    assert meta["seed"] == manifest["seed"] and meta["period"]["days"] == 30
    rows = {table["table"]: table["rows"] for table in meta["tables"]}
    assert rows["transactions"] == manifest["tables"]["transactions"]["rows"]
    assert meta["manifest"] == hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()
    runs = served.json("/api/v1/runs")["runs"]
    assert [run["run"] for run in runs] == [0] and runs[0]["rows"] == rows
    assert served.ask("/api/v1/meta?run=1")[0] == 404 and served.ask("/api/v1/meta?run=x")[0] == 400


def test_the_document_is_the_data(served, sql):
    status, headers, body = served.ask("/api/v1/dashboard", headers={"Accept-Encoding": "gzip"})
    assert status == 200 and headers["content-encoding"] == "gzip"
    assert headers["content-type"] == "application/vnd.footfall.dashboard"
    document = read_document(body)
    # Meta is one for both; the document's notes say in addition what it leaves out.
    meta = served.json("/api/v1/meta")
    assert {**document["meta"], "schema_version": 1, "notes": []} == {**meta, "notes": []}
    assert set(meta["notes"]) <= set(document["meta"]["notes"])
    visits = next(cube for cube in document["cubes"] if cube["name"] == "visits")
    [(count, paise)] = sql("SELECT count(*), sum(amount * 100)::BIGINT FROM transactions")
    assert sum(visits["columns"]["transactions"]) == count and sum(visits["columns"]["revenue"]) == paise
    # Without gzip the same bytes, unpacked, under another tag.
    status, plain, raw = served.ask("/api/v1/dashboard")
    assert raw == gzip.decompress(body) and "content-encoding" not in plain
    assert plain["etag"] != headers["etag"] and "accept-encoding" in plain["vary"].lower()


def test_tags_spare_what_is_known(served):
    for accepted in ("gzip", "identity", "gzip;q=0", "br, gzip;q=0.5"):
        given = {"Accept-Encoding": accepted}
        _, headers, body = served.ask("/", headers=given)
        assert ("content-encoding" in headers) == (accepted in ("gzip", "br, gzip;q=0.5"))
        for tags in (headers["etag"], f'"x", {headers["etag"]}', "W/" + headers["etag"], "*"):
            status, again, nothing = served.ask("/", headers={**given, "If-None-Match": tags})
            assert status == 304 and nothing == b"" and again["etag"] == headers["etag"]
        assert served.ask("/", headers={**given, "If-None-Match": '"other"'})[0] == 200
        status, head, nothing = served.ask("/", method="HEAD", headers=given)
        assert status == 200 and nothing == b"" and int(head["content-length"]) == len(body)


def test_the_policy_allows_exactly_the_pages_scripts_and_styles(served):
    _, headers, body = served.ask("/")
    page = body.decode()
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    for name, directive in (("script", "script-src"), ("style", "style-src")):
        texts = [text for tag, text in re.findall(rf"<{name}([^>]*)>(.*?)</{name}", page, re.DOTALL)
                 if "application/" not in tag]
        hashes = {f"'sha256-{base64.b64encode(hashlib.sha256(t.encode()).digest()).decode()}'" for t in texts}
        assert set(policy[directive].split()) == (hashes or {"'none'"})
    assert "unsafe" not in headers["content-security-policy"] and policy["default-src"] == "'none'"
    assert policy["connect-src"] == "'self'" and policy["frame-ancestors"] == "'none'"
    _, headers, _ = served.ask("/api/v1/meta")
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"


def test_facts_are_those_of_the_report(served, sql):
    facts = {fact["id"]: fact for fact in served.json("/api/v1/facts")}
    assert facts["revenue"]["value"] == pytest.approx(float(sql("SELECT sum(amount) FROM transactions")[0][0]))
    assert facts["transactions"]["value"] == sql("SELECT count(*) FROM transactions")[0][0]


def test_analyses_are_those_of_analyze(served, folder):
    answer = served.json("/api/v1/analyses/persona_performance")
    names = [column["name"] for column in answer["columns"]]
    expected = json.loads(footfall("analyze", "persona_performance", folder, "--format", "json").stdout)
    assert len(answer["rows"]) == len(expected) == 5
    for row, known in zip(answer["rows"], expected):
        # One function writes both; sums of floats depend on the threads beyond.
        close = {n: pytest.approx(v, rel=1e-11) if isinstance(v, float) else v for n, v in known.items()}
        assert dict(zip(names, row)) == close
    limited = served.json("/api/v1/analyses/affinity?support=0.05")
    assert limited["name"] == "affinity"
    assert served.ask("/api/v1/analyses/nothing")[0] == 404
    assert served.ask("/api/v1/analyses/kpi?nothing=1")[0] == 400


ROWS = [
    ("table=transactions", "transactions", "true"),
    ("table=customers&order=-monthly_income", "customers", "true"),
    ("table=items&category=pulses&quantity.min=2", "items", "category = 'pulses' AND quantity >= 2"),
    ("persona=Premium+Shopper&persona=Senior%20Citizen", "transactions", "persona IN ('Premium Shopper', 'Senior Citizen')"),
    ("date.min=2024-01-05&date.max=2024-01-09&hour=11", "transactions", "date BETWEEN '2024-01-05' AND '2024-01-09' AND hour = 11"),
    ("amount.min=1234.56&is_weekend=true", "transactions", "amount >= 1234.56 AND is_weekend"),
    ("festival=", "transactions", "festival IS NULL OR festival = ''"),
    ("category=coffee_and_beverages", "transactions", "transaction_id IN (SELECT transaction_id FROM items WHERE category = 'coffee_and_beverages')"),
    ("city=Mumbai", "transactions", "customer_id IN (SELECT customer_id FROM customers WHERE city = 'Mumbai')"),
    ("table=items&weekday=6&city=Mumbai", "items",
     "transaction_id IN (SELECT transaction_id FROM transactions JOIN customers USING (customer_id) WHERE weekday = 6 AND city = 'Mumbai')"),
    ("timestamp.max=2024-01-02T12:00:00", "transactions", "timestamp <= '2024-01-02 12:00:00'"),
    ("persona=%27%20OR%201=1%20--", "transactions", "false"),
]


@pytest.mark.parametrize("query, table, where", ROWS, ids=[row[0] for row in ROWS])
def test_rows_are_those_that_sql_finds(served, sql, query, table, where):
    answer = served.json(f"/api/v1/rows?{query}&limit=1000")
    assert answer["table"] == table
    assert answer["total"] == sql(f"SELECT count(*) FROM {table} WHERE {where}")[0][0]
    names = [column["name"] for column in answer["columns"]]
    key = names.index("customer_id" if table == "customers" else "transaction_id")
    known = {row[0] for row in sql(f"SELECT {names[key]} FROM {table} WHERE {where}")}
    assert {row[key] for row in answer["rows"]} <= known
    if answer["total"] <= 1000:
        assert {row[key] for row in answer["rows"]} == known
    if "order=-monthly_income" in query:
        incomes = [row[names.index("monthly_income")] for row in answer["rows"]]
        assert incomes == sorted(incomes, reverse=True)


def test_pages_do_not_overlap(served):
    pages = [served.json(f"/api/v1/rows?order=amount&limit=7&offset={offset}")["rows"] for offset in range(0, 70, 7)]
    assert [row for page in pages for row in page] == served.json("/api/v1/rows?order=amount&limit=70")["rows"]


@pytest.mark.parametrize("query", [
    "table=users", "order=nothing", "order=amount;drop", "limit=0", "limit=1001", "limit=-1", "offset=-1", "offset=1.5",
    "nothing=1", "amount.most=1", "amount=NaN", "amount=1e999", "amount=0x10", "date=2024-02-30", "hour=a", "hour=99999999999999999999",
    "is_weekend=maybe", "is_weekend.min=true", "timestamp=2024-01-02", "timestamp=2024-01-02T25:00:00", "table=customers&category=pulses",
    "persona=" + "a" * 300, "persona=%ff", "%00=1", "&".join(["persona=a"] * 101)])
def test_wrong_questions_for_rows_are_told_so(served, query):
    status, headers, body = served.ask(f"/api/v1/rows?{query}")
    assert status == 400 and headers["content-type"] == "application/problem+json"
    assert json.loads(body)["status"] == 400 and json.loads(body)["detail"]


def test_metrics_follow_the_text_format(served):
    _, headers, body = served.ask("/metrics")
    assert headers["content-type"].startswith("text/plain; version=0.0.4")
    known = set()
    for line in body.decode().splitlines():
        if line.startswith("# TYPE "):
            name, kind = line.split()[2:]
            assert (kind == "counter") == name.endswith("_total")
            known.add(name)
        elif not line.startswith("#"):
            assert re.fullmatch(r'[a-z_]+(\{code="[2-5]xx"\})? \d+', line), line
            assert re.match("[a-z_]+", line).group() in known


def test_the_description_is_that_of_the_docs(served):
    served_text = served.json("/api/v1/openapi.json")
    assert served_text == json.loads((ROOT / "docs" / "openapi.json").read_text())
    for path in served_text["paths"]:
        if path not in ("/events", "/api/v1/analyses/{name}", "/api/v1/compare"):
            assert served.ask(path)[0] in (200, 405), path


@pytest.mark.alone
def test_many_at_once_wait_or_are_told_to_come_again(folder):
    with Served(folder) as server:
        answers = []

        def ask():
            answers.append(server.ask("/api/v1/facts"))

        threads = [threading.Thread(target=ask) for _ in range(60)]
        for thread in threads:
            thread.start()
        begin = time.monotonic()
        assert server.ask("/healthz")[0] == 200  # answered by others than those who compute
        assert time.monotonic() - begin < 2
        for thread in threads:
            thread.join()
        found = [status for status, _, _ in answers]
        assert set(found) <= {200, 503} and found.count(200) >= 32
        for status, headers, _ in answers:
            assert status == 200 or "retry-after" in headers


def test_killed_and_started_again_it_is_there_at_the_same_port(folder):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    first = Served(folder, port=port)
    stream = Events(first)
    assert stream.next()[1] == "hello"
    first.process.kill()
    first.process.wait(timeout=10)
    first.process.stdout.close()
    with pytest.raises((EOFError, ConnectionResetError)):
        stream.next()
    stream.close()
    with Served(folder, port=port) as second:
        assert second.port == port
        again = Events(second, last=12)  # an event of the first one
        number, event, hello = again.next()
        assert event == "hello" and number is None and hello["state"] == "idle"
        again.close()


def test_two_data_sets_are_compared(folder, tmp_path):
    more = tmp_path / "more"
    footfall("simulate", "--days", "30", "--customers", "90", "--seed", "7", "--out", more)
    with Served(folder, more) as server:
        facts = [{fact["id"]: fact for fact in server.json(f"/api/v1/facts?run={run}")} for run in (0, 1)]
        answer = {entry["id"]: entry for entry in server.json("/api/v1/compare")["facts"]}
        assert set(answer) == set(facts[0]) | set(facts[1])
        banded = 0
        for name, entry in answer.items():
            values = [facts[run][name]["value"] if name in facts[run] else None for run in (0, 1)]
            if entry["unit"] in ("text", "date") or None in values:
                assert entry["difference"] is None
                continue
            assert entry["difference"] == pytest.approx(values[1] - values[0])
            bounds = [(facts[run][name].get("low"), facts[run][name].get("high")) for run in (0, 1)]
            if None in bounds[0] + bounds[1]:
                assert entry["band"] is None
                continue
            halves = [(high - low) / 2 for low, high in bounds]
            band = (halves[0] ** 2 + halves[1] ** 2) ** 0.5
            assert entry["band"] == pytest.approx(band)
            assert entry["beyond_chance"] == (abs(values[1] - values[0]) > band)
            banded += 1
        assert banded >= 5
        same = server.json("/api/v1/compare?first=1&second=1")["facts"]
        assert all(not entry["difference"] for entry in same)
        assert server.ask("/api/v1/compare?second=2")[0] == 404


def test_what_serve_refuses_to_show(tmp_path):
    assert footfall("serve", tmp_path, check=False).returncode == 3
    assert footfall("serve", check=False).returncode == 2
    assert footfall("serve", tmp_path, "--simulate", "minimal", check=False).returncode == 2
    assert footfall("serve", "--simulate", "minimal", "--speed", "fast", check=False).returncode == 2
    assert footfall("serve", "--simulate", "nothing", check=False).returncode == 4
    assert footfall("serve", tmp_path, "--host", "example.com", check=False).returncode == 2
