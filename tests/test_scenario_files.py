"""Hostile and odd scenario files: a message that names the trouble, exit code 3, bounded time and memory."""

import json
import os
import resource
import stat
import subprocess

import pytest
from conftest import PROGRAM, ROOT, footfall

SECONDS, MEMORY = 60, 1_500 << 20  # of CPU and address space, for the worst of them

PERSONA = "{name: A, frequency: daily, preferred_time: [1pm-2pm], basket_profile: " \
          "{a: {probability: 1, quantity: [1, 1], price_range: [1, 1]}}}"


def check(path, *words):
    """Runs `scenario check` within the limits; the process and the peak memory of all so far."""

    def limit():
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    return subprocess.run([PROGRAM, "scenario", "check", path, *words], cwd=ROOT, capture_output=True, text=True,
                          timeout=600, preexec_fn=limit)


def refused(path, says, code=3):
    done = check(path)
    assert done.returncode == code and done.stdout == "", done
    assert says in done.stderr, done.stderr[:2000]
    return done.stderr


def bomb(levels=30, width=9):
    lines = ["a0: &a0 [" + ", ".join("x" * width) + "]"]
    lines += [f"a{i}: &a{i} [" + ", ".join([f"*a{i - 1}"] * width) + "]" for i in range(1, levels)]
    return "\n".join([*lines, f"personas: *a{levels - 1}"])


