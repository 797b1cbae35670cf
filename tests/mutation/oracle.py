"""What a guideline does with everybody: the oracle that labels mutants, by running every patient through every place.

Enters: a guideline. Leaves: `Seen`: each fault met with a patient who meets it, and every statement and branch that
somebody comes to. It shares no code with the prover: conditions are evaluated by the reference interpreter for patients
whose values are chosen only when they are read, and a block is walked with all patients at once, those that differ only
in what nothing behind reads again taken together. Within the cells of `cells` this is exhaustive.

    decide: under 20 | over 20,  clearance 20   ->   Seen.gaps[decide] = {"creatinine_clearance": 20, …}

Advice is judged before a ``never`` rule keeps it back: a give goes on although its rule is true, and that is noted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from milligram.interpret.depth import room_for
from milligram.interpret.faults import Faulty
from milligram.interpret.selection import Selection, select
from milligram.ir import nodes as ir
from milligram.ir.same import same

from .advice import (
    by_unknown,
    can_end,
    contradict,
    fresh,
    interruptions,
    move,
    opposed,
    reads_unknown,
    said,
    same_values,
    standing_conditions,
)
from .lazy import Variable
from .people import MOST_RUNS, Ends, People, Seen, State


class Oracle(People):
    """Walks one guideline."""

    def __init__(self, guideline: ir.Guideline, most: int = MOST_RUNS) -> None:
        super().__init__(guideline, most)
        self.opposed = opposed(guideline)

    def walk(self) -> Seen:
        """Everything that can be met. Raises `TooMany`."""
        with room_for(self.guideline):
            start = self.everyone()
            for home in self.guideline.named:
                if isinstance(home, ir.Table | ir.DefinedCases):
                    self._home(home, start)
            self._standing(start)
            states = self._interrupted(start)
            pathways = self.guideline.pathways
            for index, pathway in enumerate(pathways):
                later: frozenset[Variable] = frozenset()
                for other in pathways[index + 1 :]:
                    later |= self.live_in(other.body)
                self.after = later
                began = [State(s.known, fresh(s.facts), s.history) for s in states]
                ends = self.block(pathway.body, self.merged(began, later | self.live_in(pathway.body)), later)
                states = self.merged([*ends.on, *ends.leave, *ends.over], later)
                for state in (*ends.on, *ends.leave, *ends.over):
                    self._judge_silence(state)
            self.seen.finals = [state.history for state in states]
        return self.seen

    # --- blocks -------------------------------------------------------------------------------------------------------

    def block(self, body: tuple[ir.AnyStatement, ...], states: list[State], live: frozenset[Variable]) -> Ends:
        """Walks a block; ``live`` is what is read after it where it goes on."""
        ends = Ends()
        current = states
        for index, statement in enumerate(body):
            if not current:
                break
            self.seen.reached.add(statement.id)
            behind = live | self.after
            for later in body[index + 1 :]:
                behind |= self.live_of(later)
            step = self.statement(statement, current, behind)
            current = self.merged(step.on, behind)
            ends.leave += step.leave
            ends.over = self.merged([*ends.over, *step.over], self.after)
        ends.on = self.merged([*current, *ends.leave], live | self.after)
        ends.leave = []
        return ends

    def statement(self, node: ir.AnyStatement, states: list[State], live: frozenset[Variable]) -> Ends:
        """Walks one statement with all patients who come to it."""
        match node:
            case ir.When():
                return self._when(node, states, live)
            case ir.Decide():
                return self._decide(node, states, live)
            case ir.Follow(part=part):
                if part in self.following or part not in self.guideline.parts:
                    return Ends(over=states)
                self.following.append(part)
                ends = self.block(self.guideline.parts[part].body, states, live)
                self.following.pop()
                return ends
            case ir.Continue():
                return Ends(leave=states)
            case ir.End(notes=notes):
                return Ends(over=[said(state) for state in states] if notes.because else states)
            case ir.Give(what=what) if what in self.guideline.regimens:
                return self._regimen(node, self.guideline.regimens[what], states, live)
            case ir.Give():
                return self._give(node, states, live)
            case ir.Report(names=names):
                for name in self.uncertain(names):
                    self.worked_out(node, name, states)
                return Ends(on=states)
            case ir.Stop(what=what):
                return Ends(on=[self._says(state, "stop", what) for state in states])
            case ir.Hold(what=what):
                return Ends(on=[self._says(state, "hold", what) for state in states])
            case ir.AdviseAgainst(what=what):
                return Ends(on=[self._says(state, "against", what) for state in states])
            case _:
                return Ends(on=[said(state) for state in states])

    def _says(self, state: State, kind: str, what: str) -> State:
        """Adds what may contradict something else that is said to the same patient."""
        after = said(state)
        if (kind, what) not in self.opposed:
            return after
        facts = after.facts | {("advice", kind, what)}
        for fact in facts:
            if fact[0] == "advice" and contradict(self.guideline, (kind, what), (fact[1], fact[2])):
                self.seen.contradictions.setdefault((f"{kind} {what}", f"{fact[1]} {fact[2]}"), state.history)
        return State(after.known, facts, after.history)

    def _when(self, node: ir.When, states: list[State], live: frozenset[Variable]) -> Ends:
        ends = Ends()
        inside: list[State] = []
        outcomes = self.seen.outcomes.setdefault(node.id, set())
        self._parts(node, states)
        for state in states:
            for at, answer in self.explore(
                state, lambda v: v.condition(node.condition), live | self.after | self.live_of(node)
            ):
                if isinstance(answer, Faulty):
                    self.fault(node.id, at, answer)
                    ends.over.append(said(at))
                    continue
                outcomes.add(answer)
                if answer:
                    inside.append(by_unknown(at, node) if reads_unknown(node.condition) else at)
                elif answer is None and can_end(self.guideline, node.body):
                    ends.over.append(said(at))
                else:
                    ends.on.append(said(at) if answer is None else at)
        self._into(ends, node.body, inside, live)
        return ends

    def _parts(self, node: ir.When, states: Iterable[State]) -> None:
        """Which parts of a condition that ``and`` joins are true for all who come, each by itself."""
        for index, operand in enumerate(node.condition.operands if isinstance(node.condition, ir.All) else ()):
            outcomes = self.seen.parts.setdefault((node.id, index), set())
            for state in states:
                if outcomes - {True}:
                    break
                for _, answer in self.explore(state, lambda v, o=operand: v.condition(o), self.reads.live(operand)):  # type: ignore[misc]
                    outcomes.add(None if isinstance(answer, Faulty) else answer)
                    if outcomes - {True}:
                        break

    def _into(
        self, ends: Ends, body: tuple[ir.AnyStatement, ...], states: list[State], live: frozenset[Variable]
    ) -> None:
        if states:
            inner = self.block(body, self.merged(states, live | self.after | self.live_in(body)), live)
            ends.on += inner.on
            ends.over += inner.over

    def _decide(self, node: ir.Decide, states: list[State], live: frozenset[Variable]) -> Ends:
        ends = Ends()
        cases = [branch for branch in node.branches if branch.kind != "unknown"]
        unknown = next((branch for branch in node.branches if branch.kind == "unknown"), None)
        taken: dict[int, list[State]] = {}
        keep = live | self.after | self.live_of(node)
        for state in states:
            for at, chosen in self._chosen(
                state, [branch.condition for branch in cases], node.first_that_applies, keep
            ):
                if isinstance(chosen, Faulty):
                    self.fault(node.id, at, chosen)
                    ends.over.append(said(at))
                    continue
                true = [cases[index] for index in chosen.true]
                self.seen.satisfied.update(branch.id for branch in true)
                if not chosen.open:
                    self._gap(node.id, at, [branch.condition for branch in cases])
                elif any(not same(true[0].body, other.body) for other in true[1:]):
                    other = next(other for other in true[1:] if not same(true[0].body, other.body))
                    self.seen.overlaps.setdefault((node.id, true[0].id, other.id), []).append(at.history)
                elif true:
                    taken.setdefault(true[0].id, []).append(at)
                    self.seen.reached.update(branch.id for branch in true)
                    continue
                elif unknown is not None:
                    taken.setdefault(unknown.id, []).append(by_unknown(at, unknown))
                    continue
                ends.over.append(said(at))
        if node.first_that_applies:
            self._masked(states, [(branch.id, branch.condition) for branch in cases])
        for branch in node.branches:
            if branch.id in taken:
                self.seen.reached.add(branch.id)
                self._into(ends, branch.body, taken[branch.id], live)
        return ends

    def _chosen(
        self, state: State, conditions: list[ir.AnyCondition | None], first: bool, keep: frozenset[Variable]
    ) -> Iterator[tuple[State, Selection | Faulty]]:
        yield from self.explore(state, lambda v: select(v.condition, conditions, first_that_applies=first), keep)

    def _masked(self, states: Iterable[State], rows: Iterable[tuple[int, ir.AnyCondition | None]]) -> None:
        """Which conditions of a ``first that applies`` hold for somebody by themselves."""
        for key, condition in rows:
            if condition is None or key in self.seen.satisfied:
                continue
            for state in states:
                found = self.explore(state, lambda v, c=condition: v.condition(c), self.reads.live(condition))  # type: ignore[misc]
                if any(answer is True for _, answer in found):
                    self.seen.alone.add(key)
                    break

    def _gap(self, key: int, at: State, conditions: list[ir.AnyCondition | None]) -> None:
        """A patient in no branch; apart where one of the values read is unknown."""
        read = frozenset[Variable]()
        for condition in conditions:
            if condition is not None:
                read |= self.reads.of(condition)
        if any(value is None for variable, value in at.known.items() if variable in read):
            self.seen.open_gaps.setdefault(key, at.history)
        else:
            self.seen.gaps.setdefault(key, []).append(at.history)

    def _home(self, home: ir.Table | ir.DefinedCases, start: list[State]) -> None:
        """The rows of a table or the cases of a define, for everybody; named by where they stand."""
        rows: tuple[ir.TableRow, ...] | tuple[ir.ValueCase, ...]
        rows = home.rows if isinstance(home, ir.Table) else home.cases
        conditions = [row.condition for row in rows]
        read = frozenset[Variable]()
        for condition in conditions:
            if condition is not None:
                read |= self.reads.live(condition)
        for state in self.merged(start, read):
            for at, chosen in self._chosen(state, conditions, home.first_that_applies, read):
                if isinstance(chosen, Faulty):
                    self.fault(-1 - home.span.start, at, chosen)
                    continue
                self.seen.reached.update(-1 - rows[index].span.start for index in chosen.true)
                self.seen.satisfied.update(-1 - rows[index].span.start for index in chosen.true)
                if not chosen.open:
                    self._gap(-1 - home.span.start, at, conditions)
                true = [rows[index] for index in chosen.true]
                for other in true[1:]:
                    if not same_values(true[0], other):
                        key = (-1 - home.span.start, -1 - true[0].span.start, -1 - other.span.start)
                        self.seen.overlaps.setdefault(key, []).append(at.history)

        if home.first_that_applies:
            self._masked(self.merged(start, read), [(-1 - row.span.start, row.condition) for row in rows])

    def _standing(self, start: list[State]) -> None:
        """What rules, schedules and ladders ask of everybody whom they concern, wherever the pathway leads."""
        for node, holds in standing_conditions(self.guideline):
            outcomes = self.seen.outcomes.setdefault(-1 - node.span.start, set())
            for state in start:
                if len(outcomes) > 1:
                    break
                for _, answer in self.explore(state, holds):
                    if isinstance(answer, bool | None):
                        outcomes.add(answer)
                    if len(outcomes) > 1:
                        break

    # --- drugs --------------------------------------------------------------------------------------------------------

    def _give(self, node: ir.Give, states: list[State], live: frozenset[Variable]) -> Ends:
        ends = Ends()
        rules = self.rules(node.what)
        current = states
        for rule in rules:
            judged: list[State] = []
            for state in current:
                for at, answer in self.explore(state, lambda v, r=rule: v.condition(r.condition)):  # type: ignore[misc]
                    if answer is True or answer is None:
                        kind = "true" if answer else "unknown"
                        self.seen.broken.setdefault((node.id, rule.id, kind), at.history)
                    judged.append(at)
            current = self.merged(judged, live | self.after | self.live_of(node))
        if node.dose is not None:
            current = self._dosed(node, node.dose, current, ends)
        current = [self._says(state, "give", node.what) for state in current]
        for caution in self.cautions(node.what):
            if current:
                self.seen.reached.add(caution.when.id)
                step = self._when(caution.when, current, live)
                ends.over += step.over
                current = self.merged(step.on, live | self.after | self.live_of(node))
        ends.on = current
        return ends

    def _dosed(self, node: ir.Give, dose: ir.Dose, states: list[State], ends: Ends) -> list[State]:
        """Those whose dose is known; the others are asked."""
        kept: list[State] = []
        amounts = [number for number in (dose.amount, dose.low) if number is not None]
        ladder = self.giving[-1].name if self.giving else ""
        for state in states:
            for at, found in self.explore(state, lambda v: [v.number(number) for number in amounts]):
                if isinstance(found, Faulty):
                    self.fault(node.id, at, found)
                    ends.over.append(said(at))
                elif any(members is None or len(members) > 1 for members in found):
                    ends.over.append(said(at))
                else:
                    kept.append(at)
                    largest = found[0][0] if found[0] else None
                    if largest is not None:
                        amount = largest if isinstance(largest, Fraction) else largest.enclose(20)[0]
                        self.seen.doses.setdefault((node.id, ladder), set()).add(amount)
        return kept

    # --- regimens -----------------------------------------------------------------------------------------------------

    def _interrupted(self, states: list[State]) -> list[State]:
        """What a regimen's own ``stop when`` and ``hold while`` say before any pathway."""
        for regimen in self.guideline.regimens.values():
            if not regimen.interruptions:
                continue
            found: list[State] = []
            for state in states:
                for at, answers in self.explore(state, lambda v, r=regimen: interruptions(v, r)):  # type: ignore[misc]
                    if isinstance(answers, Faulty):
                        self.fault(-1 - regimen.span.start, at, answers)
                        kind: str | None = "hold"
                    else:
                        kind = answers
                    if kind in ("stop", "hold"):
                        said = self._says(at, kind, regimen.name)
                        at = State(said.known, said.facts | {("held", regimen.name)}, said.history)
                    elif kind == "stay":
                        at = State(at.known, at.facts | {("stays", regimen.name)}, at.history)
                    found.append(at)
            states = found
        return states

    def _regimen(self, node: ir.Give, regimen: ir.Regimen, states: list[State], live: frozenset[Variable]) -> Ends:
        ends = Ends()
        if regimen in self.giving:
            return Ends(over=states)
        groups: dict[tuple[int, bool, tuple[int, ...]], list[State]] = {}
        for state in states:
            if ("held", regimen.name) in state.facts:
                ends.over.append(said(state))
                continue
            stays = ("stays", regimen.name) in state.facts
            for at, came in self.explore(state, lambda v, s=stays: move(self.guideline, v, regimen, s)):  # type: ignore[misc]
                if isinstance(came, Faulty):
                    self.fault(node.id, at, came)
                    ends.over.append(said(at))
                elif came is None:
                    ends.over.append(said(at))
                else:
                    groups.setdefault(came, []).append(at)
        for (step, alone, beyond), group in sorted(groups.items(), key=lambda item: item[0]):
            bodies = [] if alone else [regimen.steps[step - 1].body]
            bodies += [regimen.beyond[index].body for index in beyond]
            self.seen.reached.update(-1 - regimen.beyond[index].span.start for index in beyond)
            self.seen.reached.add(-1 - regimen.steps[step - 1].span.start)
            self.giving.append(regimen)
            current = group
            for index, body in enumerate(bodies):
                behind = live
                for later in bodies[index + 1 :]:
                    behind |= self.live_in(later)
                inner = self.block(body, current, behind)
                ends.over += inner.over
                current = inner.on
            self.giving.pop()
            ends.on += current
        return ends

    # --- unknown ------------------------------------------------------------------------------------------------------

    def _judge_silence(self, state: State) -> None:
        """A path taken because something is unknown that says nothing to its end."""
        taken = [fact for fact in state.facts if fact[0] == "unknown"]
        if not taken or ("said",) in state.facts:
            return
        if ("said before",) in state.facts:
            self.seen.doubtful_silence = True
        else:
            self.seen.silent.setdefault(int(taken[0][1]), state.history)
