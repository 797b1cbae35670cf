"""Scores as sums of whole numbers, where all that their lines read is known.

Enters: a score. Leaves: lines that assign its sum, in steps of which all its points are multiples; None where
something that a line reads is not known, so that the exact support tells what is possible.

    1 when confusion                             if confusion is None or age is None:
    1 when age at least 65 years         ->          curb65 = None
                                                 else:
                                                     curb65 = (1 if confusion else 0) + (1 if age >= 65 else 0)
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from milligram.ir import nodes as ir

from milligram_targets.python.fast.formulas import Figure, common, times

if TYPE_CHECKING:
    from milligram_targets.python.fast.settling import Settling


def score(settling: Settling, home: ir.Score, variable: str) -> Figure | None:
    """Writes a score; how its number is read, or None where it is not of this kind."""
    worth: list[Figure] = []
    for line in home.lines:
        found = settling.figure(line.points)
        if found is None or found.step is None:
            return None
        worth.append(found)
    conditions = [line.condition for line in home.lines if line.condition is not None]
    leaves = settling.all_leaves(conditions)
    if leaves is None:
        return None
    step = common([each.step for each in worth if each.step is not None])
    needs = (*leaves, *(need for each in worth for need in each.needs))
    settled: list[bool] = []
    settling.assign(variable, needs, lambda: settled.append(_sum(settling, home, worth, step, variable)))
    if not all(settled):
        return None
    low = sum((_least(each, line) for each, line in zip(worth, home.lines, strict=True)), Fraction(0))
    high = sum((_most(each, line) for each, line in zip(worth, home.lines, strict=True)), Fraction(0))
    return Figure(text=variable, low=low, high=high, needs=(variable,), step=step)


def _least(worth: Figure, line: ir.ScoreLine) -> Fraction:
    return worth.low if line.condition is None else min(worth.low, Fraction(0))


def _most(worth: Figure, line: ir.ScoreLine) -> Fraction:
    return worth.high if line.condition is None else max(worth.high, Fraction(0))


def _sum(settling: Settling, home: ir.Score, worth: list[Figure], step: Fraction, variable: str) -> bool:
    code = settling.locals.code
    parts: list[str] = []
    for line, each in zip(home.lines, worth, strict=True):
        assert each.step is not None
        points = times(each.text, int(each.step / step))
        if line.condition is None:
            parts.append(points)
            continue
        told = settling.truths.told(line.condition)
        if told.doubt != "False":
            return False
        if told.true == "True":
            parts.append(points)
        elif told.true != "False":
            parts.append(f"({points} if {told.true} else 0)")
    code.add(f"{variable} = {' + '.join(parts) or '0'}")
    code.path.known.add(variable)
    return True
