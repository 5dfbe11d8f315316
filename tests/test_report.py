"""`footfall report`: what it writes, held against the data by pandas, and to its own numbers."""

import base64
import json
import os
import random
import re
import resource
import xml.etree.ElementTree as ElementTree

import jsonschema
import numpy as np
import pandas as pd
import pytest
from scipy import stats

from conftest import PROGRAM, footfall
from dashboard_reader import Document
from report_data import SCHEMA, data, own_report  # noqa: F401, data is a fixture
from update_report_golden import GOLDEN, golden_text


@pytest.fixture(scope="module")
def summary(data):
    return json.loads((data / "report/executive_summary.json").read_text())


@pytest.fixture(scope="module")
def facts(data):
    entries = json.loads((data / "report/facts.json").read_text())
    assert len({entry["id"] for entry in entries}) == len(entries)
    return {entry["id"]: entry for entry in entries}


@pytest.fixture(scope="module")
def bought(data):
    return pd.read_csv(data / "transactions.csv", keep_default_na=False)


# What is written


def test_summary_follows_its_schema(summary):
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(summary, SCHEMA)


def test_manifest_lists_every_file(data):
    folder = data / "report"
    manifest = json.loads((folder / "manifest.json").read_text())
    listed = {file["path"]: file["bytes"] for file in manifest["files"]}
    present = {path.name: path.stat().st_size for path in folder.iterdir()}
    del present["manifest.json"]
    assert listed == present
    topics = ["daily", "hourly", "rfm", "clv", "cohorts", "affinity", "forecast", "anomalies",
              "reorder", "persona_performance"]
    assert {f"{topic}.csv" for topic in topics} <= set(present)


def test_golden(data):
    """The text and the summary of the default data set, as update_report_golden.py wrote them."""
    for name in ("executive_summary.json", "insights_report.md"):
        assert golden_text(data / "report" / name) == (GOLDEN / name).read_text()


def test_json_prints_the_summary(data, summary):
    printed = json.loads(footfall("report", data, "--json").stdout)
    assert printed == summary


def test_terminal_text_has_no_marks(data):
    text = footfall("report", data).stdout
    assert "₹29.57\u00a0crore from 59,991 transactions" in text
    assert "][" not in text and "**" not in text


# Independent recomputation


def test_totals(summary, bought, data):
    totals = summary["totals"]
    customers = pd.read_csv(data / "customers.csv")
    assert totals["transactions"] == len(bought)
    assert totals["customers"] == len(customers)
    assert totals["active_customers"] == bought.customer_id.nunique()
    assert totals["items"] == bought.lines.sum()
    assert totals["units"] == bought.units.sum()
    assert totals["revenue"] == pytest.approx(bought.amount.sum(), abs=0.005)
    assert totals["average_transaction_value"] == pytest.approx(bought.amount.mean(), rel=1e-9)
    assert totals["items_per_basket"] == pytest.approx(bought.lines.mean(), rel=1e-9)
    assert summary["period"] == {"start": bought.date.min(), "end": bought.date.max(), "days": 30}


def log_ratio_error(frame, treated):
    """Standard error of the logarithm of the ratio of means, by customer (delta method)."""
    sums = frame.assign(
        a=frame.amount.where(treated, 0), b=treated * 1.0, c=frame.amount.where(~treated, 0),
        d=~treated * 1.0
    ).groupby("customer_id")[["a", "b", "c", "d"]].sum()
    total = sums.sum()
    influence = sums.a / total.a - sums.b / total.b - sums.c / total.c + sums.d / total.d
    n = len(sums)
    return np.sqrt(n / (n - 1) * (influence**2).sum())


@pytest.mark.parametrize("kind", ["festival", "weekend"])
def test_uplifts(summary, bought, kind):
    treated = (bought.festival != "") if kind == "festival" else bought.is_weekend
    treated = treated.astype(bool)
    estimate = summary["temporal"][f"{kind}_uplift"]
    ratio = bought.amount[treated].mean() / bought.amount[~treated].mean()
    assert estimate["value"] == pytest.approx(ratio - 1, rel=1e-9)
    width = 1.96 * log_ratio_error(bought, treated)
    assert estimate["low"] == pytest.approx(ratio * np.exp(-width) - 1, abs=1e-3)
    assert estimate["high"] == pytest.approx(ratio * np.exp(width) - 1, abs=1e-3)


