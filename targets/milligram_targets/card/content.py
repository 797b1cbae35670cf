"""A card's model as the JSON that the template prints.

Enters: a :class:`Card`. Leaves: a JSON text with every word already chosen (from the catalogue), every text
cut into runs, and every section in reading order; the template only draws.

    Card(thresholds=(t,), gaps=()) -> {"sections": [{"kind": "thresholds", …}], …}
    # an empty section is left out
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

from milligram_targets.card.model import (
    BandTable,
    Card,
    Departure,
    ItemList,
    Ladder,
    ListRole,
    Pitfall,
    Reference,
    Said,
    ThresholdTable,
    Timeline,
)
from milligram_targets.card.palette import palette
from milligram_targets.card.text import Run, plain, runs
from milligram_targets.fonts import FAMILY

Section = dict[str, Any]

_BEFORE_PITFALLS = (ListRole.ASK_FIRST, ListRole.CAUSE, ListRole.RESULT)
_NARROW = 15
"""Longest word, in characters, that a column of a horizontal timeline holds."""
_WIDE_POINTS = 3


@cache
def words(language: str) -> dict[str, Any]:
    """The card's own words in a language; English where there is no catalogue for it."""
    folder = resources.files("milligram_targets.card")
    known = {path.name for path in folder.iterdir()}
    name = f"words_{language}.json"
    text = folder.joinpath(name if name in known else "words_en.json").read_text(encoding="utf-8")
    catalogue: dict[str, Any] = json.loads(text)
    return catalogue


def card_json(card: Card, *, width: float, height: float, grey: bool) -> str:
    """The card as JSON, for a page of ``width`` by ``height`` millimetres."""
    own = words(card.language)
    status = own["statuses"].get(card.status, "")
    issued = f" · {own['issued']} {card.issued.isoformat()}" if card.issued else ""
    digest = f" · {card.digest}" if card.digest else ""
    data = {
        "title": plain(card.title) or card.identifier,
        "author": plain(card.identifier),
        "description": plain(f"{card.title}, {card.version}. {card.audience}"),
        "heading": runs(card.title),
        "audience": _audience(card, own),
        "headlines": [
            {"action": h.action.value, "title": runs(h.title), "reasons": [_said(r) for r in h.reasons]}
            for h in card.headlines
        ],
        "sections": _sections(card, own),
        "marks": [plain(mark) for mark in (card.banner, status) if mark],
        "watermark": card.status.upper() if status else "",
        "expiry": f"{own['do_not_use_after']} {card.review_by.isoformat()}"
        if card.review_by
        else own["no_review_date"],
        "foot": runs(f"{card.identifier} · {own['version']} {card.version}{issued}{digest}"),
        "words": own,
        "palette": palette(grey),
        "page": {"width": width, "height": height},
        "font": FAMILY,
        "language": card.language,
    }
    return json.dumps(data, ensure_ascii=False, sort_keys=True)


def _sections(card: Card, own: dict[str, Any]) -> list[Section]:
    early = [i for i in card.lists if i.role in _BEFORE_PITFALLS]
    late = [i for i in card.lists if i.role not in _BEFORE_PITFALLS]
    return [
        *(_thresholds(t, own) for t in card.thresholds),
        *(_bands(t, own) for t in card.decisions),
        *(_items(i, own) for i in early),
        *(_ladder(ladder, own) for ladder in card.ladders),
        *(_timeline(t, own) for t in card.monitoring),
        *_pitfalls(card.pitfalls, own),
        *(_items(i, own) for i in late),
        *_marked("gaps", own["gaps"], [_said(g) for g in card.gaps]),
        *_marked("changes", own["departures"], [_departure(d, own) for d in card.departures]),
        *_marked("references", own["sources"], [_reference(r) for r in card.sources]),
    ]


def _audience(card: Card, own: dict[str, Any]) -> list[Run]:
    applies = f"{own['applies']} {card.applies}." if card.applies else ""
    return runs(" · ".join(part for part in (card.audience, applies) if part))


def _said(said: Said, limit: int | None = None) -> list[Run]:
    if limit is None:
        return runs(said.text, lead=said.lead, refs=said.refs)
    return runs(said.text, lead=said.lead, refs=said.refs, limit=limit)


