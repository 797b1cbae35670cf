"""Which values can arrive where: the decision graph, walked forward with a set of values for each subject.

Enters: a guideline and its graph. Leaves: for every place and every way out of it what is still possible of each
subject there, or that no patient comes by.

    decide by age: under 18 years: end        ->   behind the decision: age 18 and above

Subjects are followed one by one, not their combinations, and where ways join their sets are united; so what is called
unreachable is unreachable, while a place that only a combination of inputs rules out is not noticed here. This is
the usual forward data-flow analysis over a non-relational domain (Cousot and Cousot, 1977), on a graph without loops.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from typing import assert_never

from milligram.graph import DecisionGraph, Edge, Place, build_graph, callers_first, calls, in_order
from milligram.ir import nodes as ir
from milligram.prove.domains import (
    Domain,
    Numbers,
    atom_subject,
    domain_of,
    join,
    less,
    nothing_of,
    settles,
    solutions,
)
from milligram.prove.intervals import EVERYTHING
from milligram.source import Span

DEEPEST = 100
"""How many named conditions may be open within one another."""
MOST_OPENED = 5_000
"""How many named conditions are opened for one condition: names that each read others twice double at every step."""

REASONS = 3
"""How many earlier places are kept as the reasons for what is left of a subject."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What is possible of one subject: the values it may have when known, and whether it may be unknown.

    Where a subject that is not known still has possible values (a score), those too are in ``domain``.
    """

    domain: Domain
    unknown: bool
    reasons: tuple[Span, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.domain) or self.unknown

    def joined(self, other: Fact) -> Fact:
        """What is possible on either way."""
        reasons = self.reasons if self == other else tuple(dict.fromkeys(self.reasons + other.reasons))[:REASONS]
        return Fact(domain=join(self.domain, other.domain), unknown=self.unknown or other.unknown, reasons=reasons)


@dataclass(frozen=True, slots=True)
class State:
    """Facts about subjects; a subject that is missing is as the guideline declares it. ``None`` in place of a state
    is: nobody."""

    facts: Mapping[ir.Node, Fact]


class Reach:
    """The analysis of one guideline. ``arriving`` maps a place, and ``leaving`` the key of an edge, to its state;
    None is
    nobody."""

    def __init__(self, guideline: ir.Guideline, graph: DecisionGraph | None = None) -> None:
        self.guideline = guideline
        self.graph = graph or build_graph(guideline)
        self.arriving: dict[int, State | None] = {}
        self.leaving: dict[int, State | None] = {}
        self._depth = self._opened = 0
        self.everyone = self._everyone()
        self._run()

    # --- facts --------------------------------------------------------------------------------------------------------

    def fact(self, state: State, subject: ir.Subject) -> Fact:
        """What is possible of a subject in a state."""
        known = state.facts.get(subject)
        if known is not None:
            return known
        domain = domain_of(subject, self.guideline)
        if domain is None:
            domain = Numbers(within=EVERYTHING)
        return Fact(domain=domain, unknown=True)

    def _everyone(self) -> State | None:
        state: State | None = State({})
        for rule in self.guideline.impossible:  # a patient is refused only where the rule is definitely true
            state = self.join((self.assume(state, rule.condition, False), self.assume(state, rule.condition, None)))
        if self.guideline.applies is not None:
            state = self.assume(state, self.guideline.applies, True)
        return state

    # --- assuming a condition -----------------------------------------------------------------------------------------

    def assume(self, state: State | None, condition: ir.AnyCondition, outcome: bool | None) -> State | None:
        """The state when a condition is true, false or (None) unknown; None where that cannot be."""
        if state is None:
            return None
        match condition:
            case ir.Always(value=value):
                return state if outcome is value else None
            case ir.Not(operand=operand):
                return self.assume(state, operand, None if outcome is None else not outcome)
            case ir.All(operands=operands):
                return self._junction(state, operands, outcome, True)
            case ir.Any(operands=operands):
                return self._junction(state, operands, outcome, False)
            case ir.AtLeast(operands=operands):
                return self._any_way(state, operands, None) if outcome is None else state
            case ir.NamedCondition(name=name):
                home = self.guideline.named_by_name.get(name)
                return self._assume_named(state, home, outcome) if isinstance(home, ir.DefinedCondition) else state
            case ir.Known():
                return self._assume_known(state, condition, outcome)
            case ir.Band() | ir.WordIs() | ir.Flag() | ir.SetHas():
                return self._assume_atom(state, condition, outcome)
            case _:
                assert_never(condition)

    def _assume_named(self, state: State, home: ir.DefinedCondition, outcome: bool | None) -> State | None:
        """A named condition is opened; once too many are open, or were, it tells nothing, which is never wrong."""
        if self._depth == 0:
            self._opened = 0
        if self._depth >= DEEPEST or self._opened >= MOST_OPENED:
            return state
        self._opened += 1
        self._depth += 1
        try:
            return self.assume(state, home.condition, outcome)
        finally:
            self._depth -= 1

    def _junction(
        self, state: State, operands: tuple[ir.AnyCondition, ...], outcome: bool | None, all_of: bool
    ) -> State | None:
        if outcome is all_of:
            return self._each(state, operands, outcome)
        return self._any_way(state, operands, outcome)

    def _each(self, state: State, operands: Iterable[ir.AnyCondition], outcome: bool | None) -> State | None:
        left: State | None = state
        for operand in operands:
            left = self.assume(left, operand, outcome)
        return left

    def _any_way(self, state: State, operands: tuple[ir.AnyCondition, ...], outcome: bool | None) -> State | None:
        return self.join(self.assume(state, operand, outcome) for operand in operands)

    def _assume_known(self, state: State, condition: ir.Known, outcome: bool | None) -> State | None:
        subject = self._subject_named(condition)
        if outcome is None:
            return None
        if subject is None:
            return state
        fact = self.fact(state, subject)
        known = condition.known is outcome
        left = replace(fact, unknown=False) if known else replace(fact, domain=nothing_of(fact.domain))
        return self._with(state, subject, left, fact, condition.span)

    def _subject_named(self, condition: ir.Known) -> ir.Subject | None:
        name = condition.of
        if condition.state is not None or name not in self.guideline.inputs:
            return None
        match self.guideline.inputs[name].type:
            case ir.NumberType(measure=measure):
                return ir.InputNumber(name=name, measure=measure)
            case ir.FlagType():
                return ir.Flag(name=name)
            case ir.WordType():
                return ir.InputWord(name=name)
            case ir.SetType():
                return ir.SetSubject(name=name)
            case ir.DateType() | ir.TextType():
                return None
            case other:
                assert_never(other)

    def _assume_atom(self, state: State, atom: ir.AnyCondition, outcome: bool | None) -> State | None:
        subject = atom_subject(atom)
        if subject is None:
            return state
        fact = self.fact(state, subject)
        if outcome is None:
            if not settles(subject) or not _has_fixed_ends(atom):
                return state  # the subject may have a value, or several, all the same
            return self._with(state, subject, replace(fact, domain=nothing_of(fact.domain)), fact, atom.span)
        within = solutions(atom, fact.domain)
        domain = fact.domain if within is None else (within if outcome else less(fact.domain, within))
        unknown = fact.unknown and not settles(subject)
        return self._with(state, subject, replace(fact, domain=domain, unknown=unknown), fact, atom.span)

    def _with(self, state: State, subject: ir.Subject, left: Fact, before: Fact, place: Span) -> State | None:
        if not left.domain and (not left.unknown or not settles(subject)):
            return None
        if (left.domain, left.unknown) == (before.domain, before.unknown):
            return state
        reasons = tuple(dict.fromkeys((*before.reasons, place)))[-REASONS:]
        return State({**state.facts, subject: replace(left, reasons=reasons)})

    def join(self, states: Iterable[State | None]) -> State | None:
        """What is possible on any of several ways."""
        there = [state for state in states if state is not None]
        if not there:
            return None
        shared = set(there[0].facts).intersection(*(state.facts for state in there[1:]))
        return State(
            {
                subject: reduce(Fact.joined, (state.facts[subject] for state in there))
                for subject in there[0].facts
                if subject in shared
            }
        )

    # --- the walk -----------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        into: dict[int, list[Edge]] = {}
        out_of: dict[int, list[Edge]] = {}
        for edge in self.graph.edges:
            into.setdefault(edge.target, []).append(edge)
            out_of.setdefault(edge.source, []).append(edge)
        places: dict[int, list[Place]] = {}
        order = in_order(self.graph)
        for key in order:
            places.setdefault(self.graph.places[key].region, []).append(self.graph.places[key])
        called: dict[str, list[State | None]] = {}
        in_circles = calls(self.guideline).circular
        for index in self._regions_callers_first():
            region = self.graph.regions[index]
            entry = self.everyone
            if region.kind == "part" and region.name not in in_circles:
                entry = self.join(called.get(region.name, ()))
            for place in places[index]:
                if place.kind == "start":
                    state = entry
                else:
                    state = self.join(self.leaving[edge.key] for edge in into.get(place.key, ()))
                self.arriving[place.key] = state
                for edge in out_of.get(place.key, ()):
                    self.leaving[edge.key] = self._leave(place, edge, state)
                if isinstance(place.statement, ir.Follow):
                    called.setdefault(place.statement.part, []).append(state)

    def _regions_callers_first(self) -> list[int]:
        rank = {name: number for number, name in enumerate(callers_first(self.guideline))}
        regions = self.graph.regions
        return sorted(
            range(len(regions)), key=lambda i: (rank[regions[i].name] + 1 if regions[i].kind == "part" else 0, i)
        )

    def _leave(self, place: Place, edge: Edge, state: State | None) -> State | None:
        match place.statement:
            case ir.When(condition=condition):
                outcome = {"yes": True, "no": False}.get(edge.way)
                return self.assume(state, condition, outcome)
            case ir.Decide() as decide:
                return self._leave_decide(decide, edge, state)
            case _:
                return state

    def _leave_decide(self, decide: ir.Decide, edge: Edge, state: State | None) -> State | None:
        if state is None:
            return None
        conditions = [branch.condition for branch in decide.branches if branch.condition is not None]
        if edge.way == "otherwise":
            return self._each(state, conditions, False)
        if edge.branch is None or edge.branch.condition is None:
            return self._any_way(state, tuple(conditions), None)
        left: State | None = state
        if decide.first_that_applies:
            for branch in decide.branches:
                if branch is edge.branch:
                    break
                if branch.condition is not None:
                    left = self.assume(left, branch.condition, False)
        return self.assume(left, edge.branch.condition, True)


def _has_fixed_ends(atom: ir.AnyCondition) -> bool:
    """Whether a condition turns on its subject alone; a band may end at another value, which may be unknown."""
    return not isinstance(atom, ir.Band) or all(
        bound is None or isinstance(bound.value, ir.Const) for bound in (atom.low, atom.high)
    )
