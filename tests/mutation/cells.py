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

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations, islice, pairwise, product

from milligram.interpret.faults import Faulty
from milligram.ir import nodes as ir
from milligram.ir.walk import descend

from .lazy import TODAY, Assignment, LazyValues, Need, Picks, Value, Variable
from .reads import Reads, is_number, numeric_variables, roots_of, values_of
from .turning import zeros

_NEAT = 10**6
"""A root with a larger denominator was only enclosed: nobody stands exactly on it."""


class Place(Fraction):
    """A value to try, which counts its hash once: the walk looks values up without end."""

    __slots__ = ("_counted",)
    _counted: int

    def __hash__(self) -> int:  # type: ignore[override]
        try:
            return self._counted
        except AttributeError:
            self._counted = super().__hash__()
            return self._counted


class Cells:
    """The values to try for each variable of a guideline."""

    def __init__(self, guideline: ir.Guideline, reads: Reads) -> None:
        self.guideline = guideline
        self.reads = reads
        bands = [node for root in roots_of(guideline) for node in descend(root) if isinstance(node, ir.Band)]
        self._single: dict[Variable, list[ir.Band]] = {}
        self._joint: list[tuple[ir.Band, frozenset[Variable]]] = []
        for band in bands:
            numeric = numeric_variables(guideline, band)
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
        self._places: dict[Fraction, Place] = {}
        self._found: dict[tuple[int, Variable, frozenset[tuple[Variable, Value]]], tuple[Fraction, ...]] = {}

    def values(self, variable: Variable, known: Assignment) -> Iterator[Value]:
        """The values to try where so much is already chosen: unknown first."""
        if variable[0] == "time" and not known.get(("step", variable[1]), 1):
            yield None
            return
        static = self._static.get(variable)
        if static is None:
            static = self._static[variable] = tuple(map(self._placed, self._fixed(variable)))
        yield from static
        yield from map(self._placed, sorted(self._hits(variable, known, static)))

    def _placed(self, value: Value) -> Value:
        if not isinstance(value, Fraction):
            return value
        return self._places.setdefault(value, Place(value))

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
            return sorted({*places, *middle, *self._corners(variable, low, high)})
        return self._merged(variable, places)

    def _corners(self, variable: Variable, low: Fraction, high: Fraction) -> Iterator[Fraction]:
        """Where a comparison with one other variable turns while that stands on a threshold or an end of its own.

        Whoever reads this variable first chooses it before the other is known: the level that is the line at 4 hours.
        """
        for band, limit, numeric in self._edges:
            if variable not in numeric or len(numeric) != 2:
                continue
            (other,) = numeric - {variable}
            ends = self._ends(other)
            turns = {turn for single in self._single.get(other, ()) for turn in self._turns(single, other, {})}
            for place in sorted({*ends, *(turn for turn in turns if ends[0] <= turn <= ends[1])}):
                for turn in self._turns_at(band, limit, variable, {other: place}):
                    if low <= turn <= high and turn.denominator < _NEAT:
                        yield self._fitting(variable, turn)

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
                        values = values_of(home, node.name)
                        waiting += values
                        if isinstance(home, ir.DefinedCases | ir.Table):
                            names[node.name] = [value for value in dict.fromkeys(values) if is_number(value)]  # type: ignore[misc]
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
                    waiting += values_of(self.guideline.named_by_name[node.name], node.name)
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
