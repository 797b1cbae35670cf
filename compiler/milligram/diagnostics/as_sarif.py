"""Findings as a SARIF 2.1.0 log, for code review tools.

Enters: diagnostics. Leaves: one run with the rules that were met, their pages as help, and a result for each
finding with its regions, related places and repairs. Text is ASCII JSON; columns count code points.

    {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "Milligram", …}}, "results": […]}]}
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import PurePath
from urllib.parse import quote

from milligram.diagnostics.manual import explain
from milligram.diagnostics.model import Code, Diagnostic, Edit, in_order
from milligram.source import SourceFile, Span

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render_sarif(diagnostics: Iterable[Diagnostic], *, version: str) -> str:
    """The log, indented, ending with a line end; ``version`` is the compiler's own."""
    found = in_order(diagnostics)
    codes = sorted({item.code.code: item.code for item in found}.values(), key=lambda code: code.code)
    index = {code.code: position for position, code in enumerate(codes)}
    driver = {"name": "Milligram", "semanticVersion": version, "rules": [_rule(code) for code in codes]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(item, index[item.code.code]) for item in found],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(code: Code) -> dict[str, object]:
    page = explain(code)
    return {
        "id": code.code,
        "name": "".join(word.capitalize() for word in code.slug.split("-")),
        "shortDescription": {"text": code.title},
        "fullDescription": {"text": f"Finds {code.finds}."},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": str(code.severity)},
    }


def _result(item: Diagnostic, rule: int) -> dict[str, object]:
    result: dict[str, object] = {
        "ruleId": item.code.code,
        "ruleIndex": rule,
        "level": str(item.level),
        "message": {"text": _message(item)},
        "locations": [{"physicalLocation": _place(item.source, item.span)}],
    }
    if item.labels:
        result["relatedLocations"] = [
            {
                "id": number,
                "message": {"text": label.text},
                "physicalLocation": _place(label.source or item.source, label.span),
            }
            for number, label in enumerate(item.labels, start=1)
        ]
    if item.edits:
        result["fixes"] = [_fix(item.source, item.edits)]
    if item.witness:
        result["properties"] = {"witness": dict(item.witness)}
    return result


def _message(item: Diagnostic) -> str:
    """The finding, its repair and its patient as sentences, since not every viewer shows the rest."""
    parts = [f"{item.code.title}: {item.message}"]
    if item.help:
        parts.append(f"help: {item.help}")
    if item.witness:
        parts.append("patient: " + ", ".join(f"{name} {value}" for name, value in item.witness.items()))
    return "\n".join(parts)


def _place(source: SourceFile, span: Span) -> dict[str, object]:
    return {"artifactLocation": _artifact(source), "region": _region(source, span)}


def _artifact(source: SourceFile) -> dict[str, object]:
    """A URI: relative as the user gave it, or ``file:`` for an absolute path."""
    path = PurePath(source.path)
    if path.is_absolute():
        return {"uri": path.as_uri()}
    return {"uri": quote(path.as_posix(), errors="surrogateescape")}


def _region(source: SourceFile, span: Span) -> dict[str, int]:
    start, end = source.position(span.start), source.position(span.end)
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }


def _fix(source: SourceFile, edits: tuple[Edit, ...]) -> dict[str, object]:
    """One repair, of all edits: a log's several fixes would be read as ways to choose from."""
    return {
        "description": {"text": "; ".join(dict.fromkeys(edit.title for edit in edits))},
        "artifactChanges": [
            {
                "artifactLocation": _artifact(source),
                "replacements": [
                    {
                        "deletedRegion": _region(source, edit.span),
                        "insertedContent": {"text": edit.replacement},
                    }
                    for edit in sorted(edits, key=lambda edit: edit.span)
                ],
            }
        ],
    }
