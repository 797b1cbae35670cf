"""Patients on a step of a ladder, and what the guideline says to them.

Enters: a regimen, a step, days on it, and what must hold of the run. Leaves: the patient in the author's words, found
by search and believed only because the interpreter says it, or None where none was found, which proves nothing.

    documented_low, step 2, 14 d, nothing but step 2 comes out   ->   {"serum_magnesium": "0.35 mmol/L", …,
                                                                        "documented_low step": "2", …}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

from milligram.checks.context import Context
from milligram.checks.witness import case_words
from milligram.diagnostics import Diagnostic
from milligram.diagnostics.registry import NOT_DECIDED
from milligram.interpret import Result, evaluate
from milligram.interpret.faults import Faulty
from milligram.interpret.regimens import Move, interruption, next_move
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.ir.walk import all_statements
from milligram.prove.answers import Found, Undecided
from milligram.prove.domains import Domain, Numbers, domain_of, keep
from milligram.prove.drafts import draft_of
from milligram.prove.formula import Formula
from milligram.prove.intervals import Intervals
from milligram.prove.patients import (
    MOST_LOOKED_AT,
    Draft,
    Key,
    Wanted,
    Work,
    choices_of,
    fewest,
    find_patient,
    key_of,
    price_of,
)
from milligram.prove.patients import patient_of as patient_from
from milligram.prove.reach import State
from milligram.prove.subjects import state_of
from milligram.prove.typical import typical
from milligram.source import Span

_FAR = Fraction(100)
_SOME_DAY = date(2026, 1, 1)


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One patient of the search, with what the interpreter says; each part is worked out when first asked for."""

    context: Context
    patient: ir.Patient

    @cached_property
    def values(self) -> Values:
        """What conditions and numbers come to."""
        return Values(self.context.guideline, self.patient, self.context.as_of)

    @cached_property
    def result(self) -> Result:
        """The whole answer."""
        return evaluate(self.context.guideline, self.patient, as_of=self.context.as_of)

    @cached_property
    def at_start(self) -> Seen:
        """The same patient before any regimen was started."""
        return Seen(context=self.context, patient=replace(self.patient, regimens={}))

    @cached_property
    def may_be(self) -> bool:
        """Whether the guideline is about the patient, who is not impossible."""
        guideline = self.context.guideline
        if any(self.values.condition(rule.condition) for rule in guideline.impossible):
            return False
        return guideline.applies is None or self.values.condition(guideline.applies) is True

    def comes_to(self, regimen: ir.Regimen) -> bool:
        """Whether the run comes to a give of the regimen that gives a step of it, or what lies beyond."""
        gives = {s.id for s in all_statements(self.context.guideline) if _is_give(s, regimen.name)}
        return any(entry.what == "step" and entry.id in gives for entry in self.result.trace)

    def move(self, regimen: ir.Regimen) -> Move | None:
        """Where the regimen goes from the patient's step; None where something interrupts it, or it does not run.

        Raises `Faulty`.
        """
        step = self.values.state(regimen.name).step
        if not step or interruption(self.values, regimen, step) is not None:
            return None
        return next_move(self.values, regimen, step)

    @cached_property
    def monitors(self) -> tuple[ir.Monitor, ...]:
        """The schedules that run: started now, or when the regimens were."""
        said = [*self.at_start.result.advice, *self.result.advice]
        names = dict.fromkeys(each.what for each in said if each.kind == "start" and each.what is not None)
        declared = self.context.guideline.monitors
        return tuple(declared[name] for name in names if name in declared)

    def says(self, *kinds: str) -> bool:
        """Whether advice of one of these kinds comes out."""
        return any(each.kind in kinds for each in self.result.advice)

    def orders(self, name: str) -> bool:
        """Whether an input is measured now."""
        return any(each.kind == "order" and each.what == name for each in self.result.advice)


Test: TypeAlias = Callable[[Seen], bool]

Answered: TypeAlias = dict[str, str] | Undecided | None
"""A patient in the author's words; None: nobody; or it is not decided."""

_OTHERS = Undecided(reason="whoever was found does not show it")
"""The formula holds for others, too: then the search has the last word."""


def _is_give(statement: ir.AnyStatement, name: str) -> bool:
    return isinstance(statement, ir.Give) and statement.what == name


def patient_on(
    context: Context,
    regimen: ir.Regimen,
    step: int,
    time: Fraction | None,
    tests: Sequence[Test],
    *,
    formula: Formula | None = None,
    hint: Formula | None = None,
    pinned: Mapping[ir.Node, Domain] | None = None,
) -> Answered:
    """A patient on a step, for so many days, who passes every test; the regimen is given to them, or would be.

    ``formula`` holds for every such patient: where the prover finds nobody, nobody is searched for. ``hint`` besides is
    what makes one likely, and ``pinned`` are subjects that are to have certain values.
    """
    proved = _OTHERS if formula is None else patient_who(context, formula, tests, hint=hint)
    if not isinstance(proved, Undecided):
        return proved
    held = dict(pinned or {})
    held[state_of(regimen.name, "step")] = Numbers(within=Intervals.points([Fraction(step)]), step=Fraction(1))
    if time is not None:
        held[state_of(regimen.name, "time")] = Numbers(within=Intervals.points([time]))
    for give in all_statements(context.guideline):
        if isinstance(give, ir.Give) and give.what == regimen.name:
            found = patient_at(context, give, tests, pinned=held)
            if isinstance(found, dict):
                return found
    return None if proved is _OTHERS else proved


