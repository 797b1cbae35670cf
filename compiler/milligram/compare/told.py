"""What a run of one side said, in the keys of a product: so that two runs can be laid side by side.

Enters: a side, a patient and the result of a run. Leaves: `Told`: the acts in order, each with its amounts; and all
else that counts as advice, as a set.

    give 12 mmol of magnesium at night (replacement, step 1); ask volume depleted
        ->  Told(acts=((("give", …), (12,)),), rest={("ask", "volume_depleted"), …})
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import repeat
from typing import TypeAlias

from milligram.compare.advice import ORDERED, Key, Keys, measured
from milligram.compare.product import Side
from milligram.interpret import Advice, Result, evaluate
from milligram.interpret.depth import room_for
from milligram.interpret.evaluate import whether_it_applies
from milligram.interpret.faults import Faulty
from milligram.interpret.ladders import read_interruptions
from milligram.interpret.pathway import Run
from milligram.interpret.result import OneOf, Range, Reported, Unstated
from milligram.interpret.sentences import type_of
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.ir.walk import all_statements
from milligram.quantity import Number

Act: TypeAlias = tuple[Key, tuple[Fraction, ...]]
"""A piece of advice with its amounts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one run said. ``advice`` are the results' own entries behind the acts, in the same order."""

    result: Result
    acts: tuple[Act, ...]
    advice: tuple[Advice, ...]
    rest: frozenset[Key]
    pathways: tuple[int, ...] = ()

    @property
    def orders(self) -> frozenset[tuple[Key, Key]]:
        """Pairs of acts of one pathway that have an order, the earlier first."""
        acts = [
            (key[:-2] if key[0] == "give" and amounts else key, pathway)
            for (key, amounts), pathway in zip(self.acts, self.pathways, strict=True)
            if key[0] in ORDERED and pathway >= 0
        ]
        return frozenset(
            (one, other)
            for index, (one, pathway) in enumerate(acts)
            for other, there in acts[index + 1 :]
            if pathway == there and one != other
        )

    @property
    def everything(self) -> frozenset[Hashable]:
        """All of it, without order."""
        return frozenset(self.acts) | self.rest


