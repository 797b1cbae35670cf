"""Running a pathway: what it says, what it asks, why it stops.

The generated code decides by `Run.when` and `Run.decide`, and says what it has to
say; `Halted` leaves the pathway at its end, or where something must be known first.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from typing import NoReturn, TypeVar

from milligram.quantity.exact import Undecided

from milligram_targets.python.support.cases import select
from milligram_targets.python.support.conditions import Truth
from milligram_targets.python.support.data import Data
from milligram_targets.python.support.quantities import Range, literal
from milligram_targets.python.support.reading import (
    Faulty,
    Reader,
    faulty,
    unknown_in,
)
from milligram_targets.python.support.record import (
    Amount,
    Caution,
    Dose,
    Notes,
    Objection,
    Record,
    Reportable,
    Rule,
    Rung,
    objections,
)
from milligram_targets.python.support.result import (
    Advice,
    AdviceKind,
    Blocked,
    GivenDose,
    Reported,
    WouldApply,
)
from milligram_targets.python.support.words import OneOf

Q = TypeVar("Q", bound=Reader)


class Halted(Exception):
    """The pathway stops here."""


class Branch(Data, kw_only=False):
    """A branch of a decision; without a condition it is ``otherwise``."""

    name: str
    line: int
    when: Truth | None
    text: str


def branch(
    name: str, line: int, when: Truth | None = None, *, text: str | None = None
) -> Branch:
    """A branch by its name; ``text`` is its label where two read alike."""
    return Branch(name, line, when, text or name)


SAID = {
    "refer": "refer to {}",
    "suggest": "suggest {}",
    "order": "order {}",
    "unspecified": "unspecified: “{}”",
}
"""How a trace shows advice that is in the author's own words."""


class GivenStep(Data, kw_only=False):
    """How a give of a regimen came out: the step after it, and what waits.

    ``step`` is None where what lies beyond the last one ends the regimen; ``waiting``
    are line, text and label of a way, each with what is unknown.
    """

    outcome: str
    step: int | None
    overdue: bool
    waiting: tuple[tuple[tuple[int, str, str], tuple[str, ...]], ...]
    line: int
    halted: bool = False


