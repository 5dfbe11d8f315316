"""`footfall scenario`: the starter, the mistakes, the closed form against a run, the search."""

import json
import re

import polars as pl
import pytest
import yaml
from conftest import ROOT, footfall
from test_cli import in_terminal

SHIPPED = ["india_retail", "minimal", "germany", "large"]
DEFAULT = "scenarios/india_retail.yaml"


def scenario(*words, check=True):
    return footfall("scenario", *words, check=check)


def expected(path):
    return json.loads(scenario("expect", path, "--json").stdout)


def test_init_writes_the_tutorial_and_never_overwrites(tmp_path):
    path = tmp_path / "mine.yaml"
    scenario("init", path)
    shipped = (ROOT / "scenarios/minimal.yaml").read_text().split("\n", 1)
    assert shipped[0] == "# yaml-language-server: $schema=scenario.schema.json" and path.read_text() == shipped[1]
    path.write_text("mine")
    again = scenario("init", path, check=False)
    assert again.returncode == 4 and "exists already" in again.stderr
    assert path.read_text() == "mine"
    assert scenario("init", tmp_path / "none" / "mine.yaml", check=False).returncode == 4
    assert scenario("init", tmp_path, check=False).returncode == 4


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_scenarios_are_right(name):
    for spelling in (f"scenarios/{name}.yaml", name):
        done = scenario("check", spelling)
        assert done.stdout.startswith(f"ok: scenarios/{name}.yaml: ") and done.stderr == ""


def test_check_lists_every_mistake(tmp_path):
    path = tmp_path / "wrong.yaml"
    text = (ROOT / DEFAULT).read_text()
    path.write_text(text.replace("0.715", "1.4").replace("frequency: monthly", "frequency: monthy"))
    done = scenario("check", path, check=False)
    assert done.returncode == 3 and done.stdout == ""
    line = lambda part: 1 + path.read_text()[: path.read_text().index(part)].count("\n")
    assert done.stderr == (
        f'{path}:{line("1.4")}: personas."Premium Shopper".basket_profile.organic_fruit_veg.probability = 1.4\n'
        "    must be a number in [0, 1]\n"
        f'{path}:{line("monthy")}: personas."Senior Citizen".frequency = monthy\n'
        "    must be one of daily, alternate, weekly, monthly; did you mean monthly?\n"
        "2 mistakes\n")
    for command in (["scenario", "expect"], ["scenario", "show"], ["simulate", "--out", tmp_path / "data"]):
        same = footfall(*command, path, check=False)
        assert same.returncode == 3 and same.stdout == "" and same.stderr == done.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("name", SHIPPED)
def test_show_is_a_scenario_with_the_same_expectation(name, tmp_path):
    shown = scenario("show", f"scenarios/{name}.yaml").stdout
    assert yaml.safe_load(shown)["market"]["visit_multiplier"]["cap"] == 0.95
    assert max(map(len, shown.splitlines())) <= 100
    as_json = scenario("show", name, "--json").stdout
    for text in (shown, as_json):
        path = tmp_path / "shown.yaml"
        path.write_text(text)
        assert scenario("show", path).stdout == shown
        assert scenario("show", path, "--json").stdout == as_json
        assert expected(path) == expected(f"scenarios/{name}.yaml")


EURO = """locale: {currency: %s}
personas:
  - name: A
    visit_probability: 0.5
    preferred_time: [1pm-2pm]
    demographics: {income_range: [1000, 2000]}
    basket_profile: {tea: {probability: 1, quantity: [1, 2], price_range: [1000, 3000]}, %s}
"""
CAKE = "cake: {probability: 0.5, quantity: [1, 2], price_range: [2, 3]}"


