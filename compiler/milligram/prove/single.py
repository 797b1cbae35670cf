"""Conditions that are all about one subject, and the values that each takes.

Enters: the conditions of a choice. Leaves: their `OneSubject`, or None where they are about several, or about none that
has values.

    curb65 under 2, curb65 is 2, curb65 at least 3   ->   curb65: {0, 1}, {2}, {3, 4, 5}
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from milligram.ir import nodes as ir
from milligram.prove.domains import Domain, Numbers, domain_of, only_subject, solutions
from milligram.prove.expansion import expanded
from milligram.prove.intervals import EVERYTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class OneSubject:
    """A subject, every value that it may have, and per condition those that satisfy it."""

    subject: ir.Subject
    domain: Domain
    values: tuple[Domain, ...]


def on_one_subject(
    conditions: Sequence[ir.AnyCondition],
    guideline: ir.Guideline,
    head: ir.Subject | None = None,
    domain: Callable[[ir.Subject], Domain | None] | None = None,
) -> OneSubject | None:
    """The one subject of conditions. ``head`` is it where they may all be ``any``; ``domain`` gives its values."""
    full = [expanded(condition, guideline) for condition in conditions]
    subject = only_subject(tuple(full))
    if subject is None and full and all(isinstance(condition, ir.Always) for condition in full):
        subject = head
    if subject is None:
        return None
    whole = domain(subject) if domain is not None else _domain(subject, guideline)
    values = [] if whole is None else [solutions(condition, whole) for condition in full]
    there = tuple(each for each in values if each is not None)
    if whole is None or len(there) < len(full):
        return None
    return OneSubject(subject=subject, domain=whole, values=there)


def _domain(subject: ir.Subject, guideline: ir.Guideline) -> Domain | None:
    """Every value a subject can have; any number, for one that is computed or a sum."""
    match subject:
        case ir.InputWord() | ir.NamedWord() | ir.SetSubject() | ir.Flag() | ir.NamedCondition():
            return domain_of(subject, guideline)
        case ir.NamedNumber():
            return Numbers(within=EVERYTHING)
        case _:
            return domain_of(subject, guideline) or Numbers(within=EVERYTHING)
