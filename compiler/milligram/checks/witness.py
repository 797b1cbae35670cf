"""A typical patient who shows a fault, believed only after the interpreter has shown it too.

Enters: a choice, the values that make the fault, and the two arms that overlap (none: a gap). Leaves: the patient in
the author's words, ready for a ``case``; None where no such patient was found, for then nothing is shown.

    gap over 60 mL/min   ->   {"creatinine_clearance": "155 mL/min"}
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import assert_never

from milligram.checks.context import Context
from milligram.checks.regions import number_words
from milligram.checks.selections import Arm, Selection
from milligram.interpret import evaluate
from milligram.interpret.faults import Faulty
from milligram.interpret.selection import select
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.prove.domains import Domain, Numbers, Sets, Words
from milligram.prove.patients import Draft, Wanted, find_patient
from milligram.quantity import Measure, parse_unit


def witness(context: Context, selection: Selection, part: Domain, arms: tuple[Arm, ...] = ()) -> dict[str, str] | None:
    """A patient who comes to a choice with a value of ``part``, and whom the interpreter cannot answer there."""
    there = _There(context, selection, part, tuple(arm.index for arm in arms))
    possible: dict[ir.Node, Domain] = {
        subject: fact.domain for subject, fact in selection.state.facts.items() if not fact.unknown
    }
    possible[selection.subject] = part
    pieces = part.within.pieces if isinstance(part, Numbers) else ()
    exactly = tuple(piece.low.value for piece in pieces) if all(piece.is_point for piece in pieces) else ()
    wanted = Wanted(shows=there.shows, cost=there.cost, value=there.value, exactly=exactly[:3])
    found = find_patient(context.guideline, possible, wanted, today=context.as_of, whole=context.searches)
    return None if found is None else _words(found, context)


class _There:
    """The fault at one place, as a question about patients."""

    def __init__(self, context: Context, selection: Selection, part: Domain, both: tuple[int, ...]) -> None:
        self.guideline = context.guideline
        self.as_of = context.as_of
        self.selection = selection
        self.part = part
        self.both = both

    def cost(self, patient: ir.Patient) -> Fraction | None:
        """How far the subject's value is from the part; None where it has none, or where the patient cannot be."""
        values = Values(self.guideline, patient, self.as_of)
        try:
            if not self._may_be(values):
                return None
            return _distance(values, self.selection.subject, self.part)
        except Faulty:
            return None

    def value(self, patient: ir.Patient) -> Fraction | None:
        """The subject's one number; None where it has none."""
        match self.selection.subject:
            case ir.InputWord() | ir.NamedWord() | ir.Flag() | ir.NamedCondition() | ir.SetSubject():
                return None
            case subject:
                try:
                    numbers = Values(self.guideline, patient, self.as_of).number(subject)
                except Faulty:
                    return None
        return numbers[0] if numbers and len(numbers) == 1 and isinstance(numbers[0], Fraction) else None

    def shows(self, patient: ir.Patient) -> bool:
        """Whether the interpreter has no single answer for the patient at this very place."""
        values = Values(self.guideline, patient, self.as_of)
        try:
            if not self._may_be(values) or _distance(values, self.selection.subject, self.part) != 0:
                return False
            chosen = select(
                values.condition, self.selection.conditions, first_that_applies=self.selection.node.first_that_applies
            )
        except Faulty:
            return False
        if self.both:
            return set(self.both) <= set(chosen.true) and self._faults(values, patient)
        return not chosen.open and self._faults(values, patient)

    def _may_be(self, values: Values) -> bool:
        """Whether the guideline is about the patient, who is not impossible."""
        if any(values.condition(rule.condition) for rule in self.guideline.impossible):
            return False
        return self.guideline.applies is None or values.condition(self.guideline.applies) is True

    def _faults(self, values: Values, patient: ir.Patient) -> bool:
        node = self.selection.node
        match node:
            case ir.Decide():
                trace = evaluate(self.guideline, patient, as_of=self.as_of).trace
                return any(entry.id == node.id and entry.what == "halted" for entry in trace)
            case ir.Table(outputs=outputs):
                names = [name for name, _ in outputs]
            case ir.DefinedCases(name=name):
                names = [name]
            case _:
                assert_never(node)
        return any(_is_faulty(values, name, node) for name in names)


def _is_faulty(values: Values, name: str, home: ir.Node) -> bool:
    try:
        values.named(name)
    except Faulty as fault:
        places = (home, *getattr(home, "rows", ()), *getattr(home, "cases", ()))
        return any(place is node for place in places for node in fault.nodes)
    return False


def _distance(values: Values, subject: ir.Subject, part: Domain) -> Fraction | None:
    """0 where the subject's one value lies in the part; how far off a number is; 1 for another word; None where it has
    no single value. Raises `Faulty`."""
    match subject:
        case ir.InputWord() | ir.NamedWord():
            words = values.words(subject)
            return None if words is None or len(words) > 1 else _off(isinstance(part, Words) and words[0] in part.words)
        case ir.Flag() | ir.NamedCondition():
            answer = values.condition(subject)
            word = {True: "yes", False: "no"}.get(answer) if answer is not None else None
            return None if word is None else _off(isinstance(part, Words) and word in part.words)
        case ir.SetSubject(name=name):
            held = values.input(name)
            return None if held is None else _off(isinstance(part, Sets) and held in part.sets)
        case _:
            numbers = values.number(subject)
            if numbers is None or len(numbers) > 1 or not isinstance(part, Numbers):
                return None
            return _number_off(numbers[0], part) if isinstance(numbers[0], Fraction) else None


def _off(inside: bool) -> Fraction:
    return Fraction(0 if inside else 1)


def _number_off(value: Fraction, part: Numbers) -> Fraction | None:
    if part.within.holds(value):
        return Fraction(0)
    ends: Iterable[Fraction] = (cut.value for piece in part.within for cut in piece if cut.rank == 0)
    nearest = min((abs(value - end) for end in ends), default=None)
    return None if nearest is None else nearest + Fraction(1, 10**6)  # an open end is near, but not there


_DAYS = Measure(parse_unit("d"))


def _words(draft: Draft, context: Context) -> dict[str, str]:
    """The patient as a case says it, in the order of declaration; a regimen's state behind the inputs."""
    order = list(context.guideline.inputs)
    given: list[tuple[int, str, str]] = []
    for (kind, name), value in draft.items():
        rank = order.index(name) if name in order else len(order)
        if kind == "input":
            given.append((rank, name, _value_words(value, context, name)))
        elif isinstance(value, Fraction):
            measure = _DAYS if kind == "time" else Measure(parse_unit("1"))
            subject = ir.StateNumber(regimen=name, which="time" if kind == "time" else "step", measure=measure)
            given.append((rank, f"{name} {kind}", number_words(value, subject, context)))
    return {name: words for _, name, words in sorted(given)}


def _value_words(value: ir.PatientValue, context: Context, name: str) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case Fraction():
            kind = context.guideline.inputs[name].type
            assert isinstance(kind, ir.NumberType)
            return number_words(value, ir.InputNumber(name=name, measure=kind.measure), context)
        case frozenset():
            return ", ".join(sorted(value)) or "none"
        case date():
            return value.isoformat()
        case str():
            return value
        case _:
            assert_never(value)
