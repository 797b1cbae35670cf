"""Sets of values in the author's words and unit, and the patient who has one of them.

region_text(over 60 up to the plausible 250, creatinine_clearance)  ->  "creatinine clearance over 60 mL/min"
"""

from __future__ import annotations

from fractions import Fraction

from milligram.checks.context import Context
from milligram.ir import nodes as ir
from milligram.ir.print import join, subject_text, word_title
from milligram.prove.domains import Domain, Numbers, Words
from milligram.prove.intervals import Interval, above, below
from milligram.quantity import decimal_text


def number_words(value: Fraction, subject: ir.Subject) -> str:
    """A value of a subject with its unit: ``30 mL/min``."""
    text, exact = decimal_text(value)
    unit = _unit(subject)
    return ("" if exact else "about ") + text + (f" {unit}" if unit else "")


def _unit(subject: ir.Subject) -> str:
    measure = getattr(subject, "measure", None)
    return "" if measure is None or measure.unit.is_number else str(measure.unit.text)


def piece_words(piece: Interval, subject: ir.Subject, domain: Domain) -> str:
    """An interval without its subject; an end that is the domain's own is left out."""
    if piece.is_point:
        return f"exactly {number_words(piece.low.value, subject)}"
    whole = domain.within.pieces if isinstance(domain, Numbers) else ()
    first = piece.low.rank != 0 or bool(whole and piece.low == whole[0].low)
    last = piece.high.rank != 0 or bool(whole and piece.high == whole[-1].high)
    low = ("over " if piece.low == above(piece.low.value) else "at least ") + number_words(piece.low.value, subject)
    high = ("under " if piece.high == below(piece.high.value) else "at most ") + number_words(piece.high.value, subject)
    if first and last:
        return "any value"
    if last:
        return low
    if first:
        return high
    start = decimal_text(piece.low.value)[0]
    over = "over " if piece.low == above(piece.low.value) else ""
    under = "under " if piece.high == below(piece.high.value) else ""
    return f"{over}{start} to {under}{number_words(piece.high.value, subject)}"


def region_words(part: Domain, subject: ir.Subject, domain: Domain, context: Context) -> str:
    """A part of a subject's domain, subject first."""
    title = subject_text(subject, context.guideline)
    match part:
        case Numbers(within=within) if len(within.pieces) > 1 and all(piece.is_point for piece in within):
            return f"{title} {_points_words([piece.low.value for piece in within], subject, domain)}"
        case Numbers(within=within):
            return f"{title} {join((piece_words(piece, subject, domain) for piece in within), 'or')}"
        case Words(words=words):
            name = getattr(subject, "name", "")
            declared = context.guideline.inputs.get(name)
            order = [choice.word for choice in declared.choices] if declared else sorted(words)
            kept = [word for word in order if word in words] or sorted(words)
            return f"{title} {join((word_title(context.guideline, name, word) for word in kept), 'or')}"


def _points_words(values: list[Fraction], subject: ir.Subject, domain: Domain) -> str:
    """Single values; a run of more than three that leaves none of the domain out is ``51 to 57``."""
    held = [piece.low.value for piece in domain.within] if isinstance(domain, Numbers) else []
    if len(values) > 3 and values == [value for value in held if values[0] <= value <= values[-1]]:
        return f"{decimal_text(values[0])[0]} to {number_words(values[-1], subject)}"
    return join((number_words(value, subject) for value in values), "or")
