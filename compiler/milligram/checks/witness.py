"""A typical patient who shows a fault, believed only after the interpreter has shown it too.

Enters: the formula of who shows it, and a question to the interpreter. Leaves: the patient in the author's words, ready
for a ``case``; or why nobody could be shown.

    gap over 60 mL/min   ->   {"creatinine_clearance": "90 mL/min"}
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import assert_never

from milligram.checks.context import UNSAID, Context
from milligram.checks.regions import number_words
from milligram.interpret import Result, evaluate
from milligram.interpret.faults import Faulty
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.prove.answers import Undecided
from milligram.prove.domains import Numbers, domain_of
from milligram.prove.formula import Formula
from milligram.prove.intervals import Intervals
from milligram.prove.patients import UNKNOWN_STEP, Draft, Key, Wanted, find_patient, is_decimal, patient_of
from milligram.prove.regions import lies_in
from milligram.quantity import Measure, parse_unit

Shows = Callable[[ir.Patient], bool]

_DIGITS = 6
"""How many digits behind the point a number is cut to at most."""

_AROUND = 10
"""How many round numbers on each side are tried in place of one whose digits do not end."""


def witness(
    context: Context, formula: Formula, shows: Shows, hit: tuple[ir.Subject, Fraction] | None = None
) -> dict[str, str] | Undecided | None:
    """A patient of the domain who makes a formula true and shows the fault; None where there is nobody.

    ``hit`` is a computed number that only one value of will do. A patient whose values do not end cannot be said in a
    case: another is looked for, and where there is none, no patient is shown.
    """
    found = context.prover.patient(formula, shows)
    if isinstance(found, dict) and not _all_said(found, context):
        found = (
            _rounded(context, shows, found)
            or (None if hit is None else _hitting(context, shows, *hit))
            or _beside(context, formula, shows, found)
        )
        return UNSAID if found is None else case_words(found, context)
    if isinstance(found, Undecided):
        wanted = Wanted(shows=shows, cost=lambda patient: Fraction(0 if shows(patient) else 1))
        searched = find_patient(context.guideline, {}, wanted, today=context.as_of, whole=context.searches)
        found = found if searched is None else searched
    return case_words(found, context) if isinstance(found, dict) else found


def _all_said(draft: Draft, context: Context) -> bool:
    """Whether a case can say every value of a patient."""
    return all(_can_be_said(key, value, context) for key, value in draft.items())


def _can_be_said(key: Key, value: ir.PatientValue, context: Context) -> bool:
    """Whether the digits of a value end, here or in the unit in which the author wrote it."""
    if not isinstance(value, Fraction) or is_decimal(value):
        return True
    return key[0] == "input" and not _value_words(value, context, key[1]).startswith("about ")


def _rounded(context: Context, shows: Shows, draft: Draft) -> Draft | None:
    """The patient with fewer digits, where that shows the fault as well."""
    for digits in range(_DIGITS + 1):
        fewer = {
            key: value if _can_be_said(key, value, context) else _cut(value, digits) for key, value in draft.items()
        }
        if shows(patient_of(fewer)):
            return fewer
    return None


def _cut(value: ir.PatientValue, digits: int) -> ir.PatientValue:
    return Fraction(round(value, digits)) if isinstance(value, Fraction) else value


def _beside(context: Context, formula: Formula, shows: Shows, draft: Draft) -> Draft | None:
    """Another patient near this one, by setting one number to one of few digits and solving for the others."""
    numbers = [(key, value) for key, value in draft.items() if key[0] == "input" and isinstance(value, Fraction)]
    if len(numbers) < 2:
        return None
    for (_, name), value in numbers:
        kind = context.guideline.inputs[name].type
        assert isinstance(kind, ir.NumberType)
        subject = ir.InputNumber(name=name, measure=kind.measure)
        domain = domain_of(subject, context.guideline)
        if not isinstance(domain, Numbers) or domain.step is not None:
            continue
        for number in _near(value):
            one = domain.keep(Numbers(within=Intervals.points([number])))
            if not one:
                continue
            exactly = context.prover.space.all_of([formula, lies_in(context.prover, subject, one)])
            found = context.prover.patient(exactly, shows)
            if isinstance(found, dict) and _all_said(found, context):
                return found
    return None


def _near(value: Fraction) -> Iterator[Fraction]:
    """Numbers of one digit and of none behind the point, around a number."""
    for unit in (Fraction(1, 10), Fraction(1)):
        for away in range(_AROUND):
            for number in dict.fromkeys((round(value / unit) + away, round(value / unit) - away)):
                yield number * unit


def _hitting(context: Context, shows: Shows, subject: ir.Subject, wanted: Fraction) -> Draft | None:
    """A patient whose computed number is exactly as wanted, from round values."""

    if isinstance(subject, ir.InputWord | ir.NamedWord | ir.SetSubject | ir.Flag | ir.NamedCondition):
        return None
    number: ir.AnyNumber = subject

    def value(patient: ir.Patient) -> Fraction | None:
        values = Values(context.guideline, patient)
        try:
            numbers = values.number(number) if may_be(values) else None
        except Faulty:
            return None
        return numbers[0] if numbers and len(numbers) == 1 and isinstance(numbers[0], Fraction) else None

    def cost(patient: ir.Patient) -> Fraction | None:
        found = value(patient)
        return None if found is None else abs(found - wanted)

    looked_for = Wanted(shows=shows, cost=cost, value=value, exactly=(wanted,))
    return find_patient(context.guideline, {}, looked_for, today=context.as_of, whole=context.searches)


# --- questions to the interpreter -------------------------------------------------------------------------------------


def may_be(values: Values) -> bool:
    """Whether the guideline is about a patient, who is not impossible."""
    if any(values.condition(rule.condition) for rule in values.guideline.impossible):
        return False
    return values.guideline.applies is None or values.condition(values.guideline.applies) is True


def in_run(context: Context, shows: Callable[[Result], bool]) -> Shows:
    """A question about what comes out for a patient whom the guideline is about."""

    def asked(patient: ir.Patient) -> bool:
        try:
            there = may_be(Values(context.guideline, patient))
        except Faulty:
            return False
        return there and shows(evaluate(context.guideline, patient))

    return asked


def faulty_at(
    context: Context,
    node: ir.Decide | ir.Table | ir.DefinedCases,
    *,
    true: Sequence[ir.AnyCondition] = (),
    false: Sequence[ir.AnyCondition] = (),
) -> Shows:
    """Whether the interpreter has no single answer for a patient at this very place, and knows these conditions true
    and those false: with fewer values known, the place may be at fault for other reasons."""

    def told(values: Values) -> bool:
        return all(values.condition(one) is True for one in true) and all(
            values.condition(one) is False for one in false
        )

    match node:
        case ir.Decide(id=place):
            run = in_run(context, lambda result: _faulty_in(result, place))
            return lambda patient: run(patient) and told(Values(context.guideline, patient))
        case ir.Table(outputs=outputs):
            names = [name for name, _ in outputs]
        case ir.DefinedCases(name=name):
            names = [name]
        case _:
            assert_never(node)

    def asked(patient: ir.Patient) -> bool:
        values = Values(context.guideline, patient)
        try:
            there = may_be(values) and told(values)
        except Faulty:
            return False
        return there and any(_is_faulty(values, name, node) for name in names)

    return asked


def _faulty_in(result: Result, place: int) -> bool:
    """Whether a run stopped at a decision for its fault: one that only asks for a value stops there too."""
    messages = {fault.message for fault in result.faults}
    return any(e.id == place and e.what == "halted" and e.outcome in messages for e in result.trace)


def _is_faulty(values: Values, name: str, home: ir.Node) -> bool:
    try:
        values.named(name)
    except Faulty as fault:
        places = (home, *getattr(home, "rows", ()), *getattr(home, "cases", ()))
        return any(place is node for place in places for node in fault.nodes)
    return False


# --- in words ---------------------------------------------------------------------------------------------------------

_DAYS = Measure(parse_unit("d"))


def case_words(draft: Draft, context: Context) -> dict[str, str]:
    """The patient as a case says it, in the order of declaration; a regimen's state behind the inputs."""
    order = list(context.guideline.inputs)
    given: list[tuple[int, str, str]] = []
    for (kind, name), value in draft.items():
        rank = order.index(name) if name in order else len(order)
        if kind == "input":
            given.append((rank, name, _value_words(value, context, name)))
        elif value == UNKNOWN_STEP:
            given.append((rank, f"{name} {kind}", UNKNOWN_STEP))
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
