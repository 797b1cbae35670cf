"""A flowchart with what is done and nothing else: for a wall, or to see the whole of a large guideline.

Enters: the IR. Leaves: a :class:`Flowchart` of its questions, outcomes, drugs, questions to ask, referrals and ends;
without notes and reports, grades and references, the schedules of monitoring, and what the words mean. A question that
only led to what is left out is left out as well. Tooltips still carry all of it.

    serum potassium under 3.5? ── yes ──▶ note ──▶ end        ->   end
"""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, replace
from types import MappingProxyType
from typing import Any, TypeVar

from milligram.ir import nodes as ir
from milligram.ir import print as words

from milligram_targets.flowchart.from_ir import flowchart
from milligram_targets.flowchart.model import Cluster, ClusterKind, Edge, EdgeKind, Flowchart, Node, NodeKind
from milligram_targets.flowchart.steps import joined

T = TypeVar("T")

LEFT_OUT = frozenset((NodeKind.NOTE, NodeKind.REPORT))
BESIDE = frozenset(
    (ClusterKind.MONITOR, ClusterKind.NOTES, ClusterKind.TERMS, ClusterKind.REASONS, ClusterKind.SOURCES)
)


def overview(guideline: ir.Guideline) -> Flowchart:
    """The chart with less on it; each box that it keeps has the identifier, line, tooltip and steps of the full one."""
    tips = {node.identifier: node.tooltip for node in flowchart(guideline).all_nodes()}
    chart = flowchart(_without_evidence(guideline))
    clusters = [cluster for cluster in chart.clusters if cluster.kind not in BESIDE]
    links = [edge for edge in chart.edges if edge.kind is EdgeKind.LINK]
    edges: list[Edge] = []
    kept: list[Cluster] = []
    moved: dict[str, str] = {}
    for cluster in clusters:
        inside = {node.identifier for node in cluster.nodes}
        shorter = _Shorter(cluster, [edge for edge in chart.edges if edge.source in inside and edge not in links])
        shorter.run()
        moved |= shorter.moved
        edges.extend(shorter.edges)
        nodes = tuple(
            replace(node, tooltip=tips[node.identifier]) for node in cluster.nodes if node.identifier in shorter.nodes
        )
        column = tuple(name for name in cluster.column if name in shorter.nodes)
        if nodes:
            kept.append(replace(cluster, nodes=nodes, column=column))
    there = {node.identifier for cluster in kept for node in cluster.nodes}
    for link in links:
        target = link.target
        while target in moved:
            target = moved[target]
        if {link.source, target} <= there:
            edges.append(replace(link, target=target))
    return replace(chart, clusters=tuple(kept), edges=tuple(edges))


class _Shorter:
    """Takes nodes out of one cluster, and lets what led to them lead on to what follows."""

    def __init__(self, cluster: Cluster, edges: list[Edge]) -> None:
        self.nodes: dict[str, Node] = {node.identifier: node for node in cluster.nodes}
        self.edges = edges
        self.moved: dict[str, str] = {}
        """Where what led to a node leads now."""

    def run(self) -> None:
        """Until nothing more can go."""
        again = True
        while again:
            again = False
            for node in tuple(self.nodes.values()):
                if (node.kind in LEFT_OUT or self._decides_nothing(node)) and self._can_go(node):
                    self._take_out(node.identifier)
                    again = True

    def _out(self, name: str) -> list[Edge]:
        return [edge for edge in self.edges if edge.source == name]

    def _decides_nothing(self, node: Node) -> bool:
        return node.kind is NodeKind.QUESTION and len(self._out(node.identifier)) == 1

    def _can_go(self, node: Node) -> bool:
        """Where nothing follows, a question before it would lose a way."""
        if self._out(node.identifier):
            return True
        ways = Counter(edge.source for edge in self.edges)
        return all(ways[edge.source] == 1 for edge in self.edges if edge.target == node.identifier)

    def _take_out(self, name: str) -> None:
        after = next((edge.target for edge in self._out(name)), None)
        if after is None:
            led = [edge for edge in self.edges if edge.target != name]
        else:
            self.moved[name] = after
            led = [replace(edge, target=after) if edge.target == name else edge for edge in self.edges]
        self.edges = _merged([edge for edge in led if edge.source != name])
        del self.nodes[name]


def _merged(edges: list[Edge]) -> list[Edge]:
    """Several arrows between the same two nodes as one."""
    between: dict[tuple[str, str], list[Edge]] = {}
    for edge in edges:
        between.setdefault((edge.source, edge.target), []).append(edge)
    return [
        ways[0]
        if len(ways) == 1
        else replace(
            ways[0],
            label=words.join(dict.fromkeys(way.label for way in ways if way.label), "or"),
            kind=ways[0].kind if len({way.kind for way in ways}) == 1 else EdgeKind.BRANCH,
            steps=joined(way.steps for way in ways),
        )
        for ways in between.values()
    ]


def _without_evidence(guideline: ir.Guideline) -> ir.Guideline:
    """The guideline without grades and sources on what it says."""
    return replace(
        guideline,
        pathways=_bare(guideline.pathways),
        pitfalls=_bare(guideline.pitfalls),
        cautions=_bare(guideline.cautions),
        parts=MappingProxyType({name: _bare(part) for name, part in guideline.parts.items()}),
        regimens=MappingProxyType({name: _bare(regimen) for name, regimen in guideline.regimens.items()}),
        monitors=MappingProxyType({name: _bare(monitor) for name, monitor in guideline.monitors.items()}),
    )


def _bare(value: T) -> T:
    """The same node; what it and all nodes inside it note of evidence is gone."""
    bare: T = _stripped(value)
    return bare


def _stripped(value: Any) -> Any:
    if isinstance(value, ir.Notes):
        if value is ir.NO_NOTES:
            return value
        return replace(value, strength=None, certainty=None, sources=())
    if type(value) is tuple:  # a span is a tuple too, and says nothing
        bare = tuple(map(_stripped, value))
        return bare if any(new is not old for new, old in zip(bare, value, strict=True)) else value
    if not isinstance(value, ir.Node):
        return value
    held = {field.name: getattr(value, field.name) for field in fields(value)}
    changed = {name: new for name, old in held.items() if (new := _stripped(old)) is not old}
    return replace(value, **changed) if changed else value
