"""Whom a place can concern at most, one subject at a time: what tells most places of two guidelines apart at once.

Enters: a profile. Leaves: per place a `Reach`: for each input that the way there asks about, the values with which
somebody may come, and the class of places to which just the same patients come.

    when problem is gout and egfr at least 30 mL/min: give …   ->   {problem: gout, egfr: 30 and above}

A set that is told may be too large, never too small: the values of several inputs are not held against each other, and
what no single input decides is left out. So places whose sets have no value in common have no patient in common.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from milligram.compare.conflicts.arriving import coming
from milligram.compare.conflicts.index import Act, Profile
from milligram.interpret.depth import room_for
from milligram.ir import nodes as ir
from milligram.ir.walk import all_statements
from milligram.prove.budget import Budget
from milligram.prove.formula import UNKNOWN, AllOf, AnyOf, Constant, Formula, Space, Spent, Test, Variable
from milligram.prove.intervals import HIGHEST, LOWEST, Cut, Intervals
from milligram.prove.prover import Prover
from milligram.quantity import Conversion

STEPS = 2_000_000
"""So many steps may be spent on the formulas of one guideline; what they leave may concern everybody."""

MOST_WAYS = 4
"""So many ways to come to a place are kept, to guess patients from."""

Subject: TypeAlias = tuple[str, str]
"""``("input", name)``, or ``("years", name)`` of a date."""


@dataclass(frozen=True, slots=True)
class NumberSet:
    """Numbers, and whether it may be unknown."""

    within: Intervals
    unknown: bool

    def meet(self, other: NumberSet) -> NumberSet:
        """What is in both."""
        return NumberSet(self.within & other.within, self.unknown and other.unknown)

    def scaled(self, how: Conversion) -> NumberSet:
        """The same numbers in another unit."""
        if how.factor == 1 and not how.offset:
            return self
        pieces = ((_moved(piece.low, how), _moved(piece.high, how)) for piece in self.within)
        return NumberSet(Intervals.of(pieces), self.unknown)

    def __bool__(self) -> bool:
        return self.unknown or bool(self.within)


def _moved(cut: Cut, how: Conversion) -> Cut:
    return cut if cut.rank else Cut(0, how(cut.value), cut.side)


@dataclass(frozen=True, slots=True)
class WordSet:
    """Words of those ``listed`` (yes and no of a flag), and whether it may be unknown: a word that is not listed is."""

    words: frozenset[str]
    listed: frozenset[str]
    unknown: bool

    def meet(self, other: WordSet) -> WordSet:
        """What is in both, where a word that one of them does not list is unknown to it."""
        words = self.words & other.words
        if self.unknown:
            words |= other.words - self.listed
        if other.unknown:
            words |= self.words - other.listed
        return WordSet(words, self.listed | other.listed, self.unknown and other.unknown)

    def __bool__(self) -> bool:
        return self.unknown or bool(self.words)


Values: TypeAlias = NumberSet | WordSet
Box: TypeAlias = Mapping[Hashable, Values]
"""Per subject the values it may have; a subject that is missing may have any."""


def both(one: Values, other: Values) -> Values | None:
    """What is in both; None where nothing is, and what cannot be compared is what the first is."""
    match one, other:
        case NumberSet(), NumberSet():
            return one.meet(other) or None
        case WordSet(), WordSet():
            return one.meet(other) or None
        case _:
            return one


def joined(one: Box, other: Box) -> dict[Hashable, Values] | None:
    """The box in both; None where it is empty."""
    found = dict(one)
    for key, values in other.items():
        if (mine := found.get(key)) is None:
            found[key] = values
        elif (common := both(mine, values)) is not None:
            found[key] = common
        else:
            return None
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Whom a place concerns at most, by the names of its guideline; None: nobody. ``alike`` numbers what is known of
    it exactly: to places of one number the same patients come. ``ways`` are some ways to come there."""

    box: Mapping[Subject, Values] | None
    alike: int
    ways: tuple[Mapping[Subject, Values], ...] = ()


