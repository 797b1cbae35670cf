"""What a chart says beside its boxes for those who read it on paper: pitfalls that no rule states, side effects, and
why each thing is done.

Enters: the IR. Leaves: a cluster of pitfalls and side effects, and one of reasons: a box for each pathway, part, ladder
and schedule, which says of each act in it why it is so.

    give replacement (conditional, low) because "the level is low"   ->   – Give replacement: the level is low
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from milligram.ir import nodes as ir
from milligram.ir import print as words
from milligram.ir.walk import descend

from milligram_targets.flowchart import wording
from milligram_targets.flowchart.beside import boxfuls
from milligram_targets.flowchart.labels import capital, lines_of, references, title, tooltip
from milligram_targets.flowchart.model import Cluster, ClusterKind, Node, NodeKind

_CITED = re.compile(r" \[[^\]]*\]$")
_ACTS = (
    ir.Give,
    ir.Stop,
    ir.Hold,
    ir.Advise,
    ir.AdviseAgainst,
    ir.Suggest,
    ir.Order,
    ir.Refer,
    ir.Start,
    ir.Note,
    ir.Unspecified,
    ir.Follow,
    ir.Report,
)
"""What an end says of itself stands in its own box."""


def notes_cluster(guideline: ir.Guideline) -> Cluster:
    """The pitfalls that have no rules, and the side effects of each drug."""
    nodes = [
        Node(
            identifier=f"note_{number}",
            kind=NodeKind.TERM,
            lines=(f"{pitfall.text}{references(guideline, pitfall.notes)}",),
            file=guideline.source.path,
            line=guideline.line(pitfall),
            tooltip=tooltip(guideline, pitfall.notes),
        )
        for number, pitfall in enumerate(guideline.pitfalls, 1)
        if not pitfall.rules
    ]
    for target in dict.fromkeys(effect.target for effect in guideline.effects):
        effects = [effect for effect in guideline.effects if effect.target == target]
        lines = [_effect(guideline, effect) for effect in effects]
        nodes.append(_listed(guideline, f"effects_{target}", f"Side effects of {_title(guideline, target)}:", lines))
    return Cluster(identifier="notes", kind=ClusterKind.NOTES, title="To know", nodes=tuple(nodes))


def _title(guideline: ir.Guideline, name: str) -> str:
    return words.title_of(guideline, name)


def _effect(guideline: ir.Guideline, effect: ir.Effect) -> str:
    often = f" ({effect.frequency})" if effect.frequency else ""
    return f"– {effect.text}{often}{references(guideline, effect.notes)}"


def reasons_cluster(guideline: ir.Guideline) -> Cluster:
    """Why each thing is done, in the order of the guideline."""
    nodes: list[Node] = []
    for head, reasons in _by_home(guideline):
        lines = [f"– {said}: {why}" for said, why in dict.fromkeys(reasons)]
        for number, start, stop in boxfuls(lines):
            name = f"reason_{len(nodes) + 1}"
            nodes.append(_listed(guideline, name, head + (", continued:" if number else ":"), lines[start:stop]))
    return Cluster(identifier="reasons", kind=ClusterKind.REASONS, title="Why", nodes=tuple(nodes))


def _listed(guideline: ir.Guideline, name: str, head: str, lines: Iterable[str]) -> Node:
    return Node(identifier=name, kind=NodeKind.TERM, lines=(head, *lines), file=guideline.source.path)


def _by_home(guideline: ir.Guideline) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The heading of each part of the chart, with the reasons in it."""
    homes: list[tuple[str, ir.Node]] = [
        (title(home.name or "", home.title) if home.title else "Pathway", home) for home in guideline.pathways
    ]
    homes += [(title(name, part.title), part) for name, part in guideline.parts.items()]
    homes += [(f"Caution with {_title(guideline, each.target)}", each) for each in guideline.cautions]
    homes += [(title(name, regimen.title), regimen) for name, regimen in guideline.regimens.items()]
    homes += [(f"Monitoring: {monitor.title}", monitor) for monitor in guideline.monitors.values()]
    for head, home in homes:
        if reasons := list(_reasons(guideline, home)):
            yield head, reasons
    if never := [(each.text, each.notes.because) for each in guideline.pitfalls if each.rules and each.notes.because]:
        yield "Never", never


def _reasons(guideline: ir.Guideline, home: ir.Node) -> Iterator[tuple[str, str]]:
    """What is said, and why."""
    for node in descend(home):
        match node:
            case ir.Interruption(kind=kind, condition=condition, notes=notes):
                word = "stop when" if kind == "stop" else "hold while"
                said = f"{word} {wording.within(condition, guideline)}"
            case ir.Step(number=number, notes=notes):
                said = f"step {number}"
            case ir.Beyond(notes=notes):
                said = "after the last step"
            case ir.BackTo(number=number, notes=notes):
                said = f"back to step {number}"
            case ir.MonitorLine(text=text, notes=notes):
                said = words.printed(text)
            case _ if isinstance(node, _ACTS):
                said, notes = _CITED.sub("", lines_of(guideline, node)[0]).rstrip("."), node.notes
            case _:
                continue
        if notes.because:
            yield capital(said), notes.because
