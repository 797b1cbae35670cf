"""Comparing blocks of statements, and looking ahead into them.

Enters: blocks. Leaves: whether two say the same; which statements a block reaches for a patient, and how surely.

    same_bodies((give x [r1],), (give x [r2],))   ->   True        notes, ids and places do not count
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from milligram.interpret.selection import select
from milligram.interpret.values import Values
from milligram.ir import nodes as ir

_NOT_MEANING = {"id", "span", "notes"}


def same_bodies(left: tuple[ir.AnyStatement, ...], right: tuple[ir.AnyStatement, ...]) -> bool:
    """Whether two blocks do the same."""
    return _shape(left) == _shape(right)


def _shape(node: object) -> object:
    """The node with only what it means."""
    if isinstance(node, tuple):
        return tuple(_shape(item) for item in node)
    if is_dataclass(node) and not isinstance(node, type) and isinstance(node, ir.Node):
        kept = (field.name for field in fields(node) if field.name not in _NOT_MEANING)
        return type(node), *(_shape(getattr(node, name)) for name in kept)
    return node


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