class Reaches:
    """The reaches of many guidelines, each worked out when first asked for. ``key_of`` says what an input is to
    every guideline; None where that depends on the other one."""

    def __init__(self, key_of: Callable[[Profile, str], Hashable | None]) -> None:
        self._key_of = key_of
        self._numbers: dict[Hashable, int] = {}
        self._known: dict[int, Mapping[int, Reach]] = {}

    def of(self, profile: Profile, act: Act) -> Reach:
        """The reach of a place."""
        known = self._known.get(id(profile))
        if known is None:
            known = self._known[id(profile)] = self._of_profile(profile)
        return known[id(act)]

    def _number(self, what: Hashable) -> int:
        return self._numbers.setdefault(what, len(self._numbers))

    def _of_profile(self, profile: Profile) -> dict[int, Reach]:
        anybody = {id(act): Reach(box={}, alike=self._number((id(profile), id(act)))) for act in profile.acts}
        guideline = profile.guideline
        with room_for(guideline):
            try:
                prover = Prover(guideline, Budget(STEPS), halts=True)
                nodes = {node.id: node for node in all_statements(guideline)}
                formulas = {
                    id(act): prover.space.all_of([*prover.domain, coming(prover, nodes, act)]) for act in profile.acts
                }
            except Spent:
                return anybody
        told = [_told(prover.space, variable) for variable in prover.space.variables]
        signs = [self._sign(profile, variable) for variable in prover.space.variables]
        order = _in_order(formulas.values())
        hulls = _hulls(prover.space, order)
        alike = self._alike(order, signs)
        ways = _ways(order)
        return {
            place: Reach(
                box=_box(told, hulls[formula.number]),
                alike=alike[formula.number],
                ways=tuple(box for way in ways[formula.number] if (box := _box(told, way)) is not None),
            )
            for place, formula in formulas.items()
        }

    def _sign(self, profile: Profile, variable: Variable) -> Hashable:
        """What a variable is to every guideline: its subject by its common key, and its cells; or itself alone."""
        subject = _subject(variable)
        key = None if subject is None else self._key_of(profile, subject[1])
        return (id(profile), variable.index) if key is None or subject is None else (subject[0], key, variable.cells)

    def _alike(self, order: Iterable[Formula], signs: list[Hashable]) -> dict[int, int]:
        """Per formula a number that equal formulas of all guidelines share."""
        found: dict[int, int] = {}
        for each in order:
            sign: Hashable
            match each:
                case Test(variable=variable, mask=mask):
                    sign = "test", signs[variable], mask
                case AllOf(parts=parts):
                    sign = "all", frozenset(found[part.number] for part in parts)
                case AnyOf(parts=parts):
                    sign = "any", frozenset(found[part.number] for part in parts)
                case _:
                    sign = "constant", isinstance(each, Constant) and each.value
            found[each.number] = self._number(sign)
        return found


# --- formulas ---------------------------------------------------------------------------------------------------------


def _in_order(formulas: Iterable[Formula]) -> list[Formula]:
    """Every part of formulas once, parts before wholes."""
    found: dict[int, Formula] = {}
    waiting = list(formulas)
    while waiting:
        one = waiting.pop()
        if one.number not in found:
            found[one.number] = one
            if isinstance(one, AllOf | AnyOf):
                waiting.extend(one.parts)
    return [found[number] for number in sorted(found)]


def _hulls(space: Space, order: Iterable[Formula]) -> dict[int, dict[int, int] | None]:
    """Per formula the cells that each variable may have where it holds; None where it holds nowhere."""
    found: dict[int, dict[int, int] | None] = {}
    for each in order:
        match each:
            case Test(variable=variable, mask=mask):
                found[each.number] = {variable: mask}
            case AllOf(parts=parts):
                found[each.number] = _in_all(found[part.number] for part in parts)
            case AnyOf(parts=parts):
                found[each.number] = _in_any(space, [found[part.number] for part in parts])
            case _:
                found[each.number] = {} if each is space.true else None
    return found


