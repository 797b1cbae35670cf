"""Looks for a patient: from typical values first, then by trying what the guideline's thresholds tell apart.

Enters: what is possible at a place, and a test that runs the interpreter. Leaves: a patient who passes the test and has
no more values than it takes, or None where none was found, which proves nothing.

    age 18 and above arrive; wanted: the decision has no branch   ->   Patient(values={"age": 40, "potassium": 5.2})

Values are tried at and between the thresholds that anything in the guideline compares an input with; the search walks
from random beginnings to lower cost, one value at a time. It is deterministic.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from random import Random
from typing import TypeAlias, assert_never

from milligram.ir import nodes as ir
from milligram.ir.atoms import linear
from milligram.ir.walk import descend
from milligram.prove.budget import Budget
from milligram.prove.domains import Domain, Numbers, Sets, Words, domain_of
from milligram.prove.intervals import EVERYTHING, Interval, Intervals
from milligram.prove.solving import round_numbers, solutions_near
from milligram.prove.typical import Value, span_of, typical, typical_number

Key: TypeAlias = tuple[str, str]
"""What can be set: ("input", name), ("step", regimen) or ("time", regimen)."""

Draft: TypeAlias = dict[Key, ir.PatientValue]
UNKNOWN_STEP = "unknown"
"""Stands in a draft for a regimen's step that nobody knows; a regimen that is missing was not started."""

RUNS = 300
"""How many patients are tried before the search is given up."""

MOST_LOOKED_AT = 1_000
"""How many patients the search looks at in all of its runs."""

MOST_SOLVED = 4_000
"""How many patients are looked at in hitting a computed number exactly."""

MOST_IN_ALL = 6_000
"""How many patients all searches in one guideline look at together."""

