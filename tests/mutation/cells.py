"""The values a patient may have, as far as a guideline can tell them apart: the oracle's own cells.

Enters: a guideline. Leaves: for each variable (an input, a regimen's step, the time on it) the values to try, *unknown*
first. Nothing of the prover is used: thresholds are found by evaluating each comparison as the interpreter does, as
the roots of the difference of its two sides.

    decide by creatinine_clearance: under 20, 20 to under 30, …   ->   None, 10, 20, 25, 30, …

A comparison of one variable gives the values at and between its thresholds, those that no comparison tells apart
merged. One of several variables (Cockcroft–Gault) gives a coarser grid, and the roots again for the variable that is
chosen last, so that equality is hit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations, islice, pairwise, product
from typing import TypeAlias

from milligram.interpret.faults import Faulty
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.ir.walk import descend, names_read
from milligram.quantity import Number

Variable: TypeAlias = tuple[str, str]
"""("input", name), ("step", regimen), ("time", regimen); ("score", name) stands for all that a score reads."""

Value: TypeAlias = "ir.PatientValue | int | tuple[Number, ...] | None"
Assignment: TypeAlias = Mapping[Variable, Value]
Picks: TypeAlias = "Mapping[str, ir.AnyNumber]"
"""One value of each define by cases or table, whatever its conditions say."""

TODAY = date(2026, 11, 22)


class Need(Exception):
    """A run reads a variable that is not chosen yet."""

    def __init__(self, variable: Variable) -> None:
        super().__init__(variable)
        self.variable = variable


class LazyState:
    """A regimen's state whose parts are asked for."""

    __slots__ = ("_known", "_regimen")
    since = None

    def __init__(self, known: Assignment, regimen: str) -> None:
        self._known = known
        self._regimen = regimen

    @property
    def step(self) -> Value:
        return _wanted(self._known, ("step", self._regimen))

    @property
    def time(self) -> Value:
        return _wanted(self._known, ("time", self._regimen))


class _Inputs(dict[str, ir.PatientValue]):
    def __init__(self, known: Assignment) -> None:
        super().__init__()
        self.known = known

    def get(self, name: str, default: object = None) -> Value:  # type: ignore[override]
        return TODAY if name == "today" else _wanted(self.known, ("input", name))


class _States(dict[str, ir.RegimenState]):
    def __init__(self, known: Assignment) -> None:
        super().__init__()
        self.known = known

    def __contains__(self, regimen: object) -> bool:
        return True

    def __getitem__(self, regimen: str) -> LazyState:  # type: ignore[override]
        return LazyState(self.known, regimen)


def _wanted(known: Assignment, variable: Variable) -> Value:
    try:
        return known[variable]
    except KeyError:
        raise Need(variable) from None


class LazyValues(Values):
    """The interpreter's values, a score's sums chosen like a value."""

    def __init__(
        self, guideline: ir.Guideline, known: Assignment, *, smooth: bool = False, picks: Picks | None = None
    ) -> None:
        super().__init__(guideline, ir.Patient(values=_Inputs(known), regimens=_States(known)))
        self.chosen = known
        self.smooth = smooth
        self.picks = picks or {}

    def number(self, node: ir.AnyNumber) -> tuple[Number, ...] | None:
        return super().number(node.operand if self.smooth and isinstance(node, ir.RoundTo) else node)

    def named(self, name: str) -> tuple[Number, ...] | tuple[str, ...] | None:
        if isinstance(self.guideline.named_by_name[name], ir.Score):
            return _wanted(self.chosen, ("score", name))  # type: ignore[return-value]
        if name in self.picks:
            return self.number(self.picks[name])
        return super().named(name)


def lazily(guideline: ir.Guideline, known: Assignment) -> Values:
    """The interpreter's values for a patient of whom only this much is chosen; the rest raises `Need`."""
    return LazyValues(guideline, known)


def patient_of(known: Assignment) -> ir.Patient:
    """A whole patient: what was never asked for is unknown, or not started."""
    values = {name: value for (kind, name), value in known.items() if kind == "input" and value is not None}
    steps = {name: value for (kind, name), value in known.items() if kind == "step"}
    states = {}
    for name, step in steps.items():
        time = known.get(("time", name))
        assert step is None or isinstance(step, int)
        states[name] = ir.RegimenState(step=step, time=time if step and isinstance(time, Fraction) else None)
    return ir.Patient(values=values, regimens=states)  # type: ignore[arg-type]


