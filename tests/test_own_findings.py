"""What is said of the user's own data: whose revenue, which part of a change, what could not be read."""

import io
import json

import pandas as pd
import pytest
from conftest import footfall
from dashboard_reader import Document
from report_data import own_report

DAYS = pd.date_range("2024-01-01", periods=57)


def cafe(every_second=29, customer=lambda day, i: f"g{i}"):
    """A shop of 30 guests a day, closed on Sundays; from day `every_second` on half of them come."""
    rows = [["order", "client", "date", "amount"]]
    for n, day in enumerate(DAYS):
        for i in range(30 if day.day_of_week < 6 else 0):
            if n < every_second or (i + n) % 2:
                rows.append([len(rows), customer(n, i), f"{day:%Y-%m-%d}", 8 + (i * i * 7 + n * n * 3) % 11])
    return rows


def text_of(folder):
    return (folder / "out/insights_report.md").read_text()


def test_purchases_of_nobody_known_are_told_apart(tmp_path):
    rows = cafe(57, lambda day, i: f"g{i * (1 if day % (i + 1) else 0)}" if i % 4 else "")
    done, summary = own_report(tmp_path, rows)
    assert done.returncode == 0, done.stderr
    sold = pd.DataFrame(rows[1:], columns=rows[0])
    known = sold[sold.client != ""]
    facts = {fact["id"]: fact for fact in json.loads((tmp_path / "out/facts.json").read_text())}
    assert facts["known.transactions"]["value"] == len(known) < len(sold)
    assert facts["known.revenue"]["value"] == known.amount.sum()
    assert facts["known.revenue_share"]["value"] == pytest.approx(known.amount.sum() / sold.amount.sum())
    text = text_of(tmp_path)
    assert f"there were [{len(sold):,}][transactions]" in text and "customers made" not in text
    assert f"Of these, [{len(known):,}][known.transactions]" in text
    assert "known customers" in facts["concentration.top20_share"]["label"]
    assert "share of the revenue of known customers" in text
    shares = [fact for fact in facts.values() if fact["id"].startswith(("persona.", "segment."))
              and fact["id"].endswith(".revenue_share")]
    assert shares and all("the revenue of known customers" in fact["label"].lower() for fact in shares)


def test_with_all_customers_known_nothing_is_added(tmp_path):
    done, _ = own_report(tmp_path, cafe(57))
    assert done.returncode == 0 and "known.transactions" not in text_of(tmp_path)
    assert "customers made" in text_of(tmp_path)


def test_weekdays_that_never_open_count_nowhere(tmp_path):
    rows = cafe(57)
    own_report(tmp_path, rows)
    facts = {fact["id"]: fact for fact in json.loads((tmp_path / "out/facts.json").read_text())}
    sold = pd.DataFrame(rows[1:], columns=rows[0])
    days = sold.groupby("date").amount.sum()
    means = days.groupby(pd.to_datetime(days.index).day_of_week).mean()
    assert "weekday.sunday.index" not in facts
    assert facts["weekday.monday.index"]["value"] == pytest.approx(means[0] / means.mean())


@pytest.mark.parametrize("closed", [0, 6])
def test_a_weekend_of_one_day_is_no_weekend(tmp_path, closed):
    """A shop that never opens on Sundays has an effect of Saturdays; one closed on Mondays has a weekend."""
    rows = [["order", "client", "date", "amount"]]
    for n, day in enumerate(DAYS):
        for i in range(30 if day.day_of_week != closed else 0):
            rows.append([len(rows), f"g{i}", f"{day:%Y-%m-%d}", (20 if day.day_of_week > 4 else 10) + (i + n) % 5])
    own_report(tmp_path, rows)
    summary = json.loads((tmp_path / "out/executive_summary.json").read_text())
    found = pd.read_csv(tmp_path / "out/uplift_weekend.csv")
    sentence = "- how transactions of weekends differ: on [Sunday][weekend_days.closed] nothing is ever sold"
    if closed == 0:
        assert summary["temporal"]["weekend_uplift"]["value"] == pytest.approx(found["uplift"][0]) and found["uplift"][0] > 0.6
        assert sentence not in text_of(tmp_path)
    else:
        assert summary["temporal"]["weekend_uplift"] is None and len(found) == 0
        assert sentence in text_of(tmp_path) and "higher at weekends" not in text_of(tmp_path)


def test_a_fall_is_told_by_its_part(tmp_path):
    own_report(tmp_path, cafe())
    text = text_of(tmp_path)
    assert "down [" in text and ": it is the number of transactions." in text
    assert "Look first at" not in text
    # The same guests come, half as often.
    assert "Ask customers who come less often" in text


def test_times_that_nothing_reads_are_an_error(tmp_path):
    path = tmp_path / "tiny.csv"
    path.write_text("id,customer,date,amount\n1,anna,2025-03-01,12.50\n2,anna,2025-03-02,8.00\n")
    for words in (["report"], ["analyze", "kpi"]):
        done = footfall(*words, "--transactions", path, "--time-format", "%d/%m/%Y", check=False)
        assert done.returncode == 3, done.stdout
        assert "column date" in done.stderr and "2025-03-01" in done.stderr and "%d/%m/%Y" in done.stderr


def test_a_missing_customer_is_said(tmp_path):
    path = tmp_path / "cafe.csv"
    path.write_text("order_id,guest,paid_at,total\n1,G1,2025-01-06T08:09:24,7.14\n2,G2,2025-01-07T08:18:59,8.78\n")
    said = footfall("analyze", "kpi", "--transactions", path).stderr
    assert "warning: no column for customer; --map customer=COLUMN; columns left: guest" in said
    assert "warning" not in footfall("analyze", "kpi", "--transactions", path, "--map", "customer=guest").stderr
    assert "warning" not in footfall("analyze", "kpi", "--transactions", path, "--map", "customer=-").stderr


