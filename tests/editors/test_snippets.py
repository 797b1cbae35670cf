"""The snippets: with what they propose, all of them together are one guideline that checks clean."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from milligram.highlight.rules import declarations, statements
from milligram.pipeline import check_text
from milligram.source import SourceFile
from milligram.syntax import parse

FILE = Path(__file__).parents[2] / "editors" / "vscode" / "snippets" / "milligram.json"
SNIPPETS: dict[str, dict[str, object]] = json.loads(FILE.read_text(encoding="utf-8"))
TODAY = date(2026, 11, 22)


def expanded(name: str) -> str:
    """What stands in the editor when the author types on without changing anything."""
    body = SNIPPETS[name]["body"]
    assert isinstance(body, list)
    text = "\n".join(body)
    for variable, value in {"YEAR": f"{TODAY:%Y}", "MONTH": f"{TODAY:%m}", "DATE": f"{TODAY:%d}"}.items():
        text = text.replace(f"$CURRENT_{variable}", value)
    text = re.sub(r"\$\{\d+\|([^,|]*)[^|]*\|\}", r"\1", text)
    text = re.sub(r"\$\{\d+:([^{}]*)\}", r"\1", text).replace("$0", "").rstrip()
    assert "$" not in text
    return text + "\n"


def under(text: str) -> str:
    """Lines a level further in."""
    return "".join(f"  {line}\n" for line in text.splitlines())


def first_word(name: str) -> str:
    return expanded(name).split()[0]


@pytest.mark.parametrize("name", SNIPPETS)
def test_a_snippet_parses_where_it_belongs(name: str) -> None:
    text = expanded(name)
    if first_word(name) in statements():
        text = f"pathway\n{under(text)}"
    elif first_word(name) not in declarations():
        text = f'pitfall "a"\n{under(text)}'
    elif name == "pathway":
        text += "  end\n"
    assert parse(SourceFile("a.mg", text)).diagnostics == ()


def test_all_snippets_make_one_guideline_that_is_clean() -> None:
    """Every name that one proposes is one that another declares. Left to the author: to use the results."""
    declared = [name for name in SNIPPETS if first_word(name) in declarations() and name not in ("pathway", "case")]
    inputs = [
        "input age in years whole, plausible 0 to 120",
        "input serum_magnesium in mmol/L of magnesium, plausible 0.1 to 6",
    ]
    used = ["report at_risk, risk, frailty", "start bloods", "when care is ward:", '  note "seen daily" [r1]']
    order = ["decide by conditions", "decide by bands", "when", "give"]
    assert {*declared, *order, "pathway", "case", "allow"} == set(SNIPPETS)
    text = "\n".join(
        [
            *map(expanded, declared),
            *inputs,
            "",
            expanded("pathway").rstrip(),
            *(under(expanded(name)).rstrip() for name in order),
            *(f"  {line}" for line in used),
            "",
            expanded("case"),
        ]
    )
    report = check_text(text, "snippets.mg", as_of=TODAY)
    assert [(found.code.code, found.message) for found in report.diagnostics] == []
    assert report.guideline is not None


def test_each_has_its_own_prefix_and_says_what_it_is() -> None:
    prefixes = [snippet["prefix"] for snippet in SNIPPETS.values()]
    assert len(set(map(str, prefixes))) == len(prefixes)
    assert all(snippet["description"] for snippet in SNIPPETS.values())


def test_the_page_on_editors_names_every_snippet() -> None:
    page = (FILE.parents[3] / "docs" / "editor.md").read_text(encoding="utf-8")
    (line,) = [line for line in page.splitlines() if line.startswith("| snippets |")]
    assert re.findall(r"`(\w+)`", line) == [snippet["prefix"] for snippet in SNIPPETS.values()]
