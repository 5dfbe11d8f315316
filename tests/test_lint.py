"""scripts/clang_tidy.py on a small tree, with a clang-tidy that finds the word BAD and notes its runs."""

import json
import os
import shutil
import subprocess

import pytest
from conftest import ROOT

# Notes the files that it was given, as each begins with its name, and finds BAD in them and in their headers.
TOOL = """#!/bin/sh
case $1 in --version) cat version; exit ;; esac
for source; do :; done
echo $(sed -n 's/^\\/\\/ \\(.*cpp\\)/\\1/p' "$source") >> runs
if [ "$(grep -c CLASH "$source")" -gt 1 ]; then
  echo "$source:1:1: error: redefinition of CLASH [clang-diagnostic-error]"
  exit 1
fi
found=0
for file in "$source" $(sed -n 's/#include "\\(.*\\)"/src\\/\\1/p' "$source" | sort -u); do
  for line in $(grep -n BAD "$file" | cut -d: -f1); do
    echo "$(realpath "$file"):$line:1: error: BAD is bad [bad-word]"
    found=1
  done
done
exit $found
"""
NINJA = """rule cxx
  command = g++ -std=c++20 -I../src -MD -MF $out.d -c $in -o $out
  depfile = $out.d
  deps = gcc
"""
SOURCES = ("base/date.cpp", "base/text.cpp", "model/world.cpp")


class Tree:
    def __init__(self, folder):
        self.folder = folder
        for path in ("scripts", "build", "bin", "src/base", "src/model"):
            (folder / path).mkdir(parents=True)
        shutil.copy(ROOT / "scripts" / "clang_tidy.py", folder / "scripts")
        (folder / "bin/clang-tidy-14").write_text(TOOL)
        (folder / "bin/clang-tidy-14").chmod(0o755)
        self.write("version", "14")
        self.write(".clang-tidy", "Checks: bad-word\n")
        self.write("src/base/date.h", "int day();\n")
        self.write("src/base/date.cpp", '// date.cpp\n#include "base/date.h"\n')
        self.write("src/base/text.cpp", "// text.cpp\nint text;\n")
        self.write("src/model/world.cpp", '// world.cpp\n#include "base/date.h"\n')
        builds = [f"build {self.object(path)}: cxx ../src/{path}\n" for path in SOURCES]
        self.write("build/build.ninja", NINJA + "".join(builds))
        self.write_commands("g++ -c")

    def write(self, path, text):
        (self.folder / path).write_text(text)

    def object(self, path):
        return path.replace("/", "_") + ".o"

    def write_commands(self, command):
        entries = [{"directory": str(self.folder / "build"), "file": str(self.folder / "src" / path),
                    "command": f"{command} -o {self.object(path)} {self.folder / 'src' / path}"} for path in SOURCES]
        # A second target holds the same file.
        entries.append({**entries[0], "command": "g++ -fPIC -o second.o"})
        self.write("build/compile_commands.json", json.dumps(entries))

    def lint(self, *words):
        """Builds and runs the script; returns the process and the files of each text checked, sorted."""
        subprocess.run(["ninja", "-C", self.folder / "build"], check=True, capture_output=True)
        runs = self.folder / "runs"
        runs.unlink(missing_ok=True)
        done = subprocess.run([self.folder / "scripts/clang_tidy.py", *words], cwd=self.folder, text=True,
                              capture_output=True, timeout=60,
                              env={**os.environ, "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}"})
        return done, sorted(map(str.split, runs.read_text().splitlines())) if runs.exists() else []


@pytest.fixture
def tree(tmp_path):
    return Tree(tmp_path)


ALL = [["date.cpp", "text.cpp"], ["world.cpp"]]


def test_what_is_clean_is_not_checked_again(tree):
    done, checked = tree.lint()
    assert (done.returncode, checked) == (0, ALL), done.stderr
    done, checked = tree.lint()
    assert (done.returncode, checked) == (0, []), done.stderr
    assert "3 of 3 files known to be clean" in done.stdout


