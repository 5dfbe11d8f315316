"""`footfall scenario`: the starter, the mistakes, the closed form against a run, the search."""

import json

import pytest
import yaml
from conftest import ROOT, footfall

SHIPPED = ["india_retail", "minimal", "germany", "large"]
DEFAULT = "scenarios/india_retail.yaml"


def scenario(*words, check=True):
    return footfall("scenario", *words, check=check)


def expected(path):
    return json.loads(scenario("expect", path, "--json").stdout)


def test_init_writes_the_tutorial_and_never_overwrites(tmp_path):
    path = tmp_path / "mine.yaml"
    scenario("init", path)
    assert path.read_text() == (ROOT / "scenarios/minimal.yaml").read_text()
    path.write_text("mine")
    again = scenario("init", path, check=False)
    assert again.returncode == 4 and "exists already" in again.stderr
    assert path.read_text() == "mine"
    assert scenario("init", tmp_path / "none" / "mine.yaml", check=False).returncode == 4


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_scenarios_are_right(name):
    done = scenario("check", f"scenarios/{name}.yaml")
    assert done.stdout.startswith("ok: ") and done.stderr == ""


def test_check_lists_every_mistake(tmp_path):
    path = tmp_path / "wrong.yaml"
    text = (ROOT / DEFAULT).read_text()
    path.write_text(text.replace("0.715", "1.4").replace("frequency: monthly", "frequency: monthy"))
    done = scenario("check", path, check=False)
    assert done.returncode == 3 and done.stdout == ""
    assert "= 1.4" in done.stderr and "did you mean monthly" in done.stderr
    assert done.stderr.strip().endswith("2 mistakes")
    assert scenario("check", tmp_path / "absent.yaml", check=False).returncode == 4


@pytest.mark.parametrize("name", SHIPPED)
def test_show_is_a_scenario_with_the_same_expectation(name, tmp_path):
    shown = scenario("show", f"scenarios/{name}.yaml").stdout
    assert json.loads(scenario("show", f"scenarios/{name}.yaml", "--json").stdout) == yaml.safe_load(shown)
    assert yaml.safe_load(shown)["market"]["visit_multiplier"]["cap"] == 0.95
    path = tmp_path / "shown.yaml"
    path.write_text(shown)
    assert scenario("show", path).stdout == shown
    assert expected(path) == expected(f"scenarios/{name}.yaml")


def test_expect_gives_the_published_figures():
    found = expected(DEFAULT)
    assert found["transactions"] == pytest.approx(60_100, abs=50)
    assert found["revenue"] == pytest.approx(296.1e6, abs=0.05e6)
    assert found["festival_uplift"]["mean"] == pytest.approx(0.39, abs=0.0005)
    assert found["weekend_uplift"]["mean"] == pytest.approx(0.16, abs=0.0005)
    table = scenario("expect").stdout
    assert "Premium Shopper" in table and "25,944" in table and "+39.0 %" in table


@pytest.mark.parametrize("name", ["india_retail", "minimal", "germany"])
def test_a_run_agrees_with_the_expectation(name, tmp_path):
    path = f"scenarios/{name}.yaml"
    found = expected(path)
    footfall("simulate", path, "--format", "parquet", "--out", tmp_path / "data")
    import polars as pl

    rows = pl.read_parquet(tmp_path / "data/transactions.parquet")
    festive = rows["festival"].cast(pl.String) != ""
    amount = rows["amount"].cast(pl.Float64)
    close = lambda mean, deviation: pytest.approx(mean, abs=4 * deviation)
    assert len(rows) == close(found["transactions"], found["transactions_deviation"])
    assert amount.sum() == close(found["revenue"], found["revenue_deviation"])
    for side, uplift in ((festive, "festival_uplift"), (rows["is_weekend"], "weekend_uplift")):
        ratio = amount.filter(side).mean() / amount.filter(~side).mean() - 1
        assert ratio == close(found[uplift]["mean"], found[uplift]["deviation"])
    for persona in found["personas"]:
        mine = rows.filter(rows["persona"].cast(pl.String) == persona["persona"])
        assert len(mine) == close(persona["transactions"], persona["transactions_deviation"])
        assert mine["amount"].cast(pl.Float64).sum() == close(
            persona["revenue"], persona["revenue_deviation"]
        )
        assert mine["lines"].mean() == pytest.approx(persona["items_a_basket"], rel=0.03)


def test_solve_reaches_figures_and_writes_the_scenario(tmp_path):
    path = tmp_path / "solved.yaml"
    target = "transactions=50000,revenue=400000000,festival_uplift=30%,average.Senior Citizen=2000"
    done = scenario("solve", DEFAULT, "--target", target, "--out", path, "--json")
    scales = json.loads(done.stdout)
    premium = scales["personas"][0]
    assert premium["visit_scale"] < 1 < premium["price_scale"]
    found = expected(path)
    assert found["transactions"] == pytest.approx(50_000, rel=1e-3)
    assert found["revenue"] == pytest.approx(4e8, rel=1e-3)
    assert found["festival_uplift"]["mean"] == pytest.approx(0.3, abs=1e-3)
    assert found["personas"][4]["average_transaction"] == pytest.approx(2000, rel=1e-3)


def test_solve_says_what_cannot_be_reached():
    done = scenario("solve", DEFAULT, "--target", "transactions=1e9", check=False)
    assert done.returncode == 1 and "cannot be reached: transactions" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("target", ["sales=3", "revenue", "revenue=-1", "average.Nobody=5", "revenue=5%"])
def test_solve_refuses_nonsense(target):
    assert scenario("solve", DEFAULT, "--target", target, check=False).returncode == 2
