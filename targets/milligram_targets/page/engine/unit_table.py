"""The table of units as JavaScript: atoms, prefixes and the spellings of the ward.

Enters: the compiler's own table (`milligram.quantity.ucum`). Leaves: the constant that `support/units.js` reads, so
that a page reads exactly the units that the compiler reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from milligram.quantity.ucum import (
    ARBITRARY,
    ATOMS,
    COMMON,
    FORMS,
    MEANT,
    PREFIXED_SPELLINGS,
    PREFIXES,
    SPELLINGS,
    UNCOUNTED,
)
from milligram.quantity.unit import part_dimension

from milligram_targets.page.engine.js import Entries, Expression, Fields, Literal, Text, call, items, texts
from milligram_targets.page.engine.js import number as exact


def unit_table() -> Expression:
    """The whole table."""
    return Fields(
        (
            ("atoms", Entries(tuple((code, _atom(code)) for code in ATOMS))),
            ("prefixes", _pairs((prefix, Literal(power)) for prefix, power in PREFIXES.items())),
            ("spellings", _words(SPELLINGS)),
            ("prefixed", texts(PREFIXED_SPELLINGS)),
            ("uncounted", texts(sorted(UNCOUNTED))),
            ("forms", _words(FORMS)),
            ("plurals", _words({form: plural for plural, form in FORMS.items() if plural != form})),
            ("common", texts(COMMON)),
            ("meant", _words(MEANT)),
            ("arbitrary", texts(sorted(ARBITRARY))),
        )
    )


def _atom(code: str) -> Expression:
    atom = ATOMS[code]
    dimension = items(items((Text(base), Literal(power))) for base, power in part_dimension(code))
    return call("atom", exact(_rational(atom.factor)), exact(_rational(atom.offset)), dimension, Text(atom.prefixes))


def _rational(text: str) -> Fraction:
    top, _, bottom = text.partition("/")
    return Fraction(top) / Fraction(bottom or "1")


def _words(words: Mapping[str, str]) -> Expression:
    return _pairs((word, Text(meant)) for word, meant in words.items())


def _pairs(pairs: Iterable[tuple[str, Expression]]) -> Expression:
    return Entries(tuple(pairs))
