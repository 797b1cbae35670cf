"""Defines by cases and tables as chains of ``if``, where all that their rows read is known.

Enters: the rows of one named value. Leaves: lines that assign its value, a word or a whole number of steps; None where
something that the rows read is not known, where no row applies, or where the source gives no value.

    table by age gives points                    if age is None:
      under 65 years           | 0                   points = None
      65 to under 75 years     | 1       ->      elif age < 65:
      …                                              points = 0
                                                 …

Rows that may apply together are left to the exact support, unless they give the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from milligram.ir import nodes as ir
from milligram.ir.same import same

from milligram_targets.python.fast.exclusive import Together, overlaps
from milligram_targets.python.fast.formulas import Figure, common, times

if TYPE_CHECKING:
    from milligram_targets.python.fast.settling import Settling

Row: TypeAlias = tuple["ir.AnyCondition | None", ir.AnyValue]
WORD = Figure(text="", low=Fraction(0), high=Fraction(0))
"""How a word is read: as it is."""


def values_of(home: ir.Table | ir.DefinedCases, name: str) -> tuple[Row, ...]:
    """The conditions and the values of one output; ``otherwise`` is None."""
    if isinstance(home, ir.DefinedCases):
        return tuple((case.condition, case.value) for case in home.cases)
    column = [output for output, _ in home.outputs].index(name)
    return tuple((row.condition, row.values[column]) for row in home.rows)


def cases(settling: Settling, rows: Sequence[Row], first: bool, variable: str) -> Figure | None:
    """Writes a value by cases; how its number is read, or None where it is not of this kind."""
    conditions = [condition for condition, _ in rows]
    leaves = settling.all_leaves([condition for condition in conditions if condition is not None])
    if leaves is None:
        return None
    together = overlaps(settling.guideline, conditions, first)
    if any(not same(rows[one][1], rows[other][1]) for one, other in together.pairs):
        return None
    found = _numbers(settling, rows)
    if found is None:
        return None
    written: list[bool] = []
    settling.assign(variable, leaves, lambda: written.append(_chain(settling, rows, together, found, variable)))
    if not all(written):
        return None
    return found if found is WORD else Figure(
        text=variable, low=found.low, high=found.high, needs=(variable,), step=found.step
    )  # fmt: skip


def _numbers(settling: Settling, rows: Sequence[Row]) -> Figure | None:
    """The step and the range of the values; None where one is no number of steps."""
    numbers: list[Figure] = []
    for _, value in rows:
        match value:
            case ir.WordValue() | ir.TextValue() | ir.UnspecifiedValue():
                continue
            case _:
                with settling.tried():
                    figure = settling.figure(value)
                if figure is None or figure.step is None:
                    return None
                numbers.append(figure)
    if not numbers:
        return WORD
    step = common([each.step for each in numbers if each.step is not None])
    low, high = min(each.low for each in numbers), max(each.high for each in numbers)
    return Figure(text="steps", low=low, high=high, step=step)


def _chain(settling: Settling, rows: Sequence[Row], together: Together, found: Figure, variable: str) -> bool:
    """Writes the chain; whether all of it is of this kind."""
    code = settling.locals.code
    otherwise = next((value for condition, value in rows if condition is None), None)
    tests: list[tuple[str, ir.AnyValue]] = []
    for condition, value in rows:
        if condition is None:
            continue
        told = settling.truths.told(condition)
        if told.doubt != "False":
            return False
        if tests and same(tests[-1][1], value):
            tests[-1] = (_either(tests[-1][0], told.true), value)
        elif told.true != "False":
            tests.append((told.true, value))
    if not together.gap and otherwise is None and tests:
        otherwise = tests.pop()[1]
    known: list[bool] = []
    word = "if"
    for test, value in tests:
        with code.block(f"{word} {test}:"):
            known.append(_assigned(settling, value, found, variable))
        word = "elif"
    if not tests:
        known.append(_assigned(settling, otherwise, found, variable))
    else:
        with code.block("else:"):
            known.append(_assigned(settling, otherwise, found, variable))
    if all(known):
        code.path.known.add(variable)
    return True


def _either(one: str, other: str) -> str:
    return one if one == other else f"({one} or {other})"


def _assigned(settling: Settling, value: ir.AnyValue | None, found: Figure, variable: str) -> bool:
    """Writes a value; whether it cannot be None. None is no value."""
    code = settling.locals.code
    match value:
        case None | ir.UnspecifiedValue():
            text, unsure = "None", True
        case ir.WordValue(word=word) | ir.TextValue(text=word):
            text, unsure = repr(word), False
        case _:
            figure = settling.figure(value)
            if figure is None or figure.step is None or found.step is None:
                text, unsure = "None", True  # too deep, where it stands
            else:
                needs = [need for need in figure.needs if need not in code.path.known]
                text, unsure = times(figure.text, int(figure.step / found.step)), bool(needs)
                if unsure:
                    text = f"None if {' or '.join(f'{need} is None' for need in needs)} else {text}"
    code.add(f"{variable} = {text}")
    return not unsure
