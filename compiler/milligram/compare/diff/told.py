"""What a run of one side said, in the keys of a product: so that two runs can be laid side by side.

Enters: a side and a patient. Leaves: `Told`: everything that counts as advice, by its key, each with the line of the
result that says it; and in which order it stands.

    give 12 mmol of magnesium at night (replacement, step 1); ask volume depleted
        ->  (("give", …), (12,)): GIVE 12 mmol …      ("ask", "volume_depleted"): ASK Is the patient …
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import repeat

from milligram.compare.diff.advice import ORDERED, Key, Keys, measured
from milligram.compare.product import Side
from milligram.interpret import Advice, Result, evaluate
from milligram.interpret.as_text import mark_of, schedule_lines, value_text, without_verb
from milligram.interpret.depth import room_for
from milligram.interpret.evaluate import whether_it_applies
from milligram.interpret.faults import Faulty
from milligram.interpret.ladders import read_interruptions
from milligram.interpret.pathway import Run
from milligram.interpret.result import OneOf, Range, Reported, Unstated
from milligram.interpret.sentences import type_of
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.ir.print import title_of
from milligram.ir.walk import all_statements
from milligram.quantity import Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a result: its mark (GIVE, ASK …), its words, and the line of the source behind it; ``only`` says who
    of a group is told it, where not all are."""

    mark: str
    text: str
    line: int | None = None
    only: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One piece of advice. ``what`` is equal on both sides for what says the same; ``key`` is that without amounts, and
    ``pathway`` the one that said it, from 0; -1: none."""

    what: Hashable
    key: Key
    line: Line
    pathway: int = -1

    @property
    def plain(self) -> Key:
        """The key as a difference of two sides names it: a report without its value."""
        return self.key[:2] if self.key[0] == "report" else self.key


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one run said, in its order."""

    result: Result
    entries: tuple[Entry, ...]

    @property
    def everything(self) -> frozenset[Hashable]:
        """All of it, without order."""
        return frozenset(entry.what for entry in self.entries)

    @property
    def orders(self) -> frozenset[tuple[Key, Key]]:
        """Pairs of acts of one pathway that have an order, the earlier first."""
        acts = [each for each in self.entries if each.pathway >= 0 and each.key[0] in ORDERED]
        return frozenset(
            (one.key, other.key)
            for index, one in enumerate(acts)
            for other in acts[index + 1 :]
            if one.pathway == other.pathway and one.key != other.key
        )


def differing(before: Told, after: Told) -> Iterator[tuple[str, Hashable]]:
    """What one of two runs says alone, with its sign; and pairs of acts in another order."""
    for one in before.everything - after.everything:
        yield "lost", one
    for one in after.everything - before.everything:
        yield "gained", one
    yield from (("order", pair) for pair in before.orders & frozenset((b, a) for a, b in after.orders))


