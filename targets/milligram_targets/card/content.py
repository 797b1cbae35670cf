"""A card's model as the JSON that the template prints.

Enters: a :class:`Card`. Leaves: a JSON text with every word already chosen (from the catalogue), every text
cut into runs, and every section in reading order; the template only draws.

    Card(thresholds=(t,), gaps=()) -> {"sections": [{"kind": "thresholds", …}], …}
    # an empty section is left out
"""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass, replace
from typing import Any

from milligram_targets.card.model import (
    UNCITED,
    BandRow,
    BandTable,
    Card,
    Departure,
    Grid,
    ItemList,
    Ladder,
    ListRole,
    Pitfall,
    Reference,
    Said,
    Score,
    ThresholdTable,
    Timeline,
    TimePoint,
)
from milligram_targets.card.palette import palette
from milligram_targets.card.phrases import words as words
from milligram_targets.card.text import LONGEST_WHOLE, Run, plain, reference, runs
from milligram_targets.card.wording import capital, uncapital
from milligram_targets.fonts import FAMILY

Section = dict[str, Any]

_BEFORE_DECISIONS = (ListRole.TERM, ListRole.ASK_FIRST, ListRole.CAUSE)
"""What the bands are read by stands before them."""
_AFTER_DECISIONS = (ListRole.ALTERNATIVE, ListRole.RESULT)
_LAST = (ListRole.CAUTION, ListRole.EFFECT)
_BEHIND = (ListRole.CLAIM, ListRole.NOTICE)
_TALL = 12
"""Rows of a table of few columns from which it is folded into columns side by side."""
_NARROW = 15
"""Longest word, in characters, that a column of a horizontal timeline holds."""
_LONGEST_IN_BAND = 18
"""Longest word that a column of bands holds."""
_LONG_BAND = 24
"""Characters of a band from which its column is a share of the width."""
_LINE = 42
"""Characters of bold text that a line of a table surely holds, shared by its columns."""
_LEAST_WHOLE = 4
_NUMBER = 8
"""Characters of a number, or of its unit, that stay whole in a narrow column."""
_LONG_ROW = 500
"""Characters of a row that may continue overleaf."""
_RUN_IN = (
    ListRole.CAUSE,
    ListRole.ALTERNATIVE,
    ListRole.CAUTION,
    ListRole.EFFECT,
    ListRole.CLASS,
    ListRole.CLAIM,
    ListRole.NOTICE,
)
"""Lists whose heading stands on their first line."""


def card_json(card: Card, *, grey: bool) -> str:
    """The card as JSON, in colours or in greys."""
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
            {"action": h.action.value, "title": runs(h.title, refs=h.refs), "reasons": [_said(r) for r in h.reasons]}
            for h in card.headlines
        ],
        "sections": _bedside(card, own),
        "record": _record(card, own),
        "marks": [plain(mark) for mark in (card.banner, status) if mark],
        "watermark": own["watermarks"].get(card.status, ""),
        "expiry": f"{own['do_not_use_after']} {card.review_by.isoformat()}"
        if card.review_by
        else own["no_review_date"],
        "foot": runs(f"{card.identifier} · {own['version']} {card.version}{issued}{digest}"),
        "overleaf": runs(f"{plain(card.title)} · {own['version']} {card.version}{digest}"),
        "words": own,
        "palette": palette(grey),
        "font": FAMILY,
        "language": card.language,
    }
    return json.dumps(data, ensure_ascii=False, sort_keys=True)