_TODAY: Key = ("input", "today")
_SOME_DAY = date(2026, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """``shows``: whether a patient is the one. ``cost``: how far one is from it, 0 for near, None for hopeless.

    ``value`` is a patient's computed number, and ``exactly`` what it is to be, where only single numbers will do.
    """

    shows: Callable[[ir.Patient], bool]
    cost: Callable[[ir.Patient], Fraction | None]
    value: Callable[[ir.Patient], Fraction | None] | None = None
    exactly: tuple[Fraction, ...] = ()


STEPS_A_PATIENT = 100
"""What running the guideline for one patient counts in steps of the search."""


class Work:
    """What searches may still spend, counted in patients looked at, so that they end alike on every machine.

    ``price`` is what one patient counts: more in a guideline with long tables and scores. ``whole`` is what the search
    is a part of, and spends from, too. ``budget`` pays for each patient, and ends the search when it is spent.
    """

    def __init__(self, left: int, *, price: int = 1, whole: Work | None = None, budget: Budget | None = None) -> None:
        self.left = left
        self.price = price
        self.whole = whole
        self.budget: Budget | None = budget if whole is None else whole.budget

    def spent(self) -> bool:
        """Counts one more; whether it was one too many."""
        self.left -= self.price
        if self.whole is not None:
            self.whole.left -= self.price
        if self.budget is not None:
            self.budget.searched += 1
            if not self.budget.spend(STEPS_A_PATIENT * self.price):
                return True
        return self.left < 0 or (self.whole is not None and self.whole.left < 0)

    def more(self) -> bool:
        """Whether anything is left to spend."""
        if self.budget is not None and self.budget.reason is not None:
            return False
        return self.left > 0 and (self.whole is None or self.whole.left > 0)


def price_of(guideline: ir.Guideline) -> int:
    """What looking at one patient costs: 1, and 1 more for every twenty rows, cases and lines of scores."""
    lines = 0
    for home in guideline.named:
        match home:
            case ir.Table(rows=rows):
                lines += len(rows)
            case ir.DefinedCases(cases=cases):
                lines += len(cases)
            case ir.Score(lines=points):
                lines += len(points)
            case _:
                pass
    return 1 + lines // 20


def key_of(subject: ir.Node) -> Key | None:
    """What to set so that a subject has a value; None for one that is computed."""
    match subject:
        case ir.InputNumber(name=name) | ir.InputWord(name=name) | ir.Flag(name=name) | ir.SetSubject(name=name):
            return "input", name
        case ir.StateNumber(regimen=regimen, which=which):
            return which, regimen
        case _:
            return None


def patient_of(draft: Mapping[Key, ir.PatientValue]) -> ir.Patient:
    """The patient with the values of a draft; a time without a step is on step 1."""
    steps = {name: value for (kind, name), value in draft.items() if kind == "step"}
    times = {name: value for (kind, name), value in draft.items() if kind == "time"}
    regimens: dict[str, ir.RegimenState] = {}
    for name in {**steps, **times}:
        step = steps.get(name, Fraction(1))
        time = times.get(name) if step else None
        regimens[name] = ir.RegimenState(
            step=int(step) if isinstance(step, Fraction) else None, time=time if isinstance(time, Fraction) else None
        )
    return ir.Patient(
        values={name: value for (kind, name), value in draft.items() if kind == "input"}, regimens=regimens
    )


def find_patient(
    guideline: ir.Guideline,
    possible: Mapping[ir.Node, Domain],
    wanted: Wanted,
    today: date | None = None,
    whole: Work | None = None,
) -> Draft | None:
    """A patient who shows what is wanted, with values of ``possible`` where it names a subject.

    ``whole`` is what all searches in a guideline may spend together.
    """
    simple: Draft = {}
    limits: dict[Key, Domain] = {}
    for subject, domain in possible.items():
        key, value = key_of(subject), typical(domain, domain_of(subject, guideline))  # type: ignore[arg-type]
        if key is not None and value is not None:
            simple[key] = _patient_value(subject, value)
            limits[key] = domain
    if wanted.shows(patient_of(simple)):
        return fewest(simple, wanted.shows)
    choices = {key: values for key, values in choices_of(guideline, limits, today or _SOME_DAY) if values}
    random = Random(0)
    tried: set[tuple[ir.PatientValue, ...]] = set()
    price = price_of(guideline)
    work = Work(MOST_LOOKED_AT, price=price, whole=whole)
    for _ in range(RUNS):
        if not work.more():
            break
        draft = _lowered({key: random.choice(values) for key, values in choices.items()}, choices, wanted, work)
        if draft is None or tuple(draft.values()) in tried:
            continue
        tried.add(tuple(draft.values()))
        if wanted.shows(patient_of(draft)):
            return _typical(fewest(draft, wanted.shows), simple, wanted)
    hit = _hit(guideline, limits, choices, wanted, Work(MOST_SOLVED, price=price, whole=whole))
    return None if hit is None else fewest(hit, wanted.shows)


def _hit(
    guideline: ir.Guideline,
    limits: Mapping[Key, Domain],
    choices: Mapping[Key, Sequence[ir.PatientValue]],
    wanted: Wanted,
    work: Work,
) -> Draft | None:
    """A patient whose computed number is exactly as wanted: all inputs but one are set, and that one is solved for."""
    value_of = wanted.value
    if value_of is None or not wanted.exactly:
        return None
    random = Random(0)
    within: dict[Key, Intervals] = {}
    solved: dict[Key, Intervals] = {}
    for name, declared in guideline.inputs.items():
        if isinstance(declared.type, ir.NumberType) and ("input", name) in choices:
            subject = ir.InputNumber(name=name, measure=declared.type.measure)
            domain = limits.get(("input", name)) or domain_of(subject, guideline)
            if isinstance(domain, Numbers):
                within["input", name] = domain.within
                if domain.step is None:
                    solved["input", name] = domain.within
    factors = _factors(guideline)
    rounds = {key: list(round_numbers(held)) for key, held in within.items()}
    seeds = {key: _seeds(rounds.get(key, []), solved.get(key), factors) or values for key, values in choices.items()}
    while solved and work.more():
        draft = {key: random.choice(values) for key, values in seeds.items()}
        for key, held in solved.items():
            points = sorted(value for value in {*choices[key], *rounds[key]} if isinstance(value, Fraction))
            if len(points) < 3:
                continue
            three = (points[0], points[len(points) // 2], points[-1])

            def value(x: Fraction, draft: Draft = draft, key: Key = key) -> Fraction | None:
                return None if work.spent() else value_of(patient_of({**draft, key: x}))

            for number in wanted.exactly:
                for x in solutions_near(value, held, three, number):
                    if wanted.shows(patient_of({**draft, key: x})):
                        return {**draft, key: x}
        work.spent()
    return None


def _factors(guideline: ir.Guideline) -> list[Fraction]:
    """The numbers that stand in formulas: a body surface of 1.73 cancels a factor of 1.73."""
    formulas = [home for home in guideline.named if isinstance(home, ir.DefinedNumber)]
    return sorted({node.value for home in formulas for node in descend(home) if isinstance(node, ir.Const)})


def _seeds(rounds: list[Fraction], within: Intervals | None, factors: list[Fraction]) -> list[ir.PatientValue]:
    """Round numbers, and the factors that an input may have as its value."""
    return [*rounds, *(factor for factor in factors if within is not None and within.holds(factor))]


def _lowered(
    draft: Draft, choices: Mapping[Key, Sequence[ir.PatientValue]], wanted: Wanted, work: Work
) -> Draft | None:
    """The draft, changed one value at a time while that brings it nearer; None where it does not come near."""
    cost = wanted.cost(patient_of(draft))
    better = True
    while cost != 0 and better:
        better = False
        for key, values in choices.items():
            for value in values:
                if work.spent():
                    return None
                changed = {**draft, key: value}
                new = wanted.cost(patient_of(changed))
                if new is not None and (cost is None or new < cost):
                    draft, cost, better = changed, new, True
    return draft if cost == 0 else None


def fewest(draft: Draft, shows: Callable[[ir.Patient], bool]) -> Draft:
    """The draft without the values that it can do without; what is left out is unknown."""
    for key in list(draft):
        if key == _TODAY and any(isinstance(value, date) for other, value in draft.items() if other != _TODAY):
            continue  # a birth date says nothing without its day
        fewer = {other: value for other, value in draft.items() if other != key}
        if shows(patient_of(fewer)):
            draft = fewer
    return draft


def _typical(draft: Draft, simple: Draft, wanted: Wanted) -> Draft:
    """The draft with the typical values of ``simple`` wherever they do as well."""
    for key, value in simple.items():
        changed = {**draft, key: value}
        if key in draft and wanted.shows(patient_of(changed)):
            draft = changed
    return draft


def _patient_value(subject: ir.Node, value: Value) -> ir.PatientValue:
    return value == "yes" if isinstance(subject, ir.Flag) else value


# --- what to try ------------------------------------------------------------------------------------------------------


def choices_of(
    guideline: ir.Guideline, limits: Mapping[Key, Domain], today: date
) -> Iterator[tuple[Key, list[ir.PatientValue]]]:
    """What to try for each input and state, within ``limits``: at and between all thresholds, words, sets, dates."""
    thresholds = _thresholds(guideline)
    years: set[Fraction] = set()
    for tested, values in thresholds.items():
        if isinstance(tested, ir.YearsSince):
            years |= values
    for name, declared in guideline.inputs.items():
        match declared.type:
            case ir.NumberType(measure=measure):
                subject = ir.InputNumber(name=name, measure=measure)
                domain = limits.get(("input", name)) or domain_of(subject, guideline)
                if isinstance(domain, Numbers):
                    plausible = span_of(domain_of(subject, guideline))
                    yield ("input", name), list(_numbers(domain, thresholds.get(subject, set()), plausible))
            case ir.FlagType():
                domain = limits.get(("input", name))
                words = domain.words if isinstance(domain, Words) else ("yes", "no")
                yield ("input", name), [word == "yes" for word in sorted(words)]
            case ir.WordType(words=words):
                domain = limits.get(("input", name))
                yield ("input", name), [word for word in words if not isinstance(domain, Words) or word in domain.words]
            case ir.SetType(words=words):
                domain = limits.get(("input", name)) or domain_of(ir.SetSubject(name=name), guideline)
                few = frozenset((frozenset[str](), frozenset(words), *(frozenset((word,)) for word in words)))
                held = domain.sets if isinstance(domain, Sets) else few
                ordered: list[frozenset[str]] = sorted(held, key=lambda each: (len(each), sorted(each)))
                yield ("input", name), [*ordered]
            case ir.DateType():
                yield ("input", name), [today] if name == "today" else list(_dates(today, years))
            case ir.TextType():
                pass
            case other:
                assert_never(other)
    if years and "today" not in guideline.inputs:
        yield _TODAY, [today]
    for name, regimen in guideline.regimens.items():
        steps = limits.get(("step", name))
        numbers = map(Fraction, range(len(regimen.steps) + 1))
        yield ("step", name), [n for n in numbers if not isinstance(steps, Numbers) or steps.within.holds(n)]
        times = limits.get(("time", name)) or Numbers(within=Intervals.between(0))
        if isinstance(times, Numbers):
            yield ("time", name), list(_numbers(times, _times(regimen, thresholds)))


def _times(regimen: ir.Regimen, thresholds: Mapping[ir.Node, set[Fraction]]) -> set[Fraction]:
    """The days at which a ladder moves, or that something compares its time with."""
    rules: list[ir.Step | ir.Beyond | ir.BackTo] = [*regimen.steps, *regimen.beyond, *regimen.back]
    found = {rule.after.low for rule in rules if rule.after is not None}
    for subject, values in thresholds.items():
        if isinstance(subject, ir.StateNumber) and (subject.regimen, subject.which) == (regimen.name, "time"):
            found |= values
    return found


def _thresholds(guideline: ir.Guideline) -> dict[ir.Node, set[Fraction]]:
    """Every literal that a subject is compared with, wherever in the guideline, in the subject's own unit."""
    found: dict[ir.Node, set[Fraction]] = {}
    homes: list[ir.Node] = [*guideline.named, *guideline.pathways, *guideline.parts.values(), *guideline.impossible]
    homes += [*guideline.regimens.values(), *guideline.pitfalls, *guideline.cautions]
    if guideline.applies is not None:
        homes.append(guideline.applies)
    for home in homes:
        for node in descend(home):
            if isinstance(node, ir.Band):
                subject, factor, offset = linear(guideline, node.subject)
                ends = (bound.value for bound in (node.low, node.high) if bound is not None)
                found.setdefault(subject, set()).update(
                    (end.value - offset) / factor for end in ends if isinstance(end, ir.Const)
                )
    return found


def _numbers(domain: Numbers, thresholds: set[Fraction], plausible: Interval | None = None) -> Iterator[Fraction]:
    """The ends of a domain, the thresholds in it, and a typical number between each two."""
    ends = {cut.value for piece in domain.within for cut in piece if cut.rank == 0}
    marks = sorted(ends | thresholds)
    yield from (value for value in marks if domain.within.holds(value) and is_decimal(value))
    cells = domain.within
    for mark in marks:
        cells = cells - Intervals.points([mark])
    pieces = Numbers(within=EVERYTHING, step=domain.step).replaced(cells).within
    yield from (typical_number(piece, domain.step, plausible) for piece in pieces)


def is_decimal(value: Fraction) -> bool:
    """Whether the digits of a number end, so that a case can say it."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def _dates(today: date, years: set[Fraction]) -> Iterator[date]:
    wanted = {0, 30, 60, *(int(value) + more for value in years for more in (-1, 0, 1))}
    for back in sorted(wanted):
        if 0 <= back < today.year:
            yield date(today.year - back, today.month, min(today.day, 28))
