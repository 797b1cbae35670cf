"""Looking ahead into a block.

Enters: a block and a patient's values. Leaves: the statements that it comes to, and how surely; nothing is said.

    decide: a: give x, not a: give y,  a unknown   ->   (the decide, True), (give x, False), (give y, False)
"""

from __future__ import annotations

from collections.abc import Iterator

from milligram.interpret.selection import select
from milligram.interpret.values import Values
from milligram.ir import nodes as ir


def reached(values: Values, body: tuple[ir.AnyStatement, ...]) -> Iterator[tuple[ir.AnyStatement, bool]]:
    """The statements that a block comes to, each with whether that is sure. Nothing is said and nothing asked.

    Where the block would halt to ask, all branches not ruled out and what follows are possible.
    """
    yield from _Ahead(values).block(body, True)


class _Ahead:
    def __init__(self, values: Values) -> None:
        self.values = values
        self.following: list[str] = []
        self.sure = True
        self.ended = False

    def block(self, body: tuple[ir.AnyStatement, ...], sure: bool) -> Iterator[tuple[ir.AnyStatement, bool]]:
        for statement in body:
            if self.ended:
                return
            certain = sure and self.sure
            yield statement, certain
            match statement:
                case ir.When(condition=condition, body=inner):
                    answer = self.values.condition(condition)
                    if answer is not False:
                        yield from self.block(inner, certain and answer is True)
                case ir.Decide():
                    yield from self.decide(statement, certain)
                case ir.Follow(part=part) if part in self.values.guideline.parts and part not in self.following:
                    self.following.append(part)
                    yield from self.block(self.values.guideline.parts[part].body, certain)
                    self.following.pop()
                case ir.End():
                    self.ended = certain
                case ir.Continue() if certain:
                    return
                case _:
                    pass

    def decide(self, node: ir.Decide, sure: bool) -> Iterator[tuple[ir.AnyStatement, bool]]:
        branches = [branch for branch in node.branches if branch.kind != "unknown"]
        conditions = [branch.condition for branch in branches]
        chosen = select(self.values.condition, conditions, first_that_applies=node.first_that_applies)
        unknown = [branch for branch in node.branches if branch.kind == "unknown"]
        if chosen.true:
            yield from self.block(branches[chosen.true[0]].body, sure)
        elif unknown:
            yield from self.block(unknown[0].body, sure)
        else:
            for index in chosen.open:
                yield from self.block(branches[index].body, False)
            self.sure = False
