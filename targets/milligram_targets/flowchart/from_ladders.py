"""Regimens and monitors as clusters beside the pathway."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from milligram.graph import DecisionGraph, Region
from milligram.ir import nodes as ir
from milligram.ir import print as words
from milligram.ir.walk import all_statements

from milligram_targets.flowchart import wording
from milligram_targets.flowchart.labels import (
    capital,
    lines_of,
    references,
    statement_node,
    title,
    tooltip,
    with_titles,
)
from milligram_targets.flowchart.model import Cluster, ClusterKind, Edge, EdgeKind, Node, NodeKind, Steps
from milligram_targets.flowchart.steps import entered, joined, of_place, of_statement

RegionNodes = Callable[[ir.Guideline, DecisionGraph, Region, frozenset[int]], tuple[tuple[Node, ...], tuple[Edge, ...]]]


def regimen_cluster(
    guideline: ir.Guideline,
    regimen: ir.Regimen,
    graph: DecisionGraph,
    drawn: frozenset[int],
    region_nodes: RegionNodes,
) -> tuple[Cluster, tuple[Edge, ...]]:
    """The ladder: what interrupts it, a node for each step below, and arrows that say when the next is due."""
    regions = [region for region in graph.regions if region.name == regimen.name]
    calls = _calls(guideline, regimen)
    nodes = [_interruption(guideline, regimen, interruption, calls) for interruption in regimen.interruptions]
    column = [node.identifier for node in nodes]
    edges: list[Edge] = []

    def spell_out(region: Region, source: str, label: str, kind: EdgeKind) -> None:
        inner, ways = region_nodes(guideline, graph, region, drawn)
        nodes.extend(inner)
        edges.extend(ways)
        if inner and source:
            entry = next(edge.target for edge in graph.out_of(region.start))
            edges.append(
                Edge(source=source, target=f"p{entry}", label=label, kind=kind, steps=_entering(graph, region))
            )

    heads: dict[int, str] = {}
    for step in regimen.steps:
        heads[step.number] = head = f"{regimen.name}_step_{step.number}"
        column.append(head)
        region = next(r for r in regions if (r.kind, r.number) == ("step", step.number))
        nodes.append(_head(guideline, step, head, _entering(graph, region)))
        if not _all_given(step):
            spell_out(region, head, "", EdgeKind.FLOW)
    for before, after in pairwise(regimen.steps):
        label = _when(guideline, after.after, after.condition)
        kind = EdgeKind.BRANCH if label else EdgeKind.FLOW
        edges.append(Edge(source=heads[before.number], target=heads[after.number], label=label, kind=kind))
    last = heads[regimen.steps[-1].number] if regimen.steps else ""
    for beyond, region in zip(regimen.beyond, (r for r in regions if r.kind == "beyond"), strict=True):
        label = _when(guideline, beyond.after, beyond.condition) + references(guideline, beyond.notes)
        spell_out(region, last, label, EdgeKind.BRANCH)
    for back in regimen.back:
        if last and back.number in heads:
            label = f"back to step {back.number} {_when(guideline, back.after, back.condition)}".strip()
            label += references(guideline, back.notes)
            edges.append(Edge(source=last, target=heads[back.number], label=label, kind=EdgeKind.BACK))
    cluster = Cluster(
        identifier=f"regimen_{regimen.name}",
        kind=ClusterKind.REGIMEN,
        title=_title(guideline, regimen),
        nodes=tuple(nodes),
        column=tuple(column),
    )
    return cluster, tuple(edges)


def _entering(graph: DecisionGraph, region: Region) -> Steps:
    """A run goes into the region."""
    return of_place(graph, graph.places[region.start])


def _calls(guideline: ir.Guideline, regimen: ir.Regimen) -> tuple[ir.Give, ...]:
    """Every statement that gives the regimen."""
    everything = all_statements(guideline)
    return tuple(call for call in everything if isinstance(call, ir.Give) and call.what == regimen.name)


def _interruption(
    guideline: ir.Guideline, regimen: ir.Regimen, interruption: ir.Interruption, calls: tuple[ir.Give, ...]
) -> Node:
    word = "Stop when" if interruption.kind == "stop" else "Hold while"
    said = f"{word} {wording.condition(interruption.condition, guideline)}"
    return Node(
        identifier=f"{regimen.name}_{interruption.id}",
        kind=NodeKind.STOP,
        lines=(said + references(guideline, interruption.notes),),
        file=guideline.source.path,
        line=guideline.line(interruption),
        tooltip=tooltip(guideline, interruption.notes),
        steps=((interruption.id, None), *((call.id, interruption.id) for call in calls)),
    )


def _all_given(step: ir.Step) -> bool:
    return all(isinstance(statement, ir.Give) for statement in step.body)


def _head(guideline: ir.Guideline, step: ir.Step, identifier: str, entering: Steps) -> Node:
    """The node of a step: all of it where it only gives, else its number, and the rest follows."""
    gives = [statement for statement in step.body if isinstance(statement, ir.Give)] if _all_given(step) else []
    if len(gives) == 1:
        return _dose_node(guideline, step, identifier, gives[0])
    tips = [tooltip(guideline, notes) for notes in (step.notes, *(give.notes for give in gives))]
    return Node(
        identifier=identifier,
        kind=NodeKind.DRUG,
        lines=(
            f"Step {step.number}" + references(guideline, step.notes) + (":" if gives else ""),
            *(" ".join(lines_of(guideline, give)) for give in gives),
        ),
        file=guideline.source.path,
        line=guideline.line(step),
        tooltip="; ".join(dict.fromkeys(tip for tip in tips if tip)),
        steps=joined(map(of_statement, gives)) or entering,
    )


def _dose_node(guideline: ir.Guideline, step: ir.Step, identifier: str, give: ir.Give) -> Node:
    node = statement_node(guideline, identifier, give)
    dose = "" if give.dose is None else words.printed(words.dose_text(give.dose, guideline))
    also = [with_titles(guideline, f"{number} {unit}") for number, unit in give.dose.also] if give.dose else []
    said = f"Step {step.number}: {dose or words.title_of(guideline, give.what)}"
    cited = references(guideline, step.notes) or references(guideline, give.notes)
    return Node(
        identifier=identifier,
        kind=NodeKind.DRUG,
        lines=(said + cited, *(f"({text})" for text in also)),
        file=node.file,
        line=guideline.line(step),
        tooltip=tooltip(guideline, step.notes) or node.tooltip,
        steps=node.steps,
    )


def _title(guideline: ir.Guideline, regimen: ir.Regimen) -> str:
    limits = [
        f"at most {with_titles(guideline, words.source_words(limit.limit, guideline))}" for limit in regimen.limits
    ]
    return ", ".join([title(regimen.name, regimen.title), *filter(None, [regimen.route]), *limits])


def _when(guideline: ir.Guideline, after: ir.Interval | None, condition: ir.AnyCondition | None) -> str:
    said = [f"after {words.printed(after.text)}"] if after else []
    if condition is not None:
        said.append(f"if {wording.condition(condition, guideline)}")
    return ", ".join(said)


def monitor_cluster(guideline: ir.Guideline, monitor: ir.Monitor) -> tuple[Cluster, tuple[Edge, ...]]:
    """The schedule: a node for each line, in the author's order; an arrow where one line comes after the other in
    time."""
    nodes = []
    starts = (call for call in all_statements(guideline) if isinstance(call, ir.Start) and call.monitor == monitor.name)
    started = joined(map(entered, starts))
    for number, line in enumerate(monitor.lines, 1):
        when = f", when {wording.condition(line.condition, guideline)}" if line.condition is not None else ""
        said = f"“{line.text}”" if line.kind == "unspecified" else words.printed(line.text)
        nodes.append(
            Node(
                identifier=f"{monitor.name}_{number}",
                kind=NodeKind.GAP if line.kind == "unspecified" else NodeKind.MONITOR,
                lines=(capital(said) + when + references(guideline, line.notes),),
                file=guideline.source.path,
                line=guideline.line(line),
                tooltip=tooltip(guideline, line.notes),
                steps=started,
            )
        )
    measured = words.join((words.title_of(guideline, name) for name in monitor.inputs), "and")
    cluster = Cluster(
        identifier=f"monitor_{monitor.name}",
        kind=ClusterKind.MONITOR,
        title=f"Monitoring: {measured}",
        nodes=tuple(nodes),
    )
    edges = [
        Edge(source=before.identifier, target=after.identifier, steps=started)
        for (before, one), (after, other) in pairwise(zip(nodes, monitor.lines, strict=True))
        if other.kind == "after" or (other.kind == "every" and one.kind != "every")
    ]
    return cluster, tuple(edges)
