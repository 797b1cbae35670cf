"""Decides whether a formula over cells can be true, and where.

Enters: a `Formula`, a budget, and what decides arithmetic across inputs, if there is any. Leaves: an `Answer`.

    age in {1} and (renal in {2} or age in {2} and renal in {1})      ->   Found(box={age: {1}, renal: {2}})

In three steps: what must hold is asserted and what is settled by it dropped; the rest falls apart into slices that
share no variable; each slice is searched alone (`milligram.prove.clauses`), the smallest first. Computed variables tie
the inputs that their terms read into one slice, and are checked on every solution of a slice: what clashes is learned.

No step recurses: formulas may be as deep as a guideline is long.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Protocol

from milligram.ir import nodes as ir
from milligram.prove.answers import Answer, Clash, Fits, Found, Nobody, Undecided
from milligram.prove.budget import Budget
from milligram.prove.clauses import ASKED, FREE, Clause, Clauses, Literal
from milligram.prove.formula import UNKNOWN, AllOf, AnyOf, Constant, Formula, Space, Test

_MOST_UNDECIDED = 8
"""After so many ways to satisfy a slice whose arithmetic is too hard, no further one is looked for."""


class Computing(Protocol):
    """What decides whether computed variables fit the inputs that they are computed from."""

    def links(self, variable: int) -> int:
        """The variables that a computed variable's term reads, as a bit set; 0 for any other variable."""

    def check(self, box: Mapping[int, int], budget: Budget) -> Fits | Clash | Undecided:
        """Whether some values of the inputs lie in the box and give computed values that lie in it."""


def decide(space: Space, formula: Formula, budget: Budget, arithmetic: Computing | None = None) -> Answer:
    """Whether some patient makes the formula true."""
    known = _Known(space, budget)
    if not known.assert_all([formula]):
        return Nobody()
    if budget.reason is not None:
        return Undecided(reason=budget.reason)
    box = dict(known.box)
    numbers: dict[ir.Node, Fraction] = {}
    undecided: Undecided | None = None
    for piece in _slices(known, arithmetic):
        answer = _solve(piece, known, budget, arithmetic)
        match answer:
            case Nobody():
                return answer
            case Undecided():
                undecided = undecided or answer
            case Found(box=found, numbers=values):
                for variable, mask in found.items():
                    box[variable] = box.get(variable, mask) & mask
                numbers.update(values)
    return undecided or Found(box=box, numbers=numbers)


class _Known:
    """What must hold: a box, and disjunctions that it leaves open."""

    def __init__(self, space: Space, budget: Budget) -> None:
        self.full = [variable.full for variable in space.variables]
        self.box: dict[int, int] = {}
        self.pending: list[AnyOf] = []
        self._budget = budget

    def assert_all(self, formulas: Iterable[Formula]) -> bool:
        """Assert formulas and what follows from each disjunction alone; False where nothing satisfies them."""
        waiting = list(formulas)
        asserted: set[int] = set()
        changed = -1
        while True:
            while waiting:
                formula = waiting.pop()
                if formula.number in asserted:
                    continue
                asserted.add(formula.number)
                match formula:
                    case Constant(value=value):
                        if not value:
                            return False
                    case Test(variable=variable, mask=mask):
                        before = self.box.get(variable, self.full[variable])
                        if not before & mask:
                            return False
                        if before & ~mask:
                            self.box[variable] = before & mask
                            changed |= formula.reads
                    case AllOf(parts=parts):
                        waiting.extend(parts)
                    case AnyOf():
                        self.pending.append(formula)
                        changed |= formula.reads
                    case _:
                        raise AssertionError(formula)
            if not changed:
                return True
            looked, changed = changed, 0
            left: list[AnyOf] = []
            for disjunction in self.pending:
                if not disjunction.reads & looked:
                    left.append(disjunction)
                    continue
                choices = self._choices(disjunction)
                if choices is None:
                    continue
                if not choices:
                    return False
                if len(choices) == 1:
                    waiting.append(choices[0])
                else:
                    left.append(disjunction)
            self.pending = left
            if not waiting:
                return True

    def _choices(self, disjunction: AnyOf) -> list[Formula] | None:
        """The first two parts that are possible as far as one look shows; None where one is sure."""
        found: list[Formula] = []
        self._budget.spend(len(disjunction.parts))
        box = self.box
        for part in disjunction.parts:
            if isinstance(part, Test):
                now = box.get(part.variable)
                if now is None:
                    found.append(part)
                elif not now & ~part.mask:
                    return None
                elif now & part.mask:
                    found.append(part)
            elif len(found) < 2 and isinstance(part, AllOf) and self._possible(part):
                found.append(part)
        return found

    def _possible(self, conjunction: AllOf) -> bool:
        """Whether no test of a conjunction is ruled out."""
        box = self.box
        return all(box.get(part.variable, -1) & part.mask for part in conjunction.parts if isinstance(part, Test))


