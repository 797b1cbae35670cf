"""A flowchart as Mermaid text.

Enters: a :class:`Flowchart`. Leaves: a Mermaid ``flowchart``, the same for the same chart. Labels stand in
quotes; every character but letters, digits and harmless signs is written as a ``#…;`` code, so that none has
a meaning.

    Node(lines=("<20 mL/min",))  ->  n1["#60;20 mL/min"]
"""

from __future__ import annotations

from milligram_targets.flowchart.model import Edge, Flowchart, Light, Node
from milligram_targets.flowchart.style import of_edge, of_node
from milligram_targets.flowchart.wrap import wrap
from milligram_targets.fonts.coverage import visible

_HARMLESS = frozenset(" .,:/()+-–=?!'")


def to_mermaid(chart: Flowchart, *, direction: str = "down") -> str:
    """The chart as Mermaid text, for version 10 and later."""
    names = {node.identifier: f"n{i}" for i, node in enumerate(chart.all_nodes(), 1)}
    lines = [
        "---",
        f"title: {_front(chart.title, chart.heading())}",
        "---",
        f"flowchart {'TB' if direction == 'down' else 'LR'}",
    ]
    lines += [f"  {_node(node, names)}" for node in chart.nodes]
    for i, cluster in enumerate(chart.clusters):
        lines.append(f'  subgraph c{i}["{_literal(cluster.title) or " "}"]')
        lines += [f"    {_node(node, names)}" for node in cluster.nodes]
        lines.append("  end")
    lines += [f"  {_edge(edge, names)}" for edge in chart.edges]
    for node in chart.all_nodes():
        if node.file and node.line:
            lines.append(f"  %% {names[node.identifier]}: {_literal(node.file)} line {node.line}")
    for name, node in sorted({_class(node): node for node in chart.all_nodes()}.items()):
        style = of_node(node)
        dashed = ",stroke-dasharray:4 3" if "dashed" in style.style else ""
        lines.append(
            f"  classDef {name} fill:{style.fill},stroke:{style.pen},"
            f"color:{style.text},stroke-width:{style.width:g}px{dashed}"
        )
    for number, edge in enumerate(chart.edges):
        if edge.light is not Light.PLAIN or edge.grey:
            drawn = of_edge(edge)
            lines.append(f"  linkStyle {number} stroke:{drawn.pen},stroke-width:{drawn.width:g}px,color:{drawn.text}")
    return "\n".join(lines) + "\n"


def _node(node: Node, names: dict[str, str]) -> str:
    opening, closing = of_node(node).mermaid
    return f'{names[node.identifier]}{opening}"{_label(node.lines)}"{closing}:::{_class(node)}'


def _class(node: Node) -> str:
    """Behind a sign, because ``end`` is a word of Mermaid."""
    return f"{node.kind.value}_{'' if node.light is Light.PLAIN else node.light.value}"


def _edge(edge: Edge, names: dict[str, str]) -> str:
    arrow = of_edge(edge).mermaid
    label = f'|"{_literal(edge.label)}"|' if _literal(edge.label) else ""
    return f"{names[edge.source]} {arrow}{label} {names[edge.target]}"


def _label(lines: tuple[str, ...]) -> str:
    """``<br/>`` is the only mark-up that Mermaid gets, and it is ours."""
    pieces = [piece for line in lines for piece in wrap(line)]
    return "<br/>".join(_literal(piece) for piece in pieces) or " "


def _literal(text: str) -> str:
    """Signs as decimal codes, and a text that would read as a Markdown list (``1. x``) as none."""
    flat = " ".join(visible(text).split())
    coded = "".join(c if c.isalnum() or c in _HARMLESS else f"#{ord(c)};" for c in flat)
    head = coded.split(" ", 1)[0]
    if head.rstrip(".)").isdecimal() and head[-1:] in (".", ")"):
        return f"{head[:-1]}#{ord(head[-1])};{coded[len(head) :]}"
    return f"#{ord(coded[0])};{coded[1:]}" if coded[:1] in ("-", "+") else coded


def _front(title: str, heading: tuple[str, ...]) -> str:
    """The title as a double-quoted YAML scalar."""
    flat = " ".join(visible(" · ".join((title, *heading))).split())
    quoted = "".join(c if c.isprintable() and c not in '"\\' else f"\\U{ord(c):08x}" for c in flat)
    return f'"{quoted}"'
