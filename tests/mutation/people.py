"""All patients of a guideline at once, as far as anything tells them apart.

Enters: a guideline. Leaves: `People`, which asks a question of everybody who is in a state, and takes those for one who
differ only in what nothing reads again.

    clearance under 20, of everybody   ->   unknown: None;  10: True;  20: False;  …
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple, TypeVar

from milligram.interpret.faults import Faulty
from milligram.interpret.scores import _component, limited
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.ir.arithmetic import distinct
from milligram.ir.cells import components_by_score
from milligram.ir.drugs import rule_matches
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
    parts: dict[tuple[int, int], set[bool | None]] = field(default_factory=dict)
    """What comes of each part that ``and`` joins in a ``when``, by itself; up to the first that is not true."""
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


class People:
    """Whoever a guideline may be asked about, and what is still read of them."""

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
                    waiting += [
                        chosen(at, need.variable, value) for value in self.cells.values(need.variable, at.known)
                    ]

    def _scored(self, state: State, name: str, keep: frozenset[Variable] | None) -> list[State]:
        """The sums that a score may have, part by part; patients with the same sums are one where nothing else tells
        them apart."""
        score = self.guideline.named_by_name[name]
        assert isinstance(score, ir.Score)
        components = components_by_score(self.guideline)[name]
        variable = ("score", name)
        inputs = [self._of_lines(score, component.lines) for component in components]
        states = [chosen(state, variable, (Fraction(0),))]
        for index, component in enumerate(components):
            added: list[State] = []
            for at in states:
                before = at.known[variable]
                for after, sums in self.explore(at, lambda v, c=component: _component(v, score, c)):  # type: ignore[misc]
                    total = None
                    if not isinstance(sums, Faulty) and sums is not None and isinstance(before, tuple):
                        total = limited(distinct(one + other for one in before for other in sums))
                    added.append(chosen(after, variable, total))
            if keep is None:
                states = added
            else:
                behind = (keep | {variable}).union(*inputs[index + 1 :])
                states = self.merged(added, behind)
        return states

    def _of_lines(self, score: ir.Score, lines: Iterable[int]) -> frozenset[Variable]:
        found = frozenset[Variable]()
        for index in lines:
            found |= self.reads.live(score.lines[index])
        return found

    def everyone(self) -> list[State]:
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

    def merged(self, states: Iterable[State], live: frozenset[Variable]) -> list[State]:
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
                for rule in self.rules(node.what):
                    found |= self.reads.live(rule.condition)
                for caution in self.cautions(node.what):
                    found |= self.reads.live(caution.when.condition) | self.live_in(caution.when.body)
                if node.dose is not None:
                    found |= self.reads.live(node.dose.amount)
                    if node.dose.low is not None:
                        found |= self.reads.live(node.dose.low)
                return found
            case ir.Report(names=names):
                return frozenset[Variable]().union(
                    *(self.reads.live(self.guideline.named_by_name[name]) for name in self.uncertain(names))
                )
            case _:
                return frozenset()

    def uncertain(self, names: tuple[str, ...]) -> list[str]:
        """The reported numbers whose arithmetic may have no result."""
        homes = {name: self.guideline.named_by_name.get(name) for name in names}
        asked = ir.DefinedNumber | ir.DefinedCases | ir.Table
        return [name for name, home in homes.items() if isinstance(home, asked) and self._may_fail(home)]

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

    def worked_out(self, node: ir.Report, name: str, states: list[State]) -> None:
        """A reported number for everybody who comes here: only whether its arithmetic has a result."""
        for state in self.merged(states, self.reads.live(self.guideline.named_by_name[name])):
            for at, found in self.explore(state, lambda v: v.named(name)):
                if isinstance(found, Faulty):
                    self.fault(node.id, at, found)

    def fault(self, key: int, at: State, fault: Faulty) -> None:
        self.seen.undefined.setdefault(key, (fault.message, at.history))

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

    def rules(self, what: str) -> list[ir.NeverRule]:
        ladder = self.giving[-1].name if self.giving else None
        return [
            rule
            for pitfall in self.guideline.pitfalls
            for rule in pitfall.rules
            if rule.target == ladder or rule_matches(self.guideline, rule.target, what)
        ]

    def cautions(self, what: str) -> list[ir.Caution]:
        ladder = self.giving[-1].name if self.giving else None
        cautions = self.guideline.cautions
        return [c for c in cautions if c.target == ladder or rule_matches(self.guideline, c.target, what)]


def chosen(state: State, variable: Variable, value: Value) -> State:
    return State({**state.known, variable: value}, state.facts, {**state.history, variable: value})
