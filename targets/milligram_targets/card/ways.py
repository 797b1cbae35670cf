"""What must hold on the way to a statement.

Enters: a block. Leaves: each of its statements with the conditions under which a reader comes to it: those it stands
under, and those that an earlier `end` leaves over.

    when volume_depleted: … end      ->  (give replacement, ("not volume depleted",))
    give replacement
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from milligram.ir import nodes as ir

from milligram_targets.card.wording import Wording

Body = tuple[ir.AnyStatement, ...]

_MOST_GOING = 2
"""Branches that go on from a decision, up to which each is told; of more, only that the decision does not end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A statement and the ``path`` to it, of which it stands under ``own`` itself. ``limited``: in a table of limits
    (`decide by`); ``decided``: in any decision; ``told``: the path says all, for no ``unknown`` or ``otherwise`` stands
    on it. ``barred`` are the conditions under which an earlier ``when`` has ended, ``left`` those that an earlier
    decision leaves over."""

    statement: ir.AnyStatement
    path: tuple[str, ...]
    own: tuple[str, ...]
    limited: bool
    decided: bool
    told: bool
    barred: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Here:
    path: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    limited: bool = False
    decided: bool = False
    told: bool = True
    parts: frozenset[str] = frozenset()
    barred: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    def past(self, *conditions: str) -> _Here:
        """Where these are left over by what ended before."""
        return replace(self, path=(*self.path, *(one for one in conditions if one not in self.path)))

    def under(self, *conditions: str) -> _Here:
        """Within a block that asks for these."""
        return replace(self.past(*conditions), own=(*self.own, *(one for one in conditions if one not in self.own)))


def ways(wording: Wording) -> tuple[Way, ...]:
    """Every statement of the pathways, and of the parts that they follow, in the author's order."""
    return tuple(way for pathway in wording.guideline.pathways for way in _ways(wording, pathway.body, _Here()))


def _ways(wording: Wording, body: Body, here: _Here) -> Iterator[Way]:
    for statement in body:
        match statement:
            case ir.When(condition=condition, body=inner):
                yield from _ways(wording, inner, here.under(*wording.conditions(condition)))
                if ends(inner):
                    here = here.past(wording.condition(ir.Not(operand=condition)))
                    here = replace(here, barred=(*here.barred, wording.condition(condition)))
            case ir.Decide(branches=branches):
                for branch in branches:
                    yield from _ways(wording, branch.body, _in_branch(wording, here, statement, branch))
                here = _beyond(wording, here, statement)
            case ir.Follow(part=part) if part in wording.guideline.parts and part not in here.parts:
                inside = replace(here, parts=here.parts | {part})
                yield from _ways(wording, wording.guideline.parts[part].body, inside)
            case _:
                yield Way(
                    statement=statement,
                    path=here.path,
                    own=here.own,
                    limited=here.limited,
                    decided=here.decided,
                    told=here.told,
                    barred=here.barred,
                    left=tuple(one for one in here.left if one not in here.own),
                )


def _in_branch(wording: Wording, here: _Here, decide: ir.Decide, branch: ir.Branch) -> _Here:
    inside = replace(here, decided=True, limited=here.limited or bool(decide.subjects))
    if branch.condition is None:
        return replace(inside, told=False)
    if decide.subjects:
        return inside.under(_label(wording, decide, branch))
    return inside.under(*wording.conditions(branch.condition))


def _beyond(wording: Wording, here: _Here, decide: ir.Decide) -> _Here:
    """What holds after a decision of which some branches end."""
    going = [branch for branch in decide.branches if not ends(branch.body)]
    if len(going) == len(decide.branches) or not going:
        return here
    if any(branch.condition is None for branch in going):
        return replace(here, told=False)
    if decide.first_that_applies or len(going) > _MOST_GOING:
        asked = decide.question or wording.subjects(decide.subjects)
        left = wording.say("not_ended", asked)
    else:
        left = f" {wording.say('or')} ".join(_label(wording, decide, branch, len(going) > 1) for branch in going)
    return replace(here.past(left), left=(*here.left, left))


def _label(wording: Wording, decide: ir.Decide, branch: ir.Branch, one_of_several: bool = False) -> str:
    if decide.subjects:
        return f"{wording.subjects(decide.subjects)} {wording.branch(branch)}"
    if one_of_several and branch.condition is not None:
        return wording.beside(branch.condition, "or")
    return wording.branch(branch)


def ends(body: Body) -> bool:
    """Whether every way through a block ends the pathway."""
    for statement in body:
        match statement:
            case ir.End():
                return True
            case ir.Decide(branches=branches) if all(ends(branch.body) for branch in branches):
                return True
            case _:
                pass
    return False
