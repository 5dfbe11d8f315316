"""Scenario files that are no scenario, or one that cannot be: every mistake said with its line, exit code 3,
nothing written, and no more time or memory than a small file takes."""

import os

import pytest
from tiny_runs import PROGRAM, footfall, measured, names

MOST_MEGABYTES = 250


def play(folder, data):
    """Checks and simulates a file; both must refuse it. Returns exit code, message and peak memory in MB."""
    path = folder / "world.yaml"
    if data is not None:
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
    checked = footfall("scenario", "check", path, errors="replace")
    code, message, peak = measured("simulate", path, "--out", folder / "data")
    assert checked.returncode == code
    assert names(folder) == ["world.yaml"]
    return code, message, peak


def persona(name="A", more="", basket="a: {probability: 1, quantity: [1, 1], price_range: [1, 2]}"):
    return (f"{{name: {name}, frequency: daily, preferred_time: [1pm-2pm], {more}"
            f"basket_profile: {{{basket}}}}}")


def world(*personas, more=""):
    return "personas:\n" + "".join(f"  - {each}\n" for each in personas) + more


def laughs(depth):
    """A few hundred bytes of aliases that stand for 9^depth words."""
    lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, depth)]
    return "\n".join(lines) + f"\npersonas: *a{depth - 1}\n"


