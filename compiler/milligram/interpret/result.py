"""What a run of a guideline says for one patient.

Enters: nothing (`evaluate` fills it). Leaves: `Result`, never None, and its JSON.

    to_json(result)["advice"][0]  ->  {"kind": "give", "what": "replacement", "dose": {"amount": 12, "unit": "mmol", …}}

Numbers are exact here, and of no more than 4000 digits: a longer one is a fault. In JSON a number is an integer or a
decimal where its decimal ends; as text it prints as exactly that decimal (`number_json`). One whose decimal never ends
is text: "875/3", or "1.41421356237309…" for a root; so is an integer beyond 1.8e308, which JavaScript cannot read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal as L
from typing import TypeAlias

from milligram.interpret.course import Course, Measurement, NextMove, Schedule
from milligram.quantity import Measure, Number, Real, decimal_text, ending_decimal

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

AdviceKind: TypeAlias = L[
    "give",
    "stop",
    "hold",
    "advise",
    "advise_against",
    "suggest",
    "order",
    "refer",
    "start",
    "note",
    "unspecified",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenDose:
    """A dose as data. ``low`` is the lower end of a range; ``amount`` is None where only the step is known.

    ``of`` is what the amount counts; ``frequency`` is in the author's words; ``step`` is the regimen's. ``measure`` is
    the unit with its substance, for comparing doses (not in the JSON).
    """

    amount: Number | None = None
    low: Number | None = None
    unit: str | None = None
    of: str | None = None
    frequency: str | None = None
    route: str | None = None
    step: int | None = None
    measure: Measure | None = None


GO_ON = "go on with "
"""How a give begins that goes on while what lies beyond the last step is done; any other begins with ``give``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One thing to do.

    ``what`` names a regimen, drug, class, input or monitor. ``text`` is the author's words, or the statement as a
    sentence where it names something. ``regimen`` is the ladder that a give belongs to, ``drug`` what it gives
    (neither is in the JSON).
    """

    kind: AdviceKind
    what: str | None
    text: str
    dose: GivenDose | None = None
    grade: str | None = None
    because: str | None = None
    sources: tuple[str, ...] = ()
    line: int
    regimen: str | None = None
    drug: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """An input that is unknown and matters; ``blocks`` are short texts of what waits for it."""

    input: str
    question: str
    blocks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """A give that a ``never`` rule (or a stop, or a hold) keeps back, and what is unknown of the rule.

    ``regimen`` is the ladder that the give belongs to (not in the JSON).
    """

    what: str
    rule: str
    line: int
    status: L["true", "unknown"]
    unknown: tuple[str, ...]
    regimen: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WouldApply:
    """What would come out if an unknown condition were true."""

    text: str
    condition: str
    unknown: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A fault of the guideline, met in the run: the pathway stops there, and no branch is picked."""

    message: str
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """One step of the run. ``values`` are the inputs it read; ``id`` and ``branch`` serve coverage and drawings, not
    JSON.

    ``id`` is a statement's, or that of the rule that interrupts a regimen before any pathway. ``branch`` says which way
    was taken from there, so that no two ways out of a statement leave the same pair (names from `milligram.ir.ways`):

    - ``decide``: the ``id`` of the branch; None where none can be told and none is for the unknown;
    - ``when``: `HOLDS`, `FAILS`, or None where it cannot be told;
    - ``blocked``: the ``id`` of the rule that keeps the ``give`` back;
    - ``halted``: `HALTED`;
    - a ``give`` (of a drug, or the ``step`` of a regimen) and a ``follow``: `ENDED`, or None where the pathway goes on;
    - all else: None.
    """

    line: int
    what: str
    text: str
    outcome: str
    values: Mapping[str, Reported] = field(default_factory=dict)
    id: int | None = None
    branch: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """The hull of what a reported number can be."""

    low: Number
    high: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOf:
    """The words that a reported value can be."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unstated:
    """A reported value that the source leaves unspecified."""

    text: str | None


Reported: TypeAlias = Number | bool | str | date | frozenset[str] | Range | OneOf | Unstated | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The whole answer. ``applies`` None: whether the guideline applies is unknown.

    ``courses`` says where each regimen stands that the patient is on or is given, and ``schedules`` what is measured
    next; both are empty where the guideline does not apply, or may not. ``cautions`` are sentences to read first: a
    draft, a review that is due, what was not proved.
    """

    guideline: str
    version: str
    status: str
    review_by: date | None
    review_overdue: bool | None
    applies: bool | None
    advice: tuple[Advice, ...] = ()
    reports: Mapping[str, Reported] = field(default_factory=dict)
    asks: tuple[Ask, ...] = ()
    blocked: tuple[Blocked, ...] = ()
    assumed: tuple[str, ...] = ()
    would_apply: tuple[WouldApply, ...] = ()
    faults: tuple[Fault, ...] = ()
    trace: tuple[Trace, ...] = ()
    courses: tuple[Course, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    cautions: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Json]:
        """The result as JSON values, keys in a fixed order: as a generated module gives it."""
        return to_json(self)


# --- JSON -------------------------------------------------------------------------------------------------------------


