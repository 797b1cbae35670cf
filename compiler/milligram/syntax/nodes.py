"""The abstract syntax tree: what an author wrote, in the author's order, before names and units have a meaning.

Enters: nothing. Leaves: the node types that `parser` builds, `format` prints and `resolve` gives a meaning.

    input age in years whole   ->   Input(name=Ident("age"), kind=QuantityKind(unit=UnitPhrase("years"), whole=True))

Every node carries a `Span`; spans do not count when two trees are compared, so "the formatter changes nothing" is
plain equality of trees.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal as L
from typing import TypeAlias

from milligram.source import NOWHERE, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Anything with a place in the source."""

    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ident(Node):
    """A name the author chose or refers to."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Node):
    """Text in double quotes, escapes resolved; adjacent strings are joined by one space."""

    value: str


# --- quantities -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPhrase(Node):
    """``mmol/L of glucose per unit of insulin``: a unit as written, whose it is, and what it is counted by."""

    unit: str
    of: Ident | None = None
    per: UnitPhrase | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity(Node):
    """A literal ``0.70 mmol/L (also 1.7 mg/dL)``; ``number`` is the text as written, a leading ``-`` included."""

    number: str
    unit: UnitPhrase | None = None
    also: tuple[Quantity, ...] = ()


# --- expressions (one grammar for conditions and arithmetic; types come later) ---------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Name(Node):
    """A reference to an input, a define, a table's output, a score or an enumerated word."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegimenState(Node):
    """``replacement step`` or ``replacement time``."""

    regimen: Ident
    which: L["step", "time"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arithmetic(Node):
    """``left op right``; ``^`` is right-associative."""

    op: L["+", "-", "*", "/", "^"]
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True, kw_only=True)
class Negative(Node):
    """``- operand``."""

    operand: Expr


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Node):
    """``min(a, b)``: min, max, abs, sqrt, ln, log10, exp or floor."""

    function: L["min", "max", "abs", "sqrt", "ln", "log10", "exp", "floor"]
    arguments: tuple[Expr, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InUnit(Node):
    """``age in years``: the pure number that a quantity is in a unit."""

    operand: Expr
    unit: UnitPhrase


@dataclass(frozen=True, slots=True, kw_only=True)
class AsUnit(Node):
    """``… as mL/min``: puts a unit on a pure number; applies to the whole formula."""

    operand: Expr
    unit: UnitPhrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounding(Node):
    """``rounded [up|down] to Q``."""

    mode: L["nearest", "up", "down"]
    to: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounded(Node):
    """A whole formula, rounded."""

    operand: Expr
    rounding: Rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class YearsSince(Node):
    """``years since date_of_birth``: completed years at the input ``today``."""

    date: Ident


@dataclass(frozen=True, slots=True, kw_only=True)
class Band(Node):
    """A range of values; a missing side is open. A single value is ``low == high``, both included.

    ``spelling`` keeps nothing: words and signs mean the same, and the formatter prints words.
    ``20 to under 30 mL/min`` has the unit on its last number only; it holds for both.
    """

    low: Expr | None = None
    low_included: bool = True
    high: Expr | None = None
    high_included: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class InBand(Node):
    """``subject under 20 mL/min``, ``subject 65 to under 75 mmHg``, ``subject at least target``."""

    subject: Expr
    band: Band


@dataclass(frozen=True, slots=True, kw_only=True)
class Is(Node):
    """``subject is a, b``: one of the listed names, numbers or texts. ``is not`` is a `Not` around it."""

    subject: Expr
    values: tuple[Expr, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Has(Node):
    """``diuretics has loop, thiazide``: the set holds at least one of them."""

    subject: Name
    values: tuple[Ident, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IsKnown(Node):
    """``x is known`` / ``x is unknown``."""

    subject: Expr
    known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Not(Node):
    """``not operand``."""

    operand: Expr


@dataclass(frozen=True, slots=True, kw_only=True)
class And(Node):
    """Two or more operands joined by ``and``."""

    operands: tuple[Expr, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Or(Node):
    """Two or more operands joined by ``or``."""

    operands: tuple[Expr, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Node):
    """``( … )``: kept so that the author's brackets survive formatting."""

    operand: Expr


Expr: TypeAlias = (
    Name
    | RegimenState
    | Quantity
    | Text
    | Arithmetic
    | Negative
    | Call
    | InUnit
    | AsUnit
    | Rounded
    | YearsSince
    | InBand
    | Is
    | Has
    | IsKnown
    | Not
    | And
    | Or
    | Group
)


# --- what may follow any statement, row or line -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade(Node):
    """``(strong, high)``: GRADE strength of a recommendation and certainty of its evidence."""

    strength: L["strong", "conditional"] | None = None
    certainty: L["high", "moderate", "low", "very low"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Differs(Node):
    """``differs from source "…" because "…"``."""

    source_says: Text
    because: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Allow(Node):
    """``allow MG107 because "…"``."""

    code: Ident
    because: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes(Node):
    """Grade, reason, sources and departures behind a statement, row or line; all optional."""

    grade: Grade | None = None
    because: Text | None = None
    sources: tuple[Ident, ...] = ()
    uncited: Text | None = None
    differs: tuple[Differs, ...] = ()
    allows: tuple[Allow, ...] = ()


# --- statements -------------------------------------------------------------------------------------------------------


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

    notes: Notes = Notes()


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
    notes: Notes = Notes()
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


# --- declarations -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Header(Node):
    """``guideline NAME`` and the lines under it. ``applies`` and ``impossible`` conditions stand elsewhere too."""

    name: Ident
    title: Text | None = None
    version: Text | None = None
    """As written, ``0.1.0``; not quoted in the source."""
    status: Ident | None = None
    audience: Text | None = None
    applies_when: Expr | None = None
    issued: Text | None = None
    """An ISO date as written; not quoted."""
    review_by: Text | None = None
    notes: Notes = Notes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate(Node):
    """``MD -0.18 (95% CI -0.84 to 0.49)``; numbers as written."""

    measure: str
    value: str
    level: str | None = None
    low: str | None = None
    high: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(Node):
    """``finding "cramps per week" MD -0.18 (95% CI -0.84 to 0.49)``."""

    text: Text
    estimate: Estimate | None = None
    notes: Notes = Notes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Node):
    """``source r1 "title"`` with ``year``, ``population``, ``design``, ``population differs``, ``url``/``doi`` and
    findings.

    ``fields`` holds every ``name "text"`` or ``name 2020`` line in order, other than findings.
    """

    name: Ident
    title: Text
    fields: tuple[tuple[Ident, Text], ...] = ()
    findings: tuple[Finding, ...] = ()
    notes: Notes = Notes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Substance(Node):
    """``substance magnesium_oxide formula MgO, charge 2, gives 1 magnesium`` or ``substance insulin, in unit``."""

    name: Ident
    label: Text | None = None
    formula: str | None = None
    charge: str | None = None
    gives: tuple[tuple[str, Ident], ...] = ()
    in_unit: UnitPhrase | None = None
    notes: Notes = Notes()


@dataclass(frozen=True, slots=True, kw_only=True)
class DrugClass(Node):
    """``class ace_inhibitor "ACE inhibitor" of ramipril, lisinopril``."""

    name: Ident
    label: Text | None = None
    members: tuple[Ident, ...]
    notes: Notes = Notes()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityKind(Node):
    """``in mmol/L of magnesium [whole]``."""

    unit: UnitPhrase
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainKind(Node):
    """``number``, ``count``, ``date`` or ``yes or no``."""

    kind: L["number", "count", "date", "yes_no"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Node):
    """``class2 "II" = 2``."""

    name: Ident
    label: Text | None = None
    points: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceKind(Node):
    """``one of a, b`` or (``several``) ``any of a, b``."""

    several: bool
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plausible(Node):
    """``plausible A to B``, inclusive; the unit, where written, stands on the last number and holds for both."""

    low: Quantity
    high: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Input(Node):
    """``input NAME ["label"] KIND, plausible A to B, valid 14 d, ask "…", loinc "…", snomed "…"``."""

    name: Ident
    label: Text | None = None
    kind: QuantityKind | PlainKind | ChoiceKind
    plausible: Plausible | None = None
    valid: Quantity | None = None
    ask: Text | None = None
    loinc: Text | None = None
    snomed: Text | None = None
    notes: Notes = Notes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Impossible(Node):
    """``impossible when C``."""

    condition: Expr
    notes: Notes = Notes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case_(Node):
    """A line of a define by cases: ``VALUE when CONDITION``, or ``VALUE otherwise`` (``condition`` is None)."""

    value: Expr
    condition: Expr | None
    notes: Notes = Notes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Node):
    """A condition on a line of its own, with its own sources."""

    condition: Expr
    notes: Notes = Notes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Define(Node):
    """``define NAME: EXPR`` | ``define NAME any of:`` lines | ``all of:`` | ``at least 2 of:`` | by cases.

    ``form`` says which; ``expr`` for "expr", ``lines`` for any/all/at_least, ``cases`` for "cases".
    """

    name: Ident
    label: Text | None = None
    form: L["expr", "any", "all", "at_least", "cases"]
    at_least: str | None = None
    first_that_applies: bool = False
    expr: Expr | None = None
    lines: tuple[Line, ...] = ()
    cases: tuple[Case_, ...] = ()
    notes: Notes = Notes()


@dataclass(frozen=True, slots=True, kw_only=True)
class UnspecifiedValue(Node):
    """``unspecified`` as a table's value, with the source's words where it has any."""

    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Node):
    """A table's row: as many `cells` as it has inputs, then as many `values` as it has outputs."""

    cells: tuple[Cell, ...]
    values: tuple[Expr | UnspecifiedValue, ...]
    notes: Notes = Notes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Node):
    """``table by a, b gives x, y [first that applies]`` and its rows."""

    by: tuple[Expr, ...]
    gives: tuple[Ident, ...]
    first_that_applies: bool = False
    rows: tuple[Row, ...]
    notes: Notes = Notes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Points(Node):
    """A score's line: ``N when CONDITION`` (``condition`` set) or ``add FORMULA`` (``condition`` None)."""

    value: Expr
    condition: Expr | None
    notes: Notes = Notes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Score(Node):
    """``score curb65 "CURB-65"`` and its lines."""

    name: Ident
    label: Text | None = None
    lines: tuple[Points, ...]
    notes: Notes = Notes()


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
    notes: Notes = Notes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Then(Node):
    """``then [after …] [when …]: STATEMENT`` beyond the last step."""

    after: After | None = None
    condition: Expr | None = None
    body: tuple[AnyStatement, ...]
    notes: Notes = Notes()


@dataclass(frozen=True, slots=True, kw_only=True)
class BackTo(Node):
    """``back to step 1 after 12 months when C``."""

    number: str
    after: After | None = None
    condition: Expr | None = None
    notes: Notes = Notes()


@dataclass(frozen=True, slots=True, kw_only=True)
class StopWhen(Node):
    """``stop when C`` or (``hold``) ``hold while C``."""

    hold: bool
    condition: Expr
    notes: Notes = Notes()


@dataclass(frozen=True, slots=True, kw_only=True)
class AtMost(Node):
    """``at most 1500 mg of magnesium_oxide per day`` bounding a regimen."""

    limit: Quantity
    notes: Notes = Notes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Route(Node):
    """``route oral``."""

    name: Ident
    notes: Notes = Notes()


RegimenLine: TypeAlias = Route | Step | Then | BackTo | StopWhen | AtMost


@dataclass(frozen=True, slots=True, kw_only=True)
class Regimen(Node):
    """``regimen replacement "label" [of magnesium_oxide]`` and its lines in the author's order."""

    name: Ident
    label: Text | None = None
    of: Ident | None = None
    lines: tuple[RegimenLine, ...]
    notes: Notes = Notes()


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitorLine(Node):
    """``at baseline``, ``after A to B``, ``every Q`` [``when C``], or ``unspecified "more often" when C``."""

    kind: L["baseline", "after", "every", "unspecified"]
    after: After | None = None
    every: Quantity | None = None
    text: Text | None = None
    condition: Expr | None = None
    notes: Notes = Notes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitor(Node):
    """``monitor electrolytes ["label"]: a, b`` and its lines."""

    name: Ident
    label: Text | None = None
    inputs: tuple[Ident, ...]
    lines: tuple[MonitorLine, ...]
    notes: Notes = Notes()


@dataclass(frozen=True, slots=True, kw_only=True)
class NeverRule(Node):
    """``never give X when C``."""

    target: Ident
    condition: Expr
    notes: Notes = Notes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pitfall(Node):
    """``pitfall "…"`` with its rules, or ``unchecked because "…"``; its reason stands in ``notes``."""

    text: Text
    rules: tuple[NeverRule, ...] = ()
    unchecked: Text | None = None
    notes: Notes = Notes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Node):
    """``claim "…" [answers "question"] supported by r1 | contradicted by r1 | unsupported``."""

    text: Text
    answers: Text | None = None
    standing: L["supported", "contradicted", "unsupported"] | None = None
    by: tuple[Ident, ...] = ()
    notes: Notes = Notes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Node):
    """``notice "…"``: a disclaimer."""

    text: Text
    notes: Notes = Notes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing(Node):
    """``missing "…"``: what the source promises and leaves empty."""

    text: Text
    notes: Notes = Notes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect(Node):
    """``effect magnesium "diarrhoea" common [r3]``: a side effect and how often it comes."""

    target: Ident
    text: Text
    frequency: L["very common", "common", "uncommon", "rare", "very rare"] | None = None
    notes: Notes = Notes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution(Node):
    """``caution magnesium when diarrhoea: STATEMENT``."""

    target: Ident
    condition: Expr
    body: tuple[AnyStatement, ...]
    notes: Notes = Notes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pathway(Node):
    """``pathway [NAME]``: runs."""

    name: Ident | None = None
    label: Text | None = None
    body: tuple[AnyStatement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Node):
    """``part NAME``: runs where it is followed."""

    name: Ident
    label: Text | None = None
    body: tuple[AnyStatement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given(Node):
    """What a case says of one input: ``age 40 years``, ``sex male``, ``diuretics loop, thiazide``, ``replacement
    step 1``.

    ``values`` are literals or names (``yes``, ``no``, ``unknown``, a choice); several only for a set. A bare ISO
    date is a
    `Text`. ``state`` is set for ``replacement step`` and ``replacement time``.
    """

    name: Ident
    state: L["step", "time"] | None = None
    values: tuple[Quantity | Name | Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectStatement(Node):
    """``expect [no] STATEMENT``."""

    negated: bool = False
    statement: AnyStatement


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectValue(Node):
    """``expect risk high``, ``expect curb65 3 to 5``, ``expect dose 8400 mg``."""

    name: Ident
    value: Band | Name | Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectOutcome(Node):
    """``expect ask X``, ``expect blocked X``, ``expect outside``."""

    kind: L["ask", "blocked", "outside"]
    target: Ident | None = None


Expectation: TypeAlias = ExpectStatement | ExpectValue | ExpectOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(Node):
    """``case "name"``: a patient and what must come out."""

    name: Text
    given: tuple[Given, ...]
    expectations: tuple[Expectation, ...]
    notes: Notes = Notes()


Declaration: TypeAlias = (
    Header
    | Source
    | Substance
    | DrugClass
    | Input
    | Impossible
    | Define
    | Table
    | Score
    | Regimen
    | Monitor
    | Pitfall
    | Claim
    | Notice
    | Missing
    | Effect
    | Caution
    | Pathway
    | Part
    | Case
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment(Node):
    """``# …`` as written, without the line end; ``own_line`` when nothing else stands on its line."""

    text: str
    own_line: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class File(Node):
    """A parsed file: declarations in the author's order, and its comments by place."""

    declarations: tuple[Declaration, ...]
    comments: tuple[Comment, ...] = field(default=(), compare=False)