BOMBS = {
    "a billion laughs": (laughs(10), "world.yaml"),
    "laughs without end": (laughs(200), "world.yaml"),
    "an alias of itself": ("personas: &p [*p]\n", "world.yaml:1"),
    "merged into itself": ("personas: &p\n  <<: *p\n", "world.yaml:"),
    "deep brackets": ("[" * 300_000, "world.yaml"),
    "deep braces": ("{a: " * 100_000, "world.yaml"),
    "deep dashes": ("- " * 200_000, "world.yaml"),
    "one long word": ("personas: " + "x" * 1_000_000, "world.yaml:1"),
    "many keys": ("".join(f"k{i}: 1\n" for i in range(50_000)), "world.yaml:"),
    "many anchors": ("".join(f"k{i}: &a{i} 1\n" for i in range(50_000)), "world.yaml:"),
    "many documents": ("---\n" * 100_000, "world.yaml"),
    "a long comment": ("#" + "x" * 1_000_000, "empty"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb(tmp_path, name):
    text, says = BOMBS[name]
    code, message, peak = play(tmp_path, text)
    assert code == 3 and says in message, (code, message[:500])
    assert peak < MOST_MEGABYTES
    assert len(message) < 1_000_000


BINARY = {
    "the program": lambda: PROGRAM.read_bytes()[:100_000],
    "zeros": lambda: bytes(1000),
    "every byte": lambda: bytes(range(256)) * 10,
    "latin-1": lambda: "personas: [Mädchen]".encode("latin-1"),
    "utf-16": lambda: world(persona()).encode("utf-16"),
    "a half character": lambda: world(persona()).encode() + "ä".encode()[:1],
    "a zero in a name": lambda: world(persona("A\0B")).encode(),
    "an escape in a name": lambda: world(persona("\x1b[31mA")).encode(),
    "gzip": lambda: b"\x1f\x8b\x08\x00" + os.urandom(100),
}


@pytest.mark.parametrize("name", BINARY)
def test_what_is_no_text(tmp_path, name):
    code, message, _ = play(tmp_path, BINARY[name]())
    assert code == 3 and "world.yaml" in message, (code, message[:500])
    # A terminal would obey them.
    assert not set(message) & set(map(chr, [*range(9), *range(11, 32), 127])), message[:500]


def test_a_gigabyte(tmp_path):
    with open(tmp_path / "world.yaml", "wb") as file:
        file.truncate(1 << 30)
    code, message, peak = play(tmp_path, None)
    assert code == 3 and "larger than 8 MiB" in message, message
    assert peak < 60


MISTAKES = {
    "no personas": ("personas: []\n", "list of 1 to 99"),
    "nothing": ("", "empty"),
    "a basket without categories": (world(persona(basket="")), "basket_profile"),
    "a persona without anything": ("personas:\n  - {}\n", "must be given"),
    "zero days": (world(persona(), more="simulation: {days: 0}\n"), "simulation.days = 0"),
    "negative days": (world(persona(), more="simulation: {days: -3}\n"), "simulation.days = -3"),
    "no customers": (world(persona(), more="simulation: {customers_per_persona: 0}\n"), "customers_per_persona = 0"),
    "ten billion customers": (world(persona(), more="simulation: {customers_per_persona: 10000000000}\n"),
                              "10000000000"),
    "a negative seed": (world(persona(), more="simulation: {seed: -1}\n"), "seed = -1"),
    "before 1970": (world(persona(), more="simulation: {start_date: 1969-12-31}\n"), "1970-01-01"),
    "after 2215": (world(persona(), more="simulation: {start_date: 2216-01-01}\n"), "2215-12-31"),
    "over the end of 2215": (world(persona(), more="simulation: {start_date: 2215-12-31, days: 2}\n"), "2215-12-31"),
    "no such day": (world(persona(), more="simulation: {start_date: 2023-02-29}\n"), "2023-02-29"),
    "the same name twice": (world(persona(), persona()), "twice"),
    "the same category twice": (world(persona(basket="a: {probability: 1, quantity: [1, 1], price_range: [1, 2]}, "
                                              "a: {probability: 1, quantity: [1, 1], price_range: [1, 2]}")), "twice"),
    "the same key twice": (world(persona(), more="market: {}\nmarket: {}\n"), "twice"),
    "200 personas": (world(*(persona(f"P{i}") for i in range(200))), "not 200"),
    "501 categories": (world(persona(basket=", ".join(
        f"c{i}: {{probability: 0.1, quantity: [1, 1], price_range: [1, 2]}}" for i in range(501)))), "not 501"),
    **{f"a probability of {value}": (world(persona(
        basket=f"a: {{probability: {value}, quantity: [1, 1], price_range: [1, 2]}}")), f"probability = {value}")
       for value in (".nan", ".inf", "-.inf", "nan", "-0.1", "1.01", "1e400", "x", "true", "0x1", "1%")},
    **{f"a price of {value}": (world(persona(
        basket=f"a: {{probability: 1, quantity: [1, 1], price_range: [{value}, {value}]}}")), "price_range")
       for value in (".nan", ".inf", "-5", "1e300", "0.001")},
    **{f"a quantity of {value}": (world(persona(
        basket=f"a: {{probability: 1, quantity: [{value}, {value}], price_range: [1, 2]}}")), "quantity")
       for value in ("-1", "256", "1.5", ".nan", "10000000000")},
    "a range upside down": (world(persona(basket="a: {probability: 1, quantity: [3, 1], price_range: [1, 2]}")),
                            "quantity"),
    "an age of a ghost": (world(persona(more="demographics: {age_range: [25, 400]}, ")), "age_range"),
    "a negative income": (world(persona(more="demographics: {income_range: [-5, 10]}, ")), "income_range"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named_with_its_line(tmp_path, name):
    text, says = MISTAKES[name]
    code, message, _ = play(tmp_path, text)
    assert code == 3 and says in message and "world.yaml" in message, (code, message[:500])


@pytest.mark.parametrize("flags, says", [
    (["--days", "0"], "days"), (["--days", "-1"], "days"), (["--days", "nan"], "days"), (["--days", "1.5"], "days"),
    (["--customers", "0"], "customers"), (["--customers", "-5"], "customers"),
    (["--customers", "10000000000"], "99,999,999"), (["--seed", "-1"], "seed"), (["--seed", "2e5"], "seed"),
    (["--start-date", "2023-02-29"], "date"), (["--start-date", "yesterday"], "date"), (["--threads", "-1"], "threads"),
])
def test_a_wrong_flag(tmp_path, flags, says):
    done = footfall("simulate", "minimal", *flags, "--out", tmp_path / "data")
    assert (done.returncode, done.stdout) == (2, "") and says in done.stderr, done.stderr
    assert names(tmp_path) == []


@pytest.mark.parametrize("flags, says", [
    (["--start-date", "1969-12-31"], "1970-01-01"), (["--start-date", "2216-01-01"], "2215-12-31"),
    (["--start-date", "2215-12-31", "--days", "2"], "2215"), (["--start-date", "9999-12-31"], "2215-12-31"),
])
def test_a_flag_beyond_the_calendar(tmp_path, flags, says):
    done = footfall("simulate", "minimal", *flags, "--out", tmp_path / "data")
    assert (done.returncode, done.stdout) == (3, "") and says in done.stderr, done.stderr
    assert names(tmp_path) == []


def test_the_limits_themselves_are_no_mistake(tmp_path):
    """99 personas, 500 categories, the last day of the calendar."""
    text = world(*(persona(f"P{i}") for i in range(98)), persona("Last", basket=", ".join(
        f"c{i}: {{probability: 0.1, quantity: [1, 1], price_range: [1, 2]}}" for i in range(500))))
    (tmp_path / "world.yaml").write_text(text)
    done = footfall("simulate", tmp_path / "world.yaml", "--customers", 2, "--days", 1, "--start-date", "2215-12-31",
                    "-q", "--out", tmp_path / "data")
    assert done.returncode == 0, done.stderr
    assert footfall("verify", tmp_path / "data").returncode == 0
