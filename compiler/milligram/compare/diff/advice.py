"""What counts as advice when two guidelines are compared, and when two pieces of it are the same.

Enters: a statement of a product, the step of a ladder on which it is run, and how strongly it is recommended. Leaves: a
`Key`, equal for what says the same to do; for a give, its amounts beside, in one measure for all gives of a key.

    give 12 mmol of magnesium at night, step 1 of r      ->   Key("give", "r", …), 12 mmol
    give 291.7 mg of magnesium at night, step 1 of r     ->   the same key, 12.00 mmol

Advice is what a run says to do: statements with what they name and how (a dose with its route, frequency, duration and
maxima; the strength of the recommendation; a schedule with all its lines), and, beside the statements, the stop or hold
of a regimen, what is kept back, what is asked, what is reported, that a move is overdue, that a fault stops the run and
whether the guideline applies. Reasons, sources, certainty, wording that a name brings along, and where a line stands
are not (decision 23).
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias, assert_never

from milligram.compare.product import RIGHT, Product
from milligram.compare.renaming import Renaming, renamed
from milligram.ir import nodes as ir
from milligram.ir.same import meaning as content
from milligram.prove.answers import Nobody
from milligram.prove.prover import Prover
from milligram.quantity import Conversion, Measure, MeasureError, conversion

Key: TypeAlias = tuple[Hashable, ...]
"""A piece of advice: its kind, then what makes it different from others."""

Ladder: TypeAlias = tuple[ir.Regimen, int]
"""A regimen of the product, and the step that is given."""


ORDERED = frozenset({"give", "stop", "hold", "advise", "order", "refer", "start"})
"""What is done, in the order in which it is said. Options, remarks and warnings have none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """Where on a ladder a statement is run: the regimen of the product, its step (or what lies beyond the last), and
    the ``give`` that called it."""

    regimen: ir.Regimen
    rule: ir.Step | ir.Beyond
    call: ir.Give

    @property
    def ladder(self) -> Ladder:
        """The regimen, and the step that is given."""
        return self.regimen, self.rule.number if isinstance(self.rule, ir.Step) else len(self.regimen.steps)