class Teller:
    """Runs one side and tells it in the keys of the product."""

    def __init__(self, side: Side, keys: Keys) -> None:
        self.side = side
        self.guideline = side.guideline
        self.keys = keys
        self.own = {node.id: node for node in all_statements(side.guideline)}
        self.shared = {node.id: node for node in all_statements(keys.product.guideline)}

    @cached_property
    def _states(self) -> frozenset[str]:
        return frozenset(f"{name} {which}" for name in self.guideline.regimens for which in ("step", "time"))

    def told(self, patient: ir.Patient, as_of: date | None = None) -> Told:
        """What a run for a patient says."""
        result = evaluate(self.guideline, patient, as_of=as_of)
        values = Values(self.guideline, patient, as_of)
        pathways = list(self._pathways(patient, as_of))
        said = zip(result.advice, pathways, strict=True)
        entries = [entry for advice, pathway in said for entry in self._advice(advice, pathway, result, values)]
        return Told(result=result, entries=(*entries, *self._rest(result)))

    def _pathways(self, patient: ir.Patient, as_of: date | None) -> Iterator[int]:
        """For each piece of advice the pathway that says it, from 0; -1: none does, a rule interrupts a regimen."""
        run = Run(Values(self.guideline, patient, as_of))
        with room_for(self.guideline):
            if not whether_it_applies(run):
                return
            read_interruptions(run)
            yield from repeat(-1, len(run.record.advice))
            for index, pathway in enumerate(self.guideline.pathways):
                before = len(run.record.advice)
                run.pathway(pathway)
                yield from repeat(index, len(run.record.advice) - before)

    # --- advice -------------------------------------------------------------------------------------------------------

    def _advice(self, advice: Advice, pathway: int, result: Result, values: Values) -> Iterator[Entry]:
        line = self._line(advice)
        node = self._statement(advice, result)
        if node is None:  # a rule that interrupts a regimen
            name = self._named(advice.what or "")
            key: Key = ("stop", name, None) if advice.kind == "stop" else ("hold", name, None, None)
            yield Entry(what=(key, ()), key=key, line=line)
            return
        shared = self.shared[node.id + self.side.names.shift]
        ladder = None
        if advice.regimen is not None and advice.dose is not None and advice.dose.step is not None:
            name = self.side.names.regimens.get(advice.regimen, advice.regimen)
            ladder = self.keys.product.guideline.regimens[name], advice.dose.step
        plain = self.keys.of(shared, ladder, _strength(advice))
        assert plain is not None
        amounts: tuple[Fraction, ...] = ()
        if isinstance(shared, ir.Give) and isinstance(node, ir.Give):
            key, _ = self.keys.amounts(plain, shared)
            amounts = tuple(self._amounts(plain, node, shared, values))
        else:
            key = plain
        yield Entry(what=(key, amounts), key=key, line=line, pathway=pathway)
        if advice.regimen is not None and advice.text.endswith(", overdue)"):
            late = "overdue", self._named(advice.regimen)
            yield Entry(what=late, key=late, line=line)

    def _line(self, advice: Advice) -> Line:
        """As a result prints it, with the strength of a recommendation; a schedule with what it measures when."""
        monitor = self.guideline.monitors.get(advice.what or "") if advice.kind == "start" else None
        if monitor is None:
            text = without_verb(advice)
        else:
            first, *lines = schedule_lines(self.guideline, monitor)
            text = f"{first} {'; '.join(line.removeprefix('- ') for line in lines)}"
        strength = _strength(advice)
        return Line(mark=mark_of(advice), text=text + (f" ({strength})" if strength else ""), line=advice.line)

    def _statement(self, advice: Advice, result: Result) -> ir.AnyStatement | None:
        """The statement behind advice; None for a rule that interrupts a regimen."""
        for step in result.trace:
            if step.what == advice.kind and step.line == advice.line and step.id is not None:
                if step.id not in self.own:
                    return None
                if step.outcome == advice.text:
                    return self.own[step.id]
        raise AssertionError(advice)

    def _amounts(self, key: Key, node: ir.Give, shared: ir.Give, values: Values) -> Iterator[Fraction]:
        if node.dose is None or shared.dose is None:
            return
        _, how = self.keys.measure(key, measured(self.keys, shared.dose, shared.what))
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

    def _rest(self, result: Result) -> Iterator[Entry]:
        for key, mark, text, line in self._others(result):
            yield Entry(what=key, key=key, line=Line(mark=mark, text=text, line=line))

    def _others(self, result: Result) -> Iterator[tuple[Key, str, str, int | None]]:
        if result.applies is False:
            yield ("outside",), "OUTSIDE", "it does not apply to this patient", None
        if result.applies is None:
            yield ("perhaps outside",), "OUTSIDE", "whether it applies to this patient is unknown", None
        for fault in result.faults:
            yield ("fault",), "FAULT", fault.message, fault.lines[0] if fault.lines else None
        for blocked in result.blocked:
            text = f"{title_of(self.guideline, blocked.what)}: {blocked.rule}"
            yield ("not given", self._named(blocked.what)), "NOT GIVEN", text, blocked.line
        for ask in result.asks:
            yield ("ask", self._asked(ask.input)), "ASK", ask.question, None
        for name, value in result.reports.items():
            key = "report", self.keys.name(self.side.names.value(name)), self._value(name, value)
            words = f"{title_of(self.guideline, name)}: {value_text(self.guideline, name, value)}"
            yield key, "REPORT", words, None

    def _asked(self, name: str) -> str:
        if name in self._states and name not in self.guideline.inputs:
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
        kind = type_of(self.guideline, name)
        unit = kind.measure.unit if isinstance(kind, ir.NumberType) else None
        return near(number) if unit is None else near(number) * unit.factor + unit.offset


def _strength(advice: Advice) -> str | None:
    """How strongly it is recommended; how certain that is does not count."""
    word = (advice.grade or "").split(", ")[0]
    return word if word in ("strong", "conditional") else None


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
    return Fraction(round(low * 10**30), 10**30)
