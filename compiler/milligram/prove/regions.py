"""How far a fault reaches: the general region around one patient who shows it.

Enters: who comes to a place, and who of them is at fault there. Leaves: the values of one subject that are at fault, or
boxes over several variables, each as large as it can be.

    gap found at age 40, sex male   ->   age under 65 and sex male

A box grows cell by cell from the patient found: a cell is taken in when somebody comes by with it and everybody with it
is at fault and in no box before. So boxes share nobody, and each is as large as those before it leave it. A variable is
left out of a box where everybody who comes by with the rest of it is in it: nothing is said that the way there says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from milligram.ir import nodes as ir
from milligram.ir.walk import names_read
from milligram.prove.answers import Found, Nobody, Undecided
from milligram.prove.domains import Domain, Numbers, Sets, Words
from milligram.prove.formula import UNKNOWN, Formula, Variable, variables_of
from milligram.prove.intervals import EVERYTHING, Interval, Intervals
from milligram.prove.prover import Prover

Box = dict[int, int]
"""Masks of known cells by variable; a variable that is missing may be anything."""


# --- one subject ------------------------------------------------------------------------------------------------------


def lies_in(prover: Prover, subject: ir.Subject, part: Domain) -> Formula:
    """Where a subject's value is certainly in a part of its domain."""
    space, meaning = prover.space, prover.meaning
    match part:
        case Numbers(within=within):
            assert not isinstance(subject, ir.Flag | ir.NamedCondition | ir.SetSubject | ir.InputWord | ir.NamedWord)
            return meaning.number_within(subject, within).true
        case Words(words=words):
            match subject:
                case ir.Flag() | ir.NamedCondition():
                    truth = meaning.of(subject)
                    return space.any_of([*([truth.true] * ("yes" in words)), *([truth.false] * ("no" in words))])
                case ir.InputWord() | ir.NamedWord():
                    return meaning.true(ir.WordIs(subject=subject, words=tuple(sorted(words)), span=subject.span))
                case _:
                    raise AssertionError(subject)
        case Sets(sets=sets):
            assert isinstance(subject, ir.SetSubject)
            members = prover.subjects.members(subject.name)
            return space.any_of(
                space.all_of(space.test(variable, 0b100 if group & held else 0b010) for group, variable in members)
                for held in sets
            )
        case _:
            assert_never(part)


def possible(prover: Prover, subject: ir.Subject, part: Domain, formula: Formula) -> Domain:
    """The values of a part that somebody of a formula may have; what is not decided counts as possible."""

    def some(piece: Domain) -> bool:
        return not isinstance(prover.ask_all([formula, lies_in(prover, subject, piece)]), Nobody)

    match part:
        case Words(words=words):
            return Words(words=frozenset(word for word in words if some(Words(words=frozenset((word,))))))
        case Sets(sets=sets):
            return Sets(sets=frozenset(held for held in sets if some(Sets(sets=frozenset((held,))))))
        case Numbers():
            pieces = [piece for piece in _pieces(prover, subject, part) if some(part.replaced(Intervals((piece,))))]
            return part.replaced(Intervals.of(pieces))
        case _:
            assert_never(part)


def _pieces(prover: Prover, subject: ir.Subject, part: Numbers) -> Iterator[Interval]:
    """The part cut where anything in the guideline cuts the subject."""
    match subject:
        case ir.InputNumber() | ir.StateNumber() | ir.YearsSince():
            variable, _ = prover.subjects.numeric(subject, EVERYTHING)
            for cell in variable.cells:
                if isinstance(cell, Interval):
                    yield from part.replaced(part.within & Intervals((cell,))).within
        case _:
            yield from part.within


# --- several variables ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Regions:
    """Boxes of a fault, the first ones; ``more``: there are others; ``undecided`` says why nothing more is known."""

    boxes: tuple[Box, ...]
    more: bool = False
    undecided: str | None = None


def boxes(prover: Prover, arrives: Formula, inside: Formula, limit: int, names: Sequence[str] = ()) -> Regions:
    """Boxes of those who arrive and are ``inside``, which reads the variables that the boxes are over; none overlap.

    ``names`` are what they are of, in the order in which the author reads them; what is missing follows as declared.

    A fault that shows while a value is unknown is there whatever the value is, unless a condition asks whether it is
    known: boxes with unknown values are looked for only where there are no others.
    """
    space = prover.space
    known = [space.test(space.variables[index], space.variables[index].known) for index in variables_of(inside)]
    order = _in_order(prover, inside, names)
    found = _boxes(prover, arrives, space.all_of([inside, *known]), limit, order)
    if found.boxes or found.undecided is not None:
        return found
    return _boxes(prover, arrives, inside, limit, order)


