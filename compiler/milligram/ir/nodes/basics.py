"""What every node has."""

from __future__ import annotations

from dataclasses import dataclass, field

from milligram.source import NOWHERE, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Anything with a place in the source; places do not count when two nodes are compared."""

    span: Span = field(default=NOWHERE, compare=False)