def _bedside(card: Card, own: dict[str, Any]) -> list[Section]:
    """What is needed at the bedside, in the order in which it is needed."""
    first = [i for i in card.lists if i.first]
    before = [i for role in _BEFORE_DECISIONS for i in card.lists if i.role is role and not i.first]
    early = [i for role in _AFTER_DECISIONS for i in card.lists if i.role is role]
    late = [i for role in _LAST for i in card.lists if i.role is role]
    return [
        *(_thresholds(t) for t in card.thresholds),
        *(_items(i, own) for i in first),
        *(_score(score, own) for score in card.scores),
        *(_grid(grid, own) for grid in card.grids),
        *(_items(i, own) for i in before),
        *(_bands(t, own) for t in card.decisions),
        *(_items(i, own) for i in early),
        *(
            section
            for ladder in card.ladders
            for section in (_ladder(ladder, own), *(_grid(grid, own) for grid in ladder.grids))
        ),
        *(_timeline(t, own) for t in card.monitoring),
        *_pitfalls(card.pitfalls, own),
        *(_items(i, own) for i in late),
    ]


def _record(card: Card, own: dict[str, Any]) -> list[Section]:
    """What stands behind the advice: gaps, departures and sources; last, what else the source says."""
    return [
        *(_items(i, own) for i in card.lists if i.role is ListRole.CLASS),
        *_marked("gaps", own["gaps"], [_said(g) for g in card.gaps]),
        *_marked("flow", _sentence(own["departures"]), [_departure(d, own) for d in card.departures]),
        *_references(card, own),
        *(_items(i, own) for role in _BEHIND for i in card.lists if i.role is role),
    ]


def _audience(card: Card, own: dict[str, Any]) -> list[Run]:
    applies = f"{own['applies']} {card.applies}." if card.applies else ""
    return runs(" ".join(part for part in (card.audience and _sentence(card.audience), applies) if part))


def _said(said: Said, limit: int | None = None) -> list[Run]:
    if limit is None:
        return runs(said.text, lead=said.lead, refs=said.refs)
    return runs(said.text, lead=said.lead, refs=said.refs, limit=limit)


def _paragraphs(said: tuple[Said, ...]) -> list[list[Run]]:
    """Sentences as paragraphs: one that starts a line starts a paragraph."""
    found: list[list[Run]] = []
    for one in said:
        if not found or one.line:
            found.append(_said(one))
        else:
            found[-1] += [{"t": " "}, *_said(one)]
    return found


