"""A product as the words and readings of the checks need it.

Enters: a product and what was asked about it. Leaves: a `Wording`, in place of the context of a check.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from milligram.checks.context import Context, shorter, written
from milligram.compare.product import Product
from milligram.prove.prover import Prover
from milligram.syntax import nodes as ast


@dataclass(frozen=True, kw_only=True)
class Wording(Context):
    """The product with its prover, and the numbers as either author wrote them."""

    product: Product
    asked: Prover

    @cached_property
    def prover(self) -> Prover:
        """What was asked about both."""
        return self.asked

    @cached_property
    def literals(self) -> Mapping[tuple[Fraction, str], str]:
        """How a number is written on either side, by its value and the unit it is counted in."""
        found: dict[tuple[Fraction, str], str] = {}
        for side in (self.product.left, self.product.right):
            for _, key, text in written(side.guideline):
                found[key] = shorter(found.get(key), text)
        return found


def wording(product: Product, prover: Prover) -> Wording:
    """The product of a comparison."""
    return Wording(
        source=product.left.guideline.source,
        file=ast.File(declarations=()),
        guideline=product.guideline,
        product=product,
        asked=prover,
    )
