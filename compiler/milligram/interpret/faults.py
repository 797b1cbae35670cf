"""A value that does not exist, on its way from a formula to the pathway that needed it.

Enters: the nodes at fault. Leaves: `Faulty`, caught where a pathway runs a statement and told as a fault of the result.

    1 / 0   ->   Faulty("division by zero", the operation)
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from milligram.ir import nodes as ir
from milligram.quantity import Undecided, Undefined


class Faulty(Exception):
    """A guideline's fault met in a run: one sentence, and the nodes it is about. Never leaves `evaluate`."""

    def __init__(self, message: str, *nodes: ir.Node) -> None:
        super().__init__(message)
        self.message = message
        self.nodes = nodes

    @staticmethod
    @contextmanager
    def arising(*nodes: ir.Node) -> Iterator[None]:
        """Names the nodes where arithmetic has no value or cannot be decided."""
        try:
            yield
        except (Undefined, Undecided) as error:
            raise Faulty(str(error), *nodes) from error
