"""A simulation played against a clock: its events, its steering, and that it ends as the data set it wrote."""

import base64
import itertools
import json
import re
import signal
import subprocess
import time

import pytest
from conftest import PROGRAM, footfall
from dashboard_reader import read_document
from serving import Events, Served

DAYS, CUSTOMERS = 12, 50


@pytest.fixture(scope="module")
def scenario(tmp_path_factory):
    """A small world of some days, as `serve --simulate` takes its size from the scenario."""
    path = tmp_path_factory.mktemp("live") / "small.yaml"
    text = footfall("scenario", "show", "india_retail").stdout
    assert "days: 30" in text and "customers_per_persona: 1000" in text
    path.write_text(text.replace("days: 30", f"days: {DAYS}").replace("customers_per_persona: 1000", f"customers_per_persona: {CUSTOMERS}"))
    return path


def gather(stream, until="done"):
    """Returns the events of a stream up to the one of that name, with the time each came."""
    events = []
    while not events or events[-1][1] != until:
        events.append((*stream.next(), time.monotonic()))
    return events


def cells_of(events):
    """Returns {cube: {key: measures}} of all cells told; no cell is told twice."""
    cubes = {}
    for _, event, data, _ in events:
        if event != "cells":
            continue
        for name, cube in data["cubes"].items():
            keys = cube["key"]
            measures = sorted(set(cube) - {"key"})
            for i, key in enumerate(keys):
                assert key not in cubes.setdefault(name, {}), (name, key)
                cubes[name][key] = {measure: cube[measure][i] for measure in measures}
    return cubes


def cells_of_document(document):
    cubes = {}
    for cube in document["cubes"]:
        columns = dict(cube["columns"])
        keys = columns.pop("key")
        cubes[cube["name"]] = {key: {m: values[i] for m, values in sorted(columns.items())} for i, key in enumerate(keys)}
    return cubes


