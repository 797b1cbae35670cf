"""The values that are worth trying for each input: at, just under and just over each threshold, and one typical value
in each stretch between.

Enters: a survey. Leaves: `Trials`: per key a typical value, and all values to try.

    serum_magnesium, compared with 0.70 mmol/L   ->   0.85 (typical), 0.70, 0.69, 0.71, 0.55

What the author's own cases use is typical; elsewhere a round number near the thresholds is, for the middle of what is
plausible (3 mmol/L of magnesium) is a value that nobody has.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import assert_never

from milligram.compare.cases.drafts import Draft, Key, draft_of
from milligram.compare.cases.goals import Survey
from milligram.ir import nodes as ir
from milligram.ir.cells import subject_bounds
from milligram.quantity import Measure, parse_unit

TODAY = date(2026, 1, 15)
"""The day of a patient for whom it matters, where no case of the author's says another."""

MOST_WORDS = 12
"""Of a set or choice with more words, only those that a condition names are tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trials:
    """Per key the values to try, typical ones first; ``typical`` is one patient with a usual value of everything.

    ``marks`` are the thresholds of each key, ascending.
    """

    values: Mapping[Key, tuple[ir.PatientValue | None, ...]]
    typical: Draft
    marks: Mapping[Key, tuple[Fraction, ...]] = field(repr=False)


def trials_of(survey: Survey) -> Trials:
    """What to try in a guideline."""
    guideline = survey.guideline
    marks = _marks(survey)
    used = _used(guideline)
    values: dict[Key, tuple[ir.PatientValue | None, ...]] = {}
    typical: Draft = {}
    for name, declared in guideline.inputs.items():
        key: Key = ("input", name)
        found = tuple(dict.fromkeys(_values(survey, declared, marks.get(key, {}), used.get(key, Counter()), used)))
        values[key] = found
        if found:
            typical[key] = found[0]
    for name, regimen in guideline.regimens.items():
        values["step", name] = (*map(Fraction, range(len(regimen.steps) + 1)), None)
        times = marks.get(("time", name), {})
        subject = ir.StateNumber(regimen=name, which="time", measure=_days())
        values["time", name] = tuple(dict.fromkeys(_numbers(survey, subject, times, Counter())))
    ordered = {key: tuple(sorted(thresholds)) for key, thresholds in marks.items()}
    return Trials(values=values, typical=typical, marks=ordered)


def _days() -> Measure:
    return Measure(parse_unit("d"))


def _marks(survey: Survey) -> dict[Key, dict[Fraction, Fraction]]:
    """The thresholds of each key, each with the step by which people count there."""
    found: dict[Key, dict[Fraction, Fraction]] = {}
    for threshold in survey.thresholds:
        if threshold.value is None:
            continue
        match threshold.subject:
            case ir.InputNumber(name=name) | ir.YearsSince(name=name):
                key: Key = ("input", name)
            case ir.StateNumber(regimen=regimen, which=which):
                key = (which, regimen)
            case _:
                continue
        step = threshold.step or Fraction(1)
        known = found.setdefault(key, {})
        known[threshold.value] = min(step, known.get(threshold.value, step))
    return found


def _used(guideline: ir.Guideline) -> dict[Key, Counter[ir.PatientValue]]:
    """How often the author's cases use each value."""
    found: dict[Key, Counter[ir.PatientValue]] = {}
    for case in guideline.cases:
        for key, value in draft_of(guideline, case.patient).items():
            if value is not None:
                found.setdefault(key, Counter())[value] += 1
    return found


def _values(
    survey: Survey,
    declared: ir.Input,
    marks: Mapping[Fraction, Fraction],
    used: Counter[ir.PatientValue],
    all_used: Mapping[Key, Counter[ir.PatientValue]],
) -> Iterator[ir.PatientValue | None]:
    match declared.type:
        case ir.NumberType(measure=measure):
            yield from _numbers(survey, ir.InputNumber(name=declared.name, measure=measure), marks, used)
        case ir.FlagType():
            yield from (False, True)
        case ir.WordType(words=words):
            yield from sorted(_some(survey, declared.name, words), key=lambda word: -used[word])
        case ir.SetType(words=words):
            yield frozenset()
            some = _some(survey, declared.name, words)
            yield from (frozenset((word,)) for word in some)
            if len(some) > 1:
                yield frozenset(some)
        case ir.DateType():
            today = next((day for day, _ in all_used.get(("input", "today"), Counter()).most_common(1)), TODAY)
            assert isinstance(today, date)
            if declared.name == "today":
                yield today
            else:
                yield from _births(today, sorted(marks))
        case ir.TextType():
            return
        case _:
            assert_never(declared.type)


