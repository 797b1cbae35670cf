"""How a statement or a block of statements ended.

Enters: nothing. Leaves: `Flow`.

    end because "…"   ->   Flow.END
"""

from __future__ import annotations

from enum import Enum, auto


class Flow(Enum):
    """``LEAVE`` is ``continue``: out of the innermost block, and on."""

    ON = auto()
    LEAVE = auto()
    END = auto()
    HALT = auto()
