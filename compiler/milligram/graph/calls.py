"""Which part follows which: recursion, and parts that no pathway reaches."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx

from milligram.ir import nodes as ir
from milligram.ir.walk import running_blocks, statements


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """``circles``: parts that follow one another in a circle, each from its first in the author's order.
    ``never``: parts that nothing that runs ever follows."""

    circles: tuple[tuple[str, ...], ...]
    never: tuple[str, ...]


def calls(guideline: ir.Guideline) -> Calls:
    """The call structure of a guideline's parts."""
    order = list(guideline.parts)
    network = _network(guideline)
    roots = {name for body in running_blocks(guideline) for name in _followed(body) if name in guideline.parts}
    reached = roots.union(*(nx.descendants(network, root) for root in roots))
    circles = []
    for circle in nx.simple_cycles(network):
        first = min(range(len(circle)), key=lambda i: order.index(circle[i]))
        circles.append((*circle[first:], *circle[:first]))
    return Calls(
        circles=tuple(sorted(circles, key=lambda circle: [order.index(name) for name in circle])),
        never=tuple(name for name in order if name not in reached),
    )


def callers_first(guideline: ir.Guideline) -> tuple[str, ...]:
    """The parts, each after every part that follows it; where parts follow in a circle, in the author's order."""
    condensed = nx.condensation(_network(guideline))
    order = list(guideline.parts)
    return tuple(
        name
        for component in nx.topological_sort(condensed)
        for name in sorted(condensed.nodes[component]["members"], key=order.index)
    )


def _network(guideline: ir.Guideline) -> nx.DiGraph:
    network = nx.DiGraph()
    network.add_nodes_from(guideline.parts)
    for name, part in guideline.parts.items():
        network.add_edges_from((name, inner) for inner in _followed(part.body) if inner in guideline.parts)
    return network


def _followed(body: tuple[ir.AnyStatement, ...]) -> list[str]:
    return [statement.part for statement in statements(body) if isinstance(statement, ir.Follow)]