def test_personas(summary, bought):
    assert [p["persona"] for p in summary["personas"]] == list(
        bought.groupby("persona").amount.sum().sort_values(ascending=False).index)
    days = summary["period"]["days"]
    for persona in summary["personas"]:
        own = bought[bought.persona == persona["persona"]]
        assert persona["transactions"] == len(own)
        assert persona["revenue"] == pytest.approx(own.amount.sum(), abs=0.005)
        assert persona["revenue_share"] == pytest.approx(own.amount.sum() / bought.amount.sum())
        assert persona["average_transaction_value"] == pytest.approx(own.amount.mean())
        assert persona["average_low"] < own.amount.mean() < persona["average_high"]
        assert persona["frequency_per_30_days"] == pytest.approx(
            len(own) / persona["customers"] * 30 / days)
        hours = own.hour.value_counts()
        assert set(summary["temporal"]["peak_hours"][persona["persona"]]) == set(
            hours[hours >= 0.9 * hours.max()].index)


def test_categories_and_concentration(summary, bought, data):
    items = pd.read_csv(data / "items.csv")
    ranked = items.groupby("category").amount.sum().sort_values(ascending=False)
    assert [c["category"] for c in summary["top_categories"]] == list(ranked.index[:10])
    for category in summary["top_categories"]:
        assert category["revenue"] == pytest.approx(ranked[category["category"]], abs=0.005)
    spent = np.sort(bought.groupby("customer_id").amount.sum().to_numpy())
    n = len(spent)
    ranks = np.arange(1, n + 1)
    gini = 2 * (ranks * spent).sum() / (n * spent.sum()) - (n + 1) / n
    assert summary["concentration"]["gini"]["value"] == pytest.approx(gini, rel=1e-9)
    best = spent[::-1]
    whole = int(n * 0.2)
    top = best[:whole].sum() + (n * 0.2 - whole) * best[whole]
    assert summary["concentration"]["top20_share"]["value"] == pytest.approx(top / spent.sum())


def test_shares_of_personas_have_the_interval_of_the_delta_method(facts, bought):
    spent = bought.groupby(["customer_id", "persona"]).amount.sum().reset_index()
    n = len(spent)
    for persona in spent.persona.unique():
        fact = facts[f"persona.{persona.lower().replace(' ', '_')}.revenue_share"]
        share = spent.amount[spent.persona == persona].sum() / spent.amount.sum()
        rest = spent.amount * ((spent.persona == persona) - share)
        error = np.sqrt(n / (n - 1) * (rest**2).sum()) / spent.amount.sum()
        assert fact["low"] == pytest.approx(share - 1.9604 * error, abs=1e-5)
        assert fact["high"] == pytest.approx(share + 1.9604 * error, abs=1e-5)


def test_festival_days_against_like_weekdays(facts, bought):
    """The effect equals the regression of the logarithm on weekday and festival."""
    days = bought.groupby(["date", "weekday", "festival"]).amount.sum().reset_index()
    days["f"] = (days.festival != "") * 1.0
    days = days[days.groupby("weekday").f.transform("nunique") == 2]
    design = np.column_stack([pd.get_dummies(days.weekday).to_numpy(float), days.f])
    y = np.log(days.amount.to_numpy())
    fitted, rest, rank, _ = np.linalg.lstsq(design, y, rcond=None)
    freedom = len(y) - rank
    error = np.sqrt(rest[0] / freedom * np.linalg.inv(design.T @ design)[-1, -1])
    low, high = fitted[-1] + stats.t.ppf([0.025, 0.975], freedom) * error
    fact = facts["festival_days.revenue"]
    assert fact["value"] == pytest.approx(np.exp(fitted[-1]) - 1, rel=1e-9)
    assert fact["low"] == pytest.approx(np.exp(low) - 1, rel=1e-6)
    assert fact["high"] == pytest.approx(np.exp(high) - 1, rel=1e-6)


def test_customers_value_stands_beside_the_forecast(data, facts):
    """Two expectations of the same 30 days, each a fact, and a sentence that tells them apart."""
    clv = pd.read_csv(data / "report/clv.csv")
    assert facts["clv.next_30_days"]["value"] == pytest.approx(clv["next_30_days"].sum())
    text = (data / "report/insights_report.md").read_text()
    said = re.search(r"Customer by customer, .*\n", text).group()
    assert "][clv.next_30_days] in the same [30\u00a0days][forecast.days]" in said and "festivals included" in said
    assert facts["forecast.revenue"]["value"] < facts["clv.next_30_days"]["value"]  # which holds a festival


