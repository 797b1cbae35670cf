"""MG308 mixed doses: one drug counted in units of several kinds, none of which converts into another.

    5 units of insulin  and  5 mg of insulin   ->  a mass is no number of units
    500 mg of glucose   and  5 mL of glucose   ->  how much is in a mL is nowhere said

Mass, amount and equivalents are one kind, for the substance converts them (or MG301 and MG304 say that it does not);
units and international units are one. A count of tablets or puffs is of no kind: it says itself that it is a form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from milligram.checks.context import Context
from milligram.checks.doses import period_of
from milligram.diagnostics import Diagnostic, Severity
from milligram.diagnostics.registry import MIXED_DOSES
from milligram.ir import nodes as ir
from milligram.ir.print import title_of
from milligram.ir.walk import all_statements
from milligram.quantity import Measure, display
from milligram.quantity.ucum import AMOUNTS, ARBITRARY
from milligram.quantity.unit import split_prefix
from milligram.source import Span

_VOLUME, _UNITS, _MATTER, _ACTIVITY = "volume", "units", "matter", "activity"
_RADIOACTIVE = ("Bq", "Ci")


@dataclass(frozen=True, slots=True)
class _Usual:
    """How a drug is counted, and where that is said; ``declared`` by the drug itself, else by most of its doses."""

    kind: str
    place: Span
    unit: str
    declared: bool


def check(context: Context) -> Iterator[Diagnostic]:
    """Every drug, once for each kind of unit that is not the one in which it is declared, or else mostly given."""
    given: dict[str, dict[str, list[ir.Give]]] = {}
    for statement in all_statements(context.guideline):
        if isinstance(statement, ir.Give) and statement.dose is not None:
            kind = kind_of(statement.dose.amount.measure)
            if kind is not None:
                given.setdefault(statement.what, {}).setdefault(kind, []).append(statement)
    for what, kinds in given.items():
        usual = _declared(context, what) or _mostly(context, kinds)
        for kind, gives in kinds.items():
            if kind != usual.kind:
                yield _finding(context, gives, usual)


def _declared(context: Context, what: str) -> _Usual | None:
    """What ``substance insulin, in unit`` says."""
    substance = context.guideline.substances.get(what)
    if substance is None or substance.in_unit is None:
        return None
    kind, place = kind_of(Measure(substance.in_unit)), context.head(context.guideline.drugs[what].span)
    return None if kind is None else _Usual(kind, place, display(substance.in_unit), declared=True)


def _mostly(context: Context, kinds: Mapping[str, list[ir.Give]]) -> _Usual:
    """The kind with the most doses, the first of equals."""
    kind = max(kinds, key=lambda kind: len(kinds[kind]))
    first = kinds[kind][0]
    return _Usual(kind, context.head(first.span), _unit(first), declared=False)


def kind_of(measure: Measure) -> str | None:
    """The kind of what a dose, or an infusion, counts; None for forms, and for what is no dose."""
    counted, _ = period_of(measure)
    if any(split is not None and split[1] in _RADIOACTIVE for split in map(split_prefix, dict(counted.unit.parts))):
        return _ACTIVITY
    if counted.unit.dimension == (("m", 3),):
        return _VOLUME
    bases = {base for base, _ in counted.unit.dimension}
    if bases and bases <= ARBITRARY:
        return _UNITS
    return _MATTER if bases and bases <= AMOUNTS else None


def _unit(give: ir.Give) -> str:
    assert give.dose is not None
    return display(give.dose.amount.measure.unit)


def _finding(context: Context, gives: list[ir.Give], usual: _Usual) -> Diagnostic:
    first, *others = gives
    title = title_of(context.guideline, first.what)
    assert first.dose is not None
    repair = f"write this dose in {usual.unit}"
    if kind_of(first.dose.amount.measure) == _VOLUME:
        repair += "; the volume may follow it, as in `in 10 mL`"
    there = f"declared in {usual.unit} and given" if usual.declared else f"given in {usual.unit} elsewhere and"
    return context.finding(
        MIXED_DOSES,
        context.head(first.span),
        f"{title} is {there} in {_unit(first)} here: neither converts into the other",
        labels=[
            (usual.place, f"{'declared' if usual.declared else 'given'} in {usual.unit}"),
            *((context.head(other.span), f"given in {_unit(other)}") for other in others),
        ],
        help=repair,
        severity=Severity.ERROR if usual.declared else None,
    )
