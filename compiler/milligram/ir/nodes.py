"""The intermediate representation: a guideline whose names, types and units are settled. All meaning lives here.

Enters: nothing (`milligram.resolve` builds these nodes from the syntax tree). Leaves: what the interpreter runs, the
checks analyse and the targets print.

    serum_magnesium under 1.7 mg/dL   ->   Band(subject=InputNumber("serum_magnesium"), high=Bound(Const(…0.6994…
    mmol/L)))

Numbers are exact rationals **in the unit of their node's `measure`**; every conversion between units is explicit
(`Scaled`) or was done once, exactly, on a literal (`Const`). Names that stand for values (`NamedNumber`, …) refer to an
entry of `Guideline.named`, which is in an order in which each entry uses only earlier ones.

What each node means at run time is written beside it; `milligram.interpret` is the reference.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Literal as L
from typing import TypeAlias

from milligram.quantity import Measure, Substances
from milligram.source import NOWHERE, SourceFile, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Anything with a place in the source; places do not count when two nodes are compared."""

    span: Span = field(default=NOWHERE, compare=False)


# --- types ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberType:
    """A number in the unit of ``measure``; ``whole`` refuses fractions; ``count`` and ``number`` are pure."""

    measure: Measure
    kind: L["quantity", "number", "count"] = "quantity"
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagType:
    """Yes or no."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateType:
    """A calendar date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordType:
    """One of ``words`` (a choice, or a table's output of names)."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetType:
    """Any number of ``words`` at once."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextType:
    """Text, from a table or a define by cases; compared only with ``is``."""


Type: TypeAlias = NumberType | FlagType | DateType | WordType | SetType | TextType