def _in_all(parts: Iterable[dict[int, int] | None]) -> dict[int, int] | None:
    found: dict[int, int] = {}
    for part in parts:
        if part is None:
            return None
        for variable, mask in part.items():
            found[variable] = found.get(variable, mask) & mask
            if not found[variable]:
                return None
    return found


def _in_any(space: Space, parts: Iterable[dict[int, int] | None]) -> dict[int, int] | None:
    held = [part for part in parts if part is not None]
    if not held:
        return None
    first, *others = held
    found: dict[int, int] = {}
    for variable, mask in first.items():
        for other in others:
            mask |= other.get(variable, space.variables[variable].full)
        if mask != space.variables[variable].full:
            found[variable] = mask
    return found


def _ways(order: Iterable[Formula]) -> dict[int, list[dict[int, int]]]:
    """Per formula some of the ways to make it true, a few at most: the cells of each variable."""
    found: dict[int, list[dict[int, int]]] = {}
    for each in order:
        match each:
            case Test(variable=variable, mask=mask):
                found[each.number] = [{variable: mask}]
            case AllOf(parts=parts):
                ways: list[dict[int, int]] = [{}]
                for part in parts:
                    both = (_in_all((one, other)) for one in ways for other in found[part.number])
                    ways = [way for way in both if way is not None][:MOST_WAYS]
                found[each.number] = ways
            case AnyOf(parts=parts):
                found[each.number] = [way for part in parts for way in found[part.number]][:MOST_WAYS]
            case _:
                found[each.number] = [{}] if isinstance(each, Constant) and each.value else []
    return found


# --- cells ------------------------------------------------------------------------------------------------------------


def _subject(variable: Variable) -> Subject | None:
    """The input that a variable is, or whose years it counts; None where it is neither."""
    if variable.opaque is not None:
        return None
    match variable.subject:
        case ir.InputNumber(name=name) | ir.Flag(name=name) | ir.InputWord(name=name):
            return "input", name
        case ir.YearsSince(name=name):
            return "years", name
        case _:
            return None


def _told(space: Space, variable: Variable) -> tuple[Subject, Callable[[int], Values]] | None:
    """The subject of a variable, and the values that a mask of its cells stands for."""
    subject = _subject(variable)
    if subject is None or len(variable.cells) < 2:
        return None
    cells = variable.cells[1:]
    if isinstance(variable.subject, ir.InputNumber | ir.YearsSince):
        return subject, lambda mask: NumberSet(Intervals.of(_pieces(cells, mask)), bool(mask & UNKNOWN))
    names = [_word(cell) for cell in cells]

    def words(mask: int) -> WordSet:
        held = frozenset(name for place, name in enumerate(names, 1) if mask >> place & 1)
        return WordSet(held, frozenset(names), bool(mask & UNKNOWN))

    return subject, words


def _word(cell: object) -> str:
    match cell:
        case bool():
            return "yes" if cell else "no"
        case _:
            return str(cell)


def _pieces(cells: tuple[object, ...], mask: int) -> Iterable[tuple[Cut, Cut]]:
    """The stretches of a mask. What is plausible is another matter on the other side: the ends are left open, and so
    are the gaps between whole numbers."""
    last = len(cells)
    for place, cell in enumerate(cells, 1):
        if mask >> place & 1:
            assert isinstance(cell, tuple)
            yield (LOWEST if place == 1 else cell[0]), (HIGHEST if place == last else cell[1])


def _box(
    told: list[tuple[Subject, Callable[[int], Values]] | None], hull: dict[int, int] | None
) -> dict[Subject, Values] | None:
    if hull is None:
        return None
    found: dict[Subject, Values] = {}
    for variable, mask in hull.items():
        known = told[variable]
        if known is None:
            continue
        subject, values_of = known
        before = found.get(subject)
        values = values_of(mask) if before is None else both(before, values_of(mask))
        if values is None:
            return None
        found[subject] = values
    return found
