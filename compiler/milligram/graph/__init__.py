"""The decision graph: one node a statement, one edge a way to go on. The only folder that imports NetworkX.

Enters: the IR. Leaves: `DecisionGraph`, a plain value that the checks walk, and answers about it (what can be reached,
what follows in a circle).
"""

from milligram.graph.build import DecisionGraph, Edge, Place, Region, build_graph
from milligram.graph.calls import Calls, callers_first, calls
from milligram.graph.dump import dump_graph
from milligram.graph.orders import in_order, reachable

__all__ = [
    "Calls",
    "DecisionGraph",
    "Edge",
    "Place",
    "Region",
    "build_graph",
    "callers_first",
    "calls",
    "dump_graph",
    "in_order",
    "reachable",
]