def by_hour(visits, dimensions):
    """Sums visits over cities, which both sides number as they like; by day, hour and persona's name."""
    cities, personas = dimensions["city"]["values"], dimensions["persona"]["values"]
    sums = {}
    for key, cell in visits.items():
        rest = key // len(cities)
        name = (rest // len(personas) // 24, rest // len(personas) % 24, personas[rest % len(personas)])
        entry = sums.setdefault(name, dict.fromkeys(cell, 0))
        for measure, value in cell.items():
            entry[measure] += value
    return sums


def totals(cubes):
    return {name: {m: sum(cell[m] for cell in cells.values()) for m in next(iter(cells.values()))} for name, cells in cubes.items()}


def test_what_is_told_is_what_the_report_of_the_data_set_says(scenario, tmp_path):
    out = tmp_path / "out"
    with Served("--simulate", scenario, "--speed", "4d/s", "--out", out) as server:
        stream = Events(server)
        events = gather(stream)
        stream.close()
        assert [event for _, event, _, _ in events][0] == "hello"
        days = [data["day"] for _, event, data, _ in events if event == "cells"]
        assert days == sorted(set(days)) and days[-1] == DAYS - 1 and len(days) >= 6
        numbers = [number for number, *_ in events if number is not None]
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        document = read_document(server.ask("/api/v1/dashboard", headers={"Accept-Encoding": "gzip"})[2])
        told, written = totals(cells_of(events)), totals(cells_of_document(document))
        # Segments and cohorts of customers show at the end only; amounts and sizes are not filtered before.
        assert written.keys() - told.keys() == {"segment_visits", "segment_items", "cohort_visits", "cohort_items",
                                                "spend_visits", "lines_visits"}
        assert told == {name: written[name] for name in told}
        hello = [data for _, event, data, _ in events if event == "hello"][-1]["dimensions"]
        assert by_hour(cells_of(events)["visits"], hello) == by_hour(cells_of_document(document)["visits"], document["dimensions"])
        assert server.json("/api/v1/runs")["runs"][0]["rows"]["transactions"] == told["visits"]["transactions"]
        late = gather(Events(server))  # who comes late is told the same
        assert totals(cells_of(late)) == told
        assert server.stop()[0] == 0
    # The data set is the one that simulate writes, and its dashboard is the one that was served.
    reference = tmp_path / "reference"
    footfall("simulate", scenario, "--out", reference)
    manifests = [json.loads((folder / "manifest.json").read_text()) for folder in (out, reference)]
    assert manifests[0]["tables"] == manifests[1]["tables"]
    assert footfall("verify", out).returncode == 0
    with Served(reference) as server:
        again = read_document(server.ask("/api/v1/dashboard", headers={"Accept-Encoding": "gzip"})[2])
    assert again["cubes"] == document["cubes"] and again["customers"] == document["customers"]
    assert again["facts"] == document["facts"]


def test_meta_answers_from_the_first_moment(scenario, tmp_path):
    with Served("--simulate", scenario, "--speed", "1h/s") as server:
        early = server.json("/api/v1/meta")
        stream = Events(server)
        hello = next(data for _, event, data, _ in iter(lambda: (*stream.next(), 0), None) if event == "hello")
        assert server.ask("/api/v1/meta?run=1")[0] == 404
        assert server.ask("/api/v1/facts")[0] == 503
        server.json("/api/v1/live", method="POST", body={"speed": 0})
        gather(stream)
        stream.close()
        late = server.json("/api/v1/meta")
        document = read_document(server.ask("/api/v1/dashboard", headers={"Accept-Encoding": "gzip"})[2])
    assert early["period"]["days"] == DAYS and early["seed"] == 42 and early["currency"]["code"] == "INR"
    assert early["tables"] == [] and early["manifest"] is None and early["notes"] == ["The simulation is still running"]
    assert {"schema_version": 1, **hello["meta"]} == early
    # Only what the simulation makes is told later; server and document say the same.
    assert {name for name in late if late[name] != early[name]} == {"tables", "manifest", "notes"}
    assert set(late["notes"]) <= set(document["meta"]["notes"])
    assert {"schema_version": 1, **document["meta"], "notes": None} == {**late, "notes": None}


def facts_of_events(cells, dimensions):
    """What the facts of a report must be, summed from the cells of a simulation."""
    personas = dimensions["persona"]["values"]
    visits, per_persona = cells["visits"], dict.fromkeys(personas, 0)
    for key, cell in visits.items():
        per_persona[personas[key // len(dimensions["city"]["values"]) % len(personas)]] += cell["revenue"]
    sums = {name: sum(cell[name] for cell in visits.values()) for name in ("transactions", "revenue", "lines", "units")}
    facts = {
        "transactions": sums["transactions"],
        "revenue": sums["revenue"] / 100,
        "average_transaction_value": sums["revenue"] / 100 / sums["transactions"],
        "items_per_basket": sums["lines"] / sums["transactions"],
    }
    for name, revenue in per_persona.items():
        facts[f"persona.{name.lower().replace(' ', '_')}.revenue_share"] = revenue / sums["revenue"]
    return facts


def test_the_last_state_is_the_report_that_is_left(scenario, tmp_path):
    out = tmp_path / "out"
    words = ("--out", out, "--serve", "--speed", "max", "--export-summary")
    with Served(*words, command=("simulate", scenario)) as server:
        stream = Events(server)
        events = gather(stream)
        stream.close()
        document = read_document(server.ask("/api/v1/dashboard", headers={"Accept-Encoding": "gzip"})[2])
        served = server.json("/api/v1/facts")
        assert server.stop()[0] == 0
    assert footfall("verify-report", out / "report").returncode == 0
    # The facts of the report are those that are served, and the sums of the cells that were told.
    report = json.loads((out / "report" / "facts.json").read_text())
    assert report == served == document["facts"]
    facts = {fact["id"]: fact["value"] for fact in report}
    hello = [data for _, event, data, _ in events if event == "hello"][-1]
    expected = facts_of_events(cells_of(events), hello["dimensions"])
    assert {name: facts[name] for name in expected} == {name: pytest.approx(value, rel=1e-9) for name, value in expected.items()}
    buyers = {customer for _, event, data, _ in events if event == "cells" for customer in data["customers"]["customer"]}
    assert len(buyers) == facts["active_customers"] == document["customers"]["active"]
    # The page in the report holds the document that was served.
    page = (out / "report" / "dashboard.html").read_text()
    held = re.search(r'id="footfall-data">([^<]*)<', page).group(1)
    assert read_document(base64.b64decode(held)) == document


def test_never_more_than_four_events_a_second(scenario):
    with Served("--simulate", scenario, "--speed", "30d/s") as server:
        stream = Events(server)
        times = [at for number, _, _, at in gather(stream) if number is not None]
        stream.close()
        # The first may be late in coming: others are counted in windows of a second.
        for first, fifth in zip(times, times[4:]):
            assert fifth - first > 0.85


def test_it_is_paused_resumed_and_set_to_another_speed(scenario):
    with Served("--simulate", scenario, "--speed", "3d/s") as server:
        stream = Events(server)
        while stream.next()[1] != "cells":
            pass
        answer = server.json("/api/v1/live", method="POST", body={"state": "paused"})
        assert answer["state"] == "paused"
        while True:
            _, event, data = stream.next()
            if event == "state":
                break
        assert data["state"] == "paused" and data["speed"] == 3 * 86400
        time.sleep(0.6)
        day = server.json("/api/v1/live", method="POST", body={})["day"]
        time.sleep(0.8)
        assert server.json("/api/v1/live", method="POST", body={})["day"] == day
        assert server.ask("/api/v1/dashboard")[0] == 503 and server.ask("/readyz")[0] == 200
        for wrong in ({"state": "gone"}, {"speed": -1}, {"speed": "1"}, {"x": 1}, []):
            assert server.ask("/api/v1/live", method="POST", body=wrong)[0] == 400
        assert server.ask("/api/v1/live", method="POST", body={}, headers={"Content-Type": "text/plain"})[0] == 415
        assert server.json("/api/v1/live", method="POST", body={"state": "running", "speed": 0})["state"] == "running"
        events = gather(stream)
        stream.close()
        assert any(event == "state" and data["state"] == "running" and data["speed"] == 0 for _, event, data, _ in events)
        assert server.ask("/api/v1/live", method="POST", body={"state": "paused"})[0] == 409


@pytest.mark.alone
def test_the_clock_holds_the_simulation_back(scenario):
    with Served("--simulate", scenario, "--speed", "4d/s") as server:
        begin = time.monotonic()
        stream = Events(server)
        gather(stream)
        stream.close()
        assert 0.8 * DAYS / 4 < time.monotonic() - begin < 3 * DAYS / 4 + 3


def test_a_stream_is_resumed_where_it_ended(scenario):
    with Served("--simulate", scenario, "--speed", "6d/s") as server:
        first = Events(server)
        seen = list(itertools.islice(iter(first.next, None), 3))
        first.close()
        time.sleep(0.7)
        second = Events(server, last=seen[-1][0])
        events = [(*event, 0) for event in seen] + gather(second)
        second.close()
        numbers = [number for number, *_ in events if number is not None]
        assert numbers == sorted(set(numbers)) and [number for number, event, _, _ in events if event == "hello"].count(None) == 1
        whole = gather(Events(server, last=99999))  # no such event: it begins anew
        assert whole[0][1] == "hello" and totals(cells_of(whole)) == totals(cells_of(events))


def test_a_signal_while_it_is_played_writes_nothing(scenario, tmp_path):
    out = tmp_path / "out"
    with Served("--simulate", scenario, "--speed", "1h/s", "--out", out) as server:
        stream = Events(server)
        stream.next()
        code, seconds = server.stop(signal.SIGINT)
        assert code == 130 and seconds < 4
        stream.close()
    assert not out.exists() and list(tmp_path.iterdir()) == []


def test_simulate_serves_as_well(tmp_path):
    out = tmp_path / "out"
    process = subprocess.Popen([PROGRAM, "simulate", "minimal", "--days", "5", "--out", out, "--serve", "--speed", "max", "--port", "0"],
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert re.match(r"http://127.0.0.1:\d+/", process.stdout.readline())
        deadline = time.monotonic() + 10
        while not (out / "manifest.json").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert (out / "manifest.json").exists()
    finally:
        process.terminate()
        assert process.wait(timeout=15) == 0
        process.stdout.close()