class Teller:
    """Runs one side and tells it in the keys of the product."""

    def __init__(self, side: Side, keys: Keys) -> None:
        self.side = side
        self.keys = keys
        self.own = {node.id: node for node in all_statements(side.guideline)}
        self.shared = {node.id: node for node in all_statements(keys.product.guideline)}

    @cached_property
    def _steps(self) -> frozenset[str]:
        return frozenset(f"{name} {which}" for name in self.side.guideline.regimens for which in ("step", "time"))

    def told(self, patient: ir.Patient, as_of: date | None = None) -> Told:
        """What a run for a patient says."""
        result = evaluate(self.side.guideline, patient, as_of=as_of)
        values = Values(self.side.guideline, patient, as_of)
        pairs = [(self._act(advice, result, values), advice) for advice in result.advice]
        return Told(
            result=result,
            acts=tuple(act for act, _ in pairs),
            advice=tuple(advice for _, advice in pairs),
            rest=frozenset(self._rest(result)),
            pathways=tuple(self._pathways(patient, as_of)),
        )

    def _pathways(self, patient: ir.Patient, as_of: date | None) -> Iterator[int]:
        """For each piece of advice the pathway that says it, from 0; -1: none does, a rule interrupts a regimen."""
        run = Run(Values(self.side.guideline, patient, as_of))
        with room_for(self.side.guideline):
            if not whether_it_applies(run):
                return
            read_interruptions(run)
            yield from repeat(-1, len(run.record.advice))
            for index, pathway in enumerate(self.side.guideline.pathways):
                before = len(run.record.advice)
                run.pathway(pathway)
                yield from repeat(index, len(run.record.advice) - before)

    # --- acts ---------------------------------------------------------------------------------------------------------

    def _act(self, advice: Advice, result: Result, values: Values) -> Act:
        node = self._statement(advice, result)
        if node is None:  # a rule that interrupts a regimen
            assert advice.what is not None
            name = self._named(advice.what)
            return (("stop", name, None) if advice.kind == "stop" else ("hold", name, None, None)), ()
        shared = self.shared[node.id + self.side.names.shift]
        ladder = None
        if advice.regimen is not None and advice.dose is not None and advice.dose.step is not None:
            name = self.side.names.regimens.get(advice.regimen, advice.regimen)
            ladder = self.keys.product.guideline.regimens[name], advice.dose.step
        strength = (advice.grade or "").split(", ")[0]
        key = self.keys.of(shared, ladder, strength if strength in ("strong", "conditional") else None)
        assert key is not None
        if not isinstance(shared, ir.Give) or not isinstance(node, ir.Give):
            return key, ()
        key, _ = self.keys.amounts(key, shared)
        return key, tuple(self._amounts(key, node, shared, values))

    def _statement(self, advice: Advice, result: Result) -> ir.AnyStatement | None:
        for step in result.trace:
            if step.what == advice.kind and step.line == advice.line and step.id is not None:
                if step.outcome == advice.text:
                    return self.own[step.id]
                if step.text == advice.text and step.id not in self.own:
                    return None
        raise AssertionError(advice)

    def _amounts(self, key: Key, node: ir.Give, shared: ir.Give, values: Values) -> Iterator[Fraction]:
        if node.dose is None or shared.dose is None:
            return
        _, how = self.keys.measure(key[:-2], measured(self.keys, shared.dose, shared.what))
        for number in (node.dose.low, node.dose.amount):
            if number is not None:
                yield how(_one(values, number))
        if node.dose.volume is not None:
            unit = node.dose.volume.measure.unit
            yield _one(values, node.dose.volume) * unit.factor + unit.offset

    def _named(self, name: str) -> str:
        names = self.side.names
        return self.keys.name(names.regimens.get(name) or names.drugs.get(name, name))

    # --- the rest -----------------------------------------------------------------------------------------------------

    def _rest(self, result: Result) -> Iterator[Key]:
        if result.applies is not True:
            yield ("outside" if result.applies is False else "perhaps outside",)
        if result.faults:
            yield ("fault",)
        for ask in result.asks:
            yield "ask", self._asked(ask.input)
        for blocked in result.blocked:
            yield "not given", self._named(blocked.what)
        for advice in result.advice:
            if advice.regimen is not None and advice.text.endswith(", overdue)"):
                yield "overdue", self._named(advice.regimen)
        for name, value in result.reports.items():
            yield "report", self.keys.name(self.side.names.value(name)), self._value(name, value)

    def _asked(self, name: str) -> str:
        if name in self._steps and name not in self.side.guideline.inputs:
            regimen, _, which = name.rpartition(" ")
            return f"{self.side.names.states.get(regimen, regimen)} {which}"
        return self.side.names.inputs.get(name, name)

    def _value(self, name: str, value: Reported) -> Hashable:
        match value:
            case None | bool() | str() | date() | frozenset():
                return value
            case Range(low=low, high=high):
                return self._size(name, low), self._size(name, high)
            case OneOf(words=words):
                return frozenset(words)
            case Unstated():
                return ("unspecified",)
            case number:
                return self._size(name, number)

    def _size(self, name: str, number: Number) -> Fraction:
        kind = type_of(self.side.guideline, name)
        unit = kind.measure.unit if isinstance(kind, ir.NumberType) else None
        return near(number) if unit is None else near(number) * unit.factor + unit.offset


def _one(values: Values, number: ir.AnyNumber) -> Fraction:
    """The one value that a number of a dose has where it was given."""
    try:
        members = values.number(number)
    except Faulty:
        members = None
    return near(members[0]) if members else Fraction(0)


def near(number: Number) -> Fraction:
    """A number that no fraction is, to thirty digits: enough to tell two formulas apart."""
    if isinstance(number, Fraction):
        return number
    low, _ = number.enclose(32)
    return Fraction((low * 10**30).__round__(), 10**30)
