"""A patient found by trying, where formulas do not follow what changed.

Enters: a product and a test that runs both sides. Leaves: a draft who shows a difference; None where none was found,
which proves nothing.

While a value is unknown, a score reckons with every plausible one; so other plausible bounds may change what it says,
which the formulas of a product, that has one domain for both, cannot show.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random
from typing import TypeAlias

from milligram.compare.product import Product
from milligram.interpret.faults import Faulty
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.ir.atoms import linear
from milligram.ir.walk import descend, homes, inputs_read
from milligram.prove.drafts import SOME_DAY
from milligram.prove.patients import Draft, choices_of, patient_of

Bounds: TypeAlias = tuple[Fraction, Fraction] | None

TRIES = 400
"""How many patients are tried for one input."""


def reckoned_with(product: Product) -> tuple[str, ...]:
    """The inputs with other plausible bounds, by their names in the product, that a score of either side reads."""
    left, right = product.left.guideline, product.right.guideline
    scored = {
        side.names.inputs.get(name, name)
        for side in (product.left, product.right)
        for home in side.guideline.named
        if isinstance(home, ir.Score)
        for name in inputs_read(home, side.guideline)
    }
    found: list[str] = []
    for theirs, ours in product.matching.inputs.items():
        one, other = left.inputs[ours], right.inputs[theirs]
        bounds = other.plausible
        if bounds is not None and theirs in product.right.names.scales:
            how = product.right.names.scales[theirs][1]
            bounds = (bounds[0] - how.offset) / how.factor, (bounds[1] - how.offset) / how.factor
        if ours in scored and _matters(product, ours, one.plausible, bounds):
            found.append(ours)
    return tuple(found)


def _matters(product: Product, name: str, one: Bounds, other: Bounds) -> bool:
    """Whether a threshold of an input lies within bounds of one side and not well within those of the other."""
    if one == other:
        return False
    marks: set[Fraction] = set()
    for home in homes(product.guideline):
        for band in descend(home):
            if isinstance(band, ir.Band):
                subject, factor, offset = linear(product.guideline, band.subject)
                if isinstance(subject, ir.InputNumber) and subject.name == name:
                    ends = (bound.value for bound in (band.low, band.high) if bound is not None)
                    marks.update((end.value - offset) / factor for end in ends if isinstance(end, ir.Const))
    return any(_within(mark, one) != _within(mark, other) for mark in marks)


def _within(mark: Fraction, bounds: Bounds) -> bool:
    return bounds is None or bounds[0] < mark < bounds[1]


def by_chance(product: Product, unknown: str | None, differs: Callable[[Draft], bool]) -> Draft | None:
    """A patient whose runs differ, with one input unknown, or with any that chance leaves out."""
    guideline = product.guideline
    choices = [
        (key, values)
        for key, values in choices_of(guideline, {}, SOME_DAY)
        if values and key != ("input", unknown) and not (key[0] != "input" and key[1].startswith("2 "))
    ]
    random = Random(0)
    for _ in range(TRIES):
        draft: Draft = {key: random.choice(values) for key, values in choices if random.random() < 0.9}
        for kind, name in list(draft):
            if kind == "time" and not draft.get(("step", name)):
                del draft[kind, name]
        if _possible(guideline, draft) and differs(draft):
            return draft
    return None


def _possible(guideline: ir.Guideline, draft: Draft) -> bool:
    values = Values(guideline, patient_of(draft))
    try:
        return not any(values.condition(rule.condition) for rule in guideline.impossible)
    except Faulty:
        return True
