"""Small faults, put into a clean guideline one at a time.

Enters: the text of a guideline and its syntax tree. Leaves: `Mutant`s, each the text with one alteration, made at the
span of a node. An operator only says what it does; whether a fault came of it is for the oracle to say. What no patient
can show (a citation, a wording) is *certain* from the operator itself; what nobody decides here is *open*.

    end  ->  continue        under 20 mL/min  ->  at most 20 mL/min        [r3]  ->  nothing
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from milligram.source import SourceFile, Span
from milligram.syntax import nodes as n
from milligram.syntax.walk import descend

UNCITED = 'uncited because "a mutant"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One altered guideline. ``line`` is where; ``code`` is what the operator aims at."""

    path: str
    operator: str
    code: str
    line: int
    text: str
    certain: frozenset[str] = frozenset()
    open: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Change:
    """What an operator does at one place."""

    span: Span
    new: str
    certain: frozenset[str] = frozenset()
    open: frozenset[str] = frozenset()


Changes: TypeAlias = Iterator[Change]
Operator: TypeAlias = "Callable[[Text], Changes]"


class Text:
    """The text of a guideline, and the places in it."""

    def __init__(self, source: SourceFile, file: n.File) -> None:
        self.source = source
        self.text = source.text
        self.file = file
        self.every = [node for declaration in file.declarations for node in descend(declaration)]
        self.cases = [declaration for declaration in file.declarations if isinstance(declaration, n.Case)]
        self.living = [
            node
            for declaration in file.declarations
            if not isinstance(declaration, n.Case)
            for node in descend(declaration)
        ]

    def of(self, node: n.Node) -> str:
        return self.text[node.span.start : node.span.end]

    def lines(self, span: Span) -> Span:
        """The whole lines of a span, their ends included."""
        start = self.text.rfind("\n", 0, span.start) + 1
        end = self.text.find("\n", max(span.end - 1, start))
        return Span(start, len(self.text) if end < 0 else end + 1)

    def indent(self, span: Span) -> str:
        start = self.text.rfind("\n", 0, span.start) + 1
        line = self.text[start : span.start]
        return line[: len(line) - len(line.lstrip(" "))] if line.strip() else line

    def head_end(self, node: n.Node, body: tuple[n.Node, ...]) -> int:
        """Where a block's head line ends: behind its colon."""
        return self.text.rfind("\n", node.span.start, body[0].span.start) if body else node.span.end

    def blocks(self) -> Iterator[tuple[n.AnyStatement, ...]]:
        for node in self.living:
            match node:
                case n.Pathway(body=body) | n.Part(body=body) | n.When(body=body) | n.Branch(body=body):
                    yield body
                case _:
                    pass


def code_set(*codes: str) -> frozenset[str]:
    return frozenset(codes)


# --- branches and rows ------------------------------------------------------------------------------------------------


def drop_branch(t: Text) -> Changes:
    for node in t.living:
        if isinstance(node, n.Decide) and len(node.branches) > 1:
            yield from (Change(t.lines(b.span), "") for b in node.branches if b.test != "unknown")


def drop_row(t: Text) -> Changes:
    for node in t.living:
        match node:
            case n.Table(rows=rows) if len(rows) > 1:
                yield from (Change(t.lines(row.span), "") for row in rows)
            case n.Define(cases=cases) if len(cases) > 1:
                yield from (Change(t.lines(case.span), "") for case in cases)
            case _:
                pass


def drop_score_line(t: Text) -> Changes:
    for node in t.living:
        if isinstance(node, n.Score) and len(node.lines) > 1:
            yield from (Change(t.lines(line.span), "") for line in node.lines)


def repeat_branch(t: Text) -> Changes:
    """A copy of a branch, behind it, with another body."""
    for node in t.living:
        if isinstance(node, n.Decide):
            for branch in node.branches:
                if branch.test in ("unknown", "otherwise") or not branch.body:
                    continue
                head = t.text[t.lines(branch.span).start : t.head_end(branch, branch.body)]
                at = t.lines(branch.span).end
                yield Change(Span(at, at), f'{head}\n{t.indent(branch.span)}  note "another"\n')


def repeat_row(t: Text) -> Changes:
    """A copy of a row behind it; with the values of the next row, or with its own."""
    for node in t.living:
        if not isinstance(node, n.Table):
            continue
        for row, other in zip(node.rows, (*node.rows[1:], node.rows[0]), strict=True):
            if len(node.rows) < 2 or not row.values or not other.values:
                continue
            start, behind = t.lines(row.span)
            cells = t.text[start : row.values[0].span.start]
            values = t.text[other.values[0].span.start : t.lines(other.span).end]
            yield Change(Span(behind, behind), cells + values)


