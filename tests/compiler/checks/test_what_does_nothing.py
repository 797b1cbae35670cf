"""Rows never taken, conditions always true and questions that change nothing: none is missed, none made up.

Random guidelines on three inputs are run for every patient: each word, both answers, each age, and unknown. What the
interpreter does with all of them is what must be found.
"""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction
from itertools import product

import pytest
from milligram.diagnostics import render_text
from milligram.interpret import Result, evaluate
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.ir.walk import all_statements
from milligram.pipeline import CheckReport, check_text

VALUES: dict[str, tuple[ir.PatientValue | None, ...]] = {
    "age": (None, *map(Fraction, range(7))),
    "frail": (None, False, True),
    "stage": (None, "a", "b", "c"),
}
HEAD = """guideline g
  title   "Example"
  version 1.0.0
input age in years whole, plausible 0 to 6
input frail yes or no
input stage one of a, b, c
"""
OTHER_FAULTS = {"MG000", "MG101", "MG102", "MG103", "MG104", "MG105", "MG107"}


def _atom(chance: random.Random) -> str:
    year = chance.randint(1, 6)
    atoms = [f"age under {year} years", f"age at least {year} years", "frail", "not frail", "stage is a"]
    return chance.choice([*atoms, "stage is a, b", "not stage is c", "age is known", "frail is unknown"])


def _condition(chance: random.Random) -> str:
    joined = chance.choice([" and ", " or "])
    return joined.join(_atom(chance) for _ in range(chance.choice((1, 1, 2))))


def _body(chance: random.Random, indent: str, depth: int) -> list[str]:
    lines: list[str] = []
    for _ in range(chance.randint(1, 2)):
        shape = chance.choice(("note", "note", "when", "decide") if depth else ("note",))
        if shape == "note":
            lines.append(f'{indent}note "{chance.choice("xyz")}"')
        elif shape == "when":
            lines += [f"{indent}when {_condition(chance)}:", *_body(chance, indent + "  ", depth - 1)]
        else:
            lines.append(f"{indent}decide first that applies")
            for condition in [_condition(chance) for _ in range(chance.randint(2, 3))]:
                lines += [f"{indent}  {condition}:", *_body(chance, indent + "    ", depth - 1)]
            lines += [f"{indent}  unknown:", f'{indent}    note "u"', f"{indent}  otherwise:", f'{indent}    note "o"']
    return lines


def _guideline(seed: int) -> str:
    chance = random.Random(seed)
    return HEAD + "pathway\n" + "\n".join(_body(chance, "  ", 2)) + "\n"


def _everybody(home: ir.Guideline) -> dict[tuple[ir.PatientValue | None, ...], Result]:
    found = {}
    for values in product(*VALUES.values()):
        known = {name: value for name, value in zip(VALUES, values, strict=True) if value is not None}
        found[values] = evaluate(home, ir.Patient(values=known))
    return found


def _lines(report: CheckReport, code: str) -> list[int]:
    return [d.source.line_of(d.span) for d in report.diagnostics if d.code.code == code]


def _whole_conditions(report: CheckReport) -> set[int]:
    """The lines of each ``when`` that is told as a whole, not for a part of its condition."""
    found = [d for d in report.diagnostics if d.code.code == "MG109"]
    return {d.source.line_of(d.span) for d in found if d.source.slice(d.span).startswith("when")}


def _masked(home: ir.Guideline, runs: dict[tuple[ir.PatientValue | None, ...], Result]) -> set[int]:
    """The lines of branches that somebody who comes there is in, and that nobody takes."""
    found: set[int] = set()
    for decide in all_statements(home):
        if not isinstance(decide, ir.Decide):
            continue
        taken = {e.branch for result in runs.values() for e in result.trace if e.id == decide.id}
        for branch in decide.branches:
            if branch.condition is None or branch.id in taken:
                continue
            for values, result in runs.items():
                known = {name: value for name, value in zip(VALUES, values, strict=True) if value is not None}
                inside = Values(home, ir.Patient(values=known)).condition(branch.condition)
                if inside and any(e.id == decide.id for e in result.trace):
                    found.add(home.line(branch))
    return found


def _always(home: ir.Guideline, runs: dict[tuple[ir.PatientValue | None, ...], Result]) -> set[int]:
    """The lines of each ``when`` that is true for everybody who comes there."""
    outcomes: dict[int, set[str]] = {}
    for result in runs.values():
        for entry in result.trace:
            if entry.what == "when":
                outcomes.setdefault(entry.line, set()).add(entry.outcome)
    return {line for line, seen in outcomes.items() if seen == {"true"}}


def _changes(name: str, runs: dict[tuple[ir.PatientValue | None, ...], Result], *, asked: bool) -> bool:
    """Whether the advice of two patients who differ in one input differs."""
    place = list(VALUES).index(name)
    said: dict[tuple[ir.PatientValue | None, ...], set[frozenset[str]]] = {}
    for values, result in runs.items():
        if values[place] is not None or asked:
            others = values[:place] + values[place + 1 :]
            said.setdefault(others, set()).add(frozenset(advice.text for advice in result.advice))
    return any(len(each) > 1 for each in said.values())


@pytest.mark.parametrize("start", range(0, 180, 60))
def test_what_does_nothing_is_found_and_nothing_else(start: int) -> None:
    seen: Counter[str] = Counter()
    for seed in range(start, start + 60):
        text = _guideline(seed)
        report = check_text(text, "g.mg")
        assert report.guideline is not None
        runs = _everybody(report.guideline)
        shown = f"{text}\n{render_text(report.diagnostics)}"
        assert set(_lines(report, "MG106")) == _masked(report.guideline, runs), shown
        written = text.splitlines()
        assert _whole_conditions(report) == _always(report.guideline, runs), shown
        useless = {written[line - 1].split()[1] for line in _lines(report, "MG203")}
        idle = {n for n in VALUES if not _changes(n, runs, asked=f"{n} is known" in text or f"{n} is unknown" in text)}
        assert useless <= idle, shown
        told = {d.code.code for d in report.diagnostics} & OTHER_FAULTS or _lines(report, "MG106")
        if not told:
            assert idle <= useless, shown
        seen.update(d.code.code for d in report.diagnostics)
    assert min(seen["MG106"], seen["MG109"], seen["MG203"]) > 0, "nothing is shown by guidelines without any"
