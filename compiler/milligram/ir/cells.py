"""How the unknown values of a score can fall: lines that share a variable together, each variable in few cells.

Enters: a guideline and one of its scores. Leaves: `Component`s. A component names its lines and its variables; a
variable has finitely many *cells*, one representative value for all values that no line can tell apart.

    score s                            Component(lines=(0, 1), variables=(Variable(ValueOf(age), (0, 65, 75)),))
      1 when age over 64 years         Component(lines=(2,), variables=(Variable(FlagOf("smoker"), (False, True)),))
      1 when age at least 75 years
      1 when smoker

**The rule, for every target alike.** A variable that the patient settles keeps the patient's value. The others of a
component run through all combinations of their values (`assignments`); one that makes an `impossible` condition
definitely true is dropped; each of the rest gives one sum of the component's lines. Where a line's condition or points
are not settled even so (a measurement read in a formula, `unspecified`), or where a component is left without a
combination, the score is unknown. The score's possible values are all sums of one value per component. A component
with more than `MOST_ASSIGNMENTS` combinations counts its lines apart: 0 and the points of a line whose condition is
unknown. More than `MOST_SUMS` possible values are unknown. ``is known`` is settled by the patient, never enumerated.

Under an assignment a condition means what it always means, except that these read the assignment: a `Band` whose
subject is (a multiple of) the subject of a `ValueOf`; one end of a `Band` that a `PairOf` compares; `Flag`,
`InputWord`, `PointsOf` and `SetHas` of the inputs assigned. A formula reads measurements of the patient only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product
from math import prod
from typing import TypeAlias, assert_never
from weakref import finalize

from milligram.ir import nodes as ir
from milligram.ir.atoms import Atoms, FlagOf, Key, MemberOf, PairOf, ValueOf, Within, WordOf, collect

MOST_ASSIGNMENTS = 20_000
"""A component with more combinations than this counts its lines apart (sound, less decided)."""

MOST_SUMS = 10_000
"""A score with more possible values than this is unknown."""


Cell: TypeAlias = Fraction | int | str | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """What can fall in several ways (``key``), with one representative of each way.

    `ValueOf`: a `Fraction` per cell, ascending, in the subject's unit. `WordOf`: a word for all that no line tells
    apart. `FlagOf`, `MemberOf`: False, True. `PairOf`: -1, 0, 1, as the left is under, equal to or over the right.
    """

    key: Key
    values: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """Lines of a score (indices into ``Score.lines``) that share variables. Without variables: one line, settled by
    the patient or unknown."""

    lines: tuple[int, ...]
    variables: tuple[Variable, ...]


def score_components(guideline: ir.Guideline, score: ir.Score) -> tuple[Component, ...]:
    """The components of a score, in the order of their first lines; the lines of all are the score's lines."""
    per_line = [_line_atoms(guideline, line) for line in score.lines]
    every = Atoms.union(per_line)
    rules = [collect(guideline, rule.condition).limited_to(every) for rule in guideline.impossible]
    groups = _grouped([set(atoms.keys()) for atoms in per_line], [set(rule.keys()) for rule in rules])
    tests = Atoms.union([every, *rules])
    components = []
    for lines in groups:
        shared = Atoms.union([per_line[line] for line in lines])
        variables = tuple(_variable(guideline, key, tests) for key in shared.tests)
        components.append(Component(lines=lines, variables=variables))
    return tuple(components)


_kept: dict[int, Mapping[str, tuple[Component, ...]]] = {}


def components_by_score(guideline: ir.Guideline) -> Mapping[str, tuple[Component, ...]]:
    """`score_components` of every score by its name, found once for as long as the guideline lives."""
    if id(guideline) not in _kept:
        scores = (named for named in guideline.named if isinstance(named, ir.Score))
        _kept[id(guideline)] = {score.name: score_components(guideline, score) for score in scores}
        finalize(guideline, _kept.pop, id(guideline), None)
    return _kept[id(guideline)]


def assignments(variables: Sequence[Variable]) -> Iterator[tuple[Cell, ...]]:
    """Every combination of the variables' values, the last variable fastest."""
    return product(*(variable.values for variable in variables))


def combinations(variables: Sequence[Variable]) -> int:
    """How many combinations there are."""
    return prod(len(variable.values) for variable in variables)


def _line_atoms(guideline: ir.Guideline, line: ir.ScoreLine) -> Atoms:
    points = collect(guideline, line.points)
    return points if line.condition is None else Atoms.union([points, collect(guideline, line.condition)])


