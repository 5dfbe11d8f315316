"""The command line as a person meets it: words, mistakes, help, version."""

import json
import os
import re
import subprocess

import pytest
from conftest import PROGRAM, ROOT


def run(*words, folder=None, environment=None):
    return subprocess.run([PROGRAM, *map(str, words)], cwd=folder, capture_output=True, text=True,
                          timeout=60, env=environment)


MISTAKES = [
    (["simulat"], ["unknown command simulat", "did you mean simulate?"]),
    (["xyzzyxyzzy"], ["unknown command", "footfall help"]),
    (["scenario", "chekc", "x.yaml"], ["unknown command chekc", "did you mean check?"]),
    (["simulate", "--dayz", "3"], ["unknown option --dayz", "did you mean --days?"]),
    (["--dayz", "3"], ["unknown option --dayz", "did you mean --days?"]),
    (["-x"], ["unknown option -x"]),
    (["simulate", "-qx"], ["unknown option -x in -qx"]),
    (["--days"], ["--days needs a value"]),
    (["--out", "--days", "3"], ["--out needs a value before --days"]),
    (["--run-ab-test", "a"], ["--run-ab-test needs a value"]),
    (["--days", "0"], ["--days", "from 1 to 89,849", "not 0"]),
    (["--days", "3.5"], ["--days", "whole number", "not 3.5"]),
    (["--days=-4"], ["--days", "not -4"]),
    (["--customers", "nan"], ["--customers", "whole number", "not nan"]),
    (["--customers", "-1"], ["--customers", "from 1 to 99,999,999", "not -1"]),
    (["--customers", "10000000000"], ["--customers", "99,999,999", "not 10000000000"]),
    (["--seed", "18446744073709551616"], ["--seed", "2^64 - 1"]),
    (["--seed", ""], ["--seed", "not nothing"]),
    (["--start-date", "2024-02-30"], ["--start-date", "YYYY-MM-DD", "2024-02-30"]),
    (["--format", "xls"], ["csv, parquet, jsonl, duckdb or null", "not xls"]),
    (["--format", "parqet"], ["did you mean parquet?"]),
    (["--tables", "item"], ["did you mean items?"]),
    (["--threads", "257"], ["0 to 256"]),
    (["--progress", "loud"], ["auto, none or json"]),
    (["--partition-by", "day"], ["none or month"]),
    (["--log-level", "debug"], ["DEBUG, INFO, WARNING or ERROR"]),
    (["--days", "3", "--days", "4"], ["--days is given more than once"]),
    (["--json=maybe"], ["--json", "maybe"]),
    (["--out", ""], ["--out must be a folder"]),
    (["simulate", "a", "b"], ["too many words: b", "usage: footfall simulate"]),
    (["query"], ["FOLDER is missing", "usage: footfall query FOLDER SQL"]),
    (["query", "x"], ["SQL is missing"]),
    (["scenario"], ["a command is missing", "usage: footfall scenario COMMAND"]),
    (["scenario", "solve", "minimal"], ["--target is missing"]),
    (["completion", "tcsh"], ["bash, zsh or fish"]),
    (["help", "simulat"], ["did you mean simulate?"]),
    (["--out", "-", "--days", "3"], ["--out -", "--tables items"]),
    (["--out", "-", "--tables", "items", "--json"], ["--out -", "--json"]),
    (["--out", "-", "--tables", "items", "--format", "duckdb"], ["--out -", "duckdb"]),
    (["--export-summary", "--format", "null"], ["--export-summary"]),
    (["simulate", "minimal", "--config", "germany"], ["two scenarios", "minimal", "--config germany"]),
]