def test_rows_that_come_twice(tmp_path):
    rows = "".join(f"{i},anna,2025-03-{i:02},{i}.50\n" for i in range(1, 11))
    path = tmp_path / "tiny.csv"
    path.write_text("id,customer,date,amount\n" + rows + "2,anna,2025-03-02,2.50\n")
    kpi = footfall("analyze", "kpi", "--transactions", path, "--format", "csv").stdout
    values = pd.read_csv(io.StringIO(kpi)).set_index("kpi")["value"]
    assert values["transactions"] == 10 and values["revenue"] == 60
    path.write_text("customer,date,amount\nanna,2025-03-01,1.50\nanna,2025-03-02,2.50\nanna,2025-03-02,2.50\n")
    done = footfall("analyze", "data_quality", "--transactions", path, "--format", "csv")
    quality = pd.read_csv(io.StringIO(done.stdout)).set_index("fact")
    equal = quality.loc["rows equal to another in every column"]
    assert equal["rows"] == 1 and "--map transaction=" in equal["rule"] and "anna, 2025-03-02" in equal["examples"]
    assert "equal to another in every column" in done.stderr  # a problem, told at once


def test_what_is_unknown_is_empty(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("order,client,date,amount\n1,a,2024-01-01,5\n2,b,2024-01-03,6\n")
    for name in ("daily", "weekly", "monthly"):
        text = footfall("analyze", name, "--transactions", path, "--format", "csv", "-q").stdout
        found = pd.read_csv(io.StringIO(text))
        assert found["lines"].isna().all() and found["units"].isna().all()


def test_currencies_are_of_the_standard(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("order,client,date,amount\n1,a,2024-01-01,5\n")
    done = footfall("analyze", "kpi", "--transactions", path, "--currency", "XYZZ", check=False)
    assert done.returncode == 2 and "ISO 4217" in done.stderr and "XYZZ" in done.stderr
    pounds = footfall("dashboard", "--transactions", path, "--currency", "GBP", "--document", "--out", tmp_path / "data.gz")
    assert pounds.returncode == 0
    assert Document.open(tmp_path / "data.gz").header["meta"]["currency"]["symbol"] == "£"


def test_one_is_said_in_the_singular(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("order,client,date,amount\n1,a,2024-01-01,5\n2,a,nonsense,5\n3,b,2024-01-02,5\n4,b,2024-01-04,7\n")
    done = footfall("report", "--transactions", path, "--out", tmp_path / "out")
    assert "problems: 1 row without a readable time (" in done.stderr
    assert "] row without a readable time (left out)" in text_of(tmp_path)


def test_a_report_knows_the_files_that_it_was_made_of(tmp_path):
    rows = "".join(f"{i};G{i % 7};{i % 28 + 1}/3/2025;{i % 9 + 1},50\n" for i in range(80))
    sales = tmp_path / "sales.csv"
    sales.write_text("order_id;guest;paid;total\n" + rows)
    out = tmp_path / "found/out"
    words = ["--map", "customer=guest", "--time-format", "%d/%m/%Y", "--currency", "EUR"]
    footfall("report", "--transactions", sales, "--out", out, *words)
    own = json.loads((out / "manifest.json").read_text())["own_data"]
    assert own["files"][0]["path"] == "../../sales.csv" and own["files"][0]["checksum"].startswith("xxh3:")
    done = footfall("verify-report", out)
    assert "agrees with the data" in done.stdout and "other roles" not in done.stderr
    assert "agrees with the data" in footfall("verify-report", out, "--transactions", sales).stdout
    done = footfall("verify-report", out, "--transactions", sales, "--map", "customer=-", check=False)
    assert done.returncode == 5 and "the report was made with other roles: " in done.stderr
    assert "customer ← guest" in done.stderr
    sales.write_text(sales.read_text().replace("1,50", "3,50", 1))
    done = footfall("verify-report", out, check=False)
    assert done.returncode == 5 and "is not as it was when the report was made" in done.stderr


@pytest.mark.parametrize("days", [3, 8])
def test_segments_need_a_week(tmp_path, days):
    """Within three days nobody is 'about to sleep'."""
    rows = cafe(57)
    rows = rows[:1] + [row for row in rows[1:] if row[2] < f"{DAYS[days]:%Y-%m-%d}"]
    assert own_report(tmp_path, rows)[0].returncode == 0
    text = text_of(tmp_path)
    assert ("| days since last |" in text) == (tmp_path / "out/rfm.svg").exists() == (days == 8)
    assert ("they span less than a week" in text) == (days == 3)


def test_ids_are_those_of_the_same_file_elsewhere(tmp_path):
    """A report bears no folder of its machine in its facts' ids."""
    ids = []
    for folder in ("a", "b/c"):
        place = tmp_path / folder
        place.mkdir(parents=True)
        (place / "sales.csv").write_text("date,customer,amount\n" + "".join(
            f"2024-01-{1 + k % 28:02},C{k % 7},{10 + k}\n" for k in range(60)) + "2024-02-31,C1,5\n")
        footfall("report", "--transactions", place / "sales.csv", "--currency", "EUR", "--out", place / "out", "-q")
        ids.append([fact["id"] for fact in json.loads((place / "out/facts.json").read_text())])
        assert footfall("verify-report", place / "out").returncode == 0
    assert ids[0] == ids[1] and "quality.sales.rows_without_a_readable_time" in ids[0], ids[0]
