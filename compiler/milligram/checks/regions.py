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
from milligram.prove.reach import State
from milligram.prove.typical import typical
from milligram.quantity import decimal_text


def number_words(value: Fraction, subject: ir.Subject) -> str:
    """A value of a subject with its unit: ``30 mL/min``."""
    text, exact = decimal_text(value)
    unit = _unit(subject)
    return ("" if exact else "about ") + text + (f" {unit}" if unit else "")


def _unit(subject: ir.Subject) -> str:
    measure = getattr(subject, "measure", None)
    return "" if measure is None else str(measure.unit.text)


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
        case Numbers(within=within):
            return f"{title} {join((piece_words(piece, subject, domain) for piece in within), 'or')}"
        case Words(words=words):
            name = getattr(subject, "name", "")
            declared = context.guideline.inputs.get(name)
            order = [choice.word for choice in declared.choices] if declared else sorted(words)
            kept = [word for word in order if word in words] or sorted(words)
            return f"{title} {join((word_title(context.guideline, name, word) for word in kept), 'or')}"


def patient(state: State, subject: ir.Subject, part: Domain, context: Context) -> dict[str, str] | None:
    """A typical patient with a value of ``part`` who comes this way: what the way asks of other inputs, and the value.

    None when the subject is not an input itself, for then its value is not one that a patient has.
    """
    given: dict[str, str] = {}
    for other, fact in state.facts.items():
        name = _input_name(other, context)
        if name and other != subject and not fact.unknown and fact.domain:
            value = typical(fact.domain)
            if value is not None:
                given[name] = value if isinstance(value, str) else number_words(value, _as_subject(other))
    name = _input_name(subject, context)
    value = typical(part)
    if name is None or value is None:
        return None
    given[name] = value if isinstance(value, str) else number_words(value, subject)
    order = list(context.guideline.inputs)
    return dict(sorted(given.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order)))


def _as_subject(node: ir.Node) -> ir.Subject:
    if isinstance(node, (ir.InputNumber, ir.InputWord, ir.Flag, ir.SetSubject, ir.StateNumber)):
        return node
    raise TypeError("only an input stands in a patient")


def _input_name(subject: ir.Node, context: Context) -> str | None:
    match subject:
        case ir.InputNumber(name=name) | ir.InputWord(name=name) | ir.Flag(name=name):
            return name if name in context.guideline.inputs else None
        case ir.StateNumber(regimen=regimen, which=which):
            return f"{regimen} {which}"
        case _:
            return None
