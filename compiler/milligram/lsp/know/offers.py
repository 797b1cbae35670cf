"""The names that fit a place: inputs, drugs, regimens, sources, the words of a choice.

Enters: a `Place` where the grammar takes a name, and the `Index` of the text. Leaves: `Offer`s.

    give |                    ->   regimens, drugs and classes
    diuretics has |           ->   loop, thiazide
    decide by sex / branch |  ->   male, female

The grammar knows only that a name comes here; what kind of name the words before it tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from milligram.diagnostics import CHECKED, CODES
from milligram.ir import nodes as ir
from milligram.lsp.know import Kind, Known
from milligram.lsp.know.describe import detail_of
from milligram.lsp.know.place import Place, column_at, words_of
from milligram.lsp.know.typed import type_of
from milligram.lsp.know.uses import Index
from milligram.lsp.know.wanted import wanted_at
from milligram.syntax.places import NAMED

VALUES: tuple[Kind, ...] = ("input", "define", "table", "score")
DRUGS: tuple[Kind, ...] = ("substance", "class")
GIVEN: tuple[Kind, ...] = ("regimen", *DRUGS)

_BEHIND: dict[str, tuple[Kind, ...]] = {
    "stop": GIVEN,
    "hold": GIVEN,
    "suggest": GIVEN,
    "against": GIVEN,
    "blocked": GIVEN,
    "caution": DRUGS,
    "effect": DRUGS,
    "start": ("monitor",),
    "follow": ("part",),
    "order": ("input",),
    "ask": ("input",),
    "report": VALUES,
}
"""The kinds of names behind these words."""
_ROUTES = (
    "oral",
    "intravenous",
    "subcutaneous",
    "intramuscular",
    "inhaled",
    "topical",
    "rectal",
    "sublingual",
    "nasal",
)
_STRENGTHS = ("strong", "conditional")
_CERTAINTIES = ("high", "moderate", "low", "very low")
_FREQUENCIES = ("very common", "common", "uncommon", "rare", "very rare")
_FIELDS = ("year", "design", "population", "population differs", "url", "doi")
_ESTIMATES = ("RR", "OR", "HR", "MD", "SMD", "RD")


BEHIND_PHRASES = 15
"""The rank of names where a band is likelier."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A name or unit that may stand here; ``rank`` 0 is the likeliest."""

    label: str
    kind: Kind
    detail: str = ""
    markdown: str = ""
    rank: int = 0


def named_offers(known: Known, index: Index, place: Place) -> Iterator[Offer]:
    """The names that fit a place that takes one."""
    before = place.before
    numbers = "NUMBER" in place.takes()
    if _opened(before, "[", "]"):
        cited = before[_last(before, "[") :]
        yield from _of(known, index, (name for name in index.names("source") if name not in cited))
    elif place.last in ("(", ",") and not numbers and _opened(before, "(", ")"):
        yield from _words(_STRENGTHS if place.last == "(" else (), "a strength of GRADE")
        yield from _words(_CERTAINTIES, "a certainty of GRADE")
    elif place.last == "allow":
        yield from (
            Offer(code, "code", CODES[code].title) for code in CODES if code in CHECKED and CODES[code].can_allow
        )
    elif place.last in ("in", "as", "per") or _in_a_formula(before):
        return  # a unit, or the formula of a molecule, which can look like names
    elif place.declaration in ("guideline", "source"):
        yield from _of_header(known, index, place)
    elif place.last in NAMED and len(before) == 1:
        return  # a new name
    elif place.declaration == "case":
        yield from _in_case(known, index, place)
    else:
        yield from _elsewhere(known, index, place)


def _of_header(known: Known, index: Index, place: Place) -> Iterator[Offer]:
    if place.last == "status":
        yield from _words(("draft", "active", "retired"), "the state of the guideline")
    elif place.head == "finding":
        yield from _words(_ESTIMATES, "an estimate")
    elif not place.before and place.above:
        yield from _words(_FIELDS, "of a source")
    elif place.head == "applies":
        yield from _values(known, index, place)


def _elsewhere(known: Known, index: Index, place: Place) -> Iterator[Offer]:
    before, last = place.before, place.last
    if last in _BEHIND:
        yield from _of(known, index, index.names(*_BEHIND[last]))
    elif last == "give":
        yield from _of(known, index, index.names(*GIVEN))
        if before[-2:] != ("never", "give"):
            computed = (name for name in index.names("define", "table") if _is_number(known, name))
            yield from _of(known, index, computed, rank=5)
    elif place.head == "report":
        yield from _of(known, index, (name for name in index.names(*VALUES) if name not in before))
    elif place.head == "route":
        yield from _words(_ROUTES, "a route")
    elif place.head == "effect":
        yield from _words(_FREQUENCIES, "how often")
    elif last == "since":
        dates = (name for name in index.names("input") if isinstance(type_of(known, name), ir.DateType))
        yield from _of(known, index, dates)
    elif place.head == "monitor" and not place.above:
        yield from _of(known, index, (name for name in index.names("input") if name not in before))
    elif last == "of" or (place.head == "class" and last == ","):
        classes: tuple[Kind, ...] = ("class",) if place.head in ("class", "regimen") else ()
        own = before[1:2] if place.head == "class" else ()
        yield from _of(known, index, (name for name in index.names("substance", *classes) if name not in own))
    elif place.head == "substance":
        yield from _of(known, index, index.names("substance"))
    elif place.head == "claim":
        yield from _of(known, index, index.names("source"))
    elif place.head == "input" or (place.head == "table" and "gives" in before):
        return  # new names
    elif last == "by" and place.head not in ("decide", "table"):
        yield from _of(known, index, (name for name in index.names("input") if _is_number(known, name)))
    else:
        yield from _values(known, index, place)


