"""What an engine of proofs answers.

Enters: nothing; this file only names the three answers. Leaves: to "can this formula be true of a patient?",

    Found(box={3: 0b110}, numbers={})     yes: wherever variable 3 lies in cell 1 or 2, whatever the others are
    Nobody()                              no
    Undecided(reason="the search took more than 10 s")
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

from milligram.ir import nodes as ir


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Some patient makes the formula true.

    ``box`` maps the variables that matter to masks of cells, never empty: the formula is true for *every* choice of one
    cell a variable within them, the other variables free. Where a computed variable matters, ``numbers`` gives exact
    values of the inputs and states that its number is computed from; they lie in the box and give computed values that
    do too. Nothing but these values is then known to be possible.
    """

    box: Mapping[int, int]
    numbers: Mapping[ir.Node, Fraction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Nobody:
    """No patient makes the formula true."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecided:
    """Not found out; ``reason`` says why, in words for a message."""

    reason: str


Answer: TypeAlias = Found | Nobody | Undecided


@dataclass(frozen=True, slots=True, kw_only=True)
class Fits:
    """Inputs with these values lie in the box asked about, and so do the numbers computed from them.

    ``box`` says which cell each of them, and each computed variable asked about, then has; an input that is unknown has
    cell 0 there and no number.
    """

    box: Mapping[int, int]
    numbers: Mapping[ir.Node, Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """No values of the inputs fit: the masks asked of these variables cannot all hold."""

    variables: frozenset[int]