def _boxes(prover: Prover, arrives: Formula, inside: Formula, limit: int, order: Sequence[int]) -> Regions:
    found: list[Box] = []
    left = prover.space.all_of([arrives, inside])
    outside = prover.space.negation(inside)
    while True:
        answer = prover.search(left)
        match answer:
            case Nobody():
                return Regions(boxes=tuple(found))
            case Undecided(reason=reason):
                return Regions(boxes=tuple(found), undecided=reason)
            case Found():
                if len(found) >= limit:
                    return Regions(boxes=tuple(found), more=True)
                box = _grown(prover, arrives, outside, _start(prover, left, order, answer))
                found.append(box)
                told = of_box(prover, box)
                left = prover.space.all_of([left, prover.space.negation(told)])
                outside = prover.space.any_of([outside, told])
            case _:
                assert_never(answer)


def of_box(prover: Prover, box: Box) -> Formula:
    """Who is in a box."""
    return prover.space.all_of(prover.space.test(prover.space.variables[index], mask) for index, mask in box.items())


def _grown(prover: Prover, arrives: Formula, outside: Formula, start: Box) -> Box:
    """A box around one cell each, as large as it can be, widest where the author's order comes last.

    ``outside`` is who is not at fault, or is in a box already.
    """
    variables = prover.space.variables
    box = dict(start)
    for index, kept in list(box.items()):
        if kept == UNKNOWN:
            continue
        for number in range(1, len(variables[index].cells)):
            cell = 1 << number
            if not cell & kept:
                here = of_box(prover, {**box, index: cell})
                if _nobody(prover, [here, outside]) and not _nobody(prover, [here, arrives]):
                    kept |= cell
        box[index] = kept
    return _without_what_goes_without_saying(prover, arrives, box)


def _start(prover: Prover, left: Formula, order: Sequence[int], found: Found) -> Box:
    """Where a box of those who are ``left`` starts: variable by variable, in the lowest cell that somebody has.

    Not where somebody was found: that depends on all else that the guideline says. It stands in where numbers that are
    worked out from others leave open who is there.
    """
    variables = prover.space.variables
    box: Box = {}
    for index in order:
        for number in (*range(1, len(variables[index].cells)), 0):
            here = of_box(prover, {**box, index: 1 << number})
            if isinstance(prover.ask_all([left, here]), Found):
                box[index] = 1 << number
                break
        else:
            masks = {each: found.box.get(each, variables[each].full) & variables[each].known for each in order}
            return {
                each: _typical_cell(variables[each], mask, found) if mask else UNKNOWN for each, mask in masks.items()
            }
    return box


def _in_order(prover: Prover, formula: Formula, names: Sequence[str]) -> list[int]:
    """The variables that a formula reads, as the author reads or declares what they are of."""
    guideline = prover.guideline
    declared = [*guideline.inputs, *guideline.regimens, *guideline.named_by_name]
    order = {name: place for place, name in enumerate(dict.fromkeys([*names, *declared]))}

    def place(index: int) -> tuple[int, str, tuple[str, ...], int]:
        subject = prover.space.variables[index].subject
        if isinstance(subject, ir.StateNumber):
            return order.get(subject.regimen, len(order)), subject.which, (), index
        words = subject.words if isinstance(subject, ir.SetHas) else ()
        return min((order[each] for each in names_read(subject) if each in order), default=len(order)), "", words, index

    return sorted(variables_of(formula), key=place)


def _without_what_goes_without_saying(prover: Prover, arrives: Formula, box: Box) -> Box:
    """The box without the variables that are in it anyhow, for those who come by with a known value and the rest."""
    for index, mask in list(box.items()):
        variable = prover.space.variables[index]
        rest = {other: masks for other, masks in box.items() if other != index}
        others = prover.space.test(variable, variable.known & ~mask)
        if mask != UNKNOWN and _nobody(prover, [of_box(prover, rest), others, arrives]):
            box = rest
    return box


def _typical_cell(variable: Variable, mask: int, found: Found) -> int:
    """One cell of a mask: the one that holds the number found, else the lowest."""
    number = found.numbers.get(variable.subject)
    if isinstance(number, Fraction):
        for index, cell in enumerate(variable.cells):
            if mask >> index & 1 and isinstance(cell, Interval) and cell.holds(number):
                return 1 << index
    return mask & -mask


def _nobody(prover: Prover, formulas: Iterable[Formula]) -> bool:
    return isinstance(prover.ask_all(formulas), Nobody)
