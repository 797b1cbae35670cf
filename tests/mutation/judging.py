"""One mutant judged: what the checker found against what the oracle knows.

Enters: a `Mutant`. Leaves: a `Verdict`: the faults that are there and whether each was found, findings that are false,
what is not decided, and how many witnesses replay.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from milligram.diagnostics import Severity
from milligram.interpret import evaluate, to_json
from milligram.ir import nodes as ir
from milligram.pipeline import CheckReport, check_text
from milligram.source import SourceFile
from milligram.syntax import nodes as n
from milligram.syntax import parse

from .labels import Labels, label_written, labels
from .ladders import label_ladders
from .lazy import TODAY, patient_of
from .operators import Mutant
from .operators_of_text import WORDS
from .oracle import Oracle
from .people import Seen, TooMany
from .replay import not_shown

Json = dict[str, object]

UNCHANGED = "nothing"
"""The operator that changes nothing: what the oracle finds in a clean guideline is a miss, counted once."""

NOT_DECIDED_HERE = frozenset({"MG107", "MG203", "MG000", "MG029"})
"""Codes that the oracle knows only where the operator itself makes them certain."""

BY_RUNNING = frozenset(
    {"MG101", "MG102", "MG103", "MG104", "MG105", "MG106", "MG109", "MG111"}
    | {"MG201", "MG202", "MG307", "MG401", "MG402", "MG403", "MG404", "MG406"}
)
"""Codes that the oracle decides by running everybody: undecided where that is too much."""

TOLD_BY: dict[str, frozenset[str]] = {
    # one root cause, one finding: what follows from another finding is not told again
    "MG105": frozenset(
        {"MG101", "MG102", "MG103", "MG104", "MG106", "MG108", "MG109", "MG110", "MG111", "MG305", "MG404"}
    ),
    "MG107": frozenset({"MG105", "MG106"}),
    "MG109": frozenset({"MG101", "MG104", "MG105", "MG108", "MG110", "MG305"}),
    "MG202": frozenset({"MG401", "MG402", "MG403"}),
    "MG406": frozenset({"MG401", "MG402", "MG403"}),
    "MG401": frozenset({"MG402", "MG403"}),
    "MG403": frozenset({"MG401", "MG402"}),
    "MG402": frozenset({"MG401", "MG403"}),
    "MG203": frozenset({"MG105", "MG108", "MG506"}),
    "MG807": frozenset({"MG801", "MG800"}),
    "MG108": frozenset({"MG105"}),
}
"""By which other true findings of the same mutant a fault may be told."""


@dataclass(slots=True)
class Verdict:
    """What came of one mutant. ``kind`` is unreadable, equivalent or judged."""

    mutant: Mutant
    kind: str = "judged"
    present: dict[str, str] = field(default_factory=dict)
    missed: dict[str, str] = field(default_factory=dict)
    told_by: dict[str, str] = field(default_factory=dict)
    found: list[str] = field(default_factory=list)
    false: dict[str, str] = field(default_factory=dict)
    apart: list[str] = field(default_factory=list)
    gave_up: bool = False
    oracle_gave_up: bool = False
    witnesses: int = 0
    not_replayed: list[str] = field(default_factory=list)
    crashed: str | None = None
    seconds_check: float = 0
    seconds_oracle: float = 0


def judge(mutant: Mutant) -> Verdict:
    """Checks a mutant, and asks the oracle."""
    verdict = Verdict(mutant)
    source = SourceFile(mutant.path, mutant.text)
    parsed = parse(source)
    if parsed.file is None or any(found.level is Severity.ERROR for found in parsed.diagnostics):
        verdict.kind = "unreadable"
        return verdict
    today = TODAY if "MG802" in mutant.certain else None
    start = time.process_time()
    try:
        report = check_text(mutant.text, mutant.path, as_of=today)
    except Exception as error:  # a crash of the checker is a result
        verdict.crashed = f"{type(error).__name__}: {error}"
        return verdict
    verdict.seconds_check = time.process_time() - start
    verdict.found = sorted({found.code.code for found in report.diagnostics})
    if report.guideline is None or any(_is_reading(code) for code in verdict.found):
        verdict.kind = "unreadable"
        return verdict
    start = time.process_time()
    _compare(verdict, report)
    verdict.seconds_oracle = time.process_time() - start
    for found in report.diagnostics:
        if found.witness is not None:
            verdict.witnesses += 1
            why = not_shown(report.guideline, found, today)
            if why is not None:
                verdict.not_replayed.append(f"{found.code.code} {dict(found.witness)}: {why}")
    return verdict


def _is_reading(code: str) -> bool:
    return code.startswith("MG0") and code not in ("MG000", "MG029")


def _compare(verdict: Verdict, report: CheckReport) -> None:
    mutant, found = verdict.mutant, set(verdict.found)
    assert report.guideline is not None
    assert report.file is not None
    seen = Seen()
    if mutant.operator in WORDS:
        known = _labels_before(mutant.path).copy()
        label_written(report.file, known)
    else:
        seen, known, verdict.oracle_gave_up = _labelled(report.guideline, report.file)
    for code in mutant.certain:
        known.add(code, mutant.operator)
    open_codes = known.open | mutant.open
    if "MG000" in known.open:
        open_codes |= BY_RUNNING  # the author allows what is not decided
    verdict.gave_up = "MG000" in found
    truths = {code for codes in known.present for code in codes}
    for codes, why in known.present.items():
        name = min(codes)
        if codes & open_codes and not codes & mutant.certain and not codes & found:
            verdict.apart.append(name)
            continue
        hit = codes & found
        if (
            not hit
            and mutant.operator != UNCHANGED
            and not codes & mutant.certain
            and codes in _labels_before(mutant.path).present
        ):
            continue  # told once, of the guideline as it stands
        name = min(hit) if hit else name
        verdict.present[name] = why
        if hit or any(name == other for other in verdict.missed):
            continue
        teller = TOLD_BY.get(name, frozenset()) & found & (truths | open_codes)
        if teller:
            verdict.told_by[name] = min(teller)
        elif verdict.gave_up:
            verdict.apart.append(name)
        else:
            verdict.missed[name] = why
    for code in found - truths - {"MG000"}:
        if code in open_codes or code in NOT_DECIDED_HERE:
            verdict.apart.append(code)
        else:
            verdict.false[code] = next(d.message for d in report.diagnostics if d.code.code == code)
    if not known.present and not found:
        verdict.kind = "equivalent" if _behaves_as_before(mutant, report.guideline, seen) else "judged"


def _behaves_as_before(mutant: Mutant, after: ir.Guideline, seen: Seen) -> bool:
    """Whether the guideline answers as it did before, for patients who together come everywhere."""
    before = _original(mutant.path)
    if before is None or before.inputs.keys() != after.inputs.keys():
        return False
    for history in seen.finals[:40]:
        patient = patient_of(history)
        if _answer(before, patient) != _answer(after, patient):
            return False
    return True


def _labelled(guideline: ir.Guideline, file: n.File) -> tuple[Seen, Labels, bool]:
    """What everybody meets, and what that comes to; nothing where there is too much to run."""
    oracle = Oracle(guideline)
    try:
        seen = oracle.walk()
    except TooMany:
        return Seen(), Labels(open=set(BY_RUNNING)), True
    known = labels(oracle, seen, file)
    label_ladders(guideline, seen, known)
    return seen, known, False


_BEFORE: dict[str, Labels] = {}


def _labels_before(path: str) -> Labels:
    """What the oracle finds in the guideline itself, which the checker calls clean."""
    if path not in _BEFORE:
        file, guideline = parse(SourceFile(path, Path(path).read_text(encoding="utf-8"))).file, _original(path)
        assert file is not None
        assert guideline is not None
        _BEFORE[path] = _labelled(guideline, file)[1]
    return _BEFORE[path]


_ORIGINALS: dict[str, ir.Guideline | None] = {}


def _original(path: str) -> ir.Guideline | None:
    if path not in _ORIGINALS:
        _ORIGINALS[path] = check_text(Path(path).read_text(encoding="utf-8"), path).guideline
    return _ORIGINALS[path]


def _answer(guideline: ir.Guideline, patient: ir.Patient) -> Json:
    answer: Json = dict(to_json(evaluate(guideline, patient, as_of=date(2026, 11, 22))))
    answer.pop("trace")
    return {key: _without_lines(value) for key, value in answer.items()}


def _without_lines(value: object) -> object:
    match value:
        case dict():
            return {key: _without_lines(inner) for key, inner in value.items() if key not in ("line", "lines")}
        case list():
            return [_without_lines(inner) for inner in value]
        case _:
            return value
