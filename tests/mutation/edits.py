"""Edits that change nothing for anybody: what `milligram diff` must stay silent about.

Enters: the text of a guideline and its syntax tree. Leaves: `Change`s as of `operators`, or whole texts.

    under 30 mL/min  ->  under 1.8 L/h        two rows that exclude each other  ->  the other way round
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise

from milligram.source import SourceFile, Span
from milligram.syntax import nodes as n
from milligram.syntax.format import format_source

from .operators import Change, Changes, Text

Edit = Callable[[Text], Iterator[str]]

_UNITS = (
    ("mL/min", "L/h", Fraction(60, 1000)),
    ("years", "months", Fraction(12)),
    ("weeks", "days", Fraction(7)),
    ("mmol/L", "umol/L", Fraction(1000)),
    ("mg", "g", Fraction(1, 1000)),
    ("g", "mg", Fraction(1000)),
    ("kg", "g", Fraction(1000)),
    ("mL", "L", Fraction(1, 1000)),
    ("h", "min", Fraction(60)),
    ("mmHg", "kPa", Fraction(0)),
)


def _applied(t: Text, changes: Changes) -> Iterator[str]:
    for change in changes:
        yield t.text[: change.span.start] + change.new + t.text[change.span.end :]


def reorder_rows(t: Text) -> Iterator[str]:
    """Two neighbours of a table, a decision or a define, none of which goes before another."""
    for node in t.living:
        rows: list[n.Node] = []
        match node:
            case n.Table(rows=found, first_that_applies=False):
                rows = [*found]
            case n.Decide(branches=branches, first_that_applies=False):
                rows = [branch for branch in branches if isinstance(branch.test, tuple)]
            case n.Score(lines=lines):
                rows = [*lines]
            case _:
                pass
        yield from _swapped(t, rows)


def reorder_declarations(t: Text) -> Iterator[str]:
    """Two neighbouring declarations of one kind, but pathways: their advice is joined in their order."""
    for one, other in pairwise(t.file.declarations):
        if type(one) is type(other) and isinstance(one, n.Input | n.Source | n.Case | n.Pitfall | n.Part | n.Monitor):
            yield from _swapped(t, [one, other])


def _swapped(t: Text, nodes: list[n.Node]) -> Iterator[str]:
    for first, second in pairwise(nodes):
        one, two = t.lines(first.span), t.lines(second.span)
        if one.end <= two.start:
            words = t.text[two.start : two.end] + t.text[one.end : two.start] + t.text[one.start : one.end]
            yield t.text[: one.start] + words + t.text[two.end :]


def reword_units(t: Text) -> Iterator[str]:
    """A bound of a band in another unit, where its digits end there too."""

    def changes() -> Changes:
        for node in t.living:
            if not isinstance(node, n.Band):
                continue
            for bound in (node.low, node.high):
                if isinstance(bound, n.Quantity) and not (node.low is not None and node.high is not None):
                    words = t.of(bound)
                    for unit, other, factor in _UNITS:
                        if factor and words == f"{bound.number} {unit}":
                            value = Fraction(bound.number) * factor
                            yield Change(Span(bound.span.start, bound.span.end), f"{_digits(value)} {other}")

    yield from _applied(t, changes())


def _digits(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else format(float(value), ".10f").rstrip("0")


def reword_doses(t: Text) -> Iterator[str]:
    """Each dose of a regimen or pathway in milligrams becomes one in grams, or the reverse."""
    for found in re.finditer(r"(?<=[: ])(\d+(?:\.\d+)?) (mg|g)(?= (?:of|daily|at night|once|every|\d times))", t.text):
        factor, unit = (Fraction(1, 1000), "g") if found[2] == "mg" else (Fraction(1000), "mg")
        line = t.text[t.text.rfind("\n", 0, found.start()) + 1 : found.start()]
        if re.match(r"\s+(?:step \d|give )", line):
            yield f"{t.text[: found.start()]}{_digits(Fraction(found[1]) * factor)} {unit}{t.text[found.end() :]}"


def rename(t: Text) -> Iterator[str]:
    """An input, define, table, score, part, pathway, monitor or regimen under another name, wherever it stands."""
    for node in t.file.declarations:
        names: list[str] = []
        match node:
            case n.Input(name=name) | n.Define(name=name) | n.Score(name=name) | n.Part(name=name):
                names = [name.name]
            case n.Monitor(name=name) | n.Regimen(name=name):
                names = [name.name]
            case n.Table(gives=gives):
                names = [each.name for each in gives]
            case n.Pathway(name=n.Ident(name=word)):
                names = [word]
            case _:
                pass
        for word in names:
            if word != "today":
                yield "".join(
                    piece if index % 2 else re.sub(rf"\b{word}\b", f"{word}_anew", piece)
                    for index, piece in enumerate(re.split(r'("[^"\n]*")', t.text))
                )


def reformat(t: Text) -> Iterator[str]:
    """As ``milligram fmt`` prints it; with comments and empty lines; with a case less."""
    formatted = format_source(SourceFile("g.mg", t.text)).text
    if formatted is not None:
        yield formatted
    yield "\n# a comment\n\n".join(t.text.split("\n\n"))
    for case in t.cases[:2]:
        where = t.lines(case.span)
        yield t.text[: where.start] + t.text[where.end :]


def swap_operands(t: Text) -> Iterator[str]:
    """``a and b`` as ``b and a``."""

    def changes() -> Changes:
        for node in t.living:
            if isinstance(node, n.When | n.Branch):
                condition = node.condition if isinstance(node, n.When) else node.test
                words = t.of(condition) if isinstance(condition, n.Node) else ""
                for link in (" and ", " or "):
                    parts = words.split(link)
                    if len(parts) == 2 and not re.search(r"[()\n]| and | or |not ", parts[0] + parts[1]):
                        assert isinstance(condition, n.Node)
                        yield Change(condition.span, f"{parts[1]}{link}{parts[0]}")

    yield from _applied(t, changes())


def cite(t: Text) -> Iterator[str]:
    """A citation less, a reason in other words, another version."""
    for found in re.finditer(r" \[[a-z0-9_, ]+\]$", t.text, re.MULTILINE):
        yield t.text[: found.start()] + ' uncited because "an edit"' + t.text[found.end() :]
    for found in re.finditer(r'(?<=because )"[^"\n]+"', t.text):
        yield t.text[: found.start()] + '"another reason"' + t.text[found.end() :]
    yield re.sub(r"^  version\s+\S+", "  version 9.9.9", t.text, flags=re.MULTILINE)


EDITS: tuple[Edit, ...] = (
    reorder_rows,
    reorder_declarations,
    reword_units,
    reword_doses,
    rename,
    reformat,
    swap_operands,
    cite,
)
