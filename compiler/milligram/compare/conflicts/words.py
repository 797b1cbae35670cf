"""Two guidelines in the words of their authors: regions with units, and a patient of both.

Enters: a product and its prover. Leaves: plain texts. What only one side has keeps its own name; where the other side
uses that name for something else, it says whose it is.

    {creatinine_clearance: 20 to 30}   ->   "creatinine clearance 20 to under 30 mL/min"
    {"2 level": 5 mmol/L}              ->   "level (iron) 5 mmol/L"
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from milligram.checks.regions import box_words
from milligram.compare.product import RIGHT, Product
from milligram.compare.wording import Wording
from milligram.ir import nodes as ir
from milligram.ir.print import title_of
from milligram.prove.formula import UNKNOWN
from milligram.prove.prover import Prover
from milligram.prove.regions import Box, Regions
from milligram.syntax import nodes as ast

D = TypeVar("D", ir.Input, ir.Regimen)

LONGEST = 180
"""A region in more characters is told in part, or not at all: nobody reads on."""

_OF_RIGHT = f"{RIGHT} "


@dataclass(frozen=True, kw_only=True)
class Words(Wording):
    """The product as the words of checks need it: its prover, and the numbers as either author wrote them."""

    @classmethod
    def of(cls, product: Product, prover: Prover) -> Words:
        """The words of a product; what the sides call alike, and is not one, is told apart by their names."""
        whole = product.guideline
        return cls(
            source=whole.source,
            file=ast.File(declarations=()),
            guideline=replace(
                whole, inputs=_told_apart(whole.inputs, product), regimens=_told_apart(whole.regimens, product)
            ),
            product=product,
            asked=prover,
        )

    def plain(self, patient: Mapping[str, str]) -> dict[str, str]:
        """A patient by the authors' names."""
        return {self._plain(name): value for name, value in patient.items()}

    def _plain(self, name: str) -> str:
        whole = self.product.guideline
        own = name.removeprefix(_OF_RIGHT)
        first, blank, rest = own.partition(" ")
        if not any(f"{_OF_RIGHT}{first}" in names and first in names for names in (whole.inputs, whole.regimens)):
            return own
        side = self.product.left if own == name else self.product.right
        return f"{first} ({side.guideline.name}){blank}{rest}"

    # --- regions ------------------------------------------------------------------------------------------------------

    def regions(self, found: Regions) -> str:
        """``: box; or box``, with others said to be there; ``, such as this one`` where words do not help."""
        told = [self._box(box) for box in found.boxes]
        if not told or any(map(self._is_computed, found.boxes)) or len(told[0]) > LONGEST:
            return ", such as this one"
        short = told if len("; or ".join(told)) <= LONGEST else told[:1]
        if found.more or found.undecided is not None or len(short) < len(told):
            short.append("others")
        return f": {'; or '.join(short)}"

    def _is_computed(self, box: Box) -> bool:
        """Whether a box is over a formula that no author gave a name: its limits are nobody's words."""
        variables = self.asked.space.variables
        return any(variables[n].computed and not isinstance(variables[n].subject, ir.NamedNumber) for n in box)

    def _box(self, box: Box) -> str:
        variables = self.asked.space.variables
        parts: dict[str, Box] = {}
        for index, mask in box.items():
            subject = variables[index].subject
            if isinstance(subject, ir.StateNumber) and subject.which == "time" and mask == UNKNOWN:
                continue  # not begun, or its step says enough
            name = subject.name if isinstance(subject, ir.SetHas) else str(index)
            parts.setdefault(name, {})[index] = mask
        return ", ".join(box_words(part, self) for part in parts.values()) or "every patient of both"


def _told_apart(declared: Mapping[str, D], product: Product) -> dict[str, D]:
    """Declarations with labels that no two of them share."""
    left = product.left.guideline
    sides = {name: product.left if name in left.inputs or name in left.regimens else product.right for name in declared}
    titles = {name: title_of(side.guideline, name.removeprefix(_OF_RIGHT)) for name, side in sides.items()}
    shared = Counter(title.casefold() for title in titles.values())
    found: dict[str, D] = {}
    for name, each in declared.items():
        own, label = name.removeprefix(_OF_RIGHT), each.label
        if (f"{_OF_RIGHT}{own}" in declared and own in declared) or shared[titles[name].casefold()] > 1:
            label = f"{titles[name]} ({sides[name].guideline.name})"
        elif own != name:
            label = titles[name]
        found[name] = replace(each, label=label)
    return found