@pytest.mark.parametrize("path, text, expected", [
    ("src/base/text.cpp", "// text.cpp\nint other;\n", [["text.cpp"]]),
    ("src/base/date.h", "int month();\n", [["date.cpp"], ["world.cpp"]]),
    (".clang-tidy", "Checks: other\n", ALL),
    ("version", "14.1", ALL),
])
def test_what_a_change_concerns_is_checked(tree, path, text, expected):
    tree.lint()
    tree.write(path, text)
    assert tree.lint()[1] == expected
    assert tree.lint()[1] == []


def test_another_command_is_another_check(tree):
    tree.lint()
    tree.write_commands("g++ -O2 -c")
    assert tree.lint()[1] == ALL


def test_a_tree_as_it_was_is_known(tree):
    text = (tree.folder / "src/base/text.cpp").read_text()
    tree.lint()
    tree.write("src/base/text.cpp", "// text.cpp\nint other;\n")
    tree.lint()
    tree.write("src/base/text.cpp", text)
    assert tree.lint()[1] == []


def test_findings_fail_until_they_are_mended(tree):
    tree.write("src/base/date.h", "int BAD();\n")
    for _ in range(2):
        done, checked = tree.lint()
        assert checked == ALL
        assert done.returncode == 1
        # Two texts include the header; it is said once, from the root of the tree.
        assert done.stdout.count("BAD is bad") == 1
        assert "\nsrc/base/date.h:1:1: error: BAD is bad [bad-word]" in done.stdout
    tree.write("src/base/date.h", "int good();\n")
    done, checked = tree.lint()
    assert (done.returncode, checked) == (0, ALL)


def test_places_are_those_of_the_files(tree):
    tree.write("src/base/date.cpp", "// date.cpp\nint BAD();\n")
    tree.write("src/base/text.cpp", "// text.cpp\n\n\nint BAD_too();\n")
    done, checked = tree.lint()
    assert checked == ALL
    found = [line.split(" ")[0] for line in done.stdout.splitlines() if "is bad" in line]
    assert found == ["src/base/date.cpp:2:1:", "src/base/text.cpp:4:1:"]


@pytest.mark.parametrize("own", [
    "namespace {\nint fold(int a) {\n  return a;\n}\n}  // namespace\n",
    "namespace {\nstruct Fold {\n  int a;\n};\n}  // namespace\n",
    "namespace {\nconstexpr int kFold[] = {1};\n}  // namespace\n",
    "namespace {\nconstexpr int kFILE = 1, kFold = 2;\n}  // namespace\n",
    "struct FILE {};\nusing Fold = FILE;\n",
    "#define FOLD\n",
    "enum class FILE { kFold };\nusing enum FILE;\n",
])
def test_files_that_cannot_stand_together_are_checked_apart(tree, own):
    tree.write("src/base/date.cpp", "// date.cpp\n" + own.replace("FILE", "Date"))
    tree.write("src/base/text.cpp", "// text.cpp\n" + own.replace("FILE", "Text"))
    done, checked = tree.lint("base")
    assert (done.returncode, checked) == (0, [["date.cpp"], ["text.cpp"]])


def test_files_that_do_not_compile_together_are_checked_again_apart(tree):
    tree.write("src/base/date.cpp", "// date.cpp\nint CLASH;\n")
    tree.write("src/base/text.cpp", "// text.cpp\nint CLASH;\n")
    done, checked = tree.lint("base")
    assert checked == [["date.cpp"], ["date.cpp", "text.cpp"], ["text.cpp"]]
    assert done.returncode == 0
    assert "CLASH" not in done.stdout
    assert tree.lint("base")[1] == []


def test_modules_by_name(tree):
    assert tree.lint("model")[1] == ALL[1:]
    assert tree.lint("base", "model")[1] == ALL[:1]
    done, checked = tree.lint("modle")
    assert (done.returncode, checked) == (2, [])
    assert "no module modle; there are base, model" in done.stderr


def test_a_checker_that_cannot_run_is_no_clean_file(tree):
    tree.write("bin/clang-tidy-14", "#!/bin/sh\ncase $1 in --version) exit ;; esac\necho died >&2\nexit 3\n")
    done, _ = tree.lint("model")
    assert done.returncode == 1
    assert "died" in done.stdout
