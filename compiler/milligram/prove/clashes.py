"""Which of many formulas may hold together, found without a search.

Enters: formulas, most of them conjunctions of tests. Leaves: the pairs that no test keeps apart; most tables have none.

    age under 65, age at least 65 and frail, age at least 65   ->   (1, 2)

For each variable and each of its cells a bit set says which formulas allow the cell; what a formula meets is the
intersection, over its tests, of the unions over their cells. So a table of n rows takes n times its columns, not n².
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from milligram.prove.formula import AllOf, Formula, Space, Test


def tests_of(formula: Formula) -> dict[int, int]:
    """The tests that a formula makes outright: a mask for each variable, all of which must hold."""
    match formula:
        case Test(variable=variable, mask=mask):
            return {variable: mask}
        case AllOf(parts=parts):
            return {part.variable: part.mask for part in parts if isinstance(part, Test)}
        case _:
            return {}


def is_box(formula: Formula) -> bool:
    """Whether a formula is nothing but tests that must all hold."""
    return isinstance(formula, Test) or (
        isinstance(formula, AllOf) and all(isinstance(part, Test) for part in formula.parts)
    )


def clashing(space: Space, formulas: Sequence[Formula]) -> Iterator[tuple[int, int]]:
    """Pairs of indices, lower first, whose formulas are not seen to exclude each other."""
    boxes = [tests_of(formula) for formula in formulas]
    everyone = (1 << len(formulas)) - 1
    allowed: dict[int, list[int]] = {}
    for variable in sorted({variable for box in boxes for variable in box}):
        width = len(space.variables[variable].cells)
        by_cell = [0] * width
        silent = everyone
        for index, box in enumerate(boxes):
            if variable in box:
                silent &= ~(1 << index)
                for cell in range(width):
                    if box[variable] >> cell & 1:
                        by_cell[cell] |= 1 << index
        allowed[variable] = [found | silent for found in by_cell]
    for first, box in enumerate(boxes):
        if formulas[first] is space.false:
            continue
        meets = everyone & ~((2 << first) - 1)
        for variable, mask in box.items():
            here = 0
            for cell, found in enumerate(allowed[variable]):
                if mask >> cell & 1:
                    here |= found
            meets &= here
        while meets:
            lowest = meets & -meets
            meets ^= lowest
            second = lowest.bit_length() - 1
            if space.all_of([formulas[first], formulas[second]]) is not space.false:
                yield first, second
