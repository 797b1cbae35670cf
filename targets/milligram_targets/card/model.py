"""What stands on a pocket card, as plain data that knows neither the guideline's IR nor the page.

Enters: nothing (these are only shapes). Leaves: a :class:`Card`, which ``render.py`` prints.

All texts are plain: no markup, no line breaks. Quantities read as the ward writes them (``under 0.70
mmol/L``); the page keeps each number with the word that follows it. References are the numbers of
:attr:`Card.sources`.

    BandRow(action=Action.STOP, band="under 20 mL/min", what=(Said(text="Do not give.", refs=(3, 4)),))
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Action(StrEnum):
    """What a reader does; each has a shape, a word and a colour of its own."""

    STOP = "stop"
    HOLD = "hold"
    """What is given waits: it may be given again."""
    CAUTION = "caution"
    REDUCE = "reduce"
    USUAL = "usual"
    """Nothing stands in the way: the reader goes on below."""
    GIVE = "give"
    ADVISE = "advise"
    SUGGEST = "suggest"
    ASK = "ask"
    ORDER = "order"
    REFER = "refer"
    NOTE = "note"
    END = "end"
    """The reader need not go on."""
    GAP = "gap"
    """The source says something here and leaves out what to do: an honest gap."""


class ListRole(StrEnum):
    """Which list this is; it decides the heading (in the catalogue of words) and the place on the card."""

    TERM = "term"
    """What a name stands for: a condition or a formula."""
    CAUSE = "cause"
    ASK_FIRST = "ask_first"
    EFFECT = "effect"
    CAUTION = "caution"
    ALTERNATIVE = "alternative"
    RESULT = "result"
    CLASS = "class"
    """The drugs of each class that is given."""
    CLAIM = "claim"
    NOTICE = "notice"


UNCITED = 0
"""Among references: the guideline's own advice, which cites nothing and says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A short text with its references; ``lead`` is set in bold before it. ``line`` starts a new line."""

    text: str
    lead: str = ""
    refs: tuple[int, ...] = ()
    line: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """What the guideline recommends or warns against, in a box at the top."""

    action: Action
    title: str
    reasons: tuple[Said, ...] = ()
    refs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdRow:
    """One limit in every unit of its table; ``cells`` has one text per unit, empty where nothing is stated.

    ``label`` names the condition (``Low magnesium``); ``governs`` is the place of the cell that the module
    decides by; the others decide alike for every value of the digits that they print.
    """

    label: str
    cells: tuple[str, ...]
    governs: int = 0
    refs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdTable:
    """Limits of one measured value. ``units`` heads the columns; notes stand below (exact conversions,
    disagreements)."""

    title: str
    units: tuple[str, ...]
    rows: tuple[ThresholdRow, ...]
    notes: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BandRow:
    """One band of a decision: what it asks of the patient (empty: nothing), the class of action, and what to do."""

    action: Action
    band: str
    what: tuple[Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BandTable:
    """One decision. ``by`` heads the column of bands (``creatinine clearance``); a table of plain conditions
    (``measured`` is false) needs no heads."""

    title: str
    by: str
    rows: tuple[BandRow, ...]
    measured: bool = True
    notes: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PointRow:
    """One line of a score: its points and when they count."""

    points: str
    when: str
    refs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A sum of points."""

    title: str
    rows: tuple[PointRow, ...]
    refs: tuple[int, ...] = ()
    notes: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table of texts; the first ``keys`` columns are what is looked up, the others what is found.

    ``over`` heads the columns from ``keys`` on, where they are the values of a second input; ``groups`` head them, each
    with its number of columns, where several belong to one thing. ``asks`` says what to find out where no row can be
    told to apply.
    """

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Said, ...], ...]
    keys: int = 1
    over: str = ""
    groups: tuple[tuple[str, int], ...] = ()
    asks: Said | None = None
    refs: tuple[int, ...] = ()
    notes: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseStep:
    """One step of a ladder. ``dose`` is bold; ``equals`` gives the same dose of what is on the packet; ``more`` is
    what else the step asks for."""

    number: str
    dose: str
    equals: str = ""
    when: str = ""
    refs: tuple[int, ...] = ()
    more: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """A regimen: drug and route, its steps, what follows the last one, holds and stops, and its maxima; ``already`` is
    what the rules ask of those who are on it. ``grids`` are the tables in which its doses are looked up."""

    title: str
    drug: str
    route: str = ""
    condition: str = ""
    already: Said | None = None
    steps: tuple[DoseStep, ...] = ()
    then: tuple[Said, ...] = ()
    maxima: tuple[Said, ...] = ()
    grids: tuple[Grid, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pitfall:
    """A warning. ``never`` are the rules that the module enforces, each with its drug and its condition; ``enforced``
    says that there are rules. A pitfall with rules is printed before one without."""

    title: str
    never: tuple[str, ...] = ()
    enforced: bool = False
    because: str = ""
    refs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TimePoint:
    """One point of a schedule: ``Baseline`` or ``After 1 to 2 weeks``, what is measured, and under what
    condition."""

    when: str
    what: str
    condition: str = ""
    refs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """A monitoring schedule, its points in order of time; ``measured`` is what is measured at each."""

    title: str
    points: tuple[TimePoint, ...]
    measured: str = ""
    notes: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemList:
    """A plain list. An empty ``title`` takes the heading that the catalogue has for the role. ``first``: tables and
    scores are read by it, and it stands before them."""

    role: ListRole
    items: tuple[Said, ...]
    title: str = ""
    first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """Where this guideline departs from its source: what stands here, what the source prints (each apart), and why."""

    here: str
    source: tuple[str, ...]
    because: str
    refs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One source, with the grades that it bears itself (``strong, high``), if any."""

    number: int
    title: str
    detail: str = ""
    grade: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A whole pocket card.

    ``status`` is ``draft``, ``active`` or ``retired``; all but ``active`` mark every side. ``issued`` is
    also the date of the file, so that the same guideline gives the same bytes.
    """

    identifier: str
    title: str
    audience: str
    version: str
    status: str
    applies: str = ""
    issued: date | None = None
    review_by: date | None = None
    digest: str = ""
    sha256: str = ""
    """Of the guideline's source, whole; ``digest`` is its start, for print."""
    language: str = "en"
    headlines: tuple[Headline, ...] = ()
    thresholds: tuple[ThresholdTable, ...] = ()
    scores: tuple[Score, ...] = ()
    grids: tuple[Grid, ...] = ()
    decisions: tuple[BandTable, ...] = ()
    ladders: tuple[Ladder, ...] = ()
    monitoring: tuple[Timeline, ...] = ()
    pitfalls: tuple[Pitfall, ...] = ()
    lists: tuple[ItemList, ...] = ()
    gaps: tuple[Said, ...] = ()
    departures: tuple[Departure, ...] = ()
    sources: tuple[Reference, ...] = ()
    graded: bool = False
    """Whether anything bears a grade: the record then says what grades are."""
    banner: str = ""
    """A warning of the compiler's own that must head every side (``not proved``)."""