@dataclass(slots=True)
class _Slice:
    """Disjunctions and computed variables that share variables with each other and with no other slice."""

    reads: int = 0
    disjunctions: list[AnyOf] = field(default_factory=list)
    computed: list[int] = field(default_factory=list)


def _slices(known: _Known, arithmetic: Computing | None) -> list[_Slice]:
    """The parts of the question that do not meet, the smallest first.

    A variable with one cell left ties nothing together, unless its number matters.
    """
    reads = 0
    for disjunction in known.pending:
        reads |= disjunction.reads
    for variable in known.box:
        reads |= 1 << variable
    links: dict[int, int] = {}
    numeric = 0
    if arithmetic is not None:
        for variable in _bits(reads):
            linked = arithmetic.links(variable)
            if linked:
                links[variable] = linked
                numeric |= linked | 1 << variable
    single = 0
    for variable, mask in known.box.items():
        if not mask & (mask - 1):
            single |= 1 << variable
    tied = ~single | numeric
    home: dict[int, _Slice] = {}
    slices: list[_Slice] = []

    def enter(reads: int) -> _Slice:
        """The slice of these variables, put together from all that have one of them."""
        largest: _Slice | None = None
        met = {id(home[variable]): home[variable] for variable in _bits(reads) if variable in home}
        for one in met.values():
            if largest is None or one.reads.bit_count() > largest.reads.bit_count():
                largest = one
        if largest is None:
            largest = _Slice()
            slices.append(largest)
        moved = reads
        for one in met.values():
            if one is not largest:
                largest.disjunctions += one.disjunctions
                largest.computed += one.computed
                moved |= one.reads
                one.reads, one.disjunctions, one.computed = 0, [], []
        for variable in _bits(moved & ~largest.reads):
            home[variable] = largest
        largest.reads |= moved
        return largest

    for disjunction in known.pending:
        enter(disjunction.reads & tied).disjunctions.append(disjunction)
    for variable, linked in links.items():
        enter(1 << variable | linked).computed.append(variable)
    return sorted((one for one in slices if one.reads or one.disjunctions), key=lambda one: one.reads.bit_count())


def _solve(piece: _Slice, known: _Known, budget: Budget, arithmetic: Computing | None) -> Answer:
    clauses = Clauses(budget)
    encoder = _Encoder(known, clauses, budget)
    for disjunction in piece.disjunctions:
        if not encoder.require(disjunction):
            return Nobody()
        if budget.reason is not None:
            return Undecided(reason=budget.reason)
    undecided: list[Undecided] = []
    while len(undecided) < _MOST_UNDECIDED:
        satisfied = clauses.solve()
        if satisfied is None:
            return Undecided(reason=budget.why)
        if not satisfied:
            break
        base = {variable: known.box[variable] for variable in _bits(piece.reads) if variable in known.box}
        asked = _justified(piece.disjunctions, encoder.box(), known.full, base)
        if arithmetic is None or not piece.computed:
            return Found(box=asked)
        checked = arithmetic.check(asked, budget)
        match checked:
            case Fits(box=box, numbers=numbers):
                return Found(box={**asked, **box}, numbers=numbers)
            case Undecided():
                undecided.append(checked)
                clashing = frozenset(asked)
            case Clash(variables=clashing):
                pass
        clauses.refute(
            [(encoder.local(variable), known.full[variable] & ~asked[variable]) for variable in sorted(clashing)]
        )
    return undecided[0] if undecided else Nobody()