def _thresholds(table: ThresholdTable, own: dict[str, Any]) -> Section:
    return {
        "kind": "thresholds",
        "title": runs(table.title),
        "limit": runs(own["limit"]),
        "units": [runs(unit) for unit in table.units],
        "rows": [
            {
                "label": runs(row.label, refs=row.refs, limit=18),
                "cells": [runs(c) for c in row.cells],
                "governs": row.governs,
            }
            for row in table.rows
        ],
        "notes": [_said(n) for n in table.notes],
    }


def _bands(table: BandTable, own: dict[str, Any]) -> Section:
    return {
        "kind": "bands",
        "title": runs(table.title),
        "action": runs(own["action"]),
        "by": runs(table.by),
        "what": runs(own["what"]),
        "rows": [
            {
                "action": row.action.value,
                "word": own["actions"][row.action.value],
                "band": runs(row.band),
                "items": [_said(w) for w in row.what],
            }
            for row in table.rows
        ],
        "notes": [_said(n) for n in table.notes],
    }


def _ladder(ladder: Ladder, own: dict[str, Any]) -> Section:
    drug = ", ".join(part for part in (ladder.drug, ladder.route) if part)
    intro = runs(ladder.condition, lead=f"{drug}." if ladder.condition else drug) if drug or ladder.condition else []
    return {
        "kind": "ladder",
        "title": runs(ladder.title or own["doses"]),
        "intro": intro,
        "steps": [
            {
                "number": plain(step.number),
                "dose": runs(step.equals and f"= {step.equals}", lead=step.dose, refs=step.refs),
                "when": runs(step.when),
            }
            for step in ladder.steps
        ],
        "then": [_said(t) for t in ladder.then],
        "maxima": [runs(m.text, lead=f"{own['maximum']}: {m.lead}".strip(), refs=m.refs) for m in ladder.maxima],
    }


def _timeline(timeline: Timeline, own: dict[str, Any]) -> Section:
    texts = [t for p in timeline.points for t in (p.when, p.what, p.condition)]
    longest = max((len(word) for t in texts for word in t.split()), default=0)
    longest_text = max((len(p.what) + len(p.condition) for p in timeline.points), default=0)
    return {
        "kind": "timeline",
        "title": runs(timeline.title or own["monitoring"]),
        "wide": 1 < len(timeline.points) <= _WIDE_POINTS and longest <= _NARROW and longest_text <= 70,
        "points": [
            {
                "when": runs(p.when, limit=_NARROW),
                "what": runs(", ".join(part for part in (p.what, p.condition) if part), refs=p.refs, limit=_NARROW + 3),
            }
            for p in timeline.points
        ],
        "notes": [_said(n) for n in timeline.notes],
    }


def _pitfalls(pitfalls: tuple[Pitfall, ...], own: dict[str, Any]) -> list[Section]:
    """Pitfalls whose rules the module enforces come first; the author's order holds within both groups."""
    ordered = sorted(pitfalls, key=lambda p: not p.never)
    items = [
        {
            "title": runs(p.because, lead=_sentence(p.title), refs=p.refs),
            "rules": [runs(rule, lead=own["never"]) for rule in p.never],
        }
        for p in ordered
    ]
    return _marked("pitfalls", own["pitfalls"], items)


def _items(items: ItemList, own: dict[str, Any]) -> Section:
    return {
        "kind": "items",
        "title": runs(items.title or own["lists"][items.role.value]),
        "led": any(i.lead or len(i.text) > 60 for i in items.items),
        "items": [_said(i) for i in items.items],
    }


def _departure(departure: Departure, own: dict[str, Any]) -> list[Run]:
    said = f"{own['source_says']} “{departure.source}”"
    return runs(
        f"({said}): {departure.because}" if departure.because else f"({said})",
        lead=departure.here,
        refs=departure.refs,
    )


def _reference(reference: Reference) -> dict[str, Any]:
    parts = (reference.title, reference.detail, reference.grade)
    return {"number": f"[{reference.number}]", "text": runs(". ".join(p.rstrip(".") for p in parts if p))}


def _marked(kind: str, title: str, items: list[Any]) -> list[Section]:
    return [{"kind": kind, "title": runs(title), "items": items}] if items else []


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
