"""What a node of a guideline reads, and how.

Enters: a guideline and a node. Leaves: the variables behind it, and for each whether its exact value counts or only
what some comparisons make of it.

    when clearance under 20   ->   {("input", "clearance"), ("atom", "0")}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields

from milligram.ir import nodes as ir
from milligram.ir.walk import descend, names_read

from .lazy import Variable


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
                numeric = numeric_variables(self.guideline, node)
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
                for held in values_of(home, name):
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


def numeric_variables(guideline: ir.Guideline, band: ir.Band) -> frozenset[Variable]:
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
                    waiting += values_of(guideline.named_by_name[name], name)
                case _:
                    pass
    return frozenset(found)


def is_number(value: ir.Node) -> bool:
    return not isinstance(value, ir.WordValue | ir.TextValue | ir.UnspecifiedValue)


def values_of(home: ir.Named, name: str) -> list[ir.Node]:
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
