"""Where each box of one cluster stands: a row and a column, so that every way can run between them.

Enters: names of boxes and the arrows between them. Leaves: a :class:`Grid`. The way on runs down a column (the heavy
path of ``spine.py``); what leaves it stands to the right, in the row of its question, each exit below the one before
it. A chain beside the column runs on to the right and turns down at a column that is given, so that the same cluster
can be drawn wide or tall.

    a question "a" with the exits "b" (then "c") and "d"  ->  a (0, 0)  b (0, 1)  c (0, 2)
                                                              d (1, 0)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """An edge of the cluster; ``back`` arrows take no part in finding the way on, and of equals those ``aside`` are not
    the way on."""

    name: str
    source: str
    target: str
    back: bool = False
    aside: bool = False


@dataclass(slots=True)
class Grid:
    """Cells by row and column, and the side by which each arrow leaves.

    ``slots`` holds the row in whose gap to the right an arrow that leaves on the right turns and has its label.
    """

    cells: dict[str, tuple[int, int]] = field(default_factory=dict)
    onward: dict[str, str] = field(default_factory=dict)
    """Arrows to the next box of a chain: ``down`` or ``right``."""
    slots: dict[str, int] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)
    """Arrows that leave on the left."""
    below: set[str] = field(default_factory=set)
    """Arrows that leave at the bottom for a box elsewhere."""
    entered_left: set[str] = field(default_factory=set)
    """Boxes whose arrows come from the left; into all others they come from above."""
    order: list[str] = field(default_factory=list)
    """The boxes as they were placed: each after what leads to it, where there is such an order."""

    def rows(self) -> int:
        """How many rows there are, those with labels only included."""
        return 1 + max([row for row, _ in self.cells.values()] + list(self.slots.values()), default=-1)

    def columns(self) -> int:
        """How many columns there are."""
        return 1 + max((column for _, column in self.cells.values()), default=-1)


def placed(
    names: Iterable[str],
    arrows: tuple[Arrow, ...],
    column: tuple[str, ...] = (),
    *,
    turn: int = 5,
    lying: bool = False,
    ahead: Mapping[str, int] | None = None,
) -> Grid:
    """The grid. ``column`` is a way on that is known already; ``turn`` is the last column of a chain that runs to the
    right; a ``lying`` cluster runs to the right from its first box. ``ahead`` says how much more lies behind a box."""
    placer = _Placer(tuple(names), arrows, turn, ahead or {})
    placer.start(column, lying)
    return placer.grid


class _Placer:
    def __init__(self, names: tuple[str, ...], arrows: tuple[Arrow, ...], turn: int, ahead: Mapping[str, int]) -> None:
        self.grid = Grid()
        self._turn = turn
        self._bit = {name: 1 << i for i, name in enumerate(names)}
        self._ahead = [(self._bit[name], more) for name, more in ahead.items()]
        self._after: dict[str, list[Arrow]] = {name: [] for name in names}
        self._before: dict[str, list[str]] = {name: [] for name in names}
        for arrow in arrows:
            self._after[arrow.source].append(arrow)
            if not arrow.back:
                self._before[arrow.target].append(arrow.source)
        self._reach = self._reachable(names)
        self._taken = 0
        self._slots: set[tuple[int, int]] = set()
        self._steep: set[str] = set()

    def start(self, column: tuple[str, ...], lying: bool) -> None:
        """Places the known column, then every box that nothing placed leads to."""
        everything = (1 << len(self._bit)) - 1
        row = 0
        for run in self._runs(column) if lying else [list(column)] if column else []:
            row = self._chain(run, row, 0, everything, 0, lying)
        for wanted in (True, False):  # first those that nothing leads to, then what is left of cycles
            for name in self._bit:
                if not self._taken & self._bit[name] and (not self._before[name] or not wanted):
                    row = self._chain(self._heavy(name, everything), row, 0, everything, 0, lying)

    def _runs(self, column: tuple[str, ...]) -> list[list[str]]:
        """A column in runs that arrows hold together, the last with what follows it."""
        runs: list[list[str]] = []
        for name in column:
            if runs and any(a.target == name and not a.back for a in self._after[runs[-1][-1]]):
                runs[-1].append(name)
            else:
                runs.append([name])
        if runs:
            taken = sum(self._bit[name] for name in column)
            runs[-1] += self._heavy(runs[-1][-1], ~taken & ((1 << len(self._bit)) - 1))[1:]
        return runs

    def _reachable(self, names: tuple[str, ...]) -> dict[str, int]:
        """For each box a mask of those that follow it, itself included; arrows that close a cycle do not count."""
        reach: dict[str, int] = {}
        for root in names:
            waiting: list[tuple[str, bool]] = [(root, False)]
            while waiting:
                name, done = waiting.pop()
                if done:
                    mask = self._bit[name]
                    for arrow in self._after[name]:
                        mask |= 0 if arrow.back else reach.get(arrow.target, 0)
                    reach[name] = mask
                elif name not in reach:
                    reach[name] = self._bit[name]
                    waiting.append((name, True))
                    waiting += [(a.target, False) for a in self._after[name] if a.target not in reach and not a.back]
        return reach

    def _heavy(self, name: str, allowed: int) -> list[str]:
        """The way on from a box: where most of the rest lies; of equals, what is written last."""
        path = [name]
        allowed &= ~self._taken & ~self._bit[name]
        while True:
            best, onward = (-1, False), ""
            for arrow in self._after[path[-1]]:
                if arrow.back or not allowed & self._bit[arrow.target]:
                    continue
                mask = self._reach[arrow.target] & allowed
                ahead = max((more for bit, more in self._ahead if bit & mask), default=0)
                weight = (mask.bit_count() + ahead, not arrow.aside)
                if weight >= best:
                    best, onward = weight, arrow.target
            if not onward:
                return path
            path.append(onward)
            allowed &= ~self._bit[onward]

    def _chain(self, chain: list[str], row: int, column: int, allowed: int, later: int, lying: bool) -> int:
        """Places a chain from a cell on, with all that leaves it; the first row below comes back."""
        for name in chain:
            self._taken |= self._bit[name]
        turn = len(chain) - 1 if lying and column == 0 else self._turn - column
        flat = 0 if column == 0 and not lying else min(max(turn, 0), len(chain) - 1)
        head, tail = chain[:flat], chain[flat:]
        self._join(chain, flat)
        for i, name in enumerate(head):
            self._set(name, row, column + i)
            if i or column:
                self.grid.entered_left.add(name)
        if head or column:
            self.grid.entered_left.add(tail[0])
        exits = [(name, a) for part in (tail, list(reversed(head))) for name in part for a in self._exits(name)]
        following = [later] * (len(exits) + 1)
        for i in range(len(exits) - 1, -1, -1):
            target = exits[i][1].target
            open_still = allowed & ~self._taken & self._bit[target]
            following[i] = following[i + 1] | (self._reach[target] if open_still else 0)
        bottom = self._down(tail, row, column + flat, allowed, exits, following)
        done = sum(len(self._exits(name)) for name in tail)
        bottom = max(bottom, row + 1)
        for name, arrow in exits[done:]:
            done += 1
            at = self.grid.cells[name][1]
            bottom = self._exit(arrow, row, bottom, at, allowed, following[done])
        return bottom

    def _down(
        self,
        tail: list[str],
        row: int,
        column: int,
        allowed: int,
        exits: list[tuple[str, Arrow]],
        following: list[int],
    ) -> int:
        """Places the part of a chain that runs down; what leaves a box starts in its row."""
        free, done = row, 0
        for i, name in enumerate(tail):
            leaving = self._exits(name)
            if i:
                above = [self.grid.cells[source][0] + 1 for source in self._before[name] if source in self.grid.cells]
                row = max([row + 1, *above])
                row = max(row, free) if leaving else row
            self._set(name, row, column)
            below = row
            for arrow in leaving:
                done += 1
                below = self._exit(arrow, row, below, column, allowed, following[done])
            free = max(free, below)
        return max(row + 1, free)

    def _exit(self, arrow: Arrow, row: int, below: int, column: int, allowed: int, later: int) -> int:
        """Settles how an arrow leaves its box in ``row``: to a chain that starts in row ``below``, or to a box that has
        its place. The first row below comes back."""
        grid, name, target = self.grid, arrow.source, arrow.target
        room = allowed & ~self._taken & ~later
        if not arrow.back and room & self._bit[target]:
            while (below, column + 1) in self._slots:
                below += 1
            self._slots.add((below, column + 1))
            grid.slots[arrow.name] = below
            chain = self._heavy(target, room & self._reach[target])
            return self._chain(chain, below, column + 1, room & self._reach[target], later, False)
        if column == 0 and name not in grid.entered_left and not any(a.name in grid.left for a in self._after[name]):
            grid.left.add(arrow.name)
            return max(below, row + 1) if below > row else below
        bottom_taken = name in self._steep or any(a.name in grid.below for a in self._after[name])
        if not bottom_taken:
            grid.below.add(arrow.name)
            return below
        slot = row
        while (slot, column + 1) in self._slots:
            slot += 1
        self._slots.add((slot, column + 1))
        grid.slots[arrow.name] = slot
        return max(below, slot + 1)

    def _join(self, chain: list[str], flat: int) -> None:
        """Notes the arrow from each box of a chain to its next."""
        for i in range(len(chain) - 1):
            if i >= flat:
                self._steep.add(chain[i])
            for arrow in self._after[chain[i]]:
                if arrow.target == chain[i + 1] and not arrow.back:
                    self.grid.onward[arrow.name] = "right" if i < flat else "down"

    def _exits(self, name: str) -> list[Arrow]:
        return [arrow for arrow in self._after[name] if arrow.name not in self.grid.onward]

    def _set(self, name: str, row: int, column: int) -> None:
        self.grid.cells[name] = (row, column)
        self.grid.order.append(name)
        if any(self.grid.onward.get(arrow.name) == "right" for arrow in self._after[name]):
            self._slots.add((row, column + 1))
