"""The IR's blocks as a graph.

    when volume_depleted:        when ──yes──▶ advise ──▶ end
      advise "…"            ->     │ no
      end                          ▼
    give replacement             give ──▶ done

Each block (pathway, part, regimen step, what lies beyond the last step, caution) is a `Region` with a start and one
way out, ``done``. ``follow`` is one place; the part it calls is a region of its own, and no way leads on where the part
always ends the pathway. ``continue`` has no place: it is an edge. What stands behind ``end`` or ``continue`` has places
that no edge leads to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal as L

from milligram.graph.calls import callers_first
from milligram.ir import nodes as ir
from milligram.ir.walk import can_end

Way = L["flow", "yes", "no", "branch", "unknown", "otherwise"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A node: a statement, or the ``start``, the ``done`` or a ``halt`` (asks and stops) of a region."""

    key: int
    kind: L["start", "statement", "done", "halt"]
    region: int
    statement: ir.AnyStatement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A way from a place to the next; ``branch`` is set for the ways into a branch of a `Decide`.

    ``key`` counts the edges of a graph from 0. ``unknown`` leads to a halt, to an ``unknown`` branch, or past a
    ``when`` whose body cannot end.
    """

    key: int
    source: int
    target: int
    way: Way
    branch: ir.Branch | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """One block. ``owner`` is its declaration; ``number`` tells a regimen's step."""

    index: int
    kind: L["pathway", "part", "step", "beyond", "caution"]
    name: str
    title: str
    number: int | None
    start: int
    done: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionGraph:
    """All regions of a guideline. Keys of places count from 0 in the author's order."""

    regions: tuple[Region, ...]
    places: tuple[Place, ...]
    edges: tuple[Edge, ...]

    def region(self, kind: str, name: str) -> Region | None:
        """The region of a declaration; the first step for a regimen."""
        return next((region for region in self.regions if (region.kind, region.name) == (kind, name)), None)

    def out_of(self, place: int) -> tuple[Edge, ...]:
        """The edges that leave a place, in the author's order."""
        found = [edge for edge in self.edges if edge.source == place]
        match self.places[place].statement:
            case ir.Decide(branches=branches):
                order = {branch.id: rank for rank, branch in enumerate(branches)}
                found.sort(key=lambda edge: len(order) if edge.branch is None else order[edge.branch.id])
            case ir.When():
                found.sort(key=lambda edge: ("yes", "no", "unknown").index(edge.way))
            case _:
                pass
        return tuple(found)


class _Builder:
    """Collects places and edges; a way out that has no target yet is held open until the next statement gives it
    one."""

    def __init__(self, guideline: ir.Guideline) -> None:
        self.guideline = guideline
        self.regions: list[Region] = []
        self.places: list[Place] = []
        self.edges: list[Edge] = []

    def place(self, kind: L["start", "statement", "done", "halt"], statement: ir.AnyStatement | None = None) -> int:
        key = len(self.places)
        self.places.append(Place(key=key, kind=kind, region=len(self.regions), statement=statement))
        return key

    def region(
        self,
        kind: L["pathway", "part", "step", "beyond", "caution"],
        name: str,
        title: str,
        body: tuple[ir.AnyStatement, ...],
        number: int | None = None,
    ) -> None:
        start = self.place("start")
        ways = self.block(body, [(start, "flow", None)])
        done = self.place("done")
        self.join(ways, done)
        self.regions.append(
            Region(index=len(self.regions), kind=kind, name=name, title=title, number=number, start=start, done=done)
        )

    def join(self, ways: Iterable[_Open], target: int) -> None:
        for source, way, branch in ways:
            self.edges.append(Edge(key=len(self.edges), source=source, target=target, way=way, branch=branch))

    def block(self, body: tuple[ir.AnyStatement, ...], ways: list[_Open]) -> list[_Open]:
        """Lays out a block behind open ways; what comes back are the ways that are open behind it."""
        left: list[_Open] = []
        for statement in body:
            if isinstance(statement, ir.Continue):
                left += ways
                ways = []
                continue
            here = self.place("statement", statement)
            self.join(ways, here)
            ways = self.after(statement, here)
        return left + ways

    def after(self, statement: ir.AnyStatement, here: int) -> list[_Open]:
        match statement:
            case ir.End():
                return []
            case ir.Follow(part=part) if part in self.guideline.parts:
                return [] if self.parts_that_end[part] else [(here, "flow", None)]
            case ir.When(body=body):
                ways = self.block(body, [(here, "yes", None)])
                ways.append((here, "no", None))
                if can_end(body, self.guideline):
                    self.join([(here, "unknown", None)], self.place("halt"))
                else:
                    ways.append((here, "unknown", None))
                return ways
            case ir.Decide(branches=branches):
                return self.decide(branches, here)
            case _:
                return [(here, "flow", None)]

    @cached_property
    def parts_that_end(self) -> dict[str, bool]:
        """Whether no way leads on from a part. What is followed is settled first, each part once; one that follows
        itself leads on."""
        settled = dict.fromkeys(self.guideline.parts, False)
        for name in reversed(callers_first(self.guideline)):
            settled[name] = self.always_ends(self.guideline.parts[name].body, settled)
        return settled

    def always_ends(self, body: tuple[ir.AnyStatement, ...], settled: Mapping[str, bool]) -> bool:
        """Whether no way leads on from a block: each ends, or halts."""
        for statement in body:
            match statement:
                case ir.End():
                    return True
                case ir.Continue():
                    return False
                case ir.Follow(part=part) if settled.get(part, False):
                    return True
                case ir.Decide(branches=branches):
                    if all(self.always_ends(branch.body, settled) for branch in branches):
                        return True
                case _:
                    pass
        return False

    def decide(self, branches: tuple[ir.Branch, ...], here: int) -> list[_Open]:
        ways: list[_Open] = []
        for branch in branches:
            way: Way = "branch" if branch.kind == "case" else branch.kind
            ways.extend(self.block(branch.body, [(here, way, branch)]))
        if not any(branch.kind == "unknown" for branch in branches):
            self.join([(here, "unknown", None)], self.place("halt"))
        return ways


_Open = tuple[int, Way, ir.Branch | None]


def build_graph(guideline: ir.Guideline) -> DecisionGraph:
    """The graph of every block that a run may execute."""
    builder = _Builder(guideline)
    for pathway in guideline.pathways:
        builder.region("pathway", pathway.name, pathway.title, pathway.body)
    for part in guideline.parts.values():
        builder.region("part", part.name, part.title, part.body)
    for regimen in guideline.regimens.values():
        for step in regimen.steps:
            builder.region("step", regimen.name, regimen.title, step.body, step.number)
        for beyond in regimen.beyond:
            builder.region("beyond", regimen.name, regimen.title, beyond.body)
    for caution in guideline.cautions:
        builder.region("caution", caution.target, caution.target, (caution.when,))
    return DecisionGraph(regions=tuple(builder.regions), places=tuple(builder.places), edges=tuple(builder.edges))