class _Encoder:
    """Turns formulas into clauses, each distinct part once, leaving out what the known box settles."""

    def __init__(self, known: _Known, clauses: Clauses, budget: Budget) -> None:
        self._known = known
        self._clauses = clauses
        self._budget = budget
        self._locals: dict[int, int] = {}
        self._literals: dict[int, Literal | bool] = {}

    def local(self, variable: int) -> int:
        """The number of a variable in the clauses."""
        found = self._locals.get(variable)
        if found is None:
            mask = self._known.box.get(variable, self._known.full[variable])
            found = self._locals[variable] = self._clauses.variable(mask)
        return found

    def box(self) -> dict[int, int]:
        """The known box, narrowed to what the search found."""
        now = dict(self._known.box)
        for variable, local in self._locals.items():
            now[variable] = self._clauses.box[local]
        return now

    def require(self, disjunction: AnyOf) -> bool:
        """That a disjunction holds; False where it cannot."""
        self._encode(disjunction.parts)
        choices = self._joined(disjunction)
        if choices is False:
            return False
        if choices is not True:
            self._clauses.require(choices)
        return True

    def _encode(self, parts: tuple[Formula, ...]) -> None:
        """Encode formulas, their parts before them."""
        literals = self._literals
        waiting: list[Formula] = [part for part in parts if part.number not in literals]
        while waiting:
            formula = waiting[-1]
            if formula.number in literals:
                waiting.pop()
            elif isinstance(formula, Test):
                literals[formula.number] = self._test(formula)
                waiting.pop()
            elif isinstance(formula, (AllOf, AnyOf)):
                settled = self._settled_by_tests(formula)
                if settled is not None:
                    literals[formula.number] = settled
                    waiting.pop()
                    continue
                inner = [part for part in formula.parts if part.number not in literals]
                if inner:
                    waiting.extend(inner)
                    continue
                literals[formula.number] = self._part(formula)
                waiting.pop()
            else:
                raise AssertionError(formula)

    def _test(self, test: Test) -> Literal | bool:
        now = self._known.box.get(test.variable, self._known.full[test.variable])
        if not now & test.mask:
            return False
        return True if not now & ~test.mask else (self.local(test.variable), test.mask)

    def _settled_by_tests(self, formula: AllOf | AnyOf) -> bool | None:
        """What a formula comes to by its own tests alone, before anything inside it is looked at."""
        box = self._known.box
        self._budget.spend(len(formula.parts))
        for part in formula.parts:
            if isinstance(part, Test):
                now = box.get(part.variable)
                if now is not None:
                    if isinstance(formula, AllOf):
                        if not now & part.mask:
                            return False
                    elif not now & ~part.mask:
                        return True
        return None

    def _part(self, formula: AllOf | AnyOf) -> Literal | bool:
        if isinstance(formula, AllOf):
            return self._conjunction(formula)
        choices = self._joined(formula)
        if isinstance(choices, bool):
            return choices
        if len(choices) == 1:
            return choices[0]
        part = self._clauses.variable(ASKED | FREE, min(self._clauses.cost(choice) for choice in choices))
        self._clauses.define(part, choices)
        return (part, ASKED)

    def _conjunction(self, formula: AllOf) -> Literal | bool:
        masks: dict[int, int] = {}
        for part in formula.parts:
            literal = self._literals[part.number]
            if literal is False:
                return False
            if literal is not True:
                variable, mask = literal
                masks[variable] = masks.get(variable, -1) & mask
                if not masks[variable] & self._clauses.box[variable]:
                    return False
        literals = list(masks.items())
        if len(literals) < 2:
            return literals[0] if literals else True
        whole = self._clauses.variable(ASKED | FREE, sum(self._clauses.cost(literal) for literal in literals))
        for literal in literals:
            self._clauses.imply(whole, literal)
        return (whole, ASKED)

    def _joined(self, disjunction: AnyOf) -> Clause | bool:
        """The literals of a disjunction's parts, one a variable; true or false where they settle it.

        Two parts that come to tests of one variable stay apart: where the clause is true, one of the parts must be.
        """
        masks: dict[int, int] = {}
        for part in disjunction.parts:
            literal = self._literals[part.number]
            if literal is True:
                return True
            if literal is not False:
                variable, mask = literal
                if masks.setdefault(variable, mask) != mask:
                    whole = self._clauses.variable(ASKED | FREE, self._clauses.cost(literal))
                    self._clauses.imply(whole, literal)
                    masks[whole] = ASKED
        return list(masks.items()) or False


