"""How each kind of node, edge and cluster looks.

Enters: a node or an edge. Leaves: a shape, a fill, a pen. Meaning is carried by the shape first. The fills come from
Okabe and Ito's palette (Color Universal Design, 2008), lightened until ink on them has a contrast of at
least 7 to 1; in grey the stop octagon is the darkest, doses and questions are in between, the rest is near
white.

    Node(kind=NodeKind.DRUG, light=Light.PALE)   ->   NodeStyle(shape="box", fill="#ffffff", pen="#9aa3b2", …)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import assert_never

from milligram_targets.flowchart.model import ClusterKind, Edge, EdgeKind, Light, Node, NodeKind

INK = "#10182b"
LINE = "#39435a"
PALE_INK = "#5d6675"
"""Text off a way that is lit: 5.9 to 1 on white."""
PALE_LINE = "#a7afbc"


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeStyle:
    """Graphviz and Mermaid shapes, fill, pen and weight of one kind of node.

    ``mermaid`` is the opening and closing bracket of the Mermaid shape.
    """

    shape: str
    fill: str
    mermaid: tuple[str, str]
    style: str = "filled"
    pen: str = LINE
    width: float = 1.0
    bold: bool = False
    margin: str = "0.14,0.07"
    skew: float = 0.0
    """How far a parallelogram leans."""
    text: str = INK


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeStyle:
    """Line style, pen and Mermaid arrow of one kind of edge."""

    style: str
    pen: str = LINE
    width: float = 1.1
    head: str = "normal"
    mermaid: str = "-->"
    text: str = INK


NODES: dict[NodeKind, NodeStyle] = {
    NodeKind.START: NodeStyle(
        shape="box",
        style="filled,rounded",
        fill=INK,
        pen=INK,
        mermaid=("([", "])"),
        bold=True,
        margin="0.24,0.09",
        text="#ffffff",
    ),
    NodeKind.QUESTION: NodeStyle(shape="hexagon", fill="#cfe3f3", mermaid=("{{", "}}"), bold=True, margin="0.04,0.06"),
    NodeKind.CASE: NodeStyle(
        shape="box", style="filled,rounded", fill="#eef5fb", mermaid=("(", ")"), pen="#7a9cbb", margin="0.14,0.07"
    ),
    NodeKind.ACTION: NodeStyle(shape="box", fill="#ffffff", mermaid=("[", "]")),
    NodeKind.DRUG: NodeStyle(shape="box", fill="#b9e3d2", mermaid=("[", "]"), width=2.4, pen=INK, bold=True),
    NodeKind.STOP: NodeStyle(
        shape="octagon", fill="#f0b48a", mermaid=("{{", "}}"), width=2.0, pen=INK, bold=True, margin="0.02,0.02"
    ),
    NodeKind.ORDER: NodeStyle(shape="box3d", fill="#fbeec2", mermaid=("[/", "/]"), margin="0.14,0.09"),
    NodeKind.ASK: NodeStyle(shape="polygon", skew=0.14, fill="#f7dd8e", mermaid=("[/", "/]"), bold=True, margin="0,0"),
    NodeKind.REFER: NodeStyle(shape="cds", fill="#ecdbe8", mermaid=(">", "]"), margin="0.2,0.1"),
    NodeKind.MONITOR: NodeStyle(shape="tab", fill="#eef1f5", mermaid=("[(", ")]"), margin="0.14,0.09"),
    NodeKind.NOTE: NodeStyle(shape="note", fill="#ffffff", mermaid=("[", "]"), pen="#6b7484"),
    NodeKind.GAP: NodeStyle(shape="box", style="filled,dashed", fill="#ffffff", mermaid=("[", "]"), width=1.6, pen=INK),
    NodeKind.FOLLOW: NodeStyle(shape="component", fill="#eef1f5", mermaid=("[[", "]]"), margin="0.2,0.09"),
    NodeKind.REPORT: NodeStyle(shape="box", fill="#eef1f5", mermaid=("[", "]")),
    NodeKind.TERM: NodeStyle(shape="box", fill="#ffffff", mermaid=("[", "]"), pen="#c3cad6", margin="0.1,0.05"),
    NodeKind.END: NodeStyle(
        shape="box", style="filled,rounded", fill="#dfe3ea", mermaid=("([", "])"), margin="0.18,0.06"
    ),
}

EDGES: dict[EdgeKind, EdgeStyle] = {
    EdgeKind.FLOW: EdgeStyle(style="solid"),
    EdgeKind.BRANCH: EdgeStyle(style="solid", width=1.4),
    EdgeKind.UNKNOWN: EdgeStyle(style="dashed", width=1.4, mermaid="-.->"),
    EdgeKind.BACK: EdgeStyle(style="dashed", head="vee", mermaid="-->"),
    EdgeKind.LINK: EdgeStyle(style="dotted", head="vee", mermaid="-.->"),
}

CLUSTERS: dict[ClusterKind, str] = {
    ClusterKind.PATHWAY: "solid",
    ClusterKind.PART: "rounded",
    ClusterKind.REGIMEN: "rounded",
    ClusterKind.MONITOR: "rounded",
    ClusterKind.SAFETY: "rounded",
    ClusterKind.NOTES: "rounded",
    ClusterKind.TERMS: "rounded",
    ClusterKind.REASONS: "rounded",
    ClusterKind.SOURCES: "rounded",
}
"""The frame of each kind of cluster."""


GREY: dict[NodeKind, str] = {
    NodeKind.QUESTION: "#e4e4e4",
    NodeKind.DRUG: "#d2d2d2",
    NodeKind.STOP: "#b4b4b4",
    NodeKind.ORDER: "#f4f4f4",
    NodeKind.ASK: "#ebebeb",
    NodeKind.REFER: "#f4f4f4",
    NodeKind.MONITOR: "#ffffff",
    NodeKind.FOLLOW: "#ffffff",
    NodeKind.REPORT: "#e6e6e6",
    NodeKind.END: "#ebebeb",
}
"""Fills without colour, where they are not as in colour."""


def of_node(node: Node) -> NodeStyle:
    """How a node looks, on or off a way that is lit, in colour or grey."""
    style = NODES[node.kind]
    if node.grey:
        style = replace(style, fill=GREY.get(node.kind, grey(style.fill)))
    style = _lit(style, node.light)
    return replace(style, pen=grey(style.pen), text=grey(style.text)) if node.grey else style


def _lit(style: NodeStyle, light: Light) -> NodeStyle:
    match light:
        case Light.PLAIN:
            return style
        case Light.TAKEN:
            return replace(style, pen=INK, width=max(3.0, style.width + 1.0))
        case Light.HELD:
            dashed = style.style if "dashed" in style.style else f"{style.style},dashed"
            return replace(style, fill="#ffffff", pen=INK, width=3.0, style=dashed, text=INK)
        case Light.PALE:
            return replace(style, fill="#ffffff", pen=PALE_LINE, width=1.0, text=PALE_INK)
        case _:
            assert_never(light)


def of_edge(edge: Edge) -> EdgeStyle:
    """How an edge looks, on or off a way that is lit."""
    style = EDGES[edge.kind]
    match edge.light:
        case Light.PLAIN:
            pass
        case Light.TAKEN | Light.HELD:
            style = replace(style, pen=INK, width=3.0)
        case Light.PALE:
            style = replace(style, pen=PALE_LINE, width=1.0, text=PALE_INK)
        case _:
            assert_never(edge.light)
    return replace(style, pen=grey(style.pen), text=grey(style.text)) if edge.grey else style


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb`` in sRGB, 0 to 1 (Web Content Accessibility Guidelines 2.2)."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def grey(colour: str) -> str:
    """The grey of the same luminance, as a printer without colours gives it."""
    light = luminance(colour)
    level = round(255 * (light * 12.92 if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055))
    return f"#{level:02x}{level:02x}{level:02x}"


MEANINGS: dict[NodeKind, str] = {
    NodeKind.QUESTION: "Question",
    NodeKind.CASE: "Answer",
    NodeKind.DRUG: "Give",
    NodeKind.STOP: "Do not give, hold, stop",
    NodeKind.ACTION: "Advice",
    NodeKind.ORDER: "Test",
    NodeKind.ASK: "Find out first",
    NodeKind.REFER: "Refer",
    NodeKind.MONITOR: "Monitor",
    NodeKind.GAP: "Unclear in the source",
    NodeKind.FOLLOW: "Box elsewhere",
    NodeKind.NOTE: "Note",
    NodeKind.REPORT: "Result",
}
"""What the legend says of each shape."""