@pytest.mark.parametrize("words, says", MISTAKES, ids=[" ".join(m[0]) for m in MISTAKES])
def test_a_mistake_takes_two_lines_and_exit_code_2(tmp_path, words, says):
    done = run(*words, folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    for essential in says:
        assert essential in done.stderr
    lines = done.stderr.splitlines()
    assert len(lines) <= 2 and lines[0].startswith("footfall: ")
    # Nothing of a library's own voice, and nothing done.
    assert not re.search(r"terminate|what\(\)|CLI::|TEXT:|INT:|exception", done.stderr)
    assert list(tmp_path.iterdir()) == []


LATER = [["--enable-ml-training"], ["--enable-ai-insights"], ["--generate-ai-personas"], ["--monitor-models"],
         ["--market-data", "research.json"], ["--run-ab-test", "model_v1", "model_v2"]]


@pytest.mark.parametrize("words", LATER, ids=lambda words: words[0])
def test_what_is_to_come_says_so_before_any_work(tmp_path, words):
    done = run("--days", "3", *words, folder=tmp_path)
    assert (done.returncode, done.stdout) == (6, "")
    assert words[0] in done.stderr and "not available in this version" in done.stderr
    assert len(done.stderr.splitlines()) == 1 and list(tmp_path.iterdir()) == []


def test_a_scenario_alone_is_pointed_at_simulate(tmp_path):
    (tmp_path / "shop.yaml").write_text("")
    done = run("shop.yaml", folder=tmp_path)
    assert done.returncode == 2 and "footfall simulate shop.yaml" in done.stderr


def test_scenarios_are_found_by_name_from_any_folder(tmp_path):
    done = run("simulate", "minimal", "--customers", 3, "--out", "d", "--json", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["scenario"] == "scenarios/minimal.yaml"
    assert run("--customers", 3, "--out", "e", folder=tmp_path).returncode == 0
    wrong = run("simulate", "minimall", folder=tmp_path)
    assert wrong.returncode == 4 and "did you mean minimal?" in wrong.stderr
    absent = run("simulate", "qqqqqqqqqq.yaml", folder=tmp_path)
    assert absent.returncode == 4 and "india_retail" in absent.stderr
    (tmp_path / "folder").mkdir()
    folder = run("simulate", "folder", folder=tmp_path)
    assert folder.returncode == 4 and "folder: it is a folder" in folder.stderr
    # One's own comes first.
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "minimal.yaml").write_text("personas: []")
    own = run("scenario", "check", "minimal", folder=tmp_path)
    assert own.returncode == 3 and "scenarios/minimal.yaml" in own.stderr


@pytest.mark.parametrize("words", [["-q", "--days", "3"], ["--log-level", "ERROR", "--days", "3"],
                                   ["--days=3", "-q"], ["-q", "simulate", "--days", "3"]])
def test_options_alone_belong_to_simulate(tmp_path, words):
    done = run(*words, "--customers", 5, "--out", "d", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "d" / "manifest.json").read_text())["period"]["days"] == 3
    assert ("-q" in words) == (done.stdout == "")


@pytest.mark.parametrize("words", [["--no-color"], ["-q"], ["--log-level", "DEBUG"], ["--log-file", "log"]])
def test_common_options_alone_show_how_to_begin(tmp_path, words):
    done = run(*words, folder=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, run().stdout, "")
    assert list(tmp_path.iterdir()) == []
    wrong = run("--log-level", "loud", folder=tmp_path)
    assert wrong.returncode == 2 and "--log-level must be" in wrong.stderr