def first_that_applies(t: Text) -> Changes:
    """The head says that the first row applies, and the last row stands once more behind all."""
    for node in t.living:
        if isinstance(node, n.Table) and not node.first_that_applies and node.rows:
            head = t.text[node.span.start : t.text.index("\n", node.span.start)]
            last = t.lines(node.rows[-1].span)
            body = t.text[node.span.start + len(head) : last.end]
            yield Change(
                Span(node.span.start, last.end), f"{head} first that applies{body}{t.text[last.start : last.end]}"
            )


def split_row(t: Text) -> Changes:
    """A band cut in two, both halves with the same body."""
    for node in t.living:
        match node:
            case n.Table(rows=rows, by=by) if len(by) == 1:
                arms: list[tuple[n.Node, n.Node]] = [(row, row.cells[0]) for row in rows]
            case n.Decide(branches=branches, by=by) if len(by) == 1:
                arms = [(b, b.test[0]) for b in branches if isinstance(b.test, tuple)]
            case _:
                continue
        for arm, cell in arms:
            match cell:
                case n.Cell(alternatives=(n.Band(low=n.Quantity() as low, high=n.Quantity() as high) as band,)):
                    middle = (Fraction(low.number) + Fraction(high.number)) / 2
                    unit = t.of(high)[len(high.number) :]
                    if low.number == high.number or middle.denominator != 1 or not band.low_included:
                        continue
                    whole = t.text[t.lines(arm.span).start : t.lines(arm.span).end]
                    end = "to under" if not band.high_included else "to"
                    one = whole.replace(t.of(cell), f"{low.number} to under {middle}{unit}", 1)
                    two = whole.replace(t.of(cell), f"{middle} {end} {high.number}{unit}", 1)
                    yield Change(t.lines(arm.span), one + two, certain=code_set("MG107"))
                case _:
                    pass


def add_otherwise(t: Text) -> Changes:
    for node in t.living:
        if isinstance(node, n.Decide) and node.branches and all(b.test != "otherwise" for b in node.branches):
            last = node.branches[-1]
            at = t.lines(last.span).end
            pad = t.indent(last.span)
            yield Change(Span(at, at), f'{pad}otherwise:\n{pad}  note "another"\n')


# --- bounds -----------------------------------------------------------------------------------------------------------


def _bounds(t: Text) -> Iterator[tuple[n.Band, n.Quantity, str]]:
    for node in t.living:
        if isinstance(node, n.Band):
            for side, bound in (("low", node.low), ("high", node.high)):
                if isinstance(bound, n.Quantity) and node.low != node.high:
                    yield node, bound, side


def _moved(t: Text, by: int) -> Changes:
    for _, bound, _ in _bounds(t):
        digits = bound.number.partition(".")[2]
        step = Fraction(1, 10 ** len(digits))
        if not digits and abs(int(bound.number)) >= 100:
            step = Fraction(10)
        value = Fraction(bound.number) + by * step
        if value < 0 <= Fraction(bound.number):
            continue
        start = bound.span.start
        yield Change(Span(start, start + len(bound.number)), _decimal(value, len(digits)), open=_EQUIVALENTS)


_EQUIVALENTS = code_set("MG302", "MG303", "MG305", "MG306")
"""What a literal with stated equivalents may also come to when it is altered."""


def _decimal(value: Fraction, places: int) -> str:
    scaled = round(value * 10**places)
    if not places:
        return str(scaled)
    digits = str(abs(scaled)).rjust(places + 1, "0")
    return f"{'-' if scaled < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def raise_bound(t: Text) -> Changes:
    return _moved(t, 1)


def lower_bound(t: Text) -> Changes:
    return _moved(t, -1)


_CLOSED = (("to under ", "to "), ("under ", "at most "), ("over ", "at least "))
_OPENED = (("at most ", "under "), ("at least ", "over "))


def _respelt(t: Text, pairs: tuple[tuple[str, str], ...]) -> Changes:
    for node in t.living:
        if isinstance(node, n.Band):
            words = t.of(node)
            for before, after in pairs:
                if before in words and not (before == "over " and " to " in words):
                    yield Change(node.span, words.replace(before, after, 1), open=_EQUIVALENTS)
                    break


def close_end(t: Text) -> Changes:
    return _respelt(t, _CLOSED)


def open_end(t: Text) -> Changes:
    return _respelt(t, _OPENED)


def halve_limit(t: Text) -> Changes:
    """``20 to under 30`` becomes ``20 to 29``: as printed, and 29.5 falls through."""
    for node in t.living:
        match node:
            case n.Band(low=n.Quantity(), high=n.Quantity() as high, high_included=False) if "." not in high.number:
                words = t.of(node).replace("to under ", "to ", 1)
                yield Change(node.span, words.replace(high.number, str(int(high.number) - 1), 1))
            case _:
                pass


def far_literal(t: Text) -> Changes:
    """A literal a thousand times what it was."""
    for _, bound, _ in _bounds(t):
        start = bound.span.start
        number = f"{bound.number}000" if "." not in bound.number else str(round(Fraction(bound.number) * 1000))
        yield Change(Span(start, start + len(bound.number)), number, open=_EQUIVALENTS)
