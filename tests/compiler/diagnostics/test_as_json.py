"""The JSON of ``check --format json`` is exactly the contract's, and safe to print anywhere."""

from __future__ import annotations

import json

from milligram.diagnostics import CODES, Diagnostic, Edit, Label, render_json, strict
from milligram.source import SourceFile, Span

SOURCE = SourceFile("a.mg", "µg\n20 to 30 mL/min:\n30 to 60 mL/min:\n")
FOUND = Diagnostic(
    code=CODES["MG103"],
    message="exactly 30 mL/min is in both",
    source=SOURCE,
    span=Span(20, 35),
    labels=(Label(span=Span(3, 18), text="this one includes 30"),),
    help="write `20 to under 30 mL/min`",
    witness={"creatinine_clearance": "30 mL/min"},
    edits=(Edit(span=Span(6, 8), replacement="to under", title="exclude 30"),),
)


def test_one_finding_is_the_whole_contract() -> None:
    assert json.loads(render_json([FOUND], files=3)) == {
        "files": 3,
        "diagnostics": [
            {
                "code": "MG103",
                "severity": "error",
                "message": "exactly 30 mL/min is in both",
                "file": "a.mg",
                "span": {"start": {"line": 3, "column": 1}, "end": {"line": 3, "column": 16}},
                "labels": [
                    {
                        "span": {"start": {"line": 2, "column": 1}, "end": {"line": 2, "column": 16}},
                        "text": "this one includes 30",
                    }
                ],
                "help": "write `20 to under 30 mL/min`",
                "witness": {"creatinine_clearance": "30 mL/min"},
                "edits": [
                    {
                        "span": {"start": {"line": 2, "column": 4}, "end": {"line": 2, "column": 6}},
                        "replacement": "to under",
                        "title": "exclude 30",
                    }
                ],
            }
        ],
    }


def test_absent_parts_are_null_or_empty_and_never_left_out() -> None:
    bare = Diagnostic(code=CODES["MG902"], message="vague", source=SOURCE, span=Span(0, 1))
    (row,) = json.loads(render_json([bare], files=1))["diagnostics"]
    assert row["severity"] == "warning"
    assert (row["labels"], row["help"], row["witness"], row["edits"]) == ([], None, None, [])


def test_no_findings_is_still_an_object() -> None:
    assert json.loads(render_json([], files=0)) == {"files": 0, "diagnostics": []}


def test_strict_shows_a_warning_as_an_error() -> None:
    bare = Diagnostic(code=CODES["MG902"], message="vague", source=SOURCE, span=Span(0, 1))
    (row,) = json.loads(render_json(strict([bare]), files=1))["diagnostics"]
    assert row["severity"] == "error"


def test_hidden_and_broken_characters_are_escaped() -> None:
    source = SourceFile("\udcff.mg", "x")
    found = Diagnostic(code=CODES["MG006"], message="\u202e\x1b[31m", source=source, span=Span(0, 1))
    text = render_json([found], files=1)
    assert text.isascii()
    assert "\x1b" not in text
    assert json.loads(text)["diagnostics"][0]["message"] == "\u202e\x1b[31m"
