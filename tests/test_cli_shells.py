"""Completion in real shells, the manual page, and docs/cli.md, which all come from the command tree."""

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time

import pytest
from conftest import PROGRAM, ROOT

sys.path.insert(0, str(ROOT / "scripts"))
import generate_cli_reference  # noqa: E402


def output(*words):
    return subprocess.run([PROGRAM, *words], capture_output=True, text=True, check=True, timeout=60).stdout


def need(program):
    if shutil.which(program) is None:
        print(f"SKIPPED: {program} is missing")
        pytest.skip(f"{program} is missing: its completion was NOT checked")


COMMANDS = ["simulate", "scenario", "query", "explain", "verify", "config", "completion", "man", "help"]

# What is typed, and what must be among the offers; None: nothing is offered.
OFFERS = [
    ("footfall ", COMMANDS),
    ("footfall sim", ["simulate"]),
    ("footfall -q scen", ["scenario"]),
    ("footfall scenario ", ["init", "check", "show", "expect", "solve"]),
    ("footfall scenario ch", ["check"]),
    ("footfall simulate --mon", ["--money"]),
    ("footfall simulate --money ", ["decimal", "double"]),
    ("footfall simulate --money de", ["decimal"]),
    ("footfall simulate --format csv,par", ["csv,parquet"]),
    ("footfall --over", ["--overwrite"]),
    ("footfall scenario expect --js", ["--json"]),
    ("footfall verify x --log-level D", ["DEBUG"]),
    ("footfall completion ", ["bash", "zsh", "fish"]),
    ("footfall help que", ["query"]),
    ("footfall simulate --days ", []),
    ("footfall simulate in", ["india_retail"]),
    ("footfall simulate ", ["germany", "india_retail", "large", "minimal"]),
    ("footfall simulate --config ger", ["germany"]),
    ("footfall scenario check mi", ["minimal"]),
    ("footfall help scenario ", ["init", "check", "show", "expect", "solve"]),
    ("footfall help config s", ["show"]),
]


def bash_offers(typed):
    script = f"""
source <({PROGRAM} completion bash)
read -ra COMP_WORDS <<< {typed!r}
[[ {typed!r} == *' ' ]] && COMP_WORDS+=('')
COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
_footfall
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 and done.stderr == "", done.stderr
    return done.stdout.split()


@pytest.mark.parametrize("typed, offers", OFFERS, ids=[typed for typed, _ in OFFERS])
def test_bash_offers(typed, offers):
    found = bash_offers(typed)
    assert set(offers) <= set(found)
    if not offers or typed.endswith("ch"):
        assert found == offers
    for word in found:
        assert word.startswith(typed.rsplit(" ", 1)[1])


def test_bash_offers_files_beside_scenarios(tmp_path):
    (tmp_path / "india.yaml").write_text("")
    script = f"""source <({PROGRAM} completion bash)
COMP_WORDS=(footfall simulate in); COMP_CWORD=2; _footfall; echo "${{COMPREPLY[@]}}" """
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, cwd=tmp_path)
    assert done.stdout.split() == ["india_retail", "india.yaml"] and done.stderr == ""


def test_bash_knows_the_function_and_files():
    done = subprocess.run(["bash", "-c", f"source <({PROGRAM} completion bash); complete -p footfall"],
                          capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "complete -o bashdefault -o default -F _footfall footfall"
    assert bash_offers("footfall simulate --out /et") == ["/etc"]
    assert "/etc/passwd" in bash_offers("footfall simulate --config /etc/pass")
    # The = of --option=value is a word of its own to bash.
    script = f"""source <({PROGRAM} completion bash)
