"""A flowchart as DOT text.

Enters: a :class:`Flowchart`. Leaves: DOT, the same for the same chart. Every label is literal text: neither
``<…>``, nor ``\\N``, nor ``&lt;`` has a meaning in it. Any layout engine can read it; ``layout.py`` brings
one.

    Node(lines=("<20 mL/min",))  ->  n1 [label="&lt;20 mL/min" …]
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import quote

from milligram_targets.flowchart.model import Cluster, Edge, EdgeKind, Flowchart, Node, NodeKind
from milligram_targets.flowchart.spine import exits, spine
from milligram_targets.flowchart.style import CLUSTERS, INK, LINE, grey, of_edge, of_node
from milligram_targets.flowchart.wrap import wrap
from milligram_targets.fonts import FAMILY
from milligram_targets.fonts.coverage import visible

if TYPE_CHECKING:
    import graphviz

FONT = FAMILY
BOLD = f"{FAMILY} SemiBold"
NODE_POINTS = 10
EDGE_POINTS = 9
NODE_GAP = 0.25
LONG_LABEL = 50
SHORT_ROW = 4
"""A chain of so many nodes without a question (a ladder, a schedule) is drawn as a row."""


def to_dot(chart: Flowchart, *, direction: str = "down") -> str:
    """The chart as DOT. It goes on ``down``, what leaves the way to the right of it, or ``right``.

    Raises ValueError when two nodes share an identifier or an edge names a node that does not exist.
    """
    names = node_names(chart)
    graph = _digraph(direction)
    graph.attr(
        "graph",
        label=_label((chart.title,), words=12, characters=64, left=True),
        labelloc="t",
        labeljust="l",
        fontname=BOLD,
        fontsize="17",
        tooltip=_text(chart.title),
    )
    with graph.subgraph(name="cluster_page") as page:
        page.attr(label=_label(chart.heading(), words=20, characters=110, left=True), labeljust="l")
        page.attr(fontname=FONT, fontsize="9.5", id="page", penwidth="0", margin="6", tooltip=_text(chart.title))
        for node in chart.nodes:
            _add_node(page, node, names)
        # In a lying drawing with groups the engine stacks from the bottom (without them it does not): the last is
        # written first, and an edge within a column from its lower end.
        for i, cluster in reversed(tuple(enumerate(chart.clusters))):
            _add_cluster(page, cluster, i, names)
        lying = direction == "down"
        columns = _columns(page, chart.clusters, chart.edges, names, from_below=lying)
    _add_edges(graph, tuple(enumerate(chart.edges, 1)), names, columns, from_below=lying)
    source: str = graph.source
    return _without_colours(source) if chart.grey else source


def _without_colours(source: str) -> str:
    """Each colour as its grey. A text cannot look like one: its quotes stand behind a backslash."""
    return re.sub(r'(?<=color=")#[0-9a-f]{6}(?=")', lambda found: grey(found[0]), source)


def _digraph(direction: str) -> graphviz.Digraph:
    import graphviz

    graph = graphviz.Digraph("flowchart")
    graph.attr(
        "graph",
        rankdir="LR" if direction == "down" else "TB",  # the way on is a rank: across the ranks
        fontcolor=INK,
        bgcolor="white",
        nodesep=f"{NODE_GAP:g}",
        ranksep="0.18",
        pad="0.25",
        newrank="true",
        charset="UTF-8",
    )
    graph.attr("node", fontname=FONT, fontsize=str(NODE_POINTS), fontcolor=INK, height="0.3", width="0.5")
    graph.attr("edge", fontname=FONT, fontsize=str(EDGE_POINTS), fontcolor=INK, color=LINE, arrowsize="0.7")
    return graph


def _columns(
    graph: graphviz.Digraph,
    clusters: tuple[Cluster, ...],
    edges: tuple[Edge, ...],
    names: dict[str, str],
    *,
    from_below: bool = False,
) -> tuple[frozenset[str], ...]:
    """Puts the way on of each cluster in a column, and the exits beside it in the author's order."""
    columns = []
    joined = {frozenset((edge.source, edge.target)) for edge in edges}
    for cluster in reversed(clusters):
        if column := column_of(cluster, edges):
            columns.append(frozenset(column))
            loose = [pair for pair in pairwise(column) if cluster.column and frozenset(pair) not in joined]
            _stack(graph, column, loose, names, from_below)
            beside = exits(column, edges)
            _stack(graph, beside, pairwise(beside), names, from_below)
        else:  # rows, one below the other: what interrupts a ladder over its first step
            led = {edge.target for edge in edges if edge.kind is not EdgeKind.BACK}
            names_in_order = cluster.column or tuple(node.identifier for node in cluster.nodes)
            first = tuple(name for name in names_in_order if name not in led)
            _stack(graph, first, pairwise(first), names, from_below)
    return tuple(columns)


def _add_edges(
    graph: graphviz.Digraph,
    edges: tuple[tuple[int, Edge], ...],
    names: dict[str, str],
    columns: tuple[frozenset[str], ...],
    *,
    from_below: bool = False,
) -> None:
    """Exits of one question stand in the author's order."""
    upright = {
        number for number, edge in edges if any(edge.source in column and edge.target in column for column in columns)
    }
    # With a label between ranks, the engine counts every length twice.
    unit = 72 * NODE_GAP * (2 if any(edge.label and number not in upright for number, edge in edges) else 1)
    for number, edge in reversed(edges) if from_below else edges:
        _add_edge(graph, edge, number, names, unit if number in upright else 0.0, from_below)