def _justified(
    formulas: Iterable[Formula], box: Mapping[int, int], full: list[int], base: Mapping[int, int]
) -> dict[int, int]:
    """Masks, within those of ``base``, that make the formulas true and hold the box: as wide as the tests allow."""
    truth = _Truth(box, full)
    needed = dict(base)
    waiting = list(formulas)
    done: set[int] = set()
    while waiting:
        formula = waiting.pop()
        if formula.number in done:
            continue
        done.add(formula.number)
        match formula:
            case Test(variable=variable, mask=mask):
                needed[variable] = needed.get(variable, full[variable]) & mask
            case AllOf(parts=parts):
                waiting.extend(parts)
            case AnyOf(parts=parts):
                waiting.append(truth.witness(parts))
            case _:
                raise AssertionError(formula)
    return needed


class _Truth:
    """Which formulas are true throughout a box."""

    def __init__(self, box: Mapping[int, int], full: list[int]) -> None:
        self._box = box
        self._full = full
        self._found: dict[int, bool] = {}

    def witness(self, parts: tuple[Formula, ...]) -> Formula:
        """A part that is true; a test that allows a known value, if there is one."""
        best: Test | None = None
        for part in parts:
            if isinstance(part, Test) and self._test(part):
                if part.mask != UNKNOWN:
                    return part
                best = part
        if best is not None:
            return best
        for part in parts:
            if not isinstance(part, Test) and self.everywhere(part):
                return part
        raise AssertionError("what the search found does not make the formula true")

    def everywhere(self, formula: Formula) -> bool:
        """Whether a formula is true throughout the box, by its parts."""
        found = self._found
        frames: list[list[int]] = [[0]]
        stack: list[Formula] = [formula]
        while stack:
            top = stack[-1]
            if top.number in found:
                stack.pop()
                frames.pop()
                continue
            if isinstance(top, Test):
                found[top.number] = self._test(top)
                continue
            assert isinstance(top, (AllOf, AnyOf))
            settling = isinstance(top, AnyOf)
            frame = frames[-1]
            while frame[0] < len(top.parts):
                part = top.parts[frame[0]]
                known = self._test(part) if isinstance(part, Test) else found.get(part.number)
                if known is None:
                    stack.append(part)
                    frames.append([0])
                    break
                if known is settling:
                    found[top.number] = settling
                    break
                frame[0] += 1
            else:
                found[top.number] = not settling
        return found[formula.number]

    def _test(self, test: Test) -> bool:
        return not self._box.get(test.variable, self._full[test.variable]) & ~test.mask


def _bits(mask: int) -> list[int]:
    """The positions of the bits that are set, ascending."""
    found: list[int] = []
    while mask:
        lowest = mask & -mask
        found.append(lowest.bit_length() - 1)
        mask ^= lowest
    return found