def _grouped(lines: list[set[Key]], rules: list[set[Key]]) -> list[tuple[int, ...]]:
    """Lines joined while they share a key, directly or through an impossible rule that reads keys of both."""
    groups: list[tuple[set[int], set[Key]]] = [({index}, set(keys)) for index, keys in enumerate(lines)]
    for keys in [*lines, *rules]:
        touched = [group for group in groups if group[1] & keys]
        if len(touched) > 1:
            groups = [group for group in groups if not group[1] & keys]
            groups.append((set().union(*(g[0] for g in touched)), set().union(*(g[1] for g in touched))))
    return sorted(tuple(sorted(indices)) for indices, _ in groups)


# --- cells ------------------------------------------------------------------------------------------------------------


def _variable(guideline: ir.Guideline, key: Key, atoms: Atoms) -> Variable:
    values: tuple[Cell, ...]
    match key:
        case FlagOf() | MemberOf():
            values = (False, True)
        case WordOf(name):
            values = _word_cells(guideline, name, atoms)
        case PairOf():
            values = (-1, 0, 1)
        case ValueOf(subject):
            values = _number_cells(guideline, subject, atoms.tests[key])
        case _:
            assert_never(key)
    return Variable(key=key, values=values)


def _word_cells(guideline: ir.Guideline, name: str, atoms: Atoms) -> tuple[str, ...]:
    """One word for each set of words that are tested alike and carry the same points."""
    declared = guideline.inputs[name]
    words = declared.type.words if isinstance(declared.type, ir.WordType) else ()
    points = {choice.word: choice.points for choice in declared.choices} if WordOf(name) in atoms.points else {}
    first: dict[object, str] = {}
    for word in words:
        signature = (points.get(word), tuple(word in tested for tested in atoms.words.get(WordOf(name), ())))
        first.setdefault(signature, word)
    return tuple(first.values())


def _number_cells(guideline: ir.Guideline, subject: ir.AnyNumber, tests: Sequence[Within]) -> tuple[Fraction, ...]:
    """One value for each way the tests can come out within the subject's bounds: at and between thresholds."""
    low, high, whole = subject_bounds(guideline, subject)
    thresholds = sorted({end for test in tests for end in (test.low, test.high) if end is not None})
    points = sorted(set(_candidates(thresholds, low, high, whole)))
    first: dict[int, Fraction] = {}
    for point, held in zip(points, _held(points, tests), strict=True):
        if (low is None or point >= low) and (high is None or point <= high):
            first.setdefault(held, point)
    return tuple(sorted(first.values()))


def _held(points: Sequence[Fraction], tests: Sequence[Within]) -> Iterator[int]:
    """For each of ascending points, the tests that it passes, a bit for each: found in one walk up the thresholds."""
    held = 0
    turns: list[tuple[Fraction, int, int]] = []  # where a test's answer turns: at a number (0) or just above it (1)
    for index, test in enumerate(tests):
        if test.low is None:
            held |= 1 << index
        ends = (test.low, int(not test.low_included)), (test.high, int(test.high_included))
        there = [(value, side, 1 << index) for value, side in ends if value is not None]
        if len(there) < 2 or there[0] < there[1]:  # nothing passes a band that ends before it begins
            turns.extend(there)
    turns.sort()
    at = 0
    for point in points:
        while at < len(turns) and turns[at] < (point, 1):
            held ^= turns[at][2]
            at += 1
        yield held


def _candidates(
    thresholds: list[Fraction], low: Fraction | None, high: Fraction | None, whole: bool
) -> Iterator[Fraction]:
    ends = sorted({*thresholds, *(end for end in (low, high) if end is not None)})
    if not ends:
        yield Fraction(0)
        return
    if whole:
        for end in ends:
            for point in (end.__floor__() - 1, end.__floor__(), end.__floor__() + 1, end.__ceil__() + 1):
                yield Fraction(point)
        return
    yield from ends
    yield from ((a + b) / 2 for a, b in pairwise(ends))
    yield ends[0] - 1
    yield ends[-1] + 1


def subject_bounds(guideline: ir.Guideline, subject: ir.AnyNumber) -> tuple[Fraction | None, Fraction | None, bool]:
    """The least and greatest value a subject can have, if there are any, and whether it is whole."""
    match subject:
        case ir.InputNumber(name=name):
            declared = guideline.inputs[name]
            kind = declared.type
            count = isinstance(kind, ir.NumberType) and kind.kind == "count"
            whole = isinstance(kind, ir.NumberType) and (kind.whole or count)
            low, high = declared.plausible or (Fraction(0) if count else None, None)
            return low, high, whole
        case ir.StateNumber(regimen=regimen, which="step"):
            return Fraction(0), Fraction(len(guideline.regimens[regimen].steps)), True
        case ir.StateNumber(which="time"):
            return Fraction(0), None, False
        case ir.YearsSince():
            return None, None, True
        case _:
            return None, None, False
