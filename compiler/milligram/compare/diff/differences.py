"""Where two guidelines say something else, as formulas.

Enters: what each side of a product says. Leaves: `Difference`s: a piece of advice, and for whom one side alone says it
(or both say it differently). Formulas are kept as one object when they are equal, so that what nobody touched costs
nothing here.

    left: give a when x, right: give a when x and y   ->   Difference(("give", "a"), "lost", x and not (x and y))
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal as L
from typing import TypeAlias

from milligram.compare.diff.advice import ORDERED, Key, Keys
from milligram.compare.diff.sayings import Saying, Sayings
from milligram.ir import nodes as ir
from milligram.ir.same import meaning as content
from milligram.ir.walk import inputs_read
from milligram.prove.formula import AllOf, AnyOf, Formula
from milligram.prove.intervals import Intervals
from milligram.prove.prover import Prover
from milligram.prove.terms import values_of

Sign: TypeAlias = L["lost", "gained", "changed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """``key`` is said by the left alone ("lost"), by the right alone ("gained"), or by both in another way
    ("changed": a report, or the order). ``whole`` is everybody to whom that side says it. ``doubt`` says in words why
    nobody may be found although somebody was. ``last``: it takes long to search, and is asked for after the others.
    ``computed``: its amounts are worked out for each patient."""

    key: Key
    sign: Sign
    where: Formula
    whole: Formula
    doubt: str | None = None
    last: bool = False
    computed: bool = False

    @property
    def plain(self) -> Key:
        """The key without the count of ways to work its amounts out."""
        return self.key[:-1] if self.key[0] == "give" and isinstance(self.key[-1], _Variant) else self.key


class _Variant(int):
    """Which of several ways to work the amounts of a give out."""


class Differences:
    """Compares two sides."""

    def __init__(self, prover: Prover, keys: Keys, left: Sayings, right: Sayings) -> None:
        self.prover = prover
        self.keys = keys
        self.space = prover.space
        self.meaning = prover.meaning
        self.guideline = prover.guideline
        self.left = left
        self.right = right

    def all(self) -> list[Difference]:
        """Every one that is not false on its face."""
        found = [*self._undefined(), *self._advice(), *self._asked(), *self._reports(), *self._order()]
        kept = [each for each in found if each.where is not self.space.false]
        turned = sum(each.key[0] == "turned" for each in kept)
        if turned <= _MOST_TURNED:
            return kept
        return [replace(each, last=True) if each.key[0] == "turned" else each for each in kept]

    def _less(self, one: Formula, other: Formula) -> Formula:
        """One without the other. What both have in common is taken out first, so that nothing is searched for where
        nobody changed anything."""
        space = self.space
        if one is other:
            return space.false
        match one, other:
            case (AnyOf(parts=mine), AnyOf(parts=theirs)):
                one = space.any_of(part for part in mine if part not in theirs)
            case (AllOf(parts=mine), AllOf(parts=theirs)):
                other = space.all_of(part for part in theirs if part not in mine)
            case (_, AnyOf(parts=theirs)) if one in theirs:
                return space.false
            case (AnyOf(parts=mine), _) if other in mine:
                one = space.any_of(part for part in mine if part is not other)
            case _:
                pass
        return space.all_of([one, space.negation(other)])

    def _apart(self, one: Formula, other: Formula) -> Formula:
        if one is other:
            return self.space.false
        return self.space.any_of([self._less(one, other), self._less(other, one)])

    # --- advice -------------------------------------------------------------------------------------------------------

    def _advice(self) -> Iterator[Difference]:
        ours, theirs = _by_key(self.left.said), _by_key(self.right.said)
        for key in dict.fromkeys((*ours, *theirs)):
            mine, others = self._variants(ours.get(key, [])), self._variants(theirs.get(key, []))
            yield from self._one_way(key, "lost", mine, others)
            yield from self._one_way(key, "gained", others, mine)

    def _variants(self, said: list[Saying]) -> list[tuple[tuple[ir.AnyNumber, ...], Formula]]:
        """Who is told a key, apart for each way to work its amounts out."""
        found: dict[object, tuple[tuple[ir.AnyNumber, ...], list[Formula]]] = {}
        for each in said:
            found.setdefault(content(each.amounts), (each.amounts, []))[1].append(each.where)
        return [(amounts, self.space.any_of(where)) for amounts, where in found.values()]

    def _one_way(
        self,
        key: Key,
        sign: Sign,
        mine: list[tuple[tuple[ir.AnyNumber, ...], Formula]],
        others: list[tuple[tuple[ir.AnyNumber, ...], Formula]],
    ) -> Iterator[Difference]:
        for number, (amounts, where) in enumerate(mine):
            said = [self.space.all_of([there, self._equal(amounts, other)]) for other, there in others]
            full: Key = (*key, _Variant(number)) if amounts else key
            computed = any(inputs_read(each, self.guideline) for each in amounts)
            alone = self._less(where, self.space.any_of(said))
            yield Difference(key=full, sign=sign, where=alone, whole=where, computed=computed)

    def _equal(self, one: tuple[ir.AnyNumber, ...], other: tuple[ir.AnyNumber, ...]) -> Formula:
        """Where the amounts of two gives of one key are certainly equal."""
        return self.space.all_of(
            self.space.true if content(a) == content(b) else self._same_row(a, b) or self._band(a, b)[0]
            for a, b in zip(one, other, strict=True)
        )

    def _by_value(
        self,
        first: ir.Table | ir.DefinedCases,
        one: str,
        second: ir.Table | ir.DefinedCases,
        other: str,
        how: Callable[[Formula, Formula], Formula],
    ) -> Iterator[Formula]:
        """Per value, where one row of each table that gives it is true, the two put together."""
        sides: list[dict[object, Formula]] = []
        for home, name in ((first, one), (second, other)):
            ways: dict[object, list[Formula]] = {}
            for value, true in zip(values_of(home, name), self.meaning.cases(home).true, strict=True):
                ways.setdefault(content(value), []).append(true)
            sides.append({value: self.space.any_of(where) for value, where in ways.items()})
        mine, theirs = sides
        for each in dict.fromkeys((*mine, *theirs)):
            yield how(mine.get(each, self.space.false), theirs.get(each, self.space.false))

    def _other_row(
        self, first: ir.Table | ir.DefinedCases, one: str, second: ir.Table | ir.DefinedCases, other: str
    ) -> Formula:
        """Where two tables have a true row each, with another value."""
        some = [self.space.any_of(self.meaning.cases(home).true) for home in (first, second)]
        alike = self._by_value(first, one, second, other, lambda a, b: self.space.all_of([a, b]))
        return self.space.all_of([*some, self.space.negation(self.space.any_of(alike))])

    def _same_row(self, one: ir.AnyNumber, other: ir.AnyNumber) -> Formula | None:
        """Where two long tables have a true row each with one value; None for all other numbers."""
        if not (isinstance(one, ir.NamedNumber) and isinstance(other, ir.NamedNumber)):
            return None
        homes = self.guideline.named_by_name.get(one.name), self.guideline.named_by_name.get(other.name)
        match homes:
            case ((ir.Table() | ir.DefinedCases() as first), (ir.Table() | ir.DefinedCases() as second)):
                if not _long(first, second):
                    return None
                names = one.name, other.name
                return self.space.any_of(
                    self._by_value(first, names[0], second, names[1], lambda a, b: self.space.all_of([a, b]))
                )
            case _:
                return None

    def _band(self, one: ir.AnyNumber, other: ir.AnyNumber) -> tuple[Formula, Formula]:
        """Where two numbers are certainly equal, and certainly not."""
        bound = ir.Bound(value=other, included=True)
        truth = self.meaning.of(ir.Band(subject=one, low=bound, high=bound, span=one.span))
        return truth.true, truth.false

    def _undefined(self) -> Iterator[Difference]:
        """Whom a formula without a value stops on one side alone."""
        sides: tuple[tuple[Sign, Sayings, Sayings], ...] = (
            ("lost", self.left, self.right),
            ("gained", self.right, self.left),
        )
        for sign, mine, theirs in sides:
            same = self.space.any_of(dict.fromkeys(theirs.undefined))
            for where in dict.fromkeys(mine.undefined):
                if where not in theirs.undefined:
                    yield Difference(key=("fault",), sign=sign, where=self._less(where, same), whole=where)

    # --- questions ----------------------------------------------------------------------------------------------------

    def _asked(self) -> Iterator[Difference]:
        nobody = self.space.false
        for name in dict.fromkeys((*self.left.asked, *self.right.asked)):
            mine, theirs = (side.asked.get(name, nobody) for side in (self.left, self.right))
            if mine is not theirs:
                yield Difference(key=("ask", name), sign="lost", where=self._less(mine, theirs), whole=mine)
                yield Difference(key=("ask", name), sign="gained", where=self._less(theirs, mine), whole=theirs)

    # --- reports ------------------------------------------------------------------------------------------------------

    def _reports(self) -> Iterator[Difference]:
        ours, theirs = self._reported(self.left), self._reported(self.right)
        nobody = ("", self.space.false)
        for name in dict.fromkeys((*ours, *theirs)):
            (one, here), (other, there) = ours.get(name, nobody), theirs.get(name, nobody)
            key = "report", name
            if here is not there:
                yield Difference(key=key, sign="lost", where=self._less(here, there), whole=here)
                yield Difference(key=key, sign="gained", where=self._less(there, here), whole=there)
            if one and other and one != other:
                yield from self._values(key, one, other, self.space.all_of([here, there]))

    def _reported(self, side: Sayings) -> dict[str, tuple[str, Formula]]:
        """Per left name the name in the product, and to whom it is reported."""
        ways: dict[str, list[Formula]] = {}
        for each in side.reported:
            ways.setdefault(each.name, []).append(each.where)
        return {self.keys.name(name): (name, self.space.any_of(where)) for name, where in ways.items()}

    def _values(self, key: Key, one: str, other: str, both: Formula) -> Iterator[Difference]:
        """Who of those to whom both report it is told another value."""
        homes = self.guideline.named_by_name.get(one), self.guideline.named_by_name.get(other)
        doubt, last = None, False
        match homes:
            case ir.DefinedCondition(condition=first), ir.DefinedCondition(condition=second):
                mine, theirs = self.meaning.of(first), self.meaning.of(second)
                ways = [self._apart(mine.true, theirs.true), self._apart(mine.false, theirs.false)]
            case ir.Score(), ir.Score():
                ways, doubt = self._sums(one, other)
            case ((ir.Table() | ir.DefinedCases() as first), (ir.Table() | ir.DefinedCases() as second)):
                ways = self._rows(first, one, second, other)
                last = _long(first, second)
                if last:
                    where = self.space.all_of([both, self._other_row(first, one, second, other)])
                    yield Difference(key=key, sign="changed", where=where, whole=both)
            case _ if all(isinstance(home, ir.DefinedNumber | ir.Score | ir.Table | ir.DefinedCases) for home in homes):
                ways = self._numbers(one, other)
            case _:
                ways = [self.space.true]
        where = self.space.all_of([both, self.space.any_of(ways)])
        yield Difference(key=key, sign="changed", where=where, whole=both, doubt=doubt, last=last)

    def _numbers(self, one: str, other: str) -> list[Formula]:
        """Where a number is known on one side alone, or known on both and not equal."""
        mine, theirs = self.meaning.known(one), self.meaning.known(other)
        numbers = [self._number(name) for name in (one, other)]
        _, unequal = self._band(*numbers)
        return [self._apart(mine, theirs), self.space.all_of([mine, theirs, unequal])]

    def _number(self, name: str) -> ir.AnyNumber:
        """A named number in base units."""
        from milligram.interpret.sentences import type_of

        kind = type_of(self.guideline, name)
        assert isinstance(kind, ir.NumberType), name
        plain = ir.NamedNumber(name=name, measure=kind.measure)
        unit = kind.measure.unit
        if unit.factor == 1 and not unit.offset:
            return plain
        return ir.Scaled(operand=plain, factor=unit.factor, offset=unit.offset, measure=kind.measure)

    def _sums(self, one: str, other: str) -> tuple[list[Formula], str | None]:
        """Where the least or the greatest possible sum of two scores differs."""
        mine, theirs = self.meaning.sums(one), self.meaning.sums(other)
        doubt = mine.why or theirs.why
        if doubt is not None:
            return [self.space.true], f"the sum of {one.replace('_', ' ')} is not followed: {doubt}. {_MEND}"
        ends = {piece.low.value for sums in (mine, theirs) for piece in sums.possible()}
        ways = [self._apart(mine.known(), theirs.known())]
        for end in sorted(ends):
            for half in (Intervals.between(end), Intervals.between(None, end)):
                ways.append(self._apart(mine.all_within(half), theirs.all_within(half)))
        return ways, None

    def _rows(
        self, first: ir.Table | ir.DefinedCases, one: str, second: ir.Table | ir.DefinedCases, other: str
    ) -> list[Formula]:
        """Where the rows that count give other words, or other numbers."""
        numeric = (ir.WordValue, ir.TextValue, ir.UnspecifiedValue)
        if any(
            not isinstance(value, (*numeric, ir.Const))
            for home, name in ((first, one), (second, other))
            for value in values_of(home, name)
        ):
            return self._numbers(one, other)
        mine, theirs = self._counting(first, one), self._counting(second, other)
        ways = [
            self._apart(mine.get(value, self.space.false), theirs.get(value, self.space.false))
            for value in dict.fromkeys((*mine, *theirs))
            if not isinstance(value, Fraction)
        ]
        numbers = sorted({value for value in (*mine, *theirs) if isinstance(value, Fraction)})
        for number in numbers:  # a possible number is told by its least and its greatest
            for lower in (True, False):
                beside = [
                    self.space.any_of(
                        where
                        for value, where in side.items()
                        if isinstance(value, Fraction) and (value <= number if lower else value >= number)
                    )
                    for side in (mine, theirs)
                ]
                ways.append(self._apart(*beside))
        return ways

    def _counting(self, home: ir.Table | ir.DefinedCases, name: str) -> dict[object, Formula]:
        """Per value, where a row that gives it counts; none does where one counts that the source leaves open."""
        ways: dict[object, list[Formula]] = {}
        for value, counts in zip(values_of(home, name), self.meaning.considered(home), strict=True):
            match value:
                case ir.WordValue(word=word) | ir.TextValue(text=word):
                    ways.setdefault(word, []).append(counts)
                case ir.Const(value=number):
                    unit = value.measure.unit
                    ways.setdefault(number * unit.factor + unit.offset, []).append(counts)
                case _:
                    ways.setdefault(None, []).append(counts)
        found: dict[object, Formula] = {value: self.space.any_of(where) for value, where in ways.items()}
        left_open = found.pop(None, self.space.false)
        spoken = self.space.any_of(found.values())
        found = {value: self._less(where, left_open) for value, where in found.items()}
        found[None] = self._less(left_open, spoken)
        return found

    # --- order --------------------------------------------------------------------------------------------------------

    def _order(self) -> Iterator[Difference]:
        """Two acts of one pathway that the right says the other way round."""
        ours, theirs = _in_order(self.left.said), _in_order(self.right.said)
        shared = [key for key in ours if key in theirs]
        for index, one in enumerate(shared):
            for other in shared[index + 1 :]:
                if _sequence(ours, one, other) == _sequence(theirs, one, other):
                    continue
                for first, second in ((one, other), (other, one)):
                    if _may_precede(ours[first], ours[second]) and _may_precede(theirs[second], theirs[first]):
                        where = self.space.all_of(
                            [self._first(ours, first, second), self._first(theirs, second, first)]
                        )
                        yield Difference(key=("turned", first, second), sign="changed", where=where, whole=where)

    def _first(self, said: dict[Key, list[Saying]], first: Key, second: Key) -> Formula:
        """Where the first is said before the second in one pathway, and both are."""
        space = self.space
        ways: list[Formula] = []
        places = [(each, True) for each in said[first]] + [(each, False) for each in said[second]]
        places.sort(key=lambda item: item[0].place)
        for index, (each, is_first) in enumerate(places):
            if not is_first:
                continue
            before = space.any_of(other.where for other, _ in places[:index])
            after = [other.where for other, later in places[index + 1 :] if not later and other.pathway == each.pathway]
            ways.append(space.all_of([each.where, space.negation(before), space.any_of(after)]))
        return space.any_of(ways)


def _long(first: ir.Table | ir.DefinedCases, second: ir.Table | ir.DefinedCases) -> bool:
    """Whether two tables have too many rows to look at each with each."""
    lengths = [len(home.rows if isinstance(home, ir.Table) else home.cases) for home in (first, second)]
    return lengths[0] * lengths[1] > _MOST_PAIRS


_MOST_PAIRS = 2_000

_MEND = "Whole numbers in its lines, or a table, are followed"

_MOST_TURNED = 20
"""More pairs of acts than this are only asked for their order where nothing else differs."""


def _by_key(said: Iterable[Saying]) -> dict[Key, list[Saying]]:
    found: dict[Key, list[Saying]] = {}
    for each in said:
        found.setdefault(each.key, []).append(each)
    return found


def _in_order(said: Iterable[Saying]) -> dict[Key, list[Saying]]:
    """What has an order, by key; of a give, its amounts do not count here."""
    return _by_key(replace(each, amounts=()) for each in said if each.pathway >= 0 and each.key[0] in ORDERED)


def _sequence(said: dict[Key, list[Saying]], one: Key, other: Key) -> list[tuple[bool, int, int]]:
    """In which order two acts are said, and to whom: equal on both sides where nobody changed it."""
    places = [(each.place, True, each) for each in said[one]] + [(each.place, False, each) for each in said[other]]
    places.sort(key=lambda item: item[0])
    first = places[0][2].pathway
    return [(mine, each.where.number, each.pathway - first) for _, mine, each in places]


def _may_precede(first: list[Saying], second: list[Saying]) -> bool:
    return any(one.place < two.place and one.pathway == two.pathway for one in first for two in second)
