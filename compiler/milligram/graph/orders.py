"""Orders and reachability of the decision graph.

Every edge goes to a place with a larger key, for a block is laid out before what follows it and the language has no
loops: the keys are an order already, and one pass over the edges finds what can be reached.
"""

from __future__ import annotations

from milligram.graph.build import DecisionGraph


def in_order(graph: DecisionGraph) -> tuple[int, ...]:
    """Every place after all places that lead to it."""
    return tuple(place.key for place in graph.places)


def reachable(graph: DecisionGraph) -> frozenset[int]:
    """The places that some way from the start of their region leads to, conditions aside."""
    found = {region.start for region in graph.regions}
    for edge in sorted(graph.edges, key=lambda edge: edge.source):
        if edge.source in found:
            found.add(edge.target)
    return frozenset(found)