# Properties


def table(data, name):
    return pd.read_csv(data / "report" / f"{name}.csv")


def test_shares_and_totals_agree_between_files(data, summary, facts):
    revenue = summary["totals"]["revenue"]
    personas = table(data, "persona_performance")
    assert sum(p["revenue_share"] for p in summary["personas"]) == pytest.approx(1)
    assert personas.revenue.sum() == pytest.approx(revenue, abs=0.01)
    assert personas.transactions.sum() == summary["totals"]["transactions"]
    assert table(data, "daily").revenue.sum() == pytest.approx(revenue, abs=0.01)
    assert table(data, "categories").revenue.sum() == pytest.approx(revenue, abs=0.01)
    assert table(data, "categories").revenue_share.sum() == pytest.approx(1)
    hourly = table(data, "hourly")
    assert hourly[hourly.persona.isna()].transactions.sum() == summary["totals"]["transactions"]
    rfm = table(data, "rfm")
    assert rfm.revenue_share.sum() == pytest.approx(1)
    assert rfm.customers.sum() == summary["totals"]["active_customers"]
    for fact in facts.values():
        if fact["low"] is not None:
            assert fact["low"] <= fact["value"] <= fact["high"], fact


def test_figures_state_what_they_show(data):
    text = (data / "report/insights_report.md").read_text()
    drawn = set(re.findall(r"!\[[^\]]+\]\((\w+\.svg)\)", text))
    assert drawn == {path.name for path in (data / "report").glob("*.svg")} and len(drawn) == 7
    space = "{http://www.w3.org/2000/svg}"
    for name in drawn:
        path = data / "report" / name
        root = ElementTree.parse(path).getroot()
        assert root.find(f"{space}title").text and root.find(f"{space}desc").text
        assert "prefers-color-scheme:dark" in path.read_text()
        width, height = float(root.get("width")), float(root.get("height"))
        for part in root.iter():
            for key, most in (("x", width), ("y", height), ("cx", width), ("cy", height)):
                assert part.get(key) is None or 0 <= float(part.get(key)) <= most, (name, part.attrib)


def lines_of_baskets():
    """Baskets of 60 customers over nine weeks, with names that mean something to Markdown."""
    draw = random.Random(7)
    names = ['7up "Zero" 🥤', "a|b *c*", "[x] y_z", "Brot & Käse <b>", "plain"]
    rows = []
    for number in range(900):
        customer = f"C{draw.randrange(60)}"
        time = f"2024-0{draw.randint(1, 2)}-{draw.randint(1, 28):02} {draw.randint(9, 20):02}:15:00"
        for name in draw.sample(names, draw.randint(1, 4)):
            rows.append([number, customer, time, name, draw.randint(1, 3), draw.randint(2, 30) + 0.25])
    return ["transaction", "customer", "time", "category", "quantity", "unit_price"], rows


def test_order_of_rows_changes_nothing(tmp_path):
    head, rows = lines_of_baskets()
    made, documents = [], []
    for turn in range(3):
        folder = tmp_path / str(turn)
        folder.mkdir()
        own_report(folder, [head, *rows], "--currency", "EUR")
        made.append({p.name: p.read_text() for p in (folder / "out").iterdir()})
        random.Random(turn).shuffle(rows)
    for name, text in made[0].items():
        # The examples of data_quality are the first rows of the file; the page holds them too.
        if name in ("data_quality.csv", "manifest.json", "dashboard.html"):
            continue
        assert text == made[1][name] == made[2][name], name
    for page in [one.get("dashboard.html") for one in made]:
        if page is None:
            continue
        packed = re.search(r'id="footfall-data">([A-Za-z0-9+/=]+)<', page).group(1)
        document = Document(base64.b64decode(packed))
        del document.header["analyses"]["data_quality"], document.header["meta"]["notes"]  # paths
        documents.append((document.header, document.cubes))
    for header, cubes in documents:
        assert cubes == documents[0][1]
        for key, value in header.items():
            assert value == documents[0][0][key], key


# Own data, and what may be missing in it


