"""Which values a subject can take in a possible patient, and which of them satisfy a condition.

Enters: a subject of conditions (an input, a score, a regimen's step …). Leaves: its `Domain`, and for a condition on
that subject alone the part of the domain where it is true.

    domain_of(InputNumber("age"))                ->  whole numbers from 0 to 120
    solutions(Band(age, low=65), key, domain)    ->  65 and above
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, combinations
from typing import TypeAlias, assert_never
from weakref import finalize

from milligram.interpret.faults import Faulty
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.ir.walk import descend, names_read
from milligram.prove.intervals import EVERYTHING, HIGHEST, LOWEST, Cut, Interval, Intervals, above, below


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """A set of numbers; with ``step``, only the multiples of it.

    With a step, each piece starts and ends at a multiple and runs on as long as no multiple is left out, so that equal
    sets are equal values and a single value is a point.
    """

    within: Intervals
    step: Fraction | None = None

    def __bool__(self) -> bool:
        return bool(self.within)

    def keep(self, other: Numbers) -> Numbers:
        """The numbers in both."""
        return self.replaced(self.within & other.within)

    def join(self, other: Numbers) -> Numbers:
        """The numbers in either."""
        return self.replaced(self.within | other.within)

    def less(self, other: Numbers) -> Numbers:
        """The numbers that are not in the other."""
        return self.replaced(self.within - other.within)

    def replaced(self, within: Intervals) -> Numbers:
        """The same kind of number over another range."""
        return Numbers(within=within if self.step is None else _snapped(within, self.step), step=self.step)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A set of words; for a yes-or-no, the words ``yes`` and ``no``."""

    words: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.words)

    def keep(self, other: Words) -> Words:
        """The words in both."""
        return Words(words=self.words & other.words)

    def join(self, other: Words) -> Words:
        """The words in either."""
        return Words(words=self.words | other.words)

    def less(self, other: Words) -> Words:
        """The words that are not in the other."""
        return Words(words=self.words - other.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sets:
    """A set of sets of words: what an ``any of`` input may hold at once."""

    sets: frozenset[frozenset[str]]

    def __bool__(self) -> bool:
        return bool(self.sets)

    def keep(self, other: Sets) -> Sets:
        """The sets in both."""
        return Sets(sets=self.sets & other.sets)

    def join(self, other: Sets) -> Sets:
        """The sets in either."""
        return Sets(sets=self.sets | other.sets)

    def less(self, other: Sets) -> Sets:
        """The sets that are not in the other."""
        return Sets(sets=self.sets - other.sets)


Domain: TypeAlias = Numbers | Words | Sets
YES, NO = Words(words=frozenset({"yes"})), Words(words=frozenset({"no"}))
MOST_WORDS = 8
"""An ``any of`` input with more words than this has too many sets of them to follow."""
_KINDS = "domains of one subject are of one kind"


def join(left: Domain, right: Domain) -> Domain:
    """The union of two domains of one subject."""
    match left, right:
        case Numbers(), Numbers():
            return left.join(right)
        case Words(), Words():
            return left.join(right)
        case Sets(), Sets():
            return left.join(right)
        case _:
            raise TypeError(_KINDS)


def keep(left: Domain, right: Domain) -> Domain:
    """The intersection of two domains of one subject."""
    match left, right:
        case Numbers(), Numbers():
            return left.keep(right)
        case Words(), Words():
            return left.keep(right)
        case Sets(), Sets():
            return left.keep(right)
        case _:
            raise TypeError(_KINDS)


def less(left: Domain, right: Domain) -> Domain:
    """What is in the left domain only."""
    match left, right:
        case Numbers(), Numbers():
            return left.less(right)
        case Words(), Words():
            return left.less(right)
        case Sets(), Sets():
            return left.less(right)
        case _:
            raise TypeError(_KINDS)


def nothing_of(domain: Domain) -> Domain:
    """The empty domain of the same kind."""
    return less(domain, domain)


def multiples(piece: Interval, step: Fraction) -> Iterator[Fraction]:
    """The multiples of a step within a bounded interval, in order."""
    ends = _ends_at_multiples(piece, step)
    low, high = ends
    if low is None or high is None:
        raise ValueError("an unbounded interval has no first or no last multiple")
    for index in range(low, high + 1):
        yield index * step


def _ends_at_multiples(piece: Interval, step: Fraction) -> tuple[int | None, int | None]:
    """Which multiple of the step is the first, and which the last, within an interval; None where it has no end."""
    low = high = None
    if piece.low.rank == 0:
        low = -((-piece.low.value) // step)
        if piece.low == above(low * step):
            low += 1
    if piece.high.rank == 0:
        high = piece.high.value // step
        if piece.high == below(high * step):
            high -= 1
    return low, high


def _snapped(within: Intervals, step: Fraction) -> Intervals:
    """The multiples in a set: pieces from multiple to multiple, next ones put together."""
    pieces: list[tuple[Cut, Cut]] = []
    for piece in within:
        low, high = _ends_at_multiples(piece, step)
        if low is not None and high is not None and low > high:
            continue
        start = LOWEST if low is None else below(low * step)
        end = HIGHEST if high is None else above(high * step)
        if pieces and low is not None and pieces[-1][1] == above((low - 1) * step):
            start = pieces.pop()[0]
        pieces.append((start, end))
    return Intervals.of(pieces)


def domain_of(subject: ir.Subject, guideline: ir.Guideline) -> Domain | None:
    """Every value the subject can have when it is known; None where that is not a number, a word or a flag."""
    match subject:
        case ir.InputNumber(name=name) if name in guideline.inputs:
            return _input_numbers(guideline.inputs[name])
        case ir.StateNumber(regimen=regimen, which="step") if regimen in guideline.regimens:
            last = len(guideline.regimens[regimen].steps)
            return Numbers(within=Intervals.between(0, last), step=Fraction(1))
        case ir.StateNumber(which="time"):
            return Numbers(within=Intervals.between(0))
        case ir.InputWord(name=name) if name in guideline.inputs:
            return Words(words=frozenset(choice.word for choice in guideline.inputs[name].choices))
        case ir.NamedWord(name=name):
            return _named_words(name, guideline)
        case ir.SetSubject(name=name) if name in guideline.inputs:
            return _sets(guideline.inputs[name])
        case ir.Flag() | ir.NamedCondition():
            return YES.join(NO)
        case ir.NamedNumber(name=name):
            return _named_numbers(name, guideline)
        case ir.PointsOf(name=name) if name in guideline.inputs:
            points = [choice.points for choice in guideline.inputs[name].choices]
            return Numbers(within=Intervals.points(value for value in points if value is not None))
        case ir.YearsSince():
            return Numbers(within=EVERYTHING, step=Fraction(1))
        case ir.RoundTo(step=step):
            return Numbers(within=EVERYTHING, step=step)
        case ir.Const(value=value):
            return Numbers(within=Intervals.points([value]))
        case _:
            return None


def settles(subject: ir.Subject) -> bool:
    """Whether a condition on the subject that is true or false shows that its value is known.

    A score, a table's output and what is computed from them may have several possible values that agree on a condition
    while the value itself is still open.
    """
    match subject:
        case ir.InputNumber() | ir.InputWord() | ir.Flag() | ir.SetSubject() | ir.StateNumber() | ir.YearsSince():
            return True
        case _:
            return False


def _input_numbers(declared: ir.Input) -> Numbers | None:
    if not isinstance(declared.type, ir.NumberType):
        return None
    count = declared.type.kind == "count"
    low, high = declared.plausible or (Fraction(0) if count else None, None)
    if count and low is not None:
        low = max(low, Fraction(0))
    step = Fraction(1) if count or declared.type.whole else None
    return Numbers(within=EVERYTHING, step=step).replaced(Intervals.between(low, high))


def _sets(declared: ir.Input) -> Sets | None:
    words = declared.type.words if isinstance(declared.type, ir.SetType) else ()
    if not words or len(words) > MOST_WORDS:
        return None
    every = chain.from_iterable(combinations(words, size) for size in range(len(words) + 1))
    return Sets(sets=frozenset(frozenset(held) for held in every))


def _values(home: ir.Named, name: str) -> list[ir.AnyValue]:
    """Every value that a table's output or a define by cases may take."""
    match home:
        case ir.Table(outputs=outputs, rows=rows):
            column = [output for output, _ in outputs].index(name)
            return [row.values[column] for row in rows]
        case ir.DefinedCases(cases=cases):
            return [case.value for case in cases]
        case _:
            return []


def _named_words(name: str, guideline: ir.Guideline) -> Words | None:
    home = guideline.named_by_name.get(name)
    if home is None:
        return None
    found: set[str] = set()
    for value in _values(home, name):
        match value:
            case ir.WordValue(word=word):
                found.add(word)
            case ir.TextValue(text=text):
                found.add(text)
            case _:
                pass
    return Words(words=frozenset(found))


def _named_numbers(name: str, guideline: ir.Guideline) -> Numbers | None:
    home = guideline.named_by_name.get(name)
    match home:
        case ir.Score():
            kept = _sums.get(id(guideline))
            if kept is None:
                kept = _sums[id(guideline)] = {}
                finalize(guideline, _sums.pop, id(guideline), None)
            if name not in kept:
                kept[name] = _score_numbers(home, guideline)
            return kept[name]
        case ir.DefinedNumber(value=value):
            inner = domain_of(value, guideline)
            return inner if isinstance(inner, Numbers) else None
        case ir.Table() | ir.DefinedCases():
            values = [value for value in _values(home, name) if not isinstance(value, ir.UnspecifiedValue)]
            if values and all(isinstance(value, ir.Const) for value in values):
                return Numbers(within=Intervals.points(v.value for v in values if isinstance(v, ir.Const)))
            return None
        case _:
            return None


_sums: dict[int, dict[str, Numbers | None]] = {}
"""The sums of each score, found once for as long as its guideline lives: there may be thousands of ways to them."""


def _score_numbers(score: ir.Score, guideline: ir.Guideline) -> Numbers | None:
    """The sums that the interpreter finds possible when nothing is known; None where asking "is it known" would
    mislead it."""
    cone = [score, *(guideline.named_by_name[name] for name in _named_below(score, guideline))]
    if any(isinstance(node, ir.Known) for home in cone for node in descend(home)):
        return None
    regimens = {name: ir.RegimenState(step=None) for name in guideline.regimens}
    nobody = Values(guideline, ir.Patient(regimens=regimens))
    try:
        sums = nobody.number(ir.NamedNumber(name=score.name, measure=score.measure))
    except Faulty:
        return None  # a value that the score adds has no case, or several: a finding of its own
    if sums is None or not all(isinstance(total, Fraction) for total in sums):
        return None
    return Numbers(within=Intervals.points(total for total in sums if isinstance(total, Fraction)))


def _named_below(node: ir.Node, guideline: ir.Guideline) -> frozenset[str]:
    """The named values that a node depends on."""
    found: set[str] = set()
    waiting = [node]
    while waiting:
        for name in names_read(waiting.pop()):
            if name in guideline.named_by_name and name not in found:
                found.add(name)
                waiting.append(guideline.named_by_name[name])
    return frozenset(found)


# --- conditions on one subject ----------------------------------------------------------------------------------------


def atom_subject(atom: ir.AnyCondition) -> ir.Subject | None:
    """The subject of a condition that is not made of others; None for the rest."""
    match atom:
        case ir.Band(subject=subject):
            return subject
        case ir.WordIs(subject=subject):
            return subject
        case ir.Flag() | ir.NamedCondition():
            return atom
        case ir.SetHas(name=name):
            return ir.SetSubject(name=name)
        case _:
            return None


def only_subject(conditions: tuple[ir.AnyCondition, ...]) -> ir.Subject | None:
    """The one subject that all the conditions are about, or None where there are several, or none."""
    found: ir.Subject | None = None
    for condition in conditions:
        for inner in descend(condition):
            match inner:
                case ir.All() | ir.Any() | ir.Not() | ir.Always() | ir.AtLeast():
                    continue
                case ir.Known():
                    return None
                case ir.Band() | ir.WordIs() | ir.Flag() | ir.NamedCondition() | ir.SetHas():
                    subject = atom_subject(inner)
                    if found is not None and subject != found:
                        return None
                    found = subject
                case _:
                    continue
    return found


def solutions(condition: ir.AnyCondition, domain: Domain) -> Domain | None:
    """The part of the domain where a condition on its subject alone is true; None where it cannot be told."""
    match condition:
        case ir.Always(value=value):
            return domain if value else nothing_of(domain)
        case ir.Flag() | ir.NamedCondition() if isinstance(domain, Words):
            return domain.keep(YES)
        case ir.WordIs(words=words) if isinstance(domain, Words):
            return domain.keep(Words(words=frozenset(words)))
        case ir.SetHas(words=words) if isinstance(domain, Sets):
            return Sets(sets=frozenset(held for held in domain.sets if not held.isdisjoint(words)))
        case ir.Band() if isinstance(domain, Numbers):
            within = band_intervals(condition)
            return None if within is None else domain.replaced(domain.within & within)
        case ir.Not(operand=operand):
            inner = solutions(operand, domain)
            return None if inner is None else less(domain, inner)
        case ir.Any(operands=operands):
            return _fold(join, operands, domain, nothing_of(domain))
        case ir.All(operands=operands):
            return _fold(keep, operands, domain, domain)
        case ir.AtLeast() | ir.SetHas() | ir.Known() | ir.Flag() | ir.NamedCondition() | ir.WordIs() | ir.Band():
            return None
        case _:
            assert_never(condition)


def _fold(
    merge: Callable[[Domain, Domain], Domain], operands: tuple[ir.AnyCondition, ...], domain: Domain, start: Domain
) -> Domain | None:
    result = start
    for operand in operands:
        inner = solutions(operand, domain)
        if inner is None:
            return None
        result = merge(result, inner)
    return result


def band_intervals(band: ir.Band) -> Intervals | None:
    """The numbers in a band whose ends are literals; None where an end is computed."""
    low, high = band.low, band.high
    for bound in (low, high):
        if bound is not None and not isinstance(bound.value, ir.Const):
            return None
    return Intervals.between(
        low.value.value if low and isinstance(low.value, ir.Const) else None,
        high.value.value if high and isinstance(high.value, ir.Const) else None,
        low_included=low.included if low else True,
        high_included=high.included if high else True,
    )
