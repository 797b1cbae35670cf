"""The way that one patient takes, lit in a chart; and a chart without colours.

Enters: a :class:`Flowchart` and a `Way`. Leaves: the chart with the boxes and arrows of the way strong, all others
pale, what was read at each question, what each dose and value comes to, and whose way it is. What stands beside, such
as the table of a dose, no way passes: it stays as it is.

    Node(lines=("Renal function?",), steps=((7, 9), …))   with (7, 9) in the way
        ->  Node(lines=("Renal function?", "here: creatinine clearance 45 mL/min"), light=Light.TAKEN, …)
"""

from __future__ import annotations

from dataclasses import replace

from milligram.ir.print import printed
from milligram.ir.ways import HALTED
from milligram.target import Way

from milligram_targets.flowchart.model import (
    Cluster,
    ClusterKind,
    Edge,
    EdgeKind,
    Flowchart,
    Light,
    Node,
    NodeKind,
)

LONGEST = 100
"""Characters of what was read at a question; where it is longer, the line under the title has to do."""

HALTING = {NodeKind.DRUG: "here: not given", NodeKind.REPORT: "here: no value"}
"""What a box says where the run halts at it."""


def highlighted(chart: Flowchart, way: Way) -> Flowchart:
    """The chart with a patient's way lit. Where nothing of it is on the chart, all that a way can pass is pale."""
    nodes = tuple(_node(node, way) for node in chart.nodes)
    clusters = tuple(_cluster(cluster, way) for cluster in chart.clusters)
    lit = {node.identifier for node in (*nodes, *(node for each in clusters for node in each.nodes)) if _is_lit(node)}
    return replace(
        chart,
        nodes=nodes,
        clusters=clusters,
        edges=tuple(_edge(edge, way, lit) for edge in chart.edges),
        patient="Shown: the way of " + (f"a patient: {printed(way.patient)}" if way.patient else "one patient"),
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
    return node.light in (Light.TAKEN, Light.HELD)


def _cluster(cluster: Cluster, way: Way) -> Cluster:
    """The boxes of a schedule stand for lines of which each may have a condition of its own."""
    rests = way.resting if cluster.kind is ClusterKind.MONITOR else frozenset()
    nodes = (replace(n, light=Light.PALE) if n.line in rests else _node(n, way) for n in cluster.nodes)
    return replace(cluster, nodes=tuple(nodes))


def _node(node: Node, way: Way) -> Node:
    if node.kind is NodeKind.TERM:
        return node
    met = [step for step in node.steps if step in way.steps]
    if not met:
        return replace(node, light=Light.PALE)
    if node.kind in HALTING and all(went == HALTED for _, went in met):
        return replace(node, lines=(*node.lines, HALTING[node.kind]), light=Light.HELD)
    if node.kind in HALTING:
        return replace(node, lines=(*node.lines, *_worked_out(met, way)), light=Light.TAKEN)
    return _questioned(node, met, way)


def _worked_out(met: list[tuple[int, int | None]], way: Way) -> tuple[str, ...]:
    """What the dose or the values are for this patient; each of several on a line of its own."""
    reached = {identifier for identifier, _ in met}
    several = tuple(printed(said) for identifier, said in way.worked_out if identifier in reached)
    return ("here:", *several) if len(several) > 1 else tuple(f"here: {said}" for said in several)


def _questioned(node: Node, met: list[tuple[int, int | None]], way: Way) -> Node:
    """A box with what was read there."""
    read = dict(way.read).get(met[0][0], "") if node.kind in (NodeKind.QUESTION, NodeKind.STOP) else ""
    for line in node.lines:  # a question by the value itself has said whose value it is; a box may say all of it
        read = "" if line.casefold().startswith(read.casefold()) else read.removeprefix(f"{line} ")
    lines = (*node.lines, f"here: {printed(read)}") if read and len(read) <= LONGEST else node.lines
    return replace(node, lines=lines, light=Light.TAKEN)


def _edge(edge: Edge, way: Way, lit: set[str]) -> Edge:
    """An arrow is on the way where the run went along it, between boxes that it came to: a link to a ladder whose first
    step is not the one that is given leads aside."""
    taken = any(step in way.steps for step in edge.steps)
    joins = edge.kind is EdgeKind.LINK or {edge.source, edge.target} <= lit
    return replace(edge, light=Light.TAKEN if taken and joins else Light.PALE)
