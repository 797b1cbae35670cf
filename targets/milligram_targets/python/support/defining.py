"""How a define, a score or a table is written: a function of the patient's values.

Its value is found once for a patient.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial, wraps
from typing import TypeVar, cast

from milligram_targets.python.support.cases import Case
from milligram_targets.python.support.conditions import Truth
from milligram_targets.python.support.named import (
    NamedQuantity,
    NamedTruth,
    NamedWording,
)
from milligram_targets.python.support.quantities import Quantity
from milligram_targets.python.support.reading import Reader
from milligram_targets.python.support.words import Wording

R = TypeVar("R", bound="Reader")


def condition(define: Callable[[R], Truth]) -> Callable[[R], Truth]:
    """A define that is a condition."""

    @wraps(define)
    def found(p: R) -> Truth:
        known = p.kept_.get(define)
        if not isinstance(known, Truth):
            inner = cache(partial(define, p))
            actual = partial(found, p.actual_())
            known = p.kept_[define] = NamedTruth(define.__name__, inner, actual)
        return known

    return found


def quantity(define: Callable[[R], Quantity]) -> Callable[[R], Quantity]:
    """A define, a score or an output of a table that is a number."""

    @wraps(define)
    def found(p: R) -> Quantity:
        known = p.kept_.get(define)
        if not isinstance(known, Quantity):
            inner = cache(partial(define, p))
            actual = partial(found, p.actual_())
            known = NamedQuantity(p, define.__name__, inner, actual)
            p.kept_[define] = known
        return known

    return found


def wording(define: Callable[[R], Wording]) -> Callable[[R], Wording]:
    """A define or an output of a table that is a word or a text."""

    @wraps(define)
    def found(p: R) -> Wording:
        known = p.kept_.get(define)
        if not isinstance(known, Wording):
            inner = cache(partial(define, p))
            actual = partial(found, p.actual_())
            known = p.kept_[define] = NamedWording(define.__name__, inner, actual)
        return known

    return found


def table(define: Callable[[R], tuple[Case, ...]]) -> Callable[[R], tuple[Case, ...]]:
    """The rows of a table, for all its outputs."""

    @wraps(define)
    def found(p: R) -> tuple[Case, ...]:
        known = cast("tuple[Case, ...] | None", p.kept_.get(define))
        if known is None:
            known = p.kept_[define] = define(p)
        return known

    return found