def test_a_scenario_from_standard_input(tmp_path):
    yaml = (ROOT / "scenarios" / "minimal.yaml").read_text()
    words = ["simulate", "minimal", "--customers", "9", "--tables", "items", "--out", "-"]
    wanted = run(*words, folder=tmp_path).stdout
    words[1] = "-"
    piped = subprocess.run([PROGRAM, *words], input=yaml, capture_output=True, text=True, timeout=60)
    assert piped.returncode == 0 and piped.stdout == wanted, piped.stderr
    words[1] = "<(cat scenarios/minimal.yaml)"
    shell = subprocess.run(["bash", "-c", " ".join([str(PROGRAM), *words])], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert shell.returncode == 0 and shell.stdout == wanted, shell.stderr
    check = subprocess.run([PROGRAM, "scenario", "check", "-"], input=yaml, capture_output=True, text=True, timeout=60)
    assert check.returncode == 0 and "ok: <stdin>" in check.stdout, check.stderr
    wrong = subprocess.run([PROGRAM, "scenario", "check", "-"], input="personas: []", capture_output=True, text=True, timeout=60)
    assert wrong.returncode == 3 and "<stdin>:1: " in wrong.stderr
    with open("/dev/zero", "rb") as endless:
        huge = subprocess.run([PROGRAM, "simulate", "-", *words[2:]], stdin=endless, capture_output=True, text=True, timeout=60)
    assert huge.returncode == 3 and "larger than 8 MiB" in huge.stderr


def test_no_parquet_on_a_terminal(tmp_path):
    words = ["simulate", "--customers", "5", "--tables", "items", "--format", "parquet", "--out", "-"]
    shown = in_terminal(words, tmp_path, {}, code=2)
    assert "binary" in shown and "PAR1" not in shown and len(shown.splitlines()) <= 2
    assert subprocess.run([PROGRAM, *words], capture_output=True, timeout=60).stdout.startswith(b"PAR1")


def test_a_folder_where_files_cannot_be(tmp_path):
    done = run("--customers", 3, "--out", "/proc/x", folder=tmp_path)
    assert done.returncode == 4
    assert done.stderr == "footfall: cannot write /proc/x: no file can be made in /proc; choose another folder\n"


def test_a_reader_that_goes_ends_the_program_by_its_signal():
    done = subprocess.run(["bash", "-c", f"{PROGRAM} schema --json | true; echo ${{PIPESTATUS[0]}};"
                           f"{PROGRAM} simulate --tables items --out - | true; echo ${{PIPESTATUS[0]}}"],
                          capture_output=True, text=True, timeout=60)
    assert done.stdout.split()[1] == "141" and done.stdout.split()[0] in ("0", "141") and done.stderr == ""


def test_leading_zeros_are_no_octal(tmp_path):
    done = run("--days", "010", "--customers", "+5", "--format", "null", "--json", folder=tmp_path)
    assert json.loads(done.stdout)["days"] == 10


def test_no_words_show_how_to_begin():
    done = run()
    assert done.returncode == 0 and done.stderr == ""
    assert "Examples" in done.stdout and "footfall help" in done.stdout
    assert len(done.stdout.splitlines()) <= 30


def commands():
    """Every command, and every command of a command, as the help pages tell them."""
    found = []

    def walk(path):
        page = run("help", *path).stdout
        found.append((path, page))
        usage = re.search(r"^Usage\n  (.*)$", page, re.MULTILINE).group(1)
        if "COMMAND" not in usage or path == ["help"]:
            return
        section = page.split(usage)[1].split("Common options")[0]
        for name in re.findall(r"^  ([a-z]+)  ", section, re.MULTILINE):
            walk([*path, name])

    walk([])
    return found


def test_every_command_has_help_with_examples_first():
    pages = commands()
    assert len(pages) >= 15
    assert ["scenario", "solve"] in [path for path, _ in pages]
    for path, page in pages:
        assert page.index("\nExamples\n") < page.index("\nUsage\n"), path
        assert "Common options" in page and "--log-level" in page, path
        assert max(map(len, page.splitlines())) <= 80, path
        assert not re.search(r"\bTEXT\b|\bINT\b|UINT", page), path
        assert run(*path, "--help").stdout == page == run(*path, "-h").stdout, path


def test_examples_of_help_are_right():
    """Each example is a command line that the program knows: --help in it finds its page."""
    checked = 0
    for path, page in commands():
        examples = page.split("Examples\n")[1].split("\n\n")[0]
        for line in re.sub(r" \\\n *", " ", examples).splitlines():
            words = re.sub(r"  #.*", "", line).strip()
            words = re.sub(r"^[A-Z_]+=\S+ ", "", words)
            words = re.sub(r"^source <\((.*?)\)", r"\1", words)
            words = re.split(r" [|>] ", words)[0]
            if not words.startswith("footfall "):
                continue
            done = subprocess.run(f"{words} --help".replace("footfall", str(PROGRAM), 1), shell=True,
                                  capture_output=True, text=True, timeout=60)
            assert done.returncode == 0, (words, done.stderr)
            checked += 1
    assert checked >= 20


def widest(words, folder, **environment):
    done = run(*words, folder=folder, environment={**os.environ, **environment})
    assert done.returncode == 0
    return max(map(len, done.stdout.splitlines()))


def test_help_fits_80_columns_or_those_asked_for(tmp_path):
    for words in (["help", "simulate"], ["help", "completion"], []):
        assert widest(words, tmp_path) <= 80
        assert widest(words, tmp_path, COLUMNS="100") <= 100
        shown = in_terminal([*words, "--no-color"], tmp_path, {"TERM": "xterm"})
        assert max(map(len, shown.splitlines())) <= 80


def test_piped_help_takes_the_columns_that_are_told(tmp_path):
    assert 80 < widest(["help", "simulate"], tmp_path, COLUMNS="100") <= 100
    assert 60 < widest(["help", "simulate"], tmp_path, COLUMNS="70") <= 70
    assert 70 < widest(["help", "simulate"], tmp_path, COLUMNS="nonsense") <= 80


def test_settings_fit_a_terminal(tmp_path):
    (tmp_path / "footfall.yaml").write_text("out: " + "x" * 60 + "\n")
    shown = in_terminal(["config", "show", "--no-color"], tmp_path, {"TERM": "xterm"})
    assert max(map(len, shown.splitlines())) <= 80 and "verify_report.time_format" in shown
    assert "FOOTFALL_VERIFY_REPORT_TIME_FORMAT" in run("config", "show", folder=tmp_path).stdout


def test_query_for_people(tmp_path):
    assert run("-q", "--customers", 3, "--days", 5, "--out", "d", folder=tmp_path).returncode == 0
    wrong = run("query", "d", "SELECT * FROM footfalls", folder=tmp_path)
    assert wrong.returncode == 3 and "pg_" not in wrong.stderr and "Did you mean" not in wrong.stderr
    assert "there is no table footfalls; the data set has customers, transactions, items" in wrong.stderr
    assert run("-q", "--days", 5, "--tables", "items", "--out", "i", folder=tmp_path).returncode == 0
    wrong = run("query", "i", "SELECT * FROM customers", folder=tmp_path)
    assert "there is no table customers; the data set has items\n" in wrong.stderr
    wide = ["query", "d", "SELECT * FROM customers ORDER BY 1 LIMIT 2"]
    shown = in_terminal(wide, tmp_path, {"TERM": "xterm"}).replace("\r\n", "\n")
    assert max(map(len, shown.splitlines())) <= 80
    assert shown.startswith("row 1\ncustomer_id     100000001\n") and "\n\nrow 2\n" in shown
    piped = run(*wide, folder=tmp_path).stdout
    assert piped.startswith("customer_id") and len(piped.splitlines()) == 4
    narrow = ["query", "d", "SELECT customer_id, city FROM customers"]
    assert in_terminal(narrow, tmp_path, {"TERM": "xterm"}).replace("\r\n", "\n") == run(*narrow, folder=tmp_path).stdout


def test_version_is_short_or_an_object():
    assert re.fullmatch(r"footfall \d+\.\d+\.\d+\n", run("--version").stdout)
    assert run("simulate", "--version").stdout == run("--version").stdout
    version = json.loads(run("--version", "--json").stdout)
    assert version["program"] == "footfall" and version["data_version"] >= 1
    assert version["kernels"] in ("scalar", "avx2", "avx512", "neon")


def test_colour_only_on_a_terminal(tmp_path):
    words = ["simulate", "--customers", "5", "--format", "null"]
    assert "\033" not in run(*words, folder=tmp_path).stdout
    shown = in_terminal(words, tmp_path, {"TERM": "xterm"})
    assert "\033[1m" in shown and "\033[35m" in shown
    for off in ({"TERM": "dumb"}, {"TERM": "xterm", "NO_COLOR": "1"}):
        assert "\033[" not in in_terminal(words, tmp_path, off)
    assert "\033[" not in in_terminal([*words, "--no-color"], tmp_path, {"TERM": "xterm"})


def in_terminal(words, folder, environment, code=0):
    """Runs the program on a pseudo-terminal of 80 columns; returns what it shows."""
    import fcntl
    import os
    import pty
    import struct
    import termios

    screen, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 80, 0, 0))
    clean = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "TERM")}
    running = subprocess.Popen([PROGRAM, *words], cwd=folder, stdin=terminal, stdout=terminal,
                               stderr=terminal, env={**clean, **environment})
    os.close(terminal)
    shown = b""
    while True:
        try:
            part = os.read(screen, 65536)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.close(screen)
    assert running.wait(timeout=60) == code
    return shown.decode()


def test_the_summary_fits_80_columns(tmp_path):
    shown = in_terminal(["simulate", "--days", "60", "--customers", "50", "--out", "d", "--no-color"], tmp_path,
                        {"TERM": "xterm"})
    table = shown.split("Next")[0]
    assert max(map(len, table.splitlines())) <= 80
    assert "█" in table and "Makar Sankranti 15 Jan" in table


def test_what_follows_can_be_pasted(tmp_path):
    done = run("simulate", "--customers", 20, "--out", "d", folder=tmp_path)
    steps = [line.strip() for line in done.stdout.split("Next\n")[1].splitlines() if line.strip()]
    assert [step.split()[1] for step in steps] == ["report", "query", "verify", "explain"]
    for step in steps:
        again = subprocess.run(step, shell=True, cwd=tmp_path, capture_output=True, text=True, timeout=60)
        assert again.returncode == 0 and again.stdout, (step, again.stderr)