def test_a_currency_brings_its_symbol_and_decimals(tmp_path):
    path = tmp_path / "s.yaml"
    for currency, sign in (("EUR", "€"), ("USD", "$"), ("CHF", "CHF\u00a0"), ("INR", "₹")):
        path.write_text(EURO % (currency, CAKE))
        table = scenario("expect", path).stdout
        assert f"Revenue {sign}" in table and ("₹" in table) == (currency == "INR")
        found = yaml.safe_load(scenario("show", path).stdout)
        assert found["locale"].get("symbol", currency + "\u00a0") == sign
        assert "frequency" not in found["personas"][0]
        run = footfall("simulate", path, "--format", "null", "--customers", 20).stdout
        assert sign in run and ("₹" in run) == (currency == "INR")
    path.write_text((EURO % ("JPY", CAKE)).replace("[1000, 3000]", "[10, 30]"))
    yen = re.findall(r"¥[\d.,]+", scenario("expect", path).stdout)
    assert len(yen) > 5 and not any("." in amount for amount in yen), yen


def test_check_warns_of_rupee_incomes_and_of_festivals_outside_the_period(tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text((EURO % ("EUR", CAKE)).replace("    demographics: {income_range: [1000, 2000]}\n", "") +
                    "calendar:\n  festivals: [Diwali, {name: Sale, dates: [2025-01-06..2025-01-12]}]\n")
    told = scenario("check", path).stderr
    assert f"{path}:3: warning: personas.A\n    income_range is not given; its default of 20000 to 100000" in told
    assert f"{path}:8: warning: calendar.festivals.Sale\n    no day of it is in the period, 2024-01-01 to 2024-01-30" in told
    assert "Diwali" not in told
    path.write_text(path.read_text() + "simulation: {start_date: 2025-01-13}\n")
    assert "Sale" not in scenario("check", path).stderr  # its window reaches the 14th
    path.write_text(path.read_text().replace("[2025-01-06..2025-01-12]", "[2025-01-06..2025-01-12], window_days: 0"))
    assert "calendar.festivals.Sale" in scenario("check", path).stderr
    # A flag may change the period, so a run says nothing of it.
    assert "Sale" not in scenario("expect", path, "--start-date", "2025-01-01").stderr


def test_a_festival_may_last_a_span_of_dates_with_a_window_of_its_own(tmp_path):
    path, shown = tmp_path / "s.yaml", tmp_path / "shown.yaml"
    path.write_text(EURO % ("EUR", CAKE) + "simulation: {start_date: 2025-01-01, days: 31, customers_per_persona: 40}\n"
                    "calendar: {festivals: [{name: Sale, dates: [2025-01-06..2025-01-12], window_days: 0}, "
                    "{name: Fair, dates: [2025-01-20]}]}\n")
    shown.write_text(scenario("show", path).stdout)
    festivals = yaml.safe_load(shown.read_text())["calendar"]["festivals"]
    assert festivals[0] == {"name": "Sale", "dates": ["2025-01-06..2025-01-12"], "window_days": 0}
    assert str(festivals[1]["dates"][0]) == "2025-01-20" and "window_days" not in festivals[1]
    for number, file in enumerate((path, shown)):
        footfall("simulate", file, "--out", tmp_path / f"d{number}")
        rows = pl.read_csv(tmp_path / f"d{number}/transactions.csv")
        days = {name: sorted(set(rows.filter(pl.col("festival") == name)["date"])) for name in ("Sale", "Fair")}
        assert days["Sale"] == [f"2025-01-{day:02}" for day in range(6, 13)]
        assert days["Fair"] == [f"2025-01-{day:02}" for day in range(18, 23)]
        footfall("verify", tmp_path / f"d{number}")
    assert (tmp_path / "d0/items.csv").read_bytes() == (tmp_path / "d1/items.csv").read_bytes()
    assert "Sale 6 to 12 Jan, Fair 20 Jan" in scenario("expect", path).stdout
    path.write_text(path.read_text().replace("..2025-01-12", "..2026-01-12"))
    refused = scenario("check", path, check=False)
    assert refused.returncode == 3 and "FIRST..LAST of at most 366 days" in refused.stderr


def test_check_counts_a_category_of_several_personas_once(tmp_path):
    path = tmp_path / "s.yaml"
    text = EURO % ("EUR", CAKE)
    path.write_text(text + text.split("personas:\n")[1].replace("name: A", "name: B"))
    assert "2 personas, 2 categories, 2,000 customers" in scenario("check", path).stdout


def test_expect_and_solve_take_period_and_customers(tmp_path):
    period = ["--start-date", "2024-10-20", "--days", 90, "--customers", 200]
    path, data = tmp_path / "s.yaml", tmp_path / "data"
    shown = scenario("show", DEFAULT).stdout
    path.write_text(shown.replace("start_date: \"2024-01-01\", days: 30, customers_per_persona: 1000",
                                  "start_date: \"2024-10-20\", days: 90, customers_per_persona: 200"))
    assert path.read_text() != shown
    assert json.loads(scenario("expect", DEFAULT, *period, "--json").stdout) == expected(path)
    scenario("solve", DEFAULT, *period, "--target", "transactions=30000", "--out", data)
    found = expected(data)
    assert found["transactions"] == pytest.approx(30_000, rel=1e-3)
    assert yaml.safe_load(data.read_text())["simulation"]["days"] == 90
    assert scenario("expect", DEFAULT, "--days", 0, check=False).returncode == 2


def test_names_stay_whole_where_there_is_no_terminal(tmp_path):
    path = tmp_path / "s.yaml"
    name = "Customers who come by every single weekend"
    path.write_text((EURO % ("EUR", CAKE)).replace("name: A", f"name: {name}"))
    assert name in scenario("expect", path).stdout
    shown = in_terminal(["scenario", "expect", str(path)], tmp_path, {"NO_COLOR": "1"})
    assert name not in shown and "Customers who come…" in shown and max(map(len, shown.splitlines())) <= 80


def test_expect_gives_the_published_figures():
    found = expected(DEFAULT)
    assert found["transactions"] == pytest.approx(60_100, abs=50)
    assert found["revenue"] == pytest.approx(296.1e6, abs=0.05e6)
    assert found["festival_uplift"]["mean"] == pytest.approx(0.39, abs=0.0005)
    assert found["weekend_uplift"]["mean"] == pytest.approx(0.16, abs=0.0005)
    table = scenario("expect").stdout
    assert "Premium Shopper" in table and "25,944" in table and "+39.0 %" in table


@pytest.mark.parametrize("name", SHIPPED)
def test_tables_fit_80_columns(name):
    for words in (["expect", name], ["solve", name, "--target", "items=2.9,average=1000"]):
        lines = scenario(*words).stdout.splitlines()
        assert max(map(len, lines)) <= 80 and not any(line.endswith(" ") for line in lines)


def test_expect_splits_by_day_type():
    found = expected(DEFAULT)
    types = {row["day_type"]: row for row in found["day_types"]}
    # January 2024: 8 weekend days of 30; Makar Sankranti from Saturday the 13th to the 17th.
    assert {name: row["days"] for name, row in types.items()} == {
        "ordinary": 19, "weekend": 6, "festival": 3, "festival weekend": 2}
    for key in ("transactions", "items", "revenue"):
        assert sum(row[key] for row in types.values()) == pytest.approx(found[key], rel=1e-9)
    mean = lambda rows: sum(r["revenue"] for r in rows) / sum(r["transactions"] for r in rows)
    festive = mean([types["festival"], types["festival weekend"]]) / mean([types["ordinary"], types["weekend"]]) - 1
    assert festive == pytest.approx(found["festival_uplift"]["mean"], rel=1e-9)


@pytest.mark.parametrize("name", ["india_retail", "minimal", "germany"])
def test_a_run_agrees_with_the_expectation(name, tmp_path):
    path = f"scenarios/{name}.yaml"
    found = expected(path)
    footfall("simulate", path, "--format", "parquet", "--out", tmp_path / "data")
    rows = pl.read_parquet(tmp_path / "data/transactions.parquet").with_columns(
        pl.col("festival", "persona").cast(pl.String), pl.col("amount").cast(pl.Float64))
    festive = pl.col("festival") != ""
    close = lambda mean, deviation: pytest.approx(mean, abs=4 * deviation)

    def uplifts(some, told):
        for side, uplift in ((festive, "festival_uplift"), (pl.col("is_weekend"), "weekend_uplift")):
            ratio = some.filter(side)["amount"].mean() / some.filter(~side)["amount"].mean() - 1
            assert ratio == close(told[uplift]["mean"], told[uplift]["deviation"])

    def totals(some, told):
        assert len(some) == close(told["transactions"], told["transactions_deviation"])
        assert some["amount"].sum() == close(told["revenue"], told["revenue_deviation"])
        assert some["amount"].mean() == close(told["average_transaction"], told["average_transaction_deviation"])
        assert some["lines"].mean() == pytest.approx(told["items_a_basket"], rel=0.03)

    totals(rows, found)
    uplifts(rows, found)
    for persona in found["personas"]:
        mine = rows.filter(pl.col("persona") == persona["persona"])
        totals(mine, persona)
        uplifts(mine, persona)
    for row in found["day_types"]:
        if row["day_type"] == "closed":
            assert row["transactions"] == row["revenue"] == 0
            continue
        festival, weekend = "festival" in row["day_type"], "weekend" in row["day_type"]
        totals(rows.filter((festive == festival) & (pl.col("is_weekend") == weekend)), row)


def test_solve_reaches_figures_and_writes_the_scenario(tmp_path):
    path = tmp_path / "solved.yaml"
    target = "transactions=50000,revenue=400000000,festival_uplift=30%,average.Senior Citizen=2000,items=3.4"
    done = scenario("solve", DEFAULT, "--target", target, "--out", path, "--json")
    personas = {row["persona"]: row for row in json.loads(done.stdout)["personas"]}
    assert personas["Premium Shopper"]["visit_scale"] < 1 < personas["Premium Shopper"]["price_scale"]
    assert path.read_text().startswith("# scenarios/india_retail.yaml, scaled to transactions=50000, ")
    found = expected(path)
    assert found == json.loads(done.stdout)["expected"]
    assert found["transactions"] == pytest.approx(50_000, rel=1e-3)
    assert found["revenue"] == pytest.approx(4e8, rel=1e-3)
    assert found["items_a_basket"] == pytest.approx(3.4, rel=1e-3)
    assert found["festival_uplift"]["mean"] == pytest.approx(0.3, abs=1e-3)
    assert found["personas"][4]["average_transaction"] == pytest.approx(2000, rel=1e-3)
    again = scenario("solve", DEFAULT, "--target", target, "--out", path, check=False)
    assert again.returncode == 4 and "exists already" in again.stderr


def test_check_says_which_dates_were_meant(tmp_path):
    path = tmp_path / "wrong.yaml"
    scenario("init", path)
    text = re.sub(r"start_date: .*", "start_date: 24/12/2024", path.read_text(), count=1)
    path.write_text(text.replace("2024-01-20, 2025-01-20", "2023-12-24..2023-12-22"))
    done = scenario("check", path, check=False)
    assert done.returncode == 3
    assert "did you mean 2024-12-24?" in done.stderr and "did you mean 2023-12-22..2023-12-24?" in done.stderr
    assert "is in the period" not in done.stderr, "the period is not known"


def test_solve_says_whether_the_scenario_is_kept(tmp_path):
    path = tmp_path / "solved.yaml"
    words = ["solve", DEFAULT, "--target", "transactions=70000"]
    assert scenario(*words).stdout.endswith("\n  Nothing is written; --out FILE keeps the scaled scenario.\n\n")
    assert scenario(*words, "--out", path).stdout.endswith(f"\n  Written to {path}.\n\n")
    assert path.exists()


def test_a_world_without_visits_has_no_average(tmp_path):
    path = tmp_path / "empty.yaml"
    scenario("init", path)
    path.write_text(re.sub(r"^( +)(frequency|visit_probability): .*", r"\1visit_probability: 0", path.read_text(), flags=re.M))
    path.write_text(re.sub(r"(visit_probability: 0\n)( +visit_probability: 0\n)+", r"\1", path.read_text()))
    total = next(line for line in scenario("expect", path).stdout.splitlines() if line.split()[:1] == ["All"])
    assert total.split()[:4] == ["All", "0", "none", "none"]


def test_solve_for_one_persona():
    done = scenario("solve", "germany", "--target", "transactions=100000,average=60,items=5", "--persona", "Familie", "--json")
    found = json.loads(done.stdout)
    family, *others = found["expected"]["personas"]
    assert family["transactions"] == pytest.approx(100_000, rel=1e-3)
    assert family["average_transaction"] == pytest.approx(60, rel=1e-3)
    assert family["items_a_basket"] == pytest.approx(5, rel=1e-3)
    assert others == expected("germany")["personas"][1:] or all(
        row["transactions"] == old["transactions"] for row, old in zip(others, expected("germany")["personas"][1:]))
    assert [row["price_scale"] for row in found["personas"][1:]] == [1] * 4


def test_solve_says_what_cannot_be_reached(tmp_path):
    out = tmp_path / "solved.yaml"
    done = scenario("solve", DEFAULT, "--target", "transactions=1e9", "--out", out, check=False)
    assert done.returncode == 1 and done.stdout == "" and not out.exists()
    assert "cannot be reached: transactions = 1000000000 (the nearest is 142500)" in done.stderr
    done = scenario("solve", DEFAULT, "--target", "items=9", "--persona", "Family Shopper", check=False)
    assert done.returncode == 1 and "items.Family Shopper = 9 (the nearest is 7)" in done.stderr


def test_solve_takes_the_nearest_and_says_so(tmp_path):
    path, out = tmp_path / "s.yaml", tmp_path / "out.yaml"
    path.write_text((EURO % ("EUR", "")).replace("[1000, 3000]", "[0.3, 0.3]").replace("quantity: [1, 2]", "quantity: [1, 1]")
                    + "market: {price_multiplier: {festival: [1, 1]}}\n")
    done = scenario("solve", path, "--target", "average=0.5725", "--out", out)
    assert done.stderr.startswith("footfall: not reached exactly: average = 0.5725 (the nearest is 0.57")
    assert out.read_text().splitlines()[1].startswith("# not reached exactly: average = 0.5725")
    assert expected(out)["average_transaction"] == pytest.approx(0.5725, rel=0.01)
    refused = scenario("solve", path, "--target", "average=0.0127", "--out", tmp_path / "none.yaml", check=False)
    assert refused.returncode == 1 and "the nearest is" in refused.stderr and not (tmp_path / "none.yaml").exists()


def test_solve_tells_of_probabilities_that_are_1(tmp_path):
    out = tmp_path / "out.yaml"
    done = scenario("solve", DEFAULT, "--target", "transactions=120000", "--out", out)
    assert "× 1.2262, capped" in done.stdout and "a probability that would have to be higher is 1" in done.stdout
    personas = {row["name"]: row["visit_probability"] for row in yaml.safe_load(out.read_text())["personas"]}
    assert personas["Premium Shopper"] == 1 and personas["Senior Citizen"] < 1
    assert expected(out)["transactions"] == pytest.approx(120_000, rel=1e-3)


@pytest.mark.parametrize("target", ["sales=3", "revenue", "revenue=-1", "average.Nobody=5", "revenue=5%", "items=", "items=0",
                                    "items=nan", "items=1e999", "festival_uplift=-1", "festival_uplift.Senior Citizen=1",
                                    "items=3,items=4", "=3"])
def test_solve_refuses_nonsense(target):
    done = scenario("solve", DEFAULT, "--target", target, check=False)
    assert done.returncode == 2 and done.stderr
