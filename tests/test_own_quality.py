"""What data_quality and --strict say of a dirty file, against a count by hand; names of unknown buyers are values, never SQL."""

import io

import pandas as pd
import pytest
from conftest import footfall

# A line each, with what is wrong with it.
DIRTY = """order,client,date,category,qty,price,amount
1,anna,2024-01-01,bread,1,2.50,2.50
1,anna,2024-01-01,milk,2,1.20,2.40
2,ben,2024-01-02,bread,2,2.50,5.00
2,ben,2024-01-02,bread,2,2.50,5.00
3,,2024-01-03,milk,1,1.20,1.20
4,anna,soon,milk,1,1.20,1.20
5,anna,,milk,1,1.20,1.20
6,anna,1066-10-14,milk,1,1.20,1.20
7,anna,2024-01-04,milk,1,1.20,abc
8,anna,2024-01-04,milk,1,1.20,
,anna,2024-01-04,milk,1,1.20,1.20
C9,anna,2024-01-05,milk,-1,1.20,-1.20
A10,anna,2024-01-05,fee,1,5.00,5.00
11,ben,2024-01-05,milk,-2,1.20,-2.40
12,ben,2024-01-06,milk,1,0.00,0.00
13,carl,2024-01-06,milk,1
14,carl,2024-01-06,milk,1,1.20,1.20,9
15,carl,2024-01-07,bread,1,2.50,2.50
15,dora,2024-01-07,milk,1,1.20,1.20
16,carl,2024-01-08,bread,3,2.50,7.00
"17",carl,"2024-01-08"x,bread,3,2.50,7.50
"""

# fact: rows, checked, amount, what an example says
BY_HAND = {
    "lines of the file with too few or too many fields": (2, 18, 0, "line 17: 13,carl,2024-01-06,milk,1"),
    "lines lost in a quote that does not close or has text behind it": (1, 18, 0, 'line 22: "17",carl'),
    "rows without a readable time": (2, 18, 2.40, "row 6: 4, soon, 1, 1.20; row 7: 5, 1, 1.20"),
    "rows with an impossible date": (1, 18, 1.20, "row 8: 6, 1066-10-14, 1, 1.20"),
    "rows without a readable amount": (2, 18, 0, "row 9: 7, 2024-01-04, 1, abc"),
    "rows without a transaction": (1, 18, 1.20, "row 11: 2024-01-04, 1, 1.20"),
    "lines of cancelled transactions": (1, 18, -1.20, "row 12: C9"),
    "lines of adjustments: a letter before the number": (1, 18, 5.00, "row 13: A10"),
    "returns: negative quantity or amount": (1, 18, -2.40, "row 14: 11"),
    "lines without value: amount 0": (1, 18, 0, "row 15: 12"),
    "returns and cancellations together": (2, 18, -3.60, ""),
    "transactions whose lines name several customers": (1, 5, 0, "transaction 15"),
    "lines equal to another of their transaction": (1, 8, 5.00, ""),
    "transactions whose lines all come more than once": (1, 5, 5.00, "transaction 2"),
    "transactions without a customer": (1, 5, 1.20, "transaction 3"),
    "items whose amount is not quantity × unit price": (1, 8, 7.00, "transaction 16: 3"),
    "days without a sale, though their weekday has some": (0, 8, 0, ""),
    # The 4th to the 6th of January 2024: a Thursday, a Friday and a Saturday, the only ones of the eight days.
    "days without a sale, closed by the calendar or on weekdays that never have one": (3, 8, 0, ""),
}
PROBLEMS = ["lines of the file with too few or too many fields", "lines lost in a quote that does not close or has text behind it",
            "rows without a readable time", "rows with an impossible date", "rows without a readable amount", "rows without a transaction",
            "transactions whose lines name several customers", "items whose amount is not quantity × unit price"]


def analyze(name, path, *words, check=True):
    return footfall("analyze", name, "--format", "csv", "--transactions", path, *words, check=check)


def frame(name, path, *words):
    return pd.read_csv(io.StringIO(analyze(name, path, "--quiet", *words).stdout), keep_default_na=False)


@pytest.fixture
def dirty(tmp_path):
    path = tmp_path / "dirty.csv"
    path.write_text(DIRTY)
    return path


def test_a_dirty_file_by_hand(dirty):
    facts = frame("data_quality", dirty).set_index("fact")
    for fact, (rows, checked, amount, example) in BY_HAND.items():
        found = facts.loc[fact]
        assert (found["rows"], found["checked"]) == (rows, checked), fact
        assert float(found["amount"] or 0) == pytest.approx(amount), fact
        assert example in found["examples"], (fact, found["examples"])
    # What no line above has.
    for fact in set(facts.index) - set(BY_HAND):
        assert facts.loc[fact, "rows"] == 0, fact
    kpi = frame("kpi", dirty).set_index("kpi")["value"].astype(float, errors="ignore")
    assert float(kpi["revenue"]) == pytest.approx(2.5 + 2.4 + 5 + 5 + 1.2 + 2.5 + 1.2 + 7) and int(kpi["transactions"]) == 5
    assert "26.80 of sales alone, 23.20 with them taken off" in facts.loc["returns and cancellations together", "rule"]


def test_strict_tells_every_problem(dirty):
    done = analyze("kpi", dirty, "--strict", check=False)
    assert (done.returncode, done.stdout) == (5, "")
    told = done.stderr.split("the data have problems: ")[1]
    assert told.count(";") == len(PROBLEMS) - 1
    for fact in PROBLEMS:
        rows, noun = BY_HAND[fact][0], fact.split()[0]
        assert f"{rows} {noun if rows > 1 else noun.removesuffix('s')} " in told, fact
    # A file without them passes, returns and gifts or not.
    lines = DIRTY.splitlines()
    dirty.write_text("\n".join(lines[i] for i in (0, 1, 2, 3, 4, 5, 12, 14, 15)) + "\n")
    analyze("kpi", dirty, "--strict")


@pytest.mark.parametrize("name", ["O'Brien", "x') OR true --", "a\"b", "Ümit 🍞", "$told", "a;DROP TABLE people"])
def test_unknown_buyers_are_values(tmp_path, name):
    path = tmp_path / "t.csv"
    pd.DataFrame({"order": range(40), "client": [name if i % 2 else f"c{i % 7}" for i in range(40)], "date": "2024-01-05",
                  "amount": 1.5}).to_csv(path, index=False)
    customers = set(frame("rfm_customers", path, "--unknown-customers", name)["customer_id"])
    assert customers == {f"c{i % 7}" for i in range(0, 40, 2)}