def node_names(chart: Flowchart) -> dict[str, str]:
    """Plain names for DOT, so that an identifier can hold any text."""
    names: dict[str, str] = {}
    for node in chart.all_nodes():
        if node.identifier in names:
            raise ValueError(f"two nodes share the identifier {node.identifier!r}")
        names[node.identifier] = f"n{len(names) + 1}"
    for edge in chart.edges:
        for end in (edge.source, edge.target):
            if end not in names:
                raise ValueError(f"an edge names the node {end!r}, which does not exist")
    return names


def _add_node(graph: graphviz.Digraph, node: Node, names: dict[str, str]) -> None:
    style = of_node(node)
    extra = (
        {"URL": _literal(f"{quote(visible(node.file))}#L{node.line}"), "target": "_top"}
        if node.file and node.line
        else {}
    )
    label = _label(node.lines)
    if not label:  # nothing to say: a small mark instead of an empty box
        extra |= {"width": "0.17", "height": "0.17", "fixedsize": "true"}
    if style.skew:
        extra |= {"sides": "4", "skew": f"{style.skew:g}"}
    graph.node(
        names[node.identifier],
        label=label,
        shape=style.shape if label else "doublecircle",
        style=style.style,
        fillcolor=style.fill if label else style.pen,
        color=style.pen,
        penwidth=f"{style.width:g}",
        fontname=BOLD if style.bold else FONT,
        fontcolor=style.text,
        margin=style.margin,
        tooltip=_text(node.tooltip or " ".join(node.lines)),
        id=names[node.identifier],
        **{"class": node.kind.value},
        **extra,
    )


def _add_cluster(graph: graphviz.Digraph, cluster: Cluster, number: int, names: dict[str, str]) -> None:
    with graph.subgraph(name=f"cluster_{number}") as inner:
        inner.attr(
            label=_label((cluster.title,), words=12, characters=80, left=True),
            labeljust="l",
            fontname=BOLD,
            fontsize=str(NODE_POINTS),
            style=CLUSTERS[cluster.kind],
            color="#aab2c0",
            penwidth="1",
            margin="10",
            id=f"group{number + 1}",
            tooltip=_text(cluster.title),
        )
        for node in cluster.nodes:
            _add_node(inner, node, names)


def column_of(cluster: Cluster, edges: tuple[Edge, ...]) -> tuple[str, ...]:
    """The nodes of a cluster that stand in one column; none for a short chain without a question, which is a
    row."""
    if len(cluster.nodes) <= SHORT_ROW and not any(n.kind is NodeKind.QUESTION for n in cluster.nodes):
        return ()
    return cluster.column or spine(cluster.nodes, edges)


def _stack(
    graph: graphviz.Digraph,
    column: tuple[str, ...],
    loose: Iterable[tuple[str, str]],
    names: dict[str, str],
    from_below: bool,
) -> None:
    """Put nodes in one column; pairs that no edge holds together are held by one that is not drawn."""
    with graph.subgraph() as same:
        same.attr(rank="same")
        for name in column:
            same.node(names[name])
        for above, below in loose:
            tail, head = (below, above) if from_below else (above, below)
            same.edge(names[tail], names[head], style="invis")


def _add_edge(
    graph: graphviz.Digraph, edge: Edge, number: int, names: dict[str, str], upright: float, from_below: bool
) -> None:
    """An edge; within a column the end that stands first there is its tail, whichever way it points; ``upright`` is
    then the least distance of two nodes there in points, else 0."""
    style = of_edge(edge)
    extra: dict[str, str] = {}
    tail, head = names[edge.source], names[edge.target]
    if upright:
        extra["class"] = "upright"
        if from_below != (edge.kind is EdgeKind.BACK):
            tail, head = head, tail
            extra |= {"dir": "back", "arrowtail": style.head}
    elif edge.kind in (EdgeKind.LINK, EdgeKind.BACK):
        extra["constraint"] = "false"
    long = len(edge.label) > LONG_LABEL
    characters = (20 if long else 15) if upright else (28 if long else 20)
    label = _label((edge.label,), words=5, characters=characters)
    if upright and edge.label:
        # A `label` inside a rank can abort the engine (an assertion in its fixLabelOrder): an `xlabel` takes no part in
        # the layout, so the nodes are told to leave room for it.
        rows = 1 + label.count("\n")
        extra["minlen"] = str(math.ceil((rows * EDGE_POINTS * 1.3 + 12) / upright))
    graph.edge(
        tail,
        head,
        **{"xlabel" if upright else "label": label},
        style=style.style,
        color=style.pen,
        penwidth=f"{style.width:g}",
        fontcolor=style.text,
        arrowhead=style.head,
        tooltip=_text(edge.label or " "),
        labeltooltip=_text(edge.label or " "),
        id=f"edge{number}",
        **extra,
    )


def _label(lines: tuple[str, ...], *, words: int = 7, characters: int = 26, left: bool = False) -> str:
    """A label of several texts, wrapped; literal in DOT. ``left`` sets every line flush left."""
    pieces = [piece for line in lines for piece in wrap(line, words=words, characters=characters)]
    if left:
        import graphviz

        flush: str = graphviz.nohtml("".join(f"{_literal(piece)}\\l" for piece in pieces))
        return flush
    return _literal("\n".join(pieces))


def _text(text: str) -> str:
    """A tooltip, in one line; literal in DOT. Graphviz substitutes its escapes twice, so they are escaped twice."""
    import graphviz

    return _literal(str(graphviz.escape(" ".join(visible(text).split()))))


def _literal(text: str) -> str:
    """Graphviz decodes entities, so ``&`` is written as one; ``escape`` keeps backslashes, ``nohtml`` keeps
    ``<…>``."""
    import graphviz

    literal: str = graphviz.nohtml(graphviz.escape(text.replace("&", "&amp;")))
    return literal
