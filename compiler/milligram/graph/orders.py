"""Orders and reachability of the decision graph, by NetworkX."""

from __future__ import annotations

import networkx as nx

from milligram.graph.build import DecisionGraph


def _network(graph: DecisionGraph) -> nx.MultiDiGraph:
    network = nx.MultiDiGraph()
    network.add_nodes_from(place.key for place in graph.places)
    network.add_edges_from((edge.source, edge.target) for edge in graph.edges)
    return network


def in_order(graph: DecisionGraph) -> tuple[int, ...]:
    """Every place after all places that lead to it. The blocks of the language have no loops, so there is such an
    order."""
    return tuple(nx.lexicographical_topological_sort(_network(graph)))


def reachable(graph: DecisionGraph) -> frozenset[int]:
    """The places that some way from the start of their region leads to, conditions aside."""
    network = _network(graph)
    found: set[int] = set()
    for region in graph.regions:
        found.add(region.start)
        found |= nx.descendants(network, region.start)
    return frozenset(found)
