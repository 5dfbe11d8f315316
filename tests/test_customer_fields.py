"""Customers of every shipped scenario are people who could be: fields agree with each other, and nobody is real."""

import datetime
import re

import polars as pl
import pytest
import yaml
from conftest import ROOT, footfall

SHIPPED = ["india_retail", "minimal", "germany", "large"]
# Facts that any atlas has.
STATES = {
    "Mumbai": "Maharashtra", "Pune": "Maharashtra", "Chennai": "Tamil Nadu", "Kolkata": "West Bengal", "Jaipur": "Rajasthan",
    "Hyderabad": "Telangana", "Ahmedabad": "Gujarat", "Lucknow": "Uttar Pradesh", "Kochi": "Kerala", "Patna": "Bihar",
    "Berlin": "Berlin", "Hamburg": "Hamburg", "München": "Bayern", "Köln": "Nordrhein-Westfalen", "Dresden": "Sachsen",
}
LARGEST = {"INR": {"Mumbai", "Delhi"}, "EUR": {"Berlin", "Hamburg"}}
# Words that only go with an age: what a reader would stumble at.
IMPOSSIBLE = [("family_status", "retired", pl.col("age") < 50), ("education", "student", pl.col("age") > 45),
              ("family_status", "widow", pl.col("age") < 18)]


@pytest.fixture(scope="module", params=SHIPPED)
def shipped(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param) / "data"
    footfall("simulate", request.param, "--customers", 4000, "--days", 1, "--tables", "customers", "--format", "parquet",
             "-q", "--out", folder)
    scenario = yaml.safe_load((ROOT / f"scenarios/{request.param}.yaml").read_text())
    customers = pl.read_parquet(folder / "customers.parquet").with_columns(pl.col(pl.Categorical).cast(pl.String))
    return scenario, customers


def test_ages_and_incomes_are_those_of_the_persona(shipped):
    scenario, customers = shipped
    for persona in scenario["personas"]:
        own = customers.filter(pl.col("persona") == persona["name"])
        who = persona.get("demographics", {})
        assert len(own) > 0
        if "age_range" in who:
            assert own["age"].is_between(*who["age_range"]).all()
        if "income_range" in who:
            assert own["monthly_income"].cast(pl.Float64).is_between(*who["income_range"]).all()


def test_words_go_with_the_age(shipped):
    _, customers = shipped
    for column, word, age in IMPOSSIBLE:
        wrong = customers.filter(pl.col(column).str.contains(word) & age)
        assert wrong.is_empty(), wrong.head(3)


def test_nobody_young_is_retired(tmp_path):
    """In a persona of all ages, where the words alone would allow it."""
    (tmp_path / "world.yaml").write_text("""
personas:
  - name: Everybody
    frequency: weekly
    preferred_time: [10am-12pm]
    demographics:
      age_range: [16, 90]
      family_status: {single: 1, married: 2, retired couple: 2}
      education: [student, postgraduate, graduate]
    basket_profile: {bread: {probability: 1, quantity: [1, 1], price_range: [1, 2]}}
""")
    footfall("simulate", tmp_path / "world.yaml", "--customers", 20000, "--days", 1, "--tables", "customers", "--format",
             "parquet", "-q", "--out", tmp_path / "data")
    customers = pl.read_parquet(tmp_path / "data/customers.parquet").with_columns(pl.col(pl.Categorical).cast(pl.String))
    retired = customers.filter(pl.col("family_status") == "retired couple")["age"]
    student = customers.filter(pl.col("education") == "student")["age"]
    postgraduate = customers.filter(pl.col("education") == "postgraduate")["age"]
    assert retired.min() == 50 and retired.max() > 85
    assert student.max() == 35 and student.min() < 18
    assert postgraduate.min() == 22
    # Those whom a word suits do get it.
    assert 0.3 < (customers.filter(pl.col("age") >= 50)["family_status"] == "retired couple").mean() < 0.5


def test_given_names_tell_the_gender(shipped):
    _, customers = shipped
    given = customers.with_columns(given=pl.col("name").str.split(" ").list.first())
    genders = given.group_by("given").agg(pl.col("gender").n_unique(), pl.len())
    assert given["gender"].n_unique() == 2 and len(genders) > 80
    both = genders.filter(pl.col("gender") > 1)
    assert both["len"].sum() < 0.03 * len(given), both.head()


def test_surnames_tell_the_region(shipped):
    """Two distant states of India share few surnames; chance alone would share most."""
    scenario, customers = shipped
    if scenario.get("locale", {}).get("names") not in (None, "india"):
        pytest.skip("one region of names")
    surnames = customers.with_columns(surname=pl.col("name").str.split(" ").list.last())
    of = {state: surnames.filter(pl.col("state") == state)["surname"] for state in ("Tamil Nadu", "Punjab", "West Bengal")}
    if min(map(len, of.values())) < 50:
        pytest.skip("too few customers there")
    for one, other in (("Tamil Nadu", "Punjab"), ("Punjab", "West Bengal"), ("Tamil Nadu", "West Bengal")):
        assert of[one].is_in(of[other].unique().to_list()).mean() < 0.2, (one, other)


def test_cities_lie_in_their_states_and_large_ones_have_more_people(shipped):
    scenario, customers = shipped
    assert customers.group_by("city").agg(pl.col("state").n_unique())["state"].max() == 1
    found = dict(customers.select("city", "state").unique().iter_rows())
    assert all(found[city] == state for city, state in STATES.items() if city in found)
    assert len(found.keys() & STATES.keys()) >= 4
    if all("cities" not in persona for persona in scenario["personas"]):
        first = customers["city"].value_counts(sort=True)["city"].head(4).to_list()
        assert LARGEST[scenario.get("locale", {}).get("currency", "INR")] <= set(first), first


def test_mail_goes_nowhere(shipped):
    """Domains that RFC 2606 and their registry reserve; plain letters; an address for each customer."""
    _, customers = shipped
    address = re.compile(r"[a-z.\-]+\.(\d+)@example\.(com|in)")
    for customer_id, email in customers.select("customer_id", "email").iter_rows():
        match = address.fullmatch(email)
        assert match and int(match.group(1)) == customer_id, email
    assert customers["email"].is_unique().all()


def test_loyalty_began_as_an_adult(shipped):
    scenario, customers = shipped
    start = scenario.get("simulation", {}).get("start_date", datetime.date(2024, 1, 1))
    years = pl.lit(start).sub(pl.col("loyalty_since")).dt.total_days() / 365
    assert customers.select((years >= 0).all()).item()
    assert customers.filter(pl.col("age") >= 18).select((pl.col("age") - years >= 17.99).all()).item()
