"""Which branches of a decision may be true for one patient, and whether a patient may be in none.

Enters: the conditions of a decision. Leaves: pairs of branches that may be true together, and whether there may be a
gap, by trying every combination of the values that the conditions tell apart. Where there are too many, everything
may be.

    under 20 / 20 to under 30 / at least 30   ->   no pair, no gap
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise, product

from milligram.ir import nodes as ir
from milligram.ir.atoms import linear
from milligram.ir.same import meaning

from milligram_targets.python.fast.cuts import limits

MOST = 4_000
"""Combinations tried for one decision."""
_MOST_WORDS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Pairs of branches (lower index first) that may both be true; whether all may be false."""

    pairs: tuple[tuple[int, int], ...]
    gap: bool


def together(guideline: ir.Guideline, node: ir.Decide, cases: Sequence[ir.Branch]) -> Together:
    """What the branches of a decision may be at once."""
    return overlaps(guideline, [branch.condition for branch in cases], node.first_that_applies)


def overlaps(guideline: ir.Guideline, cases: Sequence[ir.AnyCondition | None], first_that_applies: bool) -> Together:
    """What several conditions may be at once; None is ``otherwise``."""
    conditions = [(index, condition) for index, condition in enumerate(cases) if condition is not None]
    rest = len(conditions) < len(cases)
    values: dict[Hashable, list[object]] = {}
    for _, condition in conditions:
        _collect(guideline, condition, values)
    count = 1
    for each in values.values():
        count *= len(each)
    if count > MOST:
        every = () if first_that_applies else tuple(combinations([index for index, _ in conditions], 2))
        return Together(pairs=every, gap=not rest)
    pairs: set[tuple[int, int]] = set()
    gap = False
    for choice in product(*values.values()):
        there = dict(zip(values, choice, strict=True))
        true = [index for index, condition in conditions if _holds(guideline, condition, there)]
        pairs.update(combinations(true, 2))
        gap = gap or not true
    return Together(pairs=() if first_that_applies else tuple(sorted(pairs)), gap=gap and not rest)


def is_fixed(node: ir.Band) -> bool:
    """Whether a number is compared with literals: tests of one number are then true or false together."""
    bounds = [bound.value for bound in (node.low, node.high) if bound is not None]
    return bool(bounds) and all(isinstance(value, ir.Const) for value in bounds)


def _key(guideline: ir.Guideline, node: ir.AnyCondition) -> Hashable:
    match node:
        case ir.Flag(name=name):
            return "flag", name
        case ir.SetHas(name=name):
            return "set", name
        case ir.WordIs(subject=subject):
            return "word", subject.name
        case ir.Band() if is_fixed(node):
            return "number", meaning(linear(guideline, node.subject)[0])
        case _:
            return "other", meaning(node)


def _collect(guideline: ir.Guideline, node: ir.AnyCondition, values: dict[Hashable, list[object]]) -> None:
    match node:
        case ir.Always():
            pass
        case ir.Not(operand=operand):
            _collect(guideline, operand, values)
        case ir.All(operands=operands) | ir.Any(operands=operands) | ir.AtLeast(operands=operands):
            for operand in operands:
                _collect(guideline, operand, values)
        case ir.NamedCondition(name=name):
            home = guideline.named_by_name[name]
            assert isinstance(home, ir.DefinedCondition)
            _collect(guideline, home.condition, values)
        case _:
            key = _key(guideline, node)
            values[key] = _told_apart(guideline, node, values.get(key, []))


