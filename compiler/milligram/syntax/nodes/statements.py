"""Doses and the statements of a pathway."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal as L
from typing import TypeAlias

from milligram.syntax.nodes.basics import Ident, Node, Quantity, Text
from milligram.syntax.nodes.expressions import Band, Expr, Name, Rounding
from milligram.syntax.nodes.notes import NO_NOTES, Notes


@dataclass(frozen=True, slots=True, kw_only=True)
class Every(Node):
    """``once``, ``daily``, ``3 times daily``, ``at night``, ``every 4 to 6 h``, ``as needed``.

    ``kind`` says which; ``times`` for ``N times daily``; ``low``/``high`` for ``every A [to B]`` (the unit stands on
    the
    last one and holds for both).
    """

    kind: L["once", "daily", "times_daily", "at_night", "every", "as_needed"]
    times: str | None = None
    low: Quantity | None = None
    high: Quantity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose(Node):
    """``[400 to] 500 mg [of X] [by weight] [in VOLUME] [over 60 min] [once|daily|…] [for 3 d|for 17 doses] …``.

    ``amount`` is a literal, or a name for ``give COMPUTED of X``; ``low`` is the first number of a range.
    Several `schedule` entries are allowed: ``every 4 to 6 h as needed``.
    """

    amount: Expr
    low: Expr | None = None
    of: Ident | None = None
    by: Ident | None = None
    volume: Expr | None = None
    over: Quantity | None = None
    schedule: tuple[Every, ...] = ()
    duration: Quantity | None = None
    doses: str | None = None
    at_most: Quantity | None = None
    rounding: Rounding | None = None
    also: tuple[Quantity, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Node):
    """The common part of all statements."""

    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Give(Statement):
    """``give replacement``, ``give ccb``, ``give 5 mg of X daily``, ``give COMPUTED of X``.

    Exactly one of ``target`` and ``dose``; ``unspecified_dose`` goes with a ``target``.
    """

    target: Ident | None = None
    dose: Dose | None = None
    unspecified_dose: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop(Statement):
    """``stop X``."""

    target: Ident


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold(Statement):
    """``hold X until C``."""

    target: Ident
    until: Expr | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Advise(Statement):
    """``advise "…"``."""

    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviseAgainst(Statement):
    """``advise against X``."""

    target: Ident


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggest(Statement):
    """``suggest "…"`` or ``suggest X``."""

    what: Text | Ident


@dataclass(frozen=True, slots=True, kw_only=True)
class Order(Statement):
    """``order INPUT`` or ``order "test"``."""

    what: Text | Ident


@dataclass(frozen=True, slots=True, kw_only=True)
class Refer(Statement):
    """``refer to "…"``."""

    to: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Start(Statement):
    """``start MONITOR``."""

    monitor: Ident


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Statement):
    """``note "…"``."""

    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Statement):
    """``report a, b``."""

    names: tuple[Ident, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unspecified(Statement):
    """``unspecified "extreme caution"``: an honest gap."""

    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow(Statement):
    """``follow PART``."""

    part: Ident


@dataclass(frozen=True, slots=True, kw_only=True)
class Continue(Statement):
    """``continue``: falls through."""


@dataclass(frozen=True, slots=True, kw_only=True)
class End(Statement):
    """``end [because "…"]``: ends the top-level pathway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class When(Statement):
    """``when C:`` and its block."""

    condition: Expr
    body: tuple[AnyStatement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyValue(Node):
    """``any`` in a cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell(Node):
    """One cell of a row: alternatives joined by commas, each a band, a name, a text or ``any``.

    ``"g1, g2"``, ``"20 to under 30 mL/min"``, ``"2, 3"``, ``any``.
    """

    alternatives: tuple[Band | Name | Text | AnyValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch(Node):
    """One branch of a `Decide`. ``test`` is a condition, a row of cells, or the word ``unknown`` / ``otherwise``."""

    test: Expr | tuple[Cell, ...] | L["unknown", "otherwise"]
    notes: Notes = NO_NOTES
    body: tuple[AnyStatement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide(Statement):
    """``decide ["…"] [by a, b] [first that applies]`` and its branches. Empty ``by`` means conditions."""

    question: Text | None = None
    by: tuple[Expr, ...] = ()
    first_that_applies: bool = False
    branches: tuple[Branch, ...]


AnyStatement: TypeAlias = (
    Give
    | Stop
    | Hold
    | Advise
    | AdviseAgainst
    | Suggest
    | Order
    | Refer
    | Start
    | Note
    | Report
    | Unspecified
    | Follow
    | Continue
    | End
    | When
    | Decide
)
