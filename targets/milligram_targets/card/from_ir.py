"""A guideline as a pocket card.

Enters: the IR. Leaves: a `Card`; everything on it is generated, and every number is the author's or an exact
conversion of one.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from milligram.ir import nodes as ir
from milligram.ir.unproved import unproved

from milligram_targets.card import evidence, model, named
from milligram_targets.card.decisions import Pathways
from milligram_targets.card.doses import ladders
from milligram_targets.card.grids import grids
from milligram_targets.card.headlines import headlines
from milligram_targets.card.phrases import Phrases, words
from milligram_targets.card.wording import Wording, capital, sentence, uncapital

_DIGEST = 8
"""Digits of the source's SHA-256 in the footer, which tell one edition of a file from another."""


def card(guideline: ir.Guideline, language: str = "en") -> model.Card:
    """The whole guideline as one card, its own words in a language."""
    wording = Wording(guideline, Phrases(words(language)))
    told = headlines(wording)
    pathways = Pathways(wording, told.reasons)
    return model.Card(
        identifier=guideline.name,
        title=guideline.title,
        audience=sentence(wording.say("for_whom", guideline.audience)) if guideline.audience else "",
        applies=wording.condition(guideline.applies) if guideline.applies is not None else "",
        version=guideline.version,
        status=guideline.status,
        issued=guideline.issued,
        review_by=guideline.review_by,
        digest=guideline.source.digest[:_DIGEST],
        sha256=guideline.source.digest,
        language=language,
        headlines=told.headlines,
        thresholds=named.thresholds(wording),
        scores=named.scores(wording),
        grids=grids(wording),
        decisions=pathways.tables(),
        ladders=ladders(wording, pathways),
        monitoring=tuple(_timeline(wording, monitor) for monitor in guideline.monitors.values()),
        pitfalls=evidence.pitfalls(wording),
        lists=(
            *named.terms(wording),
            *named.causes(wording),
            *_cautions(wording, pathways),
            *evidence.effects(wording),
            *pathways.alternatives(),
            *evidence.classes(wording),
            *evidence.claims(wording),
            *evidence.notices(wording),
        ),
        gaps=evidence.gaps(wording),
        departures=evidence.departures(wording),
        sources=evidence.sources(wording, told.findings),
        graded=evidence.has_grades(wording),
        banner=_banner(wording),
    )


def _banner(wording: Wording) -> str:
    """Where the author allows what could not be proved (MG000), every side says so."""
    reasons = unproved(wording.guideline)
    return f"{wording.say.own('not_proved')}: {'; '.join(reasons)}" if reasons else ""


def _cautions(wording: Wording, pathways: Pathways) -> tuple[model.ItemList, ...]:
    """With which drug, under which condition, what to do."""
    items: list[model.Said] = []
    for caution in wording.guideline.cautions:
        condition = wording.condition(caution.when.condition)
        lead = wording.say("caution", capital(wording.title(caution.target)), condition)
        for at, said in enumerate(pathways.items(caution.when.body)):
            items.append(said if at else replace(said, text=uncapital(said.text), lead=lead, line=True))
    return (model.ItemList(role=model.ListRole.CAUTION, items=tuple(items)),) if items else ()


def _timeline(wording: Wording, monitor: ir.Monitor) -> model.Timeline:
    """A schedule, in the order of time; what has no interval comes last."""
    points = []
    for line in sorted(monitor.lines, key=_time):
        when = evidence.when_text(wording, line)
        if line.kind == "unspecified":
            when = f"{when} ({wording.say.own('no_interval')})"
        points.append(
            model.TimePoint(
                when=capital(when),
                what="",
                condition=wording.say("when", wording.condition(line.condition)) if line.condition is not None else "",
                refs=wording.refs(line.notes),
            )
        )
    measured = wording.say.join([wording.title(name) for name in monitor.inputs], "and")
    title = capital(monitor.label) if monitor.label else wording.say.own("monitoring")
    return model.Timeline(title=title, measured=measured, points=tuple(points))


_ORDER = ("baseline", "after", "every", "unspecified")


def _time(line: ir.MonitorLine) -> tuple[int, Fraction]:
    """Where a line stands in time; repeated measurements keep the author's order."""
    return _ORDER.index(line.kind), line.after.low if line.after is not None else Fraction(0)
