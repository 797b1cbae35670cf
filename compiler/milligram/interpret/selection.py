"""Which branch, row or case applies.

Enters: conditions in order (None stands for ``otherwise``) and how each evaluates. Leaves: those that are true, and
those that are not ruled out.

    select(…, (true, unknown, None))   ->   Selection(true=(0,), open=(0, 1))

Every case counts alike, unless ``first that applies``: then a case is true if its condition is and all earlier ones are
false, and what stands after a true condition is not read. ``otherwise`` is true if all other conditions are false.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from milligram.ir import nodes as ir


class Selection(NamedTuple):
    """Indices of the cases that are true, and of those that are true or unknown."""

    true: tuple[int, ...]
    open: tuple[int, ...]


def select(
    evaluate: Callable[[ir.AnyCondition], bool | None],
    conditions: Sequence[ir.AnyCondition | None],
    *,
    first_that_applies: bool,
) -> Selection:
    """The cases that are true and those not ruled out, in the order of writing."""
    answers: list[bool | None] = []
    settled = False
    for condition in conditions:
        answer = False if condition is None or settled else evaluate(condition)
        settled = settled or (first_that_applies and answer is True)
        answers.append(answer)
    none_true = False if True in answers else (None if None in answers else True)
    answers = [
        none_true if condition is None else answer for condition, answer in zip(conditions, answers, strict=True)
    ]
    if first_that_applies:
        answers = _in_order(conditions, answers)
    return Selection(
        true=tuple(index for index, answer in enumerate(answers) if answer is True),
        open=tuple(index for index, answer in enumerate(answers) if answer is not False),
    )


def _in_order(conditions: Sequence[ir.AnyCondition | None], answers: Sequence[bool | None]) -> list[bool | None]:
    """A true case behind an unknown one is unknown."""
    effective: list[bool | None] = []
    doubtful = False
    for condition, answer in zip(conditions, answers, strict=True):
        effective.append(None if doubtful and answer is True and condition is not None else answer)
        doubtful = doubtful or (answer is None and condition is not None)
    return effective
