"""Sets of values in the author's words and unit.

region_words(over 60 up to the plausible 250, creatinine_clearance)  ->  "creatinine clearance over 60 mL/min"
box_words({age: under 65, sex: male})                                ->  "age under 65 years and sex male"
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce
from typing import assert_never

from milligram.checks.context import Context
from milligram.ir import nodes as ir
from milligram.ir.print import condition_text, join, number_text, subject_text, word_title
from milligram.prove.domains import Domain, Numbers, Sets, Words, domain_of, keep
from milligram.prove.formula import UNKNOWN, Variable
from milligram.prove.intervals import EVERYTHING, Interval, Intervals, above, below
from milligram.prove.regions import Box
from milligram.quantity import decimal_text

_FEW = 4
"""How many sets of words are listed before the rest are counted."""


def number_words(value: Fraction, subject: ir.Subject, context: Context) -> str:
    """A value of a subject with its unit, as the author wrote it where that stands in the guideline: ``0.70 mmol/L``.

    A literal in another unit stands only for a number whose digits do not end in the subject's own. A difference that
    comes from a comparison is told from its other side on: 0 is ``treatment_line``.
    """
    sides = _sides(subject, context)
    if sides is not None and value == 0:
        return sides[1]
    text, exact = decimal_text(value)
    unit = _unit(subject)
    written = context.literals.get((value, unit))
    if written is None or not (not exact or written.endswith(f" {unit}")):
        written = ("" if exact else "about ") + text + (f" {unit}" if unit else "")
    return written if sides is None else f"{sides[1]} + {written}"


def _sides(subject: ir.Subject, context: Context) -> tuple[str, str] | None:
    """The two sides of a comparison that is looked at as their difference; None for a difference of the author's."""
    if not isinstance(subject, ir.Operation):
        return None
    band = context.comparisons.get(subject.span)
    if band is None:
        held = subject.span.start <= subject.right.span.start and subject.right.span.end <= subject.span.end
        # what no author wrote as a difference, as when two versions of a dose are compared
        return (
            None
            if held
            else (number_text(subject.left, context.guideline), number_text(subject.right, context.guideline))
        )
    ends = (bound.value for bound in (band.low, band.high) if bound is not None)
    computed = [number_text(end, context.guideline) for end in ends if not isinstance(end, ir.Const)]
    if len(computed) != 1:
        return None
    return number_text(band.subject, context.guideline), computed[0]


def _title(subject: ir.Subject, context: Context) -> str:
    sides = _sides(subject, context)
    return subject_text(subject, context.guideline) if sides is None else sides[0]


def _unit(subject: ir.Subject) -> str:
    if isinstance(subject, ir.YearsSince):
        return "years"
    measure = getattr(subject, "measure", None)
    if measure is None or measure.unit.is_number:
        return ""
    return "years" if measure.unit.text == "a" else str(measure.unit.text)  # `define age: years since birth`


def piece_words(piece: Interval, subject: ir.Subject, domain: Domain | None, context: Context) -> str:
    """An interval without its subject; an end that is the domain's own is left out."""
    if piece.is_point:
        return f"exactly {number_words(piece.low.value, subject, context)}"
    whole = domain.within.pieces if isinstance(domain, Numbers) else ()
    first = piece.low.rank != 0 or bool(whole and piece.low == whole[0].low)
    last = piece.high.rank != 0 or bool(whole and piece.high == whole[-1].high)
    if first and last:
        return "any value"
    piece = _up_to_what_is_written(piece, subject, domain, context)
    low, high = number_words(piece.low.value, subject, context), number_words(piece.high.value, subject, context)
    over, under = piece.low == above(piece.low.value), piece.high == below(piece.high.value)
    if last:
        return f"{'over' if over else 'at least'} {low}"
    if first:
        return f"{'under' if under else 'at most'} {high}"
    unit = _unit(subject)
    if unit and low.endswith(f" {unit}") and high.endswith(f" {unit}"):
        low = low.removesuffix(f" {unit}")
    return f"{'over ' if over else ''}{low} to {'under ' if under else ''}{high}"


def _up_to_what_is_written(piece: Interval, subject: ir.Subject, domain: Domain | None, context: Context) -> Interval:
    """Whole numbers up to 64 are those under 65, where 65 stands in the guideline and 64 does not."""
    if isinstance(domain, Numbers) and domain.step is not None and piece.high == above(piece.high.value):
        last, unit = piece.high.value, _unit(subject)
        if (last, unit) not in context.literals and (last + domain.step, unit) in context.literals:
            return Interval(piece.low, below(last + domain.step))
    return piece


def region_words(part: Domain, subject: ir.Subject, context: Context) -> str:
    """A part of what a subject can be, subject first."""
    domain = domain_of(subject, context.guideline)
    title = _title(subject, context)
    name = getattr(subject, "name", "")
    match part:
        case Numbers(within=within) if len(within.pieces) > 1 and all(piece.is_point for piece in within):
            return f"{title} {_points_words([piece.low.value for piece in within], subject, domain, context)}"
        case Numbers(within=within) if (left_out := _only_without(within, domain)) is not None:
            return f"{title} other than {number_words(left_out, subject, context)}"
        case Numbers(within=within):
            return f"{title} {join((piece_words(piece, subject, domain, context) for piece in within), 'or')}"
        case Words(words=words):
            titles = (word_title(context.guideline, name, word) for word in _ordered(words, name, context))
            return f"{title} {join(titles, 'or')}"
        case Sets(sets=sets):
            return f"{title}: {_sets_words(sets, name, context)}"
        case _:
            assert_never(part)