def test_own_data_is_not_written_to(tmp_path):
    head, rows = lines_of_baskets()
    done, summary = own_report(tmp_path, [head, *rows], "--currency", "EUR")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out", "sales.csv"]
    assert summary["origin"] == "own" and summary["generated_from"] is None
    assert summary["totals"]["transactions"] == len({row[0] for row in rows})
    text = (tmp_path / "out/insights_report.md").read_text()
    assert "how days of festivals differ" in text and "€" in text


def test_without_out_nothing_is_written(tmp_path):
    source = tmp_path / "sales.csv"
    source.write_text("customer,time,amount\n1,2024-01-01,5\n2,2024-01-02,6\n")
    text = footfall("report", "--transactions", source).stdout
    assert "Nothing was written" in text
    assert list(tmp_path.iterdir()) == [source]


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [[1, 7, "2024-03-01 10:00:00", 12.5]],
        [[i, i % 7, f"2024-03-01 1{i % 9}:00:00", 10 + i] for i in range(60)],
        [[i, 7, f"2024-03-{1 + i % 28:02} 1{i % 9}:00:00", 10 + i] for i in range(60)],
        [[i, i % 30, f"2024-03-{1 + i % 28:02} 10:00:00", 0] for i in range(90)],
        [[i, "", f"2024-03-{1 + i % 28:02}", 3 + i % 5] for i in range(90)],
    ],
    ids=["none", "one transaction", "one day", "one customer", "all free", "dates and no customers"],
)
def test_little_data(tmp_path, rows):
    done, summary = own_report(tmp_path, [["transaction", "customer", "time", "amount"], *rows])
    assert done.returncode == 0, done.stderr
    assert summary["totals"]["transactions"] == len(rows)
    assert summary["highlights"] == []


def test_empty_file(tmp_path):
    done, _ = own_report(tmp_path, [])
    assert done.returncode == 3 and "empty" in done.stderr


# Chance


def test_noise_is_not_told(tmp_path):
    """Shoppers that are all alike, on days that are all alike: no report may find anything."""
    made = json.loads(footfall("scenario", "show", "scenarios/minimal.yaml", "--json").stdout)
    base = {
        "simulation": {"start_date": "2024-01-29", "days": 42, "customers_per_persona": 150},
        "market": {
            "visit_multiplier": {"festival": 1, "weekend": 1},
            "item_multiplier": {"festival": 1, "weekend": 1},
            "quantity_multiplier": {"festival": 1},
            "price_multiplier": {"festival": [1, 1]},
        },
        "personas": [{
            "name": "Everybody",
            "frequency": "daily",
            "visit_probability": 0.4,
            "preferred_time": ["9:00-21:00"],
            "basket_profile": {f"thing_{letter}": {"probability": 0.5, "quantity": [1, 3],
                                                   "price_range": [50, 100]} for letter in "abcd"},
        }],
    }
    base["personas"][0]["demographics"] = made["personas"][0]["demographics"]
    told = []
    for seed in range(12):
        base["simulation"]["seed"] = seed
        scenario = tmp_path / "null.yaml"
        scenario.write_text(json.dumps(base))
        footfall("simulate", scenario, "--out", tmp_path / str(seed), "-q")
        summary = json.loads(footfall("report", tmp_path / str(seed), "--json").stdout)
        told += [(seed, highlight["text"]) for highlight in summary["highlights"]]
    # At a rate of 5 %, one of twelve reports with a finding is ordinary, four are not (p < 0.003).
    assert len({seed for seed, _ in told}) <= 3, told


# Where it writes, and what it refuses


def test_read_only(data, tmp_path):
    before = {path: path.stat().st_mtime_ns for path in data.rglob("*")}
    printed = footfall("report", data, "--read-only")
    assert "•" in printed.stdout and "Nothing was written" in printed.stdout
    summary = json.loads(footfall("report", data, "--read-only", "--json").stdout)
    jsonschema.validate(summary, SCHEMA)
    assert {path: path.stat().st_mtime_ns for path in data.rglob("*")} == before
    inside = footfall("report", data, "--read-only", "--out", data / "x", check=False)
    assert inside.returncode == 2 and not (data / "x").exists()
    footfall("report", data, "--read-only", "--out", tmp_path / "elsewhere", "-q")
    assert footfall("verify-report", tmp_path / "elsewhere").returncode == 0


@pytest.mark.alone
def test_speed(data):
    """1.5 s for the default data set; counted in processor time, since machines are shared."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    footfall("report", data, "-q")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    assert used < 2.5, f"{used:.2f} s of processor time on {os.cpu_count()} cores; {PROGRAM}"
