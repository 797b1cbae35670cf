"""A guideline as a flowchart.

Enters: the IR and its decision graph. Leaves: a `Flowchart`: a cluster for each pathway, part, regimen and
monitor, one node a statement, and nothing that no way leads to.
"""

from __future__ import annotations

from collections.abc import Iterable

from milligram.graph import DecisionGraph, Edge, Place, Region, build_graph, reachable
from milligram.ir import nodes as ir
from milligram.ir import print as words
from milligram.ir.walk import inputs_read, states_read

from milligram_targets.flowchart import model
from milligram_targets.flowchart.from_ladders import monitor_cluster, regimen_cluster
from milligram_targets.flowchart.labels import capital, references, statement_node

KINDS = {"pathway": model.ClusterKind.PATHWAY, "part": model.ClusterKind.PART, "caution": model.ClusterKind.PART}


def flowchart(guideline: ir.Guideline) -> model.Flowchart:
    """The whole guideline as one chart."""
    graph = build_graph(guideline)
    drawn = reachable(graph)
    clusters: list[model.Cluster] = []
    edges: list[model.Edge] = []
    for region in graph.regions:
        if region.kind in KINDS:
            nodes, inner = region_nodes(guideline, graph, region, drawn)
            clusters.append(
                model.Cluster(
                    identifier=f"{region.kind}_{region.index}",
                    kind=KINDS[region.kind],
                    title=_cluster_title(guideline, region),
                    nodes=nodes,
                )
            )
            edges.extend(inner)
    first_of = {("part", region.name): f"p{_entry(graph, region)}" for region in graph.regions if region.kind == "part"}
    for regimen in guideline.regimens.values():
        cluster, inner = regimen_cluster(guideline, regimen, graph, drawn, region_nodes)
        clusters.append(cluster)
        edges.extend(inner)
        first_of["regimen", regimen.name] = cluster.nodes[0].identifier
    for monitor in guideline.monitors.values():
        cluster, inner = monitor_cluster(guideline, monitor)
        clusters.append(cluster)
        edges.extend(inner)
        first_of["monitor", monitor.name] = cluster.nodes[0].identifier
    edges.extend(_links(graph, drawn, first_of))
    return model.Flowchart(
        identifier=guideline.name,
        title=guideline.title,
        audience=_audience(guideline),
        version=guideline.version,
        status=guideline.status,
        issued=guideline.issued,
        review_by=guideline.review_by,
        clusters=tuple(clusters),
        edges=tuple(edges),
    )


def _audience(guideline: ir.Guideline) -> str:
    parts = [guideline.audience or ""]
    if guideline.applies is not None:
        parts.append(words.condition_text(guideline.applies, guideline))
    return ", ".join(part for part in parts if part)


def _cluster_title(guideline: ir.Guideline, region: Region) -> str:
    if region.kind == "caution":
        return f"Caution with {words.title_of(guideline, region.name)}"
    return capital(region.title) if region.title else "Pathway"


def _entry(graph: DecisionGraph, region: Region) -> int:
    """The first place drawn of a region: for a part and a step it is what follows the start."""
    if region.kind == "pathway":
        return region.start
    return next((edge.target for edge in graph.out_of(region.start)), region.done)


def region_nodes(
    guideline: ir.Guideline, graph: DecisionGraph, region: Region, drawn: frozenset[int]
) -> tuple[tuple[model.Node, ...], tuple[model.Edge, ...]]:
    """The nodes and edges of one region; only a pathway shows its start."""
    hidden = set() if region.kind == "pathway" else {region.start}
    entered = {edge.target for edge in graph.edges if edge.source in drawn and edge.source not in hidden}
    places = [
        place
        for place in graph.places
        if place.region == region.index
        and place.key in drawn
        and place.key not in hidden
        and (place.kind != "done" or (place.key in entered and region.kind == "pathway"))
    ]
    shown = {place.key for place in places}
    nodes = tuple(_node(guideline, graph, place) for place in places)
    edges = [edge for edge in graph.edges if edge.source in shown and edge.target in shown]
    return nodes, tuple(_joined(guideline, edges))


def _node(guideline: ir.Guideline, graph: DecisionGraph, place: Place) -> model.Node:
    identifier = f"p{place.key}"
    path = guideline.source.path
    match place.kind:
        case "start":
            return model.Node(identifier=identifier, kind=model.NodeKind.START, lines=("Start",), file=path)
        case "done":
            return model.Node(identifier=identifier, kind=model.NodeKind.END, lines=(), file=path)
        case "halt":
            before = next(edge for edge in graph.edges if edge.target == place.key)
            return _ask(guideline, identifier, graph.places[before.source])
        case "statement":
            assert place.statement is not None
            return statement_node(guideline, identifier, place.statement)


def _ask(guideline: ir.Guideline, identifier: str, asked: Place) -> model.Node:
    """The halt behind a question that cannot be answered: it names what to find out."""
    statement = asked.statement
    assert statement is not None
    read: Iterable[ir.Node]
    match statement:
        case ir.When(condition=condition):
            read = (condition,)
        case ir.Decide(branches=branches):
            read = [branch.condition for branch in branches if branch.condition is not None]
        case _:
            read = ()
    names: dict[str, None] = {}
    for node in read:
        names.update((words.title_of(guideline, name), None) for name in inputs_read(node, guideline))
        names.update(
            (f"{words.title_of(guideline, name)} {which}", None) for name, which in states_read(node, guideline)
        )
    return model.Node(
        identifier=identifier,
        kind=model.NodeKind.ASK,
        lines=("Ask: " + words.join(names, "and"),),
        file=guideline.source.path,
        line=guideline.line(statement),
    )


def _joined(guideline: ir.Guideline, edges: list[Edge]) -> list[model.Edge]:
    """Edges with labels; several ways between the same two places become one arrow."""
    between: dict[tuple[int, int], list[Edge]] = {}
    for edge in edges:
        between.setdefault((edge.source, edge.target), []).append(edge)
    drawn = []
    for (source, target), ways in between.items():
        labels = [_label(guideline, edge) for edge in ways]
        kinds = {edge.way for edge in ways}
        kind = model.EdgeKind.FLOW if kinds == {"flow"} else model.EdgeKind.BRANCH
        if kinds == {"unknown"}:
            kind = model.EdgeKind.UNKNOWN
        label = words.join((label for label in labels if label), "or")
        drawn.append(model.Edge(source=f"p{source}", target=f"p{target}", label=label, kind=kind))
    return drawn


def _label(guideline: ir.Guideline, edge: Edge) -> str:
    match edge.way:
        case "flow":
            return ""
        case "branch" if edge.branch is not None:
            return words.branch_text(edge.branch, guideline) + references(guideline, edge.branch.notes)
        case way:
            return way


def _links(graph: DecisionGraph, drawn: frozenset[int], first_of: dict[tuple[str, str], str]) -> Iterable[model.Edge]:
    """From a follow, a give and a start to what spells them out."""
    for place in graph.places:
        if place.key not in drawn or graph.regions[place.region].kind not in KINDS:
            continue
        match place.statement:
            case ir.Follow(part=name):
                target = first_of.get(("part", name))
            case ir.Give(what=name):
                target = first_of.get(("regimen", name))
            case ir.Start(monitor=name):
                target = first_of.get(("monitor", name))
            case _:
                target = None
        if target is not None:
            yield model.Edge(source=f"p{place.key}", target=target, kind=model.EdgeKind.LINK)