def _told_apart(guideline: ir.Guideline, node: ir.AnyCondition, known: list[object]) -> list[object]:
    """The values of a variable that this test, and those before, tell apart."""
    match node:
        case ir.SetHas(words=words):
            every = sorted({word for each in known if isinstance(each, frozenset) for word in each}.union(words))
            sizes = range(len(every) + 1)
            many = len(every) > _MOST_WORDS or len(known) > MOST
            return [None] * (MOST + 1) if many else [frozenset(s) for n in sizes for s in combinations(every, n)]
        case ir.WordIs(subject=ir.NamedWord(), words=words):
            return [*dict.fromkeys([*(known or [None]), *words])]
        case ir.WordIs(subject=ir.InputWord(name=name)):
            kind = guideline.inputs[name].type
            words = kind.words if isinstance(kind, ir.WordType) else node.words
            return [*dict.fromkeys([*(known or [None]), *words])]
        case ir.Band() if is_fixed(node):
            _, factor, offset = linear(guideline, node.subject)
            ends = [end for end in (limits(node.low, (factor, offset)), limits(node.high, (factor, offset))) if end]
            least, most = _bounds(guideline, node)
            cuts = sorted({*(each for each in known if isinstance(each, Fraction)), *(end[0] for end in ends)})
            whole = {Fraction(cut.__floor__() + shift) for cut in cuts for shift in (-1, 0, 1)}
            between = {(low + high) / 2 for low, high in pairwise(cuts)}
            values = whole if _counts(guideline, node) else {*cuts, *between, cuts[0] - 1, cuts[-1] + 1}
            return [*sorted(each for each in values if least <= each <= most)] or [cuts[0]]
        case _:
            return [True, False]


def _counts(guideline: ir.Guideline, node: ir.Band) -> bool:
    """Whether the subject is a whole number."""
    match linear(guideline, node.subject)[0]:
        case ir.StateNumber(which=which):
            return which == "step"
        case ir.InputNumber(name=name):
            kind = guideline.inputs[name].type
            return isinstance(kind, ir.NumberType) and (kind.whole or kind.kind == "count")
        case ir.NamedNumber(name=name):
            points = _points(guideline, name)
            return points is not None and all(value.denominator == 1 for value, _ in points)
        case _:
            return False


def _points(guideline: ir.Guideline, name: str) -> list[tuple[Fraction, bool]] | None:
    """The points of a score, and whether each always counts; None where they are no literals."""
    home = guideline.named_by_name[name]
    if not isinstance(home, ir.Score):
        return None
    points = [(line.points.value, line.condition is None) for line in home.lines if isinstance(line.points, ir.Const)]
    return points if len(points) == len(home.lines) else None


def _bounds(guideline: ir.Guideline, node: ir.Band) -> tuple[Fraction, Fraction]:
    """The least and the most that the subject can be."""
    far = Fraction(10**18)
    match linear(guideline, node.subject)[0]:
        case ir.StateNumber(regimen=regimen, which=which):
            return Fraction(0), Fraction(len(guideline.regimens[regimen].steps)) if which == "step" else far
        case ir.InputNumber(name=name):
            return guideline.inputs[name].plausible or (-far, far)
        case ir.NamedNumber(name=name) if (points := _points(guideline, name)) is not None:
            least = [value for value, always in points if always or value < 0]
            return sum(least, Fraction(0)), sum((value for value, always in points if always or value > 0), Fraction(0))
        case _:
            return -far, far


def _holds(guideline: ir.Guideline, node: ir.AnyCondition, there: Mapping[Hashable, object]) -> bool:
    match node:
        case ir.Always(value=value):
            return value
        case ir.Not(operand=operand):
            return not _holds(guideline, operand, there)
        case ir.All(operands=operands):
            return all(_holds(guideline, operand, there) for operand in operands)
        case ir.Any(operands=operands):
            return any(_holds(guideline, operand, there) for operand in operands)
        case ir.AtLeast(count=count, operands=operands):
            return sum(_holds(guideline, operand, there) for operand in operands) >= count
        case ir.NamedCondition(name=name):
            home = guideline.named_by_name[name]
            assert isinstance(home, ir.DefinedCondition)
            return _holds(guideline, home.condition, there)
        case _:
            pass
    found = there[_key(guideline, node)]
    match node:
        case ir.SetHas(words=words):
            assert isinstance(found, frozenset)
            return not found.isdisjoint(words)
        case ir.WordIs(words=words):
            return found in words
        case ir.Band() if is_fixed(node):
            assert isinstance(found, Fraction)
            _, factor, offset = linear(guideline, node.subject)
            low, high = limits(node.low, (factor, offset)), limits(node.high, (factor, offset))
            above = low is None or found > low[0] or (low[1] and found == low[0])
            below = high is None or found < high[0] or (high[1] and found == high[0])
            return above and below
        case _:
            return found is True