class Reads:
    """Which variables a node depends on, through every name but a score's, which is a variable itself."""

    def __init__(self, guideline: ir.Guideline) -> None:
        self.guideline = guideline
        self._known: dict[int, frozenset[Variable]] = {}
        self._live: dict[int, frozenset[Variable]] = {}
        self._numbers: dict[int, int] = {}
        self.atoms: list[tuple[Variable, ir.Node]] = []
        self._kept: list[ir.Node] = []

    def of(self, node: ir.Node) -> frozenset[Variable]:
        """The variables behind a node; parts that it follows are not entered."""
        found = self._known.get(id(node))
        if found is None:
            found = self._known[id(node)] = frozenset(self._found(node))
            self._kept.append(node)
        return found

    def live(self, node: ir.Node) -> frozenset[Variable]:
        """The variables behind a node, and how it reads them.

        ("atom", n) is a comparison of one of them, which tells only some values apart; ("exact", variable) says that
        every value counts.
        """
        found = self._live.get(id(node))
        if found is None:
            found = self._live[id(node)] = self.of(node) | frozenset(self._ways(node, set()))
            self._kept.append(node)
        return found

    def _ways(self, node: ir.Node, seen: set[str]) -> Iterator[Variable]:
        match node:
            case ir.Band():
                numeric = _numeric(self.guideline, node)
                if len(numeric) == 1:
                    (variable,) = numeric
                    yield self._atom(variable, node)
                else:
                    yield from (("exact", f"{kind} {name}") for kind, name in numeric)
                for name in {name for name in names_read(node) if name in self.guideline.named_by_name} - seen:
                    seen.add(name)
                    yield from self._conditions_of(name, seen)
            case ir.WordIs(subject=ir.InputWord(name=name)) | ir.SetHas(name=name):
                yield self._atom(("input", name), node)
            case (
                ir.InputNumber(name=name) | ir.YearsSince(name=name) | ir.PointsOf(name=name) | ir.SetSubject(name=name)
            ):
                yield ("exact", f"input {name}")
            case ir.StateNumber(regimen=regimen):
                yield ("exact", f"time {regimen}")
            case ir.NamedNumber(name=name) | ir.NamedWord(name=name) | ir.NamedCondition(name=name) | ir.Known(of=name):
                home = self.guideline.named_by_name.get(name)
                if home is not None and name not in seen and not isinstance(home, ir.Score):
                    seen.add(name)
                    yield from self._ways(home, seen)
            case _:
                for part in _parts(node):
                    yield from self._ways(part, seen)

    def _conditions_of(self, name: str, seen: set[str]) -> Iterator[Variable]:
        """How the conditions of a number's cases read; its values belong to the comparison itself."""
        home = self.guideline.named_by_name[name]
        match home:
            case ir.DefinedNumber(value=value):
                for inner in {inner for inner in names_read(value) if inner in self.guideline.named_by_name} - seen:
                    seen.add(inner)
                    yield from self._conditions_of(inner, seen)
            case ir.DefinedCases(cases=lines) | ir.Table(rows=lines):
                for line in lines:
                    if line.condition is not None:
                        yield from self._ways(line.condition, seen)
                for held in _values_of(home, name):
                    for inner in {inner for inner in names_read(held) if inner in self.guideline.named_by_name} - seen:
                        seen.add(inner)
                        yield from self._conditions_of(inner, seen)
            case ir.DefinedCondition(condition=condition):
                yield from self._ways(condition, seen)
            case _:
                pass

    def _atom(self, variable: Variable, node: ir.Node) -> Variable:
        number = self._numbers.get(id(node))
        if number is None:
            number = self._numbers[id(node)] = len(self.atoms)
            self.atoms.append((variable, node))
        return ("atom", str(number))

    def _found(self, root: ir.Node) -> Iterator[Variable]:
        waiting, seen = [root], set[str]()
        while waiting:
            node = waiting.pop()
            for inner in descend(node):
                match inner:
                    case ir.StateNumber(regimen=regimen, which=which):
                        yield from {("step", regimen), (which, regimen)}  # at step 0 there is no time
                    case ir.Known(of=regimen, state=("step" | "time") as which):
                        yield from {("step", regimen), (which, regimen)}
                    case _:
                        pass
            for name in names_read(node):
                home = self.guideline.named_by_name.get(name)
                if name in self.guideline.inputs:
                    if name != "today":
                        yield ("input", name)
                elif isinstance(home, ir.Score):
                    yield ("score", name)
                elif home is not None and name not in seen:
                    seen.add(name)
                    waiting.append(home)