# --- values and words -------------------------------------------------------------------------------------------------


def _values(known: Known, index: Index, place: Place) -> Iterator[Offer]:
    """In a condition or formula: the words of what is compared, or values."""
    column = column_at(place)
    owner = _owner(index, place)
    if owner is not None:
        yield from _choices(known, index, owner, set(place.before))
        if place.last in ("has", "is", "not") or _list_of(place.before) is not None:
            return
    rank = 5 if owner is not None else BEHIND_PHRASES if column is not None and not column.given else 0
    own = _defined(place)
    wanted = wanted_at(known, place)
    fit = (name for name in index.names(*VALUES) if name != own and (wanted is None or wanted.takes(known, name)))
    yield from _of(known, index, fit, rank=rank)
    if wanted is None and column is None:
        yield from _of(known, index, index.names("regimen"), rank=max(rank, 8))


def _defined(place: Place) -> str | None:
    """The name that is being defined, which its own definition cannot use."""
    head = words_of(place.above[0]) if place.above else place.before
    return head[1] if len(head) > 1 and head[0] in ("define", "score") else None


def _owner(index: Index, place: Place) -> str | None:
    """The input, table output or define whose words may stand here."""
    before = place.before
    verb = _list_of(before)
    if verb is not None:
        subject = before[verb - 1] if verb else ""
        return subject if subject in index.words else None
    column = column_at(place)
    return column.name if column is not None and column.name in index.words else None


def _list_of(before: tuple[str, ...]) -> int | None:
    """Where the `is` or `has` stands whose values are being listed."""
    at = len(before)
    while at > 0 and (before[at - 1] in (",", "not") or (at < len(before) and before[at] == ",")):
        at -= 1
    return at - 1 if at > 0 and before[at - 1] in ("is", "has") else None


def _choices(known: Known, index: Index, owner: str, told: set[str]) -> Iterator[Offer]:
    labels = _labels(known, owner)
    for word in index.words.get(owner, ()):
        if word not in told:
            yield Offer(word, "choice", labels.get(word) or f"of {owner}")


def _labels(known: Known, owner: str) -> dict[str, str]:
    for guideline in (known.guideline, known.earlier):
        if guideline is not None and owner in guideline.inputs:
            return {choice.word: choice.label or "" for choice in guideline.inputs[owner].choices}
    return {}


# --- cases ------------------------------------------------------------------------------------------------------------


def _in_case(known: Known, index: Index, place: Place) -> Iterator[Offer]:
    before, last = place.before, place.last
    if place.head == "expect":
        if last in _BEHIND or last == "give":
            yield from _of(known, index, index.names(*_BEHIND.get(last, GIVEN)))
        elif last == "of":
            yield from _of(known, index, index.names("substance"))
        elif last in ("expect", "no"):
            yield from _of(known, index, index.names("define", "table", "score"), rank=5)
        elif last in index.kinds:
            yield from _choices(known, index, last, set())
        return
    if not place.above:
        return
    if not before or last == ",":
        said = {word for line in place.beside for word in words_of(line)} | set(before)
        yield from _of(known, index, (name for name in index.names("input") if name not in said))
        yield from _of(known, index, index.names("regimen"), rank=5)
        owner = next((word for word in reversed(before) if index.kinds.get(word) == "input"), None)
        if owner is not None and isinstance(type_of(known, owner), ir.SetType):
            yield from _choices(known, index, owner, set(before))
    elif last in index.kinds:
        yield from _choices(known, index, last, set())
        if isinstance(type_of(known, last), ir.SetType):
            yield Offer("none", "choice", "nothing of it", rank=2)


# --- offers -----------------------------------------------------------------------------------------------------------


def _is_number(known: Known, name: str) -> bool:
    return isinstance(type_of(known, name), ir.NumberType)


def _of(known: Known, index: Index, names: Iterable[str], rank: int = 0) -> Iterator[Offer]:
    for name in names:
        yield Offer(name, index.kinds[name], detail_of(known, index, name), rank=rank)


def _words(words: Iterable[str], detail: str) -> Iterator[Offer]:
    for number, word in enumerate(words):
        yield Offer(word, "value", detail, rank=min(number, 9))


def _in_a_formula(before: tuple[str, ...]) -> bool:
    """Whether a place stands in `formula CO(NH2)2`."""
    if "formula" not in before:
        return False
    behind = before[_last(before, "formula") + 1 :]
    return not behind or _opened(behind, "(", ")")


def _opened(before: tuple[str, ...], opening: str, closing: str) -> bool:
    return before.count(opening) > before.count(closing)


def _last(before: tuple[str, ...], sign: str) -> int:
    return len(before) - 1 - before[::-1].index(sign)
