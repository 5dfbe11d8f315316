#!/usr/bin/env python3
"""Runs clang-tidy 14 over src/, several files at once, and leaves out what is known to be clean.

usage: scripts/clang_tidy.py [-j JOBS] [MODULE...]      a module is a folder of src/; none means all

A file is clean for as long as nothing changes that its findings depend on: the contents of all files
that the build saw it include, the command that compiles it, .clang-tidy, and clang-tidy's version. The
hash of these names an empty file in .footfall/lint. The build must be up to date, as it is the build
that knows what includes what.

Most of clang-tidy's time goes into the headers of libraries, so files of one module and one command are
checked as one text, unless they give something of their own the same name; should they not compile
together after all, each is checked by itself. Prints a line a text as it is done, then its findings;
what a header has wrong is said once. Exits 1 when there are findings.
"""

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
import time
from bisect import bisect_right
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
KEPT = ROOT / ".footfall" / "lint"
TOOL = "clang-tidy-14"
DAYS_KEPT = 60
MAX_UNIT_LINES = 1500

FINDING = re.compile(r"^(?=/[^\n]*?:\d+:\d+: (?:warning|error): )", re.MULTILINE)
UNNAMED_NAMESPACE = re.compile(r"^namespace \{\n(.*?)^\}  // namespace$", re.MULTILINE | re.DOTALL)
# The names that a line in column 0 declares; macros (TEST) in capitals name nothing.
DECLARATION = re.compile(r"^(?!using\b)[A-Za-z_].*$", re.MULTILINE)
DECLARED_NAME = re.compile(r"^[^(={;\[]*?\b(?![A-Z_]+\b)(\w+)\s*[(={;\[]|, (\w+) = ")
ALIAS = re.compile(r"^using (\w+) = ([^;]*);", re.MULTILINE)
# The analyzer follows GoogleTest's macros at length: nine tenths of the time, for code that runs anyway.
TEST_CHECKS = "--checks=-clang-analyzer-*"


class Source:
    """A file, the command that compiles it, and what must not stand twice in one text."""

    def __init__(self, entry):
        self.entry = entry
        self.path = Path(entry["file"])
        self.text = self.path.read_text(encoding="utf-8")
        self.object = re.search(r" -o (\S+)", entry["command"])[1]
        # Macros and the names of an enum would reach the files that follow.
        self.is_alone = bool(re.search(r"^(#define|using enum)\b", self.text, re.MULTILINE))
        self.is_test = self.path.stem.endswith("_test")
        self.own_names = {name for part in UNNAMED_NAMESPACE.findall(self.text)
                          for line in DECLARATION.findall(part)
                          for names in DECLARED_NAME.findall(line) for name in names if name}
        self.aliases = dict(ALIAS.findall(self.text))
        command = entry["command"].replace(self.object, "").replace(entry["file"], "")
        self.kind = (self.path.parent, self.is_test, command)


def read_sources(modules):
    """Returns the sources of the modules in the order of their paths, each with its first command."""
    found = {}
    for entry in json.loads((BUILD / "compile_commands.json").read_text()):
        path = Path(entry["file"])
        if path.is_relative_to(ROOT / "src") and path.relative_to(ROOT / "src").parts[0] in modules:
            found.setdefault(path, entry)
    return [Source(entry) for _, entry in sorted(found.items())]


def included_files():
    """Returns {object file: the files that its compilation read}, as ninja noted them."""
    found, files = {}, None
    deps = subprocess.run(["ninja", "-C", BUILD, "-t", "deps"], check=True, capture_output=True, text=True)
    for line in deps.stdout.splitlines():
        if line.startswith("    "):
            files.append(os.path.normpath(BUILD / line.strip()))
        elif ": #deps" in line:
            files = found[line.split(":")[0]] = []
    return found


class Fingerprints:
    """Makes the hash of all that a file's findings depend on."""

    def __init__(self):
        version = subprocess.run([TOOL, "--version"], check=True, capture_output=True, text=True).stdout
        self.start = version + TEST_CHECKS + (ROOT / ".clang-tidy").read_text()
        self.included = included_files()
        self.contents = {}

    def content(self, path):
        if path not in self.contents:
            self.contents[path] = hashlib.sha256(Path(path).read_bytes()).hexdigest()
        return self.contents[path]

    def of(self, source):
        """Returns the hash, or None for a file that the build has not compiled as it is now."""
        files = self.included.get(source.object)
        if not files or not all(map(os.path.exists, files)):
            return None
        whole = hashlib.sha256((self.start + source.entry["command"]).encode())
        for path in sorted(set(files)):
            whole.update(f"{path} {self.content(path)}\n".encode())
        return whole.hexdigest()


