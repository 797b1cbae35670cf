"""Room for long chains of names.

Enters: a guideline. Leaves: a recursion limit that lets a value rest on as many others as the guideline declares.

    define d2000: not d1999   ->   read through 2000 names, where Python would stop after some 300

Values are found by plain Python calls, which take heap, not stack; the limit only has to allow them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from milligram.ir import nodes as ir

PER_NAME = 200
"""More calls than one name needs, its expression nested as deep as the parser lets it be."""


@contextmanager
def room_for(guideline: ir.Guideline) -> Iterator[None]:
    """Raises the recursion limit to what the guideline's names and parts need, and puts it back."""
    before = sys.getrecursionlimit()
    names = len(guideline.named) + len(guideline.parts)
    sys.setrecursionlimit(max(before, 2_000 + PER_NAME * names))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
