"""How much work may be spent on proofs.

Enters: a number of steps, and seconds if they are limited too. Leaves: whether there is some left, asked again and
again; once it is spent it stays spent.

    budget = Budget(nodes=1_000_000, seconds=10)
    budget.spend(25)     ->  True
    …
    budget.spend(25)     ->  False, and budget.reason is "the search took more than 10 s"

A step is one look at a part of a formula or of a clause, a fraction of a microsecond: steps are counted, so that an
answer does not depend on the machine; the clock is a second limit, and is looked at rarely.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

_BETWEEN_LOOKS = 4096
"""Steps between two looks at the clock."""


class Budget:
    """Steps and seconds for all the questions of one check; the seconds count from the first step."""

    def __init__(
        self, nodes: int = 20_000_000, seconds: float | None = None, clock: Callable[[], float] = monotonic
    ) -> None:
        self.nodes = nodes
        self.seconds = seconds
        self.spent = 0
        self.searched = 0
        """Patients looked at by searches of last resort, which share a limit over all of a guideline."""
        self.reason: str | None = None
        self._clock = clock
        self._deadline: float | None = None
        self._next_look = 0

    def spend(self, n: int = 1) -> bool:
        """Take ``n`` steps out; False when they, or the time, are used up."""
        if self.reason is not None:
            return False
        self.spent += n
        if self.spent > self.nodes:
            self.reason = f"the search took more than {self.nodes:,} steps"
            return False
        if self.seconds is not None and self.spent >= self._next_look:
            self._next_look = self.spent + _BETWEEN_LOOKS
            return self.in_time()
        return True

    def in_time(self) -> bool:
        """Look at the clock now; False when the time, or the steps, are used up."""
        if self.reason is None and self.seconds is not None:
            if self._deadline is None:
                self._deadline = self._clock() + self.seconds
            elif self._clock() > self._deadline:
                self.reason = f"the search took more than {self.seconds:g} s"
        return self.reason is None

    @property
    def steps_left(self) -> int:
        """Steps that may still be taken."""
        return 0 if self.reason is not None else max(0, self.nodes - self.spent)

    @property
    def seconds_left(self) -> float | None:
        """Seconds that may still pass; None where they are not limited."""
        if self.seconds is None:
            return None
        if self.reason is not None:
            return 0.0
        return self.seconds if self._deadline is None else max(0.0, self._deadline - self._clock())

    @property
    def why(self) -> str:
        """The reason in words, to be asked for only when spent."""
        return self.reason or "the search was given up"
