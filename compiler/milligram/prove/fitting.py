"""Values of inputs that put every computed number where it is wanted.

Enters: inputs with what each may be, and terms over them with the cells that they must lie in. Leaves: exact values, by
leaf; or the variables whose masks clash; or that it is not decided.

    weight 50 to 60, height 1.5 to 2;  weight / height ^ 2 in 25 and above   ->   height 1.5, weight 58

Method: branch and prune: narrow, guess within what is left, halve, again. What is still open after `_MOST_BOXES` halves
is put to Z3.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from milligram.prove import bounds, by_z3
from milligram.prove.answers import Clash, Nobody, Undecided
from milligram.prove.bounds import Range
from milligram.prove.budget import Budget
from milligram.prove.domains import Numbers
from milligram.prove.intervals import Interval, Intervals
from milligram.prove.programs import Program
from milligram.prove.typical import span_of, typical_number
from milligram.quantity import Number, exact

_MOST_BOXES = 48
"""How often the box is halved before Z3 is asked."""
_MOST_GUESSES = 80
"""Values tried in the whole box; in each half, a few."""
_MOST_LEAVES = 200
"""Inputs set one after another; with more, Z3 is asked at once."""
_MOST_TO_EXPLAIN = 16
"""A clash of more masks than this is not made smaller."""

State = dict[int, tuple[Range, ...]]
"""Per leaf, the stretches in which it may lie."""


@dataclass(frozen=True)
class Leaf:
    """What the leaf at a step may be; ``domain`` is that without the mask asked of ``variable``, None where none is."""

    step: int
    within: Numbers
    domain: Numbers
    variable: int | None


@dataclass(frozen=True)
class Wanted:
    """The value of a step must lie in one of the cells; ``variable`` is whose mask says so."""

    step: int
    cells: tuple[Interval, ...]
    variable: int

    @cached_property
    def runs(self) -> tuple[Range, ...]:
        """The cells, neighbours joined."""
        return tuple(bounds.range_of(piece) for piece in Intervals.of(self.cells))


@dataclass(frozen=True)
class Problem:
    """Inputs, and what is wanted of the numbers computed from them."""

    program: Program
    leaves: tuple[Leaf, ...]
    wanted: tuple[Wanted, ...]

    @cached_property
    def order(self) -> list[int]:
        """The steps that matter."""
        return self.program.reach([*(each.step for each in self.wanted), *(leaf.step for leaf in self.leaves)])

    @cached_property
    def steps(self) -> dict[int, Fraction | None]:
        """Per leaf, what its values are multiples of."""
        return {leaf.step: leaf.domain.step for leaf in self.leaves}

    def cells(self, inputs: Mapping[int, Fraction]) -> tuple[Interval, ...] | None:
        """The cell of each wanted number; None where one lies in no cell that is wanted, or has no value.

        Raises `Undecided` of quantity where 2000 digits do not tell.
        """
        try:
            values = self.program.values(self.order, inputs)
        except exact.Undefined:
            return None
        found = [_cell(each.cells, values[each.step]) for each in self.wanted]
        return None if None in found else tuple(cell for cell in found if cell is not None)


def search(problem: Problem, budget: Budget) -> dict[int, Fraction] | Clash | Undecided:
    """Values of the leaves that put every number in its cells."""
    start: State = {leaf.step: _pieces(leaf.within) for leaf in problem.leaves}
    root = narrowed(problem, start, budget)
    if root is None:
        return _explained(problem, budget)
    trial = _Search(problem, budget)
    found = trial.guess(root, _MOST_GUESSES)
    if found is None:
        found = trial.halve(root)
    if found is not None:
        return found
    if budget.reason is not None:
        return Undecided(reason=budget.reason)
    if not trial.left_open:
        return Clash(variables=_concerned(problem))
    answer = by_z3.values(problem.program, problem.order, root, problem.steps, _runs(problem), budget)
    match answer:
        case Nobody():
            return Clash(variables=_concerned(problem))
        case Undecided():
            return answer
    try:
        believed = problem.cells(answer) is not None and all(
            any(bounds.holds(piece, answer[leaf]) for piece in pieces) for leaf, pieces in root.items()
        )
    except exact.Undecided:
        believed = False
    return dict(answer) if believed else Undecided(reason="no exact values were found for what is computed")


def narrowed(problem: Problem, state: State, budget: Budget) -> State | None:
    """What is left of the inputs; None where nothing is."""
    known: dict[int, Range] = {}
    for leaf, pieces in state.items():
        whole = bounds.hull(pieces)
        if whole is None:
            return None
        known[leaf] = whole
    for step, runs in _runs(problem):
        whole = bounds.hull(runs)
        both = None if whole is None else bounds.meet(whole, known.get(step, bounds.EVERY))
        if both is None:
            return None
        known[step] = both
    for _ in range(4):
        budget.spend(40 * len(problem.order))
        ranges = problem.program.narrowed(problem.order, known)
        if ranges is None:
            return None
        state = {leaf: tuple(_met(pieces, ranges[leaf], problem.steps[leaf])) for leaf, pieces in state.items()}
        tighter: dict[int, Range] = {}
        for step, runs in [*state.items(), *((step, tuple(_met(runs, ranges[step]))) for step, runs in _runs(problem))]:
            whole = bounds.hull(runs)
            if whole is None:
                return None
            tighter[step] = whole if step not in tighter else bounds.meet(whole, tighter[step]) or whole
        if all(tighter[step] == ranges[step] for step in tighter):
            break
        known = {**ranges, **tighter}
    return state


class _Search:
    """Guesses and halves; ``left_open`` where some part of the box was neither solved nor ruled out."""

    def __init__(self, problem: Problem, budget: Budget) -> None:
        self._problem = problem
        self._budget = budget
        self._guesses = 0
        # what comes last is solved for: let that be an input that need not be whole
        self._plausible = {leaf.step: span_of(leaf.domain) for leaf in problem.leaves}
        self._leaves = sorted(problem.steps, key=lambda leaf: problem.steps[leaf] is None)
        self.left_open = False

    def guess(self, state: State, most: int) -> dict[int, Fraction] | None:
        """Values found by setting one leaf after another; first only such as end within a few digits."""
        if len(self._leaves) > _MOST_LEAVES:
            return None
        for short in (True, False):
            self._guesses = most
            found = self._set(state, 0, short)
            if found is not None:
                return found
        return None

    def _set(self, state: State, index: int, short: bool) -> dict[int, Fraction] | None:
        if index == len(self._leaves):
            return self._solution(state)
        leaf = self._leaves[index]
        for value in _candidates(state[leaf], self._problem.steps[leaf], self._plausible[leaf]):
            if short and not _ends_soon(value):
                continue
            if self._guesses <= 0 or self._budget.reason is not None:
                return None
            self._guesses -= 1
            left = narrowed(self._problem, {**state, leaf: (bounds.point(value),)}, self._budget)
            found = None if left is None else self._set(left, index + 1, short)
            if found is not None:
                return found
        return None

    def _solution(self, state: State) -> dict[int, Fraction] | None:
        values = {leaf: pieces[0].low for leaf, pieces in state.items()}
        inputs = {leaf: value for leaf, value in values.items() if value is not None}
        try:
            return inputs if self._problem.cells(inputs) is not None else None
        except exact.Undecided:
            return None

    def halve(self, root: State) -> dict[int, Fraction] | None:
        """Values found by halving the box; None where there are none, or it is left open."""
        waiting = [root]
        for _ in range(_MOST_BOXES if len(self._leaves) <= _MOST_LEAVES else 0):
            if not waiting or self._budget.reason is not None:
                break
            state = waiting.pop()
            halves = _halves(state, self._problem.steps)
            if halves is None:
                self.left_open |= not self._ruled_out(state)
                continue
            for half in halves:
                left = narrowed(self._problem, half, self._budget)
                if left is None:
                    continue
                found = self.guess(left, len(self._leaves) + 1)
                if found is not None:
                    return found
                waiting.append(left)
        self.left_open |= bool(waiting)
        return None

    def _ruled_out(self, state: State) -> bool:
        """Whether a single point is no solution, exactly."""
        try:
            return self._problem.cells({leaf: pieces[0].low or Fraction(0) for leaf, pieces in state.items()}) is None
        except exact.Undecided:
            return False


def _runs(problem: Problem) -> list[tuple[int, tuple[Range, ...]]]:
    return [(each.step, each.runs) for each in problem.wanted]


def _concerned(problem: Problem) -> frozenset[int]:
    narrowed_leaves = {leaf.variable for leaf in problem.leaves if leaf.variable is not None}
    return frozenset({*narrowed_leaves, *(each.variable for each in problem.wanted)})


def _explained(problem: Problem, budget: Budget) -> Clash:
    """As few of the masks as clash by narrowing alone: each is left out in turn."""
    concerned = _concerned(problem)
    if len(concerned) > _MOST_TO_EXPLAIN:
        return Clash(variables=concerned)
    for variable in sorted(concerned):
        fewer = concerned - {variable}
        relaxed = Problem(
            problem.program, problem.leaves, tuple(each for each in problem.wanted if each.variable in fewer)
        )
        state = {leaf.step: _pieces(leaf.within if leaf.variable in fewer else leaf.domain) for leaf in problem.leaves}
        if relaxed.wanted and narrowed(relaxed, state, budget) is None:
            concerned = fewer
    return Clash(variables=concerned)


def _pieces(numbers: Numbers) -> tuple[Range, ...]:
    return tuple(bounds.range_of(piece) for piece in numbers.within)


def _met(pieces: Sequence[Range], within: Range, step: Fraction | None = None) -> Iterator[Range]:
    for piece in pieces:
        both = bounds.meet(piece, within)
        if both is not None and step is not None:
            both = bounds.snapped(both, step)
        if both is not None:
            yield both


def _cell(cells: Sequence[Interval], value: Number) -> Interval | None:
    """The cell that holds a number."""
    for cell in cells:
        inside = True
        for cut, side in ((cell.low, 1), (cell.high, -1)):
            if cut.rank == 0 and inside:
                sign = exact.compare(value, cut.value)
                inside = sign == side or (sign == 0 and cut.side == -side)
        if inside:
            return cell
    return None


def _candidates(pieces: Sequence[Range], step: Fraction | None, plausible: Interval | None) -> Iterator[Fraction]:
    """Typical values of what is left, then ends and quarters; ``plausible`` is all that the leaf can be."""
    seen: set[Fraction] = set()
    widest = sorted(pieces, key=lambda one: one.low is not None and one.high is not None)
    for piece in widest:
        for value in _of_piece(piece, step, plausible):
            if value not in seen and bounds.holds(piece, value) and (step is None or value % step == 0):
                seen.add(value)
                yield value


def _of_piece(piece: Range, step: Fraction | None, plausible: Interval | None) -> Iterator[Fraction]:
    yield typical_number(bounds.interval_of(piece), step, plausible)
    low, high = piece.low, piece.high
    if low is not None:
        yield low
    if high is not None:
        yield high
    if low is not None and high is not None and high > low:
        for part in (Fraction(1, 4), Fraction(3, 4), Fraction(1, 16), Fraction(15, 16)):
            cut = low + (high - low) * part
            half = (high - low) / 32
            yield (
                typical_number(bounds.interval_of(Range(cut - half, True, cut + half, True)), None)
                if step is None
                else (cut // step * step)
            )
    else:
        middle = low if low is not None else high if high is not None else Fraction(0)
        for far in (1, 10, 100, 1000, 10**6):
            yield Fraction((middle // far + 1) * far if high is None else -((-middle) // far + 1) * far)


def _ends_soon(value: Fraction) -> bool:
    """Whether a number can be written with up to six digits behind the point."""
    return 10**6 % value.denominator == 0


def _halves(state: State, steps: Mapping[int, Fraction | None]) -> tuple[State, State] | None:
    """The box in two, across the leaf with most pieces, else the widest; None where every leaf has one value."""
    several = [leaf for leaf, pieces in state.items() if len(pieces) > 1]
    if several:
        leaf = max(several, key=lambda each: len(state[each]))
        half = len(state[leaf]) // 2
        return {**state, leaf: state[leaf][:half]}, {**state, leaf: state[leaf][half:]}
    wide = [leaf for leaf, pieces in state.items() if not bounds.is_point(pieces[0])]
    if not wide:
        return None
    leaf = max(wide, key=lambda each: _width(state[each][0]))
    piece = state[leaf][0]
    middle = _middle(piece)
    step = steps[leaf]
    if step is not None:
        middle = middle // step * step
        after = Range(middle + step, True, piece.high, piece.high_in)
    else:
        after = Range(middle, False, piece.high, piece.high_in)
    return {**state, leaf: (Range(piece.low, piece.low_in, middle, True),)}, {**state, leaf: (after,)}


def _width(piece: Range) -> tuple[bool, Fraction]:
    """How wide a stretch is against its size; endless ones first."""
    if piece.low is None or piece.high is None:
        return True, Fraction(0)
    return False, (piece.high - piece.low) / (1 + max(abs(piece.low), abs(piece.high)))


def _middle(piece: Range) -> Fraction:
    low, high = piece.low, piece.high
    if low is None and high is None:
        return Fraction(0)
    if low is None:
        assert high is not None
        return high - 10 * max(abs(high), Fraction(1))
    if high is None:
        return low + 10 * max(abs(low), Fraction(1))
    return (low + high) / 2
