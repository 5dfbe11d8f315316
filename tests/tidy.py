"""Footfall's own rules, checked by reading the sources: layers, sizes, names, banned words.

Run as a program it prints one line a breach (file:line: what) and exits 1 when there is any.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# What a module may include besides itself. A module is a folder of src/.
LAYERS = {
    "base": set(),
    "log": {"base"},
    "duckdb": {"base"},
    "model": {"base"},
    "table": {"base"},
    "engine": {"model", "table", "base"},
    "sink": {"duckdb", "table", "base"},
    "analytics": {"duckdb", "table", "base"},
    "report": {"analytics", "table", "base"},
    "dashboard": {"report", "analytics", "table", "base"},
    "run": {"engine", "sink", "table", "model", "base"},
    "server": {
        *("run", "dashboard", "report", "analytics", "log", "engine", "sink", "table", "model"),
        *("duckdb", "base"),
    },
    "cli": {
        *("server", "run", "dashboard", "report", "analytics", "log", "engine", "sink", "table"),
        *("model", "duckdb", "base"),
    },
}
MAX_FILE_LINES = 400
MAX_COLUMNS = 100
MAX_FUNCTION_LINES = 70

# The same bytes everywhere: no words whose meaning differs between libraries or runs.
DETERMINISTIC = {"base", "model", "table", "engine"}
BANNED_WORDS = {
    r"std::\w*_distribution": "std distributions differ between libraries; draw from base/random.h",
    r"std::(ranges::)?shuffle": "std::shuffle differs between libraries",
    r"random_device": "random_device differs between runs",
    r"std::hash<": "std::hash differs between libraries; use base/hash.h",
}
OLD_WORDS = {
    r"\bNULL\b": "nullptr is the null pointer",
    r"\btypedef\b": "using names a type",
}
BANNED_NAMES = {"util", "utils", "helper", "helpers", "manager", "managers", "common", "misc"}

# Slow, throwing or optional libraries: one .cpp each knows them, no header does.
WRAPPED = re.compile(
    r"(yaml-cpp|arrow|parquet|CLI|nlohmann|boost|Eigen)/|nlopt\.(h|hpp)$|CLI11\.hpp$"
)
# DuckDB's header stands behind this one, which its folder's .cpp files alone include.
DUCKDB_API = "duckdb/c_api.h"

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
# A raw string, a string, a character, a line comment or a block comment. A quote between digits
# is a separator (1'000), not a character.
LITERAL = re.compile(
    r'R"(?P<tag>[^(\s"\\]*)\(.*?\)(?P=tag)"'
    r'|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9A-Fa-f])'(?:\\.|[^'\\\n])*'"
    r"|//[^\n]*|/\*.*?\*/",
    re.DOTALL,
)


def code_only(text):
    """Returns the text with comments and literals blanked, lines kept."""
    return LITERAL.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


def check_includes(path, module, text):
    for number, line in enumerate(text.splitlines(), 1):
        match = INCLUDE.match(line)
        if not match:
            continue
        quote, name = match.groups()
        target = name.split("/")[0]
        if quote == '"' and target in LAYERS and target != module:
            if target not in LAYERS.get(module, set()):
                yield number, f"layer {module} may not include {target} ({name})"
        if path.suffix == ".h" and WRAPPED.search(name):
            yield number, f"{name} belongs into one .cpp, not into a header"
        if re.match(r"duckdb\.(h|hpp)$", name) and path.as_posix() != DUCKDB_API:
            yield number, f"{name} stands behind {DUCKDB_API}"
        if name == DUCKDB_API and (path.suffix == ".h" or module != "duckdb"):
            yield number, f"{name} is for the .cpp files of its folder; use duckdb/database.h"


def check_size(text):
    lines = text.splitlines()
    if len(lines) > MAX_FILE_LINES:
        yield MAX_FILE_LINES + 1, f"{len(lines)} lines; at most {MAX_FILE_LINES} a file"
    for number, line in enumerate(lines, 1):
        if len(line) > MAX_COLUMNS:
            yield number, f"{len(line)} columns; at most {MAX_COLUMNS}"


def check_functions(text):
    """Measures what starts with `...) ... {` in column 0 and ends with `}` in column 0."""
    lines = code_only(text).splitlines()
    head = None  # first line of a declaration in column 0
    body = False
    for number, line in enumerate(lines, 1):
        if line.startswith("}"):
            length = number - head + 1 if head and body else 0
            if length > MAX_FUNCTION_LINES:
                yield head, f"function of {length} lines; at most {MAX_FUNCTION_LINES}"
            head, body = None, False
        elif body:
            continue
        elif re.match(r"[A-Za-z_\[~]", line):
            if head is None:
                head = number
        if head and not body:
            signature = " ".join(lines[head - 1 : number]).rstrip()
            if signature.endswith("{") and is_function(signature):
                body = True
            elif signature.endswith(("{", ";", "}")) or re.match(r"\w+:$", signature):
                head = None


def is_function(signature):
    if re.match(r"(inline\s+)?namespace\b|extern\b", signature):
        return False
    if re.match(r"(template\s*<.*>\s*)?(class|struct|union|enum)\b[^(]*\{$", signature):
        return False
    if re.search(r"=\s*\{$", signature):  # a table of data
        return False
    return "(" in signature


def check_words(words, text):
    for number, line in enumerate(code_only(text).splitlines(), 1):
        for word, why in words.items():
            if re.search(word, line):
                yield number, why


def check_name(path):
    for part in (*path.parts[:-1], path.stem):
        found = BANNED_NAMES.intersection(re.split(r"[_\-.]", part.lower()))
        if found:
            yield 1, f"the name '{found.pop()}' says nothing; name what it holds"


def check_file(path, text):
    """Yields (line, breach) of one source; `path` is relative to src/."""
    module = path.parts[0]
    if len(path.parts) > 1 and module not in LAYERS:
        yield 1, f"folder {module} is no layer; add it to LAYERS in tests/tidy.py"
    yield from check_name(path)
    yield from check_includes(path, module, text)
    yield from check_size(text)
    yield from check_functions(text)
    yield from check_words(OLD_WORDS, text)
    # Tests may shuffle and hash as they like: they write no data.
    if module in DETERMINISTIC and not path.stem.endswith("_test"):
        yield from check_words(BANNED_WORDS, text)


def check_tree(source):
    """Returns the breaches below folder `source`, as text, in order of file and line."""
    breaches = []
    for path in sorted(source.rglob("*")):
        if path.suffix in {".h", ".cpp"}:
            text = path.read_text(encoding="utf-8")
            for line, breach in sorted(check_file(path.relative_to(source), text)):
                breaches.append(f"{source.name}/{path.relative_to(source)}:{line}: {breach}")
    return breaches


def main():
    breaches = check_tree(ROOT / "src")
    for breach in breaches:
        print(breach)
    print(f"tidy: {len(breaches)} breaches")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
