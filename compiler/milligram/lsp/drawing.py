"""Answers to the commands of an editor: drawings as files, runs of cases in words.

Enters: what came of a job. Leaves: the JSON that a command answers with. Every answer has ``ok``; one that is not says
``why`` in a sentence for the author.

``milligram.showFlowchart [uri]``, ``milligram.showCard [uri]``, ``milligram.showWay [uri, offset of the case]``:

    {"ok": true, "kind": "flowchart", "title": "…", "format": "svg", "files": ["/tmp/…/guideline.flowchart.svg"],
     "uris": ["file:///tmp/…"], "version": 12, "sha256": "…"}

The files stand in a folder that is the server's own and goes with it; a card has one file for each side. ``version`` is
that of the text drawn, ``sha256`` its hash, so that a preview knows whether it is of the text as it stands. With a last
argument ``"quietly"`` the author is not told why there is no drawing; the answer says it all the same.

``milligram.runCase [uri, offset of the case]``, ``milligram.runCases [uri]``:

    {"ok": true, "passed": false, "text": "…", "cases": [{"name": "…", "line": 41, "passed": false, "why": "",
     "differs": [{"expected": "give 12 mmol of magnesium", "got": "nothing"}]}]}

``milligram.explain [code]``: ``{"ok": true, "code": "MG101", "title": "gap", "markdown": "# MG101 gap …"}``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from milligram.diagnostics import CODES, Diagnostic
from milligram.diagnostics.display import visible
from milligram.diagnostics.manual import explain
from milligram.lsp.jobs import CaseRan, Drawn, Impossible
from milligram.lsp.proofs import Failed
from milligram.source import SourceFile

SHOWN_DIFFERENCES = 4


def refused(why: str) -> dict[str, object]:
    """A command that could not be done."""
    return {"ok": False, "why": why}


def told(answer: Failed | Impossible) -> str:
    """Why there is no answer, for the author."""
    if isinstance(answer, Impossible):
        return answer.why
    return "a fault of Milligram's own; its log tells more" if answer.told else "it took too long and was given up"


def drawn(answer: Drawn, kind: str, form: str, source: SourceFile, version: int | None) -> dict[str, object]:
    """A drawing, or the findings that forbid it."""
    if answer.findings:
        lines = [_told_at(found, source) for found in answer.findings]
        return refused("; ".join(lines[:SHOWN_DIFFERENCES]))
    return {
        "ok": True,
        "kind": kind,
        "title": answer.title,
        "format": form,
        "files": list(answer.files),
        "uris": [Path(file).as_uri() for file in answer.files],
        "version": version,
        "sha256": source.digest,
    }


def _told_at(found: Diagnostic, source: SourceFile) -> str:
    """A finding with its line, which some name in their words."""
    place, words = f"line {source.line_of(found.span)}", visible(found.message)
    return words if place in words else f"{place}: {words}"


def cases(ran: Sequence[CaseRan], source: SourceFile) -> dict[str, object]:
    """How cases came out, for a tool and in words."""
    return {
        "ok": True,
        "passed": all(case.passed for case in ran),
        "text": cases_text(ran),
        "cases": [
            {
                "name": case.name,
                "line": source.position(case.start).line,
                "passed": case.passed,
                "why": case.why,
                "differs": [{"expected": expected, "got": got} for expected, got in case.differs],
            }
            for case in ran
        ],
    }


def cases_text(ran: Sequence[CaseRan]) -> str:
    """``3 of 4 cases pass. “low level” fails: expected give 12 mmol of magnesium, got nothing``."""
    failed = [case for case in ran if not case.passed]
    if not ran:
        return "the guideline has no case"
    if len(ran) == 1:
        return f"“{visible(ran[0].name)}” passes" if not failed else f"{_failure(failed[0])}"
    count = f"{len(ran) - len(failed)} of {len(ran)} cases pass"
    rest = f"; {len(failed) - SHOWN_DIFFERENCES} more fail" if len(failed) > SHOWN_DIFFERENCES else ""
    return "; ".join([count, *map(_failure, failed[:SHOWN_DIFFERENCES])]) + rest


def _failure(case: CaseRan) -> str:
    told = case.why and re.sub(r" \(line[^)]*\)$", "", case.why)  # which the differences need not say again
    differs = [(expected, got.replace(f" (fault: {told})", "")) for expected, got in case.differs[:SHOWN_DIFFERENCES]]
    said = [f"expected {visible(expected)}, got {visible(got)}" for expected, got in differs]
    return f"“{visible(case.name)}” fails: {'; '.join([visible(case.why)] * bool(case.why) + said)}"


def explained(word: object) -> dict[str, object]:
    """The page of a code."""
    code = CODES.get(word) if isinstance(word, str) else None
    if code is None:
        return refused("there is no such code")
    return {"ok": True, "code": code.code, "title": code.title, "markdown": explain(code)}