def _parts(node: ir.Node) -> Iterator[ir.Node]:
    """What a node holds directly."""
    for each in fields(node):
        value = getattr(node, each.name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, ir.Node):
                yield item


class Cells:
    """The values to try for each variable of a guideline."""

    def __init__(self, guideline: ir.Guideline, reads: Reads) -> None:
        self.guideline = guideline
        self.reads = reads
        bands = [node for root in roots_of(guideline) for node in descend(root) if isinstance(node, ir.Band)]
        self._single: dict[Variable, list[ir.Band]] = {}
        self._joint: list[tuple[ir.Band, frozenset[Variable]]] = []
        for band in bands:
            numeric = _numeric(guideline, band)
            if len(numeric) == 1:
                self._single.setdefault(next(iter(numeric)), []).append(band)
            elif numeric:
                self._joint.append((band, numeric))
        edges: dict[tuple[ir.AnyNumber, ir.AnyNumber], tuple[ir.Band, ir.AnyNumber, frozenset[Variable]]] = {}
        for band, numeric in self._joint:
            for bound in (band.low, band.high):
                if bound is not None:
                    edges.setdefault((band.subject, bound.value), (band, bound.value, numeric))
        self._edges = list(edges.values())
        self._formulas: set[Variable] = set()
        for root in roots_of(guideline):
            for node in descend(root):
                if isinstance(node, ir.Dose):
                    for number in (node.amount, node.low, node.volume):
                        if number is not None:
                            self._formulas |= reads.of(number)
        self._signs: dict[tuple[int, Value], object] = {}
        self._picked: dict[int, list[Picks]] = {}
        self.alone: dict[tuple[Variable, Fraction], bool] = {}
        """Whether a value to try stands for itself only."""
        self._static: dict[Variable, tuple[Value, ...]] = {}
        self._found: dict[tuple[int, Variable, frozenset[tuple[Variable, Value]]], tuple[Fraction, ...]] = {}

    def values(self, variable: Variable, known: Assignment) -> Iterator[Value]:
        """The values to try where so much is already chosen: unknown first."""
        if variable[0] == "time" and not known.get(("step", variable[1]), 1):
            yield None
            return
        static = self._static.get(variable)
        if static is None:
            static = self._static[variable] = tuple(self._fixed(variable))
        extra = sorted(self._hits(variable, known, static))
        yield from static
        yield from extra

    def _hits(self, variable: Variable, known: Assignment, static: tuple[Value, ...]) -> set[Fraction]:
        """Where a comparison of several variables turns, all others being chosen, and between those places."""
        turns: set[Fraction] = set()
        for number, (band, limit, numeric) in enumerate(self._edges):
            others = numeric - {variable}
            if variable not in numeric or any(known.get(other) is None for other in others):
                continue
            there = {other: known[other] for other in others}
            key = (number, variable, frozenset(there.items()))
            found = self._found.get(key)
            if found is None:
                found = self._found[key] = tuple(self._turns_at(band, limit, variable, there))
            turns.update(found)
        low, high = self._ends(variable)
        turns = {turn for turn in turns if low <= turn <= high}
        if not turns:
            return turns
        fixed = {value for value in static if isinstance(value, Fraction)}
        if self.is_whole(variable):
            return {Fraction(turn.__floor__() + step) for turn in turns for step in (0, 1)} - fixed
        return (turns | {(left + right) / 2 for left, right in pairwise(sorted(turns | fixed))}) - fixed

    def _fixed(self, variable: Variable) -> Iterator[Value]:
        kind, name = variable
        yield None
        if kind == "step":
            yield from range(len(self.guideline.regimens[name].steps) + 1)
            return
        if kind == "time":
            yield from self._times(name)
            return
        declared = self.guideline.inputs[name]
        match declared.type:
            case ir.FlagType():
                yield from (True, False)
            case ir.WordType(words=words):
                yield from words
            case ir.SetType(words=words):
                yield from self._sets(name, words)
            case ir.DateType():
                yield from self._dates(variable)
            case _:
                yield from self._numbers(variable)

    def _numbers(self, variable: Variable) -> list[Fraction]:
        low, high = self._ends(variable)
        turns = {turn for band in self._single.get(variable, ()) for turn in self._turns(band, variable, {})}
        turns = {turn for turn in turns if low <= turn <= high}
        if self.is_whole(variable):
            near = {Fraction(turn.__floor__() + step) for turn in turns for step in (-1, 0, 1, 2)}
            places = sorted({Fraction(low.__ceil__()), Fraction(high.__floor__()), *near})
            places = [place for place in places if low <= place <= high]
        else:
            ends = sorted({low, high, *turns})
            places = sorted({*ends, *((left + right) / 2 for left, right in pairwise(ends))})
        if any(variable in numeric for _, numeric in self._joint):
            parts = (1, 2, 3) if len(turns) < 2 else (2,)
            middle = {self._fitting(variable, low + (high - low) * Fraction(part, 4)) for part in parts}
            return sorted({*places, *middle})
        return self._merged(variable, places)

    def _merged(self, variable: Variable, places: list[Fraction]) -> list[Fraction]:
        """One of each run of values that no comparison tells apart, the one in the middle; both ends for a dose."""
        bands = self._single.get(variable, [])
        seen: dict[tuple[tuple[bool | None, ...], ...], list[Fraction]] = {}
        for place in places:
            signs = tuple(self._answer(band, {variable: place}) for band in bands)
            seen.setdefault(signs, []).append(place)
        if variable in self._formulas:
            return sorted({end for group in seen.values() for end in (group[0], group[-1])})
        chosen = []
        for group in seen.values():
            chosen.append(group[len(group) // 2])
            self.alone[variable, chosen[-1]] = len(group) == 1
        return chosen

    def around(self, variable: Variable, value: Fraction) -> tuple[Fraction, Fraction]:
        """The thresholds between which a value stands; itself twice where it is one."""
        turns = {turn for band in self._single.get(variable, ()) for turn in self._turns(band, variable, {})}
        if value in turns:
            return value, value
        low, high = self._ends(variable)
        below = max((turn for turn in turns if turn < value), default=low)
        above = min((turn for turn in turns if turn > value), default=high)
        return below, above

    def outside(self) -> Iterator[tuple[str, Fraction]]:
        """The thresholds of inputs beyond what is plausible."""
        for variable, bands in self._single.items():
            if variable[0] == "input" and self.guideline.inputs[variable[1]].plausible is not None:
                low, high = self._ends(variable)
                for band in bands:
                    for turn in self._turns(band, variable, {}):
                        if not low <= turn <= high:
                            yield variable[1], turn

    def is_joint(self, variable: Variable) -> bool:
        """Whether a comparison reads the variable together with another."""
        return any(variable in numeric for _, numeric in self._joint)

    def sign(self, atom: int, value: Value) -> object:
        """What a comparison of one variable makes of a value, all that the comparison can do taken together."""
        key = (atom, value)
        if key not in self._signs:
            variable, node = self.reads.atoms[atom]
            match node:
                case ir.Band():
                    self._signs[key] = self._answer(node, {variable: value})
                case ir.WordIs(words=words):
                    self._signs[key] = value in words
                case ir.SetHas(words=words) if isinstance(value, frozenset):
                    self._signs[key] = not value.isdisjoint(words)
                case _:
                    self._signs[key] = value
        return self._signs[key]

    def _picks(self, band: ir.Band) -> list[Picks]:
        """Every way in which the cases of what a comparison reads may come out."""
        found = self._picked.get(id(band))
        if found is None:
            names: dict[str, list[ir.AnyNumber]] = {}
            waiting: list[ir.Node] = [band]
            while waiting:
                for node in descend(waiting.pop()):
                    if isinstance(node, ir.NamedNumber) and node.name not in names:
                        home = self.guideline.named_by_name[node.name]
                        values = _values_of(home, node.name)
                        waiting += values
                        if isinstance(home, ir.DefinedCases | ir.Table):
                            names[node.name] = [value for value in dict.fromkeys(values) if _is_number(value)]  # type: ignore[misc]
            ways = [dict(zip(names, way, strict=True)) for way in islice(product(*names.values()), 64)]
            found = self._picked[id(band)] = list(ways)
        return found

    def _answer(self, band: ir.Band, known: Assignment) -> tuple[bool | None, ...]:
        answers: list[bool | None] = []
        for picks in self._picks(band):
            try:
                answers.append(LazyValues(self.guideline, known, picks=picks).condition(band))
            except (Faulty, Need):
                answers.append(None)
        return tuple(answers)

    def _turns(self, band: ir.Band, variable: Variable, known: Assignment) -> Iterator[Fraction]:
        for bound in (band.low, band.high):
            if bound is not None:
                yield from self._turns_at(band, bound.value, variable, known)

    def _turns_at(
        self, band: ir.Band, limit: ir.AnyNumber, variable: Variable, known: Assignment
    ) -> Iterator[Fraction]:
        """Where a comparison with one limit turns."""
        low, high = self._ends(variable)
        steps = self._roundings(band)
        offsets = {part * step / 2 for step in steps for part in (-2, -1, 1, 2)} | {Fraction(0)}
        for picks in self._picks(band):

            def difference(value: Fraction, picks: Picks = picks) -> Fraction | None:
                values = LazyValues(self.guideline, {**known, variable: value}, smooth=True, picks=picks)
                try:
                    left, right = values.number(band.subject), values.number(limit)
                except (Faulty, Need):
                    return None
                if left is None or right is None or len(left) > 1 or len(right) > 1:
                    return None
                gap = left[0] - right[0]
                return gap if isinstance(gap, Fraction) else sum(gap.enclose(30), Fraction(0)) / 2

            yield from zeros(difference, low, high, offsets)

    def _roundings(self, band: ir.Band) -> frozenset[Fraction]:
        """The steps to which what a comparison reads is rounded: it turns half a step beside its limit."""
        found: set[Fraction] = set()
        waiting: list[ir.Node] = [band]
        while waiting:
            for node in descend(waiting.pop()):
                if isinstance(node, ir.RoundTo):
                    found.add(node.step)
                elif isinstance(node, ir.NamedNumber):
                    waiting += _values_of(self.guideline.named_by_name[node.name], node.name)
        return frozenset(found)

    def _ends(self, variable: Variable) -> tuple[Fraction, Fraction]:
        if variable[0] != "input":
            return Fraction(0), Fraction(4000)
        plausible = self.guideline.inputs[variable[1]].plausible
        return plausible or (Fraction(-10_000), Fraction(10_000))

    def is_whole(self, variable: Variable) -> bool:
        kind = self.guideline.inputs[variable[1]].type if variable[0] == "input" else None
        return isinstance(kind, ir.NumberType) and (kind.whole or kind.kind == "count")

    def _fitting(self, variable: Variable, value: Fraction) -> Fraction:
        return Fraction(value.__floor__()) if self.is_whole(variable) else value

    def _times(self, regimen: str) -> list[Fraction]:
        home = self.guideline.regimens[regimen]
        rules: list[ir.Step | ir.Beyond | ir.BackTo] = [*home.steps, *home.beyond, *home.back]
        turns = {end for rule in rules if rule.after is not None for end in (rule.after.low,)}
        variable = ("time", regimen)
        for band in self._single.get(variable, ()):
            turns.update(turn for turn in self._turns(band, variable, {("step", regimen): 1}) if turn >= 0)
        ends = sorted({Fraction(0), *turns, max(turns, default=Fraction(0)) + 7})
        bands = self._single.get(variable, [])
        if any(variable in numeric for _, numeric in self._joint):
            return sorted({*ends, *((left + right) / 2 for left, right in pairwise(ends))})
        seen: dict[object, Fraction] = {}
        for place in sorted({*ends, *((left + right) / 2 for left, right in pairwise(ends))}):
            come = tuple(rule.after is None or place >= rule.after.low for rule in rules)
            signs = tuple(self._answer(band, {("step", regimen): 1, variable: place}) for band in bands)
            seen.setdefault((come, signs), place)
        return list(seen.values())

    def _sets(self, name: str, words: tuple[str, ...]) -> Iterator[frozenset[str]]:
        """One set for each way in which every ``has`` may come out."""
        asked = {
            node.words
            for root in roots_of(self.guideline)
            for node in descend(root)
            if isinstance(node, ir.SetHas) and node.name == name
        }
        alike: dict[tuple[bool, ...], str] = {}
        for word in words:
            alike.setdefault(tuple(word in group for group in sorted(asked)), word)
        several = [word for signs, word in alike.items() if any(signs)]
        seen: set[tuple[bool, ...]] = set()
        for size in range(len(several) + 1):
            for chosen in combinations(several, size):
                signs = tuple(not set(group).isdisjoint(chosen) for group in sorted(asked))
                if signs not in seen:
                    seen.add(signs)
                    yield frozenset(chosen)

    def _dates(self, variable: Variable) -> list[date]:
        days = {0, 366 * 40}
        for band in self._single.get(variable, ()):
            for bound in (band.low, band.high):
                if bound is not None and isinstance(bound.value, ir.Const):
                    years = int(bound.value.value)
                    days.update((years * 366, years * 365 - 400, years * 366 + 366))
        return sorted({TODAY - timedelta(days=day) for day in days if day >= 0})


def roots_of(guideline: ir.Guideline) -> Iterable[ir.Node]:
    """Everything of a guideline in which a condition may stand."""
    yield from guideline.named
    yield from guideline.pathways
    yield from guideline.parts.values()
    yield from guideline.pitfalls
    yield from guideline.regimens.values()
    yield from guideline.cautions
    yield from guideline.impossible
    yield from guideline.monitors.values()
    if guideline.applies is not None:
        yield guideline.applies


def _numeric(guideline: ir.Guideline, band: ir.Band) -> frozenset[Variable]:
    """The variables whose numbers a comparison reads, conditions of cases and points of scores apart."""
    found: set[Variable] = set()
    waiting: list[ir.Node] = [band]
    seen: set[str] = set()
    while waiting:
        for node in descend(waiting.pop()):
            match node:
                case ir.InputNumber(name=name) | ir.YearsSince(name=name):
                    found.add(("input", name))
                case ir.StateNumber(regimen=regimen, which="time"):
                    found.add(("time", regimen))
                case ir.NamedNumber(name=name) if name not in seen:
                    seen.add(name)
                    waiting += _values_of(guideline.named_by_name[name], name)
                case _:
                    pass
    return frozenset(found)


def _is_number(value: ir.Node) -> bool:
    return not isinstance(value, ir.WordValue | ir.TextValue | ir.UnspecifiedValue)


def _values_of(home: ir.Named, name: str) -> list[ir.Node]:
    match home:
        case ir.DefinedNumber(value=value):
            return [value]
        case ir.DefinedCases(cases=cases):
            return [case.value for case in cases]
        case ir.Table(rows=rows, outputs=outputs):
            column = [output for output, _ in outputs].index(name)
            return [row.values[column] for row in rows]
        case ir.Score(lines=lines):
            return [line.points for line in lines]
        case _:
            return []


def zeros(
    f: Callable[[Fraction], Fraction | None], low: Fraction, high: Fraction, offsets: Iterable[Fraction]
) -> Iterator[Fraction]:
    """Where a function of one number comes to one of the offsets: exactly, if it is linear in x or in 1/x; else to
    many digits."""
    one, two, three = (low + (high - low) * Fraction(part, 7) for part in (1, 3, 5))
    a, b, c = f(one), f(two), f(three)
    if a is not None and b is not None and c is not None:
        if (b - a) * (three - two) == (c - b) * (two - one):
            if a != b:
                yield from (one - (a - offset) * (two - one) / (b - a) for offset in offsets)
            return
        if 0 not in (one, two, three):
            u, v, w = 1 / one, 1 / two, 1 / three
            if (b - a) * (w - v) == (c - b) * (v - u):
                inverses = (u - (a - offset) * (v - u) / (b - a) for offset in offsets if a != b)
                yield from (1 / inverse for inverse in inverses if inverse != 0)
                return
    if a is None and b is None and c is None:
        return
    grid = [low + (high - low) * Fraction(part, 16) for part in range(17)]
    values = [f(place) for place in grid]
    for offset in offsets:
        for (left, at_left), (right, at_right) in pairwise(zip(grid, values, strict=True)):
            if at_left is None or at_right is None:
                continue
            if at_left == offset:
                yield left
            elif at_right != offset and (at_left < offset) != (at_right < offset):
                yield from _bisected(_less(f, offset), left, right, at_left < offset)
        if values[-1] == offset:
            yield high


def _less(f: Callable[[Fraction], Fraction | None], offset: Fraction) -> Callable[[Fraction], Fraction | None]:
    def shifted(x: Fraction) -> Fraction | None:
        y = f(x)
        return None if y is None else y - offset

    return shifted


def _bisected(
    f: Callable[[Fraction], Fraction | None], left: Fraction, right: Fraction, falls: bool
) -> Iterator[Fraction]:
    for _ in range(24):
        middle = (left + right) / 2
        at = f(middle)
        if at is None:
            return
        if at == 0:
            yield middle
            return
        left, right = (middle, right) if (at < 0) == falls else (left, middle)
    for digits in range(6):
        neat = Fraction(round((left + right) / 2 * 10**digits), 10**digits)
        if abs(neat - left) <= (right - left) * 2 and f(neat) == 0:
            yield neat
            return
    yield left
    yield right
