"""The way that one patient takes, lit in a chart; and a chart without colours.

Enters: a :class:`Flowchart` and a `Way`. Leaves: the chart with the boxes and arrows of the way strong, all others
pale, what was read at each question, and whose way it is.

    Node(lines=("Renal function?",), steps=((7, 9), …))   with (7, 9) in the way
        ->  Node(lines=("Renal function?", "here: creatinine clearance 45 mL/min"), light=Light.TAKEN, …)
"""

from __future__ import annotations

from dataclasses import replace

from milligram.ir.ways import HALTED
from milligram.target import Way

from milligram_targets.flowchart.model import Cluster, Edge, EdgeKind, Flowchart, Light, Node, NodeKind

LONGEST = 100
"""Characters of what was read at a question; where it is longer, the line under the title has to do."""

HALTING = {NodeKind.DRUG: "here: not given", NodeKind.REPORT: "here: no value"}
"""What a box says where the run halts at it."""


def highlighted(chart: Flowchart, way: Way) -> Flowchart:
    """The chart with a patient's way lit. Where nothing of it is on the chart, all of it is pale."""
    said = dict(way.read)
    nodes = tuple(_node(node, way, said) for node in chart.nodes)
    clusters = tuple(_cluster(cluster, way, said) for cluster in chart.clusters)
    lit = {node.identifier for node in (*nodes, *(node for each in clusters for node in each.nodes)) if _is_lit(node)}
    return replace(
        chart,
        nodes=nodes,
        clusters=clusters,
        edges=tuple(_edge(edge, way, lit) for edge in chart.edges),
        patient=f"Shown: the way of a patient: {way.patient}" if way.patient else "Shown: the way of one patient",
    )


def greyed(chart: Flowchart) -> Flowchart:
    """The chart for a printer without colours."""
    return replace(
        chart,
        nodes=tuple(replace(node, grey=True) for node in chart.nodes),
        clusters=tuple(
            replace(cluster, nodes=tuple(replace(node, grey=True) for node in cluster.nodes))
            for cluster in chart.clusters
        ),
        edges=tuple(replace(edge, grey=True) for edge in chart.edges),
    )


def _is_lit(node: Node) -> bool:
    return node.light is not Light.PALE


def _cluster(cluster: Cluster, way: Way, said: dict[int, str]) -> Cluster:
    return replace(cluster, nodes=tuple(_node(node, way, said) for node in cluster.nodes))


def _node(node: Node, way: Way, said: dict[int, str]) -> Node:
    met = [step for step in node.steps if step in way.steps]
    if not met:
        return replace(node, light=Light.PALE)
    if node.kind in HALTING and all(way == HALTED for _, way in met):
        return replace(node, lines=(*node.lines, HALTING[node.kind]), light=Light.HELD)
    read = said.get(met[0][0], "") if node.kind in (NodeKind.QUESTION, NodeKind.STOP) else ""
    for line in node.lines:  # a question by the value itself has said whose value it is; a box may say all of it
        read = "" if line.casefold().startswith(read.casefold()) else read.removeprefix(f"{line} ")
    lines = (*node.lines, f"here: {read}") if read and len(read) <= LONGEST else node.lines
    return replace(node, lines=lines, light=Light.TAKEN)


def _edge(edge: Edge, way: Way, lit: set[str]) -> Edge:
    """An arrow is on the way where the run went along it, between boxes that it came to: a link to a ladder whose first
    step is not the one that is given leads aside."""
    taken = any(step in way.steps for step in edge.steps)
    joins = edge.kind is EdgeKind.LINK or {edge.source, edge.target} <= lit
    return replace(edge, light=Light.TAKEN if taken and joins else Light.PALE)
