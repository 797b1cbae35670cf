"""Looking ahead: what a step may give, or stop, before anything runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from milligram_targets.python.support.cases import select
from milligram_targets.python.support.conditions import Truth
from milligram_targets.python.support.data import Data
from milligram_targets.python.support.record import Rule

# --- looking ahead ---


class MayGive(Data, kw_only=False):
    """A drug that a step gives, with the rules on it."""

    rules: tuple[Rule, ...]


class MayStop:
    """A stop or hold of what the regimen delivers."""


class MayEnd:
    """The end of the pathway."""


class MayLeave:
    """Leaving the innermost block."""


class MayRun(Data, kw_only=False):
    """Statements that run if a condition holds; None is always."""

    when: Truth | None
    body: tuple[Ahead, ...]


class MayTake(Data, kw_only=False):
    """Branches of a decision, and the one for when none can be told."""

    branches: tuple[MayRun, ...]
    unknown: tuple[Ahead, ...] | None
    first_that_applies: bool = False


Ahead: TypeAlias = "MayGive | MayStop | MayEnd | MayLeave | MayRun | MayTake"
"""A statement as far as it matters for what a step gives."""


class LookingAhead:
    """The gives and stops that statements come to, each with whether it is sure."""

    def __init__(self) -> None:
        self.sure = True
        self.ended = False

    def block(
        self, body: tuple[Ahead, ...], sure: bool
    ) -> Iterator[tuple[MayGive | MayStop, bool]]:
        """Where a block would halt to ask, all branches that are left are possible."""
        for item in body:
            if self.ended:
                return
            certain = sure and self.sure
            if isinstance(item, MayGive | MayStop):
                yield item, certain
            elif isinstance(item, MayRun):
                answer = True if item.when is None else item.when.value()
                if answer is not False:
                    yield from self.block(item.body, certain and answer is True)
            elif isinstance(item, MayTake):
                yield from self.decision(item, certain)
            elif isinstance(item, MayEnd):
                self.ended = certain
            elif certain:
                return

    def decision(
        self, item: MayTake, sure: bool
    ) -> Iterator[tuple[MayGive | MayStop, bool]]:
        """The branch to take, or all that are left."""
        conditions = [branch.when for branch in item.branches]
        chosen = select(conditions, item.first_that_applies)
        if chosen.true:
            yield from self.block(item.branches[chosen.true[0]].body, sure)
        elif item.unknown is not None:
            yield from self.block(item.unknown, sure)
        else:
            for at in chosen.open:
                yield from self.block(item.branches[at].body, False)
            self.sure = False