def _only_without(within: Intervals, domain: Domain | None) -> Fraction | None:
    """The one number of the domain that a set leaves out; None where that is not so."""
    missing = (domain.within if isinstance(domain, Numbers) else EVERYTHING) - within
    two = len(within.pieces) == 2 and len(missing.pieces) == 1
    return missing.pieces[0].low.value if two and missing.pieces[0].is_point else None


def _points_words(values: list[Fraction], subject: ir.Subject, domain: Domain | None, context: Context) -> str:
    """Single values; a run of more than three that leaves none of the domain out is ``51 to 57``."""
    held = [piece.low.value for piece in domain.within] if isinstance(domain, Numbers) else []
    words = [number_words(value, subject, context) for value in values]
    if len(values) > 3 and values == [value for value in held if values[0] <= value <= values[-1]]:
        return f"{decimal_text(values[0])[0]} to {words[-1]}"
    return join(words, "or")


def _ordered(words: frozenset[str], name: str, context: Context) -> list[str]:
    """Words in the author's order."""
    declared = context.guideline.inputs.get(name)
    order = [choice.word for choice in declared.choices] if declared else []
    return [word for word in order if word in words] or sorted(words)


def _sets_words(sets: frozenset[frozenset[str]], name: str, context: Context) -> str:
    """``none``, ``loop``, ``loop with thiazide``: the smallest first."""
    ordered = sorted(sets, key=lambda held: (len(held), sorted(held)))
    texts = [
        join((word_title(context.guideline, name, word) for word in _ordered(held, name, context)), "with")
        if held
        else "none"
        for held in ordered[:_FEW]
    ]
    if len(ordered) > _FEW:
        texts[-1] = f"{len(ordered) - _FEW + 1} other combinations"
    return join(texts, "or")


# --- boxes over several variables -------------------------------------------------------------------------------------

_MOST_BOXES = 3
"""How many boxes of a region are told before the rest are counted."""


def part_of(variable: Variable, mask: int, context: Context) -> Domain:
    """The cells of a mask as a set of values; whole numbers that follow one another are one stretch."""
    cells = [cell for index, cell in enumerate(variable.cells) if mask >> index & 1]
    words = frozenset({True: "yes", False: "no"}.get(cell, "") for cell in cells if isinstance(cell, bool))
    words |= frozenset(cell for cell in cells if isinstance(cell, str))
    if words:
        return Words(words=words)
    domain = domain_of(variable.subject, context.guideline) if isinstance(variable.subject, _COUNTED) else None
    numbers = Numbers(within=Intervals(), step=domain.step if isinstance(domain, Numbers) else None)
    return numbers.replaced(Intervals.of(cell for cell in cells if isinstance(cell, Interval)))


_COUNTED = ir.InputNumber | ir.StateNumber | ir.YearsSince


def box_words(box: Box, context: Context) -> str:
    """A box over several variables: ``age under 65 years and sex male``; a set input is told as one."""
    variables = context.prover.space.variables
    told: dict[ir.Node, list[int]] = {}
    for index in box:
        subject = variables[index].subject
        told.setdefault(ir.SetSubject(name=subject.name) if isinstance(subject, ir.SetHas) else subject, []).append(
            index
        )
    return join((_words(subject, {i: box[i] for i in group}, context) for subject, group in told.items()), "and") or (
        "any patient"
    )


def _words(subject: ir.Node, masks: Box, context: Context) -> str:
    """What a box says of one subject."""
    variable = context.prover.space.variables[next(iter(masks))]
    if isinstance(subject, ir.SetSubject):
        return f"{subject_text(subject, context.guideline)} {_set_words(subject.name, masks, context)}"
    if variable.opaque is not None:
        condition = condition_text(subject, context.guideline)  # type: ignore[arg-type]
        return {0b100: f"`{condition}`", 0b010: f"not `{condition}`"}.get(
            masks[variable.index], f"`{condition}` unknown"
        )
    if UNKNOWN in masks.values():
        return f"{_title(subject, context)} unknown"  # type: ignore[arg-type]
    parts = [part_of(context.prover.space.variables[index], mask, context) for index, mask in masks.items()]
    return region_words(reduce(keep, parts), subject, context)  # type: ignore[arg-type]


def _set_words(name: str, masks: Box, context: Context) -> str:
    """``with loop, without thiazide``; ``none``; ``unknown``."""
    members = context.prover.subjects.members(name)
    if UNKNOWN in masks.values():
        return "unknown"
    if all(masks.get(variable.index) == 0b010 for _, variable in members):
        return "none"
    said: list[str] = []
    for mask, word, link in ((0b100, "with", "or"), (0b010, "without", "or")):
        groups = [words for words, variable in members if masks.get(variable.index) == mask]
        titles = [
            join((word_title(context.guideline, name, each) for each in _ordered(group, name, context)), link)
            for group in groups
        ]
        if titles:
            said.append(f"{word} {join(titles, 'and' if mask == 0b100 else 'or')}")
    return ", ".join(said)


def boxes_words(boxes: Sequence[Box], more: bool, context: Context) -> str:
    """The first boxes of a region, the others counted."""
    told = [box_words(box, context) for box in boxes[:_MOST_BOXES]]
    others = len(boxes) - len(told)
    if others or more:
        count = f"{'more than ' if more else ''}{others}"
        told.append(f"{count} other combination{'s' * (others != 1 or more)}")
    return "; or ".join(told)
