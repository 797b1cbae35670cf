"""Regimens and monitors as clusters beside the pathway."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from milligram.graph import DecisionGraph, Region
from milligram.ir import nodes as ir
from milligram.ir import print as words

from milligram_targets.flowchart.labels import capital, references, statement_node, tooltip
from milligram_targets.flowchart.model import Cluster, ClusterKind, Edge, EdgeKind, Node, NodeKind

RegionNodes = Callable[[ir.Guideline, DecisionGraph, Region, frozenset[int]], tuple[tuple[Node, ...], tuple[Edge, ...]]]


def regimen_cluster(
    guideline: ir.Guideline,
    regimen: ir.Regimen,
    graph: DecisionGraph,
    drawn: frozenset[int],
    region_nodes: RegionNodes,
) -> tuple[Cluster, tuple[Edge, ...]]:
    """The ladder: a node for each step, arrows that say when the next is due, and what interrupts it."""
    nodes: list[Node] = []
    edges: list[Edge] = []
    heads: dict[int, str] = {}
    for step in regimen.steps:
        head = f"{regimen.name}_step_{step.number}"
        heads[step.number] = head
        if len(step.body) == 1 and isinstance(step.body[0], ir.Give):
            nodes.append(_dose_node(guideline, step, head, step.body[0]))
            continue
        line = guideline.line(step)
        path = guideline.source.path
        nodes.append(Node(identifier=head, kind=NodeKind.DRUG, lines=(f"Step {step.number}",), file=path, line=line))
        region = next(r for r in graph.regions if (r.kind, r.name, r.number) == ("step", regimen.name, step.number))
        _add_region(guideline, graph, region, drawn, region_nodes, nodes, edges, (head, "", EdgeKind.FLOW))
    for before, after in pairwise(regimen.steps):
        label = _when(guideline, after.after, after.condition)
        edges.append(_edge(heads[before.number], heads[after.number], label))
    last = heads[regimen.steps[-1].number] if regimen.steps else ""
    regions = [r for r in graph.regions if (r.kind, r.name) == ("beyond", regimen.name)]
    for beyond, region in zip(regimen.beyond, regions, strict=True):
        label = _when(guideline, beyond.after, beyond.condition)
        _add_region(guideline, graph, region, drawn, region_nodes, nodes, edges, (last, label, EdgeKind.BRANCH))
    for back in regimen.back:
        label = "back " + _when(guideline, back.after, back.condition)
        edges.append(_edge(last, heads.get(back.number, last), label.strip()))
    for interruption in regimen.interruptions:
        word = "Stop when" if interruption.kind == "stop" else "Hold while"
        nodes.append(
            Node(
                identifier=f"{regimen.name}_{interruption.id}",
                kind=NodeKind.STOP,
                lines=(f"{word} {words.condition_text(interruption.condition, guideline)}",),
                file=guideline.source.path,
                line=guideline.line(interruption),
                tooltip=tooltip(guideline, interruption.notes),
            )
        )
    cluster = Cluster(
        identifier=f"regimen_{regimen.name}",
        kind=ClusterKind.REGIMEN,
        title=_title(guideline, regimen),
        nodes=tuple(nodes),
    )
    return cluster, tuple(edges)


def _add_region(
    guideline: ir.Guideline,
    graph: DecisionGraph,
    region: Region,
    drawn: frozenset[int],
    region_nodes: RegionNodes,
    nodes: list[Node],
    edges: list[Edge],
    way_in: tuple[str, str, EdgeKind],
) -> None:
    inner, ways = region_nodes(guideline, graph, region, drawn)
    source, label, kind = way_in
    nodes.extend(inner)
    edges.extend(ways)
    if inner:
        entry = f"p{next(edge.target for edge in graph.out_of(region.start))}"
        edges.append(Edge(source=source, target=entry, label=label, kind=kind))


def _dose_node(guideline: ir.Guideline, step: ir.Step, identifier: str, give: ir.Give) -> Node:
    node = statement_node(guideline, identifier, give)
    dose = "" if give.dose is None else words.dose_text(give.dose, guideline)
    also = [f"{number} {unit}" for number, unit in give.dose.also] if give.dose else []
    said = f"Step {step.number}: {dose or words.title_of(guideline, give.what)}"
    cited = references(guideline, step.notes) or references(guideline, give.notes)
    return Node(
        identifier=identifier,
        kind=NodeKind.DRUG,
        lines=(said + cited, *(f"({text})" for text in also)),
        file=node.file,
        line=guideline.line(step),
        tooltip=tooltip(guideline, step.notes) or node.tooltip,
    )


def _title(guideline: ir.Guideline, regimen: ir.Regimen) -> str:
    limits = [f"at most {words.const_text(limit.limit)}" for limit in regimen.limits]
    return ", ".join([capital(regimen.title), *filter(None, [regimen.route]), *limits])


def _when(guideline: ir.Guideline, after: ir.Interval | None, condition: ir.AnyCondition | None) -> str:
    said = [f"after {after.text}"] if after else []
    if condition is not None:
        said.append(f"if {words.condition_text(condition, guideline)}")
    return ", ".join(said)


def _edge(source: str, target: str, label: str) -> Edge:
    return Edge(source=source, target=target, label=label, kind=EdgeKind.BRANCH if label else EdgeKind.FLOW)


def monitor_cluster(guideline: ir.Guideline, monitor: ir.Monitor) -> tuple[Cluster, tuple[Edge, ...]]:
    """The schedule: a node for each line, in the author's order."""
    nodes = []
    for number, line in enumerate(monitor.lines, 1):
        when = f", when {words.condition_text(line.condition, guideline)}" if line.condition is not None else ""
        said = f"“{line.text}”" if line.kind == "unspecified" else line.text
        nodes.append(
            Node(
                identifier=f"{monitor.name}_{number}",
                kind=NodeKind.GAP if line.kind == "unspecified" else NodeKind.MONITOR,
                lines=(capital(said) + when + references(guideline, line.notes),),
                file=guideline.source.path,
                line=guideline.line(line),
                tooltip=tooltip(guideline, line.notes),
            )
        )
    measured = words.join((words.title_of(guideline, name) for name in monitor.inputs), "and")
    cluster = Cluster(
        identifier=f"monitor_{monitor.name}",
        kind=ClusterKind.MONITOR,
        title=f"Monitoring: {measured}",
        nodes=tuple(nodes),
    )
    edges = [Edge(source=a.identifier, target=b.identifier) for a, b in pairwise(nodes)]
    return cluster, tuple(edges)
