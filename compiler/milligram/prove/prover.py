"""Asks what is possible in a guideline, and shows the patient.

Enters: a guideline and a budget. Leaves: per question `Found`, `Nobody` or `Undecided`, and for what is found a
typical patient, believed only after the interpreter has shown what was asked.

    prover.ask(all_of([prover.paths.arriving[give.id], prover.true(rule.condition)]))   ->   Found(box=…)
    prover.patient(found, shows)   ->   {("input", "creatinine_clearance"): 10, …}

A question is asked of the domain: plausible bounds, what binds variables together, ``applies when``, no ``impossible``
combination. Only what shares an input with the question is looked at; the rest is completed for the patient.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property

from milligram.interpret import evaluate
from milligram.ir import nodes as ir
from milligram.prove.answers import Answer, Found, Nobody, Undecided
from milligram.prove.arithmetic import Arithmetic
from milligram.prove.budget import Budget
from milligram.prove.decider import Decider
from milligram.prove.domains import Numbers, domain_of
from milligram.prove.dpll import decide
from milligram.prove.drafts import draft_of
from milligram.prove.formula import Formula
from milligram.prove.intervals import Intervals
from milligram.prove.meaning import Meaning
from milligram.prove.paths import Paths
from milligram.prove.patients import Draft, fewest, patient_of
from milligram.prove.subjects import Subjects


class NotReplayed(Exception):
    """A patient whom the prover found does not show the fault when run: a bug of ours, raised loudly."""


class Prover:
    """Everything that is asked of one guideline, answers kept."""

    def __init__(
        self,
        guideline: ir.Guideline,
        budget: Budget | None = None,
        *,
        today: date | None = None,
        halts: bool = False,
        same_states: Mapping[str, str] | None = None,
    ) -> None:
        """With ``halts``, what is asked for after the budget is spent raises `milligram.prove.formula.Spent`.
        ``same_states`` names regimens whose step and time are those of another one."""
        self.guideline = guideline
        self.budget = budget or Budget()
        self.today = today
        self.subjects = Subjects(guideline, same_states)
        self.space = self.subjects.space
        self.space.budget = self.budget if halts else None
        self.meaning = Meaning(self.subjects)
        self.domain: list[Formula] = [
            self.space.negation(self.meaning.true(rule.condition)) for rule in guideline.impossible
        ]
        if guideline.applies is not None:
            self.domain.append(self.meaning.true(guideline.applies))
        self.paths = Paths(self.meaning)
        self._answers: dict[int, Answer] = {}
        self._arithmetic = Arithmetic(self.space, self._numbers_of)
        self._decider = Decider(self.space, self._arithmetic)

    def _numbers_of(self, subject: ir.Node) -> Numbers | None:
        """Every value that an input or a state can have."""
        match subject:
            case ir.YearsSince():
                return Numbers(within=Intervals.between(0), step=Fraction(1))
            case ir.InputNumber() | ir.StateNumber():
                domain = domain_of(subject, self.guideline)
                return domain if isinstance(domain, Numbers) else None
            case _:
                return None

    # --- questions ----------------------------------------------------------------------------------------------------

    def ask(self, formula: Formula) -> Answer:
        """Whether a possible patient makes a formula true: somebody near whom the last question found."""
        kept = self._answers.get(formula.number)
        if kept is None:
            kept = self._ask(formula)
            if not isinstance(kept, Undecided):  # with more to spend, it may be
                self._answers[formula.number] = kept
        return kept

    def ask_all(self, formulas: Iterable[Formula]) -> Answer:
        """Whether a possible patient makes all the formulas true."""
        return self.ask(self.space.all_of(formulas))

    def search(self, formula: Formula) -> Answer:
        """Whether a possible patient makes a formula true: the same one, whatever was asked before."""
        if formula is self.space.false:
            return Nobody()
        return self._decide(self._with_domain(formula)[0])

    def ask_outside(self, formula: Formula, left_out: Formula) -> Answer:
        """The answer if a part of the domain did not hold."""
        domain = self.domain
        self.domain = [part for part in domain if part is not left_out]
        try:
            return self._ask(formula)
        finally:
            self.domain = domain

    def _ask(self, formula: Formula) -> Answer:
        if formula is self.space.false:
            return Nobody()
        parts, _ = self._with_domain(formula)
        return self._decider.decide(self.space.all_of(parts), self.budget)

    def _decide(self, parts: list[Formula]) -> Answer:
        return decide(self.space, self.space.all_of(parts), self.budget, self._arithmetic)

    def why_opaque(self, found: Found) -> str | None:
        """Why what was found may not be there: it rests on something that the prover does not follow."""
        variables = self.space.variables
        return next((why for index in found.box if (why := variables[index].opaque) is not None), None)

    def bounds_of(self, formula: Formula) -> list[Formula]:
        """What must hold besides of whoever makes a formula true: all of the domain that it has to do with."""
        return self._with_domain(formula)[0][1:]

    def _with_domain(self, formula: Formula) -> tuple[list[Formula], list[Formula]]:
        """The formula with all of the domain that shares a variable with it, directly or not; and the other parts."""
        parts = [formula]
        rest = list(self.domain)
        reads = formula.reads
        seen = 0
        grew = True
        while grew:
            grew = False
            fresh = reads & ~seen
            seen |= reads
            while fresh:
                lowest = fresh & -fresh
                fresh ^= lowest
                for link in self.subjects.links.get(lowest.bit_length() - 1, ()):
                    parts.append(link)
                    reads |= link.reads
            left: list[Formula] = []
            for part in rest:
                if part.reads & reads:
                    parts.append(part)
                    reads |= part.reads
                else:
                    left.append(part)
            grew = len(left) < len(rest) or bool(reads & ~seen)
            rest = left
        return parts, rest

    # --- patients -----------------------------------------------------------------------------------------------------

    def complete(self, formula: Formula) -> Found | Undecided | None:
        """A patient of the whole domain who makes a formula true; None where there is nobody.

        One who has started no regimen yet where that will do.
        """
        fresh = self.space.all_of([formula, *self._fresh])
        found = None if fresh is formula else self._complete(fresh)
        return found if isinstance(found, Found) else self._complete(formula)

    @cached_property
    def _fresh(self) -> list[Formula]:
        """No regimen started."""
        return [self.paths.ladders.at_step(regimen, 0) for regimen in self.guideline.regimens.values()]

    def _complete(self, formula: Formula) -> Found | Undecided | None:
        parts, rest = self._with_domain(formula)
        answer = self._decide(parts)
        if not isinstance(answer, Found):
            return None if isinstance(answer, Nobody) else answer
        box, numbers = dict(answer.box), dict(answer.numbers)
        while rest:
            parts, rest = self._with_domain_from(rest)
            more = self._decide(parts)
            if not isinstance(more, Found):
                return None if isinstance(more, Nobody) else more
            box.update(more.box)
            numbers.update(more.numbers)
        return Found(box=box, numbers=numbers)

    def _with_domain_from(self, rest: list[Formula]) -> tuple[list[Formula], list[Formula]]:
        parts, left = self._with_domain(rest[0])
        return parts, [part for part in left if part in rest[1:]]

    def patient(self, formula: Formula, shows: Callable[[ir.Patient], bool]) -> Draft | Undecided | None:
        """A typical patient who makes a formula true, with no more values than it takes; None where there is nobody.

        Raises:
            NotReplayed: the interpreter does not show it, and neither another fault nor anything that the prover does
                not follow is to blame.
        """
        found = self.complete(formula)
        if not isinstance(found, Found):
            return found
        draft = draft_of(found, self.subjects, self.today)
        if shows(patient_of(draft)):
            return fewest(draft, shows)
        why = self.why_opaque(found)
        if why is None and self.meaning.rough:
            why = "the lines of a score combine in too many ways while values are unknown"
        if why is None and evaluate(self.guideline, patient_of(draft)).faults:
            why = "the patient found meets another fault first"
        if why is not None:
            return Undecided(reason=why)
        raise NotReplayed(f"{draft}")
