"""A guideline as a pocket card.

Enters: the IR. Leaves: a `Card`; everything on it is generated, and every number is the author's or an exact
conversion of one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from milligram.ir import nodes as ir
from milligram.ir import print as words
from milligram.ir.unproved import unproved

from milligram_targets.card import evidence, model, named
from milligram_targets.card.content import words as catalogue
from milligram_targets.card.decisions import Pathways
from milligram_targets.card.doses import ladders
from milligram_targets.card.grids import grids
from milligram_targets.card.wording import Wording, capital, uncapital

_DIGEST = 8
"""Digits of the source's SHA-256 in the footer, which tell one edition of a file from another."""


def card(guideline: ir.Guideline) -> model.Card:
    """The whole guideline as one card."""
    own: dict[str, Any] = catalogue("en")
    wording = Wording(guideline)
    headlines, told, shown = evidence.headlines(wording)
    pathways = Pathways(wording, own, told)
    return model.Card(
        identifier=guideline.name,
        title=guideline.title,
        audience=f"For {guideline.audience}." if guideline.audience else "",
        applies=wording.condition(guideline.applies) if guideline.applies is not None else "",
        version=guideline.version,
        status=guideline.status,
        issued=guideline.issued,
        review_by=guideline.review_by,
        digest=guideline.source.digest[:_DIGEST],
        sha256=guideline.source.digest,
        headlines=headlines,
        thresholds=named.thresholds(wording, own),
        scores=named.scores(wording),
        grids=grids(wording),
        decisions=pathways.tables(),
        ladders=ladders(wording, pathways, own),
        monitoring=tuple(_timeline(wording, own, monitor) for monitor in guideline.monitors.values()),
        pitfalls=evidence.pitfalls(wording),
        lists=(
            *named.terms(wording),
            *named.causes(wording),
            *_cautions(wording, pathways),
            *evidence.effects(wording),
            *pathways.alternatives(),
            *evidence.claims(wording),
            *evidence.notices(wording),
        ),
        gaps=evidence.gaps(wording),
        departures=evidence.departures(wording),
        sources=evidence.sources(wording, shown),
        banner=_banner(guideline, own),
    )


def _banner(guideline: ir.Guideline, own: dict[str, Any]) -> str:
    """Where the author allows what could not be proved (MG000), every side says so."""
    reasons = unproved(guideline)
    return f"{own['not_proved']}: {'; '.join(reasons)}" if reasons else ""


def _cautions(wording: Wording, pathways: Pathways) -> tuple[model.ItemList, ...]:
    """With which drug, under which condition, what to do."""
    items: list[model.Said] = []
    for caution in wording.guideline.cautions:
        condition = wording.condition(caution.when.condition)
        lead = f"{capital(wording.title(caution.target))} when {condition}:"
        for at, said in enumerate(pathways.items(caution.when.body)):
            items.append(said if at else replace(said, text=uncapital(said.text), lead=lead, line=True))
    return (model.ItemList(role=model.ListRole.CAUTION, items=tuple(items)),) if items else ()


def _timeline(wording: Wording, own: dict[str, Any], monitor: ir.Monitor) -> model.Timeline:
    measured = words.join((wording.title(name) for name in monitor.inputs), "and")
    points = []
    for line in monitor.lines:
        when = f"“{line.text}” ({own['no_interval']})" if line.kind == "unspecified" else line.text
        points.append(
            model.TimePoint(
                when=capital(when.removeprefix("at ")),
                what="",
                condition=f"when {wording.condition(line.condition)}" if line.condition is not None else "",
                refs=wording.refs(line.notes),
            )
        )
    title = capital(monitor.label) if monitor.label else own["monitoring"]
    return model.Timeline(title=title, measured=measured, points=tuple(points))
