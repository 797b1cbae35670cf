"""Conflict-driven search over clauses of cell tests.

Enters: variables with a mask of possible cells, and clauses, each a list of literals ``(variable, mask)``, "the
variable lies in the mask". Leaves: masks that make every clause true that has to be, or that there are none.

    x in {1, 2, 3};  (x in {1}) or (y in {2});  (x in {2, 3}) or (y in {1})      ->   x {1}, y {1}

Method: the search of SAT solvers (two watched literals, learning at the first unique implication point, jumping back:
Marques-Silva and Sakallah, GRASP, 1999; Moskewicz and others, Chaff, 2001) with masks for signs. From ``A or x in m``
and ``B or x in n`` follows ``A or B or x in m & n``; two literals of one variable in a clause are joined to one.

Some variables stand for a part of the formula (cell 0: nothing asked of it, cell 1: it must hold). A clause that
defines such a part needs to be true only where the part must hold: the others are never decided on.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TypeAlias

from milligram.prove.budget import Budget
from milligram.prove.formula import UNKNOWN

Literal: TypeAlias = tuple[int, int]
Clause: TypeAlias = list[Literal]

ASKED = 2
"""The mask of a part that must hold."""
FREE = 1
"""The mask of a part of which nothing is asked."""
_CANDIDATES = 12
"""How many open clauses are weighed before one is branched on."""


class Clauses:
    """A search in progress: add variables and clauses, `solve`, `refute` what was found, `solve` again."""

    def __init__(self, budget: Budget) -> None:
        self.box: list[int] = []
        self.unsatisfiable = False
        self._budget = budget
        self._watches: list[list[Clause]] = []
        self._history: list[list[int]] = []
        """Per variable, where on the trail it was narrowed."""
        self._trail: list[tuple[int, int, Clause | None]] = []
        """The variable, its mask before, and the clause that forced it; None for a decision."""
        self._levels: list[tuple[int, int, int]] = []
        """Per decision: the lengths of the trail and the agenda before it, and the first open clause then."""
        self._agenda: list[Clause] = []
        """The clauses that must be true."""
        self._open = 0
        """All clauses of the agenda before this one are true."""
        self._definitions: dict[int, Clause] = {}
        self._costs: list[int] = []
        self._activity: list[float] = []
        self._bump = 1.0
        self._next = 0
        """Up to where the trail was propagated."""

    # --- building -----------------------------------------------------------------------------------------------------

    def variable(self, mask: int, cost: int = -1) -> int:
        """A new variable with its possible cells. For a part of the formula, ``cost`` is what its choice is worth
        avoiding: how many values it makes unknown."""
        self.box.append(mask)
        self._watches.append([])
        self._history.append([])
        self._costs.append(cost)
        self._activity.append(0.0)
        return len(self.box) - 1

    def require(self, clause: Clause) -> None:
        """A clause that must be true."""
        if len(clause) > 1:
            self._agenda.append(clause)
        self._attach(clause)

    def define(self, part: int, choices: Clause) -> None:
        """Where ``part`` must hold, one of the choices must."""
        clause = [(part, FREE), *choices]
        self._definitions[part] = clause
        self._attach(clause)

    def imply(self, part: int, literal: Literal) -> None:
        """Where ``part`` must hold, the literal must."""
        self._attach([(part, FREE), literal])

    def cost(self, literal: Literal) -> int:
        """How many values a choice makes unknown, at least."""
        variable, mask = literal
        cost = self._costs[variable]
        return cost if cost >= 0 else int(self.box[variable] & mask == UNKNOWN)

    def _attach(self, clause: Clause) -> None:
        if len(clause) > 1:
            self._watches[clause[0][0]].append(clause)
            self._watches[clause[1][0]].append(clause)
        elif not clause or not self._narrow(*clause[0], None):
            self.unsatisfiable = True

    # --- searching ----------------------------------------------------------------------------------------------------

    def solve(self) -> bool | None:
        """True: ``box`` makes every required clause true; False: nothing does; None: the budget is spent."""
        while not self.unsatisfiable:
            conflict = self._propagate()
            if self._budget.reason is not None:
                return None
            if conflict is not None:
                self._learn(conflict)
                continue
            choice = self._choice()
            if choice is None:
                return True
            self._levels.append((len(self._trail), len(self._agenda), self._open))
            self._narrow(*choice, None)
        return False

    def refute(self, clause: Clause) -> None:
        """Add a clause that is false in the present box, and leave that box."""
        self._learn(clause)

    def _narrow(self, variable: int, mask: int, reason: Clause | None) -> bool:
        before = self.box[variable]
        after = before & mask
        if not after:
            return False
        if after != before:
            self.box[variable] = after
            self._history[variable].append(len(self._trail))
            self._trail.append((variable, before, reason))
            if after == ASKED and self._costs[variable] >= 0:
                definition = self._definitions.get(variable)
                if definition is not None:
                    self._agenda.append(definition)
        return True

    def _propagate(self) -> Clause | None:
        """Narrow by every clause with one literal left; a clause with none left, if there is one."""
        box, trail, looks = self.box, self._trail, 1
        while self._next < len(trail):
            variable = trail[self._next][0]
            self._next += 1
            now = box[variable]
            watching = self._watches[variable]
            kept = 0
            looks += len(watching)
            for position, clause in enumerate(watching):
                if clause[0][0] == variable:
                    clause[0], clause[1] = clause[1], clause[0]
                if now & clause[1][1] or not box[clause[0][0]] & ~clause[0][1]:
                    watching[kept] = clause
                    kept += 1
                    continue
                for index in range(2, len(clause)):
                    other, mask = clause[index]
                    if box[other] & mask:
                        clause[1], clause[index] = clause[index], clause[1]
                        self._watches[other].append(clause)
                        break
                else:
                    watching[kept] = clause
                    kept += 1
                    if not self._narrow(*clause[0], clause):
                        watching[kept:] = watching[position + 1 :]
                        self._budget.spend(looks)
                        return clause
            del watching[kept:]
        self._budget.spend(looks)
        return None

    def _choice(self) -> Literal | None:
        """What to try next: in the most constrained of the first open clauses, what keeps most values known."""
        box, agenda, activity = self.box, self._agenda, self._activity
        best: tuple[float, int] | None = None
        chosen: Clause = []
        seen, first = 0, None
        for index in range(self._open, len(agenda)):
            left: Clause = []
            liveliest = 0.0
            for literal in agenda[index]:
                variable, mask = literal
                possible = box[variable] & mask
                if possible == box[variable]:
                    break
                if possible:
                    left.append(literal)
                    liveliest = max(liveliest, activity[variable])
            else:
                first = index if first is None else first
                key = (-liveliest, len(left))
                if best is None or key < best:
                    best, chosen = key, left
                seen += 1
                if seen == _CANDIDATES:
                    break
        self._budget.spend(len(agenda) - self._open)
        self._open = len(agenda) if first is None else first
        if not chosen:
            return None
        return min(chosen, key=self._avoided)

    def _avoided(self, literal: Literal) -> tuple[int, int]:
        return (self.cost(literal), self._costs[literal[0]])

    # --- learning -----------------------------------------------------------------------------------------------------

    def _learn(self, conflict: Clause) -> None:
        """Add what follows from a clause that is false now, and go back to where it leaves one choice."""
        latest = max((self._falsified(*literal) for literal in conflict), default=-1)
        level = self._level_of(latest)
        if level == 0:
            self.unsatisfiable = True
            return
        self._back_to(level)
        learned, places = self._implied(conflict)
        # the literal that will be forced first, then the one that was false last before it
        order = sorted(learned, key=lambda variable: -places[variable])
        clause = [(variable, learned[variable]) for variable in order]
        self._back_to(self._level_of(places[order[1]]) if len(order) > 1 else 0)
        if len(clause) > 1:
            self._attach(clause)
        if not self._narrow(*clause[0], clause):
            raise AssertionError("a learned clause is false where it should force a value")
        self._bump *= 1.05
        if self._bump > 1e100:
            self._activity = [value * 1e-100 for value in self._activity]
            self._bump *= 1e-100

    def _implied(self, conflict: Clause) -> tuple[dict[int, int], dict[int, int]]:
        """A clause that follows from the conflict and has one literal made false at the present level.

        As masks per variable, and where on the trail each became false. Facts (level 0) are left out.
        """
        facts, start = self._levels[0][0], self._levels[-1][0]
        masks: dict[int, int] = {}
        places: dict[int, int] = {}
        here = 0
        waiting = list(conflict)
        index = len(self._trail)
        while True:
            for variable, mask in waiting:
                joined = masks.get(variable, 0) | mask
                place = self._falsified(variable, joined)
                if place < facts:
                    continue
                here += (place >= start) - (places.get(variable, -1) >= start)
                masks[variable], places[variable] = joined, place
                self._activity[variable] += self._bump
            index -= 1
            while places.get(self._trail[index][0]) != index:
                index -= 1
            if here == 1:
                return masks, places
            variable, _, reason = self._trail[index]
            assert reason is not None, "a decision is the only literal of its level that is left"
            mask = masks.pop(variable)
            del places[variable]
            here -= 1
            waiting = [(other, its & mask if other == variable else its) for other, its in reason]
            waiting = [literal for literal in waiting if literal[1]]

    def _falsified(self, variable: int, mask: int) -> int:
        """Where on the trail the variable left the mask; -1 where it never was in it."""
        for index in reversed(self._history[variable]):
            if self._trail[index][1] & mask:
                return index
        return -1

    def _level_of(self, index: int) -> int:
        """How many decisions stand on the trail up to an index."""
        return bisect_right(self._levels, index, key=lambda level: level[0])

    def _back_to(self, level: int) -> None:
        if level >= len(self._levels):
            return
        length, agenda, self._open = self._levels[level]
        del self._levels[level:]
        del self._agenda[agenda:]
        for variable, before, _ in reversed(self._trail[length:]):
            self.box[variable] = before
            self._history[variable].pop()
        del self._trail[length:]
        self._next = min(self._next, length)