class Unit:
    """Sources that are checked as one text; one alone is checked where it is."""

    def __init__(self, source):
        self.sources = [source]
        self.own_names = set(source.own_names)
        self.aliases = dict(source.aliases)
        self.lines = source.text.count("\n")

    def takes(self, source):
        first = self.sources[0]
        return not (first.is_alone or source.is_alone or first.kind != source.kind
                    or self.lines >= MAX_UNIT_LINES or self.own_names & source.own_names
                    or any(self.aliases.get(name, type) != type for name, type in source.aliases.items()))

    def add(self, source):
        self.sources.append(source)
        self.own_names |= source.own_names
        self.aliases |= source.aliases
        self.lines += source.text.count("\n")

    def write(self, path):
        """Writes the text, and returns its entry in the compilation database."""
        first = self.sources[0]
        self.path = first.path if len(self.sources) == 1 else path
        if self.path == first.path:
            return first.entry
        self.starts = [0]
        for source in self.sources:
            self.starts.append(self.starts[-1] + source.text.count("\n"))
        path.write_text("".join(source.text for source in self.sources), encoding="utf-8")
        command = first.entry["command"].replace(first.entry["file"], str(path))
        return {**first.entry, "file": str(path), "command": command}

    def in_sources(self, output):
        """Returns what clang-tidy said of the text, with the places of the sources instead."""
        def place(match):
            line = int(match[1])
            at = bisect_right(self.starts, line - 1) - 1
            return f"{self.sources[at].path}:{line - self.starts[at]}:"

        return output if self.path == self.sources[0].path else re.sub(f"{re.escape(str(self.path))}:(\\d+):", place, output)

    def name(self):
        first = self.sources[0].path.relative_to(ROOT)
        return str(first) if len(self.sources) == 1 else f"{first} to {self.sources[-1].path.name}: {len(self.sources)} files"


def make_units(sources):
    units = []
    for source in sources:
        unit = next((unit for unit in units if unit.takes(source)), None)
        if unit:
            unit.add(source)
        else:
            units.append(Unit(source))
    return units


def check(unit):
    """Returns the findings of clang-tidy in one text."""
    options = ["--quiet", "-p", KEPT, "--extra-arg=-Wno-unknown-warning-option"]
    options += [TEST_CHECKS] * unit.sources[0].is_test
    done = subprocess.run([TOOL, *options, unit.path], capture_output=True, text=True)
    if len(unit.sources) > 1 and "[clang-diagnostic-error]" in done.stdout:
        found = []
        for source in unit.sources:
            alone = Unit(source)
            alone.write(None)
            found += check(alone)
        return found
    findings = [block for block in FINDING.split(unit.in_sources(done.stdout)) if block.strip()]
    return findings or ([done.stdout + done.stderr] if done.returncode else [])


def timed_check(unit):
    start = time.monotonic()
    return check(unit), time.monotonic() - start


def check_all(units, jobs, marks):
    """Checks the units, marks the clean ones, and returns the number of distinct findings."""
    said = set()
    with ThreadPoolExecutor(jobs) as pool:
        running = {pool.submit(timed_check, unit): unit for unit in units}
        try:
            for number, done in enumerate(as_completed(running), 1):
                unit = running[done]
                findings, seconds = done.result()
                for source in unit.sources:
                    if not findings and marks[source]:
                        (KEPT / marks[source]).touch()
                print(f"[{number}/{len(units)}] {unit.name()} ({seconds:.0f} s)", flush=True)
                for finding in findings:
                    if finding.split("\n")[0] not in said:
                        print(finding.rstrip().replace(f"{ROOT}/", ""), flush=True)
                    said.add(finding.split("\n")[0])
        except KeyboardInterrupt:
            pool.shutdown(cancel_futures=True)
            raise
    return len(said)


def run(sources, jobs):
    """Checks the sources that are not known to be clean; returns the number of distinct findings."""
    fingerprints = Fingerprints()
    marks = {source: fingerprints.of(source) for source in sources}
    todo = []
    for source, mark in marks.items():
        if mark and (KEPT / mark).exists():
            (KEPT / mark).touch()
        else:
            todo.append(source)
    units = make_units(todo)
    print(f"clang-tidy: {len(sources) - len(todo)} of {len(sources)} files known to be clean", flush=True)
    entries = [unit.write(KEPT / f"unit_{number}.cpp") for number, unit in enumerate(units)]
    entries += [source.entry for source in todo]
    (KEPT / "compile_commands.json").write_text(json.dumps(entries))
    return check_all(units, jobs, marks)


def forget_old():
    KEPT.mkdir(parents=True, exist_ok=True)
    oldest = time.time() - DAYS_KEPT * 86400
    for mark in KEPT.iterdir():
        if mark.suffix == ".cpp" or mark.stat().st_mtime < oldest:
            mark.unlink()


def main():
    known = sorted(path.name for path in (ROOT / "src").iterdir() if path.is_dir())
    parser = argparse.ArgumentParser(description="clang-tidy over src/, leaving out what is known to be clean")
    parser.add_argument("modules", nargs="*", metavar="MODULE", help=f"of: {', '.join(known)} (default: all)")
    parser.add_argument("-j", "--jobs", type=int, default=len(os.sched_getaffinity(0)), help="texts at once")
    options = parser.parse_args()
    unknown = sorted(set(options.modules).difference(known))
    if unknown:
        parser.error(f"no module {', '.join(unknown)}; there are {', '.join(known)}")
    forget_old()
    try:
        count = run(read_sources(set(options.modules or known)), options.jobs)
    except KeyboardInterrupt:
        return 130
    print(f"clang-tidy: {count} findings")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