MIB = 1 << 20
TEXTS = {
    "billion laughs": (bomb(), "at most 100000 values"),
    "alias of itself": ("personas: &a [*a]", "must not contain itself"),
    "100,000 brackets": ("[" * 100_000, "not valid YAML"),
    "100,000 closed brackets": ("[" * 100_000 + "]" * 100_000, ""),
    "100,000 braces": ("{" * 100_000, "not valid YAML"),
    "deep blocks": ("\n".join(" " * i + "a:" for i in range(2000)), ""),
    "100,000 dashes": ("- " * 100_000, "not valid YAML"),
    "nested 33 deep": ("personas: " + "[" * 33 + "]" * 33, "nesting must be at most 32 deep"),
    "8 MiB of commas": ("[" + "1," * (4 * MIB - 2) + "]", "too many values"),
    "8 MiB of brackets": ("[" * (8 * MIB), "too many values"),
    "8 MiB of pairs": ("{" + "a: b, " * (MIB + MIB // 4) + "}", "too many values"),
    "8 MiB of items": ("- 1\n" * (2 * MIB), "too many values"),
    "8 MiB of anchors": ("".join(f"- &a{i} x\n" for i in range(500_000)), "at most 100000 values"),
    "8 MiB of one text": ('a: "' + "x" * (8 * MIB - 10) + '"', "unknown key"),
    "8 MiB of blank lines": ("\n" * (8 * MIB - 5), "the file is empty"),
    "8 MiB and a byte": ("#" * (8 * MIB + 1), "larger than 8 MiB"),
    "empty": ("", "the file is empty"),
    "a comment": ("# nothing\n", "the file is empty"),
    "a list": ("- 1\n", "must be a mapping with personas"),
    "two documents": ("a: 1\n---\nb: 2\n", "one YAML document"),
    "no personas": ("simulation: {days: 3}\n", "must be given"),
    "empty personas": ("personas: []\n", "must be a list of 1 to 99 personas, not 0"),
    "personas: null": ("personas: null\n", "must be a list of 1 to 99"),
    "personas: 3": ("personas: 3\n", "must be a list of 1 to 99"),
    "200 personas": ("personas:\n" + f"- {PERSONA}\n" * 200, "must be a list of 1 to 99 personas, not 200"),
    "python object": ("personas: !!python/object/apply:os.system ['true']\n", "must be a mapping"),
    "tab": ("personas:\n\t- 1\n", "s.yaml:2: not valid YAML: a tab cannot indent; use spaces"),
    "JSON cut short": ('{"personas": [', "not valid YAML"),
}
BYTES = {
    "binary": bytes(range(256)) * 40,
    "program": b"\x7fELF\x02\x01\x01" + bytes(100),
    "NUL": b"personas: \x00[]\n",
    "invalid UTF-8": b"name: \xff\n",
    "overlong UTF-8": b"name: \xc0\xaf\n",
    "surrogate": b"name: \xed\xa0\x80\n",
    "UTF-16": "personas: []".encode("utf-16"),
    "escape": b"name: \x1b[2J\n",
    "gzip": b"\x1f\x8b\x08" + bytes(range(200)),
}


@pytest.mark.parametrize("name", TEXTS)
def test_hostile_text(name, tmp_path):
    text, says = TEXTS[name]
    path = tmp_path / "s.yaml"
    path.write_text(text)
    messages = refused(path, says)
    assert "s.yaml" in messages and len(messages) < 200_000


@pytest.mark.parametrize("name", BYTES)
def test_binary(name, tmp_path):
    path = tmp_path / "s.yaml"
    path.write_bytes(BYTES[name])
    refused(path, "must be UTF-8 text")


@pytest.mark.parametrize("value", [".nan", ".inf", "-.inf", "nan", "inf", "1e999", "-1", "-0.0001", "1.0001", "0x1", "0o1",
                                   "0b1", "01", "1_0", "+1", "1,5", "1 000", "''", "null", "true", "[1]", "{a: 1}", "9" * 400])
def test_numbers_that_are_none(value, tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text(f"personas: [{PERSONA.replace('probability: 1', f'probability: {value}')}]\n")
    refused(path, "basket_profile.a.probability" if value != "1,5" else "")


@pytest.mark.parametrize("value", ["0", "-3", "1.5", "30.0", "1e2", "89850", "99999999999999999999", "0x10", "010", ".inf", "many"])
def test_days_that_are_none(value, tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text(f"simulation: {{days: {value}}}\npersonas: [{PERSONA}]\n")
    refused(path, f"s.yaml:1: simulation.days = {value}")


@pytest.mark.parametrize("value", ["2023-02-29", "1969-12-31", "2216-01-01", "0000-01-01", "10000-01-01", "2024-1-1", "01-02-2024",
                                   "2024-13-01", "2024-04-31", "today", "2024-01-01T00:00", "20240101"])
def test_dates_that_are_none(value, tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text(f"simulation: {{start_date: {value}}}\npersonas: [{PERSONA}]\n")
    refused(path, f"simulation.start_date = {value}")


@pytest.mark.parametrize("keys, says", [
    ("preferred_time: [1pm-3pm, 2pm-4pm]", "times must not overlap"),
    ("preferred_time: [3pm-1pm]", 'two times; did you mean "15:00-24:00", "00:00-13:00"?'),
    ("preferred_time: [8-10]", "did you mean 08:00-10:00?"),
    ("preferred_time: [25:00-26:00]", "must be in a day of 24 hours, 00:00 to 24:00"),
    ("id: 100", "in [1, 99]"),
    ("weight: 0", "weight must be in 1..99999999"),
    ("weight: 0.0001", "weight must be in 1..99999999"),
    ("weight: 999999", "weight must be in 1..99999999"),
    ("demographics: {age_range: [40, 30]}", "must have low <= high"),
    ("demographics: {age_range: [20, 200]}", "in [0, 120]"),
    ("demographics: {income_range: [2, 1]}", "must have low <= high"),
    ("cities: [{name: X, weight: 0}]", "a city's weight must be above 0"),
    ("frequency: hourly", "must be one of daily, alternate, weekly, monthly"),
    ("basket: {}", "did you mean basket_profile?"),
])
def test_personas_that_cannot_be(keys, says, tmp_path):
    key = keys.split(":")[0]
    path = tmp_path / "s.yaml"
    base = PERSONA.replace("frequency: daily, ", "") if key == "frequency" else PERSONA
    base = base.replace("preferred_time: [1pm-2pm], ", "") if key == "preferred_time" else base
    path.write_text(f"personas: [{base[:-1]}, {keys}}}]\n")
    refused(path, says)


def categories(count, price="1"):
    return ", ".join(f"c{i}: {{probability: 0.5, quantity: [1, 2], price_range: [1, {price}]}}" for i in range(count))


def test_500_categories_are_allowed_and_501_are_not(tmp_path):
    path = tmp_path / "s.yaml"
    persona = "{{name: A, frequency: daily, preferred_time: [1pm-2pm], basket_profile: {{{}}}}}"
    path.write_text(f"personas: [{persona.format(categories(500))}]\n")
    assert check(path).stdout.startswith("ok: ")
    footfall("simulate", path, "--customers", 3, "--days", 2, "--out", tmp_path / "data")
    assert check(tmp_path / "data/manifest.json").returncode == 3
    path.write_text(f"personas: [{persona.format(categories(501))}]\n")
    refused(path, "a mapping of 1 to 500 names, not 501")


@pytest.mark.parametrize("text, says", [
    ("personas: [{0}, {0}]", "a persona's name must not be given twice"),
    ("personas: [{0}]\npersonas: [{0}]", "a key must not be given twice: personas"),
    ("personas: [{0}]\nsimulation: {{}}\nsimulation: {{}}", "a key must not be given twice"),
    ("personas: [{0}]\nmarket: {{price_multiplier: {{festival: [2, 1]}}}}", "must have low <= high"),
    ("personas: [{0}]\nmarket: {{quantity_multiplier: {{festival: 0.5}}}}", "in [1, 100]"),
    ("personas: [{0}]\ncalendar: {{festivals: [Diwali, Diwali]}}", "a festival must not be given twice"),
])
def test_what_is_given_twice_or_the_wrong_way_round(text, says, tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text(text.format(PERSONA))
    messages = refused(path, says.split(": personas")[0])
    assert "s.yaml:" in messages
    twice = PERSONA.replace("{a: ", "{a: {probability: 1, quantity: [1, 1], price_range: [1, 1]}, a: ")
    path.write_text(f"personas: [{twice}]\n")
    refused(path, "a key must not be given twice")


def test_a_price_over_the_limit(tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text(f"personas: [{PERSONA.replace('price_range: [1, 1]', 'price_range: [1, 21474836.48]')}]\n")
    refused(path, "in [0.01, 21474836.47]")
    path.write_text(f"personas: [{PERSONA.replace('price_range: [1, 1]', 'price_range: [1, 21474836.47]')}]\n")
    refused(path, "highest quantity x price with festival multipliers must be <= 21474836.47")


def test_a_gigabyte_is_refused_by_its_size(tmp_path):
    path = tmp_path / "s.yaml"
    with path.open("wb") as file:
        file.truncate(1 << 30)
    refused(path, "it is larger than 8 MiB")


@pytest.mark.parametrize("command", [["scenario", "check"], ["scenario", "expect"], ["simulate", "--format", "null"]])
def test_what_is_no_file(command, tmp_path):
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    for path, says in [(tmp_path, "it is a folder"), ("/dev/zero", "it is no regular file"), ("/dev/null", "it is no regular file"),
                       (fifo, "it is no regular file")]:
        done = footfall(*command, path, check=False)
        assert done.returncode == 4 and says in done.stderr, done.stderr
    done = footfall(*command, tmp_path / "absent.yaml", check=False)
    assert done.returncode == 4 and "absent.yaml" in done.stderr


def test_a_file_without_permission(tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text(f"personas: [{PERSONA}]\n")
    path.chmod(0)
    tmp_path.chmod(0o755)
    words = [PROGRAM, "scenario", "check", path]
    if os.geteuid() == 0:  # root may read everything, so somebody else has to try
        words = ["setpriv", "--reuid=65534", "--clear-groups", "--bounding-set=-all", *words]
    os.chmod(tmp_path.parent, stat.S_IRWXU | 0o055)
    done = subprocess.run(words, capture_output=True, text=True, cwd="/")
    assert done.returncode == 4 and "Permission denied" in done.stderr, done


def test_check_prints_mistakes_for_programs(tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text(f"simulation: {{dayz: 3}}\npersonas: [{PERSONA.replace('daily', 'dayly')}]\n"
                    "market_config: {price_variations: {discount_range: [0.9, 1.1]}}\n")
    done = check(path, "--json")
    found = json.loads(done.stdout)
    assert done.returncode == 3 and done.stderr == "" and not found["ok"]
    assert found["mistakes"] == [
        {"file": str(path), "line": 1, "rule": "unknown key", "path": "simulation.dayz", "value": "3", "nearest": "days"},
        {"file": str(path), "line": 2, "rule": "must be one of daily, alternate, weekly, monthly",
         "path": "personas.A.frequency", "value": "dayly", "nearest": "daily"},
    ]
    assert found["warnings"][0]["rule"] == "has no effect"
    path.write_text(f"personas: [{PERSONA}]\n")
    assert json.loads(check(path, "--json").stdout) == {"file": str(path), "ok": True, "mistakes": [], "warnings": []}


def test_terminal_control_does_not_pass_through(tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text('personas: 1\n"\\e[2J\\x07": "\\e]0;x\\a"\n')
    assert "\x1b" not in check(path).stderr and "\x07" not in check(path).stderr