def to_json(result: Result) -> dict[str, Json]:
    """The result as JSON values, keys in a fixed order."""
    return {
        "guideline": result.guideline,
        "version": result.version,
        "applies": result.applies,
        "advice": [_advice(advice) for advice in result.advice],
        "reports": {name: reported_json(value) for name, value in result.reports.items()},
        "asks": [{"input": a.input, "question": a.question, "blocks": list(a.blocks)} for a in result.asks],
        "blocked": [
            {"what": b.what, "rule": b.rule, "line": b.line, "status": b.status, "unknown": list(b.unknown)}
            for b in result.blocked
        ],
        "assumed": list(result.assumed),
        "would_apply": [
            {"text": w.text, "if": w.condition, "unknown": list(w.unknown), "line": w.line} for w in result.would_apply
        ],
        "courses": [_course(course) for course in result.courses],
        "schedules": [_schedule(schedule) for schedule in result.schedules],
        "faults": [{"message": f.message, "lines": list(f.lines)} for f in result.faults],
        "trace": [
            {
                "line": t.line,
                "what": t.what,
                "text": t.text,
                "outcome": t.outcome,
                "values": {name: reported_json(value) for name, value in t.values.items()},
            }
            for t in result.trace
        ],
        "status": result.status,
        "review_by": None if result.review_by is None else result.review_by.isoformat(),
        "review_overdue": result.review_overdue,
        "cautions": list(result.cautions),
    }


def _advice(advice: Advice) -> Json:
    return {
        "kind": advice.kind,
        "what": advice.what,
        "text": advice.text,
        "dose": None if advice.dose is None else _dose(advice.dose),
        "grade": advice.grade,
        "because": advice.because,
        "sources": list(advice.sources),
        "line": advice.line,
    }


def _dose(dose: GivenDose) -> Json:
    amount: Json = None if dose.amount is None else number_json(dose.amount)
    return {
        "amount": amount if dose.low is None else [number_json(dose.low), amount],
        "unit": dose.unit,
        "of": dose.of,
        "frequency": dose.frequency,
        "route": dose.route,
        "step": dose.step,
    }


def _course(course: Course) -> Json:
    return {
        "regimen": course.regimen,
        "action": course.action,
        "from_step": course.from_step,
        "to_step": course.to_step,
        "since": _day(course.since),
        "days": _days(course.time),
        "overdue": course.overdue,
        "next": [_move(move) for move in course.next],
        "unknown": list(course.unknown),
        "line": course.line,
    }


def _move(move: NextMove) -> Json:
    return {
        "kind": move.kind,
        "step": move.step,
        "text": move.text,
        "when": move.when,
        "after_days": [_days(move.low), _days(move.high)],
        "earliest": _day(move.earliest),
        "latest": _day(move.latest),
        "unknown": list(move.unknown),
        "line": move.line,
    }


def _schedule(schedule: Schedule) -> Json:
    return {
        "monitor": schedule.monitor,
        "started": schedule.started,
        "regimen": schedule.regimen,
        "since": _day(schedule.since),
        "next": [_measurement(each) for each in schedule.next],
    }


def _measurement(each: Measurement) -> Json:
    return {
        "inputs": list(each.inputs),
        "text": each.text,
        "if": each.condition,
        "holds": each.holds,
        "unknown": list(each.unknown),
        "after_days": [_days(each.low), _days(each.high)],
        "earliest": _day(each.earliest),
        "latest": _day(each.latest),
        "line": each.line,
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _days(days: Fraction | None) -> int | float | str | None:
    return None if days is None else number_json(days)


def reported_json(value: Reported) -> Json:
    """A reported value: a number, yes or no, a word, an ISO date, a list. Null is unknown.

    {"low", "high"} holds a possible number, {"one_of"} possible words, {"unspecified"} what the source leaves open.
    """
    match value:
        case None | bool() | str():
            return value
        case Fraction() | Real():
            return number_json(value)
        case date():
            return value.isoformat()
        case frozenset():
            return [*sorted(value)]
        case Range(low=low, high=high):
            return {"low": number_json(low), "high": number_json(high)}
        case OneOf(words=words):
            return {"one_of": list(words)}
        case Unstated(text=text):
            return {"unspecified": text or "the source gives no value"}


BEYOND_DOUBLES = 2**1024 - 2**970
"""From here on a reader that knows doubles only takes an integer for infinity."""


def number_json(value: Number) -> int | float | str:
    """A number that prints as the exact decimal; text where no JSON number would."""
    if isinstance(value, Fraction):
        if value.denominator == 1:
            return int(value) if abs(value) < BEYOND_DOUBLES else number_text(value)
        text = number_text(value)
        try:
            # json prints the shortest decimal of a double: it is right only if that is this very number
            near = float(text)
            return near if Fraction(json.dumps(near)) == value else text
        except (ValueError, OverflowError):
            return text
    return number_text(value)


def number_text(value: Number) -> str:
    """The number in digits: "0.699", "875/3", "1.41421356237309…" (cut, not rounded).

    It is one that `milligram.quantity.check_length` lets pass.
    """
    if isinstance(value, Fraction):
        whole = _ending_decimal(value)
        return f"{value.numerator}/{value.denominator}" if whole is None else whole
    low, _ = value.enclose(20)
    cut = Fraction((abs(low) * 10**14).__floor__(), 10**14)
    return ("-" if low < 0 else "") + decimal_text(cut)[0] + "…"


def _ending_decimal(value: Fraction) -> str | None:
    """The decimal, where it ends."""
    found = ending_decimal(value)
    if found is None:
        return None
    number, places = found
    digits = str(abs(number)).rjust(places + 1, "0")
    whole, part = digits[: len(digits) - places], digits[len(digits) - places :].rstrip("0")
    return ("-" if value < 0 else "") + whole + (f".{part}" if part else "")
