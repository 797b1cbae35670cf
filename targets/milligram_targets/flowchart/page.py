"""A flowchart composed on one sheet: head, pathways, the clusters they point to, legend, small print.

Enters: a :class:`Flowchart`. Leaves: an SVG element. Each cluster is laid out alone and then packed, the pathway first
and the others in the author's order, also beside the pathway where it leaves room: it alone has no frame. Where the
model links a node to a cluster, both carry the same letter.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass, field

from milligram_targets.flowchart.bypass import route_bypasses
from milligram_targets.flowchart.dot import column_of, legend_dot, node_names, piece_dot
from milligram_targets.flowchart.model import Cluster, ClusterKind, Edge, EdgeKind, Flowchart, Node, NodeKind
from milligram_targets.flowchart.packing import Block, pack
from milligram_targets.flowchart.pieces import SVG, XLINK, Box, Piece, draw
from milligram_targets.flowchart.placing import place_labels
from milligram_targets.flowchart.spine import with_own_ends
from milligram_targets.flowchart.style import INK, MEANINGS
from milligram_targets.flowchart.wrap import wrap
from milligram_targets.fonts import FAMILY
from milligram_targets.fonts.coverage import text_width, visible

CHECK = "Check every dose against the source."
_MARGIN = 18.0
_PADDING = 10.0
_TITLE, _SMALL, _HEADING = 17.0, 9.5, 11.0
_FONT = f"{FAMILY}, Arial, sans-serif"
_FRAME = "#8b95a7"
_BADGE = 6.5


@dataclass(slots=True)
class _Panel:
    """A block of the sheet: a heading, with its letter, over a piece."""

    identifier: str
    heading: tuple[str, ...]
    letter: str
    piece: Piece
    framed: bool
    small: tuple[str, ...] = ()
    width: float = field(init=False)
    height: float = field(init=False)

    def __post_init__(self) -> None:
        """Sets the piece under its heading."""
        top = self.top()
        bounds = self.piece.bounds()
        pad = _PADDING if self.framed else 0.0
        self.piece.move(pad - bounds.left, top - bounds.top)
        texts = [text_width(line, _HEADING, semibold=True) for line in self.heading]
        texts += [text_width(line, 8.0) for line in self.small]
        indent = 2 * _BADGE + 5 if self.letter else 0.0
        self.width = max(bounds.right - bounds.left, indent + max(texts, default=0.0)) + 2 * pad
        self.height = top + bounds.bottom - bounds.top + 11.0 * len(self.small) + pad

    def top(self) -> float:
        """Where the piece starts, under the heading."""
        return (6.0 if self.framed else 0.0) + 14.0 * len(self.heading) + 6.0

    def block(self) -> Block:
        """What the panel covers on the sheet."""
        if self.framed:
            return Block(width=self.width, height=self.height)
        head = Box(0, 0, self.width, self.top())
        return Block(width=self.width, height=self.height, covers=(head, *self.piece.boxes()))


def compose(chart: Flowchart, direction: str) -> ET.Element:
    """The sheet as SVG 1.1, of its own size."""
    names = node_names(chart)
    letters = letters_of(chart)
    panels = _panels(chart, names, letters, direction)
    head = _head(chart)
    corners = pack([panel.block() for panel in panels], head[1])
    foot = [line for text in (CHECK, chart.origin) if text for line in wrap(text, words=30, characters=110)]
    right = max([x + panel.width for panel, (x, _) in zip(panels, corners, strict=True)] + [head[2]])
    right = max([right, *(text_width(line, 8.0) for line in foot)])
    bottom = head[1] + max([y + panel.height for panel, (_, y) in zip(panels, corners, strict=True)], default=0.0)
    width, height = right + 2 * _MARGIN, bottom + 14.0 + 11.0 * len(foot) + 2 * _MARGIN
    root = ET.Element(
        f"{{{SVG}}}svg",
        {
            "width": f"{width:.0f}pt",
            "height": f"{height:.0f}pt",
            "viewBox": f"{-_MARGIN:g} {-_MARGIN:g} {width:.2f} {height:.2f}",
        },
    )
    whole = ET.SubElement(root, f"{{{SVG}}}g", {"id": "graph0", "class": "graph"})
    ET.SubElement(
        whole,
        f"{{{SVG}}}rect",
        {
            "x": f"{-_MARGIN:g}",
            "y": f"{-_MARGIN:g}",
            "width": f"{width:.2f}",
            "height": f"{height:.2f}",
            "fill": "#fff",
        },
    )
    whole.append(head[0])
    for panel, (x, y) in zip(panels, corners, strict=True):
        whole.append(_panel(panel, x, y + head[1]))
    _badges(whole, chart, names, letters, panels)
    small = ET.SubElement(whole, f"{{{SVG}}}g", {"id": "foot"})
    for i, line in enumerate(foot):
        _text(small, line, 0, bottom + 22.0 + 11.0 * i, 8.0, bold=line == CHECK)
    return root


def letters_of(chart: Flowchart) -> dict[str, str]:
    """A letter for each cluster that a node points to, in the order of the clusters: A to Z, then A2 to Z2."""
    homes = {node.identifier: cluster.identifier for cluster in chart.clusters for node in cluster.nodes}
    meant = {homes.get(edge.target) for edge in chart.edges if edge.kind is EdgeKind.LINK}
    letters: dict[str, str] = {}
    for cluster in chart.clusters:
        if cluster.identifier in meant:
            turn, letter = divmod(len(letters), 26)
            letters[cluster.identifier] = chr(ord("A") + letter) + (str(turn + 1) if turn else "")
    return letters


def _panels(chart: Flowchart, names: dict[str, str], letters: dict[str, str], direction: str) -> list[_Panel]:
    numbered = [(i, edge) for i, edge in enumerate(chart.edges, 1) if edge.kind is not EdgeKind.LINK]
    clusters = list(chart.clusters)
    if chart.nodes:
        clusters.insert(0, Cluster(identifier="", kind=ClusterKind.PATHWAY, title="", nodes=chart.nodes))
    panels: list[_Panel] = []
    for number, cluster in enumerate(clusters, 0 if chart.nodes else 1):
        inside = _inside(cluster, numbered)
        column = column_of(cluster, tuple(edge for _, edge in inside))
        shown, inside, copies = with_own_ends(cluster, inside, column)
        own = names | {copy: f"{names[of]}_{i}" for i, (copy, of) in enumerate(copies.items(), 1)}
        piece = draw(piece_dot(shown, inside, own, direction=direction))
        _tell_steps(piece, shown, inside, own)
        arrows = tuple((f"edge{i}", own[edge.source], own[edge.target]) for i, edge in inside)
        place_labels(piece, route_bypasses(piece, tuple(own[name] for name in column), arrows))
        bounds = piece.bounds()
        across = max(24, int((bounds.right - bounds.left) / (0.55 * _HEADING)))
        panels.append(
            _Panel(
                identifier=f"group{number}",
                heading=wrap(cluster.title, words=16, characters=across),
                letter=letters.get(cluster.identifier, ""),
                piece=piece,
                framed=bool(panels) or cluster.kind is not ClusterKind.PATHWAY,
            )
        )
    if legend := _legend(chart, bool(letters)):
        panels.append(legend)
    return panels


def _tell_steps(piece: Piece, cluster: Cluster, edges: tuple[tuple[int, Edge], ...], names: dict[str, str]) -> None:
    """Writes into each group which steps of a trace mean that a patient came there: `data-steps="12 15:2"`."""
    steps = {names[node.identifier]: node.steps for node in cluster.nodes}
    steps |= {f"edge{i}": edge.steps for i, edge in edges}
    for group in piece.groups:
        if said := " ".join(f"{i}" if branch is None else f"{i}:{branch}" for i, branch in steps[group.get("id", "")]):
            group.set("data-steps", said)


def _inside(cluster: Cluster, numbered: list[tuple[int, Edge]]) -> tuple[tuple[int, Edge], ...]:
    inside = {node.identifier for node in cluster.nodes}
    return tuple((i, edge) for i, edge in numbered if {edge.source, edge.target} <= inside)


def _legend(chart: Flowchart, lettered: bool) -> _Panel | None:
    used = {node.kind for node in chart.all_nodes()}
    samples = tuple(
        Node(identifier=f"legend_{kind.value}", kind=kind, lines=(said,))
        for kind, said in MEANINGS.items()
        if kind in used
    )
    if not samples:
        return None
    piece = draw(legend_dot(samples, 4))
    piece.groups = [_bare(group) for group in piece.groups if "node" in group.get("class", "").split()]
    piece.curves = []
    unknown = any(edge.kind is EdgeKind.UNKNOWN or "unknown" in edge.label for edge in chart.edges)
    small = ["Dashed arrow: the value is not known."] if unknown else []
    if any(node.kind is NodeKind.END and not node.lines for node in chart.all_nodes()):
        small.append("Double circle: the pathway ends.")
    small += ["A letter leads to the box that bears it."] if lettered else []
    return _Panel(identifier="legend", heading=("Key",), letter="", piece=piece, framed=True, small=tuple(small))


def _bare(group: ET.Element) -> ET.Element:
    """A sample of a shape: what is seen of a node, without links and tooltips."""
    bare = ET.Element(f"{{{SVG}}}g", {"class": "legend"})
    bare.extend(element for element in group.iter() if len(element) == 0 and element.tag != f"{{{SVG}}}title")
    return bare


def _head(chart: Flowchart) -> tuple[ET.Element, float, float]:
    """Title and small print; the height that they take and their width."""
    group = ET.Element(f"{{{SVG}}}g", {"id": "page"})
    y = width = 0.0
    for line in wrap(chart.title, words=12, characters=64):
        y += 21.0
        _text(group, line, 0, y - 5.0, _TITLE, bold=True)
        width = max(width, text_width(line, _TITLE, semibold=True))
    y += 3.0
    for text in chart.heading():
        for line in wrap(text, words=20, characters=110):
            y += 12.75
            _text(group, line, 0, y, _SMALL)
            width = max(width, text_width(line, _SMALL))
    return group, y + 18.0, width


def _panel(panel: _Panel, x: float, y: float) -> ET.Element:
    group = ET.Element(f"{{{SVG}}}g", {"id": panel.identifier, "class": "cluster"})
    top = y + (6.0 if panel.framed else 0.0)
    if panel.framed:
        ET.SubElement(
            group,
            f"{{{SVG}}}rect",
            {
                "x": f"{x:.2f}",
                "y": f"{y:.2f}",
                "width": f"{panel.width:.2f}",
                "height": f"{panel.height:.2f}",
                "rx": "7",
                "fill": "none",
                "stroke": _FRAME,
                "stroke-width": "1.2",
            },
        )
    left = x + (_PADDING if panel.framed else 0.0)
    if panel.letter:
        _badge(group, left + _BADGE, top + 8.0, panel.letter)
    for i, line in enumerate(panel.heading):
        indent = 2 * _BADGE + 5 if panel.letter else 0.0
        _text(group, line, left + indent, top + 12.0 + 14.0 * i, _HEADING, bold=True)
    panel.piece.move(x, y)
    labels: list[ET.Element] = []
    for drawn in sorted(panel.piece.groups, key=lambda g: "edge" not in g.get("class", "").split()):
        group.append(drawn)
        if "edge" in drawn.get("class", "").split():
            labels.extend(drawn.iter(f"{{{SVG}}}text"))
    for label in labels:  # a light rim keeps a label legible where the page is so full that a line must pass under it
        label.set("stroke", "#fff")
        label.set("stroke-width", "2.5")
        label.set("stroke-linejoin", "round")
        label.set("paint-order", "stroke")
    below = y + panel.height - (_PADDING if panel.framed else 0.0)
    for i, line in enumerate(panel.small):
        _text(group, line, left, below - 11.0 * (len(panel.small) - 1 - i), 8.0)
    return group


def _badges(
    whole: ET.Element, chart: Flowchart, names: dict[str, str], letters: dict[str, str], panels: list[_Panel]
) -> None:
    """At the upper right corner of a node, the letter of the cluster that spells it out."""
    homes = {node.identifier: cluster.identifier for cluster in chart.clusters for node in cluster.nodes}
    places = {name: box for panel in panels for name, box in panel.piece.nodes.items()}
    groups = {cluster.identifier: f"group{i}" for i, cluster in enumerate(chart.clusters, 1)}
    used: dict[str, int] = {}
    for i, edge in enumerate(chart.edges, 1):
        target = homes.get(edge.target, "")
        if edge.kind is not EdgeKind.LINK or target not in letters:
            continue
        box = places[names[edge.source]]
        nth = used.setdefault(edge.source, 0)
        used[edge.source] += 1
        link = ET.SubElement(whole, f"{{{SVG}}}a", {"id": f"edge{i}", f"{{{XLINK}}}href": f"#{groups[target]}"})
        _badge(link, box.right - 2 - nth * 2.2 * _BADGE, box.top + 1, letters[target])


def _badge(parent: ET.Element, x: float, y: float, letter: str) -> None:
    ET.SubElement(
        parent,
        f"{{{SVG}}}circle",
        {"cx": f"{x:.2f}", "cy": f"{y:.2f}", "r": f"{_BADGE:g}", "fill": INK, "stroke": "#fff", "stroke-width": "1"},
    )
    size = 9.0 if len(letter) == 1 else 7.0
    text = _text(parent, letter, x, y + 0.36 * size, size, bold=True)
    text.set("text-anchor", "middle")
    text.set("fill", "#fff")


def _text(parent: ET.Element, said: str, x: float, y: float, size: float, *, bold: bool = False) -> ET.Element:
    text = ET.SubElement(
        parent,
        f"{{{SVG}}}text",
        {"x": f"{x:.2f}", "y": f"{y:.2f}", "font-family": _FONT, "font-size": f"{size:.2f}", "fill": INK},
    )
    if bold:
        text.set("font-weight", "600")
    text.text = visible(said)
    return text
