#!/usr/bin/env python3
"""Writes what the program says of itself into the files that quote it.

scenarios/scenario.schema.json, docs/data_dictionary.md, and in docs/scenario_guide.md the tables of keys,
the effects of keys and the output of every command of a ```console block, run one after the other in an
empty folder that holds the files which the guide shows. The program must be built. With --check it
writes nothing, names the files that would change, and exits 1 when there are any.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "build" / "footfall"
GUIDE = ROOT / "docs" / "scenario_guide.md"

# What the guide tries on the starter: the block it belongs to, the change, and its path and value.
EFFECTS = [
    ("market.visit_multiplier.festival", 2.0),
    ("market.visit_multiplier.weekend", 1.5),
    ("market.visit_multiplier.weekday", 0.9),
    ("market.weekday_multiplier", {"monday": 0.5, "friday": 1.2}),
    ("market.visit_multiplier.cap", 0.5),
    ("market.item_multiplier.festival", 1.5),
    ("market.item_multiplier.weekend", 1.3),
    ("market.item_multiplier.cap", 0.7),
    ("market.quantity_multiplier.festival", 1.5),
    ("market.price_multiplier.festival", [0.8, 0.9]),
    ("market.festival_window_days", 0),
    ("market.season_multiplier", {"jan": 0.8}),
    ("market.frequency_probability.alternate", 0.3),
    ("calendar.weekend", ["friday", "saturday"]),
    ("calendar.closed_weekdays", ["sunday"]),
    ("calendar.closed_dates", ["2024-01-26"]),
    ("calendar.festivals", ["Makar Sankranti"]),
    ("simulation.start_date", "2024-05-01"),
    ("simulation.days", 60),
    ("simulation.customers_per_persona", 2000),
    ("simulation.seed", 7),
    ("personas.0.weight", 2),
    ("personas.0.frequency", "daily"),
    ("personas.0.visit_probability", 0.9),
    ("personas.0.basket_profile.coffee.probability", 0.9),
    ("personas.0.basket_profile.coffee.quantity", [2, 4]),
    ("personas.0.basket_profile.coffee.price_range", [160, 500]),
    ("personas.1.basket_profile.ice_cream.season_multiplier", {"jan": 3}),
    ("personas.0.preferred_time", ["8am-9am"]),
    ("personas.1.demographics.age_range", [40, 60]),
]


def footfall(*words):
    return subprocess.run([PROGRAM, *words], check=True, capture_output=True, text=True).stdout


def expected_row(scenario, folder):
    path = Path(folder) / "changed.yaml"
    path.write_text(json.dumps(scenario, default=str))
    found = json.loads(footfall("scenario", "expect", path, "--json"))
    uplift = lambda name: f"{100 * found[name]['mean']:+.1f} %" if found[name] else "none"
    return [f"{found['transactions']:,.0f}", f"₹{found['average_transaction']:,.0f}", f"{found['items_a_basket']:.2f}",
            uplift("festival_uplift"), uplift("weekend_uplift")]


def changed(scenario, path, value):
    scenario = json.loads(json.dumps(scenario, default=str))
    *parents, last = path.split(".")
    at = scenario
    for key in parents:
        at = at[int(key)] if isinstance(at, list) else at.setdefault(key, {})
    at[last] = value
    return scenario


def effects_table(folder):
    starter = yaml.safe_load((ROOT / "scenarios/minimal.yaml").read_text())
    names = [persona["name"] for persona in starter["personas"]]
    rows = [["as it is", *expected_row(starter, folder)]]
    for path, value in EFFECTS:
        label = re.sub(r"personas\.(\d)", lambda match: names[int(match[1])], path)
        shown = yaml.safe_dump(value, default_flow_style=True, width=200).split("\n")[0]
        rows.append([f"`{label}: {shown}`", *expected_row(changed(starter, path, value), folder)])
    head = ["change", "transactions", "average", "items", "festival", "weekend"]
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def between(text, name, inside):
    """Returns the text with what stands between the marks of `name` replaced."""
    start, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
    before, rest = text.split(start)
    return before + start + "\n" + inside.strip("\n") + "\n\n" + end + rest.split(end)[1]


def with_outputs(text, folder):
    """Returns the text with the output of every console block as it is now."""
    for name, content in re.findall(r"<!-- file: (\S+) -->\n```yaml\n(.*?)```", text, re.DOTALL):
        (Path(folder) / name).write_text(content)
    environment = {**os.environ, "PATH": f"{PROGRAM.parent}:{os.environ['PATH']}", "NO_COLOR": "1", "LC_ALL": "C.UTF-8"}

    def run(block):
        commands = re.findall(r"^\$ (.*)$", block[1], re.MULTILINE)
        out = []
        for command in commands:
            done = subprocess.run(["sh", "-c", command], cwd=folder, env=environment, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, text=True, timeout=60)
            lines = [line.rstrip() for line in done.stdout.strip("\n").split("\n")]
            out.append(f"$ {command}\n" + "\n".join(line for line in lines) + "\n")
        return "```console\n" + "\n".join(out) + "```"

    return re.sub(r"```console\n(.*?)```", run, text, flags=re.DOTALL)


def guide(folder):
    text = with_outputs(GUIDE.read_text(encoding="utf-8"), folder)
    text = between(text, "effects", effects_table(folder))
    return between(text, "keys", footfall("scenario", "schema", "--markdown"))


def documents():
    """Returns what each file should hold."""
    with tempfile.TemporaryDirectory() as folder:
        return {
            ROOT / "scenarios" / "scenario.schema.json": footfall("scenario", "schema"),
            ROOT / "docs" / "data_dictionary.md": footfall("schema"),
            GUIDE: guide(folder),
        }


def main():
    stale = {path: text for path, text in documents().items()
             if not path.exists() or path.read_text(encoding="utf-8") != text}
    for path, text in stale.items():
        print(path.relative_to(ROOT))
        if "--check" not in sys.argv[1:]:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return 1 if stale and "--check" in sys.argv[1:] else 0


if __name__ == "__main__":
    sys.exit(main())
