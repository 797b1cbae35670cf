"""What may be written here.

Enters: a `Known` and an offset. Leaves: `Completion`s: the words of the language that the grammar takes there, the
names that fit, units that convert into the one that is compared with, the words of a choice, sources, and skeletons of
whole constructs. A text that cannot be read is the usual one; only the lines above the cursor in its declaration count.

    define low: serum_magnesium under 0.70 |   ->   mmol/L, mg/dL, mEq/L, …
    when low_magnesium: give |                 ->   replacement, magnesium, …
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import takewhile

from milligram.lsp.know import Completion, Known
from milligram.lsp.know.case_skeleton import case_skeleton
from milligram.lsp.know.fitting import FUNCTIONS, fitting
from milligram.lsp.know.keywords import told
from milligram.lsp.know.offers import Offer, named_offers
from milligram.lsp.know.place import Place, place_at
from milligram.lsp.know.skeletons import AT_MARGIN, BEHIND, IN_A_BLOCK
from milligram.lsp.know.unit_offers import unit_offers
from milligram.lsp.know.uses import index_of
from milligram.source import Span
from milligram.syntax.expected import keyword
from milligram.syntax.machine import acceptable, states_after

_CARRIES_ON = frozenset(
    ["BECAUSE", "UNCITED", "DIFFERS", "ALLOW", "SUPPORTED", "CONTRADICTED", "UNSUPPORTED", "ANSWERS", "AND", "OR"]
)
_SPLIT = {"ADVISE": frozenset({"AGAINST"}), "IS": frozenset({"KNOWN", "UNKNOWN", "NOT"})}
"""Words that may stand alone, and those behind them that make another phrase."""
_MOST_PHRASES = 4
_LONGEST_PHRASE = 4

NAMES, PHRASES, SKELETONS, NOTES, MATHS = 10, 20, 30, 40, 60
"""Ranks: what the place is for stands first."""


def completions(known: Known, offset: int, *, snippets: bool = True) -> tuple[Completion, ...]:
    """What may stand at an offset, with what is written there so far; without ``snippets``, plain words alone."""
    place = place_at(known, offset)
    if place is None:
        return ()
    found: dict[str, Completion] = {}
    for item in _all(known, place):
        if snippets or item.kind != "snippet":
            found.setdefault(item.label, item if snippets else replace(item, insert=None, snippet=False))
    return tuple(found.values())


def _all(known: Known, place: Place) -> Iterator[Completion]:
    takes = place.takes()
    if "UNIT" in takes:
        yield from _items(unit_offers(known, place), place.replace)
    if "NAME" in takes:
        yield from _items(named_offers(known, index_of(known), place), place.replace)
    if takes and (not place.before or "UNIT" not in takes or place.word.isalpha() or not place.word):
        assert place.states is not None
        yield from _keywords(place, place.states, fitting(known, index_of(known), place, takes))
        yield from _skeletons(known, place, takes)
    if place.carried is not None:
        yield from _keywords(place, place.carried, acceptable(place.carried) & _CARRIES_ON)
        if "LSQB" in acceptable(place.carried):
            yield Completion(
                label="[…]", kind="snippet", replace=place.replace, insert="[${1:r1}]", snippet=True, rank=NOTES,
                detail="its sources",
            )  # fmt: skip


def _items(offers: Iterable[Offer], replace: Span) -> Iterator[Completion]:
    for offer in offers:
        yield Completion(
            label=offer.label,
            kind=offer.kind,
            replace=replace,
            detail=offer.detail,
            markdown=offer.markdown,
            rank=NAMES + offer.rank,
        )


# --- words of the language --------------------------------------------------------------------------------------------


def _keywords(place: Place, states: tuple[int, ...], takes: frozenset[str]) -> Iterator[Completion]:
    for terminal in sorted(takes):
        word = keyword(terminal)
        if word is None or not word.isidentifier():
            continue
        if word in BEHIND and _goes_on(states, BEHIND[word]):
            yield Completion(
                label=word, kind="keyword", replace=place.replace, insert=BEHIND[word], snippet=True, rank=NOTES,
                markdown=told(word) or "",
            )  # fmt: skip
            continue
        for phrase in _phrases(states, terminal, word):
            yield Completion(
                label=phrase,
                kind="keyword",
                replace=place.replace,
                insert=f"{phrase}($1)" if terminal in FUNCTIONS else None,
                snippet=terminal in FUNCTIONS,
                markdown=told(word) or "",
                rank=MATHS if terminal in FUNCTIONS else PHRASES,
            )


def _goes_on(states: tuple[int, ...], body: str) -> bool:
    """Whether the words that a skeleton begins with can stand there: a source has `population differs` alone."""
    words = list(takewhile(str.isidentifier, body.split(" ")))
    return states_after(states, " ".join(words)) is not None


def _phrases(states: tuple[int, ...], terminal: str, word: str) -> Iterator[str]:
    """A word with those that must follow it: `at least`, `at most`; `review by`; `advise`, `advise against`."""
    if terminal in _SPLIT:
        yield word
    waiting = [(word, _SPLIT.get(terminal))]
    while waiting:
        phrase, only = waiting.pop(0)
        after = states_after(states, phrase)
        follows = acceptable(after) if after is not None else frozenset()
        words = {name: text for name in follows if (text := keyword(name)) is not None and text.isidentifier()}
        if only is not None:
            words = {name: text for name, text in words.items() if name in only}
        elif len(words) < len(follows):
            words = {}  # something else than a word may follow
        if words and len(words) <= _MOST_PHRASES and phrase.count(" ") < _LONGEST_PHRASE:
            waiting += [(f"{phrase} {text}", None) for text in sorted(words.values())]
        elif only is None:
            yield phrase


# --- skeletons --------------------------------------------------------------------------------------------------------


def _skeletons(known: Known, place: Place, takes: frozenset[str]) -> Iterator[Completion]:
    if place.before:
        return
    words = {word for name in takes if (word := keyword(name)) is not None}
    offered = AT_MARGIN if "GUIDELINE" in takes else IN_A_BLOCK
    own = case_skeleton(known) if "GUIDELINE" in takes else None
    for skeleton in (*offered, *([] if own is None else [own])):
        if skeleton.label.split(" ")[0] in words:
            yield Completion(
                label=skeleton.label,
                kind="snippet",
                replace=place.replace,
                insert=skeleton.body,
                snippet=True,
                rank=SKELETONS,
            )
