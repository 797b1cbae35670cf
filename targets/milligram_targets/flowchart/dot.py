"""A flowchart as DOT text.

Enters: a :class:`Flowchart`. Leaves: DOT, the same for the same chart. Every label is literal text: neither
``<…>``, nor ``\\N``, nor ``&lt;`` has a meaning in it. Any layout engine can read it; ``layout.py`` brings
one.

    Node(lines=("<20 mL/min",))  ->  n1 [label="&lt;20 mL/min" …]
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import quote

from milligram_targets.flowchart.model import Cluster, Edge, EdgeKind, Flowchart, Node, NodeKind
from milligram_targets.flowchart.spine import exits, spine
from milligram_targets.flowchart.style import CLUSTERS, EDGES, INK, LINE, NODES, text_colour
from milligram_targets.flowchart.wrap import wrap
from milligram_targets.fonts import FAMILY
from milligram_targets.fonts.coverage import visible

if TYPE_CHECKING:
    import graphviz

FONT = FAMILY
BOLD = f"{FAMILY} SemiBold"
NODE_POINTS = 10
EDGE_POINTS = 9
SHORT_ROW = 4
"""A chain of so many nodes without a question (a ladder, a schedule) is drawn as a row."""


def to_dot(chart: Flowchart, *, direction: str = "LR") -> str:
    """The chart as DOT. ``direction`` is ``TB`` (down the page) or ``LR``.

    Raises ValueError when two nodes share an identifier or an edge names a node that does not exist.
    """
    import graphviz

    names = _names(chart)
    down = direction == "LR"
    columns: list[frozenset[str]] = []
    graph = graphviz.Digraph("flowchart")
    graph.attr(
        "graph",
        rankdir=direction,
        label=_label((chart.title,), words=12, characters=64, left=True),
        labelloc="t",
        labeljust="l",
        fontname=BOLD,
        fontsize="17",
        fontcolor=INK,
        bgcolor="white",
        nodesep="0.25",
        ranksep="0.18",
        pad="0.25",
        newrank="true",
        charset="UTF-8",
        tooltip=_text(chart.title),
    )
    graph.attr("node", fontname=FONT, fontsize=str(NODE_POINTS), fontcolor=INK, height="0.3", width="0.5")
    graph.attr("edge", fontname=FONT, fontsize=str(EDGE_POINTS), fontcolor=INK, color=LINE, arrowsize="0.7")
    with graph.subgraph(name="cluster_page") as page:
        page.attr(label=_label(chart.heading(), words=20, characters=110, left=True), labeljust="l")
        page.attr(fontname=FONT, fontsize="9.5", id="page", penwidth="0", margin="6", tooltip=_text(chart.title))
        for node in chart.nodes:
            _add_node(page, node, names)
        # The engine stacks groups and columns of an LR drawing from the bottom, so the last is written first.
        for i, cluster in reversed(tuple(enumerate(chart.clusters))):
            _add_cluster(page, cluster, i, names)
            if (column := column_of(cluster, chart.edges)) and down:
                columns.append(frozenset(column))
                _stack(page, [names[name] for name in column], ordered=False)
                _stack(page, [names[name] for name in exits(column, chart.edges)], ordered=True)
    # Exits of one question stand in the author's order: an LR drawing puts the first written at the bottom.
    for edge in reversed(chart.edges) if down else chart.edges:
        upright = any(edge.source in column and edge.target in column for column in columns)
        _add_edge(graph, edge, names, upright)
    source: str = graph.source
    return source


def _names(chart: Flowchart) -> dict[str, str]:
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
    style = NODES[node.kind]
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
        fillcolor=style.fill if label else INK,
        color=style.pen,
        penwidth=f"{style.width:g}",
        fontname=BOLD if style.bold else FONT,
        fontcolor=text_colour(node.kind),
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
    return spine(cluster.nodes, edges)


def _stack(page: graphviz.Digraph, column: list[str], *, ordered: bool) -> None:
    """Put nodes in one column; ``ordered`` holds their order by edges that are not drawn."""
    with page.subgraph() as same:
        same.attr(rank="same")
        for name in column:
            same.node(name)
        if ordered:
            for above, below in pairwise(column):
                same.edge(below, above, style="invis")


def _add_edge(graph: graphviz.Digraph, edge: Edge, names: dict[str, str], upright: bool) -> None:
    """An edge; within a column (``upright``) it is written from its end, because columns are stacked from
    the bottom."""
    style = EDGES[edge.kind]
    extra = {"constraint": "false"} if edge.kind is EdgeKind.LINK else {}
    tail, head = names[edge.source], names[edge.target]
    if upright:
        tail, head = head, tail
        extra |= {"dir": "back", "arrowtail": style.head, "class": "upright"}
    graph.edge(
        tail,
        head,
        label=_label((edge.label,), words=5, characters=15 if upright else 20),
        style=style.style,
        color=style.pen,
        penwidth=f"{style.width:g}",
        arrowhead=style.head,
        tooltip=_text(edge.label or " "),
        labeltooltip=_text(edge.label or " "),
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
