"""Which part follows which: recursion, and parts that no pathway reaches.

NetworkX finds the circles and the order. It takes longer to import than most guidelines take to check, so it is
imported only where a part follows a part.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from milligram.ir import nodes as ir
from milligram.ir.walk import running_blocks, statements

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """``circles``: one circle of each group of parts that follow one another, from its first part in the author's
    order. ``circular``: every part of such a group. ``never``: the parts, in no circle, that nothing at all follows."""

    circles: tuple[tuple[str, ...], ...]
    circular: frozenset[str]
    never: tuple[str, ...]


def calls(guideline: ir.Guideline) -> Calls:
    """The call structure of a guideline's parts."""
    order = list(guideline.parts)
    roots = {name for body in running_blocks(guideline) for name in _followed(body)}
    pairs = _pairs(guideline)
    followed = roots.union(inner for name, inner in pairs if name != inner)
    circles: list[tuple[str, ...]] = []
    circular: set[str] = set()
    if pairs:
        import networkx as nx

        network = _network(guideline, pairs)
        for group in nx.strongly_connected_components(network):
            first = min(group, key=order.index)
            if len(group) > 1 or network.has_edge(first, first):
                circular |= group
                circles.append(_shortest(network, first))
    return Calls(
        circles=tuple(sorted(circles, key=lambda circle: order.index(circle[0]))),
        circular=frozenset(circular),
        never=tuple(name for name in order if name not in followed and name not in circular),
    )


def _shortest(network: nx.DiGraph, first: str) -> tuple[str, ...]:
    """A shortest way from a part back to itself, without its end."""
    import networkx as nx

    ways = [nx.shortest_path(network, after, first) for after in network[first] if nx.has_path(network, after, first)]
    return (first, *min(ways, key=lambda way: (len(way), way))[:-1])


def callers_first(guideline: ir.Guideline) -> tuple[str, ...]:
    """The parts, each after every part that follows it; where parts follow in a circle, in the author's order."""
    order = list(guideline.parts)
    pairs = _pairs(guideline)
    if not pairs:
        return tuple(order)
    import networkx as nx

    condensed = nx.condensation(_network(guideline, pairs))
    return tuple(
        name
        for component in nx.topological_sort(condensed)
        for name in sorted(condensed.nodes[component]["members"], key=order.index)
    )


def _pairs(guideline: ir.Guideline) -> list[tuple[str, str]]:
    """Each part with each part that it follows."""
    return [
        (name, inner)
        for name, part in guideline.parts.items()
        for inner in _followed(part.body)
        if inner in guideline.parts
    ]


def _network(guideline: ir.Guideline, pairs: list[tuple[str, str]]) -> nx.DiGraph:
    import networkx as nx

    network = nx.DiGraph()
    network.add_nodes_from(guideline.parts)
    network.add_edges_from(pairs)
    return network


def _followed(body: tuple[ir.AnyStatement, ...]) -> list[str]:
    return [statement.part for statement in statements(body) if isinstance(statement, ir.Follow)]
