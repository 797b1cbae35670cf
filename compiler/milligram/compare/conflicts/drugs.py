"""What a drug surely is: what it delivers, and the classes it is of.

Enters: the declarations of a guideline, or of two as one. Leaves: names.

    substance magnesium_oxide, gives 1 magnesium; class laxative of magnesium_oxide, …
    ->  magnesium_oxide, magnesium, laxative
"""

from __future__ import annotations

from milligram.ir import nodes as ir
from milligram.ir.drugs import classes_above


class Surely:
    """What the drugs of a guideline surely are, each worked out once."""

    def __init__(self, guideline: ir.Guideline) -> None:
        self.guideline = guideline
        self._known: dict[str, frozenset[str]] = {}

    def of(self, name: str) -> frozenset[str]:
        """A drug, all that it delivers for sure, and their classes. Of a class that is what all its members have:
        whoever is told to give one of them may choose."""
        if name not in self._known:
            self._known[name] = frozenset((name,))  # a circle of declarations adds nothing
            found = {name}
            if (drug := self.guideline.drugs.get(name)) is not None:
                for given in drug.gives:
                    found |= self.of(given)
                if drug.members:
                    found |= frozenset.intersection(*map(self.of, drug.members))
            found |= classes_above(self.guideline, found)
            self._known[name] = frozenset(found)
        return self._known[name]
