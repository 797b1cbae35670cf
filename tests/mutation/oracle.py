"""What a guideline does with everybody: the oracle that labels mutants, by running every patient through every place.

Enters: a guideline. Leaves: `Seen`: each fault met with a patient who meets it, and every statement and branch that
somebody comes to. It shares no code with the prover: conditions are evaluated by the reference interpreter for patients
whose values are chosen only when they are read, and a block is walked with all patients at once, those that differ only
in what nothing behind reads again taken together. Within the cells of `cells` this is exhaustive.

    decide: under 20 | over 20,  clearance 20   ->   Seen.gaps[decide] = {"creatinine_clearance": 20, …}

Advice is judged before a ``never`` rule keeps it back: a give goes on although its rule is true, and that is noted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple, TypeVar

from milligram.interpret.arithmetic import distinct
from milligram.interpret.depth import room_for
from milligram.interpret.faults import Faulty
from milligram.interpret.scores import _component, limited
from milligram.interpret.selection import Selection, select
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.ir.cells import components_by_score
from milligram.ir.drugs import delivers, rule_matches
from milligram.ir.same import same
from milligram.ir.walk import descend

from .cells import Cells
from .lazy import Assignment, Need, Value, Variable
from .reads import Reads
from .remembered import Remembered

Fact = tuple[str, ...]
T = TypeVar("T")

MOST_RUNS = 150_000
"""After so many evaluations the oracle gives a guideline up."""


class State(NamedTuple):
    """A patient as far as chosen, what was said so far that matters, and all that was chosen on the way."""

    known: dict[Variable, Value]
    facts: frozenset[Fact]
    history: dict[Variable, Value]


@dataclass(slots=True)
class Ends:
    """Where the patients of a block are after it."""

    on: list[State] = field(default_factory=list)
    leave: list[State] = field(default_factory=list)
    over: list[State] = field(default_factory=list)


@dataclass(slots=True)
class Seen:
    """What was met; values are patients. Keys are the ids of statements and branches; what has no id is known by where
    it starts, as ``-1 - start``."""

    gaps: dict[int, list[Assignment]] = field(default_factory=dict)
    open_gaps: dict[int, Assignment] = field(default_factory=dict)
    overlaps: dict[tuple[int, int, int], list[Assignment]] = field(default_factory=dict)
    reached: set[int] = field(default_factory=set)
    satisfied: set[int] = field(default_factory=set)
    alone: set[int] = field(default_factory=set)
    outcomes: dict[int, set[bool | None]] = field(default_factory=dict)
    broken: dict[tuple[int, int, str], Assignment] = field(default_factory=dict)
    contradictions: dict[tuple[str, str], Assignment] = field(default_factory=dict)
    silent: dict[int, Assignment] = field(default_factory=dict)
    doubtful_silence: bool = False
    undefined: dict[int, tuple[str, Assignment]] = field(default_factory=dict)
    doses: dict[tuple[int, str], set[Fraction]] = field(default_factory=dict)
    finals: list[Assignment] = field(default_factory=list)
    runs: int = 0


class TooMany(Exception):
    """The oracle gives up."""


class Oracle:
    """Walks one guideline."""

    def __init__(self, guideline: ir.Guideline, most: int = MOST_RUNS) -> None:
        self.guideline = guideline
        self.most = most
        self.reads = Reads(guideline)
        self.cells = Cells(guideline, self.reads)
        self.remembered = Remembered(guideline, self.reads)
        self.seen = Seen()
        self.after: frozenset[Variable] = frozenset()
        self.following: list[str] = []
        self.giving: list[ir.Regimen] = []
        self._live: dict[int, frozenset[Variable]] = {}
        self._views: dict[frozenset[Variable], dict[Variable, tuple[int, ...]]] = {}
        self._kept: list[object] = []
        self._opposed = _opposed(guideline)

    def walk(self) -> Seen:
        """Everything that can be met. Raises `TooMany`."""
        with room_for(self.guideline):
            start = self._everyone()
            for home in self.guideline.named:
                if isinstance(home, ir.Table | ir.DefinedCases):
                    self._home(home, start)
            states = self._interrupted(start)
            pathways = self.guideline.pathways
            for index, pathway in enumerate(pathways):
                later: frozenset[Variable] = frozenset()
                for other in pathways[index + 1 :]:
                    later |= self.live_in(other.body)
                self.after = later
                began = [State(s.known, _fresh(s.facts), s.history) for s in states]
                ends = self.block(pathway.body, self._merged(began, later | self.live_in(pathway.body)), later)
                states = self._merged([*ends.on, *ends.leave, *ends.over], later)
                for state in (*ends.on, *ends.leave, *ends.over):
                    self._judge_silence(state)
            self.seen.finals = [state.history for state in states]
        return self.seen

    # --- patients -----------------------------------------------------------------------------------------------------

    def explore(
        self, state: State, ask: Callable[[Values], T], keep: frozenset[Variable] | None = None
    ) -> Iterator[tuple[State, T | Faulty]]:
        """Every way in which a question comes out for the patients of a state; ``keep`` is what is still read."""
        waiting = [state]
        while waiting:
            at = waiting.pop()
            self.seen.runs += 1
            if self.seen.runs > self.most:
                raise TooMany
            try:
                yield at, ask(self.remembered.lazily(at.known))
            except Faulty as fault:
                yield at, fault
            except Need as need:
                if need.variable[0] == "score":
                    waiting += self._scored(at, need.variable[1], keep)
                else:
                    waiting += [_with(at, need.variable, value) for value in self.cells.values(need.variable, at.known)]

    def _scored(self, state: State, name: str, keep: frozenset[Variable] | None) -> list[State]:
        """The sums that a score may have, part by part; patients with the same sums are one where nothing else tells
        them apart."""
        score = self.guideline.named_by_name[name]
        assert isinstance(score, ir.Score)
        components = components_by_score(self.guideline)[name]
        variable = ("score", name)
        inputs = [self._of_lines(score, component.lines) for component in components]
        states = [_with(state, variable, (Fraction(0),))]
        for index, component in enumerate(components):
            added: list[State] = []
            for at in states:
                before = at.known[variable]
                for after, sums in self.explore(at, lambda v, c=component: _component(v, score, c)):  # type: ignore[misc]
                    total = None
                    if not isinstance(sums, Faulty) and sums is not None and isinstance(before, tuple):
                        total = limited(distinct(one + other for one in before for other in sums))
                    added.append(_with(after, variable, total))
            if keep is None:
                states = added
            else:
                behind = (keep | {variable}).union(*inputs[index + 1 :])
                states = self._merged(added, behind)
        return states

    def _of_lines(self, score: ir.Score, lines: Iterable[int]) -> frozenset[Variable]:
        found = frozenset[Variable]()
        for index in lines:
            found |= self.reads.live(score.lines[index])
        return found

    def _everyone(self) -> list[State]:
        """The domain: those to whom the guideline applies, and whom nothing calls impossible."""
        states = [State({}, frozenset(), {})]
        applies = self.guideline.applies
        if applies is not None:
            states = [s for s, answer in self.explore(states[0], lambda v: v.condition(applies)) if answer is True]
        for rule in self.guideline.impossible:
            kept = []
            for state in states:
                found = self.explore(state, lambda v, c=rule.condition: v.condition(c))  # type: ignore[misc]
                kept += [s for s, answer in found if answer is not True]
            states = kept
        return states

    def _merged(self, states: Iterable[State], live: frozenset[Variable]) -> list[State]:
        """States that agree in all that is still read, as far as it tells them apart, are one."""
        found: dict[tuple[frozenset[tuple[Variable, object]], frozenset[Fact]], State] = {}
        for state in states:
            whole = self._opened(state.known, live)
            atoms = self._atoms_of(whole)
            known = {variable: value for variable, value in state.known.items() if variable in whole}
            signs = (
                (variable, value if (told := atoms.get(variable)) is None else self._told(told, value))
                for variable, value in known.items()
            )
            key = (frozenset(signs), state.facts)
            if key not in found:
                found[key] = State(known, state.facts, state.history)
        return list(found.values())

    def _told(self, atoms: tuple[int, ...], value: Value) -> object:
        return None if value is None else tuple(self.cells.sign(atom, value) for atom in atoms)

    def _atoms_of(self, live: frozenset[Variable]) -> dict[Variable, tuple[int, ...]]:
        """The comparisons through which alone a variable is still read."""
        found = self._views.get(live)
        if found is None:
            atoms: dict[Variable, list[int]] = {}
            for kind, name in live:
                if kind == "atom":
                    atoms.setdefault(self.reads.atoms[int(name)][0], []).append(int(name))
            exact = {name for kind, name in live if kind == "exact"}
            found = {
                variable: tuple(sorted(numbers))
                for variable, numbers in atoms.items()
                if " ".join(variable) not in exact and variable[0] == "input"
            }
            self._views[live] = found
        return found

    def _opened(self, known: dict[Variable, Value], live: frozenset[Variable]) -> frozenset[Variable]:
        """What is read again, with what the scores read that are not settled."""
        open_scores = [name for kind, name in live if kind == "score" and (kind, name) not in known]
        while open_scores:
            inner = self.reads.live(self.guideline.named_by_name[open_scores.pop()])
            open_scores += [name for kind, name in inner - live if kind == "score" and (kind, name) not in known]
            live |= inner
        return live

    def live_in(self, body: tuple[ir.AnyStatement, ...]) -> frozenset[Variable]:
        """What a block may read, with the parts, regimens, rules and cautions that it comes to."""
        found = self._live.get(id(body))
        if found is None:
            found = frozenset[Variable]()
            for statement in body:
                found |= self.live_of(statement)
            self._live[id(body)] = found
            self._kept.append(body)
        return found

    def live_of(self, node: ir.AnyStatement) -> frozenset[Variable]:
        """What one statement may read."""
        match node:
            case ir.When(condition=condition, body=body):
                return self.reads.live(condition) | self.live_in(body)
            case ir.Decide(branches=branches):
                found = frozenset[Variable]()
                for branch in branches:
                    if branch.condition is not None:
                        found |= self.reads.live(branch.condition)
                    found |= self.live_in(branch.body)
                return found
            case ir.Follow(part=part):
                if part in self.following or part not in self.guideline.parts:
                    return frozenset()
                self.following.append(part)
                found = self.live_in(self.guideline.parts[part].body)
                self.following.pop()
                return found
            case ir.Give(what=what) if what in self.guideline.regimens:
                return self._live_of_regimen(self.guideline.regimens[what])
            case ir.Give():
                found = frozenset[Variable]()
                for rule in self._rules(node.what):
                    found |= self.reads.live(rule.condition)
                for caution in self._cautions(node.what):
                    found |= self.reads.live(caution.when.condition) | self.live_in(caution.when.body)
                if node.dose is not None:
                    found |= self.reads.live(node.dose.amount)
                    if node.dose.low is not None:
                        found |= self.reads.live(node.dose.low)
                return found
            case ir.Report(names=names):
                return frozenset[Variable]().union(*map(self.reads.live, self._uncertain(names)))
            case _:
                return frozenset()

    def _uncertain(self, names: tuple[str, ...]) -> list[ir.DefinedNumber]:
        """The reported numbers whose arithmetic may have no result."""
        homes = [self.guideline.named_by_name.get(name) for name in names]
        return [home for home in homes if isinstance(home, ir.DefinedNumber) and self._may_fail(home)]

    def _may_fail(self, home: ir.Node) -> bool:
        for node in descend(home):
            match node:
                case ir.Function() | ir.Power():
                    return True
                case ir.Operation(op="/", right=right) if not isinstance(right, ir.Const):
                    return True
                case ir.NamedNumber(name=name) if self._may_fail(self.guideline.named_by_name[name]):
                    return True
                case _:
                    pass
        return False

    def _worked_out(self, node: ir.Report, home: ir.DefinedNumber, states: list[State]) -> None:
        """A reported number for everybody who comes here: only whether its arithmetic has a result."""
        for state in self._merged(states, self.reads.live(home)):
            for at, found in self.explore(state, lambda v: v.named(home.name)):
                if isinstance(found, Faulty):
                    self._fault(node.id, at, found)

    def _live_of_regimen(self, regimen: ir.Regimen) -> frozenset[Variable]:
        found = frozenset({("step", regimen.name), ("time", regimen.name)})
        if regimen in self.giving:
            return found
        self.giving.append(regimen)
        rules: list[ir.Step | ir.Beyond | ir.BackTo] = [*regimen.steps, *regimen.beyond, *regimen.back]
        for rule in rules:
            if rule.condition is not None:
                found |= self.reads.live(rule.condition)
            if not isinstance(rule, ir.BackTo):
                found |= self.live_in(rule.body)
        self.giving.pop()
        return found

    def _rules(self, what: str) -> list[ir.NeverRule]:
        ladder = self.giving[-1].name if self.giving else None
        return [
            rule
            for pitfall in self.guideline.pitfalls
            for rule in pitfall.rules
            if rule.target == ladder or rule_matches(self.guideline, rule.target, what)
        ]

    def _cautions(self, what: str) -> list[ir.Caution]:
        ladder = self.giving[-1].name if self.giving else None
        cautions = self.guideline.cautions
        return [c for c in cautions if c.target == ladder or rule_matches(self.guideline, c.target, what)]

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
            current = self._merged(step.on, behind)
            ends.leave += step.leave
            ends.over = self._merged([*ends.over, *step.over], self.after)
        ends.on = self._merged([*current, *ends.leave], live | self.after)
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
                return Ends(over=[_said(state) for state in states] if notes.because else states)
            case ir.Give(what=what) if what in self.guideline.regimens:
                return self._regimen(node, self.guideline.regimens[what], states, live)
            case ir.Give():
                return self._give(node, states, live)
            case ir.Report(names=names):
                for home in self._uncertain(names):
                    self._worked_out(node, home, states)
                return Ends(on=states)
            case ir.Stop(what=what):
                return Ends(on=[self._says(state, "stop", what) for state in states])
            case ir.Hold(what=what):
                return Ends(on=[self._says(state, "hold", what) for state in states])
            case ir.AdviseAgainst(what=what):
                return Ends(on=[self._says(state, "against", what) for state in states])
            case _:
                return Ends(on=[_said(state) for state in states])

    def _says(self, state: State, kind: str, what: str) -> State:
        """Adds what may contradict something else that is said to the same patient."""
        said = _said(state)
        if (kind, what) not in self._opposed:
            return said
        facts = said.facts | {("advice", kind, what)}
        for fact in facts:
            if fact[0] == "advice" and _contradict(self.guideline, (kind, what), (fact[1], fact[2])):
                self.seen.contradictions.setdefault((f"{kind} {what}", f"{fact[1]} {fact[2]}"), state.history)
        return State(said.known, facts, said.history)

    def _when(self, node: ir.When, states: list[State], live: frozenset[Variable]) -> Ends:
        ends = Ends()
        inside: list[State] = []
        outcomes = self.seen.outcomes.setdefault(node.id, set())
        for state in states:
            for at, answer in self.explore(
                state, lambda v: v.condition(node.condition), live | self.after | self.live_of(node)
            ):
                if isinstance(answer, Faulty):
                    self._fault(node.id, at, answer)
                    ends.over.append(_said(at))
                    continue
                outcomes.add(answer)
                if answer:
                    inside.append(_by_unknown(at, node) if _reads_unknown(node.condition) else at)
                elif answer is None and _can_end(self.guideline, node.body):
                    ends.over.append(_said(at))
                else:
                    ends.on.append(_said(at) if answer is None else at)
        self._into(ends, node.body, inside, live)
        return ends

    def _into(
        self, ends: Ends, body: tuple[ir.AnyStatement, ...], states: list[State], live: frozenset[Variable]
    ) -> None:
        if states:
            inner = self.block(body, self._merged(states, live | self.after | self.live_in(body)), live)
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
                    self._fault(node.id, at, chosen)
                    ends.over.append(_said(at))
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
                    taken.setdefault(unknown.id, []).append(_by_unknown(at, unknown))
                    continue
                ends.over.append(_said(at))
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

    def _fault(self, key: int, at: State, fault: Faulty) -> None:
        self.seen.undefined.setdefault(key, (fault.message, at.history))

    def _home(self, home: ir.Table | ir.DefinedCases, start: list[State]) -> None:
        """The rows of a table or the cases of a define, for everybody; named by where they stand."""
        rows: tuple[ir.TableRow, ...] | tuple[ir.ValueCase, ...]
        rows = home.rows if isinstance(home, ir.Table) else home.cases
        conditions = [row.condition for row in rows]
        read = frozenset[Variable]()
        for condition in conditions:
            if condition is not None:
                read |= self.reads.live(condition)
        for state in self._merged(start, read):
            for at, chosen in self._chosen(state, conditions, home.first_that_applies, read):
                if isinstance(chosen, Faulty):
                    self._fault(-1 - home.span.start, at, chosen)
                    continue
                self.seen.reached.update(-1 - rows[index].span.start for index in chosen.true)
                self.seen.satisfied.update(-1 - rows[index].span.start for index in chosen.true)
                if not chosen.open:
                    self._gap(-1 - home.span.start, at, conditions)
                true = [rows[index] for index in chosen.true]
                for other in true[1:]:
                    if not _same_values(true[0], other):
                        key = (-1 - home.span.start, -1 - true[0].span.start, -1 - other.span.start)
                        self.seen.overlaps.setdefault(key, []).append(at.history)

        if home.first_that_applies:
            self._masked(self._merged(start, read), [(-1 - row.span.start, row.condition) for row in rows])

    # --- drugs --------------------------------------------------------------------------------------------------------

    def _give(self, node: ir.Give, states: list[State], live: frozenset[Variable]) -> Ends:
        ends = Ends()
        rules = self._rules(node.what)
        current = states
        for rule in rules:
            judged: list[State] = []
            for state in current:
                for at, answer in self.explore(state, lambda v, r=rule: v.condition(r.condition)):  # type: ignore[misc]
                    if answer is True or answer is None:
                        kind = "true" if answer else "unknown"
                        self.seen.broken.setdefault((node.id, rule.id, kind), at.history)
                    judged.append(at)
            current = self._merged(judged, live | self.after | self.live_of(node))
        if node.dose is not None:
            current = self._dosed(node, node.dose, current, ends)
        current = [self._says(state, "give", node.what) for state in current]
        for caution in self._cautions(node.what):
            if current:
                self.seen.reached.add(caution.when.id)
                step = self._when(caution.when, current, live)
                ends.over += step.over
                current = self._merged(step.on, live | self.after | self.live_of(node))
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
                    self._fault(node.id, at, found)
                    ends.over.append(_said(at))
                elif any(members is None or len(members) > 1 for members in found):
                    ends.over.append(_said(at))
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
                for at, answers in self.explore(state, lambda v, r=regimen: _interruptions(v, r)):  # type: ignore[misc]
                    if isinstance(answers, Faulty):
                        self._fault(-1 - regimen.span.start, at, answers)
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
                ends.over.append(_said(state))
                continue
            stays = ("stays", regimen.name) in state.facts
            for at, move in self.explore(state, lambda v, s=stays: _move(self.guideline, v, regimen, s)):  # type: ignore[misc]
                if isinstance(move, Faulty):
                    self._fault(node.id, at, move)
                    ends.over.append(_said(at))
                elif move is None:
                    ends.over.append(_said(at))
                else:
                    groups.setdefault(move, []).append(at)
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


def _fresh(facts: frozenset[Fact]) -> frozenset[Fact]:
    """What still matters when the next pathway begins."""
    return frozenset(fact for fact in facts if fact[0] in ("advice", "held", "stays"))


def _with(state: State, variable: Variable, value: Value) -> State:
    return State({**state.known, variable: value}, state.facts, {**state.history, variable: value})


def _said(state: State) -> State:
    fact = ("said",)
    return state if fact in state.facts else State(state.known, state.facts | {fact}, state.history)


def _by_unknown(state: State, node: ir.Branch | ir.When) -> State:
    """Notes the first path taken because something is unknown; what was said before does not answer for it."""
    if any(fact[0] == "unknown" for fact in state.facts):
        return state
    facts = {("said before",) if fact == ("said",) else fact for fact in state.facts}
    return State(state.known, frozenset(facts | {("unknown", str(node.span.start))}), state.history)


def _reads_unknown(condition: ir.AnyCondition) -> bool:
    return isinstance(condition, ir.Known) and not condition.known


def _same_values(left: ir.TableRow | ir.ValueCase, right: ir.TableRow | ir.ValueCase) -> bool:
    if isinstance(left, ir.TableRow) and isinstance(right, ir.TableRow):
        return same(left.values, right.values)
    assert isinstance(left, ir.ValueCase)
    assert isinstance(right, ir.ValueCase)
    return same(left.value, right.value)


def _can_end(guideline: ir.Guideline, body: tuple[ir.AnyStatement, ...], seen: tuple[str, ...] = ()) -> bool:
    for node in body:
        match node:
            case ir.End():
                return True
            case ir.When(body=inner) if _can_end(guideline, inner, seen):
                return True
            case ir.Decide(branches=branches) if any(_can_end(guideline, each.body, seen) for each in branches):
                return True
            case ir.Follow(part=part) if part not in seen and part in guideline.parts:
                if _can_end(guideline, guideline.parts[part].body, (*seen, part)):
                    return True
            case _:
                pass
    return False


def _contradict(guideline: ir.Guideline, one: tuple[str, str], other: tuple[str, str]) -> bool:
    """``give`` of something, and advice against, stop or hold of what that delivers."""
    given, against = (one, other) if one[0] == "give" else (other, one)
    if given[0] != "give" or against[0] == "give":
        return False
    return against[1] in delivers(guideline, given[1]) or (
        against[1] in guideline.regimens and given[1] in delivers(guideline, against[1])
    )


def _opposed(guideline: ir.Guideline) -> set[tuple[str, str]]:
    """The advice that may contradict other advice of the guideline."""
    from milligram.ir.walk import all_statements

    said: set[tuple[str, str]] = set()
    for node in all_statements(guideline):
        match node:
            case ir.Give(what=what) if what not in guideline.regimens:
                said.add(("give", what))
            case ir.Stop(what=what):
                said.add(("stop", what))
            case ir.Hold(what=what):
                said.add(("hold", what))
            case ir.AdviseAgainst(what=what):
                said.add(("against", what))
            case _:
                pass
    for regimen in guideline.regimens.values():
        said |= {(rule.kind, regimen.name) for rule in regimen.interruptions}
    return {one for one in said if any(_contradict(guideline, one, other) for other in said)}


def _interruptions(values: Values, regimen: ir.Regimen) -> str | None:
    """How a regimen's own rules stand at step 1 or later."""
    step = values.state(regimen.name).step
    if not step:
        return None
    answers = [(rule.kind, values.condition(rule.condition)) for rule in regimen.interruptions]
    for kind in ("stop", "hold"):
        if (kind, True) in answers:
            return kind
    return "stay" if any(answer is None for _, answer in answers) else None


