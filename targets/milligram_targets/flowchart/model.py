"""What a flowchart shows, as plain data that knows neither the guideline's IR nor any drawing language.

Enters: nothing (these are only shapes). Leaves: a :class:`Flowchart`, which ``dot.py`` and ``mermaid.py``
write out.

    Node(identifier="n4", kind=NodeKind.QUESTION, lines=("Renal function",), file="mg.mg", line=88)
    Edge(source="n4", target="n5", label="under 20 mL/min", kind=EdgeKind.BRANCH)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias


class NodeKind(StrEnum):
    """What a node means; each has a shape and a fill of its own (``style.py``)."""

    START = "start"
    QUESTION = "question"
    CASE = "case"
    """What leads from a question to an answer, where it is too long for an arrow."""
    ACTION = "action"
    """Advise, suggest: something to do."""
    DRUG = "drug"
    """Give a drug: a dose or a step of a regimen."""
    STOP = "stop"
    """Advise against, stop or hold a drug."""
    ORDER = "order"
    """Order a test."""
    ASK = "ask"
    """The pathway halts and asks for an input."""
    REFER = "refer"
    MONITOR = "monitor"
    NOTE = "note"
    GAP = "gap"
    """``unspecified``: the source says something and leaves out what to do."""
    FOLLOW = "follow"
    """The place where a part is entered."""
    REPORT = "report"
    TERM = "term"
    """What a word of the guideline means."""
    END = "end"


class EdgeKind(StrEnum):
    """How an edge is taken."""

    FLOW = "flow"
    """Always, in order."""
    BRANCH = "branch"
    """When the condition on its label holds."""
    UNKNOWN = "unknown"
    """When the question cannot be answered; dashed, and always labelled."""
    BACK = "back"
    """Back to an earlier step of a ladder; always labelled."""
    LINK = "link"
    """Not a step: from a ``follow`` or a drug to the cluster that spells it out; dotted."""


class ClusterKind(StrEnum):
    """What a group of nodes stands for."""

    PATHWAY = "pathway"
    PART = "part"
    REGIMEN = "regimen"
    MONITOR = "monitor"
    SAFETY = "safety"
    NOTES = "notes"
    TERMS = "terms"
    REASONS = "reasons"
    SOURCES = "sources"


class Light(StrEnum):
    """How strongly a box or an arrow stands out."""

    PLAIN = "plain"
    """As all others: nobody's way is shown."""
    TAKEN = "taken"
    """On the way of the patient whose way is shown."""
    HELD = "held"
    """Where this way halts: what the box says is not done."""
    PALE = "pale"
    """Off this way."""


Steps: TypeAlias = tuple[tuple[int, int | None], ...]
"""The pairs ``(id, branch)`` of a run's trace (`milligram.interpret.result.Trace`), any of which says that the run came
here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One box. ``lines`` are its texts, each starting on a new line; ``identifier`` is unique in the chart.

    ``file`` and ``line`` (from 1; 0 for none) say where it stands in the guideline; ``tooltip`` carries
    reasons and sources; ``steps`` tell which runs come here. ``grey`` is for a printer without colours.
    """

    identifier: str
    kind: NodeKind
    lines: tuple[str, ...]
    file: str = ""
    line: int = 0
    tooltip: str = ""
    steps: Steps = ()
    light: Light = Light.PLAIN
    grey: bool = False
    grid: tuple[tuple[str, ...], ...] = ()
    """Of a table: the names of its columns, then its rows, which a drawing sets in place of as many lines behind the
    first one; ``lines`` tell them for what draws no grids."""

    def drawn(self) -> tuple[str, ...]:
        """The texts as a drawing with grids sets them."""
        if not self.grid:
            return self.lines
        return (self.lines[0], *(" ".join(row) for row in self.grid), *self.lines[len(self.grid) :])


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """An arrow between two nodes, by their identifiers; ``steps`` tell which runs go along it."""

    source: str
    target: str
    label: str = ""
    kind: EdgeKind = EdgeKind.FLOW
    steps: Steps = ()
    light: Light = Light.PLAIN
    grey: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A framed group of nodes with a title."""

    identifier: str
    kind: ClusterKind
    title: str
    nodes: tuple[Node, ...]
    column: tuple[str, ...] = ()
    """Nodes that stand below each other in this order; when empty, the drawing finds the way on by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flowchart:
    """A whole flowchart. Nodes stand in reading order; ``nodes`` holds those outside all clusters.

    ``banner`` is a warning of the compiler's own that must be printed (``not proved``); ``origin`` says which version
    of the compiler drew which file; ``patient`` says whose way is lit.
    """

    identifier: str
    title: str
    audience: str = ""
    version: str
    status: str
    issued: date | None = None
    review_by: date | None = None
    nodes: tuple[Node, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    edges: tuple[Edge, ...] = ()
    banner: str = ""
    origin: str = ""
    patient: str = ""

    @property
    def grey(self) -> bool:
        """Whether it is drawn without colours."""
        return any(node.grey for node in self.all_nodes())

    def all_nodes(self) -> Iterator[Node]:
        """Every node, those outside clusters first."""
        yield from self.nodes
        for cluster in self.clusters:
            yield from cluster.nodes

    def texts(self) -> Iterator[str]:
        """Every text that is drawn as one: a box's lines together, its tooltip, labels and titles."""
        yield from (self.title, self.audience, self.banner, self.patient)
        yield from (edge.label for edge in self.edges)
        yield from (cluster.title for cluster in self.clusters)
        for node in self.all_nodes():
            yield from ("\n".join(node.lines), node.tooltip)

    def heading(self, *, warned: bool = True) -> tuple[str, ...]:
        """The lines of small print under the title: audience; version and dates; status and warnings, if they stand
        here; whose way."""
        dates = [f"version {self.version}"]
        if self.issued:
            dates.append(f"issued {self.issued.isoformat()}")
        dates.append(f"do not use after {self.review_by.isoformat()}" if self.review_by else "no review date")
        last = " · ".join(self.warnings()) if warned else ""
        return tuple(line for line in (self.audience, " · ".join(dates), last, self.patient) if line)

    def warnings(self) -> tuple[str, ...]:
        """What must be seen first on every page: that it is a draft, retired, or not proved."""
        marks = {"draft": "DRAFT: not for patient care", "retired": "RETIRED: do not use"}
        return tuple(mark for mark in (marks.get(self.status, ""), self.banner) if mark)
