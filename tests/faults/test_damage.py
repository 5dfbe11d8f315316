"""Damaged data sets: verify names the file and exits with 5, explain and verify never crash."""

import json
import shutil

import pytest
from tiny_runs import SCENARIO, contents, footfall, simulate

TABLES = ["customers", "transactions", "items"]
FILES = [f"{table}.{kind}" for kind in ("csv", "jsonl", "parquet") for table in TABLES] + ["footfall.duckdb"]


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sound") / "data"
    assert simulate(folder, "csv,jsonl,parquet,duckdb").returncode == 0
    assert footfall("verify", folder).returncode == 0
    return folder


@pytest.fixture
def data(sound, tmp_path):
    return shutil.copytree(sound, tmp_path / "data")


def flipped(data, at):
    return data[:at] + bytes([data[at] ^ 0x10]) + data[at + 1:]


DAMAGES = {
    **{f"a flipped bit at {part} of 9": lambda data, part=part: flipped(data, (len(data) - 1) * part // 9)
       for part in range(10)},
    "the last byte gone": lambda data: data[:-1],
    "half of it gone": lambda data: data[:len(data) // 2],
    "nothing left": lambda data: b"",
    "a byte more": lambda data: data + b"\n",
    "twice": lambda data: data + data,
    "zeros of the same length": lambda data: bytes(len(data)),
    "removed": lambda data: None,
}


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_is_named(data, name):
    path = data / name
    good = path.read_bytes()
    for damage, change in DAMAGES.items():
        bad = change(good)
        path.write_bytes(bad) if bad is not None else path.unlink()
        done = footfall("verify", data)
        # A table's rows may give the damage away in another file of the same data first.
        assert done.returncode == 5, (damage, done.stderr)
        assert name.rpartition(".")[2] in done.stderr and ".staging" not in done.stderr, (damage, done.stderr)
        assert any(table in done.stderr for table in (*TABLES, "footfall")), (damage, done.stderr)
    path.write_bytes(good)
    assert footfall("verify", data).returncode == 0


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
def test_swapped_files_are_found(data, kind):
    one, other = data / f"items.{kind}", data / f"transactions.{kind}"
    bytes_of_one = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(bytes_of_one)
    done = footfall("verify", data)
    assert done.returncode == 5 and kind in done.stderr, done.stderr


@pytest.mark.parametrize("name", FILES)
def test_files_of_another_run(data, tmp_path, name):
    """Sound in themselves, but not what this manifest tells of."""
    assert simulate(tmp_path / "other", "csv,jsonl,parquet,duckdb", 2).returncode == 0
    shutil.copy(tmp_path / "other" / name, data / name)
    done = footfall("verify", data)
    assert done.returncode == 5 and name.rpartition(".")[2] in done.stderr, done.stderr


def test_verify_changes_nothing(data):
    before = contents(data)
    footfall("verify", data)
    (data / "items.csv").write_text("")
    footfall("verify", data)
    after = contents(data)
    assert after.pop("items.csv") == b""
    assert after == {name: text for name, text in before.items() if name != "items.csv"}


# What verify says to a manifest of which one value was changed.
EDITS = [
    (["files", 0, "bytes"], 1, 5),
    (["files", 0, "bytes"], -1, None),
    (["files", 0, "bytes"], "many", 3),
    (["files", 0, "rows"], 10**30, None),
    (["files", 0, "checksum"], "xxh3:" + "0" * 32, 5),
    (["files", 0, "checksum"], "", 5),
    (["files", 0, "checksum"], "md5:00", 5),
    (["files", 0, "path"], "items.csv", 5),
    (["files", 0, "path"], "absent.csv", 5),
    (["files", 0, "path"], "../data/customers.csv", 3),
    (["files", 0, "path"], "/etc/passwd", 3),
    (["files", 0, "path"], "", 3),
    (["files", 0, "table"], "persons", 3),
    (["files", 0, "table"], None, 3),
    (["files", 0], [], 3),
    (["files"], "none", 3),
    (["tables", "items", "content_hash"], "0" * 32, 5),
    (["tables", "items"], {}, 3),
    (["tables"], [], 3),
    (["period", "start"], "yesterday", 3),
    (["period", "start"], "2024-01-02", 5),
    (["period", "end"], "2024-01-01", 5),
    (["footfall_manifest"], 2, 3),
    (["footfall_manifest"], "1", 3),
    (["data_version"], "one", 3),
]


@pytest.mark.parametrize("keys, value, code", EDITS, ids=lambda x: json.dumps(x)[:40])
def test_an_edited_manifest(data, keys, value, code):
    manifest = json.loads((data / "manifest.json").read_text())
    place = manifest
    for key in keys[:-1]:
        place = place[key]
    place[keys[-1]] = value
    (data / "manifest.json").write_text(json.dumps(manifest))
    done = footfall("verify", data)
    assert done.returncode in ([code] if code else [3, 5]), done.stderr
    assert "manifest.json" in done.stderr or "table " in done.stderr, done.stderr


@pytest.mark.parametrize("text", ["", "{", "null", "[]", "7", '"x"', "{}", "\x00", "[" * 100000, '{"a":' * 50000,
                                  '{"footfall_manifest": 1}', "\ufeff{}", '{"footfall_manifest": 1e400}'],
                         ids=lambda text: repr(text[:12]))
@pytest.mark.parametrize("words", [["verify"], ["explain", 100000001], ["query", "SELECT 1"]],
                         ids=lambda words: words[0])
def test_what_is_no_manifest(tmp_path, text, words):
    (tmp_path / "manifest.json").write_text(text)
    done = footfall(words[0], tmp_path, *words[1:])
    assert done.returncode == 3 and "manifest" in done.stderr and str(tmp_path) in done.stderr, done.stderr


@pytest.mark.parametrize("words", [["verify"], ["explain", 100000001], ["query", "SELECT 1"]],
                         ids=lambda words: words[0])
def test_what_is_no_folder(tmp_path, words):
    (tmp_path / "file").write_text("")
    (tmp_path / "empty").mkdir()
    (tmp_path / "folder/manifest.json").mkdir(parents=True)
    (tmp_path / "loop").symlink_to("loop")
    for name in ("absent", "file", "empty", "folder", "loop", "x" * 300):
        done = footfall(words[0], tmp_path / name, *words[1:])
        assert done.returncode in (3, 4) and name in done.stderr, (name, done.returncode, done.stderr)


@pytest.fixture(scope="module")
def visits(sound):
    lines = (sound / "transactions.csv").read_text().splitlines()[1:]
    return [int(line.split(",")[0]) for line in lines]


@pytest.mark.parametrize("identifier", [
    0, 1, 99999999, 100000000, 100000004, 199999999, 600000001, 9900000001, 9999999999,
    19723 * 10**11, 19723 * 10**11 + 10, 19723 * 10**11 + 99 * 10**9 + 10, 10**15, 2**53, 2**63 - 1])
def test_explain_of_what_does_not_exist(sound, identifier):
    done = footfall("explain", sound, identifier)
    assert done.returncode == 3, (done.returncode, done.stderr)
    assert done.stdout == "" and str(identifier) in done.stderr


@pytest.mark.parametrize("identifier", ["", "x", "1e9", "1.5", "0x10", "9223372036854775808", "100000001 ", "١",
                                        "-1", "-100000001", "-9223372036854775808", "-9223372036854775809"])
def test_explain_of_what_is_no_number(sound, identifier):
    done = footfall("explain", sound, "--", identifier)
    assert (done.returncode, done.stdout) == (2, ""), (done.returncode, done.stdout[:200], done.stderr)


def test_explain_of_visits_that_were_not_made(sound, visits):
    days = [19723 + day for day in range(2)]
    customers = [slot * 10**8 + n for slot in range(1, 6) for n in range(1, 4)]
    every = {(day * 10**10 + customer) * 10 for day in days for customer in customers}
    assert set(visits) < every
    for identifier in sorted(every):
        done = footfall("explain", sound, identifier)
        if identifier in visits:
            assert done.returncode == 0, identifier
        else:
            assert done.returncode == 3 and "did not come" in done.stderr, (identifier, done.stderr)


def test_explain_with_a_scenario_that_is_damaged(data):
    good = json.loads((data / "manifest.json").read_text())
    for change in ({"personas": []}, {"personas": None}, {"simulation": {"days": 10**9}}, {"market": 3}, {"x": 1}):
        (data / "manifest.json").write_text(json.dumps({**good, "scenario": {**good["scenario"], **change}}))
        done = footfall("explain", data, 100000001)
        assert done.returncode == 3 and "manifest.json" in done.stderr, (change, done.stderr)
    (data / "manifest.json").write_text(json.dumps({**good, "data_version": 999}))
    done = footfall("explain", data, 100000001)
    assert done.returncode == 3 and "999" in done.stderr
