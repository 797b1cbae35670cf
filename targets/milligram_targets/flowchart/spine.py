"""The spine of a flowchart: the path that runs down the page while all other paths leave it to the side.

Enters: nodes and edges of one cluster. Leaves: the identifiers on the heaviest path from the first node, in
order. At each node the path goes where most of the rest lies (the heavy path of Sleator and Tarjan, 1983, by
reachable nodes instead of tree size), so that the way on is straight and the exits are rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from milligram_targets.flowchart.model import Cluster, Edge, EdgeKind, Node, NodeKind

_ASIDE = (EdgeKind.LINK, EdgeKind.BACK)


def spine(nodes: tuple[Node, ...], edges: Iterable[Edge]) -> tuple[str, ...]:
    """Identifiers of the spine from the first node on; of equals, the branch written last goes on, ``unknown``
    only where nothing else does."""
    inside = {node.identifier for node in nodes}
    after: dict[str, list[str]] = {name: [] for name in inside}
    unknown: set[tuple[str, str]] = set()
    for edge in edges:
        if edge.kind not in _ASIDE and {edge.source, edge.target} <= inside:
            after[edge.source].append(edge.target)
            if edge.kind is EdgeKind.UNKNOWN:
                unknown.add((edge.source, edge.target))
    path: list[str] = []
    at = nodes[0].identifier if nodes else None
    while at is not None and at not in path:
        path.append(at)
        best = (-1, False)
        onward = None
        for target in after[at]:
            weight = (len(_reachable(target, after)), (at, target) not in unknown)
            if weight >= best:
                best, onward = weight, target
        at = onward
    return tuple(path)


def exits(column: tuple[str, ...], edges: Iterable[Edge]) -> tuple[str, ...]:
    """The nodes beside a column that only one of its nodes leads to, in the order of the column and of the
    author."""
    drawn = [edge for edge in edges if edge.kind not in _ASIDE]
    ways = Counter(edge.target for edge in drawn)
    return tuple(
        edge.target
        for name in column
        for edge in drawn
        if edge.source == name and edge.target not in column and ways[edge.target] == 1
    )


def with_own_ends(
    cluster: Cluster, edges: tuple[tuple[int, Edge], ...], column: tuple[str, ...]
) -> tuple[Cluster, tuple[tuple[int, Edge], ...], dict[str, str]]:
    """The cluster with an end mark of its own for each group of nodes beside the column, so that no line crosses back
    to the mark under the column; what comes with it is the node that each new mark copies.

    Only marks without words are copied; ``edges`` are those inside the cluster, each with its number.
    """
    marks = {node.identifier: node for node in cluster.nodes if node.kind is NodeKind.END and not node.lines}
    stays = set(column)
    head = {node.identifier: node.identifier for node in cluster.nodes if node.identifier not in stays | marks.keys()}

    def group(name: str) -> str:
        while head[name] != name:
            head[name] = name = head[head[name]]
        return name

    for _, edge in edges:
        if edge.source in head and edge.target in head:
            head[group(edge.source)] = group(edge.target)
    copies: dict[str, str] = {}
    turned: list[tuple[int, Edge]] = []
    reached = {edge.target for _, edge in edges if edge.source not in head}
    keeper: dict[str, str] = {}
    """The group that has a mark for its own to which nothing else leads."""
    for number, edge in edges:
        target = edge.target
        if column and target in marks and edge.source in head:
            copy = f"{edge.target} beside {group(edge.source)}"
            if keeper.setdefault(target, "" if target in reached else copy) != copy:
                copies[target := copy] = edge.target
        turned.append((number, replace(edge, target=target)))
    added = tuple(replace(marks[home], identifier=name) for name, home in copies.items())
    return replace(cluster, nodes=cluster.nodes + added), tuple(turned), copies


def _reachable(start: str, after: dict[str, list[str]]) -> set[str]:
    found = {start}
    waiting = [start]
    while waiting:
        for target in after[waiting.pop()]:
            if target not in found:
                found.add(target)
                waiting.append(target)
    return found
