"""Statements, executed in order.

``id`` is unique in a guideline (branches have ids too), for coverage, traces and the graph.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal as L
from typing import TypeAlias

from milligram.ir.nodes.basics import Node
from milligram.ir.nodes.conditions import AnyCondition
from milligram.ir.nodes.doses import Dose
from milligram.ir.nodes.named import Subject
from milligram.ir.nodes.notes import NO_NOTES, Notes


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Node):
    """Common part."""

    id: int
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Give(Statement):
    """Gives a regimen, a drug or class by name, or a dose of a drug (``what`` is then the drug).

    Every ``never`` rule on anything it delivers must be known false; else it is *blocked* and the pathway halts.
    ``unspecified_dose`` are the source's words in place of a dose. A dose whose amount is unknown halts and asks.
    """

    what: str
    dose: Dose | None = None
    unspecified_dose: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop(Statement):
    """Stops a regimen, drug or class."""

    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold(Statement):
    """Holds a regimen, drug or class until a condition."""

    what: str
    until: AnyCondition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Advise(Statement):
    """Advice in words."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviseAgainst(Statement):
    """Advice against a drug, class or regimen."""

    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggest(Statement):
    """A suggestion: words (``text``), or a drug, class or regimen (``what``)."""

    text: str | None = None
    what: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order(Statement):
    """Orders the measurement of an input (``what``) or a test in words (``text``)."""

    text: str | None = None
    what: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refer(Statement):
    """Refers to somebody."""

    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Start(Statement):
    """Starts a monitoring schedule."""

    monitor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Statement):
    """A remark."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Statement):
    """Puts values into the result's ``reports``."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unspecified(Statement):
    """An honest gap, in the source's words."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow(Statement):
    """Runs a part, then goes on."""

    part: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Continue(Statement):
    """Goes on after the enclosing block."""


@dataclass(frozen=True, slots=True, kw_only=True)
class End(Statement):
    """Ends the top-level pathway, callers included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class When(Statement):
    """Runs ``body`` if true. Unknown: if the body can end the pathway it halts and asks; else the body is skipped,
    listed as
    *would apply if*, asked for, and the pathway goes on."""

    condition: AnyCondition
    body: tuple[AnyStatement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch(Node):
    """One branch of a `Decide`. ``kind`` "case" has a ``condition``; "unknown" and "otherwise" have none.

    ``cells`` are set for ``decide by``: one condition per subject, ``condition`` being their conjunction.
    """

    id: int
    kind: L["case", "unknown", "otherwise"]
    condition: AnyCondition | None
    cells: tuple[AnyCondition, ...] = ()
    notes: Notes = NO_NOTES
    body: tuple[AnyStatement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide(Statement):
    """Takes its one true branch (``first_that_applies``: the first true with all earlier ones false; ``otherwise``: all
    others false). None can be told: the "unknown" branch, else halts and asks. None or several true (with different
    bodies): a fault naming the lines. ``subjects`` is empty for conditions."""

    question: str | None = None
    subjects: tuple[Subject, ...] = ()
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
