"""Which runs come to a place of the decision graph, and which go along an edge.

Enters: a place or an edge. Leaves: the pairs ``(id, branch)`` of a run's trace that say so, as
`milligram.interpret.result.Trace` explains them.

    when volume_depleted, id 12   ->   the box (12, -1), (12, -2), (12, None), (12, -3); its arrow "yes" (12, -1)
"""

from __future__ import annotations

from collections.abc import Iterable

from milligram.graph import DecisionGraph, Edge, Place
from milligram.ir import nodes as ir
from milligram.ir.ways import ENDED, FAILS, HALTED, HOLDS

from milligram_targets.flowchart.model import Steps

WHEN = {"yes": HOLDS, "no": FAILS, "unknown": None}


def of_statement(statement: ir.AnyStatement) -> Steps:
    """The run comes to the statement, whatever comes of it."""
    match statement:
        case ir.Decide(branches=branches):
            ways: tuple[int | None, ...] = (*(branch.id for branch in branches), None, HALTED)
        case ir.When():
            ways = (*WHEN.values(), HALTED)
        case ir.Give() | ir.Follow():
            ways = (None, ENDED, HALTED)
        case ir.Report():
            ways = (None, HALTED)
        case _:
            ways = (None,)
    return tuple((statement.id, way) for way in ways)


def entered(statement: ir.Give | ir.Follow | ir.Start) -> Steps:
    """The run goes into what the statement calls: a part, a ladder, a schedule."""
    ways = (None,) if isinstance(statement, ir.Start) else (None, ENDED)
    return tuple((statement.id, way) for way in ways)


def of_place(graph: DecisionGraph, place: Place) -> Steps:
    """The run comes to the place."""
    match place.kind:
        case "statement":
            assert place.statement is not None
            return of_statement(place.statement)
        case "start":
            return joined(of_edge(graph, edge) for edge in graph.out_of(place.key))
        case "done" | "halt":
            return joined(of_edge(graph, edge) for edge in graph.edges if edge.target == place.key)


def of_edge(graph: DecisionGraph, edge: Edge) -> Steps:
    """The run goes along the edge. One from a start is the only way to its target."""
    statement = graph.places[edge.source].statement
    match statement:
        case None:
            target = graph.places[edge.target].statement
            return of_statement(target) if target is not None else ()
        case ir.Decide():
            return ((statement.id, None if edge.branch is None else edge.branch.id),)
        case ir.When():
            return ((statement.id, WHEN[edge.way]),)
        case _:
            return ((statement.id, None),)


def joined(several: Iterable[Steps]) -> Steps:
    """Each pair once, in order."""
    return tuple(dict.fromkeys(step for steps in several for step in steps))
