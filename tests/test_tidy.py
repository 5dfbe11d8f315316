"""The sources keep Footfall's rules, and the rules' checks see what they should."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))
import tidy  # noqa: E402


def breaches(path, text):
    return [breach for _, breach in tidy.check_file(Path(path), text)]


def test_sources_are_tidy():
    found = tidy.check_tree(tidy.ROOT / "src")
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(
    "path, text, expected",
    [
        ("base/date.cpp", '#include "model/scenario.h"\n', "may not include model"),
        ("sink/csv.cpp", '#include "engine/world.h"\n', "may not include engine"),
        ("model/scenario.h", "#include <yaml-cpp/yaml.h>\n", "not into a header"),
        ("run/query.h", '#include "duckdb.h"\n', "behind duckdb/c_api.h"),
        ("duckdb/database.cpp", "#include <duckdb.h>\n", "behind duckdb/c_api.h"),
        ("sink/duckdb.cpp", '#include "duckdb/c_api.h"\n', "use duckdb/database.h"),
        ("duckdb/database.h", '#include "duckdb/c_api.h"\n', "use duckdb/database.h"),
        ("report/facts.cpp", '#include "duckdb/database.h"\n', "may not include duckdb"),
        ("sink/parquet.h", "#include <arrow/api.h>\n", "not into a header"),
        ("engine/world.cpp", "std::normal_distribution<> d;\n", "std distributions"),
        ("table/batch.cpp", "auto h = std::hash<int>{}(1);\n", "std::hash"),
        ("model/x.cpp", "std::random_device d;\n", "random_device"),
        ("engine/x.cpp", "std::shuffle(a, b, c);\n", "std::shuffle"),
        ("cli/x.cpp", "char* p = NULL;\n", "nullptr"),
        ("cli/x_test.cpp", "typedef int Count;\n", "using names a type"),
        ("base/string_util.h", "", "says nothing"),
        ("run/helpers.cpp", "", "says nothing"),
        ("tools/x.cpp", "", "no layer"),
        ("base/x.cpp", "\n" * 401, "401 lines"),
        ("base/x.cpp", "int " + "x" * 97 + ";\n", "columns"),
        ("base/x.cpp", "int f() {\n" + "  g();\n" * 69 + "}\n", "function of 71 lines"),
        ("base/x.cpp", "int f(int a,\n      int b) {\n" + "  g();\n" * 68 + "}\n", "71 lines"),
        ("base/x.cpp", "template <class T>\nint f(T) {\n" + "  g();\n" * 68 + "}\n", "71 lines"),
    ],
)
def test_breach_is_seen(path, text, expected):
    found = breaches(path, text)
    assert any(expected in breach for breach in found), found


@pytest.mark.parametrize(
    "path, text",
    [
        ("cli/main.cpp", '#include "run/run.h"\n#include "base/date.h"\n'),
        ("engine/world.cpp", '#include "engine/world.h"\n#include "model/scenario.h"\n'),
        ("model/yaml_tree.cpp", "#include <yaml-cpp/yaml.h>\n"),
        ("duckdb/c_api.h", "#include <duckdb.h>\n"),
        ("duckdb/database.cpp", '#include "duckdb/c_api.h"\n'),
        ("sink/duckdb.cpp", '#include "duckdb/table_appender.h"\n'),
        ("engine/world.cpp", "// no std::shuffle here\nconst int n = 1'000'000;\n"),
        ("engine/world_test.cpp", "std::shuffle(a, b, c);\n"),
        ("cli/x.cpp", 'const char* sql = "x IS NOT NULL";  // no typedef\n'),
        ("base/x.cpp", "int f() {\n" + "  g();\n" * 68 + "}\n"),
        ("base/x.cpp", "namespace footfall {\n" + "int f(int);\n" * 90 + "}\n"),
        ("base/x.cpp", "struct Many {\n" + "  int f(int);\n" * 90 + "};\n"),
        ("base/x.cpp", 'const char* s = R"(\n}\n)";\nint f() { return 1; }\n'),
    ],
)
def test_tidy_source_passes(path, text):
    assert not breaches(path, text)
