"""Decides whether a formula over cells can be true, and where.

Enters: a `Formula`, a budget, and what decides arithmetic across inputs, if there is any. Leaves: an `Answer`.

    age in {1} and (renal in {2} or age in {2} and renal in {1})      ->   Found(box={age: {1}, renal: {2}})

In three steps: what must hold is asserted and what is settled by it dropped; the rest falls apart into slices that
share no variable; each slice is searched alone (`milligram.prove.clauses`), the smallest first. Computed variables tie
the inputs that their terms read into one slice, and are checked on every solution of a slice: what clashes is learned.

No step recurses: formulas may be as deep as a guideline is long.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Protocol

from milligram.ir import nodes as ir
from milligram.prove.answers import Answer, Clash, Fits, Found, Nobody, Undecided
from milligram.prove.budget import Budget
from milligram.prove.clauses import Clauses
from milligram.prove.encoding import Encoder, full_masks, justified
from milligram.prove.formula import AllOf, AnyOf, Constant, Formula, Space, Test

_MOST_UNDECIDED = 8
"""After so many ways to satisfy a slice whose arithmetic is too hard, no further one is looked for."""


class Computing(Protocol):
    """What decides whether computed variables fit the inputs that they are computed from."""

    def notice(self) -> None:
        """Look at the variables made since the last question; there may be more of them afterwards."""

    def links(self, variable: int) -> int:
        """The variables that a computed variable's term reads, as a bit set; 0 for any other variable."""

    def home(self, leaf: ir.Node) -> int:
        """The variable of an input or state that a term reads."""

    def check(self, box: Mapping[int, int], budget: Budget) -> Fits | Clash | Undecided:
        """Whether some values of the inputs lie in the box and give computed values that lie in it."""


def decide(space: Space, formula: Formula, budget: Budget, arithmetic: Computing | None = None) -> Answer:
    """Whether some patient makes the formula true."""
    return decide_all(space, [formula], budget, arithmetic)


def decide_all(
    space: Space, formulas: Iterable[Formula], budget: Budget, arithmetic: Computing | None = None
) -> Answer:
    """Whether some patient makes all the formulas true."""
    if arithmetic is not None:
        arithmetic.notice()
    known = _Known(full_masks(space, partial=arithmetic is not None), budget)
    if not known.assert_all(formulas):
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

    def __init__(self, full: Sequence[int], budget: Budget) -> None:
        self.full = full
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
            if not changed or self._budget.reason is not None:
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
        for variable in bits(reads):
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
        met = {id(home[variable]): home[variable] for variable in bits(reads) if variable in home}
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
        for variable in bits(moved & ~largest.reads):
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
    encoder = Encoder(known.box, known.full, clauses, budget)
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
        base = {variable: known.box[variable] for variable in bits(piece.reads) if variable in known.box}
        asked = justified(piece.disjunctions, encoder.box(), known.full, base)
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


def bits(mask: int) -> list[int]:
    """The positions of the bits that are set, ascending."""
    found: list[int] = []
    while mask:
        lowest = mask & -mask
        found.append(lowest.bit_length() - 1)
        mask ^= lowest
    return found
