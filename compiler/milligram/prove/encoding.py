"""Formulas as clauses, and what of a formula a found box needs.

Enters: disjunctions that must hold, within a box that is known already. Leaves: clauses for `milligram.prove.clauses`;
and back from what the search found, the widest masks that still make the formulas true.

    a or (b and c)      ->   (a or p), where p must hold: b, c
    found: a, b and c   ->   a alone is enough
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from weakref import WeakKeyDictionary

from milligram.prove.budget import Budget
from milligram.prove.clauses import ASKED, FREE, Clause, Clauses, Literal
from milligram.prove.formula import UNKNOWN, AllOf, AnyOf, Formula, Space, Test

_FULL: WeakKeyDictionary[Space, tuple[list[int], list[int]]] = WeakKeyDictionary()


def full_masks(space: Space, *, partial: bool = False) -> list[int]:
    """The mask of all cells of each variable; one list for a space, which grows with it.

    With ``partial``, a computed variable has one more cell, which no test allows: a patient whose number does not exist
    (a division by zero) is a patient all the same, where nothing needs that number.
    """
    whole, lacking = _FULL.setdefault(space, ([], []))
    for variable in space.variables[len(whole) :]:
        whole.append(variable.full)
        lacking.append(variable.full | (variable.full + 1 if variable.computed else 0))
    return lacking if partial else whole


class Encoder:
    """Turns formulas into clauses, each distinct part once, leaving out what the known box settles."""

    def __init__(self, known: Mapping[int, int], full: Sequence[int], clauses: Clauses, budget: Budget) -> None:
        self._known = known
        self._full = full
        self._clauses = clauses
        self._budget = budget
        self._locals: dict[int, int] = {}
        self._literals: dict[int, Literal | bool] = {}

    def local(self, variable: int) -> int:
        """The number of a variable in the clauses."""
        found = self._locals.get(variable)
        if found is None:
            mask = self._known.get(variable, self._full[variable])
            found = self._locals[variable] = self._clauses.variable(mask)
        return found

    def box(self) -> dict[int, int]:
        """The known box, narrowed to what the search found."""
        now = dict(self._known)
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
        now = self._known.get(test.variable, self._full[test.variable])
        if not now & test.mask:
            return False
        return True if not now & ~test.mask else (self.local(test.variable), test.mask)

    def _settled_by_tests(self, formula: AllOf | AnyOf) -> bool | None:
        """What a formula comes to by its own tests alone, before anything inside it is looked at."""
        box = self._known
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


def justified(
    formulas: Iterable[Formula], box: Mapping[int, int], full: Sequence[int], base: Mapping[int, int]
) -> dict[int, int]:
    """Masks, within those of ``base``, that make the formulas true and hold the box: as wide as the tests allow."""
    truth = Truth(box, full)
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


class Truth:
    """Which formulas are true throughout a box."""

    def __init__(self, box: Mapping[int, int], full: Sequence[int]) -> None:
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
