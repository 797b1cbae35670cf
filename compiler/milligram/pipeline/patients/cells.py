"""What a guideline can tell apart of each input, so that many patients have one answer.

Enters: a guideline. Leaves: per input, `Cuts` (a number that is only compared with literals: on which side of each, or
on it), `Words` (a set of which only some words are asked for), or `Exact` (every value may have an answer of its own).

    serum_magnesium under 0.70 mmol/L, nothing else   ->   Cuts((7/10,))      0.5 and 0.6 are one cell
    dose 15 mg/kg                                     ->   weight: Exact()    its value is computed with

The reading is careful: whatever is not plainly a comparison with a literal is `Exact`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from milligram.ir import nodes as ir
from milligram.ir.atoms import linear
from milligram.source import tree


@dataclass(frozen=True, slots=True)
class Cuts:
    """The numbers, ascending and in the input's unit, beside which a value may lie or on which it may be."""

    at: tuple[Fraction, ...]

    def cell(self, value: Fraction) -> int:
        """0 below the first cut, 1 on it, 2 between it and the next, and so on."""
        place = bisect_left(self.at, value)
        return 2 * place + (place < len(self.at) and self.at[place] == value)


@dataclass(frozen=True, slots=True)
class Words:
    """The sets of words of which a set is asked whether it holds any."""

    of: tuple[frozenset[str], ...]

    def cell(self, value: frozenset[str]) -> int:
        """One bit a test."""
        return sum(1 << place for place, words in enumerate(self.of) if not words.isdisjoint(value))


@dataclass(frozen=True, slots=True)
class Exact:
    """Every value by itself."""


Told: TypeAlias = Cuts | Words | Exact

MOST_WORDS = 16
"""A set with more tests than this is taken by its words."""


@dataclass(frozen=True, slots=True)
class Apart:
    """What can be told apart of the inputs, and of the time on each regimen (whose step always counts)."""

    inputs: Mapping[str, Told]
    times: Mapping[str, Told]


def told_apart(guideline: ir.Guideline) -> Apart:
    """What the guideline can tell apart, through every name that it uses."""
    finder = _Finder(guideline)
    finder.guideline_itself()
    inputs: dict[str, Told] = {}
    for name, declared in guideline.inputs.items():
        match declared.type:
            case ir.NumberType() if name not in finder.exact:
                inputs[name] = Cuts(tuple(sorted(finder.cuts.get(name, ()))))
            case ir.SetType() if name not in finder.exact and len(finder.tests.get(name, ())) <= MOST_WORDS:
                inputs[name] = Words(tuple(finder.tests.get(name, ())))
            case _:
                inputs[name] = Exact()
    times: dict[str, Told] = {
        name: Exact() if name in finder.exact_times else Cuts(tuple(sorted(finder.time_cuts.get(name, ()))))
        for name in guideline.regimens
    }
    return Apart(inputs, times)


class _Finder:
    def __init__(self, guideline: ir.Guideline) -> None:
        self.guideline = guideline
        self.cuts: dict[str, set[Fraction]] = {}
        self.time_cuts: dict[str, set[Fraction]] = {}
        self.tests: dict[str, dict[frozenset[str], None]] = {}
        self.exact: set[str] = set()
        self.exact_times: set[str] = set()
        self.seen: set[str] = set()

    def guideline_itself(self) -> None:
        """All that a run may read; a name is looked into where it is used."""
        guideline = self.guideline
        roots: list[ir.Node] = [guideline.applies] if guideline.applies is not None else []
        roots += [*guideline.impossible, *guideline.regimens.values(), *guideline.monitors.values()]
        roots += [*guideline.pitfalls, *guideline.cautions, *guideline.pathways, *guideline.parts.values()]
        self.visit_all(roots)
        for regimen in guideline.regimens.values():
            ways: list[ir.Step | ir.Beyond | ir.BackTo] = [*regimen.steps, *regimen.beyond, *regimen.back]
            for way in ways:
                if way.after is not None:
                    self.time_cuts.setdefault(regimen.name, set()).update((way.after.low, way.after.high))

    def visit_all(self, nodes: Iterable[ir.Node]) -> None:
        """Looks at nodes and all that they hold."""
        waiting = list(nodes)
        while waiting:
            node = waiting.pop()
            match node:
                case ir.Band() if self.compared(node):
                    pass
                case ir.InputNumber(name=name):
                    self.exact.add(name)
                case ir.StateNumber(regimen=regimen, which="time"):
                    self.exact_times.add(regimen)
                case ir.SetHas(name=name, words=words):
                    self.tests.setdefault(name, {})[frozenset(words)] = None
                case ir.NamedNumber(name=name) | ir.NamedCondition(name=name) | ir.NamedWord(name=name):
                    waiting.extend(self.behind(name))
                case ir.Known(of=name, state=None):
                    waiting.extend(self.behind(name))
                case ir.Report(names=names):
                    for name in names:
                        waiting.extend(self.behind(name))
                    self.exact.update(name for name in names if name in self.guideline.inputs)
                case ir.Decide(branches=branches):
                    waiting.extend(branches)  # its subjects only say what the branches test
                case ir.Table(rows=rows):
                    waiting.extend(rows)
                case _:
                    waiting.extend(tree.parts(node, ir.Node))

    def behind(self, name: str) -> tuple[ir.Node, ...]:
        """What a named value stands for, the first time it is met."""
        home = self.guideline.named_by_name.get(name)
        if home is None or name in self.seen:
            return ()
        self.seen.add(name)
        return (home,)

    def compared(self, band: ir.Band) -> bool:
        """Notes the ends of a band that compares one input, or a time, with literals; False for any other."""
        subject, factor, offset = linear(self.guideline, band.subject)
        ends = []
        for bound in (band.low, band.high):
            if bound is not None:
                base, times, plus = linear(self.guideline, bound.value)
                if not isinstance(base, ir.Const):
                    return False
                ends.append((base.value * times + plus - offset) / factor)
        match subject:
            case ir.InputNumber(name=name):
                self.cuts.setdefault(name, set()).update(ends)
            case ir.StateNumber(regimen=regimen, which="time"):
                self.time_cuts.setdefault(regimen, set()).update(ends)
            case ir.StateNumber():
                pass
            case _:
                return False
        return True
