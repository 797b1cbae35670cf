"""Plain values for ``decide``, and what its outcome stands for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import TypeAlias, TypeVar

from milligram.quantity.exact import Number

from milligram_targets.python.support.accepted import Input
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


class Unordered(Exception):
    """Questions came in an order that an outcome does not tell."""


def days_on(state: RegimenState | None, today: date | None) -> Fraction | int | None:
    """The days on a step; None is unknown, as it is for who has not started."""
    if state is None or state.step == 0:
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
    """The bits of what a report asks for. Raises `Unordered`, `Faulty`."""
    found = value.reported()
    if found is None or isinstance(found, Range | OneOf):
        return bits_asked(value, names=names)
    return 0


def exact_reading(
    kind: type[V],
    values: Mapping[str, object],
    inputs: Mapping[str, Input],
    regimens: Mapping[str, int],
    today: date | None,
) -> V:
    """The patient as formulas and scores read it: every number exact."""
    known: dict[str, Value] = {}
    states: dict[str, RegimenState] = {}
    for name, value in values.items():
        if name in regimens:
            states[name] = (
                value if isinstance(value, RegimenState) else RegimenState(step=None)
            )
        elif isinstance(value, bool | str | frozenset | date | Fraction):
            known[name] = value
        elif isinstance(value, float):
            known[name] = Fraction(repr(value))
        elif isinstance(value, int):
            known[name] = Fraction(value)
    return kind(known, states, today)
