"""What the program and docs/analytics.md say of the metrics."""

import json
import re

from conftest import ROOT, footfall


def test_list_tells_every_metric():
    text = footfall("analyze", "--list").stdout
    assert re.search(r"^uplift_festival +\S", text, re.M)
    one = footfall("analyze", "affinity", "--list").stdout
    assert "lift_low" in one and "--set support" in one


def test_docs_define_what_the_program_does():
    docs = (ROOT / "docs" / "analytics.md").read_text(encoding="utf-8")
    for metric in json.loads(footfall("analyze", "--list", "--format", "json").stdout):
        described = footfall("analyze", metric["name"], "--list").stdout.rstrip().split("\n\n", 2)[2]
        wanted = f"### {metric['name']}\n{metric['title']}.\n\n{metric['definition']}\n\n```\n{described}\n```"
        assert wanted in docs, f"{metric['name']}: run scripts/generate_analytics_docs.py"
