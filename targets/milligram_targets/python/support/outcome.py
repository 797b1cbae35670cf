"""Plain values for ``decide``, and what its outcome stands for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import TypeAlias, TypeVar, cast

from milligram.quantity.exact import Number

from milligram_targets.python.support.quantities import Range
from milligram_targets.python.support.reading import (
    Asking,
    Reader,
    RegimenState,
    Value,
    unknown_in,
)
from milligram_targets.python.support.record import Reportable
from milligram_targets.python.support.words import OneOf

V = TypeVar("V", bound=Reader)

Outcome: TypeAlias = "tuple[int, tuple[Number | None, ...]]"
"""What was decided, and the numbers worked out for it."""


NOT_STARTED = RegimenState(step=0)
"""The state of a regimen that a patient's values do not mention."""


NOT_KNOWN = RegimenState(step=None)
"""The state of a regimen of which nobody knows."""


class Unordered(Exception):
    """Questions came in an order that an outcome does not tell."""


NOT_SETTLED = float("nan")
"""Stands for a number that is not known: no comparison of it is true."""


def days_on(state: RegimenState, today: date | None) -> Fraction | int | None:
    """The days on a step; None is unknown, as it is for who has not started."""
    if state.step == 0:
        return None
    if state.time is None and state.since is not None and today is not None:
        return (today - state.since).days
    return state.time


def bits_asked(*parts: Asking, names: Mapping[str, int]) -> int:
    """The bits of what several things ask for. Raises `Unordered`."""
    found, last = 0, 0
    for name in unknown_in(*parts):
        bit = names.get(name)
        if bit is None or bit < last:
            raise Unordered
        found, last = found | bit, bit
    return found


def bits_reported(value: Reportable, names: Mapping[str, int]) -> int:
    """The bits of what a report asks for. Raises `Unordered`, `Faulty`, `Undecided`."""
    found = value.reported()
    if found is None or isinstance(found, Range | OneOf):
        return bits_asked(value, names=names)
    return 0


class Exactly(float):
    """A float on the right side of every number that it is compared with, and the
    exact value that it stands for."""

    exact: Fraction


MOST_WHOLE = 2**53
"""Beyond it not every whole number is a float."""


MOST_REAL = 10**300
"""Beyond it there is soon no float."""


def plain_number(value: Fraction, cuts: tuple[Fraction, ...]) -> int | float:
    """A number to decide on in place of an exact one. Raises `Unordered`."""
    if value.denominator == 1 and abs(value) < MOST_WHOLE:
        return int(value)
    if abs(value) > MOST_REAL:
        raise Unordered
    near = Exactly(float(value))
    decimal = Fraction(repr(float(near)))
    if any(
        (value > cut) - (value < cut) != (decimal > cut) - (decimal < cut)
        for cut in cuts
    ):
        raise Unordered
    near.exact = value
    return near


def exactly(value: object) -> Value | None:
    """A plain value as what it says exactly: a float is its shortest decimal."""
    if isinstance(value, Exactly):
        return value.exact
    if isinstance(value, float):
        exact = DECIMALS.get(value)
        if exact is None:
            if len(DECIMALS) >= MOST_DECIMALS:
                DECIMALS.clear()
            exact = DECIMALS[value] = Fraction(repr(value))
        return exact
    if isinstance(value, frozenset):
        return cast("frozenset[str]", value)
    if isinstance(value, bool | str | date | Fraction):
        return value
    return Fraction(value) if isinstance(value, int) else None


DECIMALS: dict[float, Fraction] = {}
"""Floats that were read before."""


MOST_DECIMALS = 20_000
"""So many of them are kept."""


def plain_values(
    p: Reader, cuts: Mapping[str, tuple[Fraction, ...]]
) -> dict[str, object]:
    """What `decide` takes, from values that were read exactly. Raises `Unordered`."""
    values: dict[str, object] = {
        name: plain_number(value, cuts.get(name, ()))
        if isinstance(value, Fraction)
        else value
        for name, value in p.values_.items()
    }
    for name, state in p.regimens_.items():
        whole = state.time is not None and state.time.denominator == 1
        values[name] = state._replace(time=int(state.time or 0)) if whole else state
    return values


def is_plain_state(value: object, last: int) -> bool:
    """Whether a regimen's state, if there is one, can be decided on as it is."""
    if value is None:
        return True
    if value.__class__ is not RegimenState:
        return False
    assert isinstance(value, RegimenState)
    step, time = value.step, value.time
    if step is None or value.since is not None:
        return False
    if step.__class__ is not int or not 0 <= step <= last:
        return False
    if time is None:
        return True
    return (
        step > 0 and (time.__class__ is int or time.__class__ is Fraction) and time >= 0
    )


def exact_reading(
    kind: type[V],
    values: Mapping[str, object],
    regimens: Mapping[str, int],
    today: date | None,
) -> V:
    """The patient as formulas and scores read it: every number exact."""
    known: dict[str, Value] = {}
    states: dict[str, RegimenState] = {}
    for name, value in values.items():
        if name in regimens:
            states[name] = NOT_KNOWN
            if isinstance(value, RegimenState):
                states[name] = value
        elif value is not None:
            found = exactly(value)
            if found is not None:
                known[name] = found
    return kind(known, states, today)