COMP_WORDS=(footfall simulate --money = d); COMP_CWORD=4; _footfall; echo "${{COMPREPLY[@]}}" """
    assert subprocess.run(["bash", "-c", script], capture_output=True, text=True).stdout.split() == ["decimal", "double"]


@pytest.mark.parametrize("typed, offers", OFFERS, ids=[typed for typed, _ in OFFERS])
def test_fish_offers(tmp_path, typed, offers):
    need("fish")
    script = f"{PROGRAM} completion fish | source; complete -C {typed!r}"
    done = subprocess.run(["fish", "--no-config", "-c", script], capture_output=True, text=True, timeout=60, cwd=tmp_path,
                          env={**os.environ, "HOME": str(tmp_path)})
    assert done.stderr == ""
    found = {line.split("\t")[0] for line in done.stdout.splitlines()}
    assert set(offers) <= found if offers else not found


class Zsh:
    """An interactive zsh on a pseudo-terminal, as only there completion works."""

    def __init__(self, folder):
        (folder / "_footfall").write_text(output("completion", "zsh"))
        self.pid, self.screen = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="dumb", HOME=str(folder), PATH=f"{PROGRAM.parent}:{os.environ['PATH']}")
            os.chdir(folder)
            os.execvp("zsh", ["zsh", "-f", "-i"])
        self.send(f"PS1='> '; fpath=({folder} $fpath); autoload -U compinit; compinit -u -D; setopt no_beep; unsetopt list_ambiguous\n"
                  "print -r rea''dy\n")
        self.read_until("ready\r")

    def send(self, text):
        os.write(self.screen, text.encode())

    def read_until(self, mark, seconds=30):
        shown, end = "", time.monotonic() + seconds
        while mark not in shown and time.monotonic() < end:
            if select.select([self.screen], [], [], 0.1)[0]:
                shown += os.read(self.screen, 65536).decode(errors="replace")
        assert mark in shown, shown
        return shown

    def offers(self, typed):
        self.send("\x15" + typed + "\t")
        time.sleep(0.3)
        # What follows the line is bound to come after the offers.
        self.send("\x15print -r do''ne\n")
        return self.read_until("done\r")

    def close(self):
        self.send("\x15exit\n")
        os.close(self.screen)
        os.waitpid(self.pid, 0)


def test_zsh_offers(tmp_path):
    need("zsh")
    zsh = Zsh(tmp_path)
    try:
        for typed, offers in OFFERS:
            shown = zsh.offers(typed)
            # A single offer is typed, several are listed: either way it is shown whole.
            for offer in offers:
                assert re.search(rf"(?<![\w-]){re.escape(offer)}", shown), (typed, offer, shown)
        assert "Simulate a scenario" in zsh.offers("footfall ")
    finally:
        zsh.close()


def test_scripts_are_right_to_the_shells_themselves(tmp_path):
    for shell in ("bash", "zsh", "fish"):
        script = output("completion", shell)
        assert max(map(ord, script)) < 0x2100  # … and nothing that is not text
        if shutil.which(shell):
            done = subprocess.run([shell, "-n"], input=script, capture_output=True, text=True, timeout=60)
            assert done.returncode == 0 and done.stderr == "", shell


def help_flags():
    """The flags that the help page of each command lists, without those of all commands."""
    flags = {}

    def walk(path):
        page = output("help", *path)
        own, common = page.split("\nCommon options\n")
        flags[" ".join(["footfall", *path])] = set(re.findall(r"^  (?:-\w, )?(--[a-z-]+)", own, re.MULTILINE))
        flags["common"] = set(re.findall(r"^  (?:-\w, )?(--[a-z-]+)", common, re.MULTILINE))
        if re.search(r"^  footfall.* COMMAND ", page, re.MULTILINE) and path != ["help"]:
            for name in re.findall(r"^  ([a-z]+)  ", own.split("\nUsage\n")[1], re.MULTILINE):
                walk([*path, name])

    walk([])
    return flags


def test_docs_name_exactly_the_flags_of_help():
    page = (ROOT / "docs" / "cli.md").read_text()
    assert generate_cli_reference.with_reference(page, generate_cli_reference.reference()) == page, "run ./dev docs"
    reference = page.split(generate_cli_reference.BEGIN)[1]
    documented = {}
    for section in re.split(r"^### ", reference, flags=re.MULTILINE)[1:]:
        title = section.splitlines()[0]
        flags = set(re.findall(r"^\| `(?:-\w, )?(--[a-z-]+)", section, re.MULTILINE))
        documented["common" if title.startswith("Common") else title] = flags
    known = help_flags()
    assert len(known["footfall simulate"]) > 20 and "--log-level" in known["common"]
    for command, flags in known.items():
        assert flags == documented.get(command, set()), command
    # Every flag and command in the text is one of them.
    words = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", page.split("## Reference")[0]))
    assert words <= set().union(*known.values()) | {"--output"}


def test_the_manual_page_is_plain_roff():
    page = output("man")
    assert page.startswith(".TH FOOTFALL 1") and page.isascii()
    for section in ("NAME", "SYNOPSIS", "DESCRIPTION", "EXAMPLES", "COMMANDS", "EXIT STATUS", "ENVIRONMENT"):
        assert re.search(rf'^\.SH "?{section}', page, re.MULTILINE)
    for flag in help_flags()["footfall simulate"]:
        assert flag.replace("-", "\\-") in page, flag
    if shutil.which("groff") is None:
        print("SKIPPED: groff is missing")
        pytest.skip("groff is missing: the manual page was NOT rendered")
    done = subprocess.run(["groff", "-man", "-ww", "-Tutf8"], input=page, capture_output=True, text=True, timeout=60)
    assert done.stderr == "" and "footfall simulate" in done.stdout