class Run(Record):
    """One run of the guideline for one patient."""

    def __init__(self, p: Reader) -> None:
        super().__init__(p)
        self.rung: Rung | None = None
        self.interrupted: dict[str, tuple[str, tuple[Objection, ...]]] = {}
        self.following: list[str] = []
        self.giving: list[str] = []
        self.given: dict[str, GivenStep] = {}
        self.halted = False

    def pathway(self, body: Callable[[Q, Run], None], p: Q) -> None:
        """Runs one pathway to its end."""
        self.rung, self.following, self.giving = None, [], []
        try:
            body(p, self)
        except Halted:
            return

    @contextmanager
    def running(self, line: int, text: str) -> Generator[None, None, None]:
        """A fault that arises in a statement stops the pathway there."""
        try:
            yield
        except Faulty as fault:
            self.fault(fault)
            self.note(line, "halted", text, fault.message)
            self.halted = True
            raise Halted from fault

    def halt(
        self, line: int, text: str, unknown: tuple[str, ...], blocks: Iterable[str]
    ) -> NoReturn:
        """The pathway stops here until something is known."""
        self.wait(unknown, blocks, halting=True)
        names = ", ".join(unknown)
        self.note(
            line, "halted", text, f"unknown: {names}" if names else "cannot be told"
        )
        self.halted = True
        raise Halted

    # --- conditions ---

    def when(
        self,
        line: int,
        label: str,
        condition: Truth,
        *,
        reads: tuple[str, ...] = (),
        then: tuple[str, ...] = (),
        can_end: bool = False,
    ) -> bool:
        """Whether the statements of a ``when`` run.

        Unknown: where they can end the pathway it halts and asks; else they are
        skipped and listed, and the pathway goes on.
        """
        text = f"when {label}"
        with self.running(line, text):
            answer = condition.value()
            if answer is not None:
                self.note(line, "when", text, "true" if answer else "false", reads)
                return answer
            unknown = unknown_in(condition)
            self.note(line, "when", text, "unknown", reads)
            if can_end:
                self.halt(line, text, unknown, then)
            self.would_apply[
                WouldApply(
                    text="; ".join(then), condition=label, unknown=unknown, line=line
                )
            ] = None
            self.wait(unknown, then)
            return False

    def decide(
        self,
        line: int,
        text: str,
        *branches: Branch,
        reads: tuple[str, ...] = (),
        unknown: str | None = None,
        alike: tuple[tuple[str, ...], ...] = (),
        first_that_applies: bool = False,
    ) -> str:
        """The name of the branch to take.

        ``unknown`` is the branch for when none can be told; without it the pathway
        halts and asks. ``alike`` are branches that do the same.
        """
        with self.running(line, text):
            conditions = [each.when for each in branches]
            chosen = select(conditions, first_that_applies)
            if not chosen.open:
                raise Faulty(f"no branch applies of “{text}”", line)
            true = [branches[at] for at in chosen.true]
            names = {each.name for each in true}
            if len(names) > 1 and not any(names <= {*group} for group in alike):
                lines = [each.line for each in true]
                raise Faulty(f"several branches of “{text}” apply", *lines)
            if true:
                self.note(line, "decide", text, true[0].text, reads)
                return true[0].name
            self.note(line, "decide", text, "unknown", reads)
            if unknown is None:
                doubts = unknown_in(*(conditions[at] for at in chosen.open))
                self.halt(line, text, doubts, [text])
        return unknown

    def follow(
        self, line: int, title: str, part: Callable[[Q, Run], None], name: str, p: Q
    ) -> None:
        """Runs a part, then goes on."""
        text = f"follow {title}"
        with self.running(line, text):
            if name in self.following:
                raise Faulty(f"part {name} follows itself", line)
        self.note(line, "follow", text, name)
        self.following.append(name)
        part(p, self)
        self.following.pop()

    def end(self, line: int, because: str | None = None) -> NoReturn:
        """The pathway ends."""
        text = "end" + (f": {because}" if because else "")
        self.note(line, "end", text, because or "the pathway ends")
        raise Halted

    # --- advice ---

    def say(
        self,
        line: int,
        kind: AdviceKind,
        text: str,
        *,
        what: str | None = None,
        grade: str | None = None,
        because: str | None = None,
        sources: tuple[str, ...] = (),
    ) -> None:
        """Says something; ``what`` names what it is about, if it has a name."""
        said = text if what is not None else SAID.get(kind, "{}").replace("{}", text)
        self._say(line, kind, what, text, said, Notes(grade, because, sources))

    def _say(
        self,
        line: int,
        kind: AdviceKind,
        what: str | None,
        text: str,
        said: str,
        own: Notes,
        dose: GivenDose | None = None,
        drug: str | None = None,
    ) -> None:
        """Adds advice, with the notes of its step and of the give that led there."""
        notes, rung = [own], self.rung
        if rung is not None:
            notes += [rung.notes, rung.call] if kind == "give" else [rung.notes]
        advice = Advice(
            kind=kind,
            what=what,
            text=text,
            dose=dose,
            grade=next((each.grade for each in notes if each.grade), None),
            because=next((each.because for each in notes if each.because), None),
            sources=tuple(
                dict.fromkeys(name for each in notes for name in each.sources)
            ),
            line=line,
            regimen=rung.regimen if rung is not None and kind == "give" else None,
            drug=drug,
        )
        self.add(advice)
        self.note(line, kind, said, text)

    def report(self, line: int, text: str, *values: tuple[str, Reportable]) -> None:
        """Puts values into the reports; asks for what is unknown of them."""
        with self.running(line, text):
            for name, value in values:
                found = self._reported(line, value)
                self.reports[name] = found
                if found is None or isinstance(found, Range | OneOf):
                    self.wait(unknown_in(value), [f"report {name}"])
                self.note(line, "report", text, name)

    def _reported(self, line: int, value: Reportable) -> Reported:
        """A value whose digits can be written. Raises `Faulty`."""
        try:
            return value.reported()
        except Undecided as error:
            raise faulty(error, line) from error

    # --- drugs ---

    def give(
        self,
        line: int,
        what: str,
        text: str,
        *,
        dose: Dose | None = None,
        rules: tuple[Rule, ...] = (),
        cautions: tuple[Caution, ...] = (),
        grade: str | None = None,
        because: str | None = None,
        sources: tuple[str, ...] = (),
    ) -> None:
        """Gives a drug, unless a rule is not known false or the dose not known."""
        rung = self.rung
        named = rung.regimen if rung is not None and rung.of == what else what
        with self.running(line, text):
            against = objections(*rules, *(rung.rules if rung else ()))
            if against:
                ladder = None if rung is None else rung.regimen
                self.block(line, named, text, against, ladder)
            given, said = self._dosed(line, text, dose)
        notes = Notes(grade, because, sources)
        self._say(line, "give", named, said, text, notes, given, what)
        added = (*cautions, *(rung.cautions if rung else ()))
        for _, caution in sorted({each.order: each for each in added}.items()):
            caution.say()

    def _dosed(
        self, line: int, text: str, dose: Dose | None
    ) -> tuple[GivenDose | None, str]:
        """The dose as data and in words; halts where it is not known."""
        rung = self.rung
        given = None
        if rung is not None:
            given = GivenDose(route=rung.route, step=rung.step)
        said = text
        if dose is not None:
            amount = literal(dose.amount)
            low = None if dose.low is None else literal(dose.low)
            value, least = amount.one(), None if low is None else low.one()
            if value is None or (low is not None and least is None):
                self.halt(line, text, unknown_in(amount, low), [text])
            self._check_lengths(line, dose)
            given = (given or GivenDose()).__replace__(
                amount=value,
                low=least,
                unit=dose.unit,
                of=dose.of,
                frequency=dose.frequency,
            )
            words = (
                each if isinstance(each, str) else each.text() for each in dose.words
            )
            said = "".join(words) or text
        if rung is not None:
            route = f", {rung.route}" if rung.route else ""
            late = ", overdue" if rung.overdue else ""
            if rung.meanwhile:
                said = "go on with " + said.removeprefix("give ")
                route = f"{route}, meanwhile"
            said = f"{said}{route} ({rung.title}, step {rung.step}{late})"
        return given, said

    def _check_lengths(self, line: int, dose: Dose) -> None:
        """Raises `Faulty` where a number of a dose is too long to be written."""
        try:
            literal(dose.amount).written()
            if dose.low is not None:
                literal(dose.low).written()
            for each in dose.words:
                if isinstance(each, Amount):
                    literal(each.number).written()
        except Undecided as error:
            raise faulty(error, line) from error

    def block(
        self,
        line: int,
        what: str,
        text: str,
        against: Iterable[Objection],
        regimen: str | None,
    ) -> NoReturn:
        """Keeps a give back and says why."""
        unknown: dict[str, None] = {}
        for each in against:
            rule = each.rule
            blocked = Blocked(
                what=what,
                rule=rule.words,
                line=rule.line,
                status=each.status,
                unknown=each.unknown,
                regimen=regimen,
            )
            self.blocked[blocked] = None
            unknown.update(dict.fromkeys(each.unknown))
            self.note(line, "blocked", text, rule.words, rule.reads)
        self.halt(line, text, tuple(unknown), [text])
