"""The SARIF log has what version 2.1.0 requires, and its rules, regions and repairs are the findings' own."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from milligram.diagnostics import CODES, Diagnostic, Edit, Label, explain, render_sarif
from milligram.source import SourceFile, Span

SOURCE = SourceFile("guidelines/a b.mg", "first line\n30 to 60 mL/min:\n")
OVERLAP = Diagnostic(
    code=CODES["MG103"],
    message="exactly 30 mL/min is in both",
    source=SOURCE,
    span=Span(11, 26),
    labels=(Label(span=Span(0, 5), text="and here"),),
    help="leave 30 out of one",
    witness={"creatinine_clearance": "30 mL/min"},
    edits=(Edit(span=Span(14, 16), replacement="to under", title="exclude 60"),),
)
VAGUE = Diagnostic(code=CODES["MG902"], message="`caution` is vague", source=SOURCE, span=Span(0, 5))
LATER = replace(CODES["MG902"], code="MG999", slug="of-a-later-version")
NOT_CHECKED = Diagnostic(code=LATER, message="x", source=SOURCE, span=Span(0, 1))


def run_of(*found: Diagnostic) -> dict[str, Any]:
    log = json.loads(render_sarif(found, version="1.2.3"))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    (run,) = log["runs"]
    return dict(run)


def test_the_required_properties_are_there() -> None:
    """Section 3 of SARIF 2.1.0: runs, tool.driver.name, results, message.text, rule ids that resolve."""
    run = run_of(OVERLAP, VAGUE, VAGUE)
    driver = run["tool"]["driver"]
    assert driver["name"] == "Milligram"
    assert driver["semanticVersion"] == "1.2.3"
    assert run["columnKind"] == "unicodeCodePoints"
    assert [rule["id"] for rule in driver["rules"]] == ["MG103", "MG902"]
    assert len(run["results"]) == 3
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning")
        assert result["message"]["text"]
        assert result["locations"]


def test_a_rule_carries_its_page_as_help() -> None:
    (rule,) = run_of(OVERLAP)["tool"]["driver"]["rules"]
    assert rule["name"] == "SharedBoundary"
    assert rule["help"]["markdown"] == explain(CODES["MG103"])
    assert rule["defaultConfiguration"] == {"level": "error"}


def test_a_code_without_a_page_says_that_it_is_not_checked() -> None:
    (rule,) = run_of(NOT_CHECKED)["tool"]["driver"]["rules"]
    assert "does not check" in rule["help"]["text"]


def test_regions_related_places_and_repairs_are_exact() -> None:
    (result,) = run_of(OVERLAP)["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "guidelines/a%20b.mg"
    assert place["region"] == {"startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 16}
    (related,) = result["relatedLocations"]
    assert related["message"]["text"] == "and here"
    assert related["physicalLocation"]["region"]["startLine"] == 1
    (fix,) = result["fixes"]
    (change,) = fix["artifactChanges"]
    (replacement,) = change["replacements"]
    assert replacement["deletedRegion"] == {"startLine": 2, "startColumn": 4, "endLine": 2, "endColumn": 6}
    assert replacement["insertedContent"] == {"text": "to under"}
    assert "creatinine_clearance 30 mL/min" in result["message"]["text"]


def test_edits_that_are_made_together_are_one_fix_in_the_order_of_the_text() -> None:
    """Several fixes are ways to choose from, and half of a swap repairs nothing."""
    swap = (
        Edit(span=Span(17, 19), replacement="30", title="write the lower bound first"),
        Edit(span=Span(11, 13), replacement="60", title="write the lower bound first"),
    )
    found = Diagnostic(code=CODES["MG023"], message="x", source=SOURCE, span=Span(11, 19), edits=swap)
    (fix,) = run_of(found)["results"][0]["fixes"]
    assert fix["description"] == {"text": "write the lower bound first"}
    (change,) = fix["artifactChanges"]
    assert [each["insertedContent"]["text"] for each in change["replacements"]] == ["60", "30"]
    assert [each["deletedRegion"]["startColumn"] for each in change["replacements"]] == [1, 7]


def test_an_absolute_path_is_a_file_uri_and_odd_names_are_quoted() -> None:
    for path, uri in (("/g/a.mg", "file:///g/a.mg"), ("a:b#c.mg", "a%3Ab%23c.mg"), ("\udcff.mg", "%FF.mg")):
        found = Diagnostic(code=CODES["MG902"], message="x", source=SourceFile(path, "x"), span=Span(0, 1))
        (result,) = run_of(found)["results"]
        assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_no_findings_is_a_run_without_results() -> None:
    assert run_of()["results"] == []
