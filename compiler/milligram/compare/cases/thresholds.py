"""The numbers that a guideline compares something with, each at the place where it does.

Enters: the roots of a guideline. Leaves: its `Threshold`s: one for each number of each owner, however many of the
owner's bands end there.

    decide by creatinine_clearance: 20 to under 30 …, 30 to under 60 …   ->   20 (1 leaf), 30 (2 leaves), 60 (1 leaf)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal as L
from typing import TypeAlias

from milligram.compare.cases.places import Leaf, Root
from milligram.ir import nodes as ir
from milligram.ir.atoms import linear
from milligram.ir.print import number_text

Side: TypeAlias = L["under", "at", "over"]

SIDES: tuple[Side, ...] = ("under", "at", "over")

NEAR = Fraction(1, 10)
"""A value further from a threshold than a tenth of it, and than one unit of its last digit, does not try it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """One end of one band: the leaf, and its bound. ``needed`` are the sides where moving the end by a little would
    change what the leaf says: the end itself, and the side on which the answer is the other."""

    leaf: Leaf
    bound: ir.Bound
    needed: tuple[Side, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A number that a subject is compared with; ``value`` is in the subject's own unit, None for one that is computed.

    ``what`` and ``limit`` name the two in the author's words.

    ``factor`` turns that unit into the one in which its bands compare. ``step`` is one unit of the last digit in which
    the subject is measured, None where its values are few and any on the other side will do. ``rule`` is set for the
    time of a ladder's move, which is no band.
    """

    index: int
    subject: ir.AnyNumber
    value: Fraction | None
    step: Fraction | None
    factor: Fraction = Fraction(1)
    what: str
    limit: str
    line: int
    title: str
    ends: tuple[End, ...] = ()
    rule: ir.Step | ir.Beyond | ir.BackTo | None = None

    def near(self, distance: Fraction, value: Fraction) -> bool:
        """Whether a distance from ``value`` tries the threshold, both in the unit of the bands."""
        return self.step is None or distance <= max(self.step * self.factor, abs(value) * NEAR)

    def beside(self, distance: Fraction, value: Fraction) -> bool:
        """Whether a value at a distance is right beside it; one that is computed need only be near."""
        if self.step is None or not isinstance(self.subject, ir.InputNumber | ir.StateNumber | ir.YearsSince):
            return self.near(distance, value)
        return distance <= self.step * self.factor


def thresholds_of(guideline: ir.Guideline, roots: Iterable[Root]) -> tuple[Threshold, ...]:
    """Every threshold of the guideline, in the order of the source; the times of its ladders last."""
    groups: dict[object, list[tuple[Root, End, ir.AnyNumber]]] = {}
    for root in roots:
        for leaf in root.leaves:
            for end in _ends(leaf):
                subject, factor, offset = linear(guideline, _band(leaf).subject)
                if isinstance(subject, ir.Const):
                    continue
                bound = end.bound.value
                value = (bound.value - offset) / factor if isinstance(bound, ir.Const) else None
                key = (id(root.owner), subject, bound if value is None else value)
                groups.setdefault(key, []).append((root, end, subject))
    found: list[Threshold] = []
    for members in groups.values():
        root, first, subject = members[0]
        _, factor, offset = linear(guideline, _band(first.leaf).subject)
        bound = first.bound.value
        value = (bound.value - offset) / factor if isinstance(bound, ir.Const) else None
        found.append(
            Threshold(
                index=len(found),
                subject=subject,
                value=value,
                step=step_of(guideline, subject, value, bound),
                factor=factor,
                what=number_text(_band(first.leaf).subject, guideline),
                limit=number_text(bound, guideline),
                line=root.line,
                title=root.title,
                ends=tuple(end for _, end, _ in members),
            )
        )
    for regimen in guideline.regimens.values():
        found.extend(_moves(guideline, regimen, len(found)))
    return tuple(found)


def _band(leaf: Leaf) -> ir.Band:
    assert isinstance(leaf.node, ir.Band)
    return leaf.node


def _ends(leaf: Leaf) -> Iterator[End]:
    if not isinstance(leaf.node, ir.Band):
        return
    low, high = leaf.node.low, leaf.node.high
    if low is not None and high is not None and low.value == high.value:
        yield End(leaf=leaf, bound=low, needed=SIDES)
        return
    if low is not None:
        yield End(leaf=leaf, bound=low, needed=("under", "at") if low.included else ("at", "over"))
    if high is not None:
        yield End(leaf=leaf, bound=high, needed=("at", "over") if high.included else ("under", "at"))


def _moves(guideline: ir.Guideline, regimen: ir.Regimen, index: int) -> Iterator[Threshold]:
    rules: list[ir.Step | ir.Beyond | ir.BackTo] = [*regimen.steps[1:], *regimen.beyond, *regimen.back]
    for rule in rules:
        if rule.after is None:
            continue
        subject = time_of(guideline, regimen)
        match rule:
            case ir.Step(number=number):
                title = f"{regimen.title} step {number}"
            case ir.BackTo(number=number):
                title = f"{regimen.title} back to step {number}"
            case ir.Beyond():
                title = f"{regimen.title} beyond its last step"
        yield Threshold(
            index=index,
            subject=subject,
            value=rule.after.low,
            step=time_step(rule.after.low),
            what=f"{regimen.title} time",
            limit=days_text(rule.after.low),
            line=guideline.line(rule),
            title=title,
            rule=rule,
        )
        index += 1


def time_of(guideline: ir.Guideline, regimen: ir.Regimen) -> ir.StateNumber:
    """The time on the regimen's step, in days."""
    from milligram.quantity import Measure, parse_unit

    return ir.StateNumber(regimen=regimen.name, which="time", measure=Measure(parse_unit("d")))


_UNITS = ((Fraction(7), "week"), (Fraction(1), "day"), (Fraction(1, 24), "hour"), (Fraction(1, 1440), "minute"))


def days_text(days: Fraction) -> str:
    """A time in the largest unit in which it is whole: ``2 weeks``."""
    for size, name in _UNITS:
        if days and (days / size).denominator == 1:
            count = int(days / size)
            return f"{count} {name}{'s' * (count != 1)}"
    return f"{float(days):g} days"


def time_step(days: Fraction) -> Fraction:
    """How finely a time is counted, in days: by days, or by the hours or minutes in which it is whole."""
    return next((size for size, _ in _UNITS[1:] if (days / size).denominator == 1), Fraction(1, 1440))


# --- how finely something is measured ---------------------------------------------------------------------------------


def step_of(
    guideline: ir.Guideline, subject: ir.AnyNumber, value: Fraction | None, bound: ir.AnyNumber | None = None
) -> Fraction | None:
    """One unit of the last digit in which people give the subject near a threshold; None where any value will do.

    A whole input counts by 1, a pressure in mmHg too; else it is the last digit written, and one finer for a whole
    number under 100: 0.70 counts by 0.01, 3.5 by 0.1, 60 by 0.1, 150 by 1.
    """
    match subject:
        case ir.InputNumber(name=name):
            kind = guideline.inputs[name].type
            if isinstance(kind, ir.NumberType) and (kind.whole or kind.kind == "count"):
                return Fraction(1)
        case ir.StateNumber(which="time"):
            return time_step(value or Fraction(0))
        case ir.StateNumber() | ir.YearsSince():
            return Fraction(1)
        case ir.NamedNumber(name=name):
            home = guideline.named_by_name[name]
            if isinstance(home, ir.Score):
                return Fraction(1)
            if isinstance(home, ir.Table | ir.DefinedCases):
                return None
        case _:
            pass
    if value is None:
        return Fraction(1, 10)
    if isinstance(bound, ir.Const) and bound.value == value and "." in bound.written and "e" not in bound.written:
        return Fraction(1, 10 ** len(bound.written.partition(".")[2]))
    if value.denominator == 1:
        coarse = abs(value) >= 100 or subject.measure.unit.text == "mmHg"
        return Fraction(1) if coarse else Fraction(1, 10)
    size = Fraction(1)
    while abs(value) < size * 100:
        size /= 10
    return size
