"""A dose for one patient: its amount as data, and in words.

Enters: a give with its dose, the patient's values, the ladder it stands on. Leaves: the dose as data and the give with
every computed amount settled, or what must be asked first.

    150 mg/kg by weight, 60 kg   ->   GivenDose(amount=9000, unit="mg", of="acetylcysteine", …), "9000 mg"
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from milligram.interpret.faults import Faulty
from milligram.interpret.result import GO_ON, GivenDose, number_text
from milligram.interpret.unknowns import unknown_in_number
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.ir.print import binding, statement_text
from milligram.quantity import Number, check_length, display, spelling


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """The step of a ladder that a body belongs to. ``notes`` are the step's, ``call`` those of ``give REGIMEN``.

    ``meanwhile``: what lies beyond the last step is due, and the step goes on beside it.
    """

    regimen: ir.Regimen
    step: int
    notes: ir.Notes
    call: ir.Notes
    overdue: bool = False
    meanwhile: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Undosed:
    """A dose that cannot be given yet: what to ask."""

    unknown: tuple[str, ...]


def settle(values: Values, give: ir.Give, rung: Rung | None) -> tuple[GivenDose | None, str] | Undosed:
    """The dose and the text of a give. Raises `Faulty` where an amount has no value or is too long to be written."""
    ladder = GivenDose(route=rung.regimen.route, step=rung.step) if rung else None
    if give.dose is None:
        return ladder, _text(values, give, rung)
    amount, low = _one(values, give.dose.amount), None
    wanted = [give.dose.amount]
    if give.dose.low is not None:
        low = _one(values, give.dose.low)
        wanted.append(give.dose.low)
    if amount is None or (low is None and give.dose.low is not None):
        asked = (name for number in wanted for name in unknown_in_number(values, number))
        return Undosed(unknown=tuple(dict.fromkeys(asked)))
    volume = None if give.dose.volume is None else _one(values, give.dose.volume)
    with Faulty.arising(give):
        for number in (amount, low, volume):
            if number is not None:
                check_length(number)
    dose = replace(
        ladder or GivenDose(),
        amount=amount,
        low=low,
        unit=spelling(give.dose.amount.measure.unit),
        of=give.dose.of or give.what,
        measure=replace(give.dose.amount.measure, of=give.dose.of or give.dose.amount.measure.of or give.what),
        frequency=" ".join(schedule.text for schedule in give.dose.schedule) or None,
    )
    return dose, _text(values, replace(give, dose=_settled(give.dose, amount, low, volume)), rung)


def _one(values: Values, number: ir.AnyNumber) -> Number | None:
    members = values.number(number)
    return members[0] if members is not None and len(members) == 1 else None


def _settled(dose: ir.Dose, amount: Number, low: Number | None, volume: Number | None) -> ir.Dose:
    """The dose with literals in place of what was computed, for printing."""
    return replace(
        dose,
        amount=_literal(dose.amount, amount),
        low=None if dose.low is None or low is None else _literal(dose.low, low),
        volume=dose.volume if dose.volume is None or volume is None else _literal(dose.volume, volume),
        also=dose.also if isinstance(dose.amount, ir.Const) else (),  # they are equal to what is written
        limits=binding(dose),
        rounding=None,
    )


def _literal(number: ir.AnyNumber, value: Number) -> ir.AnyNumber:
    if isinstance(number, ir.Const):
        return number
    exact = value if isinstance(value, Fraction) else Fraction(0)  # only the text of it is used
    unit = display(number.measure.unit, value if isinstance(value, Fraction) else None)
    return ir.Const(measure=number.measure, value=exact, written=number_text(value), written_unit=unit or None)


def _text(values: Values, give: ir.Give, rung: Rung | None) -> str:
    text = statement_text(give, values.guideline)
    if rung is None:
        return text
    route = f", {rung.regimen.route}" if rung.regimen.route else ""
    if rung.meanwhile:
        text, route = GO_ON + text.removeprefix("give "), f"{route}, meanwhile"
    return f"{text}{route} ({rung.regimen.title}, step {rung.step}{', overdue' if rung.overdue else ''})"
