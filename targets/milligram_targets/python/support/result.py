"""What a run of the guideline says for one patient."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Literal, TypeAlias

from milligram.quantity.exact import Number

from milligram_targets.python.support.course import Course, Schedule
from milligram_targets.python.support.data import Data
from milligram_targets.python.support.numbers import number_json
from milligram_targets.python.support.quantities import Range, Unstated
from milligram_targets.python.support.words import OneOf

if TYPE_CHECKING:
    from milligram_targets.python.support.answered import Answered
    from milligram_targets.python.support.explaining import cautions_for, told

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


Reported: TypeAlias = (
    "Number | bool | str | date | frozenset[str] | Range | OneOf | Unstated | None"
)
"""A reported value; None is unknown."""


NO_VALUES: Mapping[str, Reported] = {}
"""Nothing that was read or reported."""


TraceStep: TypeAlias = "tuple[int, str, str, str, tuple[str, ...]]"
"""A step of a trace: line, kind, text, outcome, and the names of what was read."""


class GivenDose(Data):
    """A dose as data; ``low`` is the lower end of a range."""

    amount: Number | None = None
    low: Number | None = None
    unit: str | None = None
    of: str | None = None
    frequency: str | None = None
    route: str | None = None
    step: int | None = None

    def to_dict(self) -> Json:
        """The dose as JSON values; the amount of a range is a list of both ends."""
        amount = None if self.amount is None else number_json(self.amount)
        return {
            "amount": amount if self.low is None else [number_json(self.low), amount],
            "unit": self.unit,
            "of": self.of,
            "frequency": self.frequency,
            "route": self.route,
            "step": self.step,
        }


AdviceKind: TypeAlias = Literal[
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
"""What advice can be."""


class Advice(Data):
    """One thing to do; ``line`` is where the guideline says so."""

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

    def to_dict(self) -> Json:
        """The advice as JSON values."""
        return {
            "kind": self.kind,
            "what": self.what,
            "text": self.text,
            "dose": None if self.dose is None else self.dose.to_dict(),
            "grade": self.grade,
            "because": self.because,
            "sources": [*self.sources],
            "line": self.line,
        }


class Ask(Data):
    """An input that is unknown and matters; ``blocks`` is what waits for it."""

    input: str
    question: str
    blocks: tuple[str, ...]

    def to_dict(self) -> Json:
        """The question as JSON values."""
        blocks: Json = [*self.blocks]
        return {"input": self.input, "question": self.question, "blocks": blocks}


class Blocked(Data):
    """A give that a rule keeps back, and what is unknown of the rule."""

    what: str
    rule: str
    line: int
    status: str
    unknown: tuple[str, ...]
    regimen: str | None = None

    def to_dict(self) -> Json:
        """The block as JSON values."""
        return {
            "what": self.what,
            "rule": self.rule,
            "line": self.line,
            "status": self.status,
            "unknown": [*self.unknown],
        }


class WouldApply(Data):
    """What would come out if an unknown condition were true."""

    text: str
    condition: str
    unknown: tuple[str, ...]
    line: int

    def to_dict(self) -> Json:
        """What would apply as JSON values."""
        return {
            "text": self.text,
            "if": self.condition,
            "unknown": [*self.unknown],
            "line": self.line,
        }


class Fault(Data):
    """A fault of the guideline: the pathway stops there, no branch is picked."""

    message: str
    lines: tuple[int, ...]

    def to_dict(self) -> Json:
        """The fault as JSON values."""
        return {"message": self.message, "lines": [*self.lines]}


class Trace(Data):
    """One step of the run, with the inputs it read."""

    line: int
    what: str
    text: str
    outcome: str
    values: Mapping[str, Reported] = NO_VALUES

    def with_values(self, values: Mapping[str, Reported]) -> Trace:
        """The same step, with the values of another patient."""
        step = Trace.__new__(Trace)
        vars(step).update(vars(self))
        vars(step)["values"] = values
        return step

    def to_dict(self) -> Json:
        """The step as JSON values."""
        values = {name: reported_json(value) for name, value in self.values.items()}
        return {
            "line": self.line,
            "what": self.what,
            "text": self.text,
            "outcome": self.outcome,
            "values": values,
        }


class Answer(Data):
    """All that a run says; ``applies`` None: whether the guideline applies is unknown.

    ``courses`` says where each regimen stands that the patient is on or is given,
    ``schedules`` what is measured next.
    """

    guideline: str
    version: str
    status: str
    review_by: date | None
    review_overdue: bool | None
    applies: bool | None
    advice: tuple[Advice, ...]
    reports: Mapping[str, Reported]
    asks: tuple[Ask, ...]
    blocked: tuple[Blocked, ...]
    assumed: tuple[str, ...]
    would_apply: tuple[WouldApply, ...]
    faults: tuple[Fault, ...]
    trace: tuple[Trace, ...]
    courses: tuple[Course, ...]
    schedules: tuple[Schedule, ...]


class Result:
    """The whole answer for one patient, which `evaluate` gives.

    What differs between patients of whom the same was decided, such as the values in
    the trace, is found when it is looked at.
    """

    __slots__ = ("_found", "advice", "answered", "asks", "given")

    advice: tuple[Advice, ...]
    """What to do."""
    asks: tuple[Ask, ...]
    """What is unknown and matters, what holds a pathway up first."""

    def __init__(
        self, answered: Answered, values: Mapping[str, object], today: date | None
    ) -> None:
        self.answered = answered
        self.advice, self.asks = answered.advice, answered.asks
        self.given = values, today

    def _own(self) -> Answer:
        """All of it, this patient's."""
        try:
            return self._found
        except AttributeError:
            self._found: Answer = self.answered.own(*self.given)
            return self._found

    @property
    def guideline(self) -> str:
        """The guideline's name."""
        return self.answered.answer.guideline

    @property
    def version(self) -> str:
        """The guideline's version."""
        return self.answered.answer.version

    @property
    def status(self) -> str:
        """The guideline's status: draft, active, retired."""
        return self.answered.answer.status

    @property
    def review_by(self) -> date | None:
        """The day by which the guideline is to be reviewed."""
        return self.answered.answer.review_by

    @property
    def review_overdue(self) -> bool | None:
        """Whether its review is overdue; None where the day is not known."""
        return self.answered.overdue(*self.given)

    @property
    def applies(self) -> bool | None:
        """Whether the guideline applies; None: that is unknown."""
        return self.answered.answer.applies

    @property
    def reports(self) -> Mapping[str, Reported]:
        """Values, by name."""
        answered = self.answered
        return self._own().reports if answered.reports else NO_VALUES

    @property
    def blocked(self) -> tuple[Blocked, ...]:
        """What a rule keeps back."""
        return self.answered.answer.blocked

    @property
    def assumed(self) -> tuple[str, ...]:
        """The regimens that the data does not mention, taken as not started."""
        return self.answered.answer.assumed

    @property
    def would_apply(self) -> tuple[WouldApply, ...]:
        """What would come out if an unknown condition were true."""
        return self.answered.answer.would_apply

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Faults of the guideline that the run met."""
        return self.answered.answer.faults

    @property
    def trace(self) -> tuple[Trace, ...]:
        """The steps of the run."""
        return self.answered.trace(*self.given)

    @property
    def courses(self) -> tuple[Course, ...]:
        """Where each regimen stands."""
        return self._own().courses if self.answered.answer.courses else ()

    @property
    def schedules(self) -> tuple[Schedule, ...]:
        """What is measured next."""
        return self._own().schedules if self.answered.answer.schedules else ()

    def trace_tuples(
        self,
    ) -> tuple[tuple[TraceStep, ...], tuple[str, ...], tuple[object, ...]]:
        """The trace at little cost: steps as (line, kind, text, outcome, names), then
        all names that were read, and their values as they were given."""
        answered = self.answered
        return answered.steps, answered.names, answered.read(*self.given)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Result) and all(
            getattr(self, name) == getattr(other, name) for name in RESULT_FIELDS
        )

    def __hash__(self) -> int:
        return hash((self.guideline, self.advice, self.asks))

    def __repr__(self) -> str:
        pairs = ((name, getattr(self, name)) for name in RESULT_FIELDS)
        return f"Result({', '.join(f'{name}={value!r}' for name, value in pairs)})"

    @property
    def cautions(self) -> tuple[str, ...]:
        """What must be known before the advice is read: a draft, a review that is
        due, what was not proved."""
        return cautions_for(self.review_overdue)

    def explain(self) -> tuple[str, ...]:
        """Why: a sentence for each step, with words, values, sources and lines."""
        return told(self)

    def to_json(self) -> str:
        """The result as a line of JSON."""
        import json

        return json.dumps(self.to_dict(), ensure_ascii=False)

    def to_dict(self) -> dict[str, Json]:
        """The result as JSON values, keys in a fixed order."""
        reports = {name: reported_json(value) for name, value in self.reports.items()}
        return {
            "guideline": self.guideline,
            "version": self.version,
            "applies": self.applies,
            "advice": [advice.to_dict() for advice in self.advice],
            "reports": reports,
            "asks": [ask.to_dict() for ask in self.asks],
            "blocked": [blocked.to_dict() for blocked in self.blocked],
            "assumed": [*self.assumed],
            "would_apply": [item.to_dict() for item in self.would_apply],
            "courses": [course.to_dict() for course in self.courses],
            "schedules": [schedule.to_dict() for schedule in self.schedules],
            "faults": [fault.to_dict() for fault in self.faults],
            "trace": [step.to_dict() for step in self.trace],
            "status": self.status,
            "review_by": None if self.review_by is None else self.review_by.isoformat(),
            "review_overdue": self.review_overdue,
            "cautions": [*self.cautions],
        }


RESULT_FIELDS = tuple(Answer.__annotations__)
"""The fields of a result, in order."""


def reported_json(value: Reported) -> Json:
    """A reported value as JSON: a number, yes or no, a word, a date, a list.

    {"low", "high"} holds a possible number, {"one_of"} possible words, and
    {"unspecified"} what the source leaves open. Null is unknown.
    """
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return [*sorted(value)]
    if isinstance(value, Range):
        return {"low": number_json(value.low), "high": number_json(value.high)}
    if isinstance(value, OneOf):
        return {"one_of": [*value.words]}
    if isinstance(value, Unstated):
        return {"unspecified": value.text or "the source gives no value"}
    return number_json(value)