def _thresholds(table: ThresholdTable) -> Section:
    return {
        "kind": "thresholds",
        "title": runs(table.title),
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


def _score(score: Score, own: dict[str, Any]) -> Section:
    rows = [([runs(row.points)], [runs(row.when, refs=row.refs)]) for row in score.rows]
    return {
        "kind": "grid",
        "title": runs(score.title, refs=score.refs),
        "heads": [runs(own["points"]), runs(own["when"])],
        "over": [],
        "groups": [],
        "asks": {},
        "keys": 1,
        "folds": 1,
        "rows": [[left, right] for left, right in rows],
        "centred": True,
        "notes": [_said(n) for n in score.notes],
    }


def _grid(grid: Grid, own: dict[str, Any]) -> Section:
    """A table of texts; a long one of few columns is folded, and read down each fold. Numbers under a common head are
    never broken."""
    limit = max(_LEAST_WHOLE, _LINE // len(grid.heads))
    if grid.groups:
        limit = max(limit, _NUMBER)
    if not grid.over and sum(_widest(grid, at) for at in range(len(grid.heads))) <= _LINE:
        limit = LONGEST_WHOLE
    rows = [[[_said(cell, limit)] for cell in row] for row in grid.rows]
    widest = max((len(cell.text) + len(cell.lead) for row in grid.rows for cell in row), default=0)
    folds = 1
    if (
        not grid.over
        and not grid.groups
        and not grid.asks
        and len(rows) > _TALL
        and len(grid.heads) <= 3
        and widest <= _NARROW
    ):
        folds = 3 if len(grid.heads) <= 2 and len(rows) > 2 * _TALL else 2
        height = -(-len(rows) // folds)
        empty: list[list[list[Run]]] = [[] for _ in grid.heads]
        pad = [*rows, *([empty] * (height * folds - len(rows)))]
        rows = [[cell for fold in range(folds) for cell in pad[fold * height + at]] for at in range(height)]
    return {
        "kind": "grid",
        "title": runs(grid.title, refs=grid.refs),
        "heads": [runs(head, limit=limit) for head in grid.heads] * folds,
        "over": runs(grid.over),
        "groups": [{"title": runs(title), "span": span} for title, span in grid.groups],
        "asks": {"word": own["actions"]["ask"], "said": _said(grid.asks)} if grid.asks else {},
        "keys": grid.keys,
        "folds": folds,
        "rows": rows,
        "centred": False,
        "notes": [_said(n) for n in grid.notes],
    }


def _widest(grid: Grid, column: int) -> int:
    """The characters of the longest piece of a column that no line should break."""
    texts = [grid.heads[column], *(f"{row[column].lead} {row[column].text}" for row in grid.rows)]
    pieces = [run for text in texts for run in runs(text)]
    return max((len(part) for run in pieces for part in _parts(run)), default=0)


def _parts(run: Run) -> list[str]:
    text = str(run["t"])
    return [text] if run.get("k") else text.split()


def _bands(table: BandTable, own: dict[str, Any]) -> Section:
    """A decision. Bands of a value have a column; other conditions lead the sentences that they govern. The column is
    a share of the width where a band or its heading is long; its longest word is of either, as far as it is whole."""
    column = (table.by, *(row.band for row in table.rows)) if table.measured else ()
    whole = (word[:_LONGEST_IN_BAND] for text in column for word in plain(text).split())
    return {
        "kind": "bands",
        "title": runs(table.title),
        "action": runs(own["action"]),
        "by": runs(table.by, limit=_LONGEST_IN_BAND) if table.measured else [],
        "longest": max(whole, key=len, default=""),
        "long": any(len(text) > _LONG_BAND for text in column),
        "what": runs(own["what"]),
        "rows": [
            {
                "action": row.action.value,
                "word": own["actions"][row.action.value],
                "band": runs(row.band, limit=_LONGEST_IN_BAND) if table.measured else [],
                "items": _paragraphs(row.what if table.measured else _governed(row)),
                "breaks": sum(len(said.lead) + len(said.text) for said in row.what) + len(row.band) > _LONG_ROW,
            }
            for row in table.rows
        ],
        "notes": [_said(n) for n in table.notes],
    }


def _governed(row: BandRow) -> tuple[Said, ...]:
    """What to do, led by its condition."""
    if not row.band:
        return row.what
    band = Said(text="", lead=f"{capital(row.band)}:")
    if not row.what or row.what[0].lead:
        return band, *row.what
    return replace(row.what[0], lead=band.lead, text=uncapital(row.what[0].text)), *row.what[1:]


def _ladder(ladder: Ladder, own: dict[str, Any]) -> Section:
    drug = ", ".join(part for part in (ladder.drug, ladder.route) if part)
    lead = f"{drug}." if drug and (ladder.condition or ladder.already) else drug
    intro = runs(ladder.condition, lead=lead) if lead or ladder.condition else []
    if intro and ladder.already is not None:
        intro.append({"t": " "})
    if ladder.already is not None:
        intro += _said(ladder.already)
    return {
        "kind": "ladder",
        "title": runs(ladder.title or own["doses"]),
        "intro": intro,
        "steps": [
            {
                "number": plain(step.number),
                "dose": runs(step.equals and f"= {step.equals}", lead=step.dose, refs=step.refs),
                "when": runs(step.when),
                "more": _paragraphs(step.more),
            }
            for step in ladder.steps
        ],
        "then": _paragraphs(ladder.then),
        "maxima": [runs(m.text, lead=f"{own['maximum']}: {m.lead}".strip(), refs=m.refs) for m in ladder.maxima],
    }


def _alternative(point: TimePoint) -> list[Run]:
    """A point that comes under a condition of its own: it stands beside the others in time, not after them."""
    what = ", ".join(part for part in (point.what, point.condition) if part)
    return runs(what, lead=point.when, refs=point.refs)


def _timeline(timeline: Timeline, own: dict[str, Any]) -> Section:
    asked = [point for point in timeline.points if point.condition]
    apart = asked if len(asked) > 1 else []
    return {
        "kind": "timeline",
        "title": runs(timeline.title or own["monitoring"]),
        "gloss": runs(timeline.measured),
        "points": [_point(p) for p in timeline.points if p not in apart],
        "apart": [_alternative(p) for p in apart],
        "notes": [_said(n) for n in timeline.notes],
    }


def _point(point: TimePoint) -> dict[str, Any]:
    """A point; where it says nothing but when, its references stand there."""
    what = ", ".join(part for part in (point.what, point.condition) if part)
    return {
        "when": runs(point.when, refs=() if what else point.refs, limit=_NARROW),
        "what": runs(what, refs=point.refs, limit=_NARROW + 3) if what else [],
    }


def _pitfalls(pitfalls: tuple[Pitfall, ...], own: dict[str, Any]) -> list[Section]:
    """Pitfalls whose rules the module enforces come first; the author's order holds within both groups."""
    ordered = sorted(pitfalls, key=lambda p: not _enforced(p))
    items = [
        {
            "title": runs(p.because, lead=_sentence(p.title), refs=p.refs),
            "rules": [runs(rule, lead=own["never"]) for rule in p.never],
            "enforced": _enforced(p),
        }
        for p in ordered
    ]
    return _marked("pitfalls", own["pitfalls"], items)


def _enforced(pitfall: Pitfall) -> bool:
    return pitfall.enforced or bool(pitfall.never)


def _items(items: ItemList, own: dict[str, Any]) -> Section:
    title = items.title or own["lists"][items.role.value]
    led = any(i.lead for i in items.items)
    return {
        "kind": "items",
        "title": runs(_sentence(title) if items.role in _RUN_IN else title),
        "run_in": items.role in _RUN_IN,
        "small": items.role in _BEHIND,
        "led": led or items.role is ListRole.CAUTION,
        "items": _paragraphs(items.items) if items.role is ListRole.CAUTION else [_said(i) for i in items.items],
    }


def _departure(departure: Departure, own: dict[str, Any]) -> list[Run]:
    """A departure; its references stand at the advice itself."""
    said = f"{own['was']} {', '.join(f'“{text}”' for text in departure.source)}"
    return runs(f"{said}: {departure.because}" if departure.because else f"{said}.", lead=departure.here)


def _references(card: Card, own: dict[str, Any]) -> list[Section]:
    """The sources; advice that cites none is told by its mark."""
    items = [_reference(r, own) for r in card.sources]
    if card.graded:
        items.append(runs(own["grades"]))
    if _uncited(card):
        items.append(runs(own["uncited"], lead=reference((UNCITED,))))
    return _marked("flow", _sentence(own["sources"]), items)


def _uncited(part: object) -> bool:
    """Whether anything on the card bears the mark of advice that cites nothing."""
    if isinstance(part, tuple):
        return any(map(_uncited, part))
    if not is_dataclass(part):
        return False
    if UNCITED in getattr(part, "refs", ()):
        return True
    return any(_uncited(getattr(part, field.name)) for field in fields(part))


def _reference(source: Reference, own: dict[str, Any]) -> list[Run]:
    """A source, with the grades that it bears; its number never ends a line."""
    grade = f"{own['graded']} {source.grade}" if source.grade else ""
    text = runs(_sentence(". ".join(part.rstrip(".") for part in (source.title, source.detail, grade) if part)))
    return [{"t": reference((source.number,)), "s": True}, {"t": "\u00a0"}, *text]


def _marked(kind: str, title: str, items: list[Any]) -> list[Section]:
    return [{"kind": kind, "title": runs(title), "items": items}] if items else []


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
