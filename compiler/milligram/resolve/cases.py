"""Cases: a patient, and what must come out.

Enters: `ast.Case`. Leaves: `ir.Case`, its values exact and in the declared units; unknown and not mentioned are alike.

    glucose_now 150 mg/dL   ->   values["glucose_now"] = 8.326… (mmol/L of glucose)
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import assert_never

from milligram.diagnostics import Edit
from milligram.diagnostics.registry import IMPOSSIBLE_NUMBER, MISSING_PART, REPEATED_PART, WRONG_TYPE
from milligram.ir import nodes as ir
from milligram.quantity import Measure, MeasureError, UnitError, conversion
from milligram.quantity.unit import unit_of
from milligram.resolve.conditions import SPOKEN_FLAGS, words_among
from milligram.resolve.conflicts import Side
from milligram.resolve.context import Context
from milligram.resolve.declarations import iso_date
from milligram.resolve.expectations import expectation_of
from milligram.resolve.expressions import spoken_type
from milligram.resolve.names import find
from milligram.resolve.notes import notes_of
from milligram.resolve.plausible import judge
from milligram.resolve.quantities import constant_in, days_of, exact, measure_of, whole, words_of
from milligram.resolve.scope import Kind
from milligram.syntax import nodes as ast

_GIVEN: frozenset[Kind] = frozenset({"input"})
_LADDER: frozenset[Kind] = frozenset({"regimen"})


@dataclass(slots=True)
class _Known:
    """What a case says so far, and where."""

    values: dict[str, ir.PatientValue] = field(default_factory=dict)
    states: dict[str, ir.RegimenState] = field(default_factory=dict)
    places: dict[str, ast.Given] = field(default_factory=dict)


def case_of(ctx: Context, case: ast.Case, steps: dict[str, int]) -> ir.Case | None:
    """A case; None when a value or an expectation has no meaning. ``steps`` are the lengths of the regimens."""
    known = _Known()
    if _two_in_one(ctx, case):
        return None
    fine = [_given(ctx, given, known, steps) for given in case.given]
    for name, state in known.states.items():
        step_said, time_said = f"{name} step" in known.places, f"{name} time" in known.places
        if time_said and not step_said:
            given = known.places[f"{name} time"]
            ctx.report(
                MISSING_PART,
                f"the case says how long `{name}` has been on a step, and not on which",
                given.span,
                help=f"add `{name} step 1`",
            )
            known.states[name] = replace(state, step=None)
            fine.append(False)
    expectations = [expectation_of(ctx, expected) for expected in case.expectations]
    notes = notes_of(ctx, case.notes)
    if not case.expectations:
        ctx.report(
            MISSING_PART,
            f"the case `{case.name.value}` expects nothing",
            case.name.span,
            help="add a line such as `expect give …` or `expect ask …`",
        )
    if not all(fine) or any(each is None for each in expectations):
        return None
    return ir.Case(
        span=case.span,
        name=case.name.value,
        patient=ir.Patient(values=known.values, regimens=known.states),
        expectations=tuple(each for each in expectations if each is not None),
        notes=notes,
    )


_MANY = 3
"""So many values said twice are those of another patient."""


def _two_in_one(ctx: Context, case: ast.Case) -> bool:
    """Whether a case goes on as a second one, whose first line is lost; reported once, and not value by value."""
    firsts: dict[tuple[str, str | None], ast.Given] = {}
    again = [given for given in case.given if firsts.setdefault((given.name.name, given.state), given) is not given]
    if len({(given.name.name, given.state) for given in again}) < _MANY:
        return False
    start = again[0]
    ctx.report(
        REPEATED_PART,
        f"the case says `{start.name.name}` and {len(again) - 1} more values twice, as if a second patient began here",
        start.span,
        labels=[(firsts[start.name.name, start.state].span, "first here")],
        help='start a second patient with a line of its own, such as `case "older"`',
    )
    return True


def _given(ctx: Context, given: ast.Given, known: _Known, steps: dict[str, int]) -> bool:
    """Takes one statement about the patient up; False once a fault is reported."""
    name = given.name.name
    key = f"{name} {given.state}" if given.state else name
    first = known.places.setdefault(key, given)
    if first is not given:
        ctx.report(
            REPEATED_PART,
            f"the case says `{key}` twice",
            given.span,
            labels=[(first.span, "first here")],
            help="leave one of them out",
        )
        return False
    if given.state is not None:
        return _state(ctx, given, known, steps)
    symbol = find(ctx, given.name, _GIVEN)
    if symbol is None:
        return False
    if _unknown(given):
        return True
    value = _value(ctx, given, ctx.inputs[name])
    if value is None:
        return False
    known.values[name] = value
    return True


def _unknown(given: ast.Given) -> bool:
    return len(given.values) == 1 and isinstance(given.values[0], ast.Name) and given.values[0].name == "unknown"


def _state(ctx: Context, given: ast.Given, known: _Known, steps: dict[str, int]) -> bool:
    if find(ctx, given.name, _LADDER) is None:
        return False
    name = given.name.name
    state = known.states.get(name, ir.RegimenState(step=None))
    value = given.values[0] if given.values else None
    if not _unknown(given):
        if not isinstance(value, ast.Quantity):
            _wrong(ctx, given, "a number", f"write `{name} step 1` or `{name} time 2 weeks`")
            return False
        if given.state == "step":
            step = whole(ctx, value.number, value.span, "the step", least=0)
            if step is None:
                return False
            last = steps.get(name, step)
            if step > last:
                ctx.report(
                    IMPOSSIBLE_NUMBER,
                    f"`{name}` has no step {step}: its last is {last}",
                    value.span,
                    labels=[(ctx.scope.symbols[name].span, "declared here")],
                )
                return False
            state = replace(state, step=step)
        elif value.number.strip("0.") == "":
            # no time on the step yet: the step began today
            state = replace(state, time=Fraction(0))
        else:
            days = days_of(ctx, value, "the time on a step")
            if days is None:
                return False
            state = replace(state, time=days)
    known.states[name] = state
    return True


# --- values -----------------------------------------------------------------------------------------------------------


def _value(ctx: Context, given: ast.Given, to: ir.Input) -> ir.PatientValue | None:
    kind = to.type
    if isinstance(kind, ir.SetType):
        return _set(ctx, given, kind)
    if len(given.values) != 1:
        _wrong(ctx, given, "one value", f"`{to.name}` is {spoken_type(kind)}")
        return None
    value = given.values[0]
    match kind:
        case ir.NumberType():
            return _number(ctx, given, value, to, kind)
        case ir.FlagType():
            if isinstance(value, ast.Name) and value.name in ("yes", "no"):
                return value.name == "yes"
            _wrong(ctx, given, "yes or no", f"write `{to.name} yes` or `{to.name} no`")
            return None
        case ir.WordType(words=words):
            chosen = words_among(ctx, given.values, words, to.name)
            return chosen[0] if chosen else None
        case ir.DateType():
            return _date(ctx, given, value)
        case ir.TextType():
            return None
        case _:
            assert_never(kind)


def _set(ctx: Context, given: ast.Given, kind: ir.SetType) -> frozenset[str] | None:
    """The words of a set; ``none`` is the known empty set."""
    only = given.values[0] if len(given.values) == 1 else None
    if isinstance(only, ast.Name) and only.name in ("none", "no") and only.name not in kind.words:
        return frozenset()
    chosen = words_among(ctx, given.values, kind.words, given.name.name)
    return None if chosen is None else frozenset(chosen)


def _date(ctx: Context, given: ast.Given, value: ast.Node) -> date | None:
    if not isinstance(value, ast.Text):
        _wrong(ctx, given, "a date", f"write it as in `{given.name.name} 2026-11-22`")
        return None
    return iso_date(ctx, value.value, value.span)


def _number(ctx: Context, given: ast.Given, value: ast.Node, to: ir.Input, kind: ir.NumberType) -> Fraction | None:
    """A number in the input's unit; a bare number counts in it, as it does for patients."""
    if not isinstance(value, ast.Quantity):
        _wrong(ctx, given, "a number", f"`{to.name}` is {spoken_type(kind)}")
        return None
    if value.unit is None:
        literal = exact(ctx, value.number, value.span)
        found = None if literal is None else literal.value
    else:
        found = _per(ctx, value, kind.measure)
        if found is None:
            side = Side(to.name, ctx.scope.symbols[to.name].span, ctx.scope.symbols[to.name].span)
            const = constant_in(ctx, value, kind.measure, side, "a value of")
            found = None if const is None else const.value
    if found is None:
        return None
    if kind.whole and found.denominator != 1:
        ctx.report(
            IMPOSSIBLE_NUMBER,
            f"`{to.name}` is {words_of(value)}, where fractions are refused",
            value.span,
            labels=[(ctx.scope.symbols[to.name].span, "declared whole here")],
            help="write a whole number",
        )
        return None
    judge(ctx, to, value, found, value.span)
    return found


