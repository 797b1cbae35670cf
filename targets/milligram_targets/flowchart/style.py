"""How each kind of node, edge and cluster looks.

Enters: a kind. Leaves: a shape, a fill, a pen. Meaning is carried by the shape first. The fills come from
Okabe and Ito's palette (Color Universal Design, 2008), lightened until ink on them has a contrast of at
least 7 to 1; in grey the stop octagon is the darkest, doses and questions are in between, the rest is near
white.
"""

from __future__ import annotations

from dataclasses import dataclass

from milligram_targets.flowchart.model import ClusterKind, EdgeKind, NodeKind

INK = "#10182b"
LINE = "#39435a"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeStyle:
    """Line style, pen and Mermaid arrow of one kind of edge."""

    style: str
    pen: str = LINE
    width: float = 1.1
    head: str = "normal"
    mermaid: str = "-->"


NODES: dict[NodeKind, NodeStyle] = {
    NodeKind.START: NodeStyle(
        shape="box", style="filled,rounded", fill=INK, pen=INK, mermaid=("([", "])"), bold=True, margin="0.24,0.09"
    ),
    NodeKind.QUESTION: NodeStyle(shape="hexagon", fill="#cfe3f3", mermaid=("{{", "}}"), bold=True, margin="0.04,0.06"),
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

CUT = frozenset((NodeKind.QUESTION, NodeKind.STOP, NodeKind.ASK, NodeKind.REFER))
"""Kinds laid out as boxes whose corners are then cut: a hexagon, an octagon, a parallelogram and a signpost."""

CLUSTERS: dict[ClusterKind, str] = {
    ClusterKind.PATHWAY: "solid",
    ClusterKind.PART: "rounded",
    ClusterKind.REGIMEN: "rounded",
    ClusterKind.MONITOR: "rounded",
}
"""The frame of each kind of cluster."""


def text_colour(kind: NodeKind) -> str:
    """White on the start node, ink on all others."""
    return "#ffffff" if kind is NodeKind.START else INK


MEANINGS: dict[NodeKind, str] = {
    NodeKind.QUESTION: "Question",
    NodeKind.DRUG: "Give",
    NodeKind.STOP: "Do not give, hold, stop",
    NodeKind.ACTION: "Advice",
    NodeKind.ORDER: "Test",
    NodeKind.ASK: "Find out first",
    NodeKind.REFER: "Refer",
    NodeKind.MONITOR: "Monitor",
    NodeKind.GAP: "Not in the source",
    NodeKind.FOLLOW: "Box elsewhere",
    NodeKind.NOTE: "Note",
    NodeKind.REPORT: "Result",
}
"""What the legend says of each shape."""