# --- numbers ----------------------------------------------------------------------------------------------------------
# A number evaluates to: an exact number; *possible*, a finite set of exact numbers (scores, table outputs, defines
# by cases
# whose value is not settled); or unknown. Arithmetic on a possible number is done on each member.


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Node):
    """Common part: the unit in which the value counts."""

    measure: Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class Const(Number):
    """A literal, converted exactly into ``measure``. ``written`` and ``written_unit`` are the author's ("1.7",
    "mg/dL");
    ``also`` are the stated equivalents as (number, unit) in the author's words."""

    value: Fraction
    written: str
    written_unit: str | None = None
    also: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InputNumber(Number):
    """A numeric input."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StateNumber(Number):
    """``REGIMEN step`` (pure; 0 is not started) or ``REGIMEN time`` (days on this step; unknown at step 0)."""

    regimen: str
    which: L["step", "time"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedNumber(Number):
    """A numeric define, a table's numeric output, or a score."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsOf(Number):
    """The points of a choice input (``class2 "II" = 2``). Unknown choice: possible, the points of all its words."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation(Number):
    """``left op right``. For ``+`` and ``-`` both sides are in the same unit. ``/`` by zero has no value (a fault)."""

    op: L["+", "-", "*", "/"]
    left: AnyNumber
    right: AnyNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class Power(Number):
    """``base ^ exponent``; the exponent is pure, and the base too unless the exponent is a whole literal."""

    base: AnyNumber
    exponent: AnyNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class Function(Number):
    """min, max, abs, sqrt, ln, log10, exp or floor; operands of min and max are in the same unit."""

    name: L["min", "max", "abs", "sqrt", "ln", "log10", "exp", "floor"]
    arguments: tuple[AnyNumber, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scaled(Number):
    """A change of unit: ``operand * factor + offset``, exact."""

    operand: AnyNumber
    factor: Fraction
    offset: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundTo(Number):
    """To a multiple of ``step`` (in this node's unit); halves away from zero when ``mode`` is nearest."""

    operand: AnyNumber
    step: Fraction
    mode: L["nearest", "up", "down"]
    written_step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YearsSince(Number):
    """Completed years from a date input to the input ``today``; someone born on 29 February has their birthday on
    1 March in other years. Unknown if either is."""

    name: str


AnyNumber: TypeAlias = (
    Const
    | InputNumber
    | StateNumber
    | NamedNumber
    | PointsOf
    | Operation
    | Power
    | Function
    | Scaled
    | RoundTo
    | YearsSince
)


# --- words ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class InputWord(Node):
    """A ``one of`` input."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedWord(Node):
    """A table's output (or define by cases) whose values are names or texts."""

    name: str


AnyWord: TypeAlias = InputWord | NamedWord


# --- conditions: true, false or unknown (Kleene) ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Always(Node):
    """Constantly true or false."""

    value: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag(Node):
    """A yes-or-no input."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedCondition(Node):
    """A define that is a condition."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound(Node):
    """One end of a band, in the unit of the band's subject."""

    value: AnyNumber
    included: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Band(Node):
    """``subject`` lies between ``low`` and ``high`` (a missing end is open). ``is 3`` has both ends 3, included.

    Every comparison is a band. A possible subject: true if every member lies within, false if none does, else unknown.
    """

    subject: AnyNumber
    low: Bound | None = None
    high: Bound | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WordIs(Node):
    """The word (or text) is one of ``words``. Several possible words: decided as soon as they agree."""

    subject: AnyWord
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetHas(Node):
    """The set input ``name`` holds at least one of ``words``."""

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known(Node):
    """Whether a value is known; never unknown itself. ``of`` names an input or a named value; a possible value is
    unknown."""

    of: str
    known: bool
    state: L["step", "time"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Not(Node):
    """Kleene negation."""

    operand: AnyCondition


@dataclass(frozen=True, slots=True, kw_only=True)
class All(Node):
    """Kleene conjunction; true when empty."""

    operands: tuple[AnyCondition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Any(Node):
    """Kleene disjunction; false when empty."""

    operands: tuple[AnyCondition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLeast(Node):
    """At least ``count`` of the operands are true."""

    count: int
    operands: tuple[AnyCondition, ...]


AnyCondition: TypeAlias = Always | Flag | NamedCondition | Band | WordIs | SetHas | Known | Not | All | Any | AtLeast


# --- notes ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference(Node):
    """``differs from source "…" because "…"``."""

    source_says: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance(Node):
    """``allow MG107 because "…"``."""

    code: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes(Node):
    """What stands behind a statement, row or line. ``sources`` are names of `Guideline.sources`."""

    strength: L["strong", "conditional"] | None = None
    certainty: L["high", "moderate", "low", "very low"] | None = None
    because: str | None = None
    sources: tuple[str, ...] = ()
    uncited: str | None = None
    differs: tuple[Difference, ...] = ()
    allows: tuple[Allowance, ...] = ()

    @property
    def grade(self) -> str | None:
        """``"strong, high"``, ``"conditional"``, or None."""
        return ", ".join(filter(None, (self.strength, self.certainty))) or None


NO_NOTES = Notes()


# --- values of tables and defines by cases ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class WordValue(Node):
    """A name as a value: ``low``."""

    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextValue(Node):
    """Text as a value."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnspecifiedValue(Node):
    """``unspecified``: the source gives none. Its value is unknown, and a report of it says *unspecified*."""

    text: str | None = None


AnyValue: TypeAlias = AnyNumber | WordValue | TextValue | UnspecifiedValue


# --- named values -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionLine(Node):
    """One line of an ``any of:`` / ``all of:`` / ``at least N of:`` define, for printing and checks."""

    condition: AnyCondition
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinedCondition(Node):
    """A condition with a name. ``condition`` is its whole meaning; ``lines`` only show how the author laid it out."""

    name: str
    label: str | None = None
    condition: AnyCondition
    form: L["expr", "any", "all", "at_least"] = "expr"
    lines: tuple[ConditionLine, ...] = ()
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinedNumber(Node):
    """A formula with a name."""

    name: str
    label: str | None = None
    value: AnyNumber
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueCase(Node):
    """``value when condition``; ``otherwise`` is ``condition=None``."""

    value: AnyValue
    condition: AnyCondition | None
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinedCases(Node):
    """A value by cases, of type ``type`` (numbers are all in the same unit).

    One case must hold (``first_that_applies``: the first true with all earlier ones false; ``otherwise``: all others
    false). Not settled: the cases not ruled out decide; if they all have one value it is known; if each is a settled
    number,
    word or text, it is possible; else unknown. None or several true with differing values: a fault.
    """

    name: str
    label: str | None = None
    type: Type
    cases: tuple[ValueCase, ...]
    first_that_applies: bool = False
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow(Node):
    """A row: ``condition`` is the conjunction of its ``cells`` (one per input of the table), then a value per
    output."""

    cells: tuple[AnyCondition, ...]
    values: tuple[AnyValue, ...]
    notes: Notes = NO_NOTES

    @property
    def condition(self) -> AnyCondition:
        """All cells at once."""
        return self.cells[0] if len(self.cells) == 1 else All(operands=self.cells, span=self.span)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Node):
    """``table by … gives …``. Each output is a named value, settled as in `DefinedCases` with the rows as cases.

    ``subjects`` are what the cells test (a number, a word, a set input's name or a condition).
    """

    subjects: tuple[Subject, ...]
    outputs: tuple[tuple[str, Type], ...]
    rows: tuple[TableRow, ...]
    first_that_applies: bool = False
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLine(Node):
    """``points when condition``, or ``add FORMULA`` (``condition=None``)."""

    points: AnyNumber
    condition: AnyCondition | None
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Score(Node):
    """A sum of points, pure. Not settled: possible, the sums over every way the unknown values can fall, lines that
    share an
    input counted jointly (see `milligram.ir.cells`); unknown only if a formula reads an unknown measurement itself."""

    name: str
    label: str | None = None
    measure: Measure
    lines: tuple[ScoreLine, ...]
    notes: Notes = NO_NOTES


Named: TypeAlias = DefinedCondition | DefinedNumber | DefinedCases | Table | Score


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSubject(Node):
    """A set input as the subject of cells."""

    name: str


Subject: TypeAlias = AnyNumber | AnyWord | SetSubject | Flag | NamedCondition


# --- doses ------------------------------------------------------------------------------------------------------------


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
    ``limits`` are maxima other than per dose, and every ``at most`` as written, for printing and checks.
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
    rounding: str | None = None
    also: tuple[tuple[str, str], ...] = ()


# --- statements -------------------------------------------------------------------------------------------------------
# Executed in order. ``id`` is unique in a guideline (branches have ids too), for coverage, traces and the graph.


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


# --- the guideline and its declarations -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Node):
    """A word of a ``one of`` or ``any of`` input; its label for people; its points."""

    word: str
    label: str | None = None
    points: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Input(Node):
    """What a caller supplies; every input may be unknown.

    ``plausible`` bounds are inclusive, in the input's unit; ``plausible_written`` as the author wrote them ("0.1",
    "6").
    ``valid`` is in days.
    """

    name: str
    label: str | None = None
    type: Type
    choices: tuple[Choice, ...] = ()
    plausible: tuple[Fraction, Fraction] | None = None
    plausible_written: tuple[str, str] | None = None
    valid: Fraction | None = None
    ask: str | None = None
    loinc: str | None = None
    snomed: str | None = None
    notes: Notes = NO_NOTES

    @property
    def title(self) -> str:
        """The label, else the name with spaces."""
        return self.label or self.name.replace("_", " ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Impossible(Node):
    """No patient is like this; a run whose values make it true is refused, as one outside plausible bounds."""

    condition: AnyCondition
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate(Node):
    """``MD -0.18 (95% CI -0.84 to 0.49)``; numbers as written beside their exact values."""

    measure: str
    value: str
    level: str | None = None
    low: str | None = None
    high: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(Node):
    """What a source found."""

    text: str
    estimate: Estimate | None = None
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceSource(Node):
    """A source; ``fields`` are its other lines in order (year, population, design …)."""

    name: str
    title: str
    fields: tuple[tuple[str, str], ...] = ()
    findings: tuple[Finding, ...] = ()
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Drug(Node):
    """A substance or class that can be given. ``members`` for a class; ``gives`` for a salt; both by name."""

    name: str
    label: str | None = None
    is_class: bool = False
    members: tuple[str, ...] = ()
    gives: tuple[str, ...] = ()
    notes: Notes = NO_NOTES

    @property
    def title(self) -> str:
        """The label, else the name with spaces."""
        return self.label or self.name.replace("_", " ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval(Node):
    """``after 1 to 2 weeks`` in days; ``low`` is ``high`` for a single value; ``text`` in the author's words, unit
    included."""

    low: Fraction
    high: Fraction
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Node):
    """A step of a ladder. ``after`` and ``condition`` say when the step *before* it leads here. ``body`` always
    holds what the
    step does: a dose on the line is one `Give` of the regimen's drug."""

    number: int
    after: Interval | None = None
    condition: AnyCondition | None = None
    body: tuple[AnyStatement, ...]
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Beyond(Node):
    """``then …: STATEMENT`` beyond the last step: the step stays as it is and the statements are added."""

    after: Interval | None = None
    condition: AnyCondition | None = None
    body: tuple[AnyStatement, ...]
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class BackTo(Node):
    """``back to step N after … when C``."""

    id: int
    number: int
    after: Interval | None = None
    condition: AnyCondition | None = None
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Interruption(Node):
    """``stop when C`` or ``hold while C``: read first, on every run at step 1 or later."""

    id: int
    kind: L["stop", "hold"]
    condition: AnyCondition
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit(Node):
    """``at most 1500 mg of magnesium_oxide per day``."""

    limit: Const
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Regimen(Node):
    """A ladder of steps numbered from 1. Its state is two values: the step (0 not started) and the time on it."""

    name: str
    label: str | None = None
    of: str | None = None
    route: str | None = None
    steps: tuple[Step, ...]
    beyond: tuple[Beyond, ...] = ()
    back: tuple[BackTo, ...] = ()
    interruptions: tuple[Interruption, ...] = ()
    limits: tuple[Limit, ...] = ()
    notes: Notes = NO_NOTES

    @property
    def title(self) -> str:
        """The label, else the name with spaces."""
        return self.label or self.name.replace("_", " ")


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitorLine(Node):
    """When to measure. ``every`` is in days; ``text`` in the author's words ("every 3 months", "more often")."""

    kind: L["baseline", "after", "every", "unspecified"]
    after: Interval | None = None
    every: Fraction | None = None
    text: str
    condition: AnyCondition | None = None
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitor(Node):
    """A schedule of measurements of inputs."""

    name: str
    label: str | None = None
    inputs: tuple[str, ...]
    lines: tuple[MonitorLine, ...]
    notes: Notes = NO_NOTES

    @property
    def title(self) -> str:
        """The label, else the name with spaces."""
        return self.label or self.name.replace("_", " ")


@dataclass(frozen=True, slots=True, kw_only=True)
class NeverRule(Node):
    """``never give TARGET when C``: an invariant on every give that delivers the target."""

    id: int
    target: str
    condition: AnyCondition
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Pitfall(Node):
    """Prose, with the rules that state it, or why no rule can."""

    text: str
    rules: tuple[NeverRule, ...] = ()
    unchecked: str | None = None
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Node):
    """What the source says of the world, and where it stands."""

    text: str
    answers: str | None = None
    standing: L["supported", "contradicted", "unsupported"] | None = None
    by: tuple[str, ...] = ()
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark(Node):
    """A ``notice`` (disclaimer) or ``missing`` (a place the source leaves empty)."""

    kind: L["notice", "missing"]
    text: str
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect(Node):
    """A side effect of a drug, and how often it comes."""

    target: str
    text: str
    frequency: str | None = None
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution(Node):
    """Added right after a give of ``target`` comes out, as a `When` with this condition and body."""

    target: str
    when: When
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Block(Node):
    """A pathway (several run independently and their advice is joined) or a part. The unnamed pathway's name is
    ``""``."""

    name: str
    label: str | None = None
    body: tuple[AnyStatement, ...]

    @property
    def title(self) -> str:
        """The label, else the name with spaces."""
        return self.label or self.name.replace("_", " ")


# --- patients and cases -----------------------------------------------------------------------------------------------

PatientValue: TypeAlias = Fraction | bool | str | frozenset[str] | date
"""A known value: a number in the input's unit, yes or no, a word, a set of words, or a date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegimenState:
    """Where a patient is on a ladder: ``step`` 0 is not started; ``time`` is in days on this step; None is unknown.

    ``since`` is the date the step began; with the input ``today`` it gives the time.
    """

    step: int | None
    time: Fraction | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """What is known of a patient. An input that is missing is unknown; a regimen that is missing is assumed not
    started."""

    values: Mapping[str, PatientValue] = field(default_factory=dict)
    regimens: Mapping[str, RegimenState] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectAdvice(Node):
    """``expect [no] STATEMENT``: advice of this kind is (not) in the result.

    ``what`` is matched against what the advice names or delivers (a class matches any member); ``text`` exactly;
    ``amount`` is the
    dose in ``amount.measure``, converted through the substance. What is None is not looked at.
    """

    negated: bool
    kind: str
    what: str | None = None
    text: str | None = None
    low: Const | None = None
    amount: Const | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectValue(Node):
    """``expect risk high``, ``expect curb65 3 to 5`` (the hull of what is possible), ``expect clearance 101.23
    mL/min``."""

    name: str
    low: Const | None = None
    high: Const | None = None
    word: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectDose(Node):
    """``expect dose 8400 mg``: some give in the result has this dose."""

    low: Const | None = None
    amount: Const


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectOutcome(Node):
    """``expect ask X``, ``expect blocked X``, ``expect outside`` (``applies`` is false)."""

    kind: L["ask", "blocked", "outside"]
    what: str | None = None


Expectation: TypeAlias = ExpectAdvice | ExpectValue | ExpectDose | ExpectOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(Node):
    """A patient, and what must come out."""

    name: str
    patient: Patient
    expectations: tuple[Expectation, ...]
    notes: Notes = NO_NOTES


@dataclass(frozen=True, kw_only=True)
class Guideline:
    """One guideline, whole. Dates are ISO; ``version`` as written; ``drugs`` holds substances and classes by name."""

    name: str
    title: str
    version: str
    status: L["draft", "active", "retired"] = "draft"
    audience: str | None = None
    applies: AnyCondition | None = None
    issued: date | None = None
    review_by: date | None = None
    header_notes: Notes = NO_NOTES
    header_span: Span = field(default=NOWHERE, compare=False)
    sources: Mapping[str, EvidenceSource] = field(default_factory=dict)
    substances: Substances
    drugs: Mapping[str, Drug] = field(default_factory=dict)
    inputs: Mapping[str, Input] = field(default_factory=dict)
    impossible: tuple[Impossible, ...] = ()
    named: tuple[Named, ...] = ()
    regimens: Mapping[str, Regimen] = field(default_factory=dict)
    monitors: Mapping[str, Monitor] = field(default_factory=dict)
    pitfalls: tuple[Pitfall, ...] = ()
    claims: tuple[Claim, ...] = ()
    remarks: tuple[Remark, ...] = ()
    effects: tuple[Effect, ...] = ()
    cautions: tuple[Caution, ...] = ()
    pathways: tuple[Block, ...] = ()
    parts: Mapping[str, Block] = field(default_factory=dict)
    cases: tuple[Case, ...] = ()
    source: SourceFile = field(compare=False)

    @cached_property
    def named_by_name(self) -> Mapping[str, Named]:
        """Each named value's home: a table stands under each of its outputs."""
        homes: dict[str, Named] = {}
        for home in self.named:
            match home:
                case Table():
                    homes.update((name, home) for name, _ in home.outputs)
                case DefinedCondition() | DefinedNumber() | DefinedCases() | Score():
                    homes[home.name] = home
        return homes

    def line(self, node: Node) -> int:
        """The source line on which a node starts, from 1."""
        return self.source.line_of(node.span)
