"""What a run has said so far, and the words it is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from milligram_targets.python.support.conditions import Truth
from milligram_targets.python.support.data import Data
from milligram_targets.python.support.numbers import number_text
from milligram_targets.python.support.quantities import Operand, literal
from milligram_targets.python.support.reading import (
    Asking,
    Faulty,
    Reader,
    unknown_behind,
)
from milligram_targets.python.support.result import (
    Advice,
    Ask,
    Blocked,
    Fault,
    Reported,
    Trace,
    WouldApply,
)


class Rule(Data, kw_only=False):
    """A ``never give`` rule, or a regimen's own: why something is not given.

    ``order`` is its place in the guideline, ``reads`` the inputs it rests on.
    """

    order: int
    words: str
    line: int
    when: Truth
    reads: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    grade: str | None = None


class Objection(Data, kw_only=False):
    """A rule that is not known false, and what is unknown of it."""

    rule: Rule
    status: str
    unknown: tuple[str, ...]

    def known_true(self) -> bool:
        """Whether it is true whatever becomes known."""
        return self.status == "true" and not self.unknown

    def why(self) -> str:
        """The rule's words, and what is unknown behind them."""
        missing = ", ".join(name.replace("_", " ") for name in self.unknown)
        words = self.rule.words
        return f"{words} (unknown: {missing})" if missing else words


def objections(*rules: Rule) -> tuple[Objection, ...]:
    """The rules that are true or unknown, in the order of the guideline."""
    found: list[Objection] = []
    for _, rule in sorted({rule.order: rule for rule in rules}.items()):
        answer = rule.when.value()
        if answer is not False:
            status = "true" if answer else "unknown"
            found.append(Objection(rule, status, unknown_behind(rule.when)))
    return tuple(found)


class Notes(Data, kw_only=False):
    """What stands behind a statement."""

    grade: str | None = None
    because: str | None = None
    sources: tuple[str, ...] = ()


NO_NOTES = Notes()
"""Nothing behind it."""


class Caution(Data, kw_only=False):
    """What is added right after a drug is given; ``order`` is its place."""

    order: int
    say: Callable[[], None]


class Rung(Data):
    """The step of a ladder to which the running statements belong."""

    regimen: str
    title: str
    step: int
    of: str | None
    route: str | None
    notes: Notes
    call: Notes
    rules: tuple[Rule, ...]
    cautions: tuple[Caution, ...]
    overdue: bool
    meanwhile: bool


class Amount(Data, kw_only=False):
    """A computed number with its unit; ``written`` stands where it is unknown."""

    number: Operand
    unit: str = ""
    unit_of_one: str | None = None
    written: str | None = None

    def text(self) -> str:
        """The amount for people."""
        value = literal(self.number).one()
        if value is None:
            return self.written or ""
        digits, unit = number_text(value), self.unit
        if digits in ("1", "-1") and self.unit_of_one is not None:
            unit = self.unit_of_one
        return f"{digits} {unit}".rstrip()


class Dose(Data):
    """What is given of a drug; ``words`` has what is computed in the statement."""

    amount: Operand
    low: Operand | None = None
    unit: str
    of: str
    frequency: str | None = None
    words: tuple[str | Amount, ...] = ()


class Reportable(Asking, Protocol):
    """Anything that can be reported."""

    def reported(self) -> Reported:
        """The value for a report."""
        raise NotImplementedError


class Waiting:
    """What waits for an unknown input."""

    def __init__(self) -> None:
        self.halting = False
        self.blocks: dict[str, None] = {}


class Record:
    """What a run has said so far."""

    def __init__(self, p: Reader) -> None:
        self.p = p
        self.advice: list[Advice] = []
        self.reports: dict[str, Reported] = {}
        self.trace: list[Trace] = []
        self.blocked: dict[Blocked, None] = {}
        self.would_apply: dict[WouldApply, None] = {}
        self.faults: dict[Fault, None] = {}
        self.waiting: dict[str, Waiting] = {}

    def add(self, advice: Advice) -> None:
        """Adds advice, unless the same was said from another line."""
        alike = advice.__replace__(line=0)
        if all(said.__replace__(line=0) != alike for said in self.advice):
            self.advice.append(advice)

    def wait(
        self, names: Iterable[str], blocks: Iterable[str], *, halting: bool = False
    ) -> None:
        """Notes what waits for each of the unknown inputs."""
        texts = tuple(blocks)
        for name in names:
            waiting = self.waiting.setdefault(name, Waiting())
            waiting.halting = waiting.halting or halting
            waiting.blocks.update(dict.fromkeys(texts))

    def fault(self, fault: Faulty) -> None:
        """Notes a fault of the guideline, with the lines it is about."""
        self.faults[Fault(message=fault.message, lines=fault.lines)] = None

    def note(
        self, line: int, what: str, text: str, outcome: str, reads: Iterable[str] = ()
    ) -> None:
        """One entry of the trace, with the values of what was read."""
        values = {name: self.p.value_(name) for name in reads}
        step = Trace(line=line, what=what, text=text, outcome=outcome, values=values)
        self.trace.append(step)

    def asks(self, questions: Mapping[str, str]) -> tuple[Ask, ...]:
        """The questions: the halting place's first, then what most waits for."""
        order = {name: rank for rank, name in enumerate(questions)}

        def rank(name: str) -> tuple[bool, int, int]:
            waiting = self.waiting[name]
            declared = order.get(name, len(order))
            return not waiting.halting, -len(waiting.blocks), declared

        return tuple(
            Ask(
                input=name,
                question=questions.get(name, f"What is the {name}?"),
                blocks=tuple(self.waiting[name].blocks),
            )
            for name in sorted(self.waiting, key=rank)
        )
