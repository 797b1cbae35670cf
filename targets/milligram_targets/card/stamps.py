"""What a row asks of a reader, which its stamp says.

Enters: the statements of a row. Leaves: one action, the strongest that its statements ask for in any case.

    hold infusion until …; advise "treat the reaction"; end    ->  HOLD
    when neck_spasm: advise against magnesium …; end            ->  STOP, not END
"""

from __future__ import annotations

from milligram.ir import nodes as ir
from milligram.ir.same import same
from milligram.ir.walk import statements

from milligram_targets.card.model import Action

Body = tuple[ir.AnyStatement, ...]

_RANK = (
    Action.STOP,
    Action.HOLD,
    Action.CAUTION,
    Action.GIVE,
    Action.GAP,
    Action.REFER,
    Action.ORDER,
    Action.ASK,
    Action.ADVISE,
    Action.SUGGEST,
    Action.USUAL,
    Action.NOTE,
)
"""Which statement names a row, the first that it holds."""
_NEEDS_CARE = {Action.STOP, Action.HOLD, Action.REFER}
_ALIKE = (Action.ADVISE, Action.SUGGEST)
"""Advice of which the author's first names a row: what goes with a suggestion makes it no stronger."""


class Stamps:
    """The actions of one guideline's blocks."""

    def __init__(self, guideline: ir.Guideline) -> None:
        self.guideline = guideline

    def of(self, body: Body, within: frozenset[str] = frozenset()) -> Action:
        """What a row asks for: the strongest of what it does in any case; failing that, of what it does under a
        condition. Words that leave the dose open beside a referral or a hold are a caution, not a blank."""
        own = dict.fromkeys(self.each(body, within))
        nested = self.each(tuple(statements(body)), within)
        if not own and not any(isinstance(statement, ir.Continue) for statement in body):
            own = dict.fromkeys(self._of_branches(body, nested, within))
        if Action.GAP in own and _NEEDS_CARE & {*own, *nested}:
            own[Action.CAUTION] = None
        if Action.SUGGEST in own:
            own.pop(Action.GAP, None)
        for action in _RANK:
            if action in own:
                return next(one for one in own if one in _ALIKE) if action in _ALIKE else action
        return Action.END if any(isinstance(statement, ir.End) for statement in body) else Action.USUAL

    def _of_branches(self, body: Body, nested: list[Action], within: frozenset[str]) -> list[Action]:
        """What a block asks for that only decides: what its branches agree on; else the strictest that any forbids,
        or what its author asks for first, which is no stronger than what every patient there gets."""
        decided = self._decided(body, within)
        if len(decided) > 1 and not decided & {Action.STOP, Action.HOLD, Action.CAUTION}:
            return nested[:1]
        return [one for one in _RANK if one in decided] or nested

    def each(self, body: Body, within: frozenset[str] = frozenset()) -> list[Action]:
        """What each statement of a block asks for, in the author's order."""
        found = []
        for statement in body:
            if isinstance(statement, ir.Follow):
                found.append(self._followed(statement.part, within))
            elif (action := _action_of(statement)) is not None:
                found.append(action)
        return found

    def _followed(self, name: str, within: frozenset[str]) -> Action:
        """What a part asks for. One that decides between actions only leads the reader on, to its own table."""
        part = self.guideline.parts.get(name)
        if part is None or name in within:
            return Action.ADVISE
        inside = within | {name}
        decided = self._decided(part.body, inside)
        if not decided:
            return self.of(part.body, inside)
        return next(iter(decided)) if len(decided) == 1 else Action.USUAL

    def _decided(self, body: Body, within: frozenset[str]) -> set[Action]:
        """What the branches of a block's own decisions ask for, where something is known."""
        return {
            self.of(branch.body, within)
            for statement in body
            if isinstance(statement, ir.Decide)
            for branch in statement.branches
            if branch.kind != "unknown"
        }

    def elsewhere(self, condition: ir.AnyCondition) -> Action:
        """What another pathway asks for under a condition under which this one only ends."""
        found = [
            self.of(one.body)
            for pathway in self.guideline.pathways
            for one in pathway.body
            if isinstance(one, ir.When) and same(one.condition, condition)
        ]
        return next((action for action in _RANK if action in found), Action.END)


def _action_of(statement: ir.AnyStatement) -> Action | None:
    match statement:
        case ir.AdviseAgainst() | ir.Stop():
            return Action.STOP
        case ir.Hold():
            return Action.HOLD
        case ir.Give():
            return Action.GIVE
        case ir.Unspecified():
            return Action.GAP
        case ir.Refer():
            return Action.REFER
        case ir.Order():
            return Action.ORDER
        case ir.Advise(notes=notes):
            return Action.SUGGEST if notes.strength == "conditional" else Action.ADVISE
        case ir.Start():
            return Action.ADVISE
        case ir.Suggest():
            return Action.SUGGEST
        case ir.Note():
            return Action.NOTE
        case _:
            return None