def _per(ctx: Context, value: ast.Quantity, declared: Measure) -> Fraction | None:
    """``2 mg/dL`` for an input ``in mmol/L of glucose per unit of insulin``: what is said is per that unit.

    None where the value does not stand for such a numerator; it is then judged as any other.
    """
    if declared.per_of is None or value.unit is None or value.unit.per is not None:
        return None
    below = [part for part, power in declared.unit.parts if power == -1]
    count = len(ctx.diagnostics)
    own = measure_of(ctx, value.unit)
    literal = exact(ctx, value.number, value.span)
    ctx.forget(count)
    if own is None or literal is None or not below:
        return None
    under = unit_of(((below[-1], 1),))
    try:
        conversion(own, declared, ctx.substances)
        return None
    except MeasureError:
        pass
    try:
        change = conversion(Measure(own.unit / under, own.of, declared.per_of), declared, ctx.substances)
    except (MeasureError, UnitError):
        return None
    return change(literal.value)


def _wrong(ctx: Context, given: ast.Given, wanted: str, repair: str) -> None:
    name = given.name.name
    symbol = ctx.scope.symbols[name]
    at = given.values[0].span.to(given.values[-1].span) if given.values else given.span
    said = SPOKEN_FLAGS.get(ctx.words(at).lower()) if wanted.startswith("yes or no") else None
    put = None if said is None else "yes" if said else "no"
    repair = f"write `{name} {put}`" if put else repair
    edits = [Edit(span=at, replacement=put, title=f"write `{put}`")] if put else []
    ctx.report(
        WRONG_TYPE,
        f"`{name}` is given `{ctx.words(at)}`, where {wanted} is needed",
        at,
        labels=[(symbol.span, "declared here")],
        help=repair,
        edits=edits,
    )