def patient_who(context: Context, formula: Formula, tests: Sequence[Test], *, hint: Formula | None = None) -> Answered:
    """A patient who passes every test, of those for whom a formula holds; None: there is nobody."""
    prover = context.prover
    wanted = _wanted(context, tests)
    first = [] if hint is None else [prover.space.all_of([formula, hint])]
    for each in (*first, formula):
        found = prover.complete(each)
        if isinstance(found, Found):
            draft = draft_of(found, prover.subjects, prover.today)
            if wanted.shows(patient_from(draft)):
                return case_words(_with_steps(fewest(draft, wanted.shows)), context)
        elif each is formula:
            return found
    return _OTHERS


def patient_at(
    context: Context,
    statement: ir.AnyStatement,
    tests: Sequence[Test],
    *,
    formula: Formula | None = None,
    hint: Formula | None = None,
    pinned: Mapping[ir.Node, Domain] | None = None,
) -> Answered:
    """A patient who may come to a statement, with what is ``pinned``, and passes every test."""
    proved = _OTHERS if formula is None else patient_who(context, formula, tests, hint=hint)
    if not isinstance(proved, Undecided):
        return proved
    for place in context.graph.places:
        state = context.reach.arriving.get(place.key)
        if place.statement is statement and state is not None:
            possible = with_state(state, pinned or {})
            found = None if possible is None else patient_of(context, possible, tests)
            if found is not None:
                return found
    return None if proved is _OTHERS else proved


def not_decided(context: Context, span: Span, what: str, why: Undecided) -> Diagnostic:
    """MG000: nobody was found, and nobody was ruled out."""
    return context.finding(
        NOT_DECIDED,
        context.head(span),
        f"whether {what} could not be decided: {why.reason}",
        help="nothing is known to be wrong here, nor right; a simpler formula can be followed",
    )


def patient_of(context: Context, possible: Mapping[ir.Node, Domain], tests: Sequence[Test]) -> dict[str, str] | None:
    """A patient with values of ``possible`` who passes every test.

    First one of whom little is known, to whom is added what the guideline asks for; then any.
    """
    wanted = _wanted(context, tests)
    found = _grown(context, possible, wanted)
    found = found or find_patient(context.guideline, possible, wanted, today=context.as_of, whole=context.searches)
    return None if found is None else case_words(_with_steps(found), context)


def _wanted(context: Context, tests: Sequence[Test]) -> Wanted:
    """The tests as the search takes them: how many fail, and how much is blocked or asked."""

    def cost(patient: ir.Patient) -> Fraction | None:
        seen = Seen(context=context, patient=patient)
        try:
            if not seen.may_be:
                return None
            failed = sum(not test(seen) for test in tests)
            asked = Fraction(len(seen.result.blocked), _FAR) + Fraction(len(seen.result.asks), _FAR**2)
            return failed + asked if failed else Fraction(0)
        except Faulty:
            return None

    return Wanted(shows=lambda patient: cost(patient) == 0, cost=cost)


def _grown(context: Context, possible: Mapping[ir.Node, Domain], wanted: Wanted) -> Draft | None:
    """A patient with the typical values of ``possible``, grown one value at a time while that brings it nearer."""
    guideline = context.guideline
    draft: Draft = {}
    limits: dict[Key, Domain] = {}
    for subject, domain in possible.items():
        key, value = key_of(subject), typical(domain, domain_of(subject, guideline))  # type: ignore[arg-type]
        if key is not None and value is not None:
            draft[key] = value == "yes" if isinstance(subject, ir.Flag) else value
            limits[key] = domain
    work = Work(MOST_LOOKED_AT, price=price_of(guideline), whole=context.searches)
    cost = wanted.cost(patient_from(draft))
    better = True
    while cost != 0 and better:
        better = False
        for key, values in choices_of(guideline, limits, context.as_of or _SOME_DAY):
            if key[0] != "input":
                continue
            if values and isinstance(values[0], Fraction):
                values = values[::-1]  # what lies between two thresholds, before the thresholds themselves
            for tried in values:
                if work.spent():
                    return None
                changed: Draft = {**draft, key: tried}
                new = wanted.cost(patient_from(changed))
                if new is not None and (cost is None or new < cost):
                    draft, cost, better = changed, new, True
    return fewest(draft, wanted.shows) if cost == 0 else None


def _with_steps(draft: Draft) -> Draft:
    """The draft with the step that a time alone stands for: a case that names the time names the step."""
    steps: Draft = {("step", name): Fraction(1) for kind, name in draft if kind == "time"}
    return {**steps, **draft}


def with_state(state: State, pinned: Mapping[ir.Node, Domain]) -> dict[ir.Node, Domain] | None:
    """What is possible in a state, with some subjects pinned; None where the two do not go together."""
    possible: dict[ir.Node, Domain] = {
        subject: fact.domain for subject, fact in state.facts.items() if not fact.unknown
    }
    keys = {key_of(subject): subject for subject in possible}
    for subject, domain in pinned.items():
        held = keys.get(key_of(subject))
        both = domain if held is None else keep(possible.pop(held), domain)
        if not both:
            return None
        possible[subject] = both
    return possible
