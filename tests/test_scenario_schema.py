"""The JSON Schema of scenario files is one, is the one the program prints, passes what ships, and agrees with
`scenario check` on every key: a world that uses all of them is changed at each place in every way."""

import copy
import json
from concurrent.futures import ThreadPoolExecutor

import jsonschema
import pytest
import yaml
from conftest import ROOT, footfall

SCHEMA = ROOT / "scenarios" / "scenario.schema.json"
SHIPPED = sorted((ROOT / "scenarios").glob("*.yaml"))


def plain(value):
    """Dates as the text that they are in the file."""
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value if isinstance(value, (str, int, float)) or value is None else str(value)


def test_the_schema_is_current_and_valid():
    schema = json.loads(SCHEMA.read_text())
    assert schema == json.loads(footfall("scenario", "schema").stdout)
    jsonschema.validators.validator_for(schema).check_schema(schema)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_scenarios_pass(path):
    jsonschema.validate(plain(yaml.safe_load(path.read_text())), json.loads(SCHEMA.read_text()))


# Older names of keys, which exclude the newer ones.
OTHER_SHAPE = {
    "simulation": {"default_days": 30, "random_seed": 42},
    "frequency_probability": {"daily": 0.9, "alternate": 0.5, "weekly": 0.2, "monthly": 0.1},
    "market_config": {"festival_dates": ["2024-01-15"], "seasonal_multipliers": {"festival": 1.5, "weekend": 1.2},
                      "price_variations": {"festival_markup": [1.05, 1.15], "discount_range": [0.9, 1.1]}},
    "personas": [{"name": "A", "visit_probability": 0.5, "preferred_time": ["2:00pm–4:00pm"],
                  "basket_profile": {"a": {"probability": 1, "quantity": [1, 3], "price_range": [1, 2]}}}],
}
OLDER = {"simulation": ["default_days", "random_seed"], "": ["frequency_probability", "market_config"]}


def whole_world(schema, path=""):
    """A world with every key of the schema, each as its example is."""
    if schema.get("type") == "object" and "properties" in schema:
        return {key: whole_world(part, key) for key, part in schema["properties"].items() if key not in OLDER.get(path, [])}
    if path == "personas":
        return [whole_world(schema["items"])]
    if path == "basket_profile":
        return {"fruit": whole_world(schema["additionalProperties"])}
    return copy.deepcopy(schema["examples"][0])


def places(value, path=()):
    yield path, value
    for key, part in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else []:
        yield from places(part, (*path, key))


VALUES = [None, True, "", "x", "x" * 201, -1, 0, 0.5, 1, 300, 10**10, 10**20, [], [1], {}, {"x": 1},
          ["x", "x"], "2024-13-01", "saturday"]


def mutants(world):
    """Every place with another value, every key missing, an unknown one in every mapping."""
    for path, old in places(world):
        for value in VALUES if path else [{}, []]:
            if value != old or type(value) is not type(old):
                yield path, value, changed(world, path, lambda parent, key, value=value: parent.__setitem__(key, value))
        if path:
            yield path, "(removed)", changed(world, path, lambda parent, key: parent.pop(key))
        if isinstance(old, dict):
            yield path, "(unknown key)", changed(world, (*path, "zzz"), lambda parent, key: parent.__setitem__(key, 1))


def changed(world, path, change):
    world = copy.deepcopy(world)
    if not path:
        return {}
    parent = world
    for key in path[:-1]:
        parent = parent[key]
    change(parent, path[-1])
    return world


def worded(value):
    return [worded(each) for each in value] if isinstance(value, list) else str(value)


# What spans several places, or is a fact of the calendar: a schema cannot say it.
BEYOND_SCHEMAS = ["low <= high", "given twice", "date that exists", "from 1970-01-01 to 2215-12-31", "the last day must",
                  "a time slot", "must not be empty", "at most 255: ", "weight must be in", "weight must be above 0",
                  "different words", "a weight above 0", "at least one probability must be above 0"]


@pytest.mark.parametrize("shape", ["whole", "older"])
def test_schema_and_check_agree_on_every_change(tmp_path, shape):
    schema = json.loads(SCHEMA.read_text())
    world = whole_world(schema) if shape == "whole" else OTHER_SHAPE
    valid = jsonschema.validators.validator_for(schema)(schema).is_valid
    assert valid(world)

    def verdict(numbered):
        number, (path, value, mutant) = numbered
        file = tmp_path / f"{number}.yaml"
        file.write_text(json.dumps(mutant, ensure_ascii=False))
        done = footfall("scenario", "check", file, check=False)
        assert done.returncode in (0, 3), (path, value, done.returncode, done.stderr)
        return path, value, valid(mutant), done.returncode == 0, done.stdout + done.stderr

    with ThreadPoolExecutor(2) as pool:
        verdicts = list(pool.map(verdict, enumerate([((), "as it is", world), *mutants(world)])))
    assert verdicts[0][2:4] == (True, True), verdicts[0]
    assert sum(not checked for _, _, _, checked, _ in verdicts) > len(verdicts) / 2 > 150
    # YAML's numbers are words to the check where a word is asked for; editors want them in quotes.
    too_strict = [v for v in verdicts if not v[2] and v[3]
                  and not valid(changed(world, v[0], lambda parent, key: parent.__setitem__(key, worded(v[1]))))]
    assert not too_strict, f"{len(too_strict)}, first: {too_strict[:3]}"
    too_lax = [v for v in verdicts if v[2] and not v[3] and not any(rule in v[4] for rule in BEYOND_SCHEMAS)]
    assert not too_lax, f"{len(too_lax)}, first: {too_lax[:3]}"
