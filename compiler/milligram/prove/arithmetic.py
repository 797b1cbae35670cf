"""Whether numbers computed from several inputs fit the inputs.

Enters: masks of computed variables and of the inputs that their terms read. Leaves: exact values of those inputs, or
the masks that clash, or that it is not decided.

    weight in 50 to 60, dose = 5 * weight in 300 and above    ->   Fits(weight 60)
    weight in 50 to under 60, the same dose                   ->   Clash({weight, dose})

Ranges are narrowed forwards and backwards, which finds most clashes; typical values are set one input after another,
each within what the others leave, which finds most solutions; then the box is halved, within bounds; then Z3 is asked
(`milligram.prove.fitting`). A solution is believed when its exact values lie in their cells, and only then. Where a
value does not exist (a division by zero), there is no such patient.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from milligram.ir import nodes as ir
from milligram.prove.answers import Clash, Fits, Undecided
from milligram.prove.budget import Budget
from milligram.prove.domains import Numbers
from milligram.prove.fitting import Leaf, Problem, Wanted, search
from milligram.prove.formula import UNKNOWN, Space, Variable
from milligram.prove.intervals import EVERYTHING, Interval, Intervals
from milligram.prove.programs import NotFollowed, Program

Box = Mapping[int, int]


@dataclass(frozen=True, slots=True)
class _Computed:
    """A computed variable: the step that gives its value, and the leaf steps that it reads."""

    variable: Variable
    step: int
    leaves: tuple[int, ...]


class Arithmetic:
    """The computed variables of a space, and answers already given.

    ``domain`` gives every value an input or a state can have, None where it is not bounded.
    """

    def __init__(self, space: Space, domain: Callable[[ir.Node], Numbers | None]) -> None:
        self._space = space
        self._domain = domain
        self._program = Program()
        self._computed: dict[int, _Computed | None] = {}
        self._plain: dict[ir.Node, Variable] = {}
        self._seen = self._looked = 0
        self._linked: dict[int, int] = {}
        self._domains: dict[int, Numbers] = {}
        self._answers: dict[frozenset[tuple[int, int]], Fits | Clash | Undecided] = {}

    # --- what is computed from what -----------------------------------------------------------------------------------

    def notice(self) -> None:
        """Look at the variables made since the last question; inputs that only terms read get one each."""
        variables = self._space.variables
        while self._seen < len(variables):
            variable = variables[self._seen]
            self._seen += 1
            if not variable.computed and variable.opaque is None:
                self._plain.setdefault(variable.subject, variable)
            if self._seen == len(variables):
                for index in range(self._looked, self._seen):
                    self._link(index)
                self._looked = self._seen

    def _link(self, index: int) -> None:
        if not self._space.variables[index].computed:
            return
        found = self._of(index)
        reads = 1 << index
        for leaf in () if found is None else found.leaves:
            reads |= 1 << self._variable_of(leaf).index
        self._linked[index] = reads

    def links(self, variable: int) -> int:
        """The variables that a computed variable's term reads, as a bit set; 0 for any other variable."""
        return self._linked.get(variable, 0)

    def home(self, leaf: ir.Node) -> int:
        """The variable of an input or state that a term reads."""
        return self._plain[leaf].index

    def _variable_of(self, leaf: int) -> Variable:
        node = self._program.leaves[leaf]
        found = self._plain.get(node)
        if found is None:
            found = self._plain[node] = self._space.variable(node, self._domain_of(leaf).within)
        return found

    def _of(self, index: int) -> _Computed | None:
        if index not in self._computed:
            variable = self._space.variables[index]
            self._computed[index] = None
            if variable.computed:
                try:
                    step = self._program.add(variable.subject)
                except NotFollowed:
                    return None
                leaves = tuple(each for each in self._program.reach([step]) if each in self._program.leaves)
                self._computed[index] = _Computed(variable, step, leaves)
        return self._computed[index]

    def _domain_of(self, leaf: int) -> Numbers:
        if leaf not in self._domains:
            self._domains[leaf] = self._domain(self._program.leaves[leaf]) or Numbers(within=EVERYTHING)
        return self._domains[leaf]

    # --- checking -----------------------------------------------------------------------------------------------------

    def check(self, box: Box, budget: Budget) -> Fits | Clash | Undecided:
        """Whether some values of the inputs lie in the box and give computed values that lie in it."""
        self.notice()
        variables = self._space.variables
        asked: list[_Computed] = []
        for index, mask in box.items():
            if variables[index].computed and mask != variables[index].full:
                found = self._of(index)
                if found is None:
                    return Undecided(reason="a computed number has a part that cannot be followed")
                asked.append(found)
        relevant = {each.variable.index for each in asked}
        relevant |= {self._variable_of(leaf).index for each in asked for leaf in each.leaves}
        key = frozenset((index, box[index]) for index in relevant if index in box)
        kept = self._answers.get(key)
        if kept is not None:
            return kept
        answer = self._check(asked, box, budget)
        if budget.reason is None:
            self._answers[key] = answer
        return answer

    def _check(self, asked: Sequence[_Computed], box: Box, budget: Budget) -> Fits | Clash | Undecided:
        """All values known where they may be; failing that, all unknown that may be."""
        either = [each for each in asked if box[each.variable.index] & UNKNOWN]
        first = self._with_unknown(asked, box, frozenset(), budget)
        if isinstance(first, Fits) or not either:
            return first
        must = {leaf for each in asked if each not in either for leaf in each.leaves}
        unknown = frozenset(
            leaf for each in either for leaf in each.leaves if leaf not in must and self._mask(leaf, box) & UNKNOWN
        )
        second = self._with_unknown(asked, box, unknown, budget)
        if isinstance(second, Clash):
            # which values could be unknown rests on all of the masks
            variables = self._space.variables
            concerned = {each.variable.index for each in asked}
            concerned |= {self._variable_of(leaf).index for each in asked for leaf in each.leaves}
            return Clash(
                variables=frozenset(i for i in concerned if box.get(i, variables[i].full) != variables[i].full)
            )
        return second

    def _mask(self, leaf: int, box: Box) -> int:
        """The cells that a leaf may have."""
        plain = self._variable_of(leaf)
        return box.get(plain.index, plain.full)

    def _with_unknown(
        self, asked: Sequence[_Computed], box: Box, unknown: frozenset[int], budget: Budget
    ) -> Fits | Clash | Undecided:
        """The answer where exactly the ``unknown`` leaves are unknown."""
        cells = {self._variable_of(leaf).index: UNKNOWN for leaf in unknown}
        known: list[_Computed] = []
        for each in asked:
            mask = box[each.variable.index]
            if not unknown.isdisjoint(each.leaves):
                cells[each.variable.index] = UNKNOWN
                if not mask & UNKNOWN:
                    raise AssertionError("an input that must be known was taken as unknown")
            elif mask == UNKNOWN:
                return self._must_be_known(each, box)
            else:
                known.append(each)
        numbers: dict[ir.Node, Fraction] = {}
        for group in _groups(known):
            answer = self._solve(group, box, budget)
            if not isinstance(answer, Fits):
                return answer
            cells.update(answer.box)
            numbers.update(answer.numbers)
        return Fits(box=cells, numbers=numbers)

    def _must_be_known(self, computed: _Computed, box: Box) -> Clash:
        inputs = (self._variable_of(leaf) for leaf in computed.leaves)
        narrowed = {each.index for each in inputs if box.get(each.index, each.full) != each.full}
        return Clash(variables=frozenset({computed.variable.index, *narrowed}))

    def _solve(self, group: Sequence[_Computed], box: Box, budget: Budget) -> Fits | Clash | Undecided:
        leaves: list[Leaf] = []
        for step in dict.fromkeys(leaf for each in group for leaf in each.leaves):
            domain = self._domain_of(step)
            plain = self._variable_of(step)
            mask = box.get(plain.index, plain.full) & plain.known
            within = domain
            if mask != plain.known:
                within = domain.replaced(domain.within & Intervals.of(_cells(plain, mask)))
            leaves.append(Leaf(step, within, domain, None if within is domain else plain.index))
        wanted = [
            Wanted(each.step, tuple(_cells(each.variable, box[each.variable.index])), each.variable.index)
            for each in group
        ]
        problem = Problem(self._program, tuple(leaves), tuple(wanted))
        answer = search(problem, budget)
        if isinstance(answer, (Clash, Undecided)):
            return answer
        cells: dict[int, int] = {}
        numbers: dict[ir.Node, Fraction] = {}
        for leaf in leaves:
            numbers[self._program.leaves[leaf.step]] = answer[leaf.step]
            plain = self._variable_of(leaf.step)
            cells[plain.index] = _cell_of(plain, answer[leaf.step])
        for each, cell in zip(group, problem.cells(answer) or (), strict=True):
            index = each.variable.cells.index(cell)
            cells[each.variable.index] = 1 << index
        return Fits(box=cells, numbers=numbers)


def _cells(variable: Variable, mask: int) -> list[Interval]:
    """The stretches of numbers in a mask."""
    return [cell for i, cell in enumerate(variable.cells) if mask >> i & 1 and isinstance(cell, Interval)]


def _cell_of(variable: Variable, value: Fraction) -> int:
    """The mask of the cell that holds a value."""
    for index, cell in enumerate(variable.cells):
        if isinstance(cell, Interval) and cell.holds(value):
            return 1 << index
    return variable.known


def _groups(computed: Sequence[_Computed]) -> list[list[_Computed]]:
    """Computed variables that share an input, directly or not, together."""
    groups: list[tuple[set[int], list[_Computed]]] = []
    for each in computed:
        leaves, members = set(each.leaves), [each]
        apart = []
        for group in groups:
            if group[0].isdisjoint(leaves):
                apart.append(group)
            else:
                leaves |= group[0]
                members = [*group[1], *members]
        groups = [*apart, (leaves, members)]
    return [members for _, members in groups]