class Keys:
    """The keys of one product. Names are those of the left, where the right has the same."""

    def __init__(self, product: Product, prover: Prover) -> None:
        self.product = product
        self.prover = prover
        self._measures: dict[Key, list[Measure]] = {}
        self._conditions: list[tuple[ir.AnyCondition, object]] = []

    # --- names --------------------------------------------------------------------------------------------------------

    def name(self, name: str) -> str:
        """The left name of a drug, regimen, monitor or named value of the product; a name that only the right has, as
        the product calls it."""
        own = name.removeprefix(f"{RIGHT} ")
        if own == name:
            return name
        matching = self.product.matching
        for pairs in (matching.regimens, matching.drugs, matching.named, matching.monitors):
            if own in pairs:
                return pairs[own]
        return name

    # --- statements ---------------------------------------------------------------------------------------------------

    def of(self, node: ir.AnyStatement, ladder: Ladder | None, strength: str | None) -> Key | None:
        """The key of a statement; None for one that gives no advice itself. A give's amounts are told by `amounts`."""
        match node:
            case ir.Give():
                return self._give(node, ladder, strength)
            case ir.Stop(what=what):
                return "stop", self.name(what), strength
            case ir.Hold(what=what, until=until):
                return "hold", self.name(what), strength, None if until is None else self.condition(until)
            case ir.AdviseAgainst(what=what):
                return "advise_against", self.name(what), strength
            case ir.Suggest(text=text, what=named):
                return "suggest", None if named is None else self.name(named), _words(text), strength
            case ir.Order(text=text, what=named):
                return "order", named, _words(text), strength
            case ir.Advise(text=text):
                return "advise", _words(text), strength
            case ir.Refer(to=to):
                return "refer", _words(to), strength
            case ir.Note(text=text):
                return "note", _words(text), strength
            case ir.Unspecified(text=text):
                return "unspecified", _words(text), strength
            case ir.Start(monitor=monitor):
                return "start", self._plan(self.product.guideline.monitors[monitor]), strength
            case ir.Report() | ir.Follow() | ir.Continue() | ir.End() | ir.When() | ir.Decide():
                return None
            case _:
                assert_never(node)

    def _give(self, node: ir.Give, ladder: Ladder | None, strength: str | None) -> Key | None:
        if node.what in self.product.guideline.regimens:
            return None  # its step says what is given
        at = None if ladder is None else (self.name(ladder[0].name), ladder[1], ladder[0].route)
        dose = node.dose
        how: Key = ()
        if dose is not None:
            how = (
                tuple((each.kind, each.times, each.low, each.high) for each in dose.schedule),
                _size(dose.over),
                _size(dose.duration),
                dose.doses,
                tuple(sorted(map(repr, map(_size, dose.limits)))),
                dose.volume is None,
            )
        return "give", at, self.name(node.what), _words(node.unspecified_dose), dose is None, how, strength

    def _plan(self, monitor: ir.Monitor) -> Key:
        """A schedule: what it measures, and its lines in any order."""
        lines = (
            (
                line.kind,
                None if line.after is None else (line.after.low, line.after.high, line.after.months),
                line.every,
                line.every_months,
                _words(line.text) if line.kind == "unspecified" else None,
                None if line.condition is None else self.condition(line.condition),
            )
            for line in monitor.lines
        )
        return frozenset(monitor.inputs), frozenset(lines)

    def condition(self, condition: ir.AnyCondition) -> int:
        """A number that is the same for conditions that are told alike, names by the same names, or that nobody tells
        apart: what a name means now is seen where it decides."""
        words = content(renamed(condition, self._left_names))
        for index, (other, known) in enumerate(self._conditions):
            if words == known or self._is_one(condition, other):
                return index
        self._conditions.append((condition, words))
        return len(self._conditions) - 1

    @cached_property
    def _left_names(self) -> Renaming:
        matching = self.product.matching
        return Renaming(named={f"{RIGHT} {name}": ours for name, ours in matching.named.items()})

    def _is_one(self, one: ir.AnyCondition, other: ir.AnyCondition) -> bool:
        space, first, second = self.prover.space, self.prover.meaning.of(one), self.prover.meaning.of(other)
        pairs = ((first.true, second.true), (first.false, second.false))
        apart = (space.all_of([a, space.negation(b)]) for x, y in pairs for a, b in ((x, y), (y, x)))
        return all(isinstance(self.prover.ask(each), Nobody) for each in apart)

    # --- amounts ------------------------------------------------------------------------------------------------------

    def amounts(self, key: Key, node: ir.Give) -> tuple[Key, tuple[ir.AnyNumber, ...]]:
        """A give's key with the measure in which its amounts count, and these: a lower end, the amount, a volume."""
        dose = node.dose
        if dose is None:
            return key, ()
        at, how = self.measure(key, measured(self, dose, node.what))
        numbers = [each for each in (dose.low, dose.amount) if each is not None]
        found = [_scaled(each, how) for each in numbers]
        if dose.volume is not None:
            unit = dose.volume.measure.unit
            found.append(_scaled(dose.volume, Conversion(unit.factor, unit.offset)))
        return (*key, at, len(numbers)), tuple(found)

    def measure(self, key: Key, measure: Measure) -> tuple[int, Conversion]:
        """Which of the measures of a key it converts into, and how."""
        known = self._measures.setdefault(key, [])
        for at, other in enumerate(known):
            how = self._conversion(measure, other)
            if how is not None:
                return at, how
        known.append(measure)
        return len(known) - 1, Conversion(Fraction(1), Fraction(0))

    def _conversion(self, measure: Measure, other: Measure) -> Conversion | None:
        theirs = {ours: name for name, ours in self.product.matching.drugs.items()}

        def own(name: str | None) -> str | None:
            return name and theirs.get(name, name.removeprefix(f"{RIGHT} "))

        right = [Measure(each.unit, own(each.of), own(each.per_of)) for each in (measure, other)]
        for side, (one, two) in ((self.product.left, (measure, other)), (self.product.right, right)):
            try:
                return conversion(one, two, side.guideline.substances)
            except MeasureError:
                continue
        return None


def strength_of(node: ir.Statement, rung: Rung | None) -> str | None:
    """How strongly it is recommended: by the statement itself, else its step, else (gives only) what gives the
    regimen."""
    notes = [node.notes]
    if rung is not None:
        notes += [rung.rule.notes] + ([rung.call.notes] if isinstance(node, ir.Give) else [])
    return next((each.strength for each in notes if each.grade), None)


def _words(text: str | None) -> str | None:
    """Words, however they are broken into lines."""
    return None if text is None else " ".join(text.split())


def _size(const: ir.Const | None) -> Hashable:
    """A literal in base units: 1 g is 1000 mg."""
    if const is None:
        return None
    unit = const.measure.unit
    return const.value * unit.factor + unit.offset, unit.dimension


def _scaled(number: ir.AnyNumber, how: Conversion) -> ir.AnyNumber:
    if how.factor == 1 and not how.offset:
        return number
    return ir.Scaled(operand=number, factor=how.factor, offset=how.offset, measure=number.measure, span=number.span)


def measured(keys: Keys, dose: ir.Dose, what: str) -> Measure:
    """What an amount counts, its substance by its left name."""
    measure = dose.amount.measure
    return replace(measure, of=keys.name(dose.of) if dose.of else measure.of or keys.name(what))
