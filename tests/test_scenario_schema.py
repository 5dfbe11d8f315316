"""The JSON Schema of scenario files is one, is the one the program prints, and passes what ships."""

import json

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


@pytest.mark.parametrize("key, value", [("probabilty", 0.5), ("probability", 1.5), ("quantity", [1])])
def test_a_mistake_does_not(key, value):
    world = plain(yaml.safe_load((ROOT / "scenarios" / "minimal.yaml").read_text()))
    world["personas"][0]["basket_profile"]["noodles"][key] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(world, json.loads(SCHEMA.read_text()))
