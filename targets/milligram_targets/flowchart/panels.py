"""The blocks of a chart: each pathway, part, ladder and schedule with its heading, and the key to the shapes.

Enters: a :class:`Flowchart`. Leaves: :class:`Panel` values in reading order. Where the model links a node to a cluster,
both carry the same letter. A panel can be laid out wide or tall; ``sheets.py`` asks for what fits its page.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from milligram_targets.flowchart.dot import column_of, node_names
from milligram_targets.flowchart.model import Cluster, ClusterKind, Edge, EdgeKind, Flowchart, Light, Node, NodeKind
from milligram_targets.flowchart.packing import Block
from milligram_targets.flowchart.parts import Box, Part, Piece, laid_out
from milligram_targets.flowchart.routes import Plan
from milligram_targets.flowchart.shapes import Badge, figure
from milligram_targets.flowchart.spine import with_own_ends
from milligram_targets.flowchart.style import MEANINGS
from milligram_targets.flowchart.wrap import wrap
from milligram_targets.fonts.coverage import text_width

HEADING = 11.0
SMALL = 8.4
PADDING = 11.0
LETTER = 7.0
"""Radius of the disc around a letter."""
TURNS = (5, 4, 3, 6, 2, 8, 1)
"""Columns at which what runs to the right may turn down."""
_SAMPLE = 8.6
_PER_ROW = 4
_GRADED = ("(strong", "(conditional")


@dataclass(slots=True, kw_only=True, eq=False)
class Panel:
    """A block of a sheet: a heading, with its letter, over a part of the chart."""

    identifier: str
    title: str
    letter: str
    part: Part
    framed: bool
    cluster: str = ""
    """The identifier of the cluster that it shows."""
    small: tuple[str, ...] = ()
    plan: Plan | None = None
    """Where the boxes stand, if that is given."""
    _laid: dict[int, Laid] = field(default_factory=dict)

    def area(self) -> float:
        """What its boxes cover, in square points: no page smaller than this can hold them."""
        return sum(shown.size.width * shown.size.height for shown in self.part.figures.values())

    def of(self, part: Part) -> Panel:
        """The same panel with only a part of what it shows."""
        return Panel(
            identifier=self.identifier,
            title=self.title,
            letter=self.letter,
            part=part,
            framed=self.framed,
            cluster=self.cluster,
            small=self.small,
        )

    def laid(self, turn: int, direction: str) -> Laid:
        """The panel laid out; kept, because several pages are tried."""
        if turn not in self._laid:
            if self.plan is not None:
                piece = Piece(part=self.part, plan=self.plan, labels={}, order=tuple(self.part.figures))
            else:
                piece = laid_out(self.part, turn=turn, direction=direction)
            self._laid[turn] = Laid(self, piece)
        return self._laid[turn]


class Laid:
    """A panel with a place for everything in it, from 0, 0 on."""

    def __init__(self, panel: Panel, piece: Piece) -> None:
        self.panel, self.piece = panel, piece
        self.pad = PADDING if panel.framed else 0.0
        self.indent = 2 * LETTER + 5 if panel.letter else 0.0
        across = max(28, int((piece.plan.width - self.indent) / (0.55 * HEADING)))
        self.heading = wrap(panel.title, words=14, characters=across)
        self.top = (7.0 if panel.framed else 0.0) + 14.5 * len(self.heading) + 7.0
        texts = [text_width(line, HEADING, semibold=True) + self.indent for line in self.heading]
        texts += [text_width(line, SMALL) for line in panel.small]
        self.width = max(piece.plan.width, *texts, 0.0) + 2 * self.pad
        small = 5.0 + 11.5 * len(panel.small) if panel.small else 0.0
        self.height = self.top + piece.plan.height + small + self.pad

    def block(self) -> Block:
        """What the panel covers on the sheet."""
        if self.panel.framed:
            return Block(width=self.width, height=self.height)
        head = Box(0, 0, self.width if len(self.heading) > 1 else 120.0, self.top)
        covers = (Box(b.left, b.top + self.top, b.right, b.bottom + self.top) for b in self.piece.boxes())
        return Block(width=self.width, height=self.height, covers=(head, *covers))


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


def panels_of(chart: Flowchart, *, paged: bool) -> list[Panel]:
    """The panels, the key last. ``paged`` makes room for the numbers of pages beside letters."""
    names, letters = node_names(chart), letters_of(chart)
    badges = _badges(chart, letters, paged)
    numbered = [(i, edge) for i, edge in enumerate(chart.edges, 1) if edge.kind is not EdgeKind.LINK]
    homes = {node.identifier: cluster.identifier for cluster in chart.clusters for node in cluster.nodes}
    within: dict[str, list[tuple[int, Edge]]] = {}
    for i, edge in numbered:
        if homes.get(edge.source, "") == homes.get(edge.target, ""):
            within.setdefault(homes.get(edge.source, ""), []).append((i, edge))
    clusters = list(chart.clusters)
    if chart.nodes:
        clusters.insert(0, Cluster(identifier="", kind=ClusterKind.PATHWAY, title="", nodes=chart.nodes))
    panels: list[Panel] = []
    for number, cluster in enumerate(clusters, 0 if chart.nodes else 1):
        inside = tuple(within.get(cluster.identifier, ()))
        column = column_of(cluster, tuple(edge for _, edge in inside))
        shown, inside, copies = with_own_ends(cluster, inside, column)
        shown = _with_pale_ends(shown, inside)
        own = names | {copy: f"{names[of]}_{i}" for i, (copy, of) in enumerate(copies.items(), 1)}
        edges = {f"edge{i}": replace(e, source=own[e.source], target=own[e.target]) for i, e in inside}
        panels.append(
            Panel(
                identifier=f"group{number}",
                title=cluster.title,
                letter=letters.get(cluster.identifier, ""),
                part=Part(
                    figures={own[n.identifier]: figure(n, badges=badges.get(n.identifier, ())) for n in shown.nodes},
                    edges=edges,
                    column=tuple(own[name] for name in cluster.column),
                    lying=not column,
                ),
                framed=bool(panels) or cluster.kind is not ClusterKind.PATHWAY,
                cluster=cluster.identifier,
            )
        )
    if key := _key(chart, bool(letters)):
        panels.append(key)
    return panels


def _with_pale_ends(cluster: Cluster, inside: tuple[tuple[int, Edge], ...]) -> Cluster:
    """Where one way is lit, each mark of an end to which it does not lead is pale."""
    entered = {edge.target for _, edge in inside}
    lit = {edge.target for _, edge in inside if edge.light is not Light.PALE}
    nodes = tuple(
        replace(node, light=Light.PALE)
        if node.kind is NodeKind.END and not node.lines and node.identifier in entered - lit
        else node
        for node in cluster.nodes
    )
    return replace(cluster, nodes=nodes)


def _badges(chart: Flowchart, letters: dict[str, str], paged: bool) -> dict[str, tuple[Badge, ...]]:
    """For each node the letters of what it points to."""
    homes = {node.identifier: cluster.identifier for cluster in chart.clusters for node in cluster.nodes}
    groups = {cluster.identifier: f"group{i}" for i, cluster in enumerate(chart.clusters, 1)}
    found: dict[str, tuple[Badge, ...]] = {}
    for i, edge in enumerate(chart.edges, 1):
        target = homes.get(edge.target, "")
        if edge.kind is EdgeKind.LINK and target in letters:
            badge = Badge(letter=letters[target], group=groups[target], name=f"edge{i}", edge=edge, paged=paged)
            found[edge.source] = (*found.get(edge.source, ()), badge)
    return found


def _of_unknown(chart: Flowchart) -> list[str]:
    """Which ways are taken when a value is not known."""
    said = []
    if any(edge.kind is EdgeKind.UNKNOWN for edge in chart.edges):
        said.append("Dashed arrow: the value is not known.")
    if any(edge.kind is EdgeKind.BRANCH and edge.label.endswith("unknown") for edge in chart.edges):
        said.append("Solid arrow “… or unknown”: for this answer, and where the value is not known.")
    return said


def _key(chart: Flowchart, lettered: bool) -> Panel | None:
    """What each shape and line means, as far as the chart has it."""
    used = {node.kind for node in chart.all_nodes()}
    samples = [
        figure(Node(identifier=kind.value, kind=kind, lines=(said,), grey=chart.grey), _SAMPLE)
        for kind, said in MEANINGS.items()
        if kind in used
    ]
    if not samples:
        return None
    middles: dict[str, tuple[float, float]] = {}
    across = min(_PER_ROW, len(samples))
    widths = [max(s.size.width for s in samples[i::across]) for i in range(across)]
    y = 0.0
    for first in range(0, len(samples), across):
        row = samples[first : first + across]
        height = max(s.size.height for s in row)
        x = 0.0
        for shown, width in zip(row, widths, strict=False):
            middles[f"legend_{shown.node.identifier}"] = (x + width / 2, y + height / 2)
            x += width + 10.0
        y += height + 7.0
    small = _of_unknown(chart)
    if any(node.kind is NodeKind.END and not node.lines for node in chart.all_nodes()):
        small.append("Disc in a ring: the pathway ends.")
    small += ["A letter leads to the box that bears it."] if lettered else []
    if any(line.startswith(_GRADED) for node in chart.all_nodes() for line in node.lines[1:]):
        small.append("(strong) or (conditional): the recommendation; then the certainty of the evidence.")
    plan = Plan(middles=middles, lines={}, width=sum(widths) + 10.0 * (across - 1), height=y - 7.0)
    figures = {f"legend_{shown.node.identifier}": shown for shown in samples}
    return Panel(
        identifier="legend",
        title="Key",
        letter="",
        part=Part(figures=figures, edges={}, sample=True),
        framed=True,
        small=tuple(small),
        plan=plan,
    )
