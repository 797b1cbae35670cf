"""The page on checks: its examples are found or clean as it says, its table is the registry's, its figures add up."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from milligram.cli.options import SECONDS, STEPS
from milligram.diagnostics import CHECKED, render_text
from milligram.diagnostics.registry import CODES
from milligram.pipeline import check_text
from milligram.prove.budget import Budget
from milligram.prove.terms import MOST_WAYS
from milligram.source import SourceFile
from milligram.syntax.format import format_source

ROOT = Path(__file__).parents[2]
PATH = ROOT / "docs" / "checks.md"
PAGE = PATH.read_text("utf-8")
WORDS = " ".join(PAGE.split())
EXAMPLES = re.findall(r"^<!-- (clean|(?:(\S+\.mg) )?finds ([MG0-9 ]+)) -->\n```mg\n(.*?)^```$", PAGE, re.M | re.S)
TABLE = PAGE.split("## Every finding", 1)[1]
_NOT_YET = "Numbers that are kept, and not looked for in this version:"


def codes(text: str) -> list[str]:
    """What `check` finds, by code."""
    return sorted(found.code.code for found in check_text(text, "example.mg").diagnostics)


def test_every_guideline_says_what_is_found_in_it() -> None:
    assert len(EXAMPLES) == PAGE.count("```mg\n") >= 4


@pytest.mark.parametrize(("kind", "_name", "finds", "text"), EXAMPLES, ids=[each[3].split()[1] for each in EXAMPLES])
def test_what_is_found_is_what_the_page_says(kind: str, _name: str, finds: str, text: str) -> None:
    assert sorted(set(codes(text))) == ([] if kind == "clean" else sorted(finds.split()))


@pytest.mark.parametrize("text", [each[3] for each in EXAMPLES], ids=[each[3].split()[1] for each in EXAMPLES])
def test_an_example_is_in_the_one_form(text: str) -> None:
    assert format_source(SourceFile("example.mg", text)).text == text


def test_the_messages_shown_are_those_that_are_printed() -> None:
    ((_, name, _, text),) = [each for each in EXAMPLES if each[1]]
    shown = PAGE.split(text, 1)[1].split("```text\n", 1)[1].split("\n```", 1)[0]
    report = check_text(text, name)
    assert render_text(report.diagnostics).startswith(f"{shown}\n\n2 errors")


def test_a_number_that_is_not_whole_falls_between() -> None:
    """ "Without that word, somebody of 64.5 years is shown (MG111)." """
    (text,) = [each[3] for each in EXAMPLES if each[3].startswith("guideline bands")]
    (found,) = check_text(text.replace("in years whole", "in years"), "bands.mg").diagnostics
    assert found.code.code == "MG111"
    assert found.witness is not None
    assert found.witness["age"] == "64.5 years"


def test_nobody_is_lighter_and_that_broad() -> None:
    """ "Were its limit 43 kg, nobody would come to it" """
    (text,) = [each[3] for each in EXAMPLES if each[3].startswith("guideline body_mass")]
    assert codes(text.replace("under 44 kg", "under 43 kg")) == ["MG105"]


def test_the_limits_named_are_those_of_the_prover() -> None:
    assert Budget().nodes == STEPS
    assert f"{STEPS // 1_000_000} million steps (`--steps`), and {SECONDS:g} seconds (`--budget`)" in WORDS
    assert f"more than {MOST_WAYS} ways" in WORDS


def test_the_table_is_the_registrys() -> None:
    """Every code that is looked for, in the registry's words, and the others; MILLIGRAM_ACCEPT=1 writes them."""
    told = [
        f"| {code} | {each.severity.name[0]} | {each.title} | {each.finds} |"
        for code, each in sorted(CODES.items())
        if code in CHECKED and (code == "MG000" or not code.startswith("MG0"))
    ]
    left = f"{_NOT_YET} {', '.join(sorted(set(CODES) - CHECKED))}."
    if os.environ.get("MILLIGRAM_ACCEPT"):
        head = PAGE.split("| MG000 |", 1)[0]
        rows = "\n".join(told)
        PATH.write_text(f"{head}{rows}\n\n{left}\n", "utf-8")
        return
    assert re.findall(r"^\| MG\d{3} .*$", TABLE, re.M) == told
    assert PAGE.endswith(f"\n{left}\n")


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", PAGE))
def test_a_link_points_to_a_file(link: str) -> None:
    assert (ROOT / "docs" / link).exists()


@pytest.mark.parametrize("anchor", re.findall(r"\]\(#([^)]*)\)", PAGE))
def test_a_link_within_the_page_points_to_a_heading(anchor: str) -> None:
    headings = re.findall(r"^#+ (.*)$", PAGE, re.M)
    assert anchor in {heading.lower().replace(" ", "-") for heading in headings}
