"""Doses and how often they are taken."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal as L

from milligram.ir.nodes.basics import Node
from milligram.ir.nodes.numbers import AnyNumber, Const


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule(Node):
    """How often; ``low``/``high`` are days for ``every A to B``; ``text`` in the author's words ("every 4 to 6 h")."""

    kind: L["once", "daily", "times_daily", "at_night", "every", "as_needed"]
    text: str
    times: int | None = None
    low: Fraction | None = None
    high: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose(Node):
    """A dose. ``amount`` is final: weight, maximum and rounding are in it. ``low`` is the lower end of a range.

    ``of`` is the substance that ``amount`` counts ("12 mmol of magnesium" of the regimen's magnesium_oxide).
    ``basis`` is the
    literal as written ("150 mg/kg") where the amount is computed. ``also`` are stated equivalents in the author's
    words.
    ``limits`` are maxima other than per dose, and every ``at most`` as written, for printing and checks; ``most`` those
    of the ladder, where the schedule leaves open how often ("every 4 to 6 h as needed"), for printing.
    ``had``: it is given once on a step of a ladder, and somebody on that step may have had it.
    """

    amount: AnyNumber
    low: AnyNumber | None = None
    of: str | None = None
    by: str | None = None
    basis: str | None = None
    volume: AnyNumber | None = None
    over: Const | None = None
    schedule: tuple[Schedule, ...] = ()
    duration: Const | None = None
    doses: int | None = None
    limits: tuple[Const, ...] = ()
    most: tuple[Const, ...] = ()
    had: bool = False
    rounding: str | None = None
    also: tuple[tuple[str, str], ...] = ()
