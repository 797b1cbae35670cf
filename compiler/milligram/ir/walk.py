"""Walks over the IR: what a node contains, which inputs it reads, whether a block can end its pathway.

Enters: any IR node. Leaves: its parts in the author's order.

    inputs_read(Band(subject=NamedNumber("curb65"), …), guideline)  ->  ("confusion", "urea_level", "resp_rate", …)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from milligram.ir import nodes as ir
from milligram.source import tree


def descend(node: ir.Node) -> Iterator[ir.Node]:
    """A node and everything inside it, parents first. Names are not followed to what they stand for."""
    return tree.descend(node, ir.Node)


def statements(body: Iterable[ir.AnyStatement]) -> Iterator[ir.AnyStatement]:
    """Every statement of a block, nested ones included; parts that it follows are not entered."""
    for statement in body:
        yield statement
        match statement:
            case ir.When(body=inner):
                yield from statements(inner)
            case ir.Decide(branches=branches):
                for branch in branches:
                    yield from statements(branch.body)
            case _:
                pass


def running_blocks(guideline: ir.Guideline) -> Iterator[tuple[ir.AnyStatement, ...]]:
    """The blocks that run without being followed: pathways, steps, what lies beyond them, cautions."""
    for pathway in guideline.pathways:
        yield pathway.body
    for regimen in guideline.regimens.values():
        for step in regimen.steps:
            yield step.body
        for beyond in regimen.beyond:
            yield beyond.body
    for caution in guideline.cautions:
        yield (caution.when,)


def blocks(guideline: ir.Guideline) -> Iterator[tuple[ir.AnyStatement, ...]]:
    """Every block of statements that a run may execute: the running ones, and the parts."""
    yield from running_blocks(guideline)
    for part in guideline.parts.values():
        yield part.body


def homes(guideline: ir.Guideline) -> list[ir.Node]:
    """Everything in a guideline that holds conditions."""
    found: list[ir.Node] = [*guideline.named, *guideline.pathways, *guideline.parts.values(), *guideline.impossible]
    found += [*guideline.regimens.values(), *guideline.monitors.values(), *guideline.pitfalls, *guideline.cautions]
    if guideline.applies is not None:
        found.append(guideline.applies)
    return found


def all_statements(guideline: ir.Guideline) -> Iterator[ir.AnyStatement]:
    """Every statement of a guideline, wherever it stands."""
    for body in blocks(guideline):
        yield from statements(body)


def can_end(body: Iterable[ir.AnyStatement], guideline: ir.Guideline) -> bool:
    """Whether a block, or a part it follows, contains ``end``. A recursion of parts (a fault) does not loop here."""
    seen: set[str] = set()
    waiting = [body]
    while waiting:
        for statement in statements(waiting.pop()):
            match statement:
                case ir.End():
                    return True
                case ir.Follow(part=name) if name not in seen and name in guideline.parts:
                    seen.add(name)
                    waiting.append(guideline.parts[name].body)
                case _:
                    pass
    return False


def names_read(node: ir.Node) -> Iterator[str]:
    """Inputs and named values that a node reads itself, repeats included. Regimen states are not names."""
    for inner in descend(node):
        match inner:
            case (
                ir.InputNumber(name=name)
                | ir.NamedNumber(name=name)
                | ir.PointsOf(name=name)
                | ir.InputWord(name=name)
                | ir.NamedWord(name=name)
                | ir.Flag(name=name)
                | ir.NamedCondition(name=name)
                | ir.SetHas(name=name)
                | ir.SetSubject(name=name)
            ):
                yield name
            case ir.YearsSince(name=name):
                yield name
                yield "today"
            case ir.Known(of=name, state=None):
                yield name
            case _:
                pass


def inputs_read(node: ir.Node, guideline: ir.Guideline) -> tuple[str, ...]:
    """The inputs that a node depends on, through named values, in the order first met."""
    found: dict[str, None] = {}
    seen: set[str] = set()

    def visit(inner: ir.Node) -> None:
        for name in names_read(inner):
            if name in seen:
                continue
            seen.add(name)
            if name in guideline.inputs:
                found[name] = None
            elif name in guideline.named_by_name:
                visit(guideline.named_by_name[name])

    visit(node)
    return tuple(found)


def states_read(node: ir.Node, guideline: ir.Guideline) -> tuple[tuple[str, str], ...]:
    """The regimen states, as (regimen, "step" or "time"), that a node depends on, through named values."""
    found: dict[tuple[str, str], None] = {}
    seen: set[str] = set()

    def visit(outer: ir.Node) -> None:
        for inner in descend(outer):
            match inner:
                case ir.StateNumber(regimen=regimen, which=which):
                    found[regimen, which] = None
                case ir.Known(of=regimen, state=("step" | "time") as which):
                    found[regimen, which] = None
                case _:
                    pass
        for name in names_read(outer):
            if name not in seen and name in guideline.named_by_name:
                seen.add(name)
                visit(guideline.named_by_name[name])

    visit(node)
    return tuple(found)
