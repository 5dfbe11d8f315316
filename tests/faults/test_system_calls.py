"""Each system call by which a run touches the disk is made to fail, or is the last before a kill.

After each the target is the complete new data set, exactly the earlier one, or nothing; an error
ends with exit code 4 and names a path; the next run succeeds and leaves nothing but its data set.
FOOTFALL_ALL_FAULTS=1 plays every call of every format with every error (half an hour); the usual
run takes every call of CSV with one error each, and every sixth call of the other formats.
"""

import os
import re
import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest
from tiny_runs import contents, footfall, names, run, simulate, simulate_words

EVERYTHING = os.environ.get("FOOTFALL_ALL_FAULTS") == "1"
ERRORS = ["ENOSPC", "EIO", "EDQUOT"]
CHANGES = ["openat", "mkdir", "chmod", "flock", "write", "pwrite64", "ftruncate", "fsync", "fdatasync",
           "close", "rename", "renameat2", "unlink", "unlinkat", "rmdir"]
LOOKS = ["read", "pread64", "getdents64", "newfstatat", "statx"]
# Faults that cost no data, so that the run may go on: a file that was only read is closed, what is
# left of a replaced data set is looked at or removed, or a file system has no locks.
MAY_GO_ON = {"close", "flock", "openat", "unlink", "unlinkat", "rmdir", *LOOKS}

needs_strace = pytest.mark.skipif(
    shutil.which("strace") is None,
    reason="strace is missing (scripts/packages.txt): NO fault was injected")


def trace(words, log, *more):
    # --seccomp-bpf is faster, but strace 6.1 then forgets the signals that it is to send.
    filtered = [] if any("signal=" in word for word in more) else ["--seccomp-bpf"]
    return run(["strace", "-f", *filtered, "-y", "-qq", "-o", log, "-s", "0",
                "-e", "trace=" + ",".join(CHANGES + LOOKS), *more, *words])


def calls_that_touch(folder, log):
    """The calls of a traced run that concern `folder`, as (call, its number in its thread)."""
    count, found = {}, []
    for line in log.read_text().splitlines():
        match = re.match(r"(\d+) +(\w+)\(", line)
        if match:
            count[match.groups()] = number = count.get(match.groups(), 0) + 1
            if str(folder) in line:
                found.append((match.group(2), number))
    return found


class Bench:
    """A folder for each fault, with or without an earlier data set, and what may be found there."""

    def __init__(self, folder, formats, replaces, always=()):
        self.folder, self.formats, self.replaces, self.always = folder, formats, replaces, always
        assert simulate(folder / "earlier", formats, 1).returncode == 0
        assert simulate(folder / "new", formats, 2).returncode == 0
        self.earlier = contents(folder / "earlier") if replaces else None
        self.new = contents(folder / "new")

    def place(self, name):
        place = self.folder / name
        place.mkdir()
        if self.replaces:
            shutil.copytree(self.folder / "earlier", place / "data")
        return place

    def words(self, place):
        return simulate_words(place / "data", self.formats, 2, *(["--overwrite"] if self.replaces else []))

    def calls(self):
        place, log = self.place("traced"), self.folder / "traced.log"
        done = trace(self.words(place), log, *self.always)
        assert done.returncode == 0, done.stderr
        return calls_that_touch(place, log)

    def is_new(self, data):
        found = contents(data)
        if "footfall.duckdb" not in self.new:
            return found == self.new
        # No two databases have the same bytes; the manifest knows this one's.
        return found is not None and found.keys() == self.new.keys() and footfall("verify", data).returncode == 0

    def is_aside(self, place):
        """Whether the run was killed between the two renames that stand in for an exchange."""
        aside = list(place.glob("data.earlier-*"))
        return self.always and not (place / "data").exists() and [contents(a) for a in aside] == [self.earlier]

    def fault(self, number, call, when, what):
        """Runs with one fault; returns what is wrong with the outcome, or None."""
        place = self.place(f"{number}-{call}-{when}-{what}")
        log = self.folder / f"{place.name}.log"
        done = trace(self.words(place), log, *self.always, "-e", f"inject={call}:{what}:when={when}")
        came = "INJECTED" in log.read_text() or done.returncode == -9
        if not came:
            # DuckDB's threads share its work in another way each time.
            return None if "duckdb" in self.formats else "the call did not come"
        killed = (done.returncode, what) == (-9, "signal=SIGKILL")
        is_new, is_earlier = self.is_new(place / "data"), contents(place / "data") == self.earlier
        if not is_new and not is_earlier and not (killed and self.is_aside(place)):
            return f"neither the earlier nor the new data set: {names(place)}: {done.stderr}"
        if done.returncode == 4:
            if not is_earlier or str(place) not in done.stderr or done.stderr.count("\n") != 1:
                return f"exit 4, is earlier {is_earlier}: {done.stderr}"
        elif done.returncode == 0:
            if not is_new or call not in MAY_GO_ON:
                return f"exit 0, is new {is_new}: {done.stderr}"
        elif not killed:
            return f"exit {done.returncode}: {done.stderr}"
        again = run(simulate_words(place / "data", self.formats, 2, "--overwrite"))
        if again.returncode != 0 or not self.is_new(place / "data") or names(place) != ["data"]:
            return f"the next run: exit {again.returncode}, {names(place)}: {again.stderr}"
        shutil.rmtree(place)
        return None


def play(bench, calls, kind):
    faults = []
    for number, (call, when) in enumerate(calls):
        if kind == "kill" and call in LOOKS:
            continue
        if kind == "kill":
            faults.append((number, call, when, "signal=SIGKILL"))
        else:
            chosen = ERRORS if EVERYTHING else [ERRORS[number % len(ERRORS)]]
            faults += [(number, call, when, f"error={error}") for error in chosen]
    assert len(faults) >= 6
    with ThreadPoolExecutor(2) as pool:
        outcomes = pool.map(lambda fault: (fault, bench.fault(*fault)), faults)
        wrong = [f"{fault}: {outcome}" for fault, outcome in outcomes if outcome]
    assert not wrong, f"{len(wrong)} of {len(faults)} faults:\n" + "\n".join(wrong)


@needs_strace
@pytest.mark.parametrize("kind", ["error", "kill"])
@pytest.mark.parametrize("replaces", [False, True], ids=["fresh", "overwrite"])
@pytest.mark.parametrize("formats", ["csv", "parquet", "jsonl", "duckdb"])
def test_every_call(tmp_path, formats, replaces, kind):
    bench = Bench(tmp_path, formats, replaces)
    calls = bench.calls()
    play(bench, calls if EVERYTHING or formats == "csv" else calls[::6], kind)


@needs_strace
@pytest.mark.parametrize("kind", ["error", "kill"])
def test_every_call_where_folders_cannot_be_exchanged(tmp_path, kind):
    """Two renames instead of one step, as on file systems that know no RENAME_EXCHANGE."""
    bench = Bench(tmp_path, "csv", True, ["-e", "inject=renameat2:error=EINVAL"])
    calls = bench.calls()
    first = next(n for n, call in enumerate(calls) if call[0] == "renameat2") + 1
    assert [call for call, _ in calls[first:]].count("rename") == 2
    play(bench, calls[first:], kind)
