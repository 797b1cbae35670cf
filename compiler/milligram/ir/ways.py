"""How a trace tells the way on from a statement, for coverage and for drawings of the way that a patient takes.

Enters: nothing. Leaves: the numbers that stand in place of a branch where a statement has none; the ``id`` of a branch
or rule is never negative.

    when volume_depleted: …, id 12, true   ->   the step (12, HOLDS)
"""

from __future__ import annotations

HOLDS = -1
"""The condition of a ``when`` is true."""

FAILS = -2
"""The condition of a ``when`` is false."""

HALTED = -3
"""The pathway halts at this statement."""

ENDED = -4
"""A ``give`` or ``follow`` from which the pathway does not go on, for it ended or halted within."""
