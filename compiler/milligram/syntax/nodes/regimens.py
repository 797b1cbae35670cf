"""Regimens and monitors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal as L
from typing import TypeAlias

from milligram.syntax.nodes.basics import Ident, Node, Quantity, Text
from milligram.syntax.nodes.expressions import Expr
from milligram.syntax.nodes.notes import NO_NOTES, Notes
from milligram.syntax.nodes.statements import AnyStatement, Dose


@dataclass(frozen=True, slots=True, kw_only=True)
class After(Node):
    """``after 1 to 2 weeks``: ``low`` is None for ``after 2 weeks``; the unit stands on the last number."""

    low: Quantity | None = None
    high: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Node):
    """``step N [after A to B] [when C]:`` a dose on the line, or indented statements."""

    number: str
    after: After | None = None
    condition: Expr | None = None
    dose: Dose | None = None
    body: tuple[AnyStatement, ...] = ()
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Then(Node):
    """``then [after …] [when …]: STATEMENT`` beyond the last step."""

    after: After | None = None
    condition: Expr | None = None
    body: tuple[AnyStatement, ...]
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class BackTo(Node):
    """``back to step 1 after 12 months when C``."""

    number: str
    after: After | None = None
    condition: Expr | None = None
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class StopWhen(Node):
    """``stop when C`` or (``hold``) ``hold while C``."""

    hold: bool
    condition: Expr
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class AtMost(Node):
    """``at most 1500 mg of magnesium_oxide per day`` bounding a regimen."""

    limit: Quantity
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Route(Node):
    """``route oral``."""

    name: Ident
    notes: Notes = NO_NOTES


RegimenLine: TypeAlias = Route | Step | Then | BackTo | StopWhen | AtMost


@dataclass(frozen=True, slots=True, kw_only=True)
class Regimen(Node):
    """``regimen replacement "label" [of magnesium_oxide]`` and its lines in the author's order."""

    name: Ident
    label: Text | None = None
    of: Ident | None = None
    lines: tuple[RegimenLine, ...]
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitorLine(Node):
    """``at baseline``, ``after A to B``, ``every Q`` [``when C``], or ``unspecified "more often" when C``."""

    kind: L["baseline", "after", "every", "unspecified"]
    after: After | None = None
    every: Quantity | None = None
    text: Text | None = None
    condition: Expr | None = None
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitor(Node):
    """``monitor electrolytes ["label"]: a, b`` and its lines."""

    name: Ident
    label: Text | None = None
    inputs: tuple[Ident, ...]
    lines: tuple[MonitorLine, ...]
    notes: Notes = NO_NOTES