def _some(survey: Survey, name: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """All words of a short list; of a long one those that a condition names, and the first that none does."""
    if len(words) <= MOST_WORDS:
        return words
    named: set[str] = set()
    for leaf in survey.leaves:
        match leaf.node:
            case ir.SetHas(name=of, words=tested) if of == name:
                named.update(tested)
            case ir.WordIs(subject=ir.InputWord(name=of), words=tested) if of == name:
                named.update(tested)
            case _:
                pass
    other = next((word for word in words if word not in named), None)
    return tuple(word for word in words if word in named or word == other)


def _births(today: date, years: list[Fraction]) -> Iterator[date]:
    """Birth dates: a usual age between each two thresholds, then each birthday, the day before it and the day after."""
    ages = [0, *(int(age) for age in years), 90]
    for low, high in pairwise(ages):
        yield date(today.year - (low + high + 1) // 2, 6, 1)
    for age in years:
        birthday = date(today.year - int(age), today.month, today.day)
        yield birthday
        yield date.fromordinal(birthday.toordinal() + 1)
        yield date(birthday.year - 1, birthday.month, birthday.day)


def may_be(survey: Survey, draft: Draft) -> bool:
    """Whether each number of a draft is plausible, whole where it must be, and can be written in a case."""
    for (kind, name), value in draft.items():
        if not survey.can_be_written((kind, name), value):
            return False
        declared = survey.guideline.inputs[name].type if kind == "input" else None
        if isinstance(declared, ir.NumberType) and isinstance(value, Fraction):
            subject = ir.InputNumber(name=name, measure=declared.measure)
            low, high, whole = subject_bounds(survey.guideline, subject)
            if (whole and value.denominator != 1) or (low is not None and value < low):
                return False
            if high is not None and value > high:
                return False
        elif kind == "time" and isinstance(value, Fraction) and value < 0:
            return False
    return True


# --- numbers ----------------------------------------------------------------------------------------------------------


def _numbers(
    survey: Survey, subject: ir.AnyNumber, marks: Mapping[Fraction, Fraction], used: Counter[ir.PatientValue]
) -> Iterator[Fraction]:
    low, high, whole = subject_bounds(survey.guideline, subject)
    key = ("time", subject.regimen) if isinstance(subject, ir.StateNumber) else ("input", getattr(subject, "name", ""))

    def is_short(value: Fraction) -> bool:
        return survey.can_be_written(key, value)

    usual = [value for value, _ in used.most_common() if isinstance(value, Fraction) and is_short(value)]

    def fits(value: Fraction) -> bool:
        if whole and value.denominator != 1:
            return False
        return (low is None or value >= low) and (high is None or value <= high) and is_short(value)

    cells = list(_cells(sorted(marks), low, high))
    betweens = [_between(first, last, low, high, whole, usual, subject) for first, last in cells]
    known = [value for value in betweens if value is not None]
    # the stretch that the author's cases use most comes first: it is where a usual patient lies
    weight = {
        value: sum(used[other] for other in usual if first <= other <= last)
        for value, (first, last) in zip(betweens, _closed(cells), strict=True)
        if value is not None
    }
    yield from sorted(known, key=lambda value: (-weight[value], -known.index(value)))
    for mark, step in marks.items():
        yield from (value for value in (mark, mark - step, mark + step) if fits(value))
        if not is_short(mark - step):
            yield from (value for value in (_cut(mark, step), _cut(mark, step) + step) if fits(value))


def _closed(cells: list[tuple[Fraction | None, Fraction | None]]) -> Iterator[tuple[Fraction, Fraction]]:
    far = Fraction(10**30)
    for first, last in cells:
        yield (-far if first is None else first), (far if last is None else last)


def _cut(value: Fraction, step: Fraction) -> Fraction:
    """The multiple of the step just under a number whose decimals do not end."""
    return (value // step) * step


def _cells(
    marks: list[Fraction], low: Fraction | None, high: Fraction | None
) -> Iterator[tuple[Fraction | None, Fraction | None]]:
    """The open stretches between thresholds, ascending, within the bounds."""
    inner = [mark for mark in marks if (low is None or mark > low) and (high is None or mark < high)]
    yield from pairwise([low, *inner, high])


def _between(
    first: Fraction | None,
    last: Fraction | None,
    low: Fraction | None,
    high: Fraction | None,
    whole: bool,
    usual: list[Fraction],
    subject: ir.AnyNumber,
) -> Fraction | None:
    """A usual value inside an open stretch; None where it holds none."""

    def inside(value: Fraction) -> bool:
        if whole and value.denominator != 1:
            return False
        return (first is None or value > first) and (last is None or value < last)

    for value in usual:
        if inside(value):
            return value
    for aim in _aims(first, last, low, high):
        for digits in (1, 2, 3, 4):
            value = _rounded(aim, digits)
            if inside(value):
                return value
        if inside(Fraction(round(aim))):
            return Fraction(round(aim))
    if first is not None and whole and inside(first + 1):
        return first + 1
    ends = [end for end in (low, high) if end is not None and (end in (first, last))]
    return ends[0] if ends else None


def _aims(
    first: Fraction | None, last: Fraction | None, low: Fraction | None, high: Fraction | None
) -> Iterator[Fraction]:
    """Where to look for a usual value: near a threshold, not in the middle of what is merely plausible."""
    lowest, highest = first is None or first == low, last is None or last == high
    if first is not None and last is not None and not (lowest or highest):
        yield (first + last) / 2
    elif highest and not lowest and first is not None:  # above the last threshold
        yield first * Fraction(3, 2) if first > 0 else first + 1
        yield first * Fraction(5, 4) if first > 0 else first + 1
        yield first + 1
        if last is not None:
            yield (first + last) / 2
    elif lowest and not highest and last is not None:  # below the first one
        yield last * Fraction(3, 4) if last > 0 else last - 1
        yield last / 2 if last > 0 else last - 1
        if first is not None:
            yield (first + last) / 2
    elif first is not None and last is not None:  # no threshold at all
        yield _root(first * last) if first > 0 else (first + last) / 2
        yield (first + last) / 2
    else:
        yield Fraction(10) if last is None else last - 1


def _root(value: Fraction) -> Fraction:
    """About the square root of a positive number."""
    return Fraction(float(value) ** 0.5).limit_denominator(1000)


def _rounded(value: Fraction, digits: int) -> Fraction:
    """A number to so many significant digits, halves up."""
    if value == 0:
        return value
    unit = Fraction(1)
    while abs(value) >= unit * 10**digits:
        unit *= 10
    while abs(value) < unit * 10 ** (digits - 1):
        unit /= 10
    return (value / unit + Fraction(1, 2)).__floor__() * unit