def _move(
    guideline: ir.Guideline, values: Values, regimen: ir.Regimen, stays: bool
) -> tuple[int, bool, tuple[int, ...]] | None:
    """The step that a ``give REGIMEN`` comes to, whether only what lies beyond it is said, and what lies beyond."""
    step = values.state(regimen.name).step
    if step is None:
        return None
    if step == 0:
        return 1, False, ()
    if stays:
        return step, False, ()
    backs = [(rule, _due(values, regimen, rule)) for rule in regimen.back if rule.number < step]
    last = step == len(regimen.steps)
    ahead: list[ir.Step | ir.Beyond] = list(regimen.beyond) if last else [regimen.steps[step]]
    forward = [(rule, _due(values, regimen, rule)) for rule in ahead]
    back = sorted({rule.number for rule, due in backs if due})
    taken = [rule for rule, due in forward if due]
    if len(back) > 1 or (back and taken):
        raise Faulty("several moves are due at once")
    if back:
        return back[0], False, ()
    if any(due is None for _, due in backs):
        return step, False, ()
    if taken and isinstance(taken[0], ir.Step):
        return taken[0].number, False, ()
    beyond = [rule for rule in taken if isinstance(rule, ir.Beyond)]
    own = delivers(guideline, regimen.name)
    alone = any(isinstance(s, ir.Stop | ir.Hold) and s.what in own for rule in beyond for s in rule.body)
    return step, alone, tuple(regimen.beyond.index(rule) for rule in beyond)


def _due(values: Values, regimen: ir.Regimen, rule: ir.Step | ir.Beyond | ir.BackTo) -> bool | None:
    timely: bool | None = True
    if rule.after is not None:
        time = values.state(regimen.name).time
        timely = None if time is None else time >= rule.after.low
    holds = True if rule.condition is None or timely is False else values.condition(rule.condition)
    if timely is False or holds is False:
        return False
    return True if timely and holds else None
