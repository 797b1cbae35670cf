"""MG307 arithmetic undefined: a division by zero, a root or logarithm out of range, that a run may come to.

Each is asked for those who get to the place where the formula is worked out, and shown by a patient whose run stops
there for the fault. Where it is not decided whether there is one, it is MG000.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from milligram.checks.context import Context
from milligram.checks.readings import Reading, Readings
from milligram.checks.regions import region_words
from milligram.checks.witness import Shows, in_run, witness
from milligram.diagnostics import Diagnostic
from milligram.diagnostics.registry import ARITHMETIC_UNDEFINED, NOT_DECIDED
from milligram.ir import nodes as ir
from milligram.ir.print import number_text
from milligram.ir.walk import inputs_read
from milligram.prove.answers import Nobody, Undecided
from milligram.prove.domains import Domain, Numbers, domain_of
from milligram.prove.formula import Formula
from milligram.prove.intervals import Intervals
from milligram.prove.prover import NotReplayed
from milligram.prove.terms import on_subject
from milligram.source import Span

_ZERO = Intervals.between(0, 0)
_BELOW = Intervals.between(None, 0, high_included=False)
_UP_TO_ZERO = Intervals.between(None, 0)
_FRACTIONS = Intervals.of(
    piece for n in range(-9, 9) for piece in Intervals.between(n, n + 1, low_included=False, high_included=False)
)
"""Exponents that are not whole, as far as formulas of the clinic go."""


@dataclass(frozen=True, slots=True)
class Trap:
    """Operands whose values together have no result, and why in words; ``safe`` keeps clear of them."""

    operands: tuple[tuple[ir.AnyNumber, Intervals], ...]
    is_: str
    why: str
    safe: str


@dataclass(frozen=True, slots=True)
class _Cause:
    """Values of one input for which formulas have no value; or just the place of one formula."""

    subject: ir.InputNumber | None
    values: Domain | None
    place: int


def check(context: Context) -> Iterator[Diagnostic]:
    """Every formula that has no value for somebody for whom it is worked out; those with one cause together."""
    settled: set[int] = set()
    found: dict[_Cause, tuple[Reading, Trap, dict[str, str], list[Span]]] = {}
    open_ones: dict[int, Diagnostic] = {}
    for reading in Readings(context, lambda node: bool(traps(node))):
        for trap in traps(reading.number):
            here = caught(context, reading, trap)
            answer = context.prover.ask(here)
            if id(reading.number) in settled or isinstance(answer, Nobody):
                continue
            patient: dict[str, str] | Undecided | None = None
            with suppress(NotReplayed):  # a guard may be wider than what a run does: then nothing is shown
                patient = witness(context, here, _stops_at(context, reading))
            if isinstance(patient, dict):
                settled.add(id(reading.number))
                cause = _cause(context, reading, trap)
                found.setdefault(cause, (reading, trap, patient, []))[3].append(reading.number.span)
            else:
                why = patient or (answer if isinstance(answer, Undecided) else None)
                open_ones.setdefault(id(reading.number), _not_decided(context, reading, trap, why))
    for cause, (reading, trap, patient, places) in found.items():
        yield _finding(context, cause, reading, trap, patient, places[1:])
    yield from (finding for key, finding in open_ones.items() if key not in settled)


def traps(node: ir.Node) -> list[Trap]:
    """What a formula must not meet; none for operands that are written out and safe."""
    match node:
        case ir.Operation(op="/", right=right):
            found = [Trap(((right, _ZERO),), "zero", "a division by zero", "is not 0")]
        case ir.Function(name="sqrt", arguments=(argument,)):
            found = [Trap(((argument, _BELOW),), "negative", "the square root of a negative number", "is at least 0")]
        case ir.Function(name=("ln" | "log10"), arguments=(argument,)):
            why = "the logarithm of a number that is not above zero"
            found = [Trap(((argument, _UP_TO_ZERO),), "zero or less", why, "is over 0")]
        case ir.Power(base=base, exponent=exponent):
            zero = ((base, _ZERO), (exponent, _BELOW))
            root = ((base, _BELOW), (exponent, _FRACTIONS))
            found = [
                Trap(zero, "zero", "zero to a negative power", "is over 0"),
                Trap(root, "negative", "a power that is not whole, of a negative number", "is at least 0"),
            ]
        case _:
            return []
    return [trap for trap in found if not any(_is_safe(*operand) for operand in trap.operands)]


def _is_safe(operand: ir.AnyNumber, within: Intervals) -> bool:
    return isinstance(operand, ir.Const) and not within.holds(operand.value)


def caught(context: Context, reading: Reading, trap: Trap) -> Formula:
    """Who gets to a formula with all operands known, and such that it has no value."""
    prover = context.prover
    parts = [reading.when]
    for operand, within in trap.operands:
        if not isinstance(operand, ir.Const):
            parts += [prover.meaning.number_known(operand), prover.meaning.number_within(operand, within).true]
    return prover.space.all_of(parts)


def _stops_at(context: Context, reading: Reading) -> Shows:
    """Whether a run meets a fault on the line of the formula, other than a choice without an answer."""
    line = context.guideline.line(reading.number)
    return in_run(
        context,
        lambda result: any(
            line in fault.lines and not fault.message.startswith(("no ", "several ")) for fault in result.faults
        ),
    )


def _cause(context: Context, reading: Reading, trap: Trap) -> _Cause:
    """The input whose values leave the formula without one, where the operand is of that input alone."""
    subject, within = on_subject(*trap.operands[0])
    if isinstance(subject, ir.InputNumber):
        domain = domain_of(subject, context.guideline)
        if isinstance(domain, Numbers):
            return _Cause(subject, domain.replaced(domain.within & within), 0)
    return _Cause(None, None, reading.number.span.start)


def _finding(
    context: Context, cause: _Cause, reading: Reading, trap: Trap, patient: dict[str, str], others: Sequence[Span]
) -> Diagnostic:
    operand = _words(context, trap)
    labels = [(span, "nor has this") for span in others]
    if not _holds(reading.place, reading.number):
        labels.append((context.head(reading.place.span), "worked out here"))
    if cause.subject is not None and cause.values is not None:
        declared = context.guideline.inputs[cause.subject.name]
        labels.append((context.head(declared.span), "can be this"))
        said = f"for {region_words(cause.values, cause.subject, context)} this has no value: {trap.why}"
        help = f"leave that out of the plausible bounds of `{declared.name}`, or read this only where"
    else:
        read = dict.fromkeys(name for number, _ in trap.operands for name in inputs_read(number, context.guideline))
        inputs = context.guideline.inputs
        labels += [(context.head(inputs[name].span), f"can be {patient[name]}") for name in read if name in patient]
        said, help = f"`{operand}` may be {trap.is_}: {trap.why}", "read this only where"
    return context.finding(
        ARITHMETIC_UNDEFINED,
        context.head(reading.number.span),
        said,
        labels=labels,
        help=f"{help} `{operand}` {trap.safe}",
        witness=patient,
    )


def _words(context: Context, trap: Trap) -> str:
    """The operand as written, without brackets around the whole of it."""
    words = number_text(trap.operands[0][0], context.guideline)
    inner = words[1:-1]
    if words.startswith("(") and words.endswith(")") and "(" not in inner and ")" not in inner:
        return inner
    return words


def _holds(place: ir.Node, number: ir.Node) -> bool:
    return place.span.start <= number.span.start and number.span.end <= place.span.end


def _not_decided(context: Context, reading: Reading, trap: Trap, why: Undecided | None) -> Diagnostic:
    words = _words(context, trap)
    reason = f": {why.reason}" if why is not None else ""
    return context.finding(
        NOT_DECIDED,
        context.head(reading.number.span),
        f"whether `{words}` may be {trap.is_} here is not decided{reason}",
        help=f'read this only where `{words}` {trap.safe}, or say `allow MG000 because "…"`',
    )
